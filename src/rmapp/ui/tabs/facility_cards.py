"""The left side of the credit tab: a card for each line, with figures that say how they were computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from rmapp.domain import reference
from rmapp.i18n import _, listed
from rmapp.services.limits.explain import LineNumber, explain_line
from rmapp.services.lines.line_views import is_counted
from rmapp.ui import fonts, icons, line_wording, metrics, paint
from rmapp.ui.tabs.explained import Figure
from rmapp.ui.tabs.limit_words import above_words, is_held_above, over_limit
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.labels import plain

if TYPE_CHECKING:
    from rmapp.services.limits.exposure import EffectiveAvailable
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.ui.context import UiContext

PAD = 13
BAR = 6
GAP = 9


class _Said(NamedTuple):
    """A figure of the card: its words, tone, and the number that it explains."""

    words: str
    tone: str
    what: LineNumber


class FacilityCard(PaintedButton):
    """One line: name, limit, what is drawn, waiting and free, maturity; arrow keys move to the next.

    Where a limit above the line leaves less than the line has free, a further row says so. Only the figures
    of the selected card are in the order of Tab, those of the others take the mouse.
    """

    chosen = Signal(str)
    stepped = Signal(int)

    def __init__(self, context: UiContext, view: FacilityView, effective: EffectiveAvailable | None) -> None:
        super().__init__()
        self.facility_id = view.facility.id
        self._view, self._effective = view, effective
        self._is_held = is_held_above(view, effective)
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        said = self._figures()
        words = [one.words for one in said] or [self._status()]
        self.setAccessibleName(listed([view.name, line_wording.limit_text(view.facility), *words]))
        self.setToolTip(plain(view.name))
        self._parts = [self._figure(context, one) for one in said]
        self.clicked.connect(self._on_clicked)
        self.toggled.connect(self._on_toggled)
        self._on_toggled(False)

    def sizeHint(self) -> QSize:
        """Be as high as its lines and the bar."""
        rows = 4 if self._is_held else 3
        lines = metrics.line("body") + rows * metrics.line("small") + BAR + 18
        return QSize(264, lines + 2 * PAD)

    def minimumSizeHint(self) -> QSize:
        """Allow it to shrink; texts are then cut."""
        return QSize(200, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrow keys."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(step)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the figures below the bar: from the left, what is free at the right, the limit above it below."""
        super().resizeEvent(event)
        room = self.rect().adjusted(PAD, PAD, -PAD, -PAD)
        line = metrics.line("small")
        top = self._words_top(room)
        left = room.left()
        for part, one in zip(self._parts, self._figures(), strict=True):
            wide = part.sizeHint().width()
            if one.what == "effective":
                part.setGeometry(QRect(room.right() + 1 - min(wide, room.width()), top + line, wide, line))
            elif one.what in ("free", "utilisation"):
                part.setGeometry(QRect(max(left, room.right() + 1 - wide), top, wide, line))
            else:
                part.setGeometry(QRect(left, top, wide, line))
                left += wide + GAP

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card; its figures are buttons of their own."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        chosen = self.isChecked()
        fill = theme.colour("accent_soft" if chosen else "bg_hover" if self.is_hot() else "bg_surface")
        border = theme.colour("accent" if chosen else "border_subtle")
        paint.box(painter, QRectF(self.rect()), fill=fill, border=border, radius=metrics.radius("lg"))
        room = QRectF(self.rect()).adjusted(PAD, PAD, -PAD, -PAD)
        top = self._paint_head(painter, room)
        self._paint_bar(painter, QRectF(room.left(), top, room.width(), BAR))
        side, line = metrics.icon() - 2, metrics.line("small")
        ink, face = theme.colour("text_secondary"), fonts.font("small")
        if not self._parts:
            words = QRectF(room.left(), self._words_top(self.rect().adjusted(PAD, PAD, -PAD, -PAD)), room.width(), line)
            paint.text(painter, words, self._status(), face, ink)
        top = room.bottom() - line
        icons.paint(painter, "calendar-clock", QRectF(room.left(), top + (line - side) / 2, side, side), ink)
        rect = QRectF(room.left() + side + 5, top, room.width() - side - 5, line)
        paint.text(painter, rect, line_wording.maturity(self._view.facility), face, ink)
        painter.end()

    def _paint_head(self, painter: QPainter, room: QRectF) -> float:
        theme = active()
        line, below = metrics.line("body"), metrics.line("small")
        face = fonts.font("body", 600, numeric=True)
        limit = line_wording.limit_text(self._view.facility)
        wide = paint.text_width(limit, face) + 2
        known = self._view.facility.limit is not None
        ink = theme.colour("text_primary" if known else "text_secondary")
        end = QRectF(room.right() - wide, room.top(), wide, line)
        paint.text(painter, end, limit, face, ink, align=paint.RIGHT, elide=False)
        name = QRectF(room.left(), room.top(), room.width() - wide - 10, line)
        paint.text(painter, name, self._view.name, fonts.font("body", 600), theme.colour("text_primary"))
        under = QRectF(room.left(), name.bottom() + 2, room.width(), below)
        words = self._view.facility.lender if self._is_reported() else line_wording.parts(self._view)
        paint.text(painter, under, words, fonts.font("small"), theme.colour("text_secondary"))
        return under.bottom() + 6

    def _paint_bar(self, painter: QPainter, rect: QRectF) -> None:
        theme = active()
        amounts = self._view.amounts
        whole = amounts.limit.minor if amounts.limit else 0
        # As in the utilisation: what cash margin covers takes no limit.
        drawn, waiting = amounts.used, amounts.waiting
        if whole and drawn is not None:
            held = waiting.minor if waiting is not None else 0
            ink = theme.colour("danger") if over_limit(amounts) else theme.series(0)
            paint.bar(painter, rect, [(drawn.minor / whole, ink), (held / whole, theme.series(1))])
        else:
            paint.bar(painter, rect, [])

    def _words_top(self, room: QRect) -> int:
        return room.top() + metrics.line("body") + 2 + metrics.line("small") + 6 + BAR + 5

    def _figures(self) -> list[_Said]:
        amounts = self._view.amounts
        if not is_counted(self._view.facility.status):
            return []
        if amounts.outstanding is None:
            return [_Said(_("drawn: not known"), "secondary", "outstanding")]
        drawn = _("drawn {amount}").format(amount=line_wording.in_unit(amounts.outstanding))
        said = [_Said(drawn, "secondary", "outstanding")]
        if amounts.waiting is not None and not amounts.waiting.is_zero:
            waiting = _("waiting {amount}").format(amount=line_wording.in_unit(amounts.waiting))
            said.append(_Said(waiting, "warning", "waiting"))
        if over := over_limit(amounts):
            said.append(_Said(_("over by {amount}").format(amount=line_wording.in_unit(over)), "danger", "utilisation"))
        elif amounts.available is not None:
            free = _("free {amount}").format(amount=line_wording.in_unit(amounts.available))
            said.append(_Said(free, "primary", "free"))
        if self._is_held and self._effective is not None:
            said.append(_Said(above_words(self._effective), "warning", "effective"))
        return said

    def _figure(self, context: UiContext, said: _Said) -> Figure:
        label = self._view.name
        figure = Figure(
            context, label, said.words, explain_line, self.facility_id, said.what, role="small", tone=said.tone
        )
        figure.setParent(self)
        return figure

    def _status(self) -> str:
        return reference.text("line_status", self._view.facility.status)

    def _is_reported(self) -> bool:
        return self._view.facility.source != "bank_system" and bool(self._view.facility.lender)

    def _on_clicked(self) -> None:
        self.chosen.emit(self.facility_id)

    def _on_toggled(self, chosen: bool) -> None:
        for part in self._parts:
            part.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)

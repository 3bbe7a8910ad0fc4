"""The left side of the credit tab: a card for each line, and what they come to together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from rmapp.domain import reference
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed
from rmapp.services.line_views import is_counted
from rmapp.ui import fonts, icons, line_wording, metrics, paint
from rmapp.ui.tabs.rows import source_line
from rmapp.ui.tokens import active
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.cards import Card, Divider
from rmapp.ui.widgets.labels import PlainLabel, plain

if TYPE_CHECKING:
    from rmapp.domain.money import Money
    from rmapp.domain.ownership import GroupLimit
    from rmapp.services.credit import FirmCredit
    from rmapp.services.line_views import FacilityView

PAD = 13
BAR = 6


class FacilityCard(PaintedButton):
    """One line: name, limit, what is drawn, waiting and free, maturity; arrow keys move to the next."""

    chosen = Signal(str)
    stepped = Signal(int)

    def __init__(self, view: FacilityView) -> None:
        super().__init__()
        self.facility_id = view.facility.id
        self._view = view
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        said = listed([view.name, line_wording.limit_text(view.facility), *self._words().values()])
        self.setAccessibleName(said)
        self.setToolTip(plain(view.name))
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        """Be as high as four lines and the bar."""
        lines = metrics.line("body") + 3 * metrics.line("small") + BAR + 18
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        chosen = self.isChecked()
        fill = theme.colour("accent_soft" if chosen else "bg_hover" if self.is_hot() else "bg_surface")
        border = theme.colour("accent" if chosen else "border_subtle")
        paint.box(painter, QRectF(self.rect()), fill=fill, border=border, radius=metrics.radius("lg"))
        room = QRectF(self.rect()).adjusted(PAD, PAD, -PAD, -PAD)
        top = self._paint_head(painter, room)
        top = self._paint_bar(painter, QRectF(room.left(), top, room.width(), BAR))
        side, line = metrics.icon() - 2, metrics.line("small")
        ink = theme.colour("text_secondary")
        icons.paint(painter, "calendar-clock", QRectF(room.left(), top + (line - side) / 2, side, side), ink)
        rect = QRectF(room.left() + side + 5, top, room.width() - side - 5, line)
        paint.text(painter, rect, line_wording.maturity(self._view.facility), fonts.font("small"), ink)
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

    def _paint_bar(self, painter: QPainter, rect: QRectF) -> float:
        theme = active()
        amounts = self._view.amounts
        whole = amounts.limit.minor if amounts.limit else 0
        drawn, waiting = amounts.outstanding, amounts.waiting
        if whole and drawn is not None:
            held = waiting.minor if waiting is not None else 0
            pieces = [(drawn.minor / whole, theme.series(0)), (held / whole, theme.series(1))]
            paint.bar(painter, rect, pieces)
        else:
            paint.bar(painter, rect, [])
        top, line, face = rect.bottom() + 5, metrics.line("small"), fonts.font("small", numeric=True)
        inks = {"drawn": "text_secondary", "waiting": "warning_text", "free": "text_primary"}
        x = rect.left()
        for role, words in self._words().items():
            ink = theme.colour(inks[role])
            wide = paint.text_width(words, face)
            if role == "free":
                paint.text(painter, QRectF(x, top, rect.right() - x, line), words, face, ink, align=paint.RIGHT)
            else:
                paint.text(painter, QRectF(x, top, rect.right() - x, line), words, face, ink)
            x += wide + 9
        return top + line + 5

    def _words(self) -> dict[str, str]:
        amounts = self._view.amounts
        if not is_counted(self._view.facility.status):
            return {"drawn": reference.text("line_status", self._view.facility.status)}
        if amounts.outstanding is None:
            return {"drawn": _("drawn: not known")}
        said = {"drawn": _("drawn {amount}").format(amount=line_wording.in_unit(amounts.outstanding))}
        if amounts.waiting is not None and not amounts.waiting.is_zero:
            said["waiting"] = _("waiting {amount}").format(amount=line_wording.in_unit(amounts.waiting))
        if amounts.available is not None:
            said["free"] = _("free {amount}").format(amount=line_wording.in_unit(amounts.available))
        return said

    def _is_reported(self) -> bool:
        return self._view.facility.source != "bank_system" and bool(self._view.facility.lender)

    def _on_clicked(self) -> None:
        self.chosen.emit(self.facility_id)


class FreeNote(Banner):
    """What "free to draw" means; it keeps the room of its lines in a narrow column."""

    def __init__(self, width: int) -> None:
        said = _("Free = limit − drawn − what a condition or the collateral value holds back. Computed as you type.")
        super().__init__("info", said)
        self._wide = width
        self.refresh()

    def refresh(self) -> None:
        """Be as high as the wrapped words, also after the text size changed."""
        super().refresh()
        self.setFixedHeight(max(self.heightForWidth(self._wide), self.sizeHint().height()))


class TogetherCard(Card):
    """What the lines in use or approved come to, in CNY."""

    def __init__(self, credit: FirmCredit) -> None:
        super().__init__("")
        rows: list[tuple[str, Money | None, str]] = [
            (_("Total limit"), credit.limit, "primary"),
            (_("Outstanding"), credit.outstanding, "primary"),
        ]
        if not _is_nothing(credit.waiting_for_condition):
            rows.append((_("Waiting for a condition"), credit.waiting_for_condition, "warning"))
        if not _is_nothing(credit.waiting_for_value):
            rows.append((_("Waiting for a valuation"), credit.waiting_for_value, "warning"))
        for label, money, tone in rows:
            self._add_row(label, money, tone, "secondary")
        self.add(Divider())
        self._add_row(_("Free to draw today"), credit.free, "accent", "primary")
        if credit.rates_on is not None:
            words = _("Foreign currency at the rates of {date}").format(date=format_date(credit.rates_on))
            self.add(PlainLabel(words, role="small", tone="tertiary", wrap=True))

    def _add_row(self, label: str, money: Money | None, tone: str, label_tone: str) -> None:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(label, tone=label_tone))
        row.addStretch(1)
        tone = tone if money is not None else "secondary"
        row.addWidget(PlainLabel(line_wording.amount(money), weight=600, numeric=True, tone=tone))
        self.add(row)


class GroupLimitCard(Card):
    """A limit that several firms of a group share, as far as it was reported."""

    def __init__(self, limit: GroupLimit) -> None:
        super().__init__(_("Limit shared in the group"))
        self.add(PlainLabel(line_wording.amount(limit.limit), role="subtitle", numeric=True))
        said = [limit.lender, limit.borrowers, limit.security, limit.purpose]
        words = QVBoxLayout()
        words.setSpacing(2)
        for text in filter(None, said):
            words.addWidget(PlainLabel(text, role="small", tone="secondary", wrap=True))
        words.addWidget(PlainLabel(source_line(limit), role="small", tone="tertiary", wrap=True))
        self.add(words)


def _is_nothing(money: Money | None) -> bool:
    return money is not None and money.is_zero

"""One matched product: how well it fits, what became of it, the rules that say so, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from rmapp.domain.match_wording import line_text, result_text
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed, pgettext
from rmapp.services import matching
from rmapp.ui import metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.fit_ring import FitRing
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel
from rmapp.ui.widgets.painted import Painted
from rmapp.ui.widgets.rule_grid import RuleGrid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.services.matching import Match, MatchLine

MOST_RULES = 4
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1}
_TRUTHS = {"met": True, "missed": False, "unknown": None}


class ProductRow(Painted):
    """A card of one product; a click or Enter shows all its rules at the side, the arrow keys walk the rows."""

    shown = Signal(str)
    stepped = Signal(int)
    """Asks for the row above, -1, or below, 1."""
    acted = Signal(str, str)
    """What a person decided and for which product: propose, put_off, declined, reply, undo or line."""

    def __init__(self, match: Match, *, in_use: bool, read_only: bool) -> None:
        super().__init__()
        self.match = match
        self._code = match.product.code
        self._chosen = False
        self._in_use = in_use
        self._read_only = read_only
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._build()
        said = listed([_state_word(match, in_use=in_use), *(line_words(line) for line in _picked(match))])
        self.describe(match.product.label.text(), said)

    def set_chosen(self, chosen: bool) -> None:
        """Show whether this is the product whose rules stand at the side."""
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        side = metrics.space(4)
        row.setContentsMargins(side, metrics.space(3), side, metrics.space(3))
        row.setSpacing(side)
        match = self.match
        ring = FitRing(match.fit, match.potential, active=match.result != "not_eligible")
        row.addWidget(ring, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(metrics.space(1))
        column.addLayout(self._head())
        column.addWidget(PlainLabel(match.product.pitch.text(), tone="secondary", wrap=True))
        column.addWidget(RuleGrid([(truth_of(line), line_words(line)) for line in _picked(match)]))
        row.addLayout(column, 1)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(metrics.space(2))
        name = ElidedLabel(self.match.product.label.text(), role="section")
        head.addWidget(name)
        head.addWidget(Chip(_state_word(self.match, in_use=self._in_use), tone=self._tone()))
        head.addStretch(1)
        for act, word, kind in self._acts():
            button = Button(word, kind=kind, size="small")
            button.setObjectName(act)
            button.setAccessibleName(_("{act}: {product}").format(act=word, product=name.text()))
            button.setEnabled(not self._read_only or act == "line")
            button.clicked.connect(self._on_act_clicked)
            head.addWidget(button)
        return head

    def _acts(self) -> Sequence[tuple[str, str, str]]:
        """Return what can be done: the code, the word on its button, and how it looks."""
        decision = self.match.decision
        if decision is not None and decision.answer == "proposed" and self.match.reopened is None:
            reply = ("reply", _("Log the reply…"), "secondary")
            return (("line", _("Open the line"), "ghost"), reply) if decision.facility_id else (reply,)
        if self.match.quiet:
            return (("undo", _("Offer again"), "ghost"),)
        if self.match.result == "not_eligible":
            return ()
        later = ("put_off", _("Not now…"), "ghost")
        if self.match.result == "possible":
            return (later,)
        return (later, ("propose", _("Propose"), "secondary"))

    def _tone(self) -> str:
        if self._in_use:
            return "neutral"
        decision = self.match.decision
        if decision is not None and decision.answer in ("proposed", "mentioned"):
            return "info"
        if self.match.quiet or self.match.result == "not_eligible":
            return "neutral"
        return "accent" if self.match.result == "eligible" else "warning"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground; the chosen one has the border of the accent."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        strong = self._chosen or self.hasFocus()
        border = theme.colour("accent" if strong else "border_subtle")
        fill = theme.colour("bg_surface")
        paint.box(painter, QRectF(self.rect()), fill=fill, border=border, radius=metrics.radius("lg"))
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show the rules of this product."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.shown.emit(self._code)
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show the rules by Enter or Space; go to another row by Up and Down, or K and J."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.shown.emit(self._code)
            return
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self.shown.emit(self._code)
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Follow the focus with the border."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    def _on_act_clicked(self) -> None:
        self.acted.emit(self.sender().objectName(), self._code)


def line_words(line: MatchLine) -> str:
    """Return a requirement that is met as “R&D / revenue: 14.6%”, another one with what it needs."""
    if line.mark == "met":
        return _("{label}: {actual}").format(label=line.label, actual=line.actual)
    return line_text(line)


def truth_of(line: MatchLine) -> bool | None:
    """Return whether a requirement is met, None where it is not known."""
    return _TRUTHS[line.mark]


def _picked(match: Match) -> list[MatchLine]:
    """Return the few rules that say most: what is missing or missed, then what speaks for the product."""
    first = {"eligible": "met", "possible": "unknown", "not_eligible": "missed"}[match.result]
    needed = sorted((line for line in match.lines if not line.is_preferred), key=_is_common)
    preferred = sorted((line for line in match.lines if line.is_preferred), key=_by_points)
    ordered = preferred + needed if first == "met" else needed + preferred
    # What does not decide says little: another one of several alternatives is met already.
    ordered = [line for line in ordered if line.decides]
    chosen = [line for line in ordered if line.mark == first] + [line for line in ordered if line.mark != first]
    by_field: dict[str, MatchLine] = {}
    for line in chosen:
        by_field.setdefault(line.field, line)
    return list(by_field.values())[:MOST_RULES]


def _by_points(line: MatchLine) -> int:
    return -(line.points or 0)


def _is_common(line: MatchLine) -> bool:
    """Tell whether nearly every product asks for this, so that it says little about one."""
    return line.field in matching.COMMON


def _state_word(match: Match, *, in_use: bool) -> str:
    """Return what became of the product in a few words."""
    decision = match.decision
    if in_use:
        return _("In use")
    if decision is not None:
        on = format_date(decision.decided_on, "short")
        if decision.answer == "proposed":
            return _("Proposed {date}").format(date=on)
        if decision.answer == "mentioned":
            return _("Mentioned {date}").format(date=on)
        if match.quiet and decision.answer == "declined":
            return _("Told us no {date}").format(date=on)
        if match.quiet and decision.until is not None:
            return _("Not before {date}").format(date=format_date(decision.until, "short"))
        if match.reopened == "facts":
            return _("Facts changed since {date}").format(date=on)
    return pgettext("product", "New") if match.result == "eligible" else result_text(match.result)

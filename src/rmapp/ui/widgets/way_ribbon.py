"""The way to the stock exchange as a ribbon of steps: reached with their days, now, and what may come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.i18n import _
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor, QFont

_BAR = 6.0
_THIN = 3.0
_MARK = 14.0
_GAP = 6
_BETWEEN = 16


@dataclass(frozen=True)
class RibbonStep:
    """One step; `state` is past, now, setback, next, skipped or later, `note` stands small below its name.

    A `late` step is one whose usual time has passed.
    """

    label: str
    note: str = ""
    state: str = "later"
    late: bool = False


class WayRibbon(Painted):
    """Steps side by side; with little room names are cut, and whole in the spoken description.

    A `thin` ribbon is one line under another one: the bars, and in words only the step now and the next one.
    """

    def __init__(self, parent: QWidget | None = None, *, name: str = "", thin: bool = False) -> None:
        super().__init__(parent)
        self._steps: tuple[RibbonStep, ...] = ()
        self._thin = thin
        self._name = name or _("Way to the stock exchange")
        self.describe(self._name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_steps(self, steps: Sequence[RibbonStep]) -> None:
        """Show these steps in their order."""
        self._steps = tuple(steps)
        self.describe(self._name, "\n".join(map(spoken, self._steps)))
        self.refresh()

    def steps(self) -> tuple[RibbonStep, ...]:
        """Return the steps shown."""
        return self._steps

    def sizeHint(self) -> QSize:
        """Be as high as the bar with its lines of words."""
        if self._thin:
            return QSize(480, round(_THIN) + 4 + metrics.line("caption"))
        return QSize(720, round(_MARK) + 6 + 2 * metrics.line("small") + metrics.line("caption"))

    def minimumSizeHint(self) -> QSize:
        """Allow narrow pages."""
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars and the words below them."""
        if not self._steps:
            return
        painter = QPainter(self)
        paint.smooth(painter)
        (self._paint_thin if self._thin else self._paint_wide)(painter)
        painter.end()

    def _paint_wide(self, painter: QPainter) -> None:
        room = (self.width() + _GAP) / len(self._steps)
        theme = active()
        for at, step in enumerate(self._steps):
            left, wide = at * room, room - _GAP
            self._paint_bar(painter, QRectF(left, (_MARK - _BAR) / 2, wide, _BAR), step)
            self._paint_mark(painter, QPointF(left + _MARK / 2, _MARK / 2), step)
            is_here = step.state in ("now", "setback")
            ink = theme.colour("text_primary" if is_here or step.state == "past" else "text_tertiary")
            face = fonts.font("small", 600 if is_here else 400)
            top = _MARK + 5
            line = metrics.line("small")
            for number, words in enumerate(_two_lines(step.label, wide, face)):
                paint.text(painter, QRectF(left, top + number * line, wide, line), words, face, ink)
            note_ink = theme.colour("danger_text" if step.late else "text_tertiary")
            below = QRectF(left, top + 2 * line, wide, metrics.line("caption"))
            paint.text(painter, below, step.note, fonts.font("caption", numeric=True), note_ink)

    def _paint_thin(self, painter: QPainter) -> None:
        room = (self.width() + _GAP) / len(self._steps)
        theme, face = active(), fonts.font("caption")
        top, line = _THIN + 3, metrics.line("caption")
        for at, step in enumerate(self._steps):
            self._paint_bar(painter, QRectF(at * room, 0, room - _GAP, _THIN), step)
        left = 0.0
        for one in self._told():
            words = " · ".join(part for part in (one.label, one.note) if part)
            ink = theme.colour("danger_text" if one.late else "text_secondary")
            paint.text(painter, QRectF(left, top, max(self.width() - left, 0.0), line), words, face, ink)
            left += paint.text_width(words, face) + _BETWEEN

    def _told(self) -> list[RibbonStep]:
        return [one for one in self._steps if one.state in ("now", "setback", "next")]

    def _paint_bar(self, painter: QPainter, rect: QRectF, step: RibbonStep) -> None:
        paint.box(painter, rect, fill=_fill(step), radius=rect.height() / 2)

    def _paint_mark(self, painter: QPainter, centre: QPointF, step: RibbonStep) -> None:
        theme, ink = active(), _fill(step)
        if step.state == "past":
            paint.circle(painter, centre, _MARK / 2, fill=ink)
            square = QRectF(centre.x() - 4.5, centre.y() - 4.5, 9, 9)
            paint.tick(painter, square, theme.colour("bg_surface"))
        elif step.state == "now":
            paint.circle(painter, centre, _MARK / 2, fill=theme.colour("bg_surface"), border=ink, width=2)
            paint.circle(painter, centre, 3.5, fill=ink)
        elif step.state == "setback":
            paint.circle(painter, centre, _MARK / 2 + 1, fill=theme.colour("bg_surface"))
            square = QRectF(centre.x() - 8, centre.y() - 8, 16, 16)
            icons.paint(painter, "circle-alert", square, theme.colour("text_primary"))
        else:
            ring = theme.colour("border_strong")
            paint.circle(painter, centre, 5, fill=theme.colour("bg_surface"), border=ring, width=1.5)
            if step.state == "skipped":
                painter.setPen(QPen(ring, 1.5))
                painter.drawLine(QPointF(centre.x() - 2.5, centre.y()), QPointF(centre.x() + 2.5, centre.y()))


def spoken(step: RibbonStep) -> str:
    """Return a step as a screen reader says it."""
    states = {
        "past": _("{step}, reached, {note}"),
        "now": _("{step}, now, {note}"),
        "setback": _("{step}, now, a setback, {note}"),
        "next": _("{step}, next, {note}"),
        "skipped": _("{step}, day not known, {note}"),
        "later": _("{step}, later, {note}"),
    }
    return states[step.state].format(step=step.label, note=step.note).rstrip(", ，")


def _fill(step: RibbonStep) -> QColor:
    theme = active()
    if step.state in ("past", "now"):
        return theme.stage("pre_ipo").fill
    if step.state == "setback":
        return theme.colour("text_secondary")
    return theme.colour("border_strong" if step.state == "skipped" else "border_default")


def _two_lines(label: str, wide: float, face: QFont) -> tuple[str, str]:
    """Break a name between two words where it does not fit in one line; what is too long is cut when drawn."""
    layout = QTextLayout(label, face)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(max(wide, 10.0))
    layout.endLayout()
    first = line.textLength()
    return label[:first].strip(), label[first:].strip()

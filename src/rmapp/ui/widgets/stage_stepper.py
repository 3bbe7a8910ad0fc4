"""The life of a firm as eight steps: done, now, and what may come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.i18n import _
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.labels import literal, plain
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFont

MARKER = 10.0
GAP = 12
"""Pixels between the words of one step and those of the next."""


@dataclass(frozen=True)
class Step:
    """A stage in the life of a firm; `state` is done, current, skipped or future."""

    code: str
    label: str
    note: str = ""
    state: str = "future"


class StageStepper(Painted):
    """Steps on a line; a click or Enter chooses one, the arrow keys move between them."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self._steps: list[_StepButton] = []
        self.describe(name or _("Lifecycle"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps in their order."""
        for button in self._steps:
            button.deleteLater()
        self._steps = [_StepButton(step, self) for step in steps]
        for button in self._steps:
            button.clicked.connect(self._on_clicked)
            button.show()
        self._set_tab_stop()
        said = (_spoken(button.step) for button in self._steps)
        self.setAccessibleDescription("\n".join(said))
        self._place()
        self.refresh()

    def steps(self) -> list[Step]:
        """Return the steps shown."""
        return [button.step for button in self._steps]

    def sizeHint(self) -> QSize:
        """Be high enough for a marker and two lines."""
        return QSize(720, round(2 * MARKER + 4) + metrics.line("small") + metrics.line("caption"))

    def minimumSizeHint(self) -> QSize:
        """Allow narrow pages; labels are then cut."""
        return QSize(320, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the steps over the width."""
        super().resizeEvent(event)
        self._place()

    def refresh(self) -> None:
        """Measure, place and paint anew."""
        self._place()
        super().refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between the steps with the arrow keys."""
        by = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        held = next((index for index, button in enumerate(self._steps) if button.hasFocus()), None)
        if by is None or held is None:
            super().keyPressEvent(event)
            return
        target = min(max(held + by, 0), len(self._steps) - 1)
        self._steps[target].setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line between the markers."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        for left, right in zip(self._steps, self._steps[1:], strict=False):
            start, end = self._marker(left) + MARKER + 2, self._marker(right) - MARKER - 2
            if right.step.state in ("done", "current", "skipped"):
                painter.setPen(QPen(theme.stage(left.step.code).fill, 2.2))
                painter.drawLine(QPointF(start, MARKER), QPointF(end, MARKER))
            else:
                pen = QPen(theme.colour("border_default"), 2)
                pen.setDashPattern([1.6, 1.6])
                pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawLine(QPointF(start, MARKER), QPointF(end, MARKER))
        painter.end()

    def _marker(self, button: _StepButton) -> float:
        return button.x() + MARKER

    def _place(self) -> None:
        if not self._steps:
            return
        left = 0.0
        for button, room in zip(self._steps, self._rooms(), strict=True):
            button.setGeometry(round(left), 0, max(round(room) - GAP, 20), self.height())
            left += room

    def _rooms(self) -> list[float]:
        """Share the width alike, but give a long label what its neighbours do not need."""
        wanted = [button.words_width() + GAP for button in self._steps]
        alike = (self.width() + GAP) / len(self._steps)
        if sum(wanted) > self.width() + GAP:
            return [alike] * len(wanted)
        long = {at for at, wide in enumerate(wanted) if wide > alike}
        while True:
            short = [at for at in range(len(wanted)) if at not in long]
            share = (self.width() + GAP - sum(wanted[at] for at in long)) / max(len(short), 1)
            more = {at for at in short if wanted[at] > share}
            if not more:
                return [wanted[at] if at in long else share for at in range(len(wanted))]
            long |= more

    def _set_tab_stop(self) -> None:
        now = next((button for button in self._steps if button.step.state == "current"), None)
        for button in self._steps:
            is_stop = button is now or (now is None and button is self._steps[0])
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)

    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, _StepButton):
            self.chosen.emit(button.step.code)


class _StepButton(PaintedButton):
    def __init__(self, step: Step, parent: QWidget) -> None:
        super().__init__(parent)
        self.step = step
        self.setText(literal(step.label))
        self.setAccessibleName(_spoken(step))
        self.setToolTip(plain(f"{step.label}\n{step.note}" if step.note else step.label))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(80, self.height())

    def words_width(self) -> float:
        """Return the pixels that the label and the note take without being cut."""
        label = paint.text_width(self.step.label, self._face())
        note = paint.text_width(self.step.note, fonts.font("caption")) if self.step.note else 0.0
        return max(label, note) + 4

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()  # the stepper walks
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        self._paint_marker(painter)
        now = self.step.state == "current"
        if now:
            ink = theme.stage(self.step.code).text
        else:
            ink = theme.colour("text_primary" if self.step.state == "done" or self.is_hot() else "text_tertiary")
        top = 2 * MARKER + 3
        line = metrics.line("small")
        face = self._face()
        words = QRectF(2, top, self.width() - 2, line)
        paint.text(painter, words, self.step.label, face, ink)
        if self.step.note:
            below = QRectF(2, top + line - 1, self.width() - 2, metrics.line("caption"))
            paint.text(painter, below, self.step.note, fonts.font("caption"), theme.colour("text_tertiary"))
        painter.end()

    def _face(self) -> QFont:
        return fonts.font("small", 600 if self.step.state == "current" else 400)

    def _paint_marker(self, painter: QPainter) -> None:
        theme = active()
        colours = theme.stage(self.step.code)
        centre = QPointF(MARKER, MARKER)
        if self.step.state == "done":
            paint.circle(painter, centre, 7.5, fill=colours.fill)
            rect = QRectF(centre.x() - 5, centre.y() - 5, 10, 10)
            paint.tick(painter, rect, theme.colour("bg_surface"))
        elif self.step.state == "current":
            paint.circle(painter, centre, 9, fill=colours.soft, border=colours.fill, width=2)
            paint.circle(painter, centre, 5, fill=colours.fill)
        else:
            ring = theme.colour("text_secondary" if self.is_hot() else "border_strong")
            paint.circle(painter, centre, 6.5, fill=theme.colour("bg_surface"), border=ring, width=1.5)
            if self.step.state == "skipped":
                painter.fillRect(QRectF(centre.x() - 3, centre.y() - 0.75, 6, 1.5), ring)


def _spoken(step: Step) -> str:
    states = {
        "done": _("{stage}, done, {note}"),
        "current": _("{stage}, now, {note}"),
        "skipped": _("{stage}, skipped, {note}"),
        "future": _("{stage}, not yet, {note}"),
    }
    return states[step.state].format(stage=step.label, note=step.note).rstrip(", ，")

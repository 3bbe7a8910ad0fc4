"""The line of steps at the top of the import: done, current, still to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.i18n import _
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

_CIRCLE = 21.0
_LINK = 52.0


class StepLine(Painted):
    """Numbered steps with links between them."""

    def __init__(self, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps = list(steps)
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_current(0)

    def set_current(self, step: int) -> None:
        """Mark a step as the current one, counted from 0."""
        self._current = step
        self.describe(
            _("Step {n} of {count}: {name}").format(n=step + 1, count=len(self._steps), name=self._steps[step])
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Be one line high."""
        return QSize(600, metrics.control())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circles, names and links."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme, x, middle = active(), 0.0, self.height() / 2
        for index, name in enumerate(self._steps):
            reached = index <= self._current
            fill = theme.colour("accent" if reached else "neutral_soft")
            ink = theme.colour("text_on_accent" if reached else "text_tertiary")
            circle = QRectF(x, middle - _CIRCLE / 2, _CIRCLE, _CIRCLE)
            paint.circle(painter, QPointF(circle.center()), _CIRCLE / 2, fill=fill)
            if index < self._current:
                icons.paint(painter, "check", circle.adjusted(4, 4, -4, -4), ink)
            else:
                paint.text(painter, circle, str(index + 1), fonts.font("caption", 600), ink, align=paint.CENTRE)
            face = fonts.font("strong", 600 if index == self._current else 400)
            words = theme.colour("text_primary" if reached else "text_tertiary")
            wide = paint.text_width(name, face)
            paint.text(painter, QRectF(x + _CIRCLE + 8, 0, wide + 2, self.height()), name, face, words, elide=False)
            x += _CIRCLE + 8 + wide + 14
            if index < len(self._steps) - 1:
                paint.hline(painter, x, middle, _LINK, theme.colour("border_default"))
                x += _LINK + 14
        painter.end()

"""The first character of a name on a tint of its own."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.ui import paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.painted import Painted


class Monogram(Painted):
    """A square for firms, a disc for people."""

    def __init__(self, text: str, parent: QWidget | None = None, *, size: int = 36, round: bool = False) -> None:  # noqa: A002 - the word of the design
        super().__init__(parent)
        self._text, self._size, self._round = text, size, round
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Show another name."""
        self._text = text
        self.update()

    def sizeHint(self) -> QSize:
        """Be a square that grows with the text."""
        side = round(self._size * active().text_factor)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Never be cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the monogram."""
        painter = QPainter(self)
        paint.monogram(painter, QRectF(self.rect()), self._text, round_=self._round)
        painter.end()

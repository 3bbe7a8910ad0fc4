"""The program's sign as a widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from rmapp.ui import icons

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class AppMark(QWidget):
    """Square, in the program's own colours in every theme."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign."""
        painter = QPainter(self)
        icons.paint_app_icon(painter, QRectF(self.rect()))
        painter.end()

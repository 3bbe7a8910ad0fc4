"""Grey rows in the shape of what is coming; they do not move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from rmapp.i18n import _
from rmapp.ui import metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

DELAY_MS = 120
# Columns as fractions of the width: left edge and length.
COLUMNS = ((0.37, 0.11), (0.535, 0.14), (0.735, 0.09))


class Skeleton(Painted):
    """Rows of a table that is being fetched."""

    def __init__(self, rows: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.show)
        self.describe(_("Loading"))

    def show_later(self) -> None:
        """Show the rows only when the wait is long enough to be noticed."""
        self._timer.start(DELAY_MS)

    def stop(self) -> None:
        """Hide the rows, and do not show them later."""
        self._timer.stop()
        self.hide()

    def sizeHint(self) -> QSize:
        """Be as high as the rows."""
        return QSize(400, self._rows * metrics.row())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows, each fainter than the one above."""
        painter = QPainter(self)
        paint.smooth(painter)
        colour = active().colour("track")
        for row in range(self._rows):
            colour.setAlphaF(max(0.35, 1 - row * 0.22))
            self._paint_row(painter, row * metrics.row(), colour.rgba())
        painter.end()

    def _paint_row(self, painter: QPainter, top: float, rgba: int) -> None:
        fill = QColor.fromRgba(rgba)
        wide, middle = self.width(), top + metrics.row() / 2
        side = metrics.row() * 0.48
        paint.box(painter, QRectF(0, middle - side / 2, side, side), fill=fill, radius=metrics.radius("xs"))
        paint.box(painter, QRectF(side + 9, middle - 8, wide * 0.23, 6), fill=fill, radius=3)
        paint.box(painter, QRectF(side + 9, middle + 3, wide * 0.12, 5), fill=fill, radius=2.5)
        for left, length in COLUMNS:
            paint.box(painter, QRectF(wide * left, middle - 3, wide * length, 6), fill=fill, radius=3)

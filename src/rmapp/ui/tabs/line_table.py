"""A small table of the credit tab: a head, rows of words and widgets, hairlines between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from rmapp.ui import metrics
from rmapp.ui.tokens import active
from rmapp.ui.widgets.cards import Divider
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence


class Column(NamedTuple):
    """The head of a column; numbers stand at the right, `share` parts the spare width."""

    title: str
    is_number: bool = False
    share: int = 0


class LineTable(QWidget):
    """Rows that are few; long lists are tables of their own."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(metrics.space(4))
        self._grid.setVerticalSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        for place, column in enumerate(self._columns):
            label = PlainLabel(column.title, role="small", tone="secondary")
            self._grid.addWidget(label, 0, place, self._align(column))
            self._grid.setColumnStretch(place, column.share)
        self._grid.setRowMinimumHeight(0, metrics.row_compact() - 4)

    def add_row(self, cells: Sequence[QWidget | str], *, tone: str = "primary") -> None:
        """Add a row; words become labels, numbers stand at the right."""
        row = self._grid.rowCount()
        self._grid.addWidget(Divider(), row, 0, 1, len(self._columns))
        self._grid.setRowMinimumHeight(row + 1, metrics.row_compact())
        for place, (column, cell) in enumerate(zip(self._columns, cells, strict=True)):
            if isinstance(cell, str):
                self._grid.addWidget(_label(column, cell, tone), row + 1, place)
            else:
                self._grid.addWidget(cell, row + 1, place, self._align(column))

    def _align(self, column: Column) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class StruckLabel(PlainLabel):
    """Words with a line through them: an entry that no longer counts."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words and the line."""
        super().paintEvent(event)
        painter = QPainter(self)
        wide = min(self.fontMetrics().horizontalAdvance(self.text()), self.width())
        left = self.width() - wide if self.alignment() & Qt.AlignmentFlag.AlignRight else 0
        line = QRectF(left, self.height() / 2, wide, 1)
        painter.fillRect(line, active().colour("text_tertiary"))
        painter.end()


def _label(column: Column, words: str, tone: str) -> PlainLabel:
    if column.share:
        return ElidedLabel(words, tone=tone)
    label = PlainLabel(words, tone=tone, numeric=column.is_number)
    if column.is_number:
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label

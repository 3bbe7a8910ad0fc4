"""A grid of scenarios against products: a cell says how many, darker where more; the arrow keys walk the cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.labels import plain
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CELL, LEAST = 27, 21
NAMES, HEADS = 230, 250
"""The most room that names of rows and of columns take."""
_STEPS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


@dataclass(frozen=True, slots=True)
class GridCell:
    """What one cell shows: a short text, its strength from 0 to 1, and all of it in words.

    `tone` is accent for what is open, success for what is in use, neutral for the rest.
    """

    text: str
    strength: float
    said: str
    tone: str = "accent"


class MatrixGrid(Painted):
    """Rows with names, columns with upright names; only places that exist have a cell."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None, *, name: str) -> None:
        super().__init__(parent)
        self._rows: Sequence[tuple[str, str]] = ()
        self._columns: Sequence[tuple[str, str]] = ()
        self._cells: Mapping[tuple[str, str], GridCell] = {}
        self._at: tuple[str, str] | None = None
        self._longest = (0, 0)
        self._name = name
        self.describe(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_axes(self, rows: Sequence[tuple[str, str]], columns: Sequence[tuple[str, str]]) -> None:
        """Name the rows and the columns: pairs of code and name."""
        self._rows, self._columns = rows, columns
        self.refresh()

    def refresh(self) -> None:
        """Take the room that the names need in the present type."""
        self._measure()
        super().refresh()

    def set_cells(self, cells: Mapping[tuple[str, str], GridCell]) -> None:
        """Show these cells by the codes of row and column; the chosen place is kept if it still is one."""
        self._cells = cells
        if self._at not in cells:
            self._at = next(iter(cells), None)
        self._speak()
        self.update()

    def cell_rect(self) -> QRectF:
        """Return where the chosen cell stands; empty without one."""
        return self._rect(self._at) if self._at is not None else QRectF()

    def current(self) -> tuple[str, str] | None:
        """Return row and column of the chosen cell."""
        return self._at

    def choose(self, row: str, column: str) -> None:
        """Choose a cell; nothing happens where there is none."""
        if (row, column) in self._cells:
            self._at = (row, column)
            self._speak()
            self.update()
            self.chosen.emit(row, column)

    def sizeHint(self) -> QSize:
        """Take the room of all rows and columns at their full size."""
        return self._size(metrics.grown(CELL, "caption"))

    def minimumSizeHint(self) -> QSize:
        """Shrink the cells a little; with less room the page scrolls."""
        return self._size(metrics.grown(LEAST, "caption"))

    def _size(self, side: float) -> QSize:
        wide = self._name_width() + side * len(self._columns) + 2
        return QSize(round(wide), round(self._head() + side * len(self._rows) + 2))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names and cells, the chosen one framed."""
        painter = QPainter(self)
        paint.smooth(painter)
        self._paint_names(painter)
        for place, cell in self._cells.items():
            self._paint_cell(painter, self._rect(place), cell, chosen=place == self._at)
        painter.end()

    def _paint_names(self, painter: QPainter) -> None:
        theme, face = active(), fonts.font("small")
        side, head, width = self._side(), self._head(), self._name_width()
        row_at, column_at = self._at or ("", "")
        for at, (code, name) in enumerate(self._rows):
            ink = theme.colour("text_primary" if code == row_at else "text_secondary")
            paint.text(painter, QRectF(0, head + at * side, width - metrics.space(2), side), name, face, ink)
        for at, (code, name) in enumerate(self._columns):
            ink = theme.colour("text_primary" if code == column_at else "text_secondary")
            painter.save()
            painter.translate(width + at * side, head - metrics.space(1))
            painter.rotate(-90)
            paint.text(painter, QRectF(0, 0, head - metrics.space(1), side), name, face, ink)
            painter.restore()

    def _paint_cell(self, painter: QPainter, rect: QRectF, cell: GridCell, *, chosen: bool) -> None:
        theme = active()
        inner = rect.adjusted(1.5, 1.5, -1.5, -1.5)
        paint.box(painter, inner, fill=_tint(cell), radius=metrics.radius("xs"))
        strong = cell.strength > _HALF and cell.tone != "neutral"
        ink = theme.colour("text_on_accent" if strong else "text_primary" if cell.strength else "text_tertiary")
        paint.text(painter, inner, cell.text, fonts.font("caption", 600, numeric=True), ink, align=paint.CENTRE)
        if chosen:
            border = theme.colour("focus_ring" if self.hasFocus() else "accent")
            paint.box(painter, rect, border=border, radius=metrics.radius("xs"), width=2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk to the next cell in a direction, over places without one."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self._at is None:
            super().keyPressEvent(event)
            return
        rows, columns = [code for code, _name in self._rows], [code for code, _name in self._columns]
        row, column = rows.index(self._at[0]) + step[0], columns.index(self._at[1]) + step[1]
        while 0 <= row < len(rows) and 0 <= column < len(columns):
            if (rows[row], columns[column]) in self._cells:
                self.choose(rows[row], columns[column])
                return
            row, column = row + step[0], column + step[1]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the pointer."""
        place = self._place(event.position().toPoint())
        if place is not None:
            self.choose(*place)

    def event(self, event: QEvent) -> bool:
        """Tell what a cell means in its tooltip; follow the focus."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._place(event.pos())
            if place is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), plain(self._cells[place].said), self)
            return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().event(event)

    def _place(self, point: QPoint) -> tuple[str, str] | None:
        return next((place for place in self._cells if self._rect(place).contains(point.toPointF())), None)

    def _rect(self, place: tuple[str, str]) -> QRectF:
        side = self._side()
        row = next(at for at, (code, _name) in enumerate(self._rows) if code == place[0])
        column = next(at for at, (code, _name) in enumerate(self._columns) if code == place[1])
        return QRectF(self._name_width() + column * side, self._head() + row * side, side, side)

    def _speak(self) -> None:
        cell = self._cells.get(self._at) if self._at is not None else None
        self.describe(self._name, cell.said if cell is not None else "")

    def _side(self) -> int:
        """Return the side of a cell: as large as the width allows, within bounds."""
        room = (self.width() - self._name_width() - 2) // max(len(self._columns), 1)
        return min(max(room, round(metrics.grown(LEAST, "caption"))), round(metrics.grown(CELL, "caption")))

    def _head(self) -> int:
        return min(self._longest[1], round(metrics.grown(HEADS, "caption")))

    def _name_width(self) -> int:
        return min(self._longest[0], round(metrics.grown(NAMES, "caption")))

    def _measure(self) -> None:
        """Note how long the longest names of rows and of columns are in the present type."""
        face, gap = fonts.font("small"), metrics.space(3)
        rows, columns = (
            max((paint.text_width(name, face) for _code, name in names), default=0.0)
            for names in (self._rows, self._columns)
        )
        self._longest = round(rows) + gap, round(columns) + gap


_HALF = 0.55
_PALEST = 0.12


def _tint(cell: GridCell) -> QColor:
    """Return the ground of a cell: its tone, the paler the weaker."""
    theme = active()
    if not cell.strength:
        return theme.colour("track")
    colour = theme.colour("neutral_soft" if cell.tone == "neutral" else cell.tone)
    if cell.tone != "neutral":
        colour.setAlphaF(_PALEST + (1 - _PALEST) * min(cell.strength, 1.0))
    return colour

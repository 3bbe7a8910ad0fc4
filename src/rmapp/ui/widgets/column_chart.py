"""Columns with their values written on them, and a ratio as a line over them; forecasts are dashed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen

from rmapp.i18n import listed
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.chart import (
    Axis,
    Chart,
    labels_width,
    number_text,
    paint_bottom_label,
    paint_grid,
    paint_legend,
    round_ticks,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

COLUMN_SHARE = 0.56


@dataclass(frozen=True)
class Column:
    """A column: `value` is None where it is not known, `text` is the value as written."""

    label: str
    value: float | None
    text: str
    forecast: bool = False


class ColumnChart(Chart):
    """Columns in the unit of the caller, with an optional line of percentages on a second axis."""

    def __init__(self, parent: QWidget | None = None, *, height: int = 210) -> None:
        super().__init__(parent, height=height)
        self._columns: list[Column] = []
        self._line: list[float | None] = []
        self._legend: tuple[str, ...] = ()

    def set_columns(
        self,
        columns: Sequence[Column],
        *,
        line: Sequence[float | None] = (),
        line_text: Sequence[str] = (),
        legend: Sequence[str] = (),
        name: str = "",
    ) -> None:
        """Show columns, and percentages of 0 to 100 as a line; `legend` names both."""
        self._columns, self._line, self._legend = list(columns), list(line), tuple(legend)
        texts = [*line_text, *("" for _column in columns[len(line_text) :])]
        self._table = [(column.label, column.text, text) for column, text in zip(columns, texts, strict=True)]
        self.describe(name or listed(legend), "\n".join(" ".join(filter(None, row)) for row in self._table))
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw legend, axes, columns and line."""
        if not self._columns:
            return
        painter = QPainter(self)
        paint.smooth(painter)
        axis = self._axis(self._paint_legend(painter))
        paint_grid(painter, axis, [number_text(tick) for tick in axis.ticks])
        for index, column in enumerate(self._columns):
            self._paint_column(painter, axis, index, column)
        if any(value is not None for value in self._line):
            self._paint_line(painter, axis)
        for index, column in enumerate(self._columns):
            self._paint_value(painter, axis, index, column)
        painter.end()

    def _paint_legend(self, painter: QPainter) -> float:
        theme = active()
        marks = (("box", theme.series(0)), ("line", theme.series(1)))
        return paint_legend(painter, [(*mark, name) for mark, name in zip(marks, self._legend, strict=False)])

    def _axis(self, top: float) -> Axis:
        values = [column.value for column in self._columns if column.value is not None]
        ticks = round_ticks(min(values, default=0.0), max(values, default=0.0), 4)
        left = labels_width([number_text(tick) for tick in ticks]) + 8
        right = labels_width(["100%"]) + 8 if self._line else 4
        above = metrics.line("caption")
        below = metrics.line("caption") if ticks[0] < 0 else 0
        bottom = metrics.line("caption") + 5 + below
        plot = QRectF(left, top + above, self.width() - left - right, self.height() - top - above - bottom)
        return Axis(plot, ticks)

    def _centre(self, axis: Axis, index: int) -> float:
        return axis.plot.left() + (index + 0.5) * axis.plot.width() / len(self._columns)

    def _paint_column(self, painter: QPainter, axis: Axis, index: int, column: Column) -> None:
        theme = active()
        x = self._centre(axis, index)
        slot = axis.plot.width() / len(self._columns)
        below = self.height() - metrics.line("caption") - 1
        paint_bottom_label(painter, x, below, column.label, low=x - slot / 2, high=x + slot / 2)
        if column.value is None:
            return
        rect = self._bar(axis, index, column.value)
        _paint_bar(painter, rect, theme.series(0 if column.value >= 0 else 3), forecast=column.forecast)

    def _bar(self, axis: Axis, index: int, value: float) -> QRectF:
        zero, y = axis.y(0.0), axis.y(value)
        wide = min(axis.plot.width() / len(self._columns) * COLUMN_SHARE, 44.0)
        return QRectF(self._centre(axis, index) - wide / 2, min(zero, y), wide, max(abs(zero - y), 1.0))

    def _paint_value(self, painter: QPainter, axis: Axis, index: int, column: Column) -> None:
        if column.value is None:
            return
        theme = active()
        bar, line = self._bar(axis, index, column.value), metrics.line("caption")
        face = fonts.font("caption", 500, numeric=True)
        wide = paint.text_width(column.text, face) + 4
        top = bar.top() - line if column.value >= 0 else bar.bottom()
        words = QRectF(bar.center().x() - wide / 2, top, wide, line)
        # A veil keeps the number readable where the line crosses it.
        veil = theme.colour("bg_surface")
        veil.setAlphaF(0.8)
        paint.box(painter, words.adjusted(0, 2, 0, -2), fill=veil, radius=3)
        paint.text(painter, words, column.text, face, theme.colour("text_primary"), align=paint.CENTRE, elide=False)

    def _paint_line(self, painter: QPainter, axis: Axis) -> None:
        theme = active()
        known = [value for value in self._line if value is not None]
        ratio = Axis(axis.plot, round_ticks(0.0, max(known), 3))
        half = metrics.line("caption") / 2
        for tick in ratio.ticks:
            rect = QRectF(axis.plot.right() + 7, ratio.y(tick) - half, 60, 2 * half)
            face, ink = fonts.font("caption", numeric=True), theme.colour("chart_axis")
            paint.text(painter, rect, f"{number_text(tick)}%", face, ink, elide=False)
        points = [
            QPointF(self._centre(axis, index), ratio.y(value))
            for index, value in enumerate(self._line)
            if value is not None
        ]
        painter.setPen(QPen(theme.series(1), 2))
        painter.drawPolyline(points)
        for point in points:
            paint.circle(painter, point, 4, fill=theme.series(1), border=theme.colour("bg_surface"), width=1.4)


class Histogram(Chart):
    """How many events each month had; a click or Enter chooses a month."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, height: int = 92) -> None:
        super().__init__(parent, height=height)
        self._months: list[tuple[str, int]] = []
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMouseTracking(True)

    def set_months(self, months: Sequence[tuple[str, int]], *, name: str, at: int = -1) -> None:
        """Show months as short labels with their counts; `at` is the one that stands out."""
        self._months, self._at = list(months), at
        self._table = [(label, str(count)) for label, count in months]
        self.describe(name, "\n".join(f"{label} {count}" for label, count in months))
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with the arrow keys, choose with Enter or Space."""
        by = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if by is not None and self._months:
            self._at = min(max(self._at + by, 0), len(self._months) - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at >= 0:
            self.chosen.emit(self._at)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the month under the mouse."""
        if self._months:
            self._at = min(int(event.position().x() / self.width() * len(self._months)), len(self._months) - 1)
            self.update()
            self.chosen.emit(self._at)

    def leaveEvent(self, event: QEvent) -> None:
        """Lose the look of the mouse."""
        super().leaveEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        """Be a strip."""
        return QSize(200, metrics.grown(self._height, "caption"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the months."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        line = metrics.line("caption")
        most = max((count for _label, count in self._months), default=0) or 1
        slot = self.width() / max(len(self._months), 1)
        room = self.height() - line - 6
        for index, (label, count) in enumerate(self._months):
            high = max(count / most * room, 2.0)
            rect = QRectF(index * slot + slot * 0.11, room + 2 - high, slot * 0.78, high)
            colour = theme.series(0) if index == self._at else theme.colour("track")
            paint.box(painter, rect, fill=colour, radius=2)
            words = QRectF(index * slot, self.height() - line, slot, line)
            ink = theme.colour("chart_axis")
            paint.text(painter, words, label, fonts.font("caption"), ink, align=paint.CENTRE, elide=False)
        painter.end()


def _paint_bar(painter: QPainter, rect: QRectF, colour: QColor, *, forecast: bool) -> None:
    if not forecast:
        paint.box(painter, rect, fill=colour, radius=3)
        return
    soft = QColor(colour)
    soft.setAlphaF(0.25)
    paint.box(painter, rect, fill=soft, radius=3)
    pen = QPen(colour, 1.3)
    pen.setDashPattern([4, 2.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(0.7, 0.7, -0.7, -0.7), 3, 3)

"""What charts share: round numbers on an axis, hairlines, legends and the table behind the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

TICKS = 3
# What a mark of a legend takes before its words, and the room between two entries.
_MARK, _MARKS, _BETWEEN = 20, {"box": 16}, 16


@dataclass(frozen=True)
class Axis:
    """A vertical axis over the plot: `ticks` rise from the lowest to the highest value."""

    plot: QRectF
    ticks: tuple[float, ...]

    def y(self, value: float) -> float:
        """Return where a value lies."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.plot.bottom() - (value - low) / (high - low) * self.plot.height()


class Chart(Painted):
    """A painted chart with a description in words and a table for "Show as table"."""

    def __init__(self, parent: QWidget | None = None, *, height: int = 150) -> None:
        super().__init__(parent)
        self._height = height
        self._table: list[tuple[str, ...]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def table(self) -> list[tuple[str, ...]]:
        """Return the numbers of the picture as rows of text."""
        return list(self._table)

    def sizeHint(self) -> QSize:
        """Be as high as wanted, more with larger text."""
        return QSize(320, metrics.grown(self._height, "caption", 2))

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(160, self.sizeHint().height())


def round_ticks(low: float, high: float, count: int = TICKS) -> tuple[float, ...]:
    """Return about `count` steps of round numbers that cover low and high, with zero among them."""
    low, high = min(low, 0.0), max(high, 0.0)
    if high == low:
        high = low + 1.0
    rough = (high - low) / count
    scale = 10 ** math.floor(math.log10(rough))
    step = next(factor * scale for factor in (1, 2, 2.5, 5, 10) if factor * scale >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(index * step for index in range(first, last + 1))


def number_text(value: float) -> str:
    """Return a tick as short as it can be."""
    return f"{value:,.0f}" if value == round(value) else f"{value:g}"


def paint_grid(painter: QPainter, axis: Axis, labels: Sequence[str]) -> None:
    """Draw the hairlines of an axis, with its labels at the left of the plot."""
    theme = active()
    plot = axis.plot
    half = metrics.line("caption") / 2
    for tick, label in zip(axis.ticks, labels, strict=True):
        y = axis.y(tick)
        strong = tick == 0 and axis.ticks[0] < 0
        paint.hline(painter, plot.left(), y, plot.width(), theme.colour("border_strong" if strong else "chart_grid"))
        rect = QRectF(0, y - half, plot.left() - 7, 2 * half)
        paint.text(painter, rect, label, _face(), theme.colour("chart_axis"), align=paint.RIGHT, elide=False)


def labels_width(labels: Sequence[str]) -> float:
    """Return the width of the widest label of an axis."""
    return max((paint.text_width(label, _face()) for label in labels), default=0.0)


def paint_bottom_label(painter: QPainter, x: float, top: float, label: str, *, low: float, high: float) -> None:
    """Draw a label centred below the plot, kept between two edges."""
    wide = paint.text_width(label, _face())
    left = min(max(x - wide / 2, low), high - wide)
    rect = QRectF(left, top, wide + 1, metrics.line("caption"))
    paint.text(painter, rect, label, _face(), active().colour("chart_axis"), elide=False)


def paint_legend(painter: QPainter, entries: Sequence[tuple[str, QColor, str]]) -> float:
    """Draw a legend of box, line, dash or dots marks at the top left; return its height."""
    line = metrics.line("small")
    x, middle = 0.0, line / 2
    face = fonts.font("small")
    for mark, colour, label in entries:
        start, end = QPointF(x, middle), QPointF(x + 14, middle)
        if mark == "box":
            paint.box(painter, QRectF(x, middle - 5, 10, 10), fill=colour, radius=2.5)
        elif mark == "line":
            painter.setPen(QPen(colour, 2))
            painter.drawLine(start, end)
        elif mark == "dots":
            for step in range(4):
                paint.circle(painter, QPointF(x + 1.5 + step * 4, middle), 1.2, fill=colour)
        else:
            paint.dashed(painter, start, end, colour)
        x += _MARKS.get(mark, _MARK)
        wide = paint.text_width(label, face)
        rect = QRectF(x, 0, wide + 1, line)
        paint.text(painter, rect, label, face, active().colour("text_secondary"), elide=False)
        x += wide + _BETWEEN
    return line + 8.0 if entries else 0.0


def legend_width(entries: Sequence[tuple[str, QColor, str]]) -> float:
    """Return the width of a legend with these entries."""
    face = fonts.font("small")
    wide = [_MARKS.get(mark, _MARK) + paint.text_width(label, face) for mark, _colour, label in entries]
    return sum(wide) + _BETWEEN * max(len(wide) - 1, 0)


def _face() -> QFont:
    return fonts.font("caption", numeric=True)

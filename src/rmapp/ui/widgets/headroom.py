"""The headroom of a covenant: a bar with its number, and its course over the tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.domain.wording import format_date, format_percent
from rmapp.i18n import _
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.chart import Axis, Chart, labels_width, number_text, paint_bottom_label, paint_grid, round_ticks
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

CLOSE = 0.1
_BAR = 40


@dataclass(frozen=True)
class HeadroomPoint:
    """One test: its day, its headroom as a fraction, and the value and state as written."""

    on: date
    headroom: float
    value: str
    state: str


class HeadroomBar(Painted):
    """A bar that fills as the threshold is used up, with the headroom beside it: amber under 10 %, red below 0."""

    def __init__(self, headroom: float | None, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headroom, self._text = headroom, text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.describe(_("Headroom"), text)

    def sizeHint(self) -> QSize:
        """Take the room of a bar and its number."""
        bar = 0 if self._headroom is None else _BAR + 6
        return QSize(round(bar + self._text_width()), metrics.line("small"))

    def minimumSizeHint(self) -> QSize:
        """Never cut the number."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bar and number."""
        painter = QPainter(self)
        if self._headroom is not None:
            filled = min(max(1.0 - self._headroom, 0.0), 1.0)
            paint.bar(painter, QRectF(0, self.height() / 2 - 2.5, _BAR, 5), [(filled, headroom_colour(self._headroom))])
        wide = self._text_width()
        late = self._headroom is not None and self._headroom < 0
        ink = active().colour("danger_text" if late else "text_secondary")
        rect = QRectF(self.width() - wide, 0, wide, self.height())
        paint.text(painter, rect, self._text, _face(), ink, align=paint.RIGHT, elide=False)
        painter.end()

    def _text_width(self) -> float:
        return max(paint.text_width(self._text, _face()), paint.text_width("100.0%", _face())) + 1


class HeadroomChart(Chart):
    """The headroom of each test in percent of the threshold, over the days of the tests."""

    def __init__(self, parent: QWidget | None = None, *, height: int = 130) -> None:
        super().__init__(parent, height=height)
        self._points: list[HeadroomPoint] = []

    def set_points(self, points: Sequence[HeadroomPoint]) -> None:
        """Show tests, oldest first; the table has day, value, headroom and state."""
        self._points = list(points)
        self._table = [(format_date(one.on), one.value, _percent(one.headroom), one.state) for one in points]
        self.describe(_("Headroom of the tests"), "\n".join(" ".join(row) for row in self._table))
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the axis, the line, and each test with its number."""
        if not self._points:
            return
        painter = QPainter(self)
        paint.smooth(painter)
        axis = self._axis()
        paint_grid(painter, axis, [f"{number_text(tick)}%" for tick in axis.ticks])
        spots = [QPointF(self._x(axis, one), axis.y(one.headroom * 100)) for one in self._points]
        self._paint_line(painter, spots)
        free = 0.0
        for point, spot in zip(self._points, spots, strict=True):
            paint.circle(painter, spot, 4.5, fill=active().colour("bg_surface"))
            paint.circle(painter, spot, 3.5, fill=headroom_colour(point.headroom))
            free = self._paint_words(painter, axis, point, spot, free)
        painter.end()

    def _axis(self) -> Axis:
        values = [one.headroom * 100 for one in self._points]
        ticks = round_ticks(min(values), max(values))
        left = labels_width([f"{number_text(tick)}%" for tick in ticks]) + 8
        above, below = metrics.line("caption") + 4, metrics.line("caption") + 5
        return Axis(QRectF(left, above, self.width() - left - 16, self.height() - above - below), ticks)

    def _x(self, axis: Axis, point: HeadroomPoint) -> float:
        first, last = self._points[0].on, self._points[-1].on
        inset = 18.0
        whole = (last - first).days
        share = 0.5 if whole == 0 else (point.on - first).days / whole
        return axis.plot.left() + inset + share * (axis.plot.width() - 2 * inset)

    def _paint_line(self, painter: QPainter, spots: Sequence[QPointF]) -> None:
        path = QPainterPath(spots[0])
        for spot in spots[1:]:
            path.lineTo(spot)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(active().colour("text_tertiary"), 1.4))
        painter.drawPath(path)

    def _paint_words(self, painter: QPainter, axis: Axis, point: HeadroomPoint, spot: QPointF, free: float) -> float:
        """Write number and day where there is room, and return where the next may begin."""
        day = format_date(point.on)
        half = max(labels_width([day]), labels_width([_percent(point.headroom)])) / 2
        if spot.x() - half < free:
            return free
        line = metrics.line("caption")
        rect = QRectF(spot.x() - half, spot.y() - line - 4, 2 * half, line)
        face = fonts.font("caption", numeric=True)
        ink = active().colour("text_secondary")
        paint.text(painter, rect, _percent(point.headroom), face, ink, align=Qt.AlignmentFlag.AlignCenter, elide=False)
        paint_bottom_label(painter, spot.x(), axis.plot.bottom() + 4, day, low=0, high=self.width())
        return spot.x() + half + 8


def headroom_colour(headroom: float) -> QColor:
    """Return the colour of a headroom: green, amber under a tenth, red below nothing."""
    theme = active()
    if headroom < 0:
        return theme.colour("danger")
    return theme.colour("warning" if headroom < CLOSE else "success")


def _percent(headroom: float) -> str:
    return format_percent(round(headroom * 10_000))


def _face() -> QFont:
    return fonts.font("small", numeric=True)

"""The balance of a line against its limit over time, with today and the plan."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen

from rmapp.i18n import _
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

Points = list[tuple[date, float]]
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 36)
LABEL_ROOM = 64
FRESH = 16
"""A movement in the newest of so many parts of the time gets some room after it, or nobody would see it."""

STEP = 12
"""The pixels that the newest step has at least."""


class BalanceChart(Chart):
    """Outstanding as a stepped area, the limit dashed, the plan dotted; a step holds until the next."""

    def __init__(self, parent: QWidget | None = None, *, height: int = 150) -> None:
        super().__init__(parent, height=height)
        self._outstanding: Points = []
        self._limit: Points = []
        self._plan: Points = []
        self._today = self._start = self._end = date.min
        self._unit = ""
        self._has_legend = True

    def set_data(
        self,
        *,
        outstanding: Sequence[tuple[date, float]],
        limit: Sequence[tuple[date, float]],
        plan: Sequence[tuple[date, float]] = (),
        today: date,
        until: date | None = None,
        unit: str = "",
        describe: str = "",
        legend: bool = True,
    ) -> None:
        """Show balances in `unit`, each from its date on; the axis ends at `until`, else at the last date.

        `describe` tells a screen reader what the picture shows; the table has day, balance and limit.
        """
        self._outstanding, self._limit, self._plan = list(outstanding), list(limit), list(plan)
        days = [day for points in (self._outstanding, self._limit, self._plan) for day, _value in points]
        self._today = today
        self._start = min([*days, today - timedelta(days=30)])
        self._end = max([*days, today, until or today])
        newest = max(_last_change(points, today) for points in (self._outstanding, self._limit))
        span = (today - self._start).days
        if self._end == today and (today - newest).days * FRESH < span:
            self._end = today + timedelta(days=max(span // FRESH, 2))
        self._unit, self._has_legend = unit, legend
        self._table = [
            (_day_text(day), number_text(_value_at(self._outstanding, day)), number_text(_value_at(self._limit, day)))
            for day in sorted({day for day, _value in (*self._outstanding, *self._limit)})
        ]
        self.describe(_("Balance and limit"), describe)
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw legend, axis, area, limit, plan and today."""
        if not self._outstanding and not self._limit:
            return
        painter = QPainter(self)
        paint.smooth(painter)
        axis = self._axis(self._paint_legend(painter))
        paint_grid(painter, axis, [number_text(tick) for tick in axis.ticks])
        self._paint_months(painter, axis)
        self._paint_balance(painter, axis)
        theme = active()
        self._paint_steps(painter, axis, self._limit, theme.colour("text_tertiary"), [4.5, 3.0])
        if self._plan:
            held = [(self._today, _value_at(self._outstanding, self._today)), *self._plan]
            self._paint_steps(painter, axis, held, theme.series(0), [2.0, 2.0])
        self._paint_today(painter, axis)
        painter.end()

    def _paint_legend(self, painter: QPainter) -> float:
        if not self._has_legend:
            return metrics.line("caption") + 2.0
        theme = active()
        entries = [
            ("box", theme.series(0), _("Outstanding")),
            ("dash", theme.colour("text_tertiary"), _("Limit")),
        ]
        if self._plan:
            entries.append(("dash", theme.series(0), _("Plan")))
        height = paint_legend(painter, entries)
        rect = QRectF(0, 0, self.width(), metrics.line("small"))
        ink = theme.colour("text_tertiary")
        paint.text(painter, rect, self._unit, fonts.font("small"), ink, align=paint.RIGHT, elide=False)
        return height

    def _axis(self, top: float) -> Axis:
        values = [value for points in (self._outstanding, self._limit, self._plan) for _day, value in points]
        ticks = round_ticks(min(values, default=0.0), max(values, default=0.0))
        left = labels_width([number_text(tick) for tick in ticks]) + 8
        bottom = metrics.line("caption") + 5
        above = metrics.line("caption") if self._end > self._today else 6
        plot = QRectF(left, top + above, self.width() - left - 7, self.height() - top - bottom - above)
        return Axis(plot, ticks)

    def _x(self, axis: Axis, day: date) -> float:
        whole = (self._end - self._start).days
        share = min(max((day - self._start).days / whole, 0.0), 1.0)
        return axis.plot.left() + share * axis.plot.width()

    def _paint_months(self, painter: QPainter, axis: Axis) -> None:
        months = _months(self._start, self._end)
        room = max(int(axis.plot.width() / (LABEL_ROOM * active().text_factor)), 1)
        step = next((step for step in MONTH_STEPS if len(months) / step <= room), MONTH_STEPS[-1])
        free = 0.0
        for month in months[::step]:
            x, label = self._x(axis, month), _month_text(month)
            half = labels_width([label]) / 2
            if min(x - half, self.width() - 2 * half) >= free:
                top = axis.plot.bottom() + 4
                paint_bottom_label(painter, x, top, label, low=0, high=self.width())
                free = max(x, half) + half + 8

    def _paint_balance(self, painter: QPainter, axis: Axis) -> None:
        if not self._outstanding:
            return
        base = axis.y(max(axis.ticks[0], 0.0))
        newest = _last_change(self._outstanding, self._today)
        end = min(max(self._x(axis, self._today), self._x(axis, newest) + STEP), axis.plot.right())
        line = self._path(axis, self._outstanding, self._today, rise_from=base)
        line.lineTo(end, axis.y(_value_at(self._outstanding, self._today)))
        area = QPainterPath(line)
        area.lineTo(end, base)
        colour = active().series(0)
        fade = QLinearGradient(QPointF(0, axis.plot.top()), QPointF(0, base))
        fade.setColorAt(0, QColor(colour.red(), colour.green(), colour.blue(), 48))
        fade.setColorAt(1, QColor(colour.red(), colour.green(), colour.blue(), 10))
        painter.fillPath(area, fade)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2))
        painter.drawPath(line)

    def _paint_steps(self, painter: QPainter, axis: Axis, points: Points, colour: QColor, dashes: list[float]) -> None:
        if not points:
            return
        pen = QPen(colour, 1.4)
        pen.setDashPattern(dashes)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path(axis, points, self._end))

    def _paint_today(self, painter: QPainter, axis: Axis) -> None:
        theme = active()
        x = self._x(axis, self._today)
        if self._end > self._today:
            line = metrics.line("caption")
            top = axis.plot.top() - line
            paint.vline(painter, x, top, axis.plot.height() + line, theme.colour("text_primary"))
            rect = QRectF(x + 5, top - 2, 80, line)
            paint.text(painter, rect, _("today"), fonts.font("caption"), theme.colour("text_primary"))
        elif self._outstanding:
            y = axis.y(_value_at(self._outstanding, self._today))
            paint.circle(painter, QPointF(x, y), 4.5, fill=theme.colour("bg_surface"))
            paint.circle(painter, QPointF(x, y), 3.5, fill=theme.series(0))

    def _path(self, axis: Axis, points: Points, last: date, rise_from: float | None = None) -> QPainterPath:
        first = axis.y(points[0][1])
        path = QPainterPath(QPointF(self._x(axis, points[0][0]), first if rise_from is None else rise_from))
        path.lineTo(self._x(axis, points[0][0]), first)
        for (_before, held), (day, value) in pairwise(points):
            if day > last:
                break
            path.lineTo(self._x(axis, day), axis.y(held))
            path.lineTo(self._x(axis, day), axis.y(value))
        path.lineTo(self._x(axis, last), axis.y(_value_at(points, last)))
        return path


def _last_change(points: Points, today: date) -> date:
    """Return the day of the last movement up to today, the first day where nothing moved, or the earliest date."""
    moved = [day for (_before, held), (day, value) in pairwise(points) if value != held and day <= today]
    return moved[-1] if moved else points[0][0] if points else date.min


def _value_at(points: Points, day: date) -> float:
    return next((value for at, value in reversed(points) if at <= day), 0.0)


def _day_text(day: date) -> str:
    from rmapp.domain.wording import format_date

    return format_date(day)


def _month_text(month: date) -> str:
    from rmapp.domain.partial_date import PartialDate
    from rmapp.domain.wording import format_partial

    return format_partial(PartialDate.of(month.year, month.month))


def _months(start: date, end: date) -> list[date]:
    months: list[date] = []
    month = start.replace(day=1)
    while month <= end:
        if month >= start or not months:
            months.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    return months

"""The revenue chart: bars by year, forecasts dashed, and R&D intensity as a line on a right-hand scale."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.blocks import key, section
from rmapp.briefs.styles import ASIDE, SECTION_TOP
from rmapp.briefs.typesetting import Style, text_width
from rmapp.briefs.wording import TableUnit
from rmapp.domain.money import format_in_unit
from rmapp.domain.wording import format_date, format_number
from rmapp.i18n import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.briefs.drawing import Drawing
    from rmapp.domain.brief import RevenueYear
    from rmapp.domain.money import Money

_MOST_YEARS = 8
_PLOT_TOP = SECTION_TOP + 29.0
_PLOT_HEIGHT = 54.0
_TIGHT_HEIGHT = 34.0
_LEFT, _RIGHT = 30.0, 24.0
_AXIS = Style(7.0)
_YEAR = Style(7.2)
_AMOUNT = Style(7.4, "semibold")
_NICE = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(4), Decimal(5), Decimal(8), Decimal(10))


class _Plot(NamedTuple):
    """The scale of the bars: the amount at its top, and its height in points."""

    top: Decimal
    height: float

    @property
    def foot(self) -> float:
        return _PLOT_TOP + self.height

    def tall(self, revenue: Money) -> float:
        return max(0.8, self.height * float(max(revenue.amount, Decimal(0)) / self.top))


def revenue_chart(
    years: Sequence[RevenueYear], forecast_on: date | None, width: float, *, tight: bool = False
) -> Drawing:
    """Return the chart of the latest years; years without a figure keep their place and say nothing.

    With `tight` it is lower.
    """
    shown = years[-_MOST_YEARS:]
    unit = TableUnit((year.revenue for year in shown), short=True)
    drawing = section(width, _("Revenue and R&D"), _aside(shown, forecast_on, unit))
    _legend(drawing, shown)
    top = _nice_top(max((abs(year.revenue.amount) for year in shown if year.revenue), default=Decimal(1)))
    ratio_top = _ratio_top(shown)
    plot = _Plot(top, _TIGHT_HEIGHT if tight else _PLOT_HEIGHT)
    _grid(drawing, plot, top / unit.size, ratio_top)
    room = width - _LEFT - _RIGHT
    slot = room / len(shown)
    line = []
    for at, year in enumerate(shown):
        middle = _LEFT + slot * (at + 0.5)
        _bar(drawing, year, middle, min(21.0, slot * 0.56), plot)
        if year.rd_intensity_bp is not None and ratio_top:
            share = min(1.0, year.rd_intensity_bp / ratio_top)
            line.append((middle, _PLOT_TOP + plot.height * (1 - share)))
    if len(line) > 1:
        drawing.path(line, stroke="c2", weight=1.3)
    for point in line:
        drawing.circle(point, 2.3, fill="c2", stroke="white", weight=0.9)
    for at, year in enumerate(shown):
        if year.revenue is not None:
            _label(drawing, year.revenue, _LEFT + slot * (at + 0.5), plot, unit)
    drawing.height = plot.foot + 16
    return drawing


def _aside(shown: Sequence[RevenueYear], forecast_on: date | None, unit: TableUnit) -> str:
    if forecast_on is None or not any(year.forecast for year in shown):
        return unit.name
    return _("{unit}, dashed: forecast of {date}").format(unit=unit.name, date=format_date(forecast_on))


def _legend(drawing: Drawing, shown: Sequence[RevenueYear]) -> None:
    y = SECTION_TOP + 9.5
    x = key(drawing, 0, y, "c1", _("Revenue"))
    if any(year.rd_intensity_bp is not None for year in shown):
        drawing.rule(x, y - 2.5, x + 13, "c2", 1.3)
        drawing.text(x + 17, y, _("R&D of revenue, right scale"), ASIDE, "text_secondary")


def _grid(drawing: Drawing, plot: _Plot, top: Decimal, ratio_top: int) -> None:
    right = drawing.width - _RIGHT
    places = 0 if top >= 4 else 1
    for step in range(0, 5, 2 if plot.height < _PLOT_HEIGHT else 1):
        y = _PLOT_TOP + plot.height * (1 - step / 4)
        drawing.rule(_LEFT - 8, y, right, "chart_grid", 0.6)
        number = format_number(top * step / 4, places)
        drawing.text(_LEFT - 13, y + 2.5, number, _AXIS, "text_tertiary", align="right")
        if ratio_top and step % 2 == 0:
            share = f"{format_number(Decimal(ratio_top) * step / 400)}%"
            drawing.text(right + 5, y + 2.5, share, _AXIS, "text_tertiary")


def _bar(drawing: Drawing, year: RevenueYear, middle: float, wide: float, plot: _Plot) -> None:
    foot = plot.foot
    label = str(year.year)
    if year.forecast:
        label = pgettext("year of a forecast", "{year}e").format(year=year.year)
    drawing.text(middle, foot + 10, label, _YEAR, "text_tertiary", align="centre")
    if year.revenue is None:
        drawing.text(middle, foot - 3, "–", _YEAR, "text_tertiary", align="centre")
        return
    tall = plot.tall(year.revenue)
    corner, size = (middle - wide / 2, foot - tall), (wide, tall)
    radius = min(1.6, tall / 2)
    if year.forecast:
        drawing.box(corner, size, fill="forecast", stroke="c1", radius=radius, weight=0.8, dash=(2, 1.6))
    else:
        drawing.box(corner, size, fill="c1", radius=radius)


def _label(drawing: Drawing, revenue: Money, middle: float, plot: _Plot, unit: TableUnit) -> None:
    """Write a figure over its bar, on white where the line of R&D would cross it."""
    y = plot.foot - plot.tall(revenue) - 3.5
    text = _amount(revenue, unit)
    wide = text_width(text, _AMOUNT) + 2
    drawing.box((middle - wide / 2, y - 6.2), (wide, 7.4), fill="white")
    drawing.text(middle, y, text, _AMOUNT, align="centre")


def _amount(money: Money, unit: TableUnit) -> str:
    """Return a figure that fits over a bar: the fewer decimals, the larger it is."""
    places = 0 if abs(money.amount) >= 10 * unit.size else min(unit.places, 2)
    return format_in_unit(money, unit.size, places)


def _nice_top(largest: Decimal) -> Decimal:
    least = largest * Decimal("1.08")
    if least <= 0:
        return Decimal(1)
    decade = Decimal(10) ** least.adjusted()
    return next(step * decade for step in _NICE if step * decade >= least)


def _ratio_top(shown: Sequence[RevenueYear]) -> int:
    """Return the upper end of the right scale in basis points: 30%, or the next even step above."""
    largest = max((year.rd_intensity_bp or 0 for year in shown), default=0)
    if largest <= 0:
        return 0
    return next(step for step in (1000, 3000, 6000, 10000, 10**9) if step >= largest)

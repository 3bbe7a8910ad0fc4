"""Business days by country: weekends, public holidays, and the weekends on which China works instead (domain 3.8).

The days come from the library `holidays`, which carries the yearly decree of China's State Council. A year
for which its country has not decreed the moved days yet is counted by the usual holidays, and said so.
"""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = "CN"
"""The country whose business days count where nothing else is said."""

_SATURDAY, _SUNDAY = 5, 6


def country_names() -> dict[str, str]:
    """Return the countries whose business days can be chosen, by code, in the current language."""
    return {
        "CN": _("China"),
        "HK": _("Hong Kong"),
        "MO": _("Macao"),
        "TW": _("Taiwan"),
        "SG": _("Singapore"),
        "JP": _("Japan"),
        "KR": _("South Korea"),
        "TH": _("Thailand"),
        "VN": _("Vietnam"),
        "MY": _("Malaysia"),
        "ID": _("Indonesia"),
        "AE": _("United Arab Emirates"),
        "DE": _("Germany"),
        "FR": _("France"),
        "GB": _("United Kingdom"),
        "US": _("United States"),
    }


class _Year(NamedTuple):
    """One year of a country; `is_sure` is False where days off may still be moved by decree."""

    business: frozenset[date]
    is_sure: bool


@cache
def _year(country: str, year: int) -> _Year:
    import holidays

    every = [date(year, 1, 1) + timedelta(days=number) for number in range(365 + isleap(year))]
    try:
        # Days that make up for a holiday in January may fall into the December before.
        known = holidays.country_holidays(country, years=[year, year + 1])
    except NotImplementedError:
        return _Year(frozenset(day for day in every if day.weekday() < _SATURDAY), is_sure=False)
    # Where Sunday alone is free, shops work on Saturdays, banks do not.
    closed = _SATURDAY if set(known.weekend) == {_SUNDAY} else None
    decreed = getattr(known, "special_public_holidays", {})
    return _Year(
        frozenset(day for day in every if day.weekday() != closed and known.is_working_day(day)),
        is_sure=not known.has_substituted_holidays or year in decreed,
    )


def is_business_day(day: date, country: str = HOME) -> bool:
    """Tell whether banks of a country (ISO 3166-1 alpha-2) work on a day.

    Where the country is not known to the library, Monday to Friday are business days.
    """
    return day in _year(country, day.year).business


def business_days(after: date, until: date, country: str = HOME) -> int:
    """Return the number of business days after one day up to and including another; 0 where it is not later."""
    return sum(is_business_day(day, country) for day in _days(after, until))


def add_business_days(day: date, count: int, country: str = HOME) -> date:
    """Return the day on which `count` business days after a day have passed; the day itself for none."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_business_day(day, country)
    return day


def unsure_years(first: date, last: date, country: str = HOME) -> tuple[int, ...]:
    """Return the years of a span whose days off and make-up days are not known for sure."""
    return tuple(year for year in range(first.year, last.year + 1) if not _year(country, year).is_sure)


def calendar_warning(first: date, last: date, country: str = HOME) -> str:
    """Return a sentence where the count of a span may be wrong; empty where the calendar is known."""
    years = unsure_years(first, last, country)
    if not years:
        return ""
    return _(
        "Holidays and make-up working weekends of {years} are not known yet for {country}; check the count."
    ).format(years=_(", ").join(map(str, years)), country=country)


def _days(after: date, until: date) -> Iterator[date]:
    for number in range(1, (until - after).days + 1):
        yield after + timedelta(days=number)

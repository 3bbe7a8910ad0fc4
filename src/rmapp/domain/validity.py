"""Until when a designation or a registered right usually holds (domain reference, 1.5 and 1.7)."""

from __future__ import annotations

from datetime import date, timedelta

from rmapp.domain import reference
from rmapp.domain.partial_date import PartialDate

_DESIGN_CHANGE = date(2021, 6, 1)
_YEARS = {"invention": 20, "utility_model": 10}


def designation_expiry(code: str, granted_on: PartialDate | None) -> PartialDate | None:
    """Return the last day of a designation: granted, plus its term, less one day (domain 1.5).

    A grant of which only the year or month is known gives a year or month. None where the designation
    has no fixed term.
    """
    known = reference.designations().get(code)
    if granted_on is None or known is None or known.validity_months is None:
        return None
    return _later(granted_on, known.validity_months)


def ip_expiry(ip_type: str, filed_on: PartialDate | None, granted_on: PartialDate | None) -> PartialDate | None:
    """Return the last day of a right: 20 years from filing for inventions, 10 for utility models (domain 1.7).

    Designs hold 15 years if filed on or after 2021-06-01, else 10; trade marks 10 years from registration.
    None for other types and where the day it counts from is not known.
    """
    if ip_type == "trademark":
        return _later(granted_on, 120) if granted_on else None
    if filed_on is None:
        return None
    if ip_type == "design":
        return _later(filed_on, 180 if filed_on.first_day() >= _DESIGN_CHANGE else 120)
    return _later(filed_on, 12 * _YEARS[ip_type]) if ip_type in _YEARS else None


def _later(start: PartialDate, months: int) -> PartialDate:
    first = start.first_day()
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if start.precision == "year":
        return PartialDate.of(year)
    if start.precision == "month":
        return PartialDate.of(year, month + 1)
    next_month = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last_of_month = (next_month - timedelta(days=1)).day
    if first.day > last_of_month:
        return PartialDate.of(date(year, month + 1, last_of_month))
    return PartialDate.of(date(year, month + 1, first.day) - timedelta(days=1))

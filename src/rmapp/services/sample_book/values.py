"""The words of the sample data: days counted from today, amounts, and links to other records by key.

`-14d`, `-8m`, `-3y` and `+30d` are days before or after today, moved off weekends, with a time where one
follows (`-14d 16:10`); `~-14m` and `~-9y` are a month and a year, `FY-1` is the last day of last year.
`LAST` is the last day of the newest period whose accounts are in, `CNY 40m` is an amount, `@gu_wen` the
record with that key.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rmapp.domain.date_entry import add_months
from rmapp.domain.money import Money
from rmapp.errors import RmappError
from rmapp.i18n import _
from rmapp.services.sample_book.periods import newest_close

if TYPE_CHECKING:
    from collections.abc import Mapping

_DAY = re.compile(r"([+-]\d+)([dmy])( \d\d:\d\d)?")
_PART = re.compile(r"~([+-]\d+)([my])")
_YEAR_END = re.compile(r"FY([+-]\d+)")
_AMOUNT = re.compile(r"([A-Z]{3}) (\d+(?:\.\d+)?)m")
_LINK = re.compile(r"@(\w+)")


def moved(value: object, today: date) -> object:
    """Return data with every day and amount in it worked out for today."""
    if isinstance(value, dict):
        return {key: moved(part, today) for key, part in value.items()}
    if isinstance(value, list):
        return [moved(part, today) for part in value]
    if not isinstance(value, str):
        return value
    if found := _AMOUNT.fullmatch(value):
        return Money.of(Decimal(found[2]) * 1_000_000, found[1])
    return _moved_day(value, today)


def _moved_day(value: str, today: date) -> str:
    if found := _DAY.fullmatch(value):
        day = _working_day(_shifted(today, int(found[1]), found[2]), today)
        return day.isoformat() + (found[3] or "").replace(" ", "T")
    if found := _PART.fullmatch(value):
        day = _shifted(today, int(found[1]), found[2])
        return f"{day:%Y-%m}" if found[2] == "m" else f"{day:%Y}"
    if found := _YEAR_END.fullmatch(value):
        return date(today.year + int(found[1]), 12, 31).isoformat()
    return newest_close(today).isoformat() if value == "LAST" else value


def linked(fields: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """Return fields with every key of another record in them replaced by its id."""
    return {name: _linked(value, ids) for name, value in fields.items()}


def id_of(key: str, ids: Mapping[str, str]) -> str:
    """Return the id of the record with this key. Raises RmappError if the data hold none."""
    if key not in ids:
        raise RmappError(_("The sample data name “{key}”, but there is no such record.").format(key=key))
    return ids[key]


def _linked(value: object, ids: Mapping[str, str]) -> object:
    if isinstance(value, dict):
        return linked(value, ids)
    if isinstance(value, list | tuple):
        return [_linked(part, ids) for part in value]
    found = _LINK.fullmatch(value) if isinstance(value, str) else None
    return id_of(found[1], ids) if found else value


def _shifted(today: date, count: int, unit: str) -> date:
    if unit == "d":
        return today + timedelta(days=count)
    return add_months(today, count if unit == "m" else 12 * count)


def _working_day(day: date, today: date) -> date:
    """Return a weekday near the day, on the same side of today; today itself stays."""
    step = timedelta(days=1 if day > today else -1)
    while day != today and day.weekday() > 4:
        day += step
    return day

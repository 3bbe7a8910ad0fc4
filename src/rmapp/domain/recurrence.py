"""Days on which an event repeats: the plain rules of calendars (RFC 5545, 3.3.10), each step bounded."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from rmapp.domain.entity import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

Frequency = Literal["daily", "weekly", "monthly", "yearly"]

MOST_DAYS = 100
"""More days of one event are never taken."""

_MOST_STEPS = 6000


class Repetition(Value):
    """A rule. `weekdays` count from Monday as 0; `which` names a monthly weekday: 2 the second, -1 the last.

    `until` is the last day that counts; `leaves_out` are days on which the event does not take place.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: date | None = None
    weekdays: tuple[int, ...] = ()
    which: int | None = None
    leaves_out: tuple[date, ...] = ()


def days(rule: Repetition, first: date, since: date, until: date) -> tuple[date, ...]:
    """Return the days from `since` to `until` on which an event takes place that began on `first`."""
    found: list[date] = []
    last = min(until, rule.until) if rule.until else until
    for number, day in enumerate(_every(rule, first)):
        if day > last or (rule.count is not None and number >= rule.count) or len(found) >= MOST_DAYS:
            break
        if day >= since and day not in rule.leaves_out:
            found.append(day)
    return tuple(found)


def _every(rule: Repetition, first: date) -> Iterator[date]:
    for step in range(_MOST_STEPS):
        try:
            yield from (day for day in _period(rule, first, step * rule.interval) if day >= first)
        except (OverflowError, ValueError):  # past the end of the calendar
            return


def _period(rule: Repetition, first: date, steps: int) -> list[date]:
    """Return the days of one day, week, month or year of the rule, `steps` after that of the first day."""
    if rule.frequency == "daily":
        return [first + timedelta(days=steps)]
    if rule.frequency == "weekly":
        monday = first - timedelta(days=first.weekday()) + timedelta(weeks=steps)
        return [monday + timedelta(days=one) for one in sorted(rule.weekdays or (first.weekday(),))]
    months = steps if rule.frequency == "monthly" else steps * 12
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if rule.which is not None and rule.weekdays:
        return _nth(year, month + 1, rule.weekdays[0], rule.which)
    length = calendar.monthrange(year, month + 1)[1]
    # A month or year without that day is passed over, as the standard says.
    return [date(year, month + 1, first.day)] if first.day <= length else []


def _nth(year: int, month: int, weekday: int, which: int) -> list[date]:
    length = calendar.monthrange(year, month)[1]
    matching = [day for day in range(1, length + 1) if date(year, month, day).weekday() == weekday]
    at = which - 1 if which > 0 else len(matching) + which
    return [date(year, month, matching[at])] if 0 <= at < len(matching) else []

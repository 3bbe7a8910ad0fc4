"""The part years of the sample statements: when each ends and when its accounts are in."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

PART_DAYS = 41
"""How long after its end the accounts of a part year take to come in."""

PARTS = (
    ("ytd9", 9, 30, Decimal("0.685"), Decimal("0.652")),
    ("h1", 6, 30, Decimal("0.45"), Decimal("0.42")),
    ("q1", 3, 31, Decimal("0.21"), Decimal("0.20")),
)
"""Part years: type, last month and day, and what part of this year and of last year they hold."""


def newest_close(today: date) -> date:
    """Return the last day of the newest period whose accounts are in: a part of this year, or last year."""
    for _kind, month, day, _now, _before in PARTS:
        end = date(today.year, month, day)
        if weekday_before(end + timedelta(days=PART_DAYS)) <= today:
            return end
    return date(today.year - 1, 12, 31)


def weekday_before(day: date) -> date:
    """Return the day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))

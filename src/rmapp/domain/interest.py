"""Interest and running fees of a line, estimated; the core banking system is the book of record (domain 3.7).

Results are exact fractions of a minor unit where they are added up further, and are rounded once at the end.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from rmapp.domain.money import Money, round_half_away

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SETTLEMENT_DAY = 20
SETTLEMENT_MONTHS = (3, 6, 9, 12)
"""Interest in RMB is commonly settled on the 20th of the last month of each quarter."""

_YEAR = 360
_LONG_YEAR = 365
_MONTH = 30


def days_between(first: date, end: date, day_count: str = "act_360") -> int:
    """Return the interest days of a period: its first day counts, its last does not (算头不算尾).

    With `30_360` each month has 30 days and a 31st counts as a 30th (30E/360), so that periods add up.
    Raises ValueError where the period ends before it begins.
    """
    if end < first:
        message = f"{end} is before {first}"
        raise ValueError(message)
    if day_count != "30_360":
        return (end - first).days
    months = (end.year - first.year) * 12 + end.month - first.month
    return months * _MONTH + min(end.day, _MONTH) - min(first.day, _MONTH)


def year_days(day_count: str) -> int:
    """Return the days that a year has in a day count."""
    return _LONG_YEAR if day_count == "act_365" else _YEAR


def exact_interest(principal: Money, rate_bp: int | Fraction, first: date, end: date, day_count: str) -> Fraction:
    """Return the interest on a principal that stays, in minor units, not rounded; the rate is a year's."""
    days = days_between(first, end, day_count)
    return principal.minor * Fraction(rate_bp) / 10_000 * Fraction(days, year_days(day_count))


def interest(principal: Money, rate_bp: int | Fraction, first: date, end: date, day_count: str = "act_360") -> Money:
    """Return the interest on a principal from its first day up to the day it is paid back.

    CNY 40,000,000.00 at 3.45 % from 2025-09-21 to 2025-12-21 are 91 days and CNY 348,833.33.
    """
    exact = exact_interest(principal, rate_bp, first, end, day_count)
    return Money(minor=round_half_away(exact), ccy=principal.ccy)


def late_rate_bp(rate_bp: int, late_bp: int) -> Fraction:
    """Return the rate of late interest: the contract rate and a share of it on top (5000 is half as much again)."""
    return rate_bp * (1 + Fraction(late_bp, 10_000))


def late_interest(
    principal: Money, rate_bp: int, late_bp: int, first: date, end: date, day_count: str = "act_360"
) -> Money:
    """Return the interest on a principal that is overdue from its first late day on."""
    return interest(principal, late_rate_bp(rate_bp, late_bp), first, end, day_count)


def commitment_fee(undrawn: Money, fee_bp: int, first: date, end: date, day_count: str = "act_360") -> Money:
    """Return the fee on the part of a commitment that stays undrawn; a line over its limit owes none."""
    return interest(max(undrawn, Money.zero(undrawn.ccy)), fee_bp, first, end, day_count)


def settlement_days(first: date, end: date) -> Iterator[date]:
    """Return the settlement days in a period, its first and last day among them."""
    for year in range(first.year, end.year + 1):
        for month in SETTLEMENT_MONTHS:
            day = date(year, month, SETTLEMENT_DAY)
            if first <= day <= end:
                yield day


def settlement_periods(first: date, end: date) -> Iterator[tuple[date, date]]:
    """Return a period cut at its settlements; the day of one is the last that counts for it."""
    begin = first
    for day in settlement_days(first, end):
        after = day + timedelta(days=1)
        if begin < after <= end:
            yield begin, after
            begin = after
    if begin < end:
        yield begin, end


def rounded(parts: Iterable[Fraction], ccy: str) -> Money:
    """Return the sum of exact parts in minor units as money, rounded once."""
    return Money(minor=round_half_away(sum(parts, Fraction(0))), ccy=ccy)

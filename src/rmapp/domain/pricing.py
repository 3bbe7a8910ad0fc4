"""The rate of a credit line as far as it can be known without a network, and its reset days (domain reference, 3.7)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.date_entry import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from rmapp.domain.facility import Pricing
    from rmapp.domain.market_rate import BaseRateQuote

LONG_TENOR_MONTHS = 60
"""A tenor above so many months is priced on the LPR of over five years."""

_RESET_MONTHS = MappingProxyType({"monthly": 1, "quarterly": 3, "semi_annual": 6, "annual": 12})


def base_rate_bp(base: str, on: date, quotes: Iterable[BaseRateQuote] = ()) -> int | None:
    """Return a base rate on a day in basis points a year; None where neither table nor quotes know it.

    `quotes` are rates that were typed in; of all that were known by then the latest counts, a typed one
    before one of the table of the same day.
    """
    known = [(quote.on, 1, quote.rate_bp) for quote in quotes if quote.base == base and quote.on <= on]
    if base in ("lpr_1y", "lpr_5y"):
        known += [
            (rate.date, 0, rate.lpr_1y_bp if base == "lpr_1y" else rate.lpr_5y_bp)
            for rate in reference.base_rates()
            if rate.date <= on
        ]
    return max(known)[2] if known else None


def all_in_bp(
    pricing: Pricing | None, on: date, quotes: Iterable[BaseRateQuote] = (), since: date | None = None
) -> int | None:
    """Return base plus spread, within floor and cap, in basis points a year; None where not known.

    The base is that of the last reset day by `on`; before the first one that of `since`, the day of the
    contract or payout. A price without a rhythm of resets follows the base of the day itself.
    """
    if pricing is None:
        return None
    if pricing.base == "fixed":
        return pricing.fixed_bp
    base = base_rate_bp(pricing.base, base_day(pricing, on, since), quotes)
    if base is None or pricing.spread_bp is None:
        return None
    return within_bounds(pricing, base + pricing.spread_bp)


def within_bounds(pricing: Pricing, rate_bp: int) -> int:
    """Return a rate held between floor and cap, in basis points a year."""
    if pricing.floor_bp is not None:
        rate_bp = max(rate_bp, pricing.floor_bp)
    return rate_bp if pricing.cap_bp is None else min(rate_bp, pricing.cap_bp)


def base_day(pricing: Pricing, on: date, since: date | None = None) -> date:
    """Return the day whose base rate holds on a day."""
    if pricing.repricing is None:
        return on
    last = None
    for day in reset_days(pricing, on):
        last = day
    if last is not None:
        return last
    return since if since is not None and since <= on else on


def reset_days(pricing: Pricing, until: date) -> Iterator[date]:
    """Return the days on which the base is read anew, from the first on up to a day; none for a fixed rate."""
    step = _RESET_MONTHS.get(pricing.repricing or "")
    first = pricing.first_reset_on
    if pricing.base == "fixed" or first is None:
        return
    day, count = first, 0
    while day <= until:
        yield day
        if step is None:
            return
        count += 1
        day = add_months(first, step * count)


def next_reset_on(pricing: Pricing | None, today: date, ends_on: date | None = None) -> date | None:
    """Return the next reset day from today on, before the line ends; None where none is known to come."""
    if pricing is None or pricing.first_reset_on is None:
        return None
    longest = max(_RESET_MONTHS.values()) + 1
    horizon = max(pricing.first_reset_on, add_months(today, longest))
    coming = next((day for day in reset_days(pricing, horizon) if day >= today), None)
    if coming is None or (ends_on is not None and coming >= ends_on):
        return None
    return coming


def fitting_base(base: str, tenor_months: int | None) -> str:
    """Return the base that fits a tenor: above five years the one-year LPR gives way to that of over five years."""
    is_long = tenor_months is not None and tenor_months > LONG_TENOR_MONTHS
    return "lpr_5y" if base == "lpr_1y" and is_long else base

"""The rate of a credit line as far as it can be known without a network (domain reference, 3.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rmapp.domain.facility import Pricing
    from rmapp.domain.market_rate import BaseRateQuote


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


def all_in_bp(pricing: Pricing | None, on: date, quotes: Iterable[BaseRateQuote] = ()) -> int | None:
    """Return base plus spread, within floor and cap, in basis points a year; None where not known."""
    if pricing is None:
        return None
    if pricing.base == "fixed":
        return pricing.fixed_bp
    base = base_rate_bp(pricing.base, on, quotes)
    if base is None or pricing.spread_bp is None:
        return None
    rate = base + pricing.spread_bp
    if pricing.floor_bp is not None:
        rate = max(rate, pricing.floor_bp)
    return rate if pricing.cap_bp is None else min(rate, pricing.cap_bp)

"""The rate of a credit line as far as it can be known without a network (domain reference, 3.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.facility import Pricing


def base_rate_bp(base: str, on: date) -> int | None:
    """Return a base rate on a day in basis points a year; None where the table does not know it."""
    known = [rate for rate in reference.base_rates() if rate.date <= on]
    if not known or base not in ("lpr_1y", "lpr_5y"):
        return None
    return known[-1].lpr_1y_bp if base == "lpr_1y" else known[-1].lpr_5y_bp


def all_in_bp(pricing: Pricing | None, on: date) -> int | None:
    """Return base plus spread, within floor and cap, in basis points a year; None where not known."""
    if pricing is None:
        return None
    if pricing.base == "fixed":
        return pricing.fixed_bp
    base = base_rate_bp(pricing.base, on)
    if base is None or pricing.spread_bp is None:
        return None
    rate = base + pricing.spread_bp
    if pricing.floor_bp is not None:
        rate = max(rate, pricing.floor_bp)
    return rate if pricing.cap_bp is None else min(rate, pricing.cap_bp)

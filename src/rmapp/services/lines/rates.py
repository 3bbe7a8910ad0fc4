"""Exchange rates and base rates as they are typed in: dated, never overwritten, marked when they are old."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.facility import FxRate
from rmapp.domain.market_rate import BaseRateQuote
from rmapp.domain.pricing import base_rate_bp
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from rmapp.storage.store import Store

STALE_DAYS = 7
"""A rate older than this is marked (domain 3.6)."""

_PLACES = 8
_LARGEST = Decimal(10) ** 9
_LEAST_BP, _MOST_BP = -500, 10_000


class LatestRate(NamedTuple):
    """The newest rate of a pair of currencies; `stale` says that it is more than seven days old."""

    rate: FxRate
    days: int
    stale: bool


class LatestBase(NamedTuple):
    """A base rate as it holds today; `on` and `source` are None and empty for one of the shipped table."""

    base: str
    rate_bp: int | None
    on: date | None
    source: str


def add_fx_rate(store: Store, base: str, quote: str, rate: Decimal, on: date, source: str = "") -> FxRate:
    """Note that one unit of `base` is worth `rate` units of `quote` on a day; a later one of the same day counts.

    Raises InputError on base, quote, rate and on.
    """
    problems = _pair_problems(base, quote)
    if not rate.is_finite() or rate <= 0 or rate > _LARGEST:
        problems["rate"] = _("Write the rate as a number above 0, for example 7.0796.")
    elif -int(rate.normalize().as_tuple().exponent) > _PLACES:
        problems["rate"] = _("Write at most {n} digits after the point.").format(n=_PLACES)
    if on > store.clock.today():
        problems["on"] = _("This day is still to come. A rate is noted when it is known.")
    if problems:
        raise InputError(problems)
    for old in store.all(FxRate, base=base, quote=quote, on=on):
        store.remove(FxRate, old.id)
    return store.add(FxRate(base=base, quote=quote, on=on, rate=rate.normalize() + 0, source=source.strip()))


def fx_rates(store: Store, base: str | None = None, quote: str | None = None) -> list[FxRate]:
    """Return the exchange rates of the book, newest first."""
    pair = {name: code for name, code in (("base", base), ("quote", quote)) if code is not None}
    return store.all(FxRate, order="on desc, base, quote, rid desc", **pair)


def latest_fx_rates(store: Store) -> tuple[LatestRate, ...]:
    """Return the newest rate of each pair on or before today, by currency."""
    from rmapp.storage.current_rates import current_rates

    today = store.clock.today()
    found = sorted(current_rates(store), key=lambda rate: (rate.base, rate.quote))
    ages = ((rate, (today - rate.on).days) for rate in found)
    return tuple(LatestRate(rate, days, days > STALE_DAYS) for rate, days in ages)


def add_base_rate(store: Store, base: str, rate_bp: int, on: date, source: str = "") -> BaseRateQuote:
    """Note a base rate from a day on, in basis points a year; a later one of the same day counts.

    Raises InputError on base, rate_bp and on.
    """
    problems: dict[str, str] = {}
    if base not in reference.choices("rate_base") or base == "fixed":
        problems["base"] = _("Choose the base rate.")
    if not _LEAST_BP <= rate_bp <= _MOST_BP:
        problems["rate_bp"] = _("Write the rate in percent a year, for example 3.00.")
    if on > store.clock.today():
        problems["on"] = _("This day is still to come. A rate is noted when it is known.")
    if problems:
        raise InputError(problems)
    for old in store.all(BaseRateQuote, base=base, on=on):
        store.remove(BaseRateQuote, old.id)
    return store.add(BaseRateQuote(base=base, on=on, rate_bp=rate_bp, source=source.strip()))


def remove_base_rate(store: Store, quote_id: str) -> None:
    """Take a base rate out of the book. Raises NotFoundError."""
    store.remove(BaseRateQuote, quote_id)


def base_quotes(store: Store, base: str | None = None) -> tuple[BaseRateQuote, ...]:
    """Return the base rates that were typed in, newest first."""
    of_base = {} if base is None else {"base": base}
    return tuple(store.all(BaseRateQuote, order="on desc, base, rid desc", **of_base))


def base_rates_on(store: Store, day: date) -> dict[str, int | None]:
    """Return every base rate on a day in basis points a year; None where it is not known."""
    quotes = base_quotes(store)
    return {base: base_rate_bp(base, day, quotes) for base in reference.choices("rate_base") if base != "fixed"}


def latest_base_rates(store: Store) -> tuple[LatestBase, ...]:
    """Return every base rate of today that is known or was typed in, with the day it was typed in for."""
    today = store.clock.today()
    quotes = base_quotes(store)
    found = []
    for base, rate_bp in base_rates_on(store, today).items():
        own = next((one for one in quotes if one.base == base and one.on <= today and one.rate_bp == rate_bp), None)
        if rate_bp is not None:
            found.append(LatestBase(base, rate_bp, own.on if own else None, own.source if own else ""))
    return tuple(found)


def _pair_problems(base: str, quote: str) -> dict[str, str]:
    known = reference.currencies()
    sentence = _("{code} is not a known currency. Use a code such as CNY, USD or HKD.")
    problems = {
        field: sentence.format(code=code) for field, code in (("base", base), ("quote", quote)) if code not in known
    }
    if not problems and base == quote:
        problems["quote"] = _("Choose two different currencies.")
    return problems

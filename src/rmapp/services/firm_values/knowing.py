"""How a sourced fact becomes something known: how exact it is, how old, and which of two counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar, cast

from rmapp.domain.known import Known
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.domain.known import Bound, Plain
    from rmapp.domain.provenance import Sourced

S = TypeVar("S", bound="Sourced")

_BOUNDS: dict[str, Bound] = {
    "more_than": "at_least",
    "at_least": "at_least",
    "nearly": "at_most",
    "up_to": "at_most",
    "range": "range",
}
_OPPOSITE: dict[Bound, Bound] = {"exact": "exact", "at_least": "at_most", "at_most": "at_least"}
_BP = Decimal(10_000)


def bound_of(qualifier: str) -> Bound:
    """Return how exact a reported number is; "about" and "expected" count as exact (domain reference, 0)."""
    return _BOUNDS.get(qualifier, "exact")


def joined(bounds: Iterable[Bound]) -> Bound | None:
    """Return how exact a sum of numbers is; None where some are lower and some upper bounds."""
    found = {*bounds} - {"exact"}
    return None if len(found) > 1 else next(iter(found), "exact")


def both(one: Bound | None, other: Bound | None) -> Bound | None:
    """Return how exact what two numbers make up is; None where that is not known of one of them."""
    return None if one is None or other is None else joined((one, other))


def against(above: Bound | None, below: Bound | None) -> Bound | None:
    """Return how exact a share, a growth or a difference is: the more there is below, the smaller it is."""
    return both(above, _OPPOSITE.get(below) if below is not None else None)


def said(
    fact: Sourced,
    value: Plain,
    bound: Bound = "exact",
    high: Money | Decimal | int | None = None,
    as_of: PartialDate | None = None,
    qualifier: str = "exact",
) -> Known:
    """Return what a sourced fact says; `as_of` dates it where the fact itself has no date."""
    return Known(value, bound, high, fact.as_of or as_of, fact.source, fact.citation, qualifier)


@lru_cache(maxsize=4096)
def on_day(day: date) -> PartialDate:
    """Return a day as the date of a fact; the same days come again and again."""
    return PartialDate.of(day)


def share(share_bp: int) -> Decimal:
    """Return basis points as a fraction."""
    return Decimal(share_bp) / _BP


def day_of(known: Known | Sourced) -> date:
    """Return the latest day a fact may be of; undated facts are older than all dated ones."""
    return known.as_of.last_day() if known.as_of else date.min


def newest(facts: Iterable[S]) -> S | None:
    """Return the newest of facts in the order of writing; of equally old ones the last written."""
    found = None
    for fact in facts:
        if found is None or day_of(fact) >= day_of(found):
            found = fact
    return found


def newer(computed: Known | None, told: Known | None) -> Known | None:
    """Return which of two counts: the newer one, and the computed one of two of the same age.

    A list need not name them all: a told number that is no smaller than what the list holds says more than the list.
    """
    if computed is None or told is None:
        return computed or told
    if computed.bound == "at_least" and _is_number(computed) and _is_number(told) and _low(told) >= _low(computed):
        return told
    return told if day_of(told) > day_of(computed) else computed


def at_least(values: Sequence[Known]) -> Known | None:
    """Return the one with the largest known number; the others can only be part of it."""
    return max(values, key=_low, default=None)


def _is_number(known: Known) -> bool:
    return isinstance(known.value, int | Decimal) and not isinstance(known.value, bool)


def _low(known: Known) -> int:
    return -1 if known.bound == "at_most" else cast("int", known.value)


def in_money(known: Known, code: str) -> bool:
    """Tell whether a known value is an amount of this currency."""
    return isinstance(known.value, Money) and known.value.ccy == code

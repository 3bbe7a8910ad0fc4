"""Use and exposure of one line, and what a group limit's parts come to (domain reference, 3.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from rmapp.domain import reference
from rmapp.domain.amounts import LineAmounts
from rmapp.domain.facility import Facility
from rmapp.domain.money import Money, round_half_away, total
from rmapp.domain.ownership import GroupLimit, SubLimit

_WHOLE = 10_000
_COUNTING = frozenset({"approved", "signed", "active", "suspended", "matured"})
_PROMISED = frozenset({"signed", "active", "suspended"})


class LineRisk(NamedTuple):
    """The exposure of one line with the parts it is made of, in the line's currency; None is not known.

    `commitment` is what the bank has promised and is not drawn; factors are in basis points.
    """

    net: Money | None
    factor_bp: int
    commitment: Money | None
    undrawn_bp: int
    exposure: Money | None


def is_ours(lender: str, banks: Collection[str]) -> bool:
    """Tell whether a line or limit is our own bank's, by any of its names; one that names no lender is."""
    return not lender.strip() or lender.strip() in banks


def is_umbrella(facility_type: str) -> bool:
    """Tell whether a type of credit is an umbrella, which is not drawn itself."""
    return reference.facility_types()[facility_type].family == "umbrella"


def exposure_factor_bp(facility: Facility) -> int:
    """Return what of the drawn amount counts as exposure, in basis points: the line's own or its type's factor.

    The amount drawn under a contract is its risk, which has the factor in it already (row C1 of 3.5).
    """
    kind = reference.facility_types()[facility.facility_type]
    if kind.draw_unit == "contract":
        return _WHOLE
    return kind.exposure_factor_bp if facility.exposure_factor_bp is None else facility.exposure_factor_bp


def commitment(facility: Facility, amounts: LineAmounts, today: date) -> Money | None:
    """Return what could still be drawn of a promised limit, approved draws included; None if not known.

    It is nothing before the line is signed, once it is due, and after the last day of drawing.
    """
    if amounts.limit is None:
        return None
    over = facility.available_to is not None and facility.available_to < today
    if facility.status not in _PROMISED or over:
        return Money.zero(amounts.limit.ccy)
    if amounts.undrawn is None or amounts.reserved is None:
        return None
    return amounts.undrawn + amounts.reserved


def line_risk(facility: Facility, amounts: LineAmounts, today: date) -> LineRisk:
    """Return the exposure of a line: net drawn times its factor, and of the commitment the undrawn factor (3.5).

    It is rounded once. The undrawn part of an uncommitted line counts with a factor of its own, usually 0,
    and then need not be known.
    """
    committed_bp, uncommitted_bp = reference.undrawn_factors_bp()
    undrawn_bp = committed_bp if facility.committed else uncommitted_bp
    factor_bp = exposure_factor_bp(facility)
    promised = commitment(facility, amounts, today)
    if amounts.used is None or (undrawn_bp and promised is None):
        return LineRisk(amounts.used, factor_bp, promised, undrawn_bp, None)
    undrawn = promised.minor * undrawn_bp if promised else 0
    exact = Fraction(amounts.used.minor * factor_bp + undrawn, _WHOLE)
    exposure = Money(minor=round_half_away(exact), ccy=amounts.used.ccy)
    return LineRisk(amounts.used, factor_bp, promised, undrawn_bp, exposure)


def is_in_force(limit: GroupLimit, banks: Collection[str], today: date) -> bool:
    """Tell whether a group limit binds our lines today: our own bank's, within its dates, of counting status."""
    started = limit.valid_from is None or limit.valid_from <= today
    ended = limit.valid_to is not None and limit.valid_to < today
    return is_ours(limit.lender, banks) and limit.status in _COUNTING and started and not ended


def over_allocation(limit: GroupLimit, parts: Iterable[SubLimit]) -> Money | None:
    """Return by how much the parts of a group limit exceed it, by firm or by family; None if they do not.

    Parts by firm and parts by family divide the same limit in two ways, so the larger sum counts.
    """
    if limit.limit is None:
        return None
    over = max(part_sums(limit, parts)) - limit.limit
    return over if over.minor > 0 else None


def part_sums(limit: GroupLimit, parts: Iterable[SubLimit]) -> tuple[Money, Money]:
    """Return what the parts by firm and the parts by family add up to, in the currency of the limit."""
    ccy = limit.limit.ccy if limit.limit else "CNY"
    known = [(part, part.limit) for part in parts if part.limit is not None and part.limit.ccy == ccy]
    return (
        total((amount for part, amount in known if part.firm_id), ccy),
        total((amount for part, amount in known if part.family), ccy),
    )

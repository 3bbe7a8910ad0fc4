"""What collateral carries on a day: valuations and how long they hold, charges in their order, guarantees.

Rules, from domain 3.8 and the design, section 6: the newest valuation on or before the day counts; after
twelve months it has lapsed and counts as nothing. Lendable is the current value times the lendable share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Literal, NamedTuple

from rmapp.domain.collateral import Charge, Collateral, Guarantee, Valuation
from rmapp.domain.date_entry import add_months
from rmapp.domain.money import Money, total

VALUATION_MONTHS = 12
"""How long a valuation holds; the last day is the same day of the year after (domain 3.8)."""

ChargeState = Literal["agreed", "in_force", "registration_ended", "released"]
"""Agreed but not registered; in force; its registration has run out; given back."""

WITHOUT_REGISTER = frozenset({"margin_deposit", "pledge_bills", "title_retention", "insurance"})
"""Types of security that hold without an entry in a register."""


class Claim(NamedTuple):
    """The place of one charge among those of one thing, in the currency of the thing's value.

    `cap` is the most that the charge secures, None for the whole line. `wants` is the most that its line
    can owe, None where that is not known. `is_known` is False where an amount could not be converted.
    """

    charge_id: str
    ranking: int
    registered_on: date | None
    cap: Money | None
    wants: Money | None
    is_known: bool = True

    @property
    def takes(self) -> Money | None:
        """Return the most that this charge takes from later ones; None where it is not known."""
        if not self.is_known:
            return None
        if self.cap is None or self.wants is None:
            return self.cap or self.wants
        return min(self.cap, self.wants)


def current_valuation(valuations: Iterable[Valuation], day: date) -> Valuation | None:
    """Return the newest valuation on or before a day, lapsed or not; of one day the one written last."""
    past = sorted((one for one in valuations if one.valued_on <= day), key=lambda one: (one.valued_on, one.created_at))
    return past[-1] if past else None


def valid_to(valuation: Valuation) -> date:
    """Return the last day on which a valuation counts."""
    return add_months(valuation.valued_on, VALUATION_MONTHS)


def has_lapsed(valuation: Valuation, day: date) -> bool:
    """Tell whether a valuation counts as nothing on a day."""
    return day > valid_to(valuation)


def lendable_of(collateral: Collateral, valuations: Iterable[Valuation], day: date) -> Money | None:
    """Return what may be lent against one thing: its current value times its lendable share.

    A lapsed valuation makes it nothing. None where it was never valued or no share is agreed.
    """
    found = current_valuation(valuations, day)
    if found is None:
        return None
    if has_lapsed(found, day):
        return Money.zero(found.value.ccy)
    return None if collateral.lendable_bp is None else found.value.part(collateral.lendable_bp)


def charge_state(charge: Charge, security_type: str, day: date) -> ChargeState:
    """Return how a charge stands on a day.

    It is in force from its registration; a number without a day says that it is registered. Deposits,
    bills, retained titles and policies need no register.
    """
    if charge.ended_on is not None and charge.ended_on <= day:
        return "released"
    if charge.registered_to is not None and charge.registered_to < day:
        return "registration_ended"
    if charge.registered_on is None:
        needs_one = security_type not in WITHOUT_REGISTER
        return "agreed" if needs_one and not charge.registration_no.strip() else "in_force"
    return "in_force" if charge.registered_on <= day else "agreed"


def divide(lendable: Money | None, claims: Sequence[Claim]) -> dict[str, Money | None]:
    """Return what one thing carries for each of its charges in force.

    The rule: earlier ranks come first, and within a rank the earlier registration. Each charge carries what
    those before it leave, at most its cap. A charge takes from later ones its cap or what its line can owe,
    whichever is less. Charges of one rank and day share what is left in proportion to what they take,
    rounded down; where there is enough for all, each carries what the others leave. None is not known.
    """
    carried: dict[str, Money | None] = {}
    left = lendable
    for _place, tied in groupby(sorted(claims, key=_place_of), key=_place_of):
        group = list(tied)
        for claim in group:
            carried[claim.charge_id] = _share(left, claim, [other for other in group if other is not claim])
        left = _less(left, [claim.takes for claim in group])
    return carried


def shortfall(owed: Money | None, limit: Money | None, lendable: Money | None) -> Money | None:
    """Return by how much a line owes more than its security carries; never below zero.

    Where what it owes is not known its limit stands for it; None where neither or the security is unknown.
    """
    base = limit if owed is None else owed
    return None if base is None or lendable is None else max(Money.zero(base.ccy), base - lendable)


def is_valid(guarantee: Guarantee, day: date) -> bool:
    """Tell whether a guarantee holds on a day; open ends hold."""
    started = guarantee.valid_from is None or guarantee.valid_from <= day
    return started and (guarantee.valid_to is None or day <= guarantee.valid_to)


def guaranteed(guarantees: Iterable[Guarantee], limit: Money | None, day: date) -> Money | None:
    """Return how much of a line is guaranteed on a day, at most its limit.

    A guarantee without an amount is for the whole line; None where that line has no known limit, or where
    an amount is in another currency.
    """
    valid = [one for one in guarantees if is_valid(one, day)]
    if limit is None or any(one.amount is not None and one.amount.ccy != limit.ccy for one in valid):
        return None
    if any(one.amount is None for one in valid):
        return limit
    return min(limit, total((one.amount for one in valid if one.amount is not None), limit.ccy))


def _place_of(claim: Claim) -> tuple[int, date]:
    return claim.ranking, claim.registered_on or date.max


def _share(left: Money | None, claim: Claim, others: Sequence[Claim]) -> Money | None:
    if left is None or left.is_zero:
        return left
    if not claim.is_known:
        return None
    room = left
    if others:
        own = claim.takes
        beside = [other.takes for other in others]
        known = [money for money in beside if money is not None]
        if own is None or len(known) < len(beside):
            return None
        taken = total(known, left.ccy)
        if own + taken > left:
            # Rounded down, so that all of them together never carry more than there is.
            room = Money(minor=left.minor * own.minor // (own + taken).minor, ccy=left.ccy)
        else:
            room = left - taken
    return room if claim.cap is None else min(claim.cap, room)


def _less(left: Money | None, taken: Sequence[Money | None]) -> Money | None:
    if left is None or left.is_zero:
        return left
    known = [money for money in taken if money is not None]
    rest = max(Money.zero(left.ccy), left - total(known, left.ccy))
    return rest if len(known) == len(taken) or rest.is_zero else None

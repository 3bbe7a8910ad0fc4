"""What collateral carries for credit lines: things, valuations and charges, read together in a few statements."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import patent_rules, security_rules
from rmapp.domain.collateral import Charge, Collateral, Valuation
from rmapp.domain.facility import Facility, FxRate
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.money import Money, convert
from rmapp.domain.security_rules import ChargeState, Claim
from rmapp.storage.current_rates import current_rates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from rmapp.storage.store import Store

OVER = frozenset({"declined", "withdrawn", "lapsed", "cancelled", "closed", "written_off"})
"""A line of these states can owe nothing more, so its charges take nothing from later ones."""


class Thing(NamedTuple):
    """One thing of the register with its history and its charges that were not given back.

    `right` is the right that the thing is, `has_ended` tells that this right is over. `valuations` is newest
    first and has the value that stands on the right itself among them. `lendable` is what may be lent
    against it today, in the currency of its value; None where it is not known.
    """

    collateral: Collateral
    right: IpRight | None
    has_ended: bool
    valuations: tuple[Valuation, ...]
    valuation: Valuation | None
    charges: tuple[Charge, ...]
    lendable: Money | None

    def state_of(self, charge: Charge, day: date) -> ChargeState:
        """Return how a charge on this thing stands on a day."""
        return security_rules.charge_state(charge, self.collateral.type, day)


class Carried(NamedTuple):
    """What each charge carries, in the currency of its thing's value and in that of its line."""

    own: dict[str, Money | None]
    in_line: dict[str, Money | None]


def lendable_by_line(store: Store, facility_ids: Iterable[str]) -> dict[str, Money | None]:
    """Return what collateral carries for each of these lines today, in the line's own currency.

    A line without any charge is not a key. A thing that was never valued, or whose lendable share is not
    agreed, adds nothing; None where nothing that secures the line is known. The rule for several lines on
    one thing is that of `security_rules.divide`.
    """
    wanted = set(facility_ids)
    today = store.clock.today()
    charges = _living(store.all(Charge, facility_id=sorted(wanted)), today)
    if not charges:
        return {}
    found = things(store, {charge.collateral_id for charge in charges})
    amounts = carried(store, found).in_line
    result: dict[str, Money | None] = {}
    for thing in found:
        for charge in thing.charges:
            if charge.facility_id in wanted:
                parts = (result.get(charge.facility_id), amounts[charge.id])
                known = [part for part in parts if part is not None]
                result[charge.facility_id] = sum(known[1:], known[0]) if known else None
    return result


def things(store: Store, collateral_ids: Iterable[str]) -> list[Thing]:
    """Return things of the register in the order of their writing; unknown ids are left out."""
    ids = sorted(set(collateral_ids))
    if not ids:
        return []
    today = store.clock.today()
    collaterals = store.all(Collateral, id=ids)
    rights = _rights(store, collaterals)
    valuations = defaultdict(list)
    for valuation in store.all(Valuation, collateral_id=ids):
        valuations[valuation.collateral_id].append(valuation)
    charges = defaultdict(list)
    for charge in _living(store.all(Charge, collateral_id=ids), today):
        charges[charge.collateral_id].append(charge)
    kept = _kept_lines(store, [charge for some in charges.values() for charge in some])
    found = []
    for one in collaterals:
        right = rights.get(one.ip_right_id or "")
        history = _history(one, valuations[one.id], right)
        has_ended = right is not None and patent_rules.has_ended(right, today) is True
        newest = security_rules.current_valuation(history, today)
        lendable = security_rules.lendable_of(one, history, today)
        if has_ended and newest is not None:
            lendable = Money.zero(newest.value.ccy)
        own = tuple(charge for charge in charges[one.id] if charge.facility_id in kept)
        found.append(Thing(one, right, has_ended, history, newest, own, lendable))
    return found


def carried(store: Store, found: Sequence[Thing]) -> Carried:
    """Return what each living charge on these things carries; one that is not in force carries nothing.

    None where the thing's lendable value, an earlier charge or an exchange rate is not known.
    """
    today = store.clock.today()
    lines = _kept_lines(store, [charge for thing in found for charge in thing.charges])
    rates = current_rates(store)
    own: dict[str, Money | None] = {}
    in_line: dict[str, Money | None] = {}
    for thing in found:
        shares = security_rules.divide(thing.lendable, _claims(thing, lines, rates, today))
        for charge in thing.charges:
            share = shares.get(charge.id)
            if charge.id not in shares and thing.lendable is not None:
                share = Money.zero(thing.lendable.ccy)
            own[charge.id] = share
            line = lines[charge.facility_id]
            in_line[charge.id] = _in(share, line.limit.ccy if line.limit else line.ccy, today, rates)
    return Carried(own, in_line)


def _claims(thing: Thing, lines: dict[str, Facility], rates: Sequence[FxRate], today: date) -> list[Claim]:
    if thing.lendable is None:
        return []
    ccy = thing.lendable.ccy
    claims = []
    for charge in thing.charges:
        if thing.state_of(charge, today) != "in_force":
            continue
        line = lines[charge.facility_id]
        limit = Money.zero(ccy) if line.status in OVER else line.limit
        cap, wants = _in(charge.secured, ccy, today, rates), _in(limit, ccy, today, rates)
        is_known = cap is not None or charge.secured is None
        claims.append(Claim(charge.id, charge.ranking, charge.registered_on, cap, wants, is_known))
    return claims


def _history(collateral: Collateral, valuations: Iterable[Valuation], right: IpRight | None) -> tuple[Valuation, ...]:
    found = list(valuations)
    if right is not None and right.valuation is not None and right.valued_on is not None:
        known = {(one.value, one.valued_on) for one in found}
        if (right.valuation, right.valued_on) not in known:
            found.append(
                Valuation(
                    id=right.id,
                    collateral_id=collateral.id,
                    value=right.valuation,
                    valued_on=right.valued_on,
                    valuer=right.valuer,
                    source=right.source,
                )
            )
    return tuple(sorted(found, key=lambda one: (one.valued_on, one.created_at))[::-1])


def _rights(store: Store, collaterals: Iterable[Collateral]) -> dict[str, IpRight]:
    ids = sorted({one.ip_right_id for one in collaterals if one.ip_right_id})
    return {right.id: right for right in store.all(IpRight, id=ids)} if ids else {}


def _kept_lines(store: Store, charges: Iterable[Charge]) -> dict[str, Facility]:
    ids = sorted({charge.facility_id for charge in charges})
    return {line.id: line for line in store.all(Facility, id=ids)} if ids else {}


def _living(charges: Iterable[Charge], today: date) -> list[Charge]:
    return [charge for charge in charges if charge.ended_on is None or charge.ended_on > today]


def _in(money: Money | None, ccy: str, today: date, rates: Sequence[FxRate]) -> Money | None:
    converted = None if money is None else convert(money, ccy, today, rates)
    return None if converted is None else converted.money

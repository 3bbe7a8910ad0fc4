"""What of the security falls due: revaluations, ends of registrations, annual fees (domain reference, 3.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import patent_rules, security_rules
from rmapp.domain.collateral import Charge, Collateral, Valuation
from rmapp.domain.facility import Facility
from rmapp.domain.intellectual_property import IpRight
from rmapp.services.lines.lendable import OVER, Thing, things

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rmapp.storage.store import Store


_RIGHTS_WITH_FEES = """SELECT id FROM ip_right WHERE deleted_at IS NULL AND annual_fee_due_on <= ?
    AND (status IS NULL OR status = 'granted')"""


class RevaluationDue(NamedTuple):
    """A thing that secures lines and whose valuation holds until `on`; it counts as nothing after that day."""

    on: date
    collateral: Collateral
    valuation: Valuation
    facility_ids: tuple[str, ...]


class RegistrationEnds(NamedTuple):
    """A charge that was not given back and whose registration ends on a day, past ones among them."""

    on: date
    charge: Charge
    collateral: Collateral


class FeeDue(NamedTuple):
    """An annual fee that is due; `is_entered` is False where the day is reckoned from the filing.

    `facility_ids` are the lines that the right secures, `grace_to` is the last day on which paying keeps it.
    """

    on: date
    right: IpRight
    is_entered: bool
    facility_ids: tuple[str, ...]
    grace_to: date


def revaluations_due(store: Store, until: date, firm_id: str | None = None) -> tuple[RevaluationDue, ...]:
    """Return the things whose valuation lapses up to a day or has lapsed, of one firm or of the book."""
    found = []
    for thing in _charged(store, firm_id):
        if thing.valuation is None or thing.has_ended:
            continue
        on = security_rules.valid_to(thing.valuation)
        if on <= until:
            lines = tuple(dict.fromkeys(charge.facility_id for charge in thing.charges))
            found.append(RevaluationDue(on, thing.collateral, thing.valuation, lines))
    return tuple(sorted(found, key=lambda one: (one.on, one.collateral.id)))


def registrations_ending(store: Store, until: date, firm_id: str | None = None) -> tuple[RegistrationEnds, ...]:
    """Return the charges whose registration ends up to a day or has ended, of one firm or of the book."""
    found = [
        RegistrationEnds(charge.registered_to, charge, thing.collateral)
        for thing in _charged(store, firm_id)
        for charge in thing.charges
        if charge.registered_to is not None and charge.registered_to <= until
    ]
    return tuple(sorted(found, key=lambda one: (one.on, one.charge.id)))


def fees_due(store: Store, until: date, firm_id: str | None = None) -> tuple[FeeDue, ...]:
    """Return the annual fees due up to a day, overdue ones first, of one firm or of the book.

    Days that were not entered are reckoned for rights that secure lines, and for all of one firm.
    """
    today = store.clock.today()
    pledged: dict[str, IpRight] = {}
    lines: dict[str, dict[str, None]] = {}
    for thing in _charged(store, firm_id):
        if thing.right is not None:
            pledged[thing.right.id] = thing.right
            lines.setdefault(thing.right.id, {}).update((charge.facility_id, None) for charge in thing.charges)
    if firm_id is not None:
        rights = {right.id: right for right in store.all(IpRight, firm_id=firm_id)} | pledged
    else:
        ids = [row[0] for row in store.rows(_RIGHTS_WITH_FEES, (until.isoformat(),))]
        rights = {right.id: right for right in store.all(IpRight, id=ids)} | pledged
    found = []
    for right in rights.values():
        fee = patent_rules.next_fee(right, today)
        if fee is not None and fee.on <= until:
            grace = patent_rules.fee_grace_to(fee.on)
            found.append(FeeDue(fee.on, right, fee.is_entered, tuple(lines.get(right.id, ())), grace))
    return tuple(sorted(found, key=lambda one: (one.on, one.right.id)))


def _charged(store: Store, firm_id: str | None) -> list[Thing]:
    """Return the things with a charge that was not given back; of a firm those of its lines and its own.

    A line that is over needs nothing any more.
    """
    if firm_id is None:
        charges: Iterable[Charge] = store.all(Charge, ended_on=None)
    else:
        lines = [line.id for line in store.all(Facility, firm_id=firm_id)]
        own = [one.id for one in store.all(Collateral, firm_id=firm_id)]
        charges = store.all(Charge, facility_id=lines) + store.all(Charge, collateral_id=own)
    found = things(store, {charge.collateral_id for charge in charges})
    ids = sorted({charge.facility_id for thing in found for charge in thing.charges})
    over = {line.id for line in store.all(Facility, id=ids) if line.status in OVER}
    left = (
        thing._replace(charges=tuple(one for one in thing.charges if one.facility_id not in over)) for thing in found
    )
    return [thing for thing in left if thing.charges]

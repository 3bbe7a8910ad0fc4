"""Writing the security register: things, valuations, charges, guarantees, and what an approval states (3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import ValidationError

from rmapp.domain import patent_rules, reference, security_checks
from rmapp.domain.collateral import Charge, Collateral, Guarantee, Valuation
from rmapp.domain.facility import Facility, Security
from rmapp.domain.firm import Firm
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.person import Person
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.clients.firms import display_name
from rmapp.services.collateral.security import line_security
from rmapp.services.lines.lendable import Thing, things
from rmapp.storage.table import refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rmapp.storage.store import Store

T = TypeVar("T", Collateral, Valuation, Charge, Guarantee)


class Taken(NamedTuple):
    """What `register_stated` wrote, and a sentence for each entry it left as it stands."""

    things: int
    charges: int
    guarantees: int
    left: tuple[str, ...]


def add_collateral(store: Store, collateral: Collateral) -> Collateral:
    """Write a thing. Raises InputError beside the fields, also for a right that stands there already."""
    store.get(Firm, collateral.firm_id)
    _check_collateral(store, collateral)
    return store.add(collateral)


def change_collateral(store: Store, collateral_id: str, **fields: Any) -> Collateral:
    """Change some fields of a thing. Raises InputError, NotFoundError."""
    _check_collateral(store, _changed(store.get(Collateral, collateral_id), fields))
    return store.change(Collateral, collateral_id, **fields)


def remove_collateral(store: Store, collateral_id: str) -> None:
    """Take a thing and its history out of the book. Raises RuleError while a line is charged on it."""
    today = store.clock.today()
    store.get(Collateral, collateral_id)
    if things(store, [collateral_id])[0].charges:
        sentence = _("A credit line is still secured by this. Release its charge first; nothing was changed.")
        raise RuleError(sentence)
    for charge in store.all(Charge, collateral_id=collateral_id):
        if charge.ended_on is None or charge.ended_on > today:
            store.remove(Charge, charge.id)
    store.remove(Collateral, collateral_id)


def add_valuation(store: Store, valuation: Valuation) -> Valuation:
    """Write what a thing was worth on a day; earlier ones stay as its history. Raises InputError."""
    store.get(Collateral, valuation.collateral_id)
    _refuse(security_checks.valuation_problems(valuation, store.clock.today()))
    return store.add(valuation)


def remove_valuation(store: Store, valuation_id: str) -> None:
    """Take out a valuation that was entered by mistake. Raises NotFoundError."""
    store.remove(Valuation, valuation_id)


def secure(store: Store, thing: Collateral | str, charge: Charge | None, valuation: Valuation | None) -> Collateral:
    """Write a thing, or take one of the register by its id, with its value and its charge, all in one step.

    Raises InputError beside the fields of any of them; then nothing is written.
    """
    written = store.get(Collateral, thing) if isinstance(thing, str) else add_collateral(store, thing)
    if valuation is not None:
        add_valuation(store, valuation.model_copy(update={"collateral_id": written.id}))
    if charge is not None:
        add_charge(store, charge.model_copy(update={"collateral_id": written.id}))
    return written


def add_charge(store: Store, charge: Charge) -> Charge:
    """Bind a thing to a line. Raises InputError beside the fields; a right is never pledged twice.

    Once it is registered, the record of a right says so too.
    """
    _check_charge(store, charge)
    written = store.add(charge)
    _mark_right(store, written)
    return written


def change_charge(store: Store, charge_id: str, **fields: Any) -> Charge:
    """Change some fields of a charge. Raises InputError, NotFoundError."""
    _check_charge(store, _changed(store.get(Charge, charge_id), fields))
    written = store.change(Charge, charge_id, **fields)
    _mark_right(store, written)
    return written


def release_charge(store: Store, charge_id: str, on: date, note: str = "") -> Charge:
    """Give a thing back on a day; the charge stays in the history. Raises InputError, NotFoundError."""
    charge = store.get(Charge, charge_id)
    return change_charge(store, charge_id, ended_on=on, note=note or charge.note)


def remove_charge(store: Store, charge_id: str) -> None:
    """Take out a charge that was entered by mistake. Raises NotFoundError."""
    charge = store.get(Charge, charge_id)
    store.remove(Charge, charge_id)
    _free_right(store, charge)


def add_guarantee(store: Store, guarantee: Guarantee) -> Guarantee:
    """Write a guarantee; the name of the guarantor is kept with it. Raises InputError, NotFoundError."""
    _refuse(_guarantee_problems(store, guarantee))
    return store.add(_named(store, guarantee))


def change_guarantee(store: Store, guarantee_id: str, **fields: Any) -> Guarantee:
    """Change some fields of a guarantee. Raises InputError, NotFoundError."""
    changed = _named(store, _changed(store.get(Guarantee, guarantee_id), fields))
    _refuse(_guarantee_problems(store, changed))
    return store.change(Guarantee, guarantee_id, **{**fields, "guarantor_name": changed.guarantor_name})


def remove_guarantee(store: Store, guarantee_id: str) -> None:
    """Take a guarantee out of the book. Raises NotFoundError."""
    store.remove(Guarantee, guarantee_id)


def register_stated(store: Store, facility_id: str) -> Taken:
    """Take what the approval of a line states over into the register, and nothing that it does not say.

    A value that is stated for several rights together cannot be parted and stays in the approval; so does
    one without a day where the day of the approval is not known either. Raises NotFoundError.
    """
    security = line_security(store, facility_id)
    written = {"things": 0, "charges": 0, "guarantees": 0}
    left: list[str] = []
    for entry in security.open_stated:
        if entry.type in security_checks.thing_types():
            _take_things(store, security.line, entry, written, left)
        elif entry.provider.strip():
            given = Guarantee(
                facility_id=facility_id, type=entry.type, guarantor_name=entry.provider, amount=entry.value
            )
            add_guarantee(store, given.model_copy(update={"note": entry.description}))
            written["guarantees"] += 1
        else:
            left.append(_("The approval does not say who guarantees."))
    return Taken(**written, left=tuple(left))


def _take_things(store: Store, line: Facility, entry: Security, written: dict[str, int], left: list[str]) -> None:
    known = {one.ip_right_id: one for one in store.all(Collateral, ip_right_id=list(entry.ip_right_ids))}
    charged = {charge.collateral_id for charge in store.all(Charge, facility_id=line.id)}
    for right_id in entry.ip_right_ids or (None,):
        thing = known.get(right_id) if right_id else None
        if thing is None:
            thing = add_collateral(store, _stated_thing(store, line, entry, right_id))
            written["things"] += 1
        if thing.id not in charged:
            number = entry.registration_no
            add_charge(
                store,
                Charge(
                    collateral_id=thing.id,
                    facility_id=line.id,
                    ranking=entry.ranking or 1,
                    registration_no=number,
                ),
            )
            written["charges"] += 1
        valued_on = entry.valued_on or line.approved_on
        if entry.value is None or len(entry.ip_right_ids) > 1 or valued_on is None:
            continue
        if not things(store, [thing.id])[0].valuations:
            add_valuation(
                store,
                Valuation(
                    collateral_id=thing.id,
                    value=entry.value,
                    valued_on=valued_on,
                    source=line.source,
                    as_of=line.as_of,
                    citation=line.citation,
                    note=_("As stated in the approval"),
                ),
            )
    if entry.value is not None and len(entry.ip_right_ids) > 1:
        left.append(_("A value for several rights together was not parted; value each of them."))


def _stated_thing(store: Store, line: Facility, entry: Security, right_id: str | None) -> Collateral:
    right = store.find(IpRight, right_id) if right_id else None
    description = entry.description
    if right is not None:
        description = right.title or right.number
    return Collateral(
        firm_id=right.firm_id if right else line.firm_id,
        type=entry.type,
        description=description.strip() or reference.text("security_type", entry.type),
        owner=entry.provider,
        ip_right_id=right.id if right else None,
        confidentiality=line.confidentiality,
        source=line.source,
        as_of=line.as_of,
        citation=line.citation,
    )


def _check_collateral(store: Store, collateral: Collateral) -> None:
    problems = security_checks.collateral_problems(collateral, store.clock.today())
    if collateral.ip_right_id is not None:
        right = store.get(IpRight, collateral.ip_right_id)
        others = [one for one in store.all(Collateral, ip_right_id=right.id) if one.id != collateral.id]
        if others:
            problems["ip_right_id"] = _("This right stands in the register already; add a charge to it there.")
        elif right.firm_id != collateral.firm_id:
            problems["ip_right_id"] = _("This right belongs to another client.")
    _refuse(problems)


def _check_charge(store: Store, charge: Charge) -> None:
    line, today = store.get(Facility, charge.facility_id), store.clock.today()
    collateral = store.get(Collateral, charge.collateral_id)
    problems = security_checks.charge_problems(charge, line, today)
    if charge.ended_on is None:
        thing = things(store, [collateral.id])[0]
        others = [one for one in thing.charges if one.id != charge.id and not _has_run_out(thing, one, today)]
        if any(one.facility_id == charge.facility_id for one in others):
            problems["facility_id"] = _("This line is secured by it already.")
        elif thing.right is not None:
            problems |= _double_pledge(store, thing.right, line, others)
    _refuse(problems)


def _has_run_out(thing: Thing, charge: Charge, day: date) -> bool:
    return thing.state_of(charge, day) == "registration_ended"


def _double_pledge(store: Store, right: IpRight, line: Facility, others: Iterable[Charge]) -> dict[str, str]:
    """Return the sentence that refuses a second pledge of a right (domain 1.7)."""
    for other in others:
        held = store.get(Facility, other.facility_id)
        sentence = _("This right is pledged already for the line {line}. Release that pledge first.")
        return {"facility_id": sentence.format(line=held.reference_no or held.contract_no or held.id)}
    lender = line.lender or store.info.get("bank", "")
    if patent_rules.is_pledged_elsewhere(right, line.id, lender, store.clock.today()):
        if right.pledgee.strip():
            sentence = _("This right is pledged to {pledgee}. A right cannot be pledged twice.")
            return {"facility_id": sentence.format(pledgee=right.pledgee)}
        return {"facility_id": _("This right is pledged for another line. A right cannot be pledged twice.")}
    return {}


def _mark_right(store: Store, charge: Charge) -> None:
    """Let the record of a right say what the register of charges says."""
    if charge.ended_on is not None:
        _free_right(store, charge)
        return
    right = _right_of(store, charge)
    if right is None or charge.registered_on is None:
        return
    line = store.get(Facility, charge.facility_id)
    store.change(
        IpRight,
        right.id,
        pledged=True,
        pledgee=line.lender or store.info.get("bank", ""),
        pledge_registration_no=charge.registration_no,
        pledged_from=charge.registered_on,
        pledged_to=charge.registered_to,
        facility_id=line.id,
    )


def _free_right(store: Store, charge: Charge) -> None:
    right = _right_of(store, charge)
    if right is not None and right.facility_id == charge.facility_id:
        store.change(
            IpRight,
            right.id,
            pledged=False,
            pledgee="",
            pledge_registration_no="",
            pledged_from=None,
            pledged_to=None,
            facility_id=None,
        )


def _right_of(store: Store, charge: Charge) -> IpRight | None:
    collateral = store.find(Collateral, charge.collateral_id)
    return store.find(IpRight, collateral.ip_right_id) if collateral and collateral.ip_right_id else None


def _guarantee_problems(store: Store, guarantee: Guarantee) -> dict[str, str]:
    return security_checks.guarantee_problems(guarantee, store.get(Facility, guarantee.facility_id))


def _named(store: Store, guarantee: Guarantee) -> Guarantee:
    """Keep the name with the guarantee, so that it can be told when the book has the guarantor no more."""
    if guarantee.guarantor_kind == "outsider" or not guarantee.guarantor_id:
        return guarantee
    if guarantee.guarantor_kind == "firm":
        store.get(Firm, guarantee.guarantor_id)
        name = display_name(store, guarantee.guarantor_id)
    else:
        name = store.get(Person, guarantee.guarantor_id).name
    return guarantee.model_copy(update={"guarantor_name": name})


def _changed(before: T, fields: dict[str, Any]) -> T:
    try:
        return type(before).model_validate({**dict(before), **fields})
    except ValidationError as error:
        raise refused(error) from error


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise InputError(problems)

"""The parts of a line written from its draft: tranches, conditions, charges, covenants (domain reference, 3.3)."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rmapp.domain.collateral import Charge, Collateral
from rmapp.domain.covenant import Covenant
from rmapp.domain.facility import DrawingCondition, Facility, Tranche
from rmapp.domain.facility_draft import ChargeDraft, ConditionDraft, CovenantDraft, TrancheDraft
from rmapp.domain.facility_part_checks import as_covenant
from rmapp.domain.intellectual_property import IpRight
from rmapp.errors import InputError
from rmapp.services.collateral import collateral_register
from rmapp.services.lines import covenants

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rmapp.storage.store import Store

_CHARGE_FIELDS = {"facility_id": "thing", "collateral_id": "thing", "ip_right_id": "thing", "ranking": "thing"}
_COVENANT_FIELDS = {"metric": "what", "type": "what", "ccy": "what", "name": "threshold"}


def charge_drafts(store: Store, facility_id: str) -> tuple[ChargeDraft, ...]:
    """Return the charges of a line that were not given back."""
    found = [one for one in store.all(Charge, facility_id=facility_id) if one.ended_on is None]
    kinds = {one.id: one.type for one in store.all(Collateral, id=[charge.collateral_id for charge in found])}
    return tuple(
        ChargeDraft(
            id=one.id,
            collateral_id=one.collateral_id,
            type=kinds.get(one.collateral_id, ""),
            secured=one.secured,
            registration_no=one.registration_no,
            registered_on=one.registered_on,
            registered_to=one.registered_to,
        )
        for one in sorted(found, key=lambda charge: charge.ranking)
    )


def covenant_drafts(store: Store, facility_id: str) -> tuple[CovenantDraft, ...]:
    """Return the covenants of a line that are in force."""
    return tuple(
        CovenantDraft(**{name: getattr(one, name) for name in CovenantDraft.model_fields})
        for one in store.all(Covenant, facility_id=facility_id)
        if one.active
    )


def save_tranches(store: Store, facility_id: str, drafts: tuple[TrancheDraft, ...]) -> list[str]:
    """Let a line have exactly these tranches; return their ids in order."""
    kept = {draft.id for draft in drafts}
    for tranche in store.all(Tranche, facility_id=facility_id):
        if tranche.id not in kept:
            store.remove(Tranche, tranche.id)
    ids = []
    for sequence, draft in enumerate(drafts, start=1):
        fields = draft.model_dump(exclude={"id"}) | {"amount": draft.amount, "sequence": sequence}
        if draft.id:
            store.change(Tranche, draft.id, **fields)
            ids.append(draft.id)
        else:
            ids.append(store.add(Tranche(facility_id=facility_id, **fields)).id)
    return ids


def save_conditions(store: Store, facility_id: str, drafts: tuple[ConditionDraft, ...]) -> None:
    """Let a line have exactly these conditions; one that was waived with a reason gets today as its day."""
    kept = {draft.id for draft in drafts}
    for condition in store.all(DrawingCondition, facility_id=facility_id):
        if condition.id not in kept:
            store.remove(DrawingCondition, condition.id)
    for draft in drafts:
        fields = draft.model_dump(exclude={"id"})
        if not draft.waived_reason.strip():
            fields["waived_on"] = None
        elif draft.waived_on is None:
            fields["waived_on"] = store.clock.today()
        if draft.id:
            store.change(DrawingCondition, draft.id, **fields)
        elif draft.text.strip():
            store.add(DrawingCondition(facility_id=facility_id, **fields))


def save_charges(store: Store, facility: Facility, drafts: tuple[ChargeDraft, ...]) -> None:
    """Let a line have exactly these charges in force.

    One that is missing is given back today where it was registered, and taken out where it was only agreed.
    Raises InputError with paths such as `charges.0.thing`.
    """
    kept = {draft.id for draft in drafts}
    for charge in store.all(Charge, facility_id=facility.id):
        if charge.ended_on is not None or charge.id in kept:
            continue
        if charge.registered_on is None:
            collateral_register.remove_charge(store, charge.id)
        else:
            collateral_register.release_charge(store, charge.id, store.clock.today())
    for index, draft in enumerate(drafts):
        with _at(f"charges.{index}", _CHARGE_FIELDS):
            _save_charge(store, facility, draft)


def save_covenants(store: Store, facility: Facility, drafts: tuple[CovenantDraft, ...]) -> None:
    """Let a line have exactly these covenants in force; one that was tested is ended and not taken out.

    Raises InputError with paths such as `covenants.0.threshold`.
    """
    kept = {draft.id: draft for draft in drafts}
    for view in covenants.line_covenants(store, facility.id):
        if not view.covenant.active or view.covenant.id in kept:
            continue
        if view.tests:
            covenants.change_covenant(store, view.covenant.id, active=False)
        else:
            covenants.remove_covenant(store, view.covenant.id)
    for index, draft in enumerate(drafts):
        with _at(f"covenants.{index}", _COVENANT_FIELDS):
            if draft.id:
                before = store.get(Covenant, draft.id)
                changed = {name: value for name, value in draft if getattr(before, name) != value}
                if changed:
                    covenants.change_covenant(store, draft.id, **changed)
            else:
                covenants.add_covenant(store, as_covenant(draft, facility.id, facility.ccy))


def _save_charge(store: Store, facility: Facility, draft: ChargeDraft) -> None:
    fields = {name: getattr(draft, name) for name in ("secured", "registration_no", "registered_on", "registered_to")}
    if draft.id:
        before = store.get(Charge, draft.id)
        if any(getattr(before, name) != value for name, value in fields.items()):
            collateral_register.change_charge(store, draft.id, **fields)
        return
    collateral_id = draft.collateral_id or _thing_of_right(store, facility, draft.ip_right_id)
    collateral_register.add_charge(store, Charge(collateral_id=collateral_id, facility_id=facility.id, **fields))


def _thing_of_right(store: Store, facility: Facility, right_id: str) -> str:
    """Return the thing of the register that a right is; it comes into the register where it is not yet."""
    known = store.all(Collateral, ip_right_id=right_id)
    if known:
        return known[0].id
    right = store.get(IpRight, right_id)
    thing = Collateral(
        firm_id=right.firm_id,
        type="pledge_ip",
        description=right.title or right.number,
        ip_right_id=right.id,
        confidentiality=facility.confidentiality,
        source=facility.source,
        as_of=facility.as_of,
        citation=facility.citation,
    )
    return collateral_register.add_collateral(store, thing).id


@contextmanager
def _at(path: str, fields: Mapping[str, str]) -> Iterator[None]:
    """Say what a service refuses at the field of the form that it is typed in."""
    try:
        yield
    except InputError as problem:
        raise InputError(
            {f"{path}.{fields.get(name, name)}": text for name, text in problem.fields.items()}
        ) from problem

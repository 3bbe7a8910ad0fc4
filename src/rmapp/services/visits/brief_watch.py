"""What a printed brief warns of: dates of credit and open signals, none of them about anything restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.brief_credit import BriefAlert, BriefSignal
from rmapp.domain.collateral import Charge, Collateral, Guarantee, Valuation
from rmapp.domain.covenant import Covenant, CovenantTest
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, Tranche
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.other_line import OtherLine
from rmapp.services.early_warning import signals
from rmapp.services.portfolio import credit_alerts
from rmapp.storage.discreet import candid

if TYPE_CHECKING:
    from rmapp.domain.signal import Signal
    from rmapp.services.portfolio.credit_alerts import CreditAlert
    from rmapp.storage.store import Store

_PRINTED = ("red", "amber")
_PARTS = (Covenant, Tranche, Drawdown, DrawingCondition, Charge, Guarantee)


def brief_alerts(store: Store, firm_id: str, hidden: frozenset[str]) -> tuple[BriefAlert, ...]:
    """Return the credit dates of a firm that come near or are late, the latest first."""
    found = [
        one
        for one in credit_alerts.alerts(store, firm_id)
        if one.facility_id not in hidden and one.subject not in hidden
    ]
    return tuple(_alert(store, one) for one in found)


def brief_signals(store: Store, firm_id: str, hidden: frozenset[str]) -> tuple[BriefSignal, ...]:
    """Return the red and amber signals of a firm that are not closed."""
    return tuple(
        BriefSignal(code=one.code, severity=one.severity, raised_on=one.raised_on, evidence=one.evidence)
        for one in signals.firm_signals(store, firm_id)
        if one.severity in _PRINTED and not _tells_of(store, one, hidden)
    )


def restricted_ids(store: Store) -> frozenset[str]:
    """Return the ids of everything restricted about credit: lines, things, other lenders' lines, and their parts.

    They are known also to a paper that sees none of them, so that it leaves out what adds them up with other things.
    """
    with candid(store):
        return _restricted_ids(store)


def _restricted_ids(store: Store) -> frozenset[str]:
    lines = {one.id for one in store.all(Facility, confidentiality="restricted")}
    things = store.all(Collateral, confidentiality="restricted")
    found = lines | {one.id for one in things} | {one.ip_right_id for one in things if one.ip_right_id}
    found |= {one.id for one in store.all(OtherLine, confidentiality="restricted")}
    for part in _PARTS:
        found |= {one.id for one in store.all(part, facility_id=sorted(lines))}
    thing_ids = [one.id for one in things]
    found |= {one.id for one in store.all(Charge, collateral_id=thing_ids)}
    found |= {one.id for one in store.all(Valuation, collateral_id=thing_ids)}
    covenants = [one.id for one in store.all(Covenant, facility_id=sorted(lines))]
    return frozenset(found | {one.id for one in store.all(CovenantTest, covenant_id=covenants)})


def _tells_of(store: Store, signal: Signal, hidden: frozenset[str]) -> bool:
    """Tell whether a signal is about something hidden, or its evidence adds it up with other things."""
    if signal.code == "new_guarantees":
        given = store.all(Guarantee, guarantor_kind="firm", guarantor_id=signal.firm_id)
        return any(one.id in hidden for one in given)
    if signal.code == "other_lender_cut":
        told = store.all(OtherLine, firm_id=signal.firm_id)
        lenders = {one.lender for one in told if one.id == signal.subject}
        return any(one.id in hidden and one.lender in lenders for one in told)
    return signal.subject in hidden


def _alert(store: Store, one: CreditAlert) -> BriefAlert:
    covenant = store.find(Covenant, one.subject) if one.kind == "covenant_test" else None
    line = store.find(Facility, one.facility_id)
    return BriefAlert(
        kind=one.kind,
        on=one.on,
        days=one.days,
        covenant=covenant,
        facility_type=line.facility_type if line else "",
        thing=_thing(store, one),
        amount=one.amount,
    )


def _thing(store: Store, one: CreditAlert) -> str:
    """Return what is said about the thing of an alert; empty for alerts about no thing."""
    if one.kind == "revaluation_due":
        thing = store.find(Collateral, one.subject)
    elif one.kind == "registration_ends":
        charge = store.find(Charge, one.subject)
        thing = store.find(Collateral, charge.collateral_id) if charge else None
    elif one.kind == "annual_fee":
        right = store.find(IpRight, one.subject)
        return (right.title or right.number) if right else ""
    else:
        return ""
    return thing.description if thing else ""

"""Credit of named firms as reported: lines with unknown parts left open, first tranches, raised limits."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rmapp.domain import reference
from rmapp.domain.facility import Drawdown, Facility, LedgerEntry, Security, Tranche, UseOfProceeds
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.money import Money
from rmapp.domain.ownership import GroupLimit
from rmapp.domain.partial_date import PartialDate
from rmapp.services.clients.facts import add_fact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rmapp.storage.store import Store

Fact = dict[str, Any]
Proof = dict[str, Any]

_CORE_PATENT = "Core patent, number not reported"


def _write_line(store: Store, firm_id: str, fact: Fact, proof: Proof) -> None:
    if "borrowers" in fact:
        _write_group_limit(store, firm_id, fact, proof)
        return
    limit = _money(fact.get("limit"))
    facility = store.add(
        Facility(
            firm_id=firm_id,
            **_lender(fact),
            facility_type=fact["facility_type"],
            limit=limit,
            limit_qualifier=fact.get("limit_qualifier") or "exact",
            security=_security(store, firm_id, fact, proof),
            use_of_proceeds=tuple(UseOfProceeds(code=code) for code in fact.get("use", ())),
            status=fact.get("status", "active"),
            confidentiality="public",
            note="; ".join(str(fact[key]) for key in ("year", "basis", "note") if key in fact),
            **proof,
        )
    )
    if limit is not None and "year" in fact:
        _enter_limit(store, facility.id, fact, proof)


def _write_group_limit(store: Store, firm_id: str, fact: Fact, proof: Proof) -> None:
    """Write a limit of which the report says only that several firms share it."""
    store.add(
        GroupLimit(
            firm_id=firm_id,
            lender=fact["lender"],
            limit=_money(fact["limit"]),
            borrowers=fact["borrowers"],
            security=reference.text("security_type", fact["security"]),
            purpose=", ".join(reference.text("use_of_proceeds", code) for code in fact["use"]),
            status=fact["status"],
            **proof,
        )
    )


def _write_plan(store: Store, firm_id: str, fact: Fact, proof: Proof) -> None:
    store.add(
        Facility(
            firm_id=firm_id,
            **_lender(fact),
            facility_type=fact["facility_type"],
            limit=_money(fact["amount"]),
            status=fact["status"],
            confidentiality="public",
            note=fact.get("note", ""),
            **proof,
        )
    )


def _write_tranche(store: Store, firm_id: str, fact: Fact, proof: Proof) -> None:
    facility = _line_of(store, firm_id, fact)
    amount = Money(**fact["amount"])
    purpose = ", ".join(reference.text("use_of_proceeds", code) for code in fact["use"])
    tranche = store.add(Tranche(facility_id=facility.id, sequence=fact["sequence"], amount=amount, purpose=purpose))
    draw = store.add(
        Drawdown(
            facility_id=facility.id,
            tranche_id=tranche.id,
            sequence=fact["sequence"],
            amount=amount,
            status=fact["status"],
            **proof,
        )
    )
    store.add(
        LedgerEntry(
            facility_id=facility.id, drawdown_id=draw.id, kind="disbursement", amount=amount, note=proof["citation"]
        )
    )


def _write_limit_change(store: Store, firm_id: str, fact: Fact, proof: Proof) -> None:
    """Enter an earlier or later limit of a line; the line itself keeps the highest one reported."""
    facility = _line_of(store, firm_id, fact)
    limit = Money(**fact["limit"])
    if facility.limit is None or facility.limit < limit:
        store.change(Facility, facility.id, limit=limit)
    _enter_limit(store, facility.id, fact, proof)


def _enter_limit(store: Store, facility_id: str, fact: Fact, proof: Proof) -> None:
    said = [str(fact[key]) for key in ("product", "basis") if key in fact]
    store.add(
        LedgerEntry(
            facility_id=facility_id,
            kind="limit_change",
            amount=Money(**fact["limit"]),
            value_on=PartialDate.of(fact["year"]),
            note="; ".join([*said, proof["citation"]]),
        )
    )


def _line_of(store: Store, firm_id: str, fact: Fact) -> Facility:
    lender = _lender(fact)
    return store.all(Facility, firm_id=firm_id, facility_type=fact.get("facility_type", "tech_credit_loan"), **lender)[
        0
    ]


def _lender(fact: Fact) -> dict[str, Any]:
    bank, _comma, branch = fact["lender"].partition(", ")
    return {"lender": bank, "branch": branch}


def _security(store: Store, firm_id: str, fact: Fact, proof: Proof) -> tuple[Security, ...]:
    if "security" not in fact:
        return ()
    rights = [
        add_fact(
            store,
            IpRight(
                firm_id=firm_id,
                ip_type="unspecified_patent",
                title=_CORE_PATENT,
                core=True,
                pledged=True,
                pledgee=fact["lender"],
                **proof,
            ),
        ).id
        for _number in range(fact.get("pledged_patents", 0))
    ]
    return (Security(type=fact["security"], ip_right_ids=tuple(rights)),)


def _money(value: dict[str, Any] | None) -> Money | None:
    return Money(**value) if value else None


CREDIT: Mapping[str, Callable[[Store, str, Fact, Proof], None]] = MappingProxyType(
    {
        "credit_line": _write_line,
        "credit_line_change": _write_limit_change,
        "bank_plan": _write_plan,
        "tranche": _write_tranche,
    }
)
"""How each kind of reported credit is written."""

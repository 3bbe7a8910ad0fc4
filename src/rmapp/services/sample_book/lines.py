"""Credit lines of the fictional firms, with their ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, LedgerEntry, Tranche
from rmapp.domain.money import Money, total
from rmapp.domain.partial_date import PartialDate
from rmapp.services.sample_book.values import linked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from rmapp.services.sample_book.data import SampleDraw, SampleLine
    from rmapp.storage.store import Store


def write_line(store: Store, firm_id: str, line: SampleLine, ids: Mapping[str, str]) -> str:
    """Write a line with its parts and movements; return its id."""
    terms = {"lender": store.info["bank"], "branch": store.info["branch"], **linked(line.terms, ids)}
    facility = store.add(Facility(firm_id=firm_id, **terms))
    tranches = [
        store.add(Tranche(facility_id=facility.id, sequence=number, **row))
        for number, row in enumerate(line.tranches, start=1)
    ]
    for row in line.conditions:
        store.add(DrawingCondition(facility_id=facility.id, **row))
    for on, limit, reason in line.limits or _first_limit(facility):
        _enter(store, facility.id, "limit_change", limit, on, note=reason)
    for number, draw in enumerate(line.draws, start=1):
        tranche_id = tranches[draw.tranche - 1].id if draw.tranche else None
        _write_draw(store, facility, draw, number, tranche_id)
    for row in line.entries:
        store.add(LedgerEntry(facility_id=facility.id, **row))
    return facility.id


def _first_limit(facility: Facility) -> list[tuple[date, Money, str]]:
    if facility.signed_on is None or facility.limit is None:
        return []
    return [(facility.signed_on, facility.limit, "")]


def _write_draw(store: Store, facility: Facility, draw: SampleDraw, number: int, tranche_id: str | None) -> None:
    family = reference.facility_types()[facility.facility_type].draw_unit
    contingent = family in ("bill", "lc", "guarantee", "contract")
    repaid = total((amount for _on, amount in draw.repaid), draw.amount.ccy)
    status = "repaid" if repaid == draw.amount else "disbursed" if repaid.is_zero else "partly_repaid"
    row = store.add(
        Drawdown(
            facility_id=facility.id,
            tranche_id=tranche_id,
            sequence=number,
            requested_on=draw.on,
            disbursed_on=draw.on,
            amount=draw.amount,
            due_on=draw.due or facility.maturity_on,
            status=status,
            purpose=draw.purpose,
            payee=draw.payee,
            instrument_no=draw.number,
            notional=draw.notional,
            factor_bp=draw.factor_bp,
            uses=draw.uses,
            first_check_on=draw.first_check_on,
            checked_on=draw.checked_on,
            check_note=draw.check_note,
            margin=draw.amount.part(facility.margin_bp) if facility.margin_bp else None,
            source="bank_system",
        )
    )
    _enter(store, facility.id, "issue" if contingent else "disbursement", draw.amount, draw.on, row.id)
    for on, amount in draw.repaid:
        _enter(store, facility.id, "release" if contingent else "principal_repayment", amount, on, row.id)


def _enter(
    store: Store,
    facility_id: str,
    kind: str,
    amount: Money,
    on: date,
    drawdown_id: str | None = None,
    *,
    note: str = "",
) -> None:
    store.add(
        LedgerEntry(
            facility_id=facility_id,
            drawdown_id=drawdown_id,
            kind=kind,
            amount=amount,
            value_on=PartialDate.of(on),
            note=note,
        )
    )

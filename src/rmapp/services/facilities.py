"""Credit lines written: typed, changed, drawn and repaid (domain reference, 3.3).

The ledger is append-only: a changed or removed draw-down reverses its entry and, where needed, adds a new one.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from rmapp.domain import reference
from rmapp.domain.entity import Value
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, LedgerEntry, Tranche
from rmapp.domain.facility_checks import check_facility
from rmapp.domain.facility_draft import ConditionDraft, DrawDraft, FacilityDraft, TrancheDraft
from rmapp.domain.firm import Firm
from rmapp.domain.money import Money, format_money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.wording import format_date
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.line_status import record_step
from rmapp.services.line_views import FacilityView, facility_view

if TYPE_CHECKING:
    from rmapp.storage.store import Store

_Draft = TypeVar("_Draft", bound=Value)
_PARTS = frozenset({"tranches", "draws", "conditions"})


class DrawInput(Value):
    """A draw-down as it is recorded; `tranche_id` is empty where the line has no tranches."""

    facility_id: str
    amount: Money
    on: date
    tranche_id: str | None = None
    payee: str = ""
    purpose: str = ""
    use: str | None = None
    due_on: date | None = None
    rate_bp: int | None = None
    instrument_no: str = ""


def facility_draft(store: Store, facility_id: str) -> FacilityDraft:
    """Return a stored line as a draft, to fill the editor."""
    facility = store.get(Facility, facility_id)
    tranches = store.all(Tranche, order="sequence", facility_id=facility_id)
    numbers = {tranche.id: number for number, tranche in enumerate(tranches, start=1)}
    draws = store.all(Drawdown, order="sequence", facility_id=facility_id)
    conditions = store.all(DrawingCondition, facility_id=facility_id)
    shared = {name: getattr(facility, name) for name in FacilityDraft.model_fields if name not in _PARTS}
    return FacilityDraft(
        **shared,
        tranches=tuple(_same_fields(tranche, TrancheDraft) for tranche in tranches),
        draws=tuple(
            _same_fields(draw, DrawDraft).model_copy(update={"tranche": numbers.get(draw.tranche_id or "", 0)})
            for draw in draws
            if draw.status != "cancelled"
        ),
        conditions=tuple(_same_fields(condition, ConditionDraft) for condition in conditions),
    )


def save_facility(store: Store, draft: FacilityDraft, facility_id: str | None = None) -> Facility:
    """Write a line with its tranches, conditions and draw-downs; new without `facility_id`.

    Raises InputError with the errors of `check_facility`, keyed by field path; warnings do not block.
    """
    store.get(Firm, draft.firm_id)
    errors = {one.field: one.message for one in check_facility(draft, store.clock.today()) if one.severity == "error"}
    if errors:
        raise InputError(errors)
    shared = {name: getattr(draft, name) for name in FacilityDraft.model_fields if name not in _PARTS}
    if facility_id is None:
        facility = store.add(Facility(**shared))
        _log_limit(store, facility, draft.signed_on)
    else:
        before = store.get(Facility, facility_id)
        facility = store.change(Facility, facility_id, **shared)
        if facility.limit != before.limit:
            _log_limit(store, facility, None)
        if facility.status != before.status:
            record_step(store, facility.id, before.status, facility.status, store.clock.today())
    tranche_ids = _save_tranches(store, facility.id, draft.tranches)
    _save_conditions(store, facility.id, draft.conditions)
    _save_draws(store, facility, draft.draws, tranche_ids)
    return facility


def remove_facility(store: Store, facility_id: str) -> None:
    """Take a line out of the book; refused while something is drawn."""
    view = facility_view(store, facility_id)
    if view.amounts.outstanding is not None and not view.amounts.outstanding.is_zero:
        raise RuleError(
            _("{amount} is still drawn under this line. Record the repayment first, then close it.").format(
                amount=format_money(view.amounts.outstanding)
            )
        )
    store.remove(Facility, facility_id)


def record_draw(store: Store, draw: DrawInput) -> Drawdown:
    """Record a payout under a line and enter it in the ledger.

    Raises InputError where the amount is more than is free, the day is not possible, or nothing can be drawn.
    """
    view = facility_view(store, draw.facility_id)
    facility = view.facility
    problems = _draw_problems(store, draw, facility)
    available = view.available_for(draw.tranche_id)
    if draw.amount.ccy != facility.ccy:
        problems["amount"] = _("This line is in {ccy}.").format(ccy=facility.ccy)
    elif available is not None and draw.amount.minor > available.minor:
        problems["amount"] = _("Only {free} is free to draw: {why}").format(
            free=format_money(available), why=view.why_not_more(draw.tranche_id)
        )
    if problems:
        raise InputError(problems)
    return _add_draw(store, facility, draw)


def record_repayment(
    store: Store, facility_id: str, amount: Money, on: date, drawdown_id: str | None = None, note: str = ""
) -> LedgerEntry:
    """Enter a repayment of principal; not more than is outstanding and not in the future."""
    view = facility_view(store, facility_id)
    problems = {}
    outstanding = view.amounts.outstanding
    if amount.minor <= 0:
        problems["amount"] = _("Write the amount that was repaid.")
    elif amount.ccy != view.facility.ccy:
        problems["amount"] = _("This line is in {ccy}.").format(ccy=view.facility.ccy)
    elif outstanding is not None and amount > outstanding:
        problems["amount"] = _("Only {amount} is outstanding.").format(amount=format_money(outstanding))
    else:
        problems |= _repayment_problems(view, amount, drawdown_id)
    if on > store.clock.today():
        problems["on"] = _("This day is still to come. Record the repayment when the money has come in.")
    if problems:
        raise InputError(problems)
    kind = "release" if _is_contingent(view.facility) else "principal_repayment"
    return store.add(
        LedgerEntry(
            facility_id=facility_id,
            drawdown_id=drawdown_id,
            kind=kind,
            amount=amount,
            value_on=PartialDate.of(on),
            note=note,
        )
    )


def _repayment_problems(view: FacilityView, amount: Money, drawdown_id: str | None) -> dict[str, str]:
    owed = next((view.owed_of(draw) for draw in view.draws if draw.id == drawdown_id), None)
    if owed is None or amount <= owed:
        return {}
    sentence = _("Only {amount} of this draw-down is outstanding. Record the rest for another draw-down.")
    return {"amount": sentence.format(amount=format_money(owed))}


def ledger_entry(store: Store, entry_id: str) -> LedgerEntry:
    """Return one entry of a ledger. Raises NotFoundError."""
    return store.get(LedgerEntry, entry_id)


def reverse_entry(store: Store, entry_id: str, note: str) -> LedgerEntry:
    """Take an entry back by a correction that names it; both stay in the ledger."""
    entry = store.get(LedgerEntry, entry_id)
    if entry.kind == "correction" or store.all(LedgerEntry, reverses=entry_id):
        raise RuleError(_("This entry has been taken back already."))
    return store.add(
        LedgerEntry(
            facility_id=entry.facility_id,
            drawdown_id=entry.drawdown_id,
            kind="correction",
            amount=entry.amount,
            value_on=entry.value_on,
            reverses=entry_id,
            note=note,
        )
    )


def meet_condition(store: Store, tranche_id: str, on: date) -> Tranche:
    """Note that a tranche's condition is met, so that it can be drawn."""
    return store.change(Tranche, tranche_id, condition_met_on=on)


def _same_fields(entity: Value, kind: type[_Draft]) -> _Draft:
    return kind(**{name: getattr(entity, name) for name in kind.model_fields if hasattr(entity, name)})


def _is_contingent(facility: Facility) -> bool:
    return reference.facility_types()[facility.facility_type].draw_unit not in ("drawdown", "none")


def _log_limit(store: Store, facility: Facility, on: date | None) -> None:
    if facility.limit is None:
        return
    day = PartialDate.of(on or store.clock.today())
    store.add(LedgerEntry(facility_id=facility.id, kind="limit_change", amount=facility.limit, value_on=day))


def _save_tranches(store: Store, facility_id: str, drafts: tuple[TrancheDraft, ...]) -> list[str]:
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


def _save_conditions(store: Store, facility_id: str, drafts: tuple[ConditionDraft, ...]) -> None:
    kept = {draft.id for draft in drafts}
    for condition in store.all(DrawingCondition, facility_id=facility_id):
        if condition.id not in kept:
            store.remove(DrawingCondition, condition.id)
    for draft in drafts:
        fields = draft.model_dump(exclude={"id"})
        if draft.id:
            store.change(DrawingCondition, draft.id, **fields)
        elif draft.text.strip():
            store.add(DrawingCondition(facility_id=facility_id, **fields))


def _save_draws(store: Store, facility: Facility, drafts: tuple[DrawDraft, ...], tranche_ids: list[str]) -> None:
    stored = {draw.id: draw for draw in store.all(Drawdown, facility_id=facility.id) if draw.status != "cancelled"}
    for draw_id in stored.keys() - {draft.id for draft in drafts}:
        _reverse_draw(store, draw_id)
        store.change(Drawdown, draw_id, status="cancelled")
    for draft in drafts:
        tranche_id = tranche_ids[draft.tranche - 1] if draft.tranche else None
        if draft.id:
            _change_draw(store, stored[draft.id], draft, tranche_id)
        elif draft.amount is not None and draft.disbursed_on is not None:
            _add_draw(
                store,
                facility,
                DrawInput(
                    facility_id=facility.id,
                    amount=draft.amount,
                    on=draft.disbursed_on,
                    tranche_id=tranche_id,
                    payee=draft.payee,
                    purpose=draft.purpose,
                    due_on=draft.due_on,
                ),
            )


def _change_draw(store: Store, before: Drawdown, draft: DrawDraft, tranche_id: str | None) -> None:
    after = store.change(
        Drawdown,
        before.id,
        amount=draft.amount or before.amount,
        disbursed_on=draft.disbursed_on,
        due_on=draft.due_on,
        payee=draft.payee,
        purpose=draft.purpose,
        tranche_id=tranche_id,
    )
    if (after.amount, after.disbursed_on) != (before.amount, before.disbursed_on):
        _reverse_draw(store, before.id)
        _enter_draw(store, store.get(Facility, before.facility_id), after)


def _reverse_draw(store: Store, draw_id: str) -> None:
    entries = store.all(LedgerEntry, drawdown_id=draw_id)
    taken_back = {entry.reverses for entry in entries}
    for entry in entries:
        if entry.kind in ("disbursement", "issue") and entry.id not in taken_back:
            reverse_entry(store, entry.id, _("Draw-down changed"))


def _add_draw(store: Store, facility: Facility, draw: DrawInput) -> Drawdown:
    margin = draw.amount.part(facility.margin_bp) if facility.margin_bp else None
    row = store.add(
        Drawdown(
            facility_id=facility.id,
            tranche_id=draw.tranche_id,
            sequence=store.count(Drawdown, facility_id=facility.id) + 1,
            disbursed_on=draw.on,
            amount=draw.amount,
            due_on=draw.due_on,
            rate_bp=draw.rate_bp,
            use=draw.use,
            purpose=draw.purpose,
            payee=draw.payee,
            instrument_no=draw.instrument_no,
            margin=margin,
            source="bank_system",
        )
    )
    _enter_draw(store, facility, row)
    return row


def _enter_draw(store: Store, facility: Facility, draw: Drawdown) -> None:
    store.add(
        LedgerEntry(
            facility_id=facility.id,
            drawdown_id=draw.id,
            kind="issue" if _is_contingent(facility) else "disbursement",
            amount=draw.amount,
            value_on=PartialDate.of(draw.disbursed_on) if draw.disbursed_on else None,
        )
    )


def _draw_problems(store: Store, draw: DrawInput, facility: Facility) -> dict[str, str]:
    problems = {}
    if draw.amount.minor <= 0:
        problems["amount"] = _("Write the amount that was paid out.")
    if facility.status != "active":
        problems["facility_id"] = _("This line is “{status}”; only an active line can be drawn.").format(
            status=reference.text("line_status", facility.status)
        )
    if draw.on > store.clock.today():
        problems["on"] = _("This day is still to come. Record the draw-down when the money has been paid out.")
    elif facility.signed_on and draw.on < facility.signed_on:
        problems["on"] = _("Before signing on {date}.").format(date=format_date(facility.signed_on, "medium"))
    return problems

"""Credit lines written: typed, changed, removed (domain reference, 3.3).

The ledger is append-only: a changed or removed draw-down reverses its entry and, where needed, adds a new one.
What is drawn and repaid is written in `draws`, whose verbs are known here too.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from rmapp.domain.entity import Value
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, LedgerEntry, Tranche
from rmapp.domain.facility_checks import check_facility
from rmapp.domain.facility_draft import PARTS, ConditionDraft, DrawDraft, FacilityDraft, TrancheDraft
from rmapp.domain.firm import Firm
from rmapp.domain.money import Money, format_money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.umbrella_checks import check_umbrella
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.lines.line_views import facility_view
from rmapp.services.origination.draws import (
    DrawInput,
    add_draw,
    enter_draw,
    ledger_entry,
    record_check,
    record_draw,
    record_repayment,
    repaid_of,
    reverse_draw,
    reverse_entry,
    settle,
)
from rmapp.services.origination.line_parts import (
    charge_drafts,
    covenant_drafts,
    save_charges,
    save_conditions,
    save_covenants,
    save_tranches,
)
from rmapp.services.origination.line_places import umbrellas_for
from rmapp.services.origination.line_status import record_step
from rmapp.storage.current_rates import current_rates

if TYPE_CHECKING:
    from rmapp.storage.store import Store

__all__ = [
    "DrawInput",
    "change_limit",
    "facility_draft",
    "ledger_entry",
    "meet_condition",
    "record_check",
    "record_draw",
    "record_repayment",
    "remove_facility",
    "reverse_entry",
    "save_facility",
]

_Draft = TypeVar("_Draft", bound=Value)


def facility_draft(store: Store, facility_id: str) -> FacilityDraft:
    """Return a stored line as a draft, to fill the editor."""
    facility = store.get(Facility, facility_id)
    tranches = store.all(Tranche, order="sequence", facility_id=facility_id)
    numbers = {tranche.id: number for number, tranche in enumerate(tranches, start=1)}
    draws = store.all(Drawdown, order="sequence", facility_id=facility_id)
    conditions = store.all(DrawingCondition, facility_id=facility_id)
    shared = {name: getattr(facility, name) for name in FacilityDraft.model_fields if name not in PARTS}
    return FacilityDraft(
        **shared,
        tranches=tuple(_same_fields(tranche, TrancheDraft) for tranche in tranches),
        draws=tuple(
            _same_fields(draw, DrawDraft).model_copy(update={"tranche": numbers.get(draw.tranche_id or "", 0)})
            for draw in draws
            if draw.status != "cancelled"
        ),
        conditions=tuple(_same_fields(condition, ConditionDraft) for condition in conditions),
        charges=charge_drafts(store, facility_id),
        covenants=covenant_drafts(store, facility_id),
    )


def save_facility(store: Store, draft: FacilityDraft, facility_id: str | None = None) -> Facility:
    """Write a line with its parts; new without `facility_id`.

    Raises InputError with the errors of `check_facility` and of the line's place under an umbrella, keyed by
    field path; warnings do not block. A changed limit of a stored line needs its reason.
    """
    store.get(Firm, draft.firm_id)
    before = store.get(Facility, facility_id) if facility_id is not None else None
    _refuse_errors(store, draft, before)
    shared = {name: getattr(draft, name) for name in FacilityDraft.model_fields if name not in PARTS}
    if before is None:
        facility = store.add(Facility(**shared))
        _log_limit(store, facility, _since(store, draft, draft.signed_on))
    else:
        facility = store.change(Facility, before.id, **shared)
        if facility.limit != before.limit:
            _log_limit(store, facility, _since(store, draft, draft.as_of), draft.limit_reason)
        if facility.status != before.status:
            record_step(store, facility.id, before.status, facility.status, store.clock.today())
    tranche_ids = save_tranches(store, facility.id, draft.tranches)
    save_conditions(store, facility.id, draft.conditions)
    _save_draws(store, facility, draft.draws, tranche_ids)
    save_charges(store, facility, draft.charges)
    save_covenants(store, facility, draft.covenants)
    return facility


def change_limit(
    store: Store, facility_id: str, limit: Money, reason: str, on: date | PartialDate | None = None
) -> Facility:
    """Give a line another limit from a day on (today if none is given); the reason stays in its history.

    Of a report `on` may be a month or a year.

    Raises InputError where the limit is not possible, the reason is missing or the day is still to come.
    """
    draft = facility_draft(store, facility_id).model_copy(update={"limit": limit, "limit_reason": reason})
    before = store.get(Facility, facility_id)
    if before.limit == limit:
        raise InputError({"limit": _("The limit is {limit} already.").format(limit=format_money(limit))})
    since = PartialDate.of(on or store.clock.today()) if not isinstance(on, PartialDate) else on
    if since.first_day() > store.clock.today():
        raise InputError({"on": _("This day is still to come. Change the limit when it holds.")})
    _refuse_errors(store, draft, before)
    facility = store.change(Facility, facility_id, limit=limit)
    _log_limit(store, facility, since, reason)
    return facility


def change_maturity(store: Store, facility_id: str, on: date) -> Facility:
    """Write the day a line matures. Raises InputError on `maturity_on` where the day cannot be, NotFoundError."""
    draft = facility_draft(store, facility_id).model_copy(update={"maturity_on": on})
    for problem in check_facility(draft, store.clock.today()):
        if problem.field == "maturity_on" and problem.severity == "error":
            raise InputError({"maturity_on": problem.message})
    return store.change(Facility, facility_id, maturity_on=on)


def remove_facility(store: Store, facility_id: str) -> None:
    """Take a line out of the book; refused while something is drawn."""
    view = facility_view(store, facility_id)
    if view.amounts.outstanding is not None and not view.amounts.outstanding.is_zero:
        raise RuleError(
            _("{amount} is still drawn under this line. Record the repayment first, then close it.").format(
                amount=format_money(view.amounts.outstanding)
            )
        )
    if store.count(Facility, parent_id=facility_id):
        raise RuleError(_("Lines stand under this one. Remove them or give them another place first."))
    store.remove(Facility, facility_id)


def meet_condition(store: Store, tranche_id: str, on: date) -> Tranche:
    """Note that a tranche's condition is met, so that it can be drawn."""
    return store.change(Tranche, tranche_id, condition_met_on=on)


def _refuse_errors(store: Store, draft: FacilityDraft, before: Facility | None) -> None:
    today = store.clock.today()
    known = umbrellas_for(store, draft.firm_id, before.id if before else None)
    problems = [*check_facility(draft, today), *check_umbrella(draft, known, today, current_rates(store))]
    errors = {one.field: one.message for one in problems if one.severity == "error"}
    is_changed = before is not None and before.limit is not None and before.limit != draft.limit
    if is_changed and not draft.limit_reason.strip():
        errors.setdefault("limit_reason", _("Say why the limit changes; it stays in the history of the line."))
    if errors:
        raise InputError(errors)


def _same_fields(entity: Value, kind: type[_Draft]) -> _Draft:
    return kind(**{name: getattr(entity, name) for name in kind.model_fields if hasattr(entity, name)})


def _since(store: Store, draft: FacilityDraft, known: date | PartialDate | None) -> PartialDate | None:
    """Return when the limit of a draft began to hold: as typed, else as known, else today for our own lines."""
    if draft.limit_since is not None:
        return draft.limit_since
    if not draft.is_reported and not isinstance(known, date):
        return PartialDate.of(store.clock.today())
    return PartialDate.of(known) if isinstance(known, date) else known


def _log_limit(store: Store, facility: Facility, since: PartialDate | None, reason: str = "") -> None:
    if facility.limit is None:
        return
    store.add(
        LedgerEntry(
            facility_id=facility.id,
            kind="limit_change",
            amount=facility.limit,
            value_on=since,
            note=reason.strip(),
        )
    )


def _save_draws(store: Store, facility: Facility, drafts: tuple[DrawDraft, ...], tranche_ids: list[str]) -> None:
    stored = {draw.id: draw for draw in store.all(Drawdown, facility_id=facility.id) if draw.status != "cancelled"}
    for draw_id in stored.keys() - {draft.id for draft in drafts}:
        repaid = repaid_of(store, draw_id)
        if repaid is not None and repaid.minor > 0:
            sentence = _("{amount} of a draw-down was repaid. Take the repayment back before you remove it.")
            raise RuleError(sentence.format(amount=format_money(repaid)))
        reverse_draw(store, draw_id)
        store.change(Drawdown, draw_id, status="cancelled")
    for place, draft in enumerate(drafts):
        tranche_id = tranche_ids[draft.tranche - 1] if draft.tranche else None
        if draft.id:
            _change_draw(store, stored[draft.id], draft, tranche_id, f"draws.{place}.amount")
        elif draft.amount is not None:
            add_draw(
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


def _change_draw(store: Store, before: Drawdown, draft: DrawDraft, tranche_id: str | None, path: str) -> None:
    repaid = repaid_of(store, before.id)
    if draft.amount is not None and repaid is not None and draft.amount < repaid:
        sentence = _("{amount} of this draw-down was repaid already.")
        raise InputError({path: sentence.format(amount=format_money(repaid))})
    amount = draft.amount or before.amount
    # A margin that was paid in stays the same share of a changed amount.
    margin = before.margin
    if margin is not None and amount != before.amount and not before.amount.is_zero:
        margin = amount.times(Fraction(margin.minor, before.amount.minor))
    after = store.change(
        Drawdown,
        before.id,
        amount=amount,
        margin=margin,
        disbursed_on=draft.disbursed_on,
        due_on=draft.due_on,
        payee=draft.payee,
        purpose=draft.purpose,
        tranche_id=tranche_id,
    )
    if (after.amount, after.disbursed_on) != (before.amount, before.disbursed_on):
        reverse_draw(store, before.id)
        enter_draw(store, store.get(Facility, before.facility_id), after)
        settle(store, before.id)

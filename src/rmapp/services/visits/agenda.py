"""What is worth raising at the next meeting with a firm, most urgent first."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.wording import point_explanation, point_heading
from rmapp.domain.brief import BriefPoint, Period
from rmapp.domain.classes import is_hidden
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.meeting import Meeting, MeetingFirm
from rmapp.domain.partial_date import PartialDate
from rmapp.services import scoring
from rmapp.services.clients.promises import open_promises
from rmapp.services.lines.credit import firm_credit
from rmapp.services.stages import ipo
from rmapp.services.visits.visit_prefill import proposed_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rmapp.domain.promise import Promise
    from rmapp.services.lines.credit import FirmCredit
    from rmapp.storage.store import Store

MATURITY_DAYS = 90
DESIGNATION_DAYS = 180
STALE_DAYS = 365
"""Statements whose period ended longer ago than this count as stale."""


def points(store: Store, firm_id: str, *, restricted: bool = True) -> tuple[BriefPoint, ...]:
    """Return the points to raise: late promises, typed agenda, conditions, maturities, expiries, gaps.

    Without `restricted` nothing comes from a meeting or line of that class.
    """
    return (
        *_late_promises(store, open_promises(store, firm_id, restricted=restricted)),
        *_typed_agenda(store, firm_id, next_visit(store, firm_id, restricted=restricted)),
        *_credit_points(store, firm_credit(store, firm_id, restricted=restricted)),
        *_designations(store, firm_id),
        *_listing(store, firm_id, restricted=restricted),
        *_statements(store, firm_id),
        *_review(store, firm_id),
    )


class SaidPoint(NamedTuple):
    """A point to raise in the words of the current language: what it is, why it matters, and its value."""

    heading: str
    why: str
    point: BriefPoint


def said_points(store: Store, firm_id: str) -> tuple[SaidPoint, ...]:
    """Return the points to raise in words, the same words that the brief prints."""
    return tuple(SaidPoint(point_heading(one), point_explanation(one), one) for one in points(store, firm_id))


def next_visit(store: Store, firm_id: str, *, restricted: bool = True) -> Meeting | None:
    """Return the next planned meeting of a firm, today's included."""
    return next((one for one in planned_visits(store, firm_id) if restricted or not one.is_restricted), None)


def planned_visits(store: Store, firm_id: str) -> list[Meeting]:
    """Return the planned meetings of a firm from today on, the next first, also those with another main firm."""
    today = store.clock.today().isoformat()
    shared = {row.meeting_id for row in store.all(MeetingFirm, firm_id=firm_id)}
    planned = store.all(Meeting, firm_id=firm_id, status="planned")
    planned += [one for one in store.all(Meeting, id=sorted(shared), status="planned") if one.firm_id != firm_id]
    return sorted((one for one in planned if one.starts_at[:10] >= today), key=lambda one: (one.starts_at, one.id))


def _days_to(day: date, store: Store) -> int:
    return (day - store.clock.today()).days


def _typed_agenda(store: Store, firm_id: str, visit: Meeting | None) -> Iterator[BriefPoint]:
    """Yield what somebody put on the agenda; what the book itself proposed is told by points of its own."""
    if visit is None or not visit.agenda:
        return
    on = PartialDate.of(datetime.fromisoformat(visit.starts_at).date())
    proposed = proposed_texts(store, firm_id)
    for line in visit.agenda:
        if line not in proposed:
            yield BriefPoint(kind="agenda", text=line, on=on)


def _late_promises(store: Store, promises: Iterable[Promise]) -> Iterator[BriefPoint]:
    late = [promise for promise in promises if promise.is_overdue(store.clock.today())]
    for promise in sorted(late, key=lambda one: (one.side != "theirs", one.due_on)):
        yield BriefPoint(
            kind="overdue_promise",
            text=promise.text,
            side=promise.side,
            owner=promise.owner,
            on=PartialDate.of(promise.due_on),
            days=-_days_to(promise.due_on, store),
        )


def _credit_points(store: Store, credit: FirmCredit) -> Iterator[BriefPoint]:
    for line in credit.lines:
        if line.use not in ("in_use", "approved"):
            continue
        for tranche in line.tranches:
            if tranche.waits:
                yield BriefPoint(
                    kind="unmet_condition",
                    text=tranche.condition,
                    code=line.facility.facility_type,
                    on=PartialDate.of(tranche.condition_due_on) if tranche.condition_due_on else None,
                    money=tranche.amount,
                )
    for line in credit.lines:
        matures = line.facility.maturity_on
        if line.use == "in_use" and matures and 0 <= _days_to(matures, store) <= MATURITY_DAYS:
            yield BriefPoint(
                kind="line_maturing",
                code=line.facility.facility_type,
                on=PartialDate.of(matures),
                days=_days_to(matures, store),
                money=line.amounts.outstanding,
            )
    for line in credit.lines:
        if line.use == "in_use" and line.facility.source == "bank_system" and line.facility.maturity_on is None:
            yield BriefPoint(kind="unknown_fact", code="next_maturity", text=line.facility.reference_no)


def _designations(store: Store, firm_id: str) -> Iterator[BriefPoint]:
    today = store.clock.today()
    for holding in store.all(DesignationHolding, order="expires_on", firm_id=firm_id):
        ends = holding.expires_on
        if ends and holding.is_active(today) and ends.last_day() - today <= timedelta(days=DESIGNATION_DAYS):
            yield BriefPoint(
                kind="designation_expiring",
                code=holding.designation,
                on=ends,
                days=_days_to(ends.last_day(), store),
            )


def _listing(store: Store, firm_id: str, *, restricted: bool) -> Iterator[BriefPoint]:
    """Yield what an application for a listing brought that lapses soon, or has lapsed."""
    view = ipo.application(store, firm_id)
    if view is None or is_hidden(view.application.confidentiality, restricted=restricted):
        return
    for window in view.windows:
        if window.days <= MATURITY_DAYS:
            yield BriefPoint(kind="listing_window", code=window.status, on=PartialDate.of(window.on), days=window.days)


def _review(store: Store, firm_id: str) -> Iterator[BriefPoint]:
    """Yield that the assessment is to be made anew soon, or should have been."""
    on = scoring.review_on(store, firm_id)
    if on is not None and _days_to(on, store) <= scoring.REVIEW_DAYS:
        yield BriefPoint(kind="review_due", on=PartialDate.of(on), days=_days_to(on, store))


def _statements(store: Store, firm_id: str) -> Iterator[BriefPoint]:
    rows = store.all(FinancialSnapshot, order="period_end desc", firm_id=firm_id, forecast=False)
    if not rows:
        yield BriefPoint(kind="unknown_fact", code="revenue")
        return
    age = -_days_to(rows[0].period_end, store)
    if age > STALE_DAYS:
        yield BriefPoint(
            kind="statement_stale",
            days=age,
            on=PartialDate.of(rows[0].period_end),
            period=Period(type=rows[0].period_type, end=rows[0].period_end),
        )

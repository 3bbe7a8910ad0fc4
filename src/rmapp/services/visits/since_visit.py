"""What changed with a firm since the last visit, from the change log, and what ends before the visit after the next.

A change is told by the day it happened, where its row has one: a draw-down that is entered late counts by its
value date, and history that is imported tells nothing new. A row without a day of its own counts by the
moment it was written down. Several edits of one field are one change from the first value to the last, and
what was undone did not happen.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.classes import is_hidden
from rmapp.domain.collateral import Charge, Collateral
from rmapp.domain.covenant import Covenant
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.facility import DrawingCondition, Facility, Tranche
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.meeting import Meeting, MeetingFirm
from rmapp.domain.visit_change import Ahead, VisitChange
from rmapp.services.lines.line_views import is_counted
from rmapp.services.portfolio import credit_alerts
from rmapp.services.visits.agenda import planned_visits
from rmapp.services.visits.brief_watch import restricted_ids
from rmapp.services.visits.visit_sources import firm, investment, lines, listing, money, score
from rmapp.services.visits.visit_window import VisitWindow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.domain.visit_change import AheadKind
    from rmapp.services.portfolio.credit_alerts import AlertKind, CreditAlert
    from rmapp.storage.store import Store

WITHOUT_SUBSTANCE = ("message", "event")
"""Kinds of meeting that are no visit (domain reference, 4.4)."""

AHEAD_DAYS = 90
"""How far ahead is looked where no visit after the next one is planned."""

_SOURCES = (money.changes, lines.changes, firm.changes, listing.changes, score.changes)
_WEIGHT = (
    *("draw", "claim", "write_off", "repayment", "issue", "release", "taken_back", "limit", "line_new"),
    *("line_status", "covenant_test", "maturity", "loan_class", "stage", "signal", "watch", "condition_met"),
    *("flag_found", "flag_cleared", "score", "score_version", "grade_by_hand"),
    *("ipo_step", "person_gone", "person_new", "statement", "other_line", "valuation", "funding"),
    *("patent_status", "patent_pledged", "patent_freed", "patent_new", "designation_gone", "designation_new"),
    *("promise_kept", "tier", "signal_closed"),
)
"""What is told first of one day."""

_ALERTS: dict[AlertKind, AheadKind] = {
    "approval_lapses": "approval_lapses",
    "line_matures": "line_matures",
    "draw_due": "draw_due",
    "price_reset": "price_reset",
    "revaluation_due": "revaluation_due",
    "registration_ends": "registration_ends",
    "annual_fee": "annual_fee",
    "covenant_test": "covenant_proof",
    "check_due": "check_due",
}


class SinceVisit(NamedTuple):
    """What changed since the last held meeting, newest first, and what is ahead, soonest first.

    `since` is the day of that meeting, None where none was held yet; then nothing is told as changed.
    """

    since: date | None
    meeting_id: str
    changes: tuple[VisitChange, ...]
    ahead: tuple[Ahead, ...]


def since_last_visit(store: Store, firm_id: str, *, restricted: bool = True) -> SinceVisit:
    """Return what is new since the last held meeting; without `restricted` nothing of that class counts.

    What is ahead ends before the visit after the next planned one, or within `AHEAD_DAYS`.
    """
    hidden = frozenset[str]() if restricted else restricted_ids(store)
    ahead = _without_doubles(sorted(_ahead(store, firm_id, hidden, restricted=restricted), key=_soonest))
    last = last_visit(store, firm_id, restricted=restricted)
    if last is None:
        return SinceVisit(None, "", (), ahead)
    window = VisitWindow(store, firm_id, last, hidden, restricted=restricted)
    found = [change for source in _SOURCES for change in source(window)]
    return SinceVisit(window.day, last.id, tuple(sorted(found, key=_newest_first)), ahead)


def last_visit(store: Store, firm_id: str, *, restricted: bool = True) -> Meeting | None:
    """Return the last held meeting of substance with a firm, as its main or as a further firm."""
    others = [row.meeting_id for row in store.all(MeetingFirm, firm_id=firm_id)]
    held = [*store.all(Meeting, firm_id=firm_id, status="held"), *store.all(Meeting, id=others, status="held")]
    counting = [one for one in held if one.type not in WITHOUT_SUBSTANCE and (restricted or not one.is_restricted)]
    return max(counting, key=_start, default=None)


def _start(meeting: Meeting) -> str:
    return meeting.starts_at


def _newest_first(change: VisitChange) -> tuple[int, int, str]:
    return -change.on.last_day().toordinal(), _WEIGHT.index(change.kind), change.row_id


def _soonest(ahead: Ahead) -> tuple[date, str, str]:
    return ahead.on, ahead.kind, ahead.row_id


def _without_doubles(ahead: list[Ahead]) -> tuple[Ahead, ...]:
    """Return what is ahead without the draw-downs that are due on the day their line matures."""
    maturing = {(one.line_id, one.on) for one in ahead if one.kind == "line_matures"}
    return tuple(one for one in ahead if one.kind != "draw_due" or (one.line_id, one.on) not in maturing)


def _ahead(store: Store, firm_id: str, hidden: frozenset[str], *, restricted: bool) -> Iterator[Ahead]:
    today = store.clock.today()
    coming = [one for one in planned_visits(store, firm_id) if restricted or not one.is_restricted][1:]
    until = date.fromisoformat(coming[0].starts_at[:10]) if coming else today + timedelta(days=AHEAD_DAYS)
    for alert in credit_alerts.alerts(store, firm_id, within_days=(until - today).days, early=True):
        if alert.days >= 0 and hidden.isdisjoint((alert.facility_id, alert.subject)):
            yield _of_alert(store, alert)
    yield from _conditions(store, firm_id, until, hidden)
    yield from listing.windows_ahead(store, firm_id, until, restricted=restricted)
    yield from investment.rights_ahead(store, firm_id, until, restricted=restricted)
    for holding in store.all(DesignationHolding, firm_id=firm_id):
        ends = holding.expires_on.last_day() if holding.expires_on else None
        shown = not is_hidden(holding.confidentiality, restricted=restricted)
        if ends is not None and today <= ends <= until and holding.revoked_on is None and shown:
            yield Ahead(kind="designation_ends", on=ends, code=holding.designation, row_id=holding.id)


def _conditions(store: Store, firm_id: str, until: date, hidden: frozenset[str]) -> Iterator[Ahead]:
    counted = [one for one in store.all(Facility, firm_id=firm_id) if is_counted(one.status) and one.id not in hidden]
    types = {one.id: one.facility_type for one in counted}
    waiting = [
        (one.id, one.facility_id, one.condition, one.condition_due_on)
        for one in store.all(Tranche, facility_id=list(types))
        if one.waits
    ]
    waiting += [
        (one.id, one.facility_id, one.text, one.due_on)
        for one in store.all(DrawingCondition, facility_id=list(types))
        if one.waits
    ]
    for row_id, line, text, due in waiting:
        if due is not None and store.clock.today() <= due <= until:
            yield Ahead(kind="condition_due", on=due, code=types[line], subject=text, row_id=row_id, line_id=line)


def _of_alert(store: Store, alert: CreditAlert) -> Ahead:
    line = store.find(Facility, alert.facility_id) if alert.facility_id else None
    code, subject = (line.facility_type, line.reference_no) if line else ("", "")
    thing = _thing(store, alert)
    if thing is not None:
        code, subject = thing
    return Ahead(
        kind=_ALERTS[alert.kind],
        on=alert.on,
        code=code,
        subject=subject,
        money=alert.amount,
        covenant=store.find(Covenant, alert.subject) if alert.kind == "covenant_test" else None,
        row_id=alert.subject,
        line_id=alert.facility_id,
    )


def _thing(store: Store, alert: CreditAlert) -> tuple[str, str] | None:
    """Return kind and name of the thing or right that an alert is about; None where it is about a line."""
    if alert.kind == "annual_fee":
        right = store.find(IpRight, alert.subject)
        return (right.ip_type, right.title or right.number) if right else ("", "")
    thing_id = alert.subject
    if alert.kind == "registration_ends":
        charge = store.find(Charge, alert.subject)
        thing_id = charge.collateral_id if charge else ""
    elif alert.kind != "revaluation_due":
        return None
    thing = store.find(Collateral, thing_id)
    return (thing.type, thing.description) if thing else ("", "")

"""The firm since the last visit: stage, tier, rights, designations, people, money raised, statements, signals."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rmapp.domain.designation import DesignationHolding
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.funding import FundingEvent
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.other_line import OtherLine
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.domain.promise import Promise
from rmapp.domain.signal import Signal
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_rules import valid_events
from rmapp.domain.visit_change import VisitChange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.domain.visit_change import ChangeKind
    from rmapp.services.visits.visit_window import VisitWindow

_TOLD_SIGNALS = ("red", "amber")
_STANDING: tuple[tuple[ChangeKind, str], ...] = (("tier", "tier"), ("watch", "watch_status"))


def changes(window: VisitWindow) -> Iterator[VisitChange]:
    """Yield what became of the firm itself."""
    yield from _stage(window)
    yield from _standing(window)
    yield from _rights(window)
    yield from _designations(window)
    yield from _people(window)
    yield from _figures(window)
    yield from _others(window)
    yield from _promises(window)
    yield from _signals(window)


def _stage(window: VisitWindow) -> Iterator[VisitChange]:
    """Yield one move for all moves since the visit."""
    events = valid_events(window.shown(window.store.all(StageEvent, firm_id=window.firm_id)))
    found = [(one, on) for one in events if (on := window.happened(one.effective_on, one.id)) is not None]
    if found and found[0][0].from_stage != found[-1][0].to_stage:
        yield VisitChange(
            kind="stage",
            on=found[-1][1],
            before=found[0][0].from_stage or "",
            after=found[-1][0].to_stage,
            row_id=found[-1][0].id,
        )


def _standing(window: VisitWindow) -> Iterator[VisitChange]:
    for kind, column in _STANDING:
        if changed := window.column(window.firm_id, column):
            before, after = str(changed[0] or ""), str(changed[1] or "")
            yield VisitChange(kind=kind, on=changed[2], before=before, after=after, row_id=window.firm_id)


def _rights(window: VisitWindow) -> Iterator[VisitChange]:
    for right in window.shown(window.store.all(IpRight, firm_id=window.firm_id)):
        told: dict[str, Any] = {"code": right.ip_type, "subject": right.title or right.number, "row_id": right.id}
        began = window.happened(right.granted_on or right.filed_on, right.id, "granted_on")
        if began is not None:
            yield VisitChange(kind="patent_new", on=began, after=right.status or "", **told)
        elif changed := window.column(right.id, "status"):
            before, after = str(changed[0] or ""), str(changed[1] or "")
            yield VisitChange(kind="patent_status", on=changed[2], before=before, after=after, **told)
        if changed := window.column(right.id, "pledged"):
            kind: ChangeKind = "patent_pledged" if changed[1] else "patent_freed"
            yield VisitChange(kind=kind, on=changed[2], after=right.pledgee, **told)


def _designations(window: VisitWindow) -> Iterator[VisitChange]:
    for one in window.shown(window.store.all(DesignationHolding, firm_id=window.firm_id)):
        began = window.happened(one.granted_on, one.id)
        if began is not None:
            yield VisitChange(kind="designation_new", on=began, code=one.designation, row_id=one.id)
        ended = window.happened(one.revoked_on, one.id, "revoked_on") if one.revoked_on else None
        if ended is None and one.expires_on is not None and one.revoked_on is None:
            over = one.expires_on.last_day() + timedelta(days=1)
            ended = PartialDate.of(over) if window.day < over <= window.today else None
        if ended is not None:
            yield VisitChange(kind="designation_gone", on=ended, code=one.designation, row_id=one.id)


def _people(window: VisitWindow) -> Iterator[VisitChange]:
    roles = window.store.all(Role, firm_id=window.firm_id)
    people = {one.id: one for one in window.shown(window.store.all(Person, id=[role.person_id for role in roles]))}
    for role in roles:
        person = people.get(role.person_id)
        if person is None:
            continue
        told: dict[str, Any] = {
            "subject": person.name,
            "latin": person.name_latin,
            "after": role.title,
            "code": role.role,
        }
        began = window.happened(role.valid_from, role.id)
        ended = window.happened(role.valid_to, role.id, "valid_to") if role.valid_to else None
        if began is not None and ended is None:
            yield VisitChange(kind="person_new", on=began, row_id=person.id, **told)
        if ended is not None:
            yield VisitChange(kind="person_gone", on=ended, row_id=person.id, **told)


def _figures(window: VisitWindow) -> Iterator[VisitChange]:
    for one in window.shown(window.store.all(FundingEvent, firm_id=window.firm_id)):
        on = window.happened(one.closed_on or one.announced_on, one.id, "closed_on")
        if on is not None:
            yield VisitChange(kind="funding", on=on, code=one.round, money=one.amount, row_id=one.id)
    newest: dict[tuple[str, str], VisitChange] = {}
    statements = window.store.all(FinancialSnapshot, order="rid", firm_id=window.firm_id, forecast=False)
    for snapshot in window.shown(statements):
        on = window.happened(snapshot.received_on, snapshot.id)
        if on is not None:
            period = snapshot.period_type, snapshot.period_end.isoformat()
            newest[period] = VisitChange(kind="statement", on=on, before=period[0], after=period[1], row_id=snapshot.id)
    yield from newest.values()


def _others(window: VisitWindow) -> Iterator[VisitChange]:
    """Yield what was told of other lenders since, the last word about each line."""
    newest: dict[tuple[str, str | None, str], VisitChange] = {}
    for line in window.shown(window.store.all(OtherLine, order="as_of, rid", firm_id=window.firm_id)):
        on = window.happened(line.as_of, line.id)
        if on is not None:
            newest[line.lender.strip().casefold(), line.facility_type, line.ccy] = VisitChange(
                kind="other_line",
                on=on,
                code=line.facility_type or "",
                subject=line.lender,
                money=line.limit or line.outstanding,
                row_id=line.id,
            )
    yield from newest.values()


def _promises(window: VisitWindow) -> Iterator[VisitChange]:
    for one in window.of_meetings(window.shown(window.store.all(Promise, firm_id=window.firm_id, status="done"))):
        on = window.happened(one.done_on, one.id, "status")
        if on is not None:
            yield VisitChange(kind="promise_kept", on=on, code=one.side, subject=one.text, row_id=one.id)


def _signals(window: VisitWindow) -> Iterator[VisitChange]:
    for one in window.shown(window.store.all(Signal, firm_id=window.firm_id)):
        if one.severity not in _TOLD_SIGNALS:
            continue
        raised = window.happened(one.raised_on, one.id)
        closed = window.happened(one.closed_on, one.id, "closed_on") if one.closed_on else None
        if closed is not None:
            yield VisitChange(kind="signal_closed", on=closed, code=one.code, row_id=one.id)
        elif raised is not None and one.closed_on is None:
            yield VisitChange(kind="signal", on=raised, code=one.code, after=one.severity, row_id=one.id)

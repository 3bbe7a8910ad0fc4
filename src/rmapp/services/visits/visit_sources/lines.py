"""Credit lines since the last visit: new ones, their status and terms, conditions met, security valued, tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.collateral import Collateral, Valuation
from rmapp.domain.covenant import Covenant, CovenantTest
from rmapp.domain.facility import DrawingCondition, Tranche
from rmapp.domain.line_status import LineStatusEvent
from rmapp.domain.visit_change import VisitChange

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.domain.facility import Facility
    from rmapp.domain.partial_date import PartialDate
    from rmapp.domain.visit_change import ChangeKind
    from rmapp.services.visits.visit_window import VisitWindow

_TERMS: tuple[tuple[ChangeKind, str], ...] = (("maturity", "maturity_on"), ("loan_class", "loan_class"))


def changes(window: VisitWindow) -> Iterator[VisitChange]:
    """Yield what became of the lines, of their conditions, covenants and security."""
    steps: dict[str, list[LineStatusEvent]] = {}
    ids = [line.id for line in window.lines]
    for step in window.store.all(LineStatusEvent, order="on, rid", facility_id=ids):
        steps.setdefault(step.facility_id, []).append(step)
    for line in window.lines:
        on = _began(window, line)
        if on is not None:
            money = line.limit
            yield VisitChange(kind="line_new", on=on, money=money, row_id=line.id, line_id=line.id, **_name(line))
            continue
        yield from _status(window, line, steps.get(line.id, []))
        yield from _terms(window, line)
    yield from _conditions(window, ids)
    yield from _valuations(window)
    yield from _covenant_tests(window, ids)


def _began(window: VisitWindow, line: Facility) -> PartialDate | None:
    """Return the day a line came up since the visit: the first day of its way, else when it was written down."""
    days = (line.proposed_on, line.submitted_on, line.approved_on, line.signed_on, line.available_from)
    return window.happened(next((day for day in days if day is not None), None), line.id)


def _status(window: VisitWindow, line: Facility, steps: list[LineStatusEvent]) -> Iterator[VisitChange]:
    """Yield one move for all steps since: from the status at the last visit to that of today."""
    found = [(step, on) for step in steps if (on := window.happened(step.on, step.id)) is not None]
    if found:
        before, after, on = found[0][0].from_status, found[-1][0].to_status, found[-1][1]
    elif changed := window.column(line.id, "status"):
        before, after, on = str(changed[0] or ""), str(changed[1] or ""), changed[2]
    else:
        return
    if before != after:
        yield VisitChange(
            kind="line_status", on=on, before=before, after=after, row_id=line.id, line_id=line.id, **_name(line)
        )


def _terms(window: VisitWindow, line: Facility) -> Iterator[VisitChange]:
    for kind, column in _TERMS:
        if changed := window.column(line.id, column):
            yield VisitChange(
                kind=kind,
                on=changed[2],
                before=str(changed[0] or ""),
                after=str(changed[1] or ""),
                row_id=line.id,
                line_id=line.id,
                **_name(line),
            )


def _conditions(window: VisitWindow, ids: list[str]) -> Iterator[VisitChange]:
    lines = {line.id: line for line in window.lines}
    met = [
        (one.id, one.facility_id, one.condition, one.condition_met_on, "condition_met_on")
        for one in window.shown(window.store.all(Tranche, facility_id=ids))
    ]
    met += [
        (one.id, one.facility_id, one.text, one.met_on, "met_on")
        for one in window.shown(window.store.all(DrawingCondition, facility_id=ids))
    ]
    for row_id, line_id, text, day, column in met:
        on = window.happened(day, row_id, column) if text and day is not None else None
        if on is not None:
            code = lines[line_id].facility_type
            yield VisitChange(kind="condition_met", on=on, code=code, subject=text, row_id=row_id, line_id=line_id)


def _valuations(window: VisitWindow) -> Iterator[VisitChange]:
    things = {one.id: one for one in window.shown(window.store.all(Collateral, firm_id=window.firm_id))}
    newest: dict[str, VisitChange] = {}
    for one in window.shown(window.store.all(Valuation, order="valued_on, rid", collateral_id=list(things))):
        on = window.happened(one.valued_on, one.id)
        if on is not None:
            thing = things[one.collateral_id]
            newest[thing.id] = VisitChange(
                kind="valuation", on=on, code=thing.type, subject=thing.description, money=one.value, row_id=thing.id
            )
    yield from newest.values()


def _covenant_tests(window: VisitWindow, ids: list[str]) -> Iterator[VisitChange]:
    """Yield the tests of the period, each with the result that counts."""
    covenants = {one.id: one for one in window.shown(window.store.all(Covenant, facility_id=ids))}
    counting = {
        (one.covenant_id, one.test_on): one
        for one in window.store.all(CovenantTest, order="rid", covenant_id=list(covenants))
    }
    for test in counting.values():
        on = window.happened(test.received_on, test.id, "result")
        if on is not None and test.result != "pending":
            covenant = covenants[test.covenant_id]
            yield VisitChange(
                kind="covenant_test",
                on=on,
                after=test.result,
                covenant=covenant,
                row_id=test.id,
                line_id=covenant.facility_id,
            )


def _name(line: Facility) -> dict[str, Any]:
    return {"code": line.facility_type, "subject": line.reference_no}

"""How far a line has come: its steps with their days, its approval clock, its class (domain reference, 3.8, 3.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.domain.facility import Facility
from rmapp.services.lines.classification import ImpliedClass, implied_class
from rmapp.services.origination.approval import approval_clock, status_events
from rmapp.services.origination.line_status import STEP_DAY, Step, next_steps

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.approval_clock import ApprovalClock
    from rmapp.storage.store import Store

_PATH = ("proposed", "in_approval", "approved", "signed", "active", "matured", "closed")
_DAYS = {**STEP_DAY, "active": "available_from", "matured": "maturity_on"}
_BESIDE = {"draft": "", "info_requested": "in_approval", "suspended": "active"}
_ENDS = ("declined", "withdrawn", "lapsed", "cancelled", "written_off")


class ProgressStep(NamedTuple):
    """One status on the way of a line.

    `on` is the day it was taken or, of a step ahead, the day that is agreed for it; None where not known.
    """

    status: str
    on: date | None
    note: str
    state: Literal["done", "now", "ahead"]


class LineProgress(NamedTuple):
    """All that is known of the way of one line; `clock` is None where there is none to show."""

    path: tuple[ProgressStep, ...]
    clock: ApprovalClock | None
    implied: ImpliedClass
    steps: tuple[Step, ...]


def line_progress(store: Store, facility_id: str) -> LineProgress:
    """Return the way of a line. Raises NotFoundError."""
    facility = store.get(Facility, facility_id)
    return LineProgress(
        _path(store, facility),
        approval_clock(store, facility_id),
        implied_class(store, facility_id),
        next_steps(store, facility_id),
    )


def _path(store: Store, facility: Facility) -> tuple[ProgressStep, ...]:
    events = {event.to_status: event for event in status_events(store, facility.id)}
    reached = [status for status in _PATH if status in events or _day(facility, status) is not None]
    codes = list(_PATH)
    now = facility.status
    if now in _ENDS:
        codes = [*(status for status in reached if status not in ("matured", "closed")), now]
    elif now in _BESIDE:
        beside = _BESIDE[now]
        codes.insert(codes.index(beside) + 1 if beside else 0, now)
    place = codes.index(now)
    found = []
    for number, status in enumerate(codes):
        event = events.get(status)
        planned = _day(facility, status)
        # A day that was typed or corrected later is better than the day on which somebody pressed the button.
        on = planned or (event.on if event is not None and number <= place else None)
        state: Literal["done", "now", "ahead"] = "done" if number < place else "now" if number == place else "ahead"
        found.append(ProgressStep(status, on, event.note if event is not None and number <= place else "", state))
    return tuple(found)


def _day(facility: Facility, status: str) -> date | None:
    day: date | None = getattr(facility, _DAYS[status]) if status in _DAYS else None
    return day

"""The approval clock of a line, read from its dates and the steps it took (domain reference, 3.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.approval_clock import GREEN_PASSAGE_DAYS, ApprovalClock, Pause
from rmapp.domain.approval_clock import approval_clock as read_clock
from rmapp.domain.business_days import HOME
from rmapp.domain.facility import Facility
from rmapp.domain.line_status import LineStatusEvent
from rmapp.i18n import _, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.storage.store import Store

_NOT_SUBMITTED = ("draft", "proposed", "cancelled")
_WAITING = ("in_approval", "info_requested")
_DECISIONS = ("approved", "declined", "withdrawn")


def approval_clock(store: Store, facility_id: str) -> ApprovalClock | None:
    """Return the clock of a line's approval; None before it is submitted and where its days are not known.

    It runs until the line is approved, declined or withdrawn, and stands still while information is
    requested. The green passage has a target. Raises NotFoundError.
    """
    facility = store.get(Facility, facility_id)
    if facility.submitted_on is None or facility.status in _NOT_SUBMITTED:
        return None
    events = status_events(store, facility_id)
    is_running = facility.status in _WAITING
    ended_on = None if is_running else _decided_on(facility, events)
    if not is_running and ended_on is None:
        return None
    pauses = _pauses(events)
    clock = read_clock(
        facility.submitted_on,
        ended_on,
        pauses,
        store.clock.today(),
        target=GREEN_PASSAGE_DAYS if facility.green_passage else None,
        country=store.info.get("country") or HOME,
    )
    if facility.status == "info_requested" and not clock.is_paused:
        untold = _("The day on which information was requested is not recorded, so the pause is not counted.")
        return clock._replace(is_paused=True, due_on=None, warning=sentences((clock.warning, untold)))
    return clock


def status_events(store: Store, facility_id: str) -> list[LineStatusEvent]:
    """Return the steps of a line, earliest first."""
    return store.all(LineStatusEvent, order="on, rid", facility_id=facility_id)


def _decided_on(facility: Facility, events: Sequence[LineStatusEvent]) -> date | None:
    if facility.approved_on is not None:
        return facility.approved_on
    return next((event.on for event in reversed(events) if event.to_status in _DECISIONS), None)


def _pauses(events: Sequence[LineStatusEvent]) -> list[Pause]:
    pauses: list[Pause] = []
    since: date | None = None
    for event in events:
        if event.to_status == "info_requested":
            since = event.on
        elif event.from_status == "info_requested" and since is not None:
            pauses.append(Pause(since, event.on))
            since = None
    return pauses if since is None else [*pauses, Pause(since, None)]

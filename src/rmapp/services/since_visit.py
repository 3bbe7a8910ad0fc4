"""What changed with a firm since the last visit, from the change log, and what ends before the visit after the next.

A change is told by the day it happened, where its row has one: a draw-down that is entered late counts by its
value date, and history that is imported tells nothing new. A row without a day of its own counts by the
moment it was written down. Several edits of one field are one change from the first value to the last, and
what was undone did not happen.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.meeting import Meeting, MeetingFirm

if TYPE_CHECKING:
    from rmapp.domain.visit_change import Ahead, VisitChange
    from rmapp.storage.store import Store

WITHOUT_SUBSTANCE = ("message", "event")
"""Kinds of meeting that are no visit (domain reference, 4.4)."""


class SinceVisit(NamedTuple):
    """What changed since the last held meeting, newest first, and what is ahead, soonest first.

    `since` is the day of that meeting, None where none was held yet; then nothing is told as changed.
    """

    since: date | None
    meeting_id: str
    changes: tuple[VisitChange, ...]
    ahead: tuple[Ahead, ...]


def since_last_visit(store: Store, firm_id: str, *, restricted: bool = True) -> SinceVisit:
    """Return what is new since the last held meeting; without `restricted` nothing of that class counts."""
    last = last_visit(store, firm_id, restricted=restricted)
    if last is None:
        return SinceVisit(None, "", (), ())
    return SinceVisit(date.fromisoformat(last.starts_at[:10]), last.id, (), ())


def last_visit(store: Store, firm_id: str, *, restricted: bool = True) -> Meeting | None:
    """Return the last held meeting of substance with a firm, as its main or as a further firm."""
    others = [row.meeting_id for row in store.all(MeetingFirm, firm_id=firm_id)]
    held = [*store.all(Meeting, firm_id=firm_id, status="held"), *store.all(Meeting, id=others, status="held")]
    counting = [one for one in held if one.type not in WITHOUT_SUBSTANCE and (restricted or not one.is_restricted)]
    return max(counting, key=_start, default=None)


def _start(meeting: Meeting) -> str:
    return meeting.starts_at

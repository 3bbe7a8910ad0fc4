"""A note on the day of a planned visit closes it: the plan becomes the note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.classes import strictest
from rmapp.domain.meeting import Meeting
from rmapp.services.visits.call_report import start_report

if TYPE_CHECKING:
    from rmapp.services.notes.meetings import MeetingDraft
    from rmapp.storage.store import Store

NO_VISIT = ("phone_call", "message")
"""Kinds of meetings that are held beside a planned visit rather than for it."""


def visit_of(store: Store, note: MeetingDraft) -> Meeting | None:
    """Return the visit that was planned for the day of a note and that the note may be about; the last one of it."""
    planned = store.all(Meeting, order="starts_at desc", firm_id=note.firm_id, status="planned")
    of_day = (one for one in planned if one.starts_at[:10] == note.starts_at[:10])
    return next((one for one in of_day if note.type not in NO_VISIT or note.type == one.type), None)


def closing(store: Store, visit: Meeting, note: MeetingDraft, *, kind_chosen: bool) -> MeetingDraft:
    """Return a note as the planned visit that was held: what the note leaves empty stays as it was planned.

    The class is the stricter of both. Without `kind_chosen` the kind of the meeting is the planned one.
    """
    plan = start_report(store, visit.id).meeting
    theirs = [one for one in note.attendees if one.side == "theirs"]
    typed = {
        "type": note.type if kind_chosen else plan.type,
        "starts_at": note.starts_at if "T" in note.starts_at else plan.starts_at,
        "ends_at": None if "T" in note.starts_at else plan.ends_at,
        "place": note.place or plan.place,
        "purpose_kind": note.purpose_kind or plan.purpose_kind,
        "summary": note.summary,
        "discussion": note.discussion,
        "confidentiality": strictest([note.confidentiality, plan.confidentiality]),
        "attendees": (*theirs, *(one for one in plan.attendees if one.side != "theirs")),
        "promises": note.promises,
    }
    return plan.model_copy(update=typed)

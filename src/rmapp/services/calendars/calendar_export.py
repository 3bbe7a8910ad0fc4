"""The agenda as a calendar file for other programs: what of a visit leaves the book, and what never does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from rmapp.domain import reference
from rmapp.domain.calendar_event import CalendarEvent
from rmapp.domain.meeting import Meeting
from rmapp.errors import InputError
from rmapp.i18n import _, listed
from rmapp.services.paperwork.exports import export_bytes
from rmapp.services.visits.week_agenda import agenda_days

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from rmapp.services.paperwork.exports import ExportedTable
    from rmapp.services.visits.week_agenda import AgendaVisit
    from rmapp.storage.store import Store

Detail = Literal["full", "short"]
"""`short` tells the firm, time and place; `full` also the purpose, the agenda and who takes part."""


def export_calendar(
    store: Store, path: Path, first: date, days: int, *, detail: Detail = "short", reason: str | None = None
) -> ExportedTable:
    """Write the visits of some days as a calendar file that only the user can read; it leaves the encrypted book.

    Cancelled visits are in it, so that another calendar takes them off. Restricted ones are only there with a
    `reason`, which must then say why. Objective, questions and what can be decided never leave. Note the file in
    the book with `log_export`. Raises InputError, StorageError, DiskFull.
    """
    from rmapp.exchange.calendar_files import calendar_bytes

    if reason is not None and not reason.strip():
        raise InputError({"reason": _("Say why restricted visits are in the file; the reason is kept.")})
    visits = visits_to_export(store, first, days, restricted=reason is not None)
    events = [event_of(store, visit, detail) for visit in visits]
    content = calendar_bytes(events, _("Visits"), store.clock.now())
    return export_bytes(path, _("Calendar"), content, len(events))


def visits_to_export(store: Store, first: date, days: int, *, restricted: bool = False) -> tuple[AgendaVisit, ...]:
    """Return the visits of some days that a calendar file would hold."""
    found = agenda_days(store, first, days, called_off=True, restricted=restricted)
    return tuple(visit for day in found for visit in day.visits if visit.status != "no_show")


def event_of(store: Store, visit: AgendaVisit, detail: Detail) -> CalendarEvent:
    """Return a visit as an event of a calendar; its name there stays the same for good."""
    meeting = store.get(Meeting, visit.meeting_id)
    return CalendarEvent(
        uid=meeting.calendar_uid or meeting.id,
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        time_zone=visit.time_zone,
        title=title_of(visit, detail),
        place=visit.place,
        description=_description(visit, meeting) if detail == "full" else "",
        link=visit.online_link,
        is_cancelled=visit.status == "cancelled",
    )


def title_of(visit: AgendaVisit, detail: Detail) -> str:
    """Return how a visit is called in a calendar: its firms, and with all detail why."""
    firms = listed((visit.name, *visit.other_names))
    why = visit.purpose or (reference.text("visit_purpose", visit.purpose_kind) if visit.purpose_kind else "")
    if detail == "short" or not why:
        why = reference.text("meeting_type", visit.type)
    return _("{firm}: {line}").format(firm=firms, line=why)


def _description(visit: AgendaVisit, meeting: Meeting) -> str:
    people = listed((*visit.people, *visit.ours))
    parts = [_("With: {people}").format(people=people) if people else "", *meeting.agenda]
    return "\n".join(part for part in parts if part)

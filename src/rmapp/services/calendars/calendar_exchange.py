"""Events of a calendar file brought in as planned visits: checked first, then written all or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain import recurrence
from rmapp.domain.exchange_check import CheckRow, outcome
from rmapp.domain.meeting import Meeting
from rmapp.domain.personal_data import without_personal_data
from rmapp.domain.time_zones import HOME_ZONE
from rmapp.errors import RuleError
from rmapp.i18n import _, ngettext
from rmapp.services.calendars.calendar_match import EventMatcher
from rmapp.services.visits.visit_plan import plan_visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rmapp.domain.calendar_event import CalendarEvent
    from rmapp.domain.exchange_check import Decisions, Outcome
    from rmapp.exchange.calendar_files import CalendarFile
    from rmapp.services.visits.visit_plan import VisitPlanDraft
    from rmapp.storage.store import Store

AHEAD_DAYS = 183
"""How far ahead the visits of a repeated event are planned."""

__all__ = ["AHEAD_DAYS", "CalendarPlan", "PlannedEvent", "apply_calendar", "label", "plan_calendar", "read_file"]


class PlannedEvent(NamedTuple):
    """One event and what becomes of it: a visit to plan, or fields of a known one to set."""

    row: CheckRow
    event: CalendarEvent
    draft: VisitPlanDraft | None = None
    meeting_id: str | None = None
    edits: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class CalendarPlan:
    """All events of a file; `notes` say what of the file is not looked at; `mark` is the state of the book."""

    name: str
    events: tuple[PlannedEvent, ...]
    notes: tuple[str, ...]
    mark: int

    @property
    def rows(self) -> tuple[CheckRow, ...]:
        """Return what to show of each event."""
        return tuple(one.row for one in self.events)


def read_file(path: Path) -> CalendarFile:
    """Return the events of a calendar file. Raises ImportRejected with a sentence."""
    from rmapp.exchange.calendar_files import read_calendar
    from rmapp.exchange.exchange_text import CALENDAR_BYTES, file_bytes

    return read_calendar(file_bytes(path, CALENDAR_BYTES), HOME_ZONE)


def plan_calendar(
    store: Store, name: str, source: CalendarFile, decisions: Decisions | None = None, *, past: bool = False
) -> CalendarPlan:
    """Return what bringing in the events would do; nothing is written. Without `past` earlier days stay outside.

    An event is known again by its name in the file (UID) or by firm and time. What was held stays as it is.
    """
    matcher = EventMatcher(store, decisions or {}, past=past)
    events = tuple(
        PlannedEvent(*matcher.match(number, event)) for number, event in enumerate(_single(store, source), start=1)
    )
    return CalendarPlan(name, events, tuple(_notes(source)), _mark(store))


def apply_calendar(store: Store, plan: CalendarPlan) -> Outcome:
    """Write what was planned and return the counts. Raises RuleError where the book changed since the check."""
    if _mark(store) != plan.mark:
        raise RuleError(_("The book has changed since the events were checked. Nothing was written. Check them again."))
    for one in plan.events:
        if one.row.action == "add" and one.draft is not None:
            plan_visit(store, one.draft)
        elif one.row.action == "update" and one.meeting_id is not None:
            store.change(Meeting, one.meeting_id, **(one.edits or {}))
    return outcome(plan.rows)


def label(plan: CalendarPlan) -> str:
    """Return the name of the command that applies a plan, for the undo menu."""
    count = sum(row.goes_in for row in plan.rows)
    return ngettext("Import {n} event", "Import {n} events", count).format(n=count)


def _single(store: Store, source: CalendarFile) -> Iterator[CalendarEvent]:
    """Yield every event once: of several versions the newest, and of a repeated one each visit ahead."""
    today = store.clock.today()
    newest: dict[tuple[str, str], CalendarEvent] = {}
    for place, event in enumerate(source.events):
        key = (event.uid or str(place), event.original)
        known = newest.get(key)
        if known is None or event.sequence >= known.sequence:
            newest[key] = event._replace(
                title=without_personal_data(event.title).strip(), place=without_personal_data(event.place).strip()
            )
    moved = {(uid, original[:10]) for uid, original in newest if original}
    for (_uid, original), event in newest.items():
        if original:
            yield event._replace(uid=f"{event.uid}/{original}" if event.uid else "")
        elif event.repetition is None or event.trouble:
            yield event
        else:
            for day in recurrence.days(event.repetition, event.on, today, today + timedelta(days=AHEAD_DAYS)):
                if (event.uid, day.isoformat()) not in moved:
                    one = event.moved_to(day)
                    yield one._replace(uid=f"{event.uid}/{one.starts_at}" if event.uid else "")


def _notes(source: CalendarFile) -> Iterator[str]:
    repeated = sum(1 for event in source.events if event.repetition is not None and not event.trouble)
    if repeated:
        sentence = ngettext(
            "{n} event repeats: its visits of the coming half year are shown one by one.",
            "{n} events repeat: their visits of the coming half year are shown one by one.",
            repeated,
        )
        yield sentence.format(n=repeated)
    if source.others:
        sentence = ngettext(
            "{n} task or journal entry is not looked at.",
            "{n} tasks and journal entries are not looked at.",
            source.others,
        )
        yield sentence.format(n=source.others)


def _mark(store: Store) -> int:
    return int(store.rows("SELECT coalesce(max(rid), 0) FROM command")[0][0])

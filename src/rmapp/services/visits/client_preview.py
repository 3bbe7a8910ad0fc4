"""What the pane beside the list shows of a firm, read in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.meeting import Attendee, Meeting
from rmapp.services.clients import firms, people, promises
from rmapp.services.notes import meetings
from rmapp.services.visits import agenda

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.promise import Promise
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.clients.people import PersonAtFirm
    from rmapp.storage.store import Store

_NOTES = 2
_PROMISES = 2
_PEOPLE = 2


class Visit(NamedTuple):
    """The next planned meeting and the names of those from the client."""

    meeting: Meeting
    who: tuple[str, ...]


class ClientPreview(NamedTuple):
    """A firm in short; lists hold the first few entries, `…_count` says how many there are.

    `position` is the stage's place from 1, 0 without a stage; `months` the whole months in that stage.
    """

    header: FirmHeader
    today: date
    position: int
    months: int | None
    visit: Visit | None
    promises: tuple[Promise, ...]
    promise_count: int
    people: tuple[PersonAtFirm, ...]
    people_count: int
    notes: tuple[Meeting, ...]
    note_count: int


def client_preview(store: Store, firm_id: str) -> ClientPreview:
    """Return a firm in short. Raises NotFoundError."""
    header = firms.firm_page(store, firm_id)
    id, today = header.firm.id, store.clock.today()
    since = header.stage_since.first_day() if header.stage_since else None
    waiting = promises.open_promises(store, id)
    known = people.people(store, id)
    notes = store.all(Meeting, order="starts_at desc", firm_id=id, status="held")
    return ClientPreview(
        header=header,
        today=today,
        position=reference.stages()[header.stage].ordinal if header.stage else 0,
        months=_months(since, today) if since else None,
        visit=_visit(store, id),
        promises=waiting[:_PROMISES],
        promise_count=len(waiting),
        people=tuple(known[:_PEOPLE]),
        people_count=len(known),
        notes=tuple(notes[:_NOTES]),
        note_count=len(notes),
    )


def _visit(store: Store, firm_id: str) -> Visit | None:
    meeting = agenda.next_visit(store, firm_id)
    if meeting is None:
        return None
    present = store.all(Attendee, meeting_id=meeting.id, side="theirs")
    return Visit(meeting, tuple(meetings.attendee_name(store, one) for one in present))


def _months(start: date, today: date) -> int:
    return max(0, (today.year - start.year) * 12 + today.month - start.month - (today.day < start.day))

"""Reading all that belongs to meetings: many meetings in a few statements."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from rmapp.domain.attachment import Attachment
from rmapp.domain.call_report import Answer, CallReport, Need
from rmapp.domain.meeting import Addendum, Attendee, Meeting
from rmapp.domain.note_content import NoteContent, NotePerson
from rmapp.domain.person import Person
from rmapp.domain.promise import Promise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.storage.store import Store

Part = TypeVar("Part", Addendum, Answer, Attachment, Attendee, CallReport, Need, Promise)

_CHUNK = 500


def note_contents(store: Store, meetings: Sequence[Meeting]) -> dict[str, NoteContent]:
    """Return meetings with everything that belongs to them, by id, in the order given."""
    found: dict[str, NoteContent] = {}
    for start in range(0, len(meetings), _CHUNK):
        found |= _contents(store, meetings[start : start + _CHUNK])
    return found


def _contents(store: Store, meetings: Sequence[Meeting]) -> dict[str, NoteContent]:
    ids = [meeting.id for meeting in meetings]
    if not ids:
        return {}
    reports = {one.meeting_id: one for one in store.all(CallReport, meeting_id=ids)}
    people = _people(store, ids)
    addenda = _by_meeting(store.all(Addendum, order="created_at, rid", meeting_id=ids))
    answers = _by_meeting(store.all(Answer, meeting_id=ids))
    needs = _by_meeting(store.all(Need, meeting_id=ids))
    promises = _by_meeting(store.all(Promise, order="due_on, rid", meeting_id=ids))
    files = _by_meeting(store.all(Attachment, meeting_id=ids))
    return {
        meeting.id: NoteContent(
            meeting=meeting,
            people=tuple(people.get(meeting.id, ())),
            report=reports.get(meeting.id),
            answers=tuple(answers.get(meeting.id, ())),
            needs=tuple(needs.get(meeting.id, ())),
            promises=tuple(promises.get(meeting.id, ())),
            attachments=tuple(files.get(meeting.id, ())),
            addenda=tuple(addenda.get(meeting.id, ())),
        )
        for meeting in meetings
    }


def _people(store: Store, ids: Sequence[str]) -> dict[str, list[NotePerson]]:
    there = store.all(Attendee, meeting_id=ids)
    known_ids = sorted({one.person_id for one in there if one.person_id})
    known = {person.id: person for person in store.all(Person, id=known_ids)} if known_ids else {}
    people: dict[str, list[NotePerson]] = defaultdict(list)
    for one in there:
        person = known.get(one.person_id or "")
        people[one.meeting_id].append(
            NotePerson(
                side=one.side,
                name=person.name if person else one.name,
                name_latin=person.name_latin if person else "",
                role=one.role_text,
                organisation=one.organisation,
            )
        )
    return people


def _by_meeting(parts: Iterable[Part]) -> dict[str, list[Part]]:
    grouped: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        if part.meeting_id:
            grouped[part.meeting_id].append(part)
    return grouped

"""The meetings of a firm's stream: its own, those of its people elsewhere, its subsidiaries', and drafts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import ownership_rules as rules
from rmapp.domain.meeting import Attendee, Meeting, MeetingFirm
from rmapp.domain.note_content import note_title
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Role
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed, ngettext
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.clients.groups import links_around
from rmapp.services.drafts import drafts
from rmapp.services.notes.note_contents import note_contents
from rmapp.services.timelines.timeline_events import Event, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rmapp.domain.note_content import NoteContent
    from rmapp.storage.drafts import Draft
    from rmapp.storage.store import Store

_DRAFTS = ("note", "note_edit")


class StreamMeeting(NamedTuple):
    """A meeting with its content, and why it stands in the stream of the firm."""

    content: NoteContent
    relation: Relation


def stream_meetings(store: Store, firm_id: str, *, subsidiaries: bool = False) -> list[StreamMeeting]:
    """Return the meetings of a firm's stream: each stands in it once, as its own where it is."""
    found: dict[str, tuple[Meeting, Relation]] = {}
    for meeting in _own(store, [firm_id]):
        found[meeting.id] = (meeting, "")
    for meeting in _of_people(store, firm_id):
        found.setdefault(meeting.id, (meeting, "person"))
    below = subsidiaries_of(store, firm_id) if subsidiaries else ()
    for meeting in _own(store, below) if below else ():
        found.setdefault(meeting.id, (meeting, "subsidiary"))
    contents = note_contents(store, [meeting for meeting, _relation in found.values()])
    return [StreamMeeting(contents[id], relation) for id, (_meeting, relation) in found.items()]


def subsidiaries_of(store: Store, firm_id: str) -> tuple[str, ...]:
    """Return the firms of the book that a firm controls, directly or through others, by the links of today."""
    today = store.clock.today()
    links = [link for link in links_around(store, {firm_id}, today) if rules.has_control(link)]
    below: dict[str, None] = {}
    waiting = [firm_id]
    while waiting:
        parent = waiting.pop()
        for link in links:
            if link.parent_id == parent and link.child_id not in below and link.child_id != firm_id:
                below[link.child_id] = None
                waiting.append(link.child_id)
    return tuple(below)


def meeting_events(store: Store, meetings: Sequence[StreamMeeting]) -> Iterator[Event]:
    """Yield the meetings as events."""
    others = {one.content.meeting.firm_id for one in meetings if one.relation}
    names = firm_names(store, others) if others else {}
    for one in meetings:
        yield _event(one, names.get(one.content.meeting.firm_id, ""))


def draft_events(store: Store, firm_id: str) -> Iterator[Event]:
    """Yield the notes about a firm that are being written and are not saved yet."""
    for draft in drafts(store, firm_id=firm_id):
        if draft.kind in _DRAFTS:
            yield _draft(draft)


def voices_of(meetings: Iterable[StreamMeeting], most: int = 6) -> tuple[tuple[str, int], ...]:
    """Return with whom of the firm was spoken how often, in its own meetings that were held."""
    tally: dict[str, int] = {}
    for one in meetings:
        if one.relation or one.content.meeting.status != "held":
            continue
        for person in one.content.people:
            if person.side == "theirs":
                tally[person.called()] = tally.get(person.called(), 0) + 1
    return tuple(sorted(tally.items(), key=_by_count)[:most])


def _by_count(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _own(store: Store, firm_ids: Sequence[str]) -> list[Meeting]:
    meetings = store.all(Meeting, firm_id=list(firm_ids))
    known = {meeting.id for meeting in meetings}
    others = sorted({row.meeting_id for row in store.all(MeetingFirm, firm_id=list(firm_ids))} - known)
    return [*meetings, *store.all(Meeting, id=others)] if others else meetings


def _of_people(store: Store, firm_id: str) -> list[Meeting]:
    """Return the meetings with people who have a role at the firm now."""
    today = store.clock.today()
    roles = store.all(Role, firm_id=firm_id)
    people = sorted({one.person_id for one in roles if one.valid_to is None or one.valid_to.last_day() >= today})
    there = sorted({one.meeting_id for one in store.all(Attendee, person_id=people)}) if people else []
    return store.all(Meeting, id=there) if there else []


def _event(one: StreamMeeting, firm_name: str) -> Event:
    content = one.content
    meeting = content.meeting
    chips = tuple(
        _("{text}, {owner}, {date}").format(
            text=promise.text, owner=promise.owner, date=format_date(promise.due_on, "short")
        )
        for promise in content.promises
    )
    return Event(
        "note",
        meeting.id,
        meeting.type,
        PartialDate.of(content.on),
        content.time,
        _title(meeting, firm_name, one.relation),
        _meta(content),
        meeting.summary or meeting.discussion,
        chips,
        files=tuple(file.name for file in content.attachments),
        relation=one.relation,
        firm_id=meeting.firm_id if one.relation else "",
        is_restricted=meeting.is_restricted,
    )


def _title(meeting: Meeting, firm_name: str, relation: Relation) -> str:
    title = note_title(meeting)
    if relation == "person":
        return _("{title}, with {firm}").format(title=title, firm=firm_name)
    if relation == "subsidiary":
        return _("{title}, subsidiary {firm}").format(title=title, firm=firm_name)
    if meeting.status == "held" and meeting.place:
        return _("{title}, {place}").format(title=title, place=meeting.place)
    return title


def _meta(content: NoteContent) -> str:
    meeting = content.meeting
    parts = []
    if meeting.ends_at:
        begin, end = datetime.fromisoformat(meeting.starts_at), datetime.fromisoformat(meeting.ends_at)
        minutes = int((end - begin).total_seconds() // 60)
        parts.append(ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes))
    if content.answers:
        count = len(content.answers)
        parts.append(ngettext("{n} answer", "{n} answers", count).format(n=count))
    if content.addenda:
        count = len(content.addenda)
        parts.append(ngettext("{n} addendum", "{n} addenda", count).format(n=count))
    meta = listed(person.called() for person in content.people)
    for part in parts:
        meta = _("{people}. {length}").format(people=meta, length=part) if meta else part
    return meta


def _draft(draft: Draft) -> Event:
    saved = datetime.fromisoformat(draft.saved_at).astimezone()
    words = [str(draft.body.get(name) or "").strip() for name in ("summary", "discussion")]
    return Event(
        "note",
        str(draft.body.get("meeting_id") or "") if draft.kind == "note_edit" else "",
        "draft",
        PartialDate.of(saved.date()),
        saved.strftime("%H:%M"),
        _("Draft of a note, not saved yet"),
        "",
        "\n".join(word for word in words if word),
    )

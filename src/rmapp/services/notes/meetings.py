"""Meetings written down, changed while they are fresh, and added to afterwards (domain reference, 4.1)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.entity import Value
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import SUMMARY_LIMIT, Addendum, Attendee, Meeting, MeetingFirm
from rmapp.domain.person import Person, Role
from rmapp.domain.promise import Promise
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.clients.promises import PromiseDraft, add_promise, check_promise
from rmapp.services.drafts import drop_draft
from rmapp.services.paperwork.attachments import attach
from rmapp.services.stages.stage_words import record_said

if TYPE_CHECKING:
    from rmapp.domain.attachment import StagedFile
    from rmapp.storage.store import Store

EDIT_DAYS = 7
"""Days after which a held meeting is closed and corrected by addenda (domain reference, 4.1)."""


class AttendeeDraft(Value):
    """Somebody who was there: a person of the book, or a free name; `covers` is what they take on."""

    side: Literal["ours", "theirs", "third_party"] = "theirs"
    person_id: str | None = None
    name: str = ""
    role_text: str = ""
    organisation: str = ""
    covers: str = ""


class MeetingDraft(Value):
    """A meeting as it is written down; `starts_at` is local time in ISO form, or a day alone."""

    firm_id: str
    type: str = "field_visit"
    status: str = "held"
    starts_at: str
    ends_at: str | None = None
    place: str = ""
    online_link: str = ""
    purpose: str = ""
    purpose_kind: str | None = None
    agenda: tuple[str, ...] = ()
    summary: str = ""
    discussion: str = ""
    sentiment: str | None = None
    confidentiality: str = "client_confidential"
    other_firm_ids: tuple[str, ...] = ()
    attendees: tuple[AttendeeDraft, ...] = ()
    promises: tuple[PromiseDraft, ...] = ()


class MeetingView(NamedTuple):
    """A meeting with everything that belongs to it; `names` follow `attendees`."""

    meeting: Meeting
    attendees: tuple[Attendee, ...]
    names: tuple[str, ...]
    promises: tuple[Promise, ...]
    other_firm_ids: tuple[str, ...]
    addenda: tuple[Addendum, ...]
    is_closed: bool


def add_meeting(store: Store, draft: MeetingDraft) -> Meeting:
    """Write a meeting with its attendees and promises; the user is always present on our side.

    Raises InputError for the fields `starts_at`, `ends_at`, `people`, `summary`, `discussion`, `promises`.
    """
    draft = _with_user(store, draft)
    check_meeting(store, draft)
    meeting = store.add(Meeting(**_own_fields(draft), author=store.actor, written_at=_now_text(store)))
    _add_parts(store, meeting, draft)
    return meeting


def change_meeting(store: Store, meeting_id: str, draft: MeetingDraft) -> Meeting:
    """Change a meeting that is still open for edits; its promises are only added to.

    A planned meeting that was held counts as written from now on. Raises RuleError once the meeting is closed:
    then an addendum is the way.
    """
    meeting = store.get(Meeting, meeting_id)
    if is_closed(store, meeting):
        raise RuleError(
            _("This note is closed: it is more than {n} days old. Add an addendum instead.").format(n=EDIT_DAYS)
        )
    draft = _with_user(store, draft)
    check_meeting(store, draft)
    for kind in (Attendee, MeetingFirm):
        for part in store.all(kind, meeting_id=meeting_id):
            store.remove(kind, part.id)
    fields = _own_fields(draft)
    if draft.status == "held" and meeting.status != "held":
        fields |= {"author": store.actor, "written_at": _now_text(store)}
    changed = store.change(Meeting, meeting_id, **fields)
    _add_parts(store, changed, draft)
    return changed


def save_note(
    store: Store,
    draft: MeetingDraft,
    meeting_id: str | None,
    draft_id: str | None,
    files: tuple[StagedFile, ...] = (),
    said: tuple[str, ...] = (),
) -> Meeting:
    """Write a new or changed meeting with its files and forget the draft it was typed in.

    `said` are the kinds of evidence for a stage that a person ticked in its text.
    """
    written = add_meeting(store, draft) if meeting_id is None else change_meeting(store, meeting_id, draft)
    attach(store, files, written.firm_id, meeting_id=written.id)
    record_said(store, written, f"{draft.discussion}\n{draft.summary}", said)
    if draft_id is not None:
        drop_draft(store, draft_id)
    return written


def add_addendum(store: Store, meeting_id: str, text: str) -> Addendum:
    """Add to a meeting without changing what was written."""
    store.get(Meeting, meeting_id)
    if not text.strip():
        raise InputError({"text": _("Write what is to be added.")})
    return store.add(Addendum(meeting_id=meeting_id, text=text.strip(), author=store.actor))


def remove_meeting(store: Store, meeting_id: str) -> None:
    """Take a meeting out of the book, with the promises that were made in it."""
    store.get(Meeting, meeting_id)
    for promise in store.all(Promise, meeting_id=meeting_id):
        store.remove(Promise, promise.id)
    store.remove(Meeting, meeting_id)


def view_meeting(store: Store, meeting_id: str) -> MeetingView:
    """Return a meeting with its people, promises, further firms and addenda."""
    meeting = store.get(Meeting, meeting_id)
    attendees = tuple(store.all(Attendee, meeting_id=meeting_id))
    return MeetingView(
        meeting,
        attendees,
        tuple(attendee_name(store, one) for one in attendees),
        tuple(store.all(Promise, order="due_on", meeting_id=meeting_id)),
        tuple(row.firm_id for row in store.all(MeetingFirm, meeting_id=meeting_id)),
        tuple(store.all(Addendum, order="created_at", meeting_id=meeting_id)),
        is_closed(store, meeting),
    )


def is_meeting(store: Store, meeting_id: str) -> bool:
    """Tell whether a meeting of the book has this id."""
    return store.find(Meeting, meeting_id) is not None


def attendee_name(store: Store, attendee: Attendee) -> str:
    """Return the name of somebody present: the person's of the book, else as it was typed."""
    person = store.find(Person, attendee.person_id) if attendee.person_id else None
    return person.called() if person else attendee.name


def attendee_named(store: Store, firm_id: str, name: str) -> AttendeeDraft:
    """Return somebody of the client by name: the person of the firm's people, else the free name."""
    for role in store.all(Role, firm_id=firm_id):
        person = store.find(Person, role.person_id)
        if person and name.strip().casefold() in (person.name.casefold(), person.name_latin.casefold()):
            return AttendeeDraft(person_id=person.id, name=person.name, role_text=role.title)
    return AttendeeDraft(name=name.strip())


def is_closed(store: Store, meeting: Meeting) -> bool:
    """Tell whether a held meeting is closed for edits."""
    if meeting.status != "held" or not meeting.written_at:
        return meeting.locked_at is not None
    written = datetime.fromisoformat(meeting.written_at)
    if written.tzinfo is None:
        written = written.replace(tzinfo=UTC)
    return store.clock.now() - written > timedelta(days=EDIT_DAYS)


def check_meeting(store: Store, draft: MeetingDraft) -> None:
    """Raise InputError with a sentence for each field of a meeting that cannot stand."""
    store.get(Firm, draft.firm_id)
    problems = {**_time_problems(store, draft)}
    if draft.type not in reference.labels("meeting_type"):
        problems["type"] = _("Choose what kind of meeting it was.")
    if len(draft.summary) > SUMMARY_LIMIT:
        problems["summary"] = _("The summary has {n} characters; {limit} fit on the brief.").format(
            n=len(draft.summary), limit=SUMMARY_LIMIT
        )
    if draft.status == "held":
        if not any(one.side == "theirs" and (one.person_id or one.name.strip()) for one in draft.attendees):
            problems["people"] = _("Name at least one person of the client who was there.")
        if not (draft.summary.strip() or draft.discussion.strip()):
            problems["discussion"] = _("Write at least one sentence about what was said.")
    for promise in draft.promises:
        try:
            check_promise(promise)
        except InputError as error:
            problems["promises"] = error.message
    if problems:
        raise InputError(problems)


def _time_problems(store: Store, draft: MeetingDraft) -> dict[str, str]:
    try:
        start = datetime.fromisoformat(draft.starts_at)
    except ValueError:
        return {"starts_at": _("Write the day and the time of the meeting, for example 17 Dec 09:30.")}
    problems = {}
    if draft.status == "held" and start.date() > store.clock.today():
        problems["starts_at"] = _("This day is still to come. Plan the meeting instead, or correct the date.")
    if draft.ends_at and datetime.fromisoformat(draft.ends_at) <= start:
        problems["ends_at"] = _("The end is not after the start.")
    return problems


def _own_fields(draft: MeetingDraft) -> dict[str, Any]:
    fields = draft.model_dump(exclude={"attendees", "promises", "other_firm_ids"})
    fields["summary"] = draft.summary.strip()
    return fields


def _with_user(store: Store, draft: MeetingDraft) -> MeetingDraft:
    if draft.status != "held" or any(one.side == "ours" for one in draft.attendees):
        return draft
    user = AttendeeDraft(side="ours", name=store.actor)
    return draft.model_copy(update={"attendees": (*draft.attendees, user)})


def _add_parts(store: Store, meeting: Meeting, draft: MeetingDraft) -> None:
    for firm_id in draft.other_firm_ids:
        store.add(MeetingFirm(meeting_id=meeting.id, firm_id=firm_id))
    for one in draft.attendees:
        store.add(Attendee(meeting_id=meeting.id, **one.model_dump()))
    for promise in draft.promises:
        add_promise(store, draft.firm_id, promise, meeting.id)


def _now_text(store: Store) -> str:
    return store.clock.now().isoformat(timespec="seconds")

"""A visit that is planned, moved, called off or missed; held, it becomes the call report (domain reference, 4.1)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain import reference
from rmapp.domain.entity import Value
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Attendee, Meeting, MeetingFirm
from rmapp.domain.question_wording import question_text
from rmapp.domain.time_zones import HOME_ZONE, known_zones
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.clients.people import people
from rmapp.services.drafts import drop_draft
from rmapp.services.notes.meetings import AttendeeDraft, attendee_name
from rmapp.services.visits.ask_list import ask_list
from rmapp.services.visits.visit_prefill import agenda_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.storage.store import Store

_MOST_LINES = 8
_MOST_QUESTIONS = 2
_OPEN = ("planned", "cancelled", "no_show")


class VisitPlanDraft(Value):
    """A visit as it is planned; `starts_at` is local time of `time_zone` in ISO form, or a day alone.

    The first firm is the main one. People of our side say in `covers` what they take on.
    """

    firm_ids: tuple[str, ...]
    type: str = "field_visit"
    starts_at: str = ""
    ends_at: str | None = None
    time_zone: str = HOME_ZONE
    place: str = ""
    online_link: str = ""
    purpose_kind: str | None = None
    purpose: str = ""
    objective: str = ""
    key_question: str = ""
    decision_ready: str = ""
    agenda: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    people: tuple[AttendeeDraft, ...] = ()
    confidentiality: str = "client_confidential"
    calendar_uid: str = ""


class PlannedVisit(NamedTuple):
    """A meeting with its plan as a draft, to fill the form; `is_open` tells whether it can still be planned."""

    meeting: Meeting
    draft: VisitPlanDraft
    is_open: bool


def prefill(store: Store, firm_ids: Sequence[str], starts_at: str = "") -> VisitPlanDraft:
    """Return a plan for some firms, filled with what the book knows.

    The people are those who count most at the first firm and the user; the agenda holds open promises, tests
    that come due, what expires, and the first questions of the ask-list. Nothing restricted or internal is in it.
    """
    several = len(firm_ids) > 1
    lines = [line.text for firm_id in firm_ids for line in agenda_lines(store, firm_id, several=several)]
    lines = lines[:_MOST_LINES] + [line for firm_id in firm_ids[:1] for line in _first_questions(store, firm_id)]
    first = store.get(Firm, firm_ids[0]) if firm_ids else None
    theirs = people(store, first.id)[:2] if first else []
    met = [
        AttendeeDraft(person_id=one.person.id, name=one.person.called(), role_text=one.role.title)
        for one in theirs
        if one.role.is_main_contact or one.role.influence in ("decides", "influences")
    ]
    return VisitPlanDraft(
        firm_ids=tuple(firm_ids),
        starts_at=starts_at,
        place=(first.operating_address or first.city) if first else "",
        agenda=tuple(dict.fromkeys(lines)),
        people=(*met, AttendeeDraft(side="ours", name=store.actor)),
        confidentiality="restricted" if first and first.confidentiality == "restricted" else "client_confidential",
    )


def plan_visit(store: Store, draft: VisitPlanDraft, draft_id: str | None = None) -> Meeting:
    """Write a planned visit and forget the draft it was typed in.

    Raises InputError for the fields `firms`, `starts_at`, `ends_at`, `time_zone`, `type`, `purpose_kind`.
    """
    check_plan(draft)
    for firm_id in draft.firm_ids:
        store.get(Firm, firm_id)
    meeting = store.add(Meeting(**_own_fields(draft), status="planned", author=store.actor, written_at=_moment(store)))
    _add_firms(store, meeting.id, draft.firm_ids[1:])
    _add_people(store, meeting.id, draft.people)
    _forget(store, draft_id)
    return meeting


def change_visit(store: Store, meeting_id: str, draft: VisitPlanDraft, draft_id: str | None = None) -> Meeting:
    """Change the plan of a visit that was not held; people and firms that stay are not written anew.

    A visit that was called off is planned again. Raises InputError, RuleError for a visit that was held.
    """
    _not_held(store, meeting_id)
    check_plan(draft)
    others = set(draft.firm_ids[1:])
    for row in store.all(MeetingFirm, meeting_id=meeting_id):
        if row.firm_id in others:
            others.discard(row.firm_id)
        else:
            store.remove(MeetingFirm, row.id)
    _add_firms(store, meeting_id, [one for one in draft.firm_ids[1:] if one in others])
    wanted = list(draft.people)
    for attendee in store.all(Attendee, meeting_id=meeting_id):
        same = _draft_of(store, attendee)
        if same in wanted:
            wanted.remove(same)
        else:
            store.remove(Attendee, attendee.id)
    _add_people(store, meeting_id, wanted)
    changed = store.change(Meeting, meeting_id, **_own_fields(draft), status="planned")
    _forget(store, draft_id)
    return changed


def move_visit(store: Store, meeting_id: str, starts_at: str, ends_at: str | None = None) -> Meeting:
    """Give a visit another time; without `ends_at` it stays as long as it was. What was called off is planned again.

    Raises InputError for `starts_at` and `ends_at`, RuleError for a visit that was held.
    """
    meeting = _not_held(store, meeting_id)
    problems = _time_problems(starts_at, ends_at)
    if problems:
        raise InputError(problems)
    if ends_at is None and meeting.ends_at and "T" in meeting.starts_at and "T" in starts_at:
        lasted = datetime.fromisoformat(meeting.ends_at) - datetime.fromisoformat(meeting.starts_at)
        ends_at = (datetime.fromisoformat(starts_at) + lasted).isoformat(timespec="minutes")
    return store.change(Meeting, meeting_id, starts_at=starts_at, ends_at=ends_at, status="planned")


def cancel_visit(store: Store, meeting_id: str, reason: str = "") -> Meeting:
    """Call a planned visit off; the reason, if any, becomes its gist."""
    return _call_off(store, meeting_id, "cancelled", reason)


def miss_visit(store: Store, meeting_id: str, reason: str = "") -> Meeting:
    """Note that nobody of the client came to a planned visit. Raises RuleError for a day that is still to come."""
    if store.get(Meeting, meeting_id).starts_at[:10] > store.clock.today().isoformat():
        raise RuleError(_("This visit is still to come. Cancel it or move it instead."))
    return _call_off(store, meeting_id, "no_show", reason)


def planned_visit(store: Store, meeting_id: str) -> PlannedVisit:
    """Return a meeting as a plan. Raises NotFoundError."""
    meeting = store.get(Meeting, meeting_id)
    shared = {name: getattr(meeting, name) for name in VisitPlanDraft.model_fields if hasattr(meeting, name)}
    others = (row.firm_id for row in store.all(MeetingFirm, meeting_id=meeting_id))
    attendees = (_draft_of(store, one) for one in store.all(Attendee, meeting_id=meeting_id))
    draft = VisitPlanDraft(**shared, firm_ids=(meeting.firm_id, *others), people=tuple(attendees))
    return PlannedVisit(meeting, draft, meeting.status in _OPEN)


def check_plan(draft: VisitPlanDraft) -> None:
    """Raise InputError with a sentence for each field of a plan that cannot stand."""
    problems = _time_problems(draft.starts_at, draft.ends_at)
    if not draft.firm_ids:
        problems["firms"] = _("Choose the client to be visited.")
    if draft.type not in reference.labels("meeting_type"):
        problems["type"] = _("Choose what kind of meeting it is.")
    if draft.purpose_kind is not None and draft.purpose_kind not in reference.labels("visit_purpose"):
        problems["purpose_kind"] = _("Choose why the visit is made.")
    if draft.time_zone not in known_zones():
        problems["time_zone"] = _("“{zone}” is not a time zone. Write for example Asia/Shanghai.").format(
            zone=draft.time_zone
        )
    if problems:
        raise InputError(problems)


def _first_questions(store: Store, firm_id: str) -> tuple[str, ...]:
    """Return the questions that most depends on, in the current language."""
    asked = ask_list(store, firm_id, restricted=False, most=_MOST_QUESTIONS)
    return tuple(question_text(question, counted=False) for question in asked)


def _time_problems(starts_at: str, ends_at: str | None) -> dict[str, str]:
    try:
        start = datetime.fromisoformat(starts_at)
        end = datetime.fromisoformat(ends_at) if ends_at else None
    except ValueError:
        return {"starts_at": _("Write the day and the time of the visit, for example 17 Dec and 09:30.")}
    if start.tzinfo is not None or (end is not None and end.tzinfo is not None):
        return {"starts_at": _("Write the time of the place of the visit, without an offset.")}
    if end is not None and ("T" not in starts_at or end <= start):
        return {"ends_at": _("The end is not after the start.")}
    return {}


def _own_fields(draft: VisitPlanDraft) -> dict[str, Any]:
    fields = draft.model_dump(exclude={"firm_ids", "people"})
    for name in ("agenda", "questions"):
        fields[name] = tuple(line.strip() for line in fields[name] if line.strip())
    return {**fields, "firm_id": draft.firm_ids[0]}


def _not_held(store: Store, meeting_id: str) -> Meeting:
    meeting = store.get(Meeting, meeting_id)
    if meeting.status not in _OPEN:
        raise RuleError(_("This visit was held. Change its note instead."))
    return meeting


def _call_off(store: Store, meeting_id: str, status: str, reason: str) -> Meeting:
    meeting = _not_held(store, meeting_id)
    return store.change(Meeting, meeting_id, status=status, summary=reason.strip() or meeting.summary)


def _draft_of(store: Store, attendee: Attendee) -> AttendeeDraft:
    shared = {name: getattr(attendee, name) for name in AttendeeDraft.model_fields}
    return AttendeeDraft(**shared | {"name": attendee_name(store, attendee)})


def _add_firms(store: Store, meeting_id: str, firm_ids: Sequence[str]) -> None:
    store.add_many(MeetingFirm(meeting_id=meeting_id, firm_id=one) for one in dict.fromkeys(firm_ids))


def _add_people(store: Store, meeting_id: str, drafts: Sequence[AttendeeDraft]) -> None:
    store.add_many(Attendee(meeting_id=meeting_id, **one.model_dump()) for one in drafts)


def _forget(store: Store, draft_id: str | None) -> None:
    if draft_id is not None:
        drop_draft(store, draft_id)


def _moment(store: Store) -> str:
    return store.clock.now().astimezone().isoformat(timespec="seconds")

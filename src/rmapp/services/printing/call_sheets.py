"""The sheet to write on in a visit, compiled from the plan, the people, the open promises and the ask-list."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rmapp.domain.brief import BriefPerson, Names
from rmapp.domain.classes import USUAL, strictest
from rmapp.domain.firm import Firm
from rmapp.domain.firm_code import firm_code
from rmapp.domain.meeting import Attendee, Meeting, MeetingFirm
from rmapp.domain.question import QUESTION_CAP
from rmapp.domain.visit_pack import CallSheet, SheetPerson, SheetPromise, VisitPlan
from rmapp.services.clients import firms, people
from rmapp.services.clients.firm_names import city_names, display_names
from rmapp.services.clients.promises import open_promises
from rmapp.services.privacy.discretion import discreetly
from rmapp.services.visits.ask_list import ask_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.services.clients.people import PersonAtFirm
    from rmapp.storage.store import Store

MOST_PEOPLE = 6


@discreetly
def compile_sheet(store: Store, firm_id: str, meeting_id: str | None = None, *, restricted: bool = False) -> CallSheet:
    """Return the sheet for a visit to a firm, or for none that is planned; nothing restricted is on it unless asked.

    Raises NotFoundError.
    """
    firm = store.get(Firm, firm_id)
    meeting = store.get(Meeting, meeting_id) if meeting_id else None
    ids = [firm_id, *_further(store, firm_id, meeting)]
    names = {id: display_names(firms.names(store, id)) for id in ids}
    attendees = store.all(Attendee, meeting_id=meeting.id) if meeting else []
    return CallSheet(
        firms=tuple(names[id] for id in ids),
        code=firm_code(firm_id),
        nature=firm.nature,
        confidentiality=strictest([firm.confidentiality, meeting.confidentiality if meeting else USUAL]),
        as_of=store.clock.today(),
        address=_address(firm),
        visit=visit_plan(meeting, attendees) if meeting else None,
        people=tuple(_people(store, firm_id, attendees))[:MOST_PEOPLE],
        questions=ask_list(store, firm_id, restricted=restricted, most=QUESTION_CAP, visit=meeting),
        promises=tuple(_promises(store, names, restricted=restricted)),
    )


def visit_plan(meeting: Meeting, attendees: Sequence[Attendee] = ()) -> VisitPlan:
    """Return a meeting as a paper says it; `attendees` are the people of both sides."""
    return VisitPlan(
        starts_at=datetime.fromisoformat(meeting.starts_at),
        ends_at=datetime.fromisoformat(meeting.ends_at) if meeting.ends_at else None,
        has_time="T" in meeting.starts_at,
        place=meeting.place or meeting.online_link,
        type=meeting.type,
        purpose=meeting.purpose,
        purpose_kind=meeting.purpose_kind,
        objective=meeting.objective,
        key_question=meeting.key_question,
        decision_ready=meeting.decision_ready,
        ours=tuple(one.name for one in attendees if one.side == "ours" and one.name),
    )


def _address(firm: Firm) -> Names:
    typed = firm.operating_address or firm.registered_address
    return Names(en=typed, zh=typed) if typed else city_names(firm)


def _further(store: Store, firm_id: str, meeting: Meeting | None) -> list[str]:
    """Return the other firms that a meeting is about."""
    if meeting is None:
        return []
    found = [meeting.firm_id, *(row.firm_id for row in store.all(MeetingFirm, meeting_id=meeting.id))]
    return [one for one in dict.fromkeys(found) if one != firm_id and store.find(Firm, one) is not None]


def _people(store: Store, firm_id: str, attendees: Sequence[Attendee]) -> Iterator[SheetPerson]:
    """Yield those of the plan first, then the firm's others by their weight."""
    theirs = [one for one in attendees if one.side != "ours"]
    known = {one.person.id: one for one in people.people(store, firm_id)}
    expected = {one.person_id for one in theirs if one.person_id}
    for attendee in theirs:
        there = known.get(attendee.person_id or "")
        if there is not None:
            yield _known(there, expected=True)
        elif attendee.name:
            name = Names(en=attendee.name, zh=attendee.name)
            yield SheetPerson(person=BriefPerson(names=name, title=attendee.role_text), expected=True)
    for id, there in known.items():
        if id not in expected:
            yield _known(there, expected=False)


def _known(one: PersonAtFirm, *, expected: bool) -> SheetPerson:
    latin = one.person.name_latin or one.person.name
    return SheetPerson(
        person=BriefPerson(
            names=Names(en=latin, zh=one.person.name),
            roles=(one.role.role,),
            title=one.role.title,
            influence=one.role.influence,
            last_met=one.last_met,
        ),
        phone=one.person.work_phone,
        expected=expected,
    )


def _promises(store: Store, names: dict[str, Names], *, restricted: bool) -> Iterator[SheetPromise]:
    for id, name in names.items():
        for one in open_promises(store, id, restricted=restricted):
            yield SheetPromise(
                side=one.side,
                text=one.text,
                owner=one.owner,
                due_on=one.due_on,
                firm=name if len(names) > 1 else Names(),
            )

"""A firm handed over: its brief with everybody, every promise, every move and every note, with authors and days."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from rmapp.domain.brief import BriefPerson, ClientBrief, Names
from rmapp.domain.brief_variants import HandOver, HandOverMove, HandOverNote, HandOverPerson, HandOverPromise
from rmapp.domain.meeting import Addendum, Attendee, Meeting, MeetingFirm
from rmapp.domain.promise import Promise
from rmapp.domain.record import PaperRecord
from rmapp.services.clients import people
from rmapp.services.notes.meetings import attendee_name
from rmapp.services.stages import lifecycle
from rmapp.services.visits.ask_list import ask_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.storage.store import Store


def compile_hand_over(store: Store, firm_id: str, brief: ClientBrief, *, restricted: bool = False) -> HandOver:
    """Return everything about a firm for the account manager who takes it over; the newest of each kind first."""
    return HandOver(
        brief=brief,
        people=tuple(_people(store, firm_id)),
        questions=ask_list(store, firm_id, restricted=restricted),
        promises=tuple(_promises(store, firm_id)),
        moves=tuple(_moves(store, firm_id)),
        notes=tuple(_note(store, one) for one in _held(store, firm_id)),
        papers_out=tuple(_papers_out(store, firm_id)),
    )


def _people(store: Store, firm_id: str) -> Iterator[HandOverPerson]:
    for one in people.people(store, firm_id, former=True):
        latin = one.person.name_latin or one.person.name
        yield HandOverPerson(
            person=BriefPerson(
                names=Names(en=latin, zh=one.person.name),
                roles=(one.role.role,),
                title=one.role.title,
                influence=one.role.influence,
                remark=one.person.remark,
                last_met=one.last_met,
            ),
            phone=one.person.work_phone,
            email=one.person.work_email,
            record=one.person.record,
        )


def _promises(store: Store, firm_id: str) -> Iterator[HandOverPromise]:
    """Yield the open ones first, the earliest day first, then those that are closed, the last closed first."""
    rows = store.all(Promise, order="due_on", firm_id=firm_id)
    still = [row for row in rows if row.status in ("open", "in_progress")]
    closed = [row for row in rows if row.status not in ("open", "in_progress")]
    closed.sort(key=_closed_on, reverse=True)
    for row in (*still, *closed):
        yield HandOverPromise(**{name: getattr(row, name) for name in HandOverPromise.model_fields})


def _closed_on(promise: Promise) -> date:
    return promise.done_on or promise.due_on


def _moves(store: Store, firm_id: str) -> Iterator[HandOverMove]:
    for event in lifecycle.history(store, firm_id):
        yield HandOverMove(
            stage=event.to_stage, on=event.effective_on, by=event.recorded_by, reason=event.reason, note=event.note
        )


def _held(store: Store, firm_id: str) -> list[Meeting]:
    """Return the held meetings of a firm, those of others that were also about it too, the newest first."""
    own = store.all(Meeting, firm_id=firm_id, status="held")
    also = [row.meeting_id for row in store.all(MeetingFirm, firm_id=firm_id)]
    found = {one.id: one for one in (*own, *store.all(Meeting, id=also, status="held"))}
    return sorted(found.values(), key=_start, reverse=True)


def _start(meeting: Meeting) -> str:
    return meeting.starts_at


def _note(store: Store, meeting: Meeting) -> HandOverNote:
    attendees = store.all(Attendee, meeting_id=meeting.id)
    named = [(one.side, attendee_name(store, one)) for one in attendees]
    return HandOverNote(
        on=date.fromisoformat(meeting.starts_at[:10]),
        type=meeting.type,
        purpose=meeting.purpose,
        author=meeting.author,
        written_on=_day(meeting.written_at),
        theirs=tuple(name for side, name in named if side != "ours" and name),
        ours=tuple(name for side, name in named if side == "ours" and name),
        summary=meeting.summary,
        discussion=meeting.discussion,
        addenda=tuple(
            (one.author, _day(one.created_at), one.text)
            for one in store.all(Addendum, order="created_at", meeting_id=meeting.id)
        ),
    )


def _day(moment: str) -> date | None:
    """Return the local day of a moment as it is kept in the book; None where there is none."""
    if not moment:
        return None
    at = datetime.fromisoformat(moment)
    return (at if at.tzinfo is None else at.astimezone()).date()


def _papers_out(store: Store, firm_id: str) -> Iterator[tuple[str, str, date]]:
    """Yield document, copy number and day of each paper of which nobody noted what became of it."""
    for row in store.all(PaperRecord, order="created_at desc", firm_id=firm_id, kind="printed"):
        printed = _day(row.created_at)
        if row.ended_on is None and printed is not None:
            yield row.document, row.copy_no, printed

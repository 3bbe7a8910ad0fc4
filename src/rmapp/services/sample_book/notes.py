"""Meetings and promises of the fictional firms, written down on the day they were held."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from rmapp.domain.call_report import Answer, CallReport
from rmapp.domain.meeting import Addendum, Attendee, Meeting, MeetingFirm
from rmapp.domain.promise import Promise
from rmapp.domain.question import question_key
from rmapp.services.sample_book.data import RoutineNote, SampleNote, SamplePromise, SampleReport, SampleRoutine
from rmapp.services.sample_book.values import id_of, moved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.storage.store import Store

_HOURS = (time(9, 30), time(10, 0), time(14, 0), time(15, 30), time(16, 10))


def write_notes(store: Store, firm_id: str, notes: Sequence[SampleNote], ids: Mapping[str, str]) -> None:
    """Write the meetings of a firm, held and planned, with people and promises."""
    for note in notes:
        meeting = store.add(
            Meeting(
                firm_id=firm_id,
                type=note.type,
                status=note.status,
                starts_at=note.on,
                ends_at=_end(note.on, note.minutes),
                place=note.place,
                purpose=note.purpose,
                purpose_kind=note.purpose_kind,
                agenda=note.agenda,
                objective=note.objective,
                key_question=note.key_question,
                decision_ready=note.decision_ready,
                questions=note.questions,
                summary=note.summary,
                discussion=note.discussion,
                sentiment=note.sentiment,
                author=store.actor,
                written_at=_written(note.on) if note.status == "held" else store.now(),
            )
        )
        _write_people(store, meeting.id, note, ids)
        write_promises(store, firm_id, note.promises, meeting.id)
        if note.report is not None:
            _write_report(store, meeting, note.report)
        if note.addendum:
            store.add(Addendum(meeting_id=meeting.id, text=note.addendum, author=store.actor))


def write_routine(
    store: Store, firm_id: str, routine: SampleRoutine, texts: Sequence[RoutineNote], ids: Mapping[str, str]
) -> None:
    """Write the regular contacts of a firm, with texts and people taking turns."""
    today = store.clock.today()
    notes = []
    for number in range(routine.count):
        text = texts[(routine.start + number) % len(texts)]
        day = moved(f"-{routine.newest + number * routine.every}d", today)
        notes.append(
            SampleNote(
                on=f"{day}T{_HOURS[(routine.start + number) % len(_HOURS)]:%H:%M}",
                type=text.type,
                minutes=text.minutes,
                who=(routine.who[number % len(routine.who)],),
                summary=text.text,
                sentiment=text.mood,
            )
        )
    write_notes(store, firm_id, notes, ids)


def write_promises(store: Store, firm_id: str, promises: Sequence[SamplePromise], meeting_id: str | None) -> None:
    """Write promises, open ones and those that were kept or dropped."""
    for promise in promises:
        status = "open" if promise.done is None else "cancelled" if promise.dropped else "done"
        store.add(
            Promise(
                firm_id=firm_id,
                side=promise.side,
                text=promise.text,
                owner=promise.owner,
                due_on=promise.due,
                first_due_on=promise.first_due,
                proof=promise.proof,
                status=status,
                done_on=promise.done,
                result=promise.result,
                meeting_id=meeting_id,
                priority="high" if promise.high else "normal",
            )
        )


def _write_report(store: Store, meeting: Meeting, report: SampleReport) -> None:
    store.add(CallReport(meeting_id=meeting.id, **{name: value for name, value in report if name != "answers"}))
    for one in report.answers:
        store.add(
            Answer(
                meeting_id=meeting.id,
                firm_id=meeting.firm_id,
                question=question_key("own", one.asked),
                asked=one.asked,
                answer=one.answer,
                means=one.means,
            )
        )


def _write_people(store: Store, meeting_id: str, note: SampleNote, ids: Mapping[str, str]) -> None:
    if note.status == "held":
        for name in (store.actor, *note.colleagues):
            store.add(Attendee(meeting_id=meeting_id, side="ours", name=name))
    for key in note.who:
        store.add(Attendee(meeting_id=meeting_id, person_id=id_of(key, ids)))
    for name in note.guests:
        store.add(Attendee(meeting_id=meeting_id, name=name))
    for key in note.also_about:
        store.add(MeetingFirm(meeting_id=meeting_id, firm_id=id_of(key, ids)))


def _end(start: str, minutes: int | None) -> str | None:
    if minutes is None or "T" not in start:
        return None
    return (datetime.fromisoformat(start) + timedelta(minutes=minutes)).isoformat(timespec="minutes")


def _written(start: str) -> str:
    """Return the evening of the day as a UTC moment: notes are written on the day itself."""
    return datetime.fromisoformat(start[:10] + "T10:00").replace(tzinfo=UTC).isoformat(timespec="seconds")

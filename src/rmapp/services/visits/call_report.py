"""The call report: a visit is closed in the order of its printed sheet (product paper, 4).

A planned meeting becomes the report: the same row, held now. Facts and judgement are kept in fields of their own.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.domain.call_report import Answer, CallReport, Need
from rmapp.domain.meeting import Meeting
from rmapp.domain.promise import Promise
from rmapp.domain.question import QUESTION_CAP
from rmapp.domain.question_target import target_of
from rmapp.domain.question_wording import question_text, why_text
from rmapp.domain.record import PaperRecord
from rmapp.errors import RuleError
from rmapp.i18n import _
from rmapp.services.clients.people import add_person
from rmapp.services.clients.promises import drop_promise, keep_promise, open_promises
from rmapp.services.drafts import drop_draft
from rmapp.services.early_warning.signals import raise_signal
from rmapp.services.notes.call_report_draft import (
    AnswerDraft,
    CallReportDraft,
    NeedDraft,
    PromiseTick,
    WarningTick,
    check_report,
)
from rmapp.services.notes.meetings import (
    AttendeeDraft,
    MeetingDraft,
    MeetingView,
    add_meeting,
    attendee_named,
    change_meeting,
    is_closed,
    view_meeting,
)
from rmapp.services.paperwork.attachments import attach
from rmapp.services.paperwork.custody import end_papers
from rmapp.services.stages.stage_words import record_said
from rmapp.services.visits.answer_confirmation import proposed_value
from rmapp.services.visits.ask_list import ask_list
from rmapp.services.visits.printed_sheets import sheet_in_hand

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.attachment import StagedFile
    from rmapp.domain.question import Question
    from rmapp.storage.store import Store

_STILL_OPEN, _SOON = timedelta(days=7), timedelta(minutes=60)
"""How long a planned visit is offered to a note that is begun after it, and how long before."""

_OWN = (
    "absent",
    "sights",
    "credit_facts",
    "team_change",
    "technology_change",
    "market_change",
    "judgement",
    "stage_proposed",
    "stage_evidence",
    "stage_reason",
    "next_on",
    "no_next_reason",
    "next_purpose",
    "next_preparation",
    "copy_no",
)
"""The fields that a draft and the report of the book have in common."""


class CallReportView(NamedTuple):
    """A written report with its meeting; `report` is None for a quick note, `settled` were closed on its day."""

    view: MeetingView
    report: CallReport | None
    answers: tuple[Answer, ...]
    needs: tuple[Need, ...]
    settled: tuple[Promise, ...]


def start_report(store: Store, meeting_id: str) -> CallReportDraft:
    """Return the report of a meeting to go on with: filled from the plan, the ask-list and what is promised.

    Raises RuleError for a meeting that was cancelled, missed or is closed for edits.
    """
    view = view_meeting(store, meeting_id)
    if view.meeting.status in ("cancelled", "no_show"):
        raise RuleError(_("This meeting did not take place. Plan it again before you report on it."))
    if view.is_closed:
        raise RuleError(_("This report is closed for edits. Add an addendum instead."))
    written = _report_of(store, meeting_id)
    meeting = _meeting_draft(view)
    sheet = sheet_in_hand(store, meeting.firm_id, view.meeting, written.copy_no if written else "")
    answers = _answers(store, meeting.firm_id, sheet, view.meeting)
    if written is None:
        copy_no = sheet.copy_no if sheet else _printed_sheet(store, meeting_id)
        return CallReportDraft(meeting=meeting, answers=answers, copy_no=copy_no)
    return CallReportDraft(
        meeting=meeting,
        answers=answers,
        needs=tuple(_need_draft(one) for one in store.all(Need, order="rid", meeting_id=meeting_id)),
        **{name: getattr(written, name) for name in _OWN},
    )


def blank_report(store: Store, firm_id: str, starts_at: str) -> CallReportDraft:
    """Return the report of a meeting that nobody had planned."""
    meeting = MeetingDraft(firm_id=firm_id, starts_at=starts_at)
    sheet = sheet_in_hand(store, firm_id, None)
    answers = _answers(store, firm_id, sheet, None)
    return CallReportDraft(meeting=meeting, answers=answers, copy_no=sheet.copy_no if sheet else "")


def close_visit(
    store: Store,
    draft: CallReportDraft,
    meeting_id: str | None = None,
    draft_id: str | None = None,
    files: tuple[StagedFile, ...] = (),
) -> Meeting:
    """Write the report of a visit: meeting, people, answers, needs, promises, signals, files, and the next visit.

    A scan of the sheet is linked to its print. Answers are only kept: writing them to the facts is a step of its
    own that a person confirms. Raises InputError beside the items of the sheet, RuleError for a meeting that is
    closed for edits.
    """
    draft = draft.model_copy(update={"meeting": draft.meeting.model_copy(update={"status": "held"})})
    check_report(store, draft)
    note = _with_new_people(store, draft)
    meeting = add_meeting(store, note) if meeting_id is None else change_meeting(store, meeting_id, note)
    before = _report_of(store, meeting.id)
    day = min(store.clock.today(), datetime.fromisoformat(meeting.starts_at).date())
    _settle(store, draft.ticks, day)
    _raise_signals(store, meeting.firm_id, draft.warnings, before, day)
    _write_report(store, meeting, draft, before)
    _write_answers(store, meeting, draft.answers)
    _write_needs(store, meeting, draft.needs)
    record_said(store, meeting, f"{note.discussion}\n{note.summary}\n{draft.judgement}", draft.said)
    attach(store, (_of_print(one, draft.copy_no) for one in files), meeting.firm_id, meeting_id=meeting.id)
    if draft.copies_destroyed and draft.copy_no:
        _destroy_copies(store, draft.copy_no)
    if draft_id is not None:
        drop_draft(store, draft_id)
    return meeting


def report(store: Store, meeting_id: str) -> CallReportView:
    """Return a meeting with all that its report says. Raises NotFoundError."""
    view = view_meeting(store, meeting_id)
    day = view.meeting.starts_at[:10]
    done = store.all(Promise, order="due_on", firm_id=view.meeting.firm_id, done_on=day)
    return CallReportView(
        view,
        _report_of(store, meeting_id),
        tuple(store.all(Answer, order="rid", meeting_id=meeting_id)),
        tuple(store.all(Need, order="rid", meeting_id=meeting_id)),
        tuple(one for one in done if one.meeting_id != meeting_id),
    )


def earlier_promises(store: Store, firm_id: str, meeting_id: str | None) -> tuple[Promise, ...]:
    """Return the open promises of a firm that were not made in this meeting, the earliest day first."""
    return tuple(one for one in open_promises(store, firm_id) if meeting_id is None or one.meeting_id != meeting_id)


def has_report(store: Store, meeting_id: str) -> bool:
    """Tell whether a meeting has a call report, not only a quick note."""
    return _report_of(store, meeting_id) is not None


def can_report(store: Store, meeting: Meeting) -> bool:
    """Tell whether a report of this meeting can be written or changed today."""
    if meeting.status == "planned":
        return meeting.starts_at[:10] <= store.clock.today().isoformat()
    return meeting.status == "held" and not is_closed(store, meeting)


def meeting_to_report(store: Store, firm_id: str) -> Meeting | None:
    """Return the planned meeting of a firm whose day came last, today's included; None where none waits."""
    today = store.clock.today().isoformat()
    planned = store.all(Meeting, order="starts_at desc", firm_id=firm_id, status="planned")
    return next((one for one in planned if one.starts_at[:10] <= today), None)


def visit_to_close(store: Store, firm_id: str) -> Meeting | None:
    """Return the planned visit of a firm that a note of now may be about: of the last days, and about to begin."""
    now = store.clock.now().astimezone().replace(tzinfo=None)
    since, until = (now - _STILL_OPEN).isoformat(), (now + _SOON).isoformat()
    waiting = meeting_to_report(store, firm_id)
    if waiting is None or waiting.starts_at < since[:10] or waiting.starts_at > until:
        return None
    return waiting


def _report_of(store: Store, meeting_id: str) -> CallReport | None:
    return next(iter(store.all(CallReport, order="rid", meeting_id=meeting_id)), None)


def _printed_sheet(store: Store, meeting_id: str) -> str:
    """Return the number of the copy that was printed last for a meeting; empty where none was."""
    printed = store.all(PaperRecord, order="rid desc", meeting_id=meeting_id, kind="printed")
    return printed[0].copy_no if printed else ""


def _meeting_draft(view: MeetingView) -> MeetingDraft:
    shared = {name: getattr(view.meeting, name) for name in MeetingDraft.model_fields if hasattr(view.meeting, name)}
    attendees = (
        AttendeeDraft(**{key: getattr(one, key) for key in AttendeeDraft.model_fields} | {"name": name})
        for one, name in zip(view.attendees, view.names, strict=True)
    )
    return MeetingDraft(**shared | {"status": "held"}, attendees=tuple(attendees), other_firm_ids=view.other_firm_ids)


def _open_answer(question: Question, *, is_open: bool = True) -> AnswerDraft:
    return AnswerDraft(
        question=question.key,
        asked=question_text(question),
        why=why_text(question),
        # One answer about several things is kept as told: each thing has a fact of its own.
        target="" if question.also else question.target,
        is_open=is_open,
    )


def _answers(store: Store, firm_id: str, sheet: PaperRecord | None, meeting: Meeting | None) -> tuple[AnswerDraft, ...]:
    """Return the questions of the printed sheet under their numbers, other answers, and what else is open.

    What is on the sheet stays at its number, also where the book knows it meanwhile: then it says so.
    """
    now = ask_list(store, firm_id, visit=meeting)
    open_keys = {key for one in now for key in (one.key, *one.also)}
    on_sheet = sheet.questions if sheet else ()
    printed = tuple(_open_answer(one, is_open=not open_keys.isdisjoint((one.key, *one.also))) for one in on_sheet)
    rows = store.all(Answer, order="rid", meeting_id=meeting.id) if meeting else []
    kept = tuple(_answer_draft(one) for one in rows)
    written = {one.question: one for one in kept}
    found: dict[str, AnswerDraft] = {one.question: written.get(one.question, one) for one in printed}
    told = {key for one in on_sheet for key in (one.key, *one.also)}
    new = (_open_answer(one) for one in now if told.isdisjoint((one.key, *one.also)))
    for one in (*kept, *new):
        found.setdefault(one.question, one)
    least = len({*written, *(one.question for one in printed)})
    return tuple(found.values())[: max(QUESTION_CAP, least)]


def _answer_draft(answer: Answer) -> AnswerDraft:
    shared = {name: getattr(answer, name) for name in AnswerDraft.model_fields if hasattr(answer, name)}
    return AnswerDraft(**shared, target=target_of(answer.question, answer.firm_id))


def _need_draft(need: Need) -> NeedDraft:
    return NeedDraft(**{name: getattr(need, name) for name in NeedDraft.model_fields})


def _with_new_people(store: Store, draft: CallReportDraft) -> MeetingDraft:
    """Write the people met for the first time into the book; they were there."""
    note = draft.meeting
    met = list(note.attendees)
    for one in draft.new_people:
        known = attendee_named(store, note.firm_id, one.name)
        if known.person_id is None:
            person = add_person(store, note.firm_id, one.name, title=one.title.strip())
            known = AttendeeDraft(person_id=person.id, name=person.name, role_text=one.title.strip())
        if not any(other.person_id == known.person_id for other in met):
            met.append(known)
    return note.model_copy(update={"attendees": tuple(met)})


def _settle(store: Store, ticks: tuple[PromiseTick, ...], on: date) -> None:
    for tick in ticks:
        if tick.outcome == "kept":
            keep_promise(store, tick.promise_id, tick.result, on=on)
        elif tick.outcome == "dropped":
            drop_promise(store, tick.promise_id, tick.result)


def _of_print(file: StagedFile, copy_no: str) -> StagedFile:
    return file.model_copy(update={"copy_no": copy_no.strip()}) if file.kind == "sheet_scan" else file


def _destroy_copies(store: Store, copy_no: str) -> None:
    out = [one.id for one in store.all(PaperRecord, copy_no=copy_no.strip()) if one.ended_on is None]
    if out:
        end_papers(store, out[:1], "shredded")


def _raise_signals(
    store: Store, firm_id: str, warnings: tuple[WarningTick, ...], before: CallReport | None, on: date
) -> None:
    raised = before.warning_ticks if before else ()
    for one in warnings:
        if one.code not in raised:
            raise_signal(store, firm_id, one.code, one.evidence, on=on)


def _write_report(store: Store, meeting: Meeting, draft: CallReportDraft, before: CallReport | None) -> None:
    fields: dict[str, Any] = {name: getattr(draft, name) for name in _OWN}
    ticked = before.warning_ticks if before else ()
    fields["warning_ticks"] = (*ticked, *(one.code for one in draft.warnings if one.code not in ticked))
    fields["next_meeting_id"] = _plan_next(store, meeting, draft, before)
    if before is None:
        store.add(CallReport(meeting_id=meeting.id, **fields))
    else:
        store.change(CallReport, before.id, **fields)


def _plan_next(store: Store, meeting: Meeting, draft: CallReportDraft, before: CallReport | None) -> str | None:
    """Plan the next visit on its day, move the one planned before, or call it off; return its id."""
    planned = store.find(Meeting, before.next_meeting_id) if before and before.next_meeting_id else None
    if planned is not None and planned.status != "planned":
        return planned.id
    if draft.next_on is None:
        if planned is not None:
            store.change(Meeting, planned.id, status="cancelled")
        return None
    day = draft.next_on.isoformat()
    purpose = draft.next_purpose.strip()
    if planned is not None:
        fields = {"purpose": purpose} | ({} if planned.starts_at[:10] == day else {"starts_at": day, "ends_at": None})
        return store.change(Meeting, planned.id, **fields).id
    there = [one for one in store.all(Meeting, firm_id=meeting.firm_id, status="planned") if one.starts_at[:10] == day]
    if there:
        return there[0].id
    ahead = MeetingDraft(
        firm_id=meeting.firm_id,
        type=meeting.type,
        status="planned",
        starts_at=day,
        place=meeting.place,
        purpose=purpose,
        agenda=tuple(line.strip() for line in draft.next_preparation.splitlines() if line.strip()),
        confidentiality=meeting.confidentiality,
    )
    return add_meeting(store, ahead).id


def _write_answers(store: Store, meeting: Meeting, answers: tuple[AnswerDraft, ...]) -> None:
    stored = {one.question: one for one in store.all(Answer, meeting_id=meeting.id)}
    for draft in answers:
        before = stored.get(draft.question)
        if not draft.answer.strip():
            if before is not None and before.written_on is None:
                store.remove(Answer, before.id)
            continue
        fields: dict[str, Any] = {
            "asked": draft.asked,
            "answer": draft.answer.strip(),
            "means": draft.means,
            "answered_as_of": draft.answered_as_of,
            "value": proposed_value(store, draft.target, draft.answer),
        }
        if before is not None and before.written_on is not None:
            fields["value"] = before.value
        if before is None:
            store.add(Answer(meeting_id=meeting.id, firm_id=meeting.firm_id, question=draft.question, **fields))
        else:
            store.change(Answer, before.id, **fields)


def _write_needs(store: Store, meeting: Meeting, needs: tuple[NeedDraft, ...]) -> None:
    kept = set()
    for draft in needs:
        if draft.is_blank():
            continue
        fields = draft.model_dump(exclude={"id", "amount"}) | {"amount": draft.amount}
        if draft.id:
            store.change(Need, draft.id, **fields)
            kept.add(draft.id)
        else:
            kept.add(store.add(Need(meeting_id=meeting.id, firm_id=meeting.firm_id, **fields)).id)
    for one in store.all(Need, meeting_id=meeting.id):
        if one.id not in kept:
            store.remove(Need, one.id)

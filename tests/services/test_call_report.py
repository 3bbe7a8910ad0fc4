"""A visit is closed in the order of its sheet, once or again, and everything that follows is written."""

from datetime import UTC, date, datetime

import pytest

from rmapp.domain.call_report import CallReport, CreditFact, Need, SiteSight
from rmapp.domain.clock import FixedClock
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting
from rmapp.domain.money import Money
from rmapp.domain.record import PaperRecord
from rmapp.errors import InputError, RuleError
from rmapp.services.clients import people, promises
from rmapp.services.clients.promises import PromiseDraft
from rmapp.services.drafts import drafts, put_draft
from rmapp.services.early_warning import signals
from rmapp.services.notes import meetings
from rmapp.services.notes.call_report_draft import AnswerDraft, NeedDraft, NewPerson, PromiseTick, WarningTick
from rmapp.services.notes.meetings import AttendeeDraft, MeetingDraft
from rmapp.services.visits import answer_confirmation, call_report
from tests.books import add_firm, new_book, reopened

TODAY = "2026-03-04"
GIST = "Second line runs two shifts."


def planned(book, firm, **fields):
    """Plan a visit for today; return its id."""
    known = {"firm_id": firm, "status": "planned", "starts_at": f"{TODAY}T09:30", "place": "Binjiang"}
    return book.do(meetings.add_meeting, MeetingDraft(**{**known, **fields}), label="Plan").result.id


def filled(book, meeting_id, **fields):
    """Return the report of a planned visit with what is required."""
    start = book.ask(call_report.start_report, meeting_id)
    note = start.meeting.model_copy(
        update={"purpose_kind": "check_in", "summary": GIST, "attendees": (AttendeeDraft(name="Gu Wen"),)}
    )
    return start.model_copy(update={"meeting": note, "no_next_reason": "Project ended", **fields})


def closed(book, draft, meeting_id):
    return book.do(call_report.close_visit, draft, meeting_id, label="Close").result


def test_a_planned_meeting_becomes_the_report_in_the_same_row(book, firm):
    visit = planned(book, firm, agenda=("Ask about the second line",))
    note = closed(book, filled(book, visit), visit)
    assert (note.id, note.status, note.summary, note.agenda) == (visit, "held", GIST, ("Ask about the second line",))
    assert book.ask(lambda store: store.count(Meeting)) == 1
    book.undo()
    assert book.ask(meetings.view_meeting, visit).meeting.status == "planned"


def test_only_four_parts_are_required_and_each_gap_is_said_at_its_item(book, firm):
    visit = planned(book, firm)
    empty = book.ask(call_report.start_report, visit)
    with pytest.raises(InputError) as caught:
        closed(book, empty, visit)
    assert set(caught.value.fields) == {"purpose", "theirs", "gist", "next_on"}
    closed(book, filled(book, visit), visit)


@pytest.mark.parametrize(
    ("fields", "item"),
    [
        ({"next_on": date(2026, 3, 4), "no_next_reason": ""}, "next_on"),
        ({"warnings": (WarningTick(code="key_person_left"),)}, "warnings"),
        ({"stage_proposed": "growth"}, "stage"),
        ({"needs": (NeedDraft(amount=Money(minor=100, ccy="CNY")),)}, "need_1"),
        ({"needs": (NeedDraft(note="line"), NeedDraft(note="x", amount=Money(minor=0, ccy="CNY")))}, "need_2"),
        ({"answers": (AnswerDraft(question="q", asked="Q?", answer="yes", means="dreamt"),)}, "question_1"),
        ({"team_change": "great"}, "team_change"),
    ],
)
def test_what_a_report_may_not_be(book, firm, fields, item):
    visit = planned(book, firm)
    with pytest.raises(InputError) as caught:
        closed(book, filled(book, visit, **fields), visit)
    assert set(caught.value.fields) == {item}


def test_the_gist_has_300_characters_at_most(book, firm):
    visit = planned(book, firm)
    draft = filled(book, visit)
    long = draft.meeting.model_copy(update={"summary": "x" * 301})
    with pytest.raises(InputError) as caught:
        closed(book, draft.model_copy(update={"meeting": long}), visit)
    assert set(caught.value.fields) == {"gist"}


def test_everything_of_the_sheet_is_written(book, firm):
    visit = planned(book, firm)
    draft = filled(
        book,
        visit,
        absent="Pan Qi",
        new_people=(NewPerson(name="Zhou Han", title="CTO"),),
        answers=(AnswerDraft(question="website", asked="Website?", answer="chaosheng.example", means="shown"),),
        sights=(SiteSight(sight="stock", text="two weeks of wafers"),),
        credit_facts=(CreditFact(topic="other_banks", text="offered 3.1 %"),),
        warnings=(WarningTick(code="key_person_left", evidence="CFO left in May"),),
        needs=(
            NeedDraft(note="forward", amount=Money(minor=12_000_000_000, ccy="CNY"), likelihood="high"),
            NeedDraft(),
        ),
        judgement="They are honest.",
        team_change="better",
        copy_no="2026-03-04-01",
    )
    closed(book, draft, visit)
    view = book.ask(call_report.report, visit)
    assert view.report is not None
    assert (view.report.absent, view.report.judgement, view.report.warning_ticks) == (
        "Pan Qi",
        "They are honest.",
        ("key_person_left",),
    )
    assert [one.text for one in (*view.report.sights, *view.report.credit_facts)] == [
        "two weeks of wafers",
        "offered 3.1 %",
    ]
    assert [(one.answer, one.means, one.written_on) for one in view.answers] == [("chaosheng.example", "shown", None)]
    assert [one.amount for one in view.needs] == [Money(minor=12_000_000_000, ccy="CNY")]
    assert [one.code for one in book.ask(signals.firm_signals, firm)] == ["key_person_left"]
    assert sorted(view.view.names) == ["Gu Wen", "Li Wen", "Zhou Han"]
    assert [one.role.title for one in book.ask(people.people, firm)] == ["CTO"]


def test_an_answer_is_written_to_its_fact_only_after_it_was_confirmed(book, firm):
    visit = planned(book, firm)
    answers = (
        AnswerDraft(
            question="established_on", asked="Founded?", answer="in May 2016", target=f"firm.established_on:{firm}"
        ),
        AnswerDraft(question="website", asked="Website?", answer="a.example", target=f"firm.website:{firm}"),
        AnswerDraft(question="own:x", asked="Mood?", answer="good"),
    )
    closed(book, filled(book, visit, answers=answers), visit)
    asked = book.ask(answer_confirmation.answers_to_confirm, visit)
    assert [(one.answer.value, one.kind) for one in asked] == [("", "partial_date"), ("a.example", "text")]
    assert book.ask(lambda store: store.get(Firm, firm)).website == ""
    ids = [one.answer.id for one in asked]
    with pytest.raises(InputError) as caught:
        book.do(answer_confirmation.write_answers, {ids[0]: "whenever", ids[1]: "a.example"}, label="Write")
    assert set(caught.value.fields) == {ids[0]}
    assert book.ask(lambda store: store.get(Firm, firm)).website == ""
    book.do(answer_confirmation.write_answers, {ids[0]: "2016-05", ids[1]: "a.example"}, label="Write")
    kept = book.ask(lambda store: store.get(Firm, firm))
    assert (kept.website, str(kept.established_on)) == ("a.example", "2016-05")
    assert book.ask(answer_confirmation.answers_to_confirm, visit) == ()


def test_a_report_that_is_changed_writes_nothing_twice(book, firm):
    visit = planned(book, firm)
    first = filled(
        book,
        visit,
        answers=(AnswerDraft(question="k", asked="How many staff?", answer="320"),),
        warnings=(WarningTick(code="key_person_left", evidence="CFO left"),),
        needs=(NeedDraft(note="forward"),),
        next_on=date(2026, 4, 1),
        no_next_reason="",
    )
    closed(book, first, visit)
    again = book.ask(call_report.start_report, visit)
    assert (again.next_on, again.needs[0].note, again.answers[0].answer) == (date(2026, 4, 1), "forward", "320")
    changed = again.needs[0].model_copy(update={"likelihood": "low"})
    again = again.model_copy(
        update={
            "next_on": date(2026, 4, 8),
            "needs": (changed,),
            "answers": (again.answers[0].model_copy(update={"answer": "330"}),),
            "warnings": first.warnings,
        }
    )
    closed(book, again, visit)
    counts = book.ask(lambda store: [store.count(kind) for kind in (CallReport, Need)])
    assert counts == [1, 1]
    assert len(book.ask(signals.firm_signals, firm)) == 1
    view = book.ask(call_report.report, visit)
    assert [one.answer for one in view.answers] == ["330"]
    assert [one.starts_at for one in book.ask(lambda store: store.all(Meeting, status="planned"))] == ["2026-04-08"]


def test_the_next_touch_is_planned_once_and_called_off_where_there_is_none(book, firm):
    visit = planned(book, firm)
    ahead = planned(book, firm, starts_at="2026-04-01T10:00")
    draft = filled(book, visit, next_on=date(2026, 4, 1), no_next_reason="", next_purpose="Sign")
    closed(book, draft, visit)
    assert book.ask(call_report.report, visit).report.next_meeting_id == ahead
    other = planned(book, firm)
    draft = filled(
        book, other, next_on=date(2026, 5, 6), no_next_reason="", next_purpose="Sign", next_preparation="Quote\nDraft"
    )
    closed(book, draft, other)
    made = book.ask(meetings.view_meeting, book.ask(call_report.report, other).report.next_meeting_id).meeting
    assert (made.status, made.starts_at, made.purpose, made.agenda) == (
        "planned",
        "2026-05-06",
        "Sign",
        ("Quote", "Draft"),
    )
    again = book.ask(call_report.start_report, other)
    closed(book, again.model_copy(update={"next_on": None, "no_next_reason": "They move"}), other)
    assert book.ask(meetings.view_meeting, made.id).meeting.status == "cancelled"


def test_earlier_promises_are_ticked_off_with_a_result_on_the_day_of_the_visit(book, firm):
    ours = PromiseDraft(side="ours", text="Quote", owner="Li Wen", due_on=date(2026, 3, 3))
    theirs = PromiseDraft(side="theirs", text="Contract", owner="Gu Wen", due_on=date(2026, 3, 2))
    made = [book.do(promises.add_promise, firm, one, label="Promise").result for one in (ours, theirs)]
    visit = planned(book, firm)
    assert [one.text for one in book.ask(call_report.earlier_promises, firm, visit)] == ["Contract", "Quote"]
    unsaid = filled(book, visit, ticks=(PromiseTick(promise_id=made[0].id, outcome="kept"),))
    with pytest.raises(InputError) as caught:
        closed(book, unsaid, visit)
    assert set(caught.value.fields) == {"earlier"}
    ticks = (
        PromiseTick(promise_id=made[0].id, outcome="kept", result="handed over"),
        PromiseTick(promise_id=made[1].id, outcome="dropped", result="no longer needed"),
    )
    closed(book, filled(book, visit, ticks=ticks), visit)
    assert book.ask(promises.open_promises, firm) == ()
    assert [(one.text, one.done_on) for one in book.ask(call_report.report, visit).settled] == [
        ("Quote", date(2026, 3, 4))
    ]


def test_a_visit_planned_long_ago_is_open_for_a_week_after_it_was_held(tmp_path):
    book = new_book(tmp_path)
    firm = book.do(add_firm, label="Add").result.id
    visit = planned(book, firm, starts_at="2026-03-20T09:30")
    book.close()
    later = reopened(tmp_path, clock=FixedClock(datetime(2026, 3, 21, tzinfo=UTC)))
    closed(later, filled(later, visit), visit)
    closed(later, filled(later, visit, absent="Pan Qi"), visit)
    later.close()
    last = reopened(tmp_path, clock=FixedClock(datetime(2026, 3, 29, tzinfo=UTC)))
    with pytest.raises(RuleError, match="addendum"):
        last.ask(call_report.start_report, visit)
    with pytest.raises(RuleError, match="addendum"):
        closed(last, call_report.CallReportDraft(meeting=filled_note(firm), no_next_reason="x"), visit)
    assert last.ask(call_report.report, visit).report.absent == "Pan Qi"
    last.close()


def filled_note(firm):
    return MeetingDraft(
        firm_id=firm,
        starts_at="2026-03-20",
        purpose_kind="check_in",
        summary=GIST,
        attendees=(AttendeeDraft(name="Gu Wen"),),
    )


def test_an_unplanned_visit_is_reported_and_its_draft_is_forgotten(book, firm):
    draft_id = book.do(put_draft, "call_report", firm, {}, label="Keep").result
    draft = book.ask(call_report.blank_report, firm, TODAY).model_copy(
        update={"meeting": filled_note(firm).model_copy(update={"starts_at": TODAY}), "no_next_reason": "Moved"}
    )
    note = book.do(call_report.close_visit, draft, None, draft_id, label="Close").result
    assert book.ask(call_report.has_report, note.id)
    assert book.ask(drafts, "call_report") == []


def test_destroyed_copies_are_no_longer_out(book, firm):
    paper = PaperRecord(firm_id=firm, kind="printed", language="en", pages=2, sha256="0", copy_no="2026-03-04-01")
    record = book.do(lambda store: store.add(paper), label="Print").result
    visit = planned(book, firm)
    closed(book, filled(book, visit, copy_no="2026-03-04-01", copies_destroyed=True), visit)
    ended = book.ask(lambda store: store.get(PaperRecord, record.id))
    assert (ended.ended_on, ended.fate) == (date(2026, 3, 4), "shredded")


def test_a_cancelled_visit_has_no_report(book, firm):
    visit = planned(book, firm, status="cancelled")
    with pytest.raises(RuleError, match="did not take place"):
        book.ask(call_report.start_report, visit)

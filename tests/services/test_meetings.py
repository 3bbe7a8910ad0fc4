"""Meeting notes and promises."""

from datetime import UTC, date, datetime

import pytest

from rmapp.domain.clock import FixedClock
from rmapp.domain.promise_text import parse_promise
from rmapp.errors import InputError, RuleError
from rmapp.services.clients import promises
from rmapp.services.clients.promises import PromiseDraft
from rmapp.services.notes import meetings
from rmapp.services.notes.meetings import AttendeeDraft, MeetingDraft
from rmapp.services.timelines.timeline import timeline
from tests.books import add_firm, new_book, reopened

TODAY = date(2026, 3, 4)


def a_note(firm: str, **fields) -> MeetingDraft:
    known = {
        "firm_id": firm,
        "starts_at": "2026-03-04T09:30",
        "discussion": "Second line runs two shifts.",
        "attendees": (AttendeeDraft(name="Gu Wen"),),
        "promises": (PromiseDraft(side="theirs", text="Send contract", owner="Gu Wen", due_on=date(2026, 3, 6)),),
    }
    return MeetingDraft(**{**known, **fields})


def test_note_keeps_people_and_promises_and_one_undo_takes_all(book, firm):
    note = book.do(meetings.add_meeting, a_note(firm), label="New note").result
    view = book.ask(meetings.view_meeting, note.id)
    assert sorted(view.names) == ["Gu Wen", "Li Wen"]
    assert [one.text for one in view.promises] == ["Send contract"]
    book.undo()
    assert book.ask(promises.open_promises, firm) == ()
    assert book.ask(timeline, firm).events == ()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"starts_at": "2026-03-05T09:30"}, "starts_at"),
        ({"starts_at": "yesterday"}, "starts_at"),
        ({"ends_at": "2026-03-04T09:00"}, "ends_at"),
        ({"attendees": ()}, "people"),
        ({"discussion": " "}, "discussion"),
        ({"summary": "x" * 501}, "summary"),
        ({"type": "seance"}, "type"),
        ({"promises": (PromiseDraft(side="ours", text="x", owner="Li Wen"),)}, "promises"),
    ],
)
def test_what_a_note_may_not_be(book, firm, fields, field):
    with pytest.raises(InputError) as caught:
        book.do(meetings.add_meeting, a_note(firm, **fields), label="New note")
    assert set(caught.value.fields) == {field}


def test_planned_meeting_may_lie_ahead_without_people(book, firm):
    draft = a_note(firm, status="planned", starts_at="2026-03-10T09:30", attendees=(), discussion="", promises=())
    assert book.do(meetings.add_meeting, draft, label="Plan").result.status == "planned"


def test_note_closes_after_a_week_and_takes_addenda(tmp_path):
    first = new_book(tmp_path)
    firm = first.do(add_firm, label="Add").result.id
    note = first.do(meetings.add_meeting, a_note(firm), label="New note").result
    first.do(meetings.change_meeting, note.id, a_note(firm, discussion="Three shifts."), label="Edit")
    first.close()
    later = reopened(tmp_path, clock=FixedClock(datetime(2026, 3, 20, tzinfo=UTC)))
    with pytest.raises(RuleError, match="addendum"):
        later.do(meetings.change_meeting, note.id, a_note(firm), label="Edit")
    later.do(meetings.add_addendum, note.id, "It was two shifts.", label="Add addendum")
    view = later.ask(meetings.view_meeting, note.id)
    assert (view.is_closed, view.meeting.discussion, view.addenda[0].text) == (
        True,
        "Three shifts.",
        "It was two shifts.",
    )
    later.close()


def test_promise_is_kept_with_a_result_and_can_be_reopened(book, firm):
    book.do(meetings.add_meeting, a_note(firm), label="New note")
    one = book.ask(promises.open_promises, firm)[0]
    with pytest.raises(InputError):
        book.do(promises.keep_promise, one.id, " ", label="Done")
    book.do(promises.keep_promise, one.id, "came by mail", label="Done")
    assert book.ask(promises.open_promises, firm) == ()
    with pytest.raises(RuleError):
        book.do(promises.keep_promise, one.id, "again", label="Done")
    book.do(promises.reopen_promise, one.id, label="Open again")
    assert book.ask(promises.open_promises, firm)[0].status == "open"


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("quote 6-month forward USD 4m /we fri", ("quote 6-month forward USD 4m", "ours", "", date(2026, 3, 6))),
        ("Send scan /they @Gu +10", ("Send scan", "theirs", "Gu", date(2026, 3, 14))),
        ("提供合同 /对方 下周三", ("提供合同", "theirs", "", date(2026, 3, 11))),
        ("12 visits/week /we 2026-04-01", ("12 visits/week", "ours", "", date(2026, 4, 1))),
        ("fee w/out VAT /we 2026-04-01", ("fee w/out VAT", "ours", "", date(2026, 4, 1))),
        ("/they send accounts @Gu 18 Mar 2026", ("send accounts", "theirs", "Gu", date(2026, 3, 18))),
        ("/对方 提供合同 下周三", ("提供合同", "theirs", "", date(2026, 3, 11))),
    ],
)
def test_typed_promises(line, parts):
    assert tuple(parse_promise(line, TODAY)) == parts


@pytest.mark.parametrize(
    ("line", "field"), [("no mark fri", "text"), ("/we fri", "text"), ("x /we", "due_on"), ("/we x", "due_on")]
)
def test_incomplete_promises_say_what_is_missing(line, field):
    with pytest.raises(InputError) as caught:
        parse_promise(line, TODAY)
    assert set(caught.value.fields) == {field}

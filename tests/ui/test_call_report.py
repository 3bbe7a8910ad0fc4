"""A visit is closed on three screens by keyboard, jumped through by the numbers of the sheet, and never lost."""

from datetime import UTC, datetime

import pytest

from rmapp.domain.clock import FixedClock
from rmapp.domain.firm import Firm
from rmapp.services import drafts
from rmapp.services.clients import people, promises
from rmapp.services.notes import meetings
from rmapp.services.notes.meetings import AttendeeDraft, MeetingDraft
from rmapp.services.visits import call_report
from tests.books import PASSPHRASE, add_firm, new_book, reopened
from tests.driver import opened

GIST = "Second line runs two shifts."


@pytest.fixture
def firm(tmp_path):
    book = new_book(tmp_path)
    found = book.do(add_firm, "潮声传感有限公司", label="Add").result.id
    book.do(people.add_person, found, "顾雯", name_latin="Gu Wen", title="CFO", label="Person")
    book.close()
    return found


@pytest.fixture
def user(tmp_path, firm, qapp):
    with opened(tmp_path / "book") as driver:
        yield driver


def plan(user, firm, **fields):
    day = user.context.clock.today().isoformat()
    known = {"firm_id": firm, "status": "planned", "starts_at": f"{day}T09:30", "purpose_kind": "check_in"}
    return user.context.do(meetings.add_meeting, MeetingDraft(**{**known, **fields}), label="Plan").result.id


def begin(user, firm):
    user.context.open_page("call_report", firm_id=firm)
    user.wait(20)


def jump(user, number):
    user.press("Ctrl+F")
    user.type(number)
    user.press("Return")
    user.wait(20)


def test_a_visit_is_closed_by_keyboard_alone(user, firm):
    visit = plan(user, firm, attendees=(AttendeeDraft(name="顾雯"),))
    begin(user, firm)
    assert user.focus() == "What happened, in one sentence"
    user.type(GIST)
    user.press("Tab")
    user.type("Ask the review centre")
    user.press("Ctrl+Return", "Ctrl+Return")
    jump(user, "8.2")
    user.type("send the contract /they fri")
    user.press("Return")
    jump(user, "10.1")
    user.type("1 Apr")
    user.press("Ctrl+Return")
    assert user.toast() == "Visit closed"
    assert user.code() == "client"
    view = user.context.ask(call_report.report, visit)
    assert (view.view.meeting.status, view.view.meeting.summary) == ("held", f"{GIST} Ask the review centre")
    assert str(view.report.next_on) == "2026-04-01"
    assert [(one.side, one.text) for one in view.view.promises] == [("theirs", "send the contract")]
    user.press("Ctrl+Z")
    assert user.context.ask(meetings.view_meeting, visit).meeting.status == "planned"


def test_the_numbers_of_the_sheet_lead_to_their_items(user, firm):
    begin(user, firm)
    for number, name in (
        ("3.2", "What follows from it, in one sentence"),
        ("5.3", "Stock and its age"),
        ("9。5", "Our judgement, with reasons"),
        ("2", "People of the client, with their roles"),
        ("7.2", "Scenario, row 2"),
    ):
        jump(user, number)
        assert user.focus() == name
    jump(user, "12.1")
    assert "no item" in user.toast()


def test_what_is_missing_is_said_at_its_item_and_the_first_is_shown(user, firm):
    begin(user, firm)
    user.press("Ctrl+Return", "Ctrl+Return", "Ctrl+Return")
    user.wait(20)
    assert user.focus() == "Purpose of the meeting"
    assert any("Say in a sentence what happened" in label.text() for label in user.labels())
    assert any("Name at least one person" in label.text() for label in user.labels())


def test_what_is_typed_survives_another_page_and_the_end_of_the_program(tmp_path, firm, qapp):
    with opened(tmp_path / "book") as user:
        begin(user, firm)
        jump(user, "3.1")
        user.type(GIST)
        jump(user, "7.1")
        user.wait()
        user.context.open_page("clients")
        user.wait()
    book = reopened(tmp_path, PASSPHRASE)
    assert [one.body["screen_0"]["gist"] for one in book.ask(drafts.drafts, "call_report")] == [GIST]
    book.close()
    with opened(tmp_path / "book") as user:
        begin(user, firm)
        jump(user, "3.1")
        assert user.page()._screens()[0].raw()["gist"] == GIST


def test_an_answer_is_written_to_the_book_after_it_was_confirmed(user, firm):
    visit = plan(user, firm, attendees=(AttendeeDraft(name="顾雯"),))
    asked = user.context.ask(call_report.start_report, visit).answers
    number = next(n for n, one in enumerate(asked, start=1) if one.question.startswith("summary"))
    begin(user, firm)
    user.type(GIST)
    jump(user, f"4.{number}")
    user.type("MEMS microphones for cars")
    jump(user, "10.1")
    user.press("Tab")
    user.type("They move abroad")
    user.press("Ctrl+Return")
    user.wait()
    assert user.sheet() is not None
    assert user.context.ask(lambda store: store.get(Firm, firm)).summary == ""
    user.press("Ctrl+Return")
    user.wait()
    assert user.sheet() is None
    assert user.context.ask(lambda store: store.get(Firm, firm)).summary == "MEMS microphones for cars"


def test_an_earlier_promise_with_a_result_counts_as_kept(user, firm):
    due = promises.PromiseDraft(side="theirs", text="Contract", owner="Gu Wen", due_on=user.context.clock.today())
    user.context.do(promises.add_promise, firm, due, label="Promise")
    plan(user, firm, attendees=(AttendeeDraft(name="顾雯"),))
    begin(user, firm)
    user.type(GIST)
    jump(user, "8.1")
    assert user.focus() == "What became of “Contract”"
    user.press("Tab")
    user.type("came by mail")
    jump(user, "10.1")
    user.type("1 Apr")
    user.press("Ctrl+Return")
    assert user.context.ask(promises.open_promises, firm) == ()


def test_every_control_has_a_name(user, firm):
    begin(user, firm)
    for step in range(3):
        assert user.nameless() == [], step
        user.page()._show(step)
        user.wait(20)


def held(user, firm):
    """Close a visit without the window; return its meeting."""
    draft = user.context.ask(call_report.blank_report, firm, user.context.clock.today().isoformat())
    note = draft.meeting.model_copy(
        update={"purpose_kind": "check_in", "summary": GIST, "attendees": (AttendeeDraft(name="顾雯"),)}
    )
    draft = draft.model_copy(update={"meeting": note, "no_next_reason": "moved", "judgement": "They are honest."})
    return user.context.do(call_report.close_visit, draft, None, label="Close").result.id


def test_a_report_is_read_first_then_changed_or_printed(user, firm):
    visit = held(user, firm)
    user.context.open_sheet("note", meeting_id=visit)
    user.wait()
    shown = [label.text() for label in user.labels()]
    assert GIST in shown
    assert "They are honest." in shown
    user.press("E")
    user.wait(50)
    assert user.code() == "call_report"
    assert user.page()._meeting_id == visit
    user.context.open_sheet("note", meeting_id=visit)
    user.wait()
    user.click("Print")
    user.wait(50)
    assert user.code() == "report_paper"


def test_a_report_older_than_a_week_takes_addenda_only(tmp_path, firm, qapp):
    with opened(tmp_path / "book") as user:
        visit = held(user, firm)
    with opened(tmp_path / "book", clock=FixedClock(datetime(2026, 3, 20, tzinfo=UTC))) as user:
        user.context.open_sheet("note", meeting_id=visit)
        user.wait()
        assert "Edit the report" not in user.names()
        user.fill("Addendum", "It was three shifts.")
        user.press("Ctrl+Return")
        user.wait()
        added = user.context.ask(meetings.view_meeting, visit).addenda
        assert [one.text for one in added] == ["It was three shifts."]
        user.context.open_page("call_report", meeting_id=visit)
        user.wait()
        assert any("closed for edits" in text for text in user.banners())


def test_the_key_of_the_client_page_opens_the_waiting_visit(user, firm):
    visit = plan(user, firm)
    user.context.open_client(firm)
    user.wait()
    user.press("R")
    user.wait(20)
    assert (user.code(), user.page()._meeting_id) == ("call_report", visit)


def test_a_note_of_the_book_becomes_a_call_report(user, firm):
    draft = MeetingDraft(
        firm_id=firm, starts_at="2026-03-04", discussion="Talked.", attendees=(AttendeeDraft(name="A"),)
    )
    note = user.context.do(meetings.add_meeting, draft, label="Note").result.id
    user.context.open_sheet("note", meeting_id=note)
    user.wait()
    user.click("As a call report")
    user.wait(50)
    assert (user.code(), user.page()._meeting_id) == ("call_report", note)


def test_the_words_of_a_note_that_was_begun_come_along_and_its_draft_ends_with_the_visit(user, firm):
    visit = plan(user, firm, attendees=(AttendeeDraft(name="顾雯"),))
    user.context.open_sheet("note", firm_id=firm, meeting_id=visit)
    user.wait(40)
    user.type("The wafer contract is signed.")
    user.press("Return")
    user.type("send the scan /they @Gu +7")
    user.press("Return")
    user.press("Escape")
    user.wait(40)
    begin(user, firm)
    assert "taken over" in user.toast()
    user.type(GIST)
    jump(user, "10.1")
    user.type("1 Apr")
    user.press("Ctrl+Return")
    view = user.context.ask(call_report.report, visit).view
    assert "The wafer contract is signed." in view.meeting.discussion
    assert [one.text for one in view.promises] == ["send the scan"]
    assert user.context.ask(drafts.drafts) == []


def test_what_is_typed_before_the_later_screens_are_built_is_kept(user, firm):
    plan(user, firm, attendees=(AttendeeDraft(name="顾雯"),))
    user.context.open_page("call_report", firm_id=firm)
    page = user.page()
    assert list(page.raw()) == ["summary", "screen_0"]
    page._header._gist.setText("S")
    page._header._gist.textEdited.emit("S")
    user.wait(120)
    assert list(page.raw()) == ["summary", "screen_0", "screen_1", "screen_2"]
    assert page.may_leave()
    (draft,) = user.context.ask(drafts.drafts, "call_report", firm)
    assert draft.body["screen_0"]["gist"] == "S"


def test_a_written_report_that_is_only_looked_at_leaves_no_draft(user, firm):
    visit = plan(user, firm, attendees=(AttendeeDraft(name="顾雯"),))
    draft = user.context.ask(call_report.start_report, visit)
    note = draft.meeting.model_copy(update={"summary": GIST, "discussion": "Two shifts."})
    done = draft.model_copy(update={"meeting": note, "no_next_reason": "Sold", "judgement": "Fine"})
    user.context.do(call_report.close_visit, done, visit, label="Report")
    user.context.open_page("call_report", meeting_id=visit)
    user.wait(120)
    user.press("Ctrl+1")
    assert user.context.ask(drafts.drafts, "call_report", firm) == []

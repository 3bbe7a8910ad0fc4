"""The note sheet: typed in one go, kept as a draft, saved with its commitments."""

from datetime import date, timedelta

import pytest

from rmapp.domain.meeting import Meeting
from rmapp.services import drafts
from rmapp.services.clients import people, promises
from rmapp.services.notes import meetings
from rmapp.services.notes.meetings import MeetingDraft
from rmapp.services.timelines.timeline import timeline
from rmapp.ui.widgets.chips import FilterChip
from tests.books import PASSPHRASE, add_firm, new_book, reopened
from tests.driver import opened


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


def write_note(user, firm):
    user.context.open_sheet("note", firm_id=firm)
    user.wait()
    assert user.focus() == "Discussion"
    user.type("Second line runs two shifts.")


def test_a_note_is_written_with_the_keyboard_and_undone(user, firm):
    write_note(user, firm)
    user.press("Return")
    user.type("send scan /they fri")
    user.press("Return")
    user.fill("People of the client", "guwen")
    user.press("Return")
    user.fill("New commitment", "quote a forward /we +10")
    user.press("Return")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert user.toast() == "Note saved"
    events = user.context.ask(timeline, firm).events
    assert [event.text for event in events] == ["Second line runs two shifts."]
    kept = user.context.ask(promises.open_promises, firm)
    assert [(one.side, one.text, one.owner) for one in kept] == [
        ("theirs", "send scan", "Gu Wen"),
        ("ours", "quote a forward", "Li Wen"),
    ]
    note = user.context.ask(lambda store: store.all(Meeting, firm_id=firm))[0]
    assert sorted(user.context.ask(meetings.view_meeting, note.id).names) == ["Gu Wen", "Li Wen"]
    user.press("Ctrl+Z")
    assert user.context.ask(timeline, firm).events == ()
    assert user.context.ask(promises.open_promises, firm) == ()


def test_nobody_named_is_said_beside_the_field_and_nothing_is_lost(user, firm):
    write_note(user, firm)
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    assert any("Name at least one person" in label.text() for label in user.labels())
    assert user.focus() == "People of the client"
    assert user.context.ask(timeline, firm).events == ()


def test_what_is_typed_is_kept_as_a_draft_and_comes_back(user, firm, tmp_path):
    write_note(user, firm)
    user.wait(900)
    assert user.context.ask(drafts.drafts, "note")[0].body["discussion"] == "Second line runs two shifts."
    user.press("Escape")
    user.wait(50)
    assert user.sheet() is None
    user.context.open_sheet("note", firm_id=firm)
    user.wait()
    user.fill("People of the client", "Zhou Min")
    user.press("Ctrl+Return")
    user.wait(50)
    assert user.context.ask(drafts.drafts, "note") == []
    assert user.context.ask(timeline, firm).events[0].text == "Second line runs two shifts."


def test_a_draft_survives_the_end_of_the_program(tmp_path, firm, qapp):
    with opened(tmp_path / "book") as user:
        write_note(user, firm)
    book = reopened(tmp_path, PASSPHRASE)
    assert book.ask(drafts.drafts, "note")[0].body["discussion"] == "Second line runs two shifts."
    book.close()


def picked(user):
    chips = user.sheet().findChildren(FilterChip)
    return [chip.accessibleName() for chip in chips if chip.isVisible()]


def test_people_are_picked_once_with_enter_tab_and_the_arrows(user, firm):
    user.context.do(people.add_person, firm, "顾海", name_latin="Gu Hai", label="Person")
    write_note(user, firm)
    user.fill("People of the client", "gu")
    user.press("Down", "Return")
    assert len(picked(user)) == 1
    user.type("gu")
    user.press("Tab")
    assert sorted(picked(user)) == ["Gu Hai", "Gu Wen"]
    assert user.focus() == "People of the client"
    user.press("BackSpace")
    user.type("gu")
    user.press("Escape")
    assert user.sheet() is not None


def test_a_name_after_the_sign_is_completed_in_the_discussion(user, firm):
    write_note(user, firm)
    user.type(" Asked @guw")
    user.press("Return")
    assert user.sheet().first_field().text() == "Second line runs two shifts. Asked @Gu Wen "


def kept_note(user, firm):
    """Write a note with two of our own side; return its id."""
    there = (
        meetings.AttendeeDraft(side="ours", name="Li Wen"),
        meetings.AttendeeDraft(side="ours", name="Zhou Han"),
        user.context.ask(meetings.attendee_named, firm, "Gu Wen"),
    )
    day = user.context.clock.today().isoformat()
    draft = meetings.MeetingDraft(
        firm_id=firm, starts_at=day, discussion="Talked.", confidentiality="internal", attendees=there
    )
    return user.context.do(meetings.add_meeting, draft, label="Note").result.id


def test_editing_a_note_keeps_what_the_sheet_does_not_show(user, firm):
    note = kept_note(user, firm)
    user.context.open_sheet("note", meeting_id=note)
    user.wait()
    user.fill("Discussion", "Talked long.")
    user.press("Ctrl+Return")
    view = user.context.ask(meetings.view_meeting, note)
    assert view.meeting.discussion == "Talked long."
    assert view.meeting.confidentiality == "internal"
    assert sorted(view.names) == ["Gu Wen", "Li Wen", "Zhou Han"]


def test_an_edit_that_is_left_comes_back_and_still_keeps_the_rest(user, firm):
    note = kept_note(user, firm)
    user.context.open_sheet("note", meeting_id=note)
    user.wait()
    user.fill("Discussion", "Talked long.")
    user.press("Escape")
    user.wait(300)
    assert user.sheet() is None
    assert user.context.ask(meetings.view_meeting, note).meeting.discussion == "Talked."
    user.context.open_sheet("note", meeting_id=note)
    user.wait()
    user.press("Ctrl+Return")
    view = user.context.ask(meetings.view_meeting, note)
    assert view.meeting.discussion == "Talked long."
    assert sorted(view.names) == ["Gu Wen", "Li Wen", "Zhou Han"]


def test_a_digit_outside_a_text_field_chooses_the_kind_and_alt_anywhere(user, firm):
    write_note(user, firm)
    user.press("Alt+3")
    kinds = user.sheet()._fields.kinds
    assert kinds.code() == "phone_call"
    user.type("12 shifts")
    assert kinds.code() == "phone_call"
    next(each for each in user.visible() if each.accessibleName() == "Keep draft").setFocus()
    user.press("2")
    assert kinds.code() == "office_meeting"


def test_a_topic_and_a_mark_are_offered_and_the_meaning_is_shown_before_enter(user, firm):
    day = user.context.clock.today().isoformat()
    note = meetings.MeetingDraft(
        firm_id=firm,
        starts_at=day,
        discussion="About #yield and #wafer-stock, w/out more.",
        attendees=(meetings.AttendeeDraft(name="Gu Wen"),),
    )
    user.context.do(meetings.add_meeting, note, label="Note")
    user.context.open_sheet("note", firm_id=firm)
    user.wait()
    user.type("Now #waf")
    user.press("Return")
    assert user.sheet().first_field().text() == "Now #wafer-stock "
    user.press("Ctrl+A")
    user.type("send scan /t")
    user.press("Return")
    user.type("周五")
    assert any("Enter adds: they, Gu Wen, 6 Mar 2026" in label.text() for label in user.labels())
    user.press("Return")
    assert user.sheet().first_field().text() == ""


def test_a_planned_meeting_of_today_becomes_the_note_with_its_agenda(user, firm):
    plan = meetings.MeetingDraft(
        firm_id=firm,
        status="planned",
        starts_at=f"{user.context.clock.today().isoformat()}T08:00",
        agenda=("Contract for tranche 2",),
    )
    visit = user.context.do(meetings.add_meeting, plan, label="Plan").result.id
    user.context.open_sheet("note", meeting_id=visit)
    user.wait()
    assert any("Contract for tranche 2" in label.text() for label in user.labels())
    user.type("The contract is signed.")
    user.fill("People of the client", "gu")
    user.press("Return", "Ctrl+Return")
    held = user.context.ask(meetings.view_meeting, visit).meeting
    assert (held.status, held.agenda, held.discussion) == (
        "held",
        ("Contract for tranche 2",),
        "The contract is signed.",
    )


def test_a_note_from_a_due_item_begins_with_what_is_due(user, firm):
    due = promises.PromiseDraft(side="theirs", text="Send the contract", owner="Gu Wen", due_on=date(2026, 3, 6))
    user.context.do(promises.add_promise, firm, due, label="Promise")
    user.context.open_sheet("note", firm_id=firm, with_agenda=True)
    user.wait()
    assert any("Send the contract" in label.text() for label in user.labels())
    assert user.focus() == "Discussion"


def plan_visit(user, firm, starts_at, **fields):
    draft = MeetingDraft(firm_id=firm, status="planned", starts_at=starts_at, **fields)
    return user.context.do(meetings.add_meeting, draft, label="Plan").result.id


def test_a_note_closes_the_visit_that_was_planned_for_now(user, firm):
    day = user.context.clock.today() - timedelta(days=1)
    visit = plan_visit(user, firm, f"{day}T14:00", purpose="FX forward", agenda=("Tenor",))
    user.context.do(lambda store: store.change(Meeting, visit, objective="A mandate"), label="Plan")
    user.context.open_sheet("note", firm_id=firm)
    user.wait(40)
    assert any("closes the visit planned for" in name for name in user.names())
    user.type("They will hedge half.")
    user.fill("People of the client", "Gu Wen")
    user.press("Return", "Ctrl+Return")
    user.wait(40)
    held = user.context.ask(meetings.view_meeting, visit).meeting
    assert (held.status, held.discussion, held.purpose) == ("held", "They will hedge half.", "FX forward")
    assert (held.starts_at, held.agenda, held.objective) == (f"{day}T14:00", ("Tenor",), "A mandate")


def test_a_call_on_the_day_of_a_visit_leaves_the_plan_as_it_is(user, firm):
    day = user.context.clock.today() - timedelta(days=1)
    visit = plan_visit(user, firm, f"{day}T14:00", place="Binjiang", purpose="FX forward")
    user.context.open_sheet("note", firm_id=firm)
    user.wait(40)
    user.press("Alt+3")
    user.type("They are ill.")
    user.fill("People of the client", "Gu Wen")
    user.press("Return", "Ctrl+Return")
    user.wait(40)
    assert user.sheet() is None
    assert user.context.ask(meetings.view_meeting, visit).meeting.status == "planned"
    (call,) = user.context.ask(lambda store: store.all(Meeting, status="held"))
    assert (call.type, call.place, call.purpose) == ("phone_call", "", "")


def test_a_visit_of_next_week_or_of_last_month_is_not_offered(user, firm):
    today = user.context.clock.today()
    for days in (-30, 7):
        plan_visit(user, firm, f"{today + timedelta(days=days)}T14:00")
    user.context.open_sheet("note", firm_id=firm)
    user.wait(40)
    assert not any("closes the visit" in name for name in user.names())


def test_a_planned_visit_that_became_a_call_is_closed_where_the_user_says_so(user, firm):
    day = user.context.clock.today() - timedelta(days=1)
    visit = plan_visit(user, firm, f"{day}T14:00", confidentiality="restricted")
    user.context.open_sheet("note", firm_id=firm)
    user.wait(40)
    fields = user.sheet()._fields
    user.press("Alt+3")
    assert not fields.closes_visit()
    fields._closes.click()
    assert fields.closes_visit()
    assert fields.kinds.code() == "phone_call"
    fields.discussion.setFocus()
    user.type("They are ill.")
    user.fill("People of the client", "Gu Wen")
    user.press("Return", "Ctrl+Return")
    user.wait(40)
    held = user.context.ask(meetings.view_meeting, visit).meeting
    assert (held.status, held.type, held.confidentiality) == ("held", "phone_call", "restricted")


def test_a_visit_is_offered_once_the_client_is_chosen_and_goes_with_it(user, firm):
    day = user.context.clock.today() - timedelta(days=1)
    other = user.context.do(add_firm, "云麓无人系统有限公司", label="Add").result.id
    visit = plan_visit(user, firm, f"{day}T14:00", purpose="FX forward", agenda=("Tenor",))
    user.context.open_sheet("note")
    user.wait(40)
    sheet = user.sheet()
    sheet._fields.firm.set_firm(firm)
    sheet._on_firm_changed(firm)
    assert sheet._fields.closes_visit()
    sheet._on_firm_changed(other)
    assert not sheet._fields.closes_visit()
    assert (sheet._fields.raw()["purpose"], sheet._fields.raw()["agenda"], sheet._waiting) == ("", [], None)
    sheet._on_firm_changed(firm)
    assert (sheet._fields.raw()["purpose"], sheet._waiting) == ("FX forward", visit)

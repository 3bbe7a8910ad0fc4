"""Words of a note offer evidence for the next stages: unticked, kept in the draft, written when saved."""

from __future__ import annotations

import pytest

from rmapp.domain import reference
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.stage_evidence import StageEvidence
from rmapp.services.clients import people
from rmapp.services.notes import meetings
from rmapp.services.notes.meetings import AttendeeDraft, MeetingDraft
from rmapp.services.stages import lifecycle
from rmapp.ui.widgets.switch import CheckBox
from tests.books import add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PILOT = reference.text("evidence", "ev_pilot_production")


@pytest.fixture
def firm(tmp_path):
    book = new_book(tmp_path)
    found = book.do(add_firm, "潮声传感有限公司", label="Add").result.id
    book.do(people.add_person, found, "顾雯", name_latin="Gu Wen", title="CFO", label="Person")
    book.do(lifecycle.move_stage, found, "startup", PartialDate("2025"), label="Move")
    book.close()
    return found


@pytest.fixture
def user(tmp_path, firm, qapp):
    with opened(tmp_path / "book") as driver:
        yield driver


def offers(user):
    return {one.objectName(): one for one in user.visible() if isinstance(one, CheckBox) and one.objectName()}


def rows(user):
    return user.context.ask(lambda store: store.all(StageEvidence))


def write(user, firm, text):
    user.context.open_sheet("note", firm_id=firm)
    user.wait()
    user.type(text)
    user.wait(600)


def finish(user):
    user.fill("People of the client", "guwen")
    user.press("Return")
    user.press("Ctrl+Return")
    user.wait()
    assert user.sheet() is None


def test_words_offer_an_unticked_box_and_saving_writes_nothing_by_itself(user, firm):
    write(user, firm, "They run a pilot line now.")
    box = offers(user)["ev_pilot_production"]
    assert box.text() == f"{PILOT}: “pilot line”"
    assert not box.isChecked()
    assert box.accessibleDescription() == "They run a pilot line now"
    assert user.focus() == "Discussion", "typing goes on"
    finish(user)
    assert rows(user) == []


def test_what_is_ticked_is_written_with_the_note_and_undone_with_it(user, firm):
    write(user, firm, "They run a pilot line now.")
    offers(user)["ev_pilot_production"].click()
    finish(user)
    (row,) = rows(user)
    assert (row.evidence, row.met, row.note) == ("ev_pilot_production", True, "They run a pilot line now")
    user.press("Ctrl+Z")
    assert rows(user) == []


def test_a_denial_offers_nothing(user, firm):
    write(user, firm, "No pilot line yet. 尚未完成A轮。")
    assert not offers(user)


def test_a_tick_is_kept_in_the_draft_and_shown_again(user, firm):
    write(user, firm, "They run a pilot line now.")
    offers(user)["ev_pilot_production"].click()
    user.press("Escape")
    user.wait()
    assert user.sheet() is None
    user.context.open_sheet("note", firm_id=firm)
    user.wait()
    assert offers(user)["ev_pilot_production"].isChecked()


def test_a_call_report_offers_at_the_judgement_what_its_words_say(user, firm):
    day = user.context.clock.today().isoformat()
    plan = MeetingDraft(
        firm_id=firm,
        status="planned",
        starts_at=f"{day}T09:30",
        purpose_kind="check_in",
        attendees=(AttendeeDraft(name="顾雯"),),
    )
    user.context.do(meetings.add_meeting, plan, label="Plan")
    user.context.open_page("call_report", firm_id=firm)
    user.wait(20)
    user.fill("What happened, in one sentence", "Saw the pilot line.")
    user.press("Ctrl+Return", "Ctrl+Return")
    user.wait(20)
    box = offers(user)["ev_pilot_production"]
    assert not box.isChecked()
    box.click()
    user.fill("Reason for no next touch", "asked for quiet")
    user.press("Ctrl+Return")
    user.wait()
    (row,) = rows(user)
    assert (row.evidence, row.note) == ("ev_pilot_production", "Saw the pilot line")

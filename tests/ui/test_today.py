"""The page Today as its user meets it: look, tick, put off, note, move all, all by keyboard."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from rmapp.domain.clock import FixedClock
from rmapp.domain.decision import TouchSnooze
from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.meeting import Attendee, Meeting
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.promise import Promise
from rmapp.domain.record import PaperRecord
from rmapp.domain.stage import StageEvent
from rmapp.services.paperwork import custody
from rmapp.ui.widgets.task_row import TaskRow
from tests.books import add_firm, new_book
from tests.driver import opened

pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")
CLOCK = FixedClock(datetime(2026, 3, 4, 8, 48, tzinfo=timezone(timedelta(hours=8))))
TODAY = date(2026, 3, 4)


def fill(store):
    """Write three clients: one is visited today, one is late, one was not met for long."""
    ids = {}
    for name, tier in (("Chaosheng", "A"), ("Heyu", "B"), ("Quiet", "A")):
        firm = add_firm(store, name, tier=tier, relationship_status="client", owner=store.actor)
        store.add(StageEvent(firm_id=firm.id, to_stage="growth", effective_on=PartialDate("2025")))
        ids[name] = firm.id
    for name, day in (("Chaosheng", "2026-03-01"), ("Heyu", "2026-02-20"), ("Quiet", "2025-12-01")):
        store.add(Meeting(firm_id=ids[name], starts_at=f"{day}T10:00", summary="Talked"))
    visit = store.add(
        Meeting(firm_id=ids["Chaosheng"], status="planned", starts_at="2026-03-04T09:30", place="Binjiang")
    )
    store.add(Attendee(meeting_id=visit.id, name="Gu Wen"))
    for name, text, days in (("Heyu", "Safety data", -2), ("Chaosheng", "Purchase contract", -7), ("Heyu", "Call", 0)):
        due = TODAY + timedelta(days=days)
        store.add(Promise(firm_id=ids[name], side="theirs", text=text, owner="Gu Wen", due_on=due))
    line = store.add(
        Facility(
            firm_id=ids["Heyu"],
            facility_type="working_capital_loan",
            status="suspended",
            limit=Money.of(12_000_000),
            maturity_on=TODAY + timedelta(days=51),
        )
    )
    store.add(
        LedgerEntry(facility_id=line.id, kind="disbursement", amount=Money.of(1), value_on=PartialDate("2025-06-05"))
    )
    return ids


@pytest.fixture
def folder(tmp_path):
    workspace = new_book(tmp_path, clock=CLOCK)
    workspace.do(fill, label="Fill")
    workspace.close()
    return tmp_path / "book"


@pytest.fixture
def user(folder, qapp):
    with opened(folder, clock=CLOCK) as driver:
        driver.wait(80)
        yield driver


def said(user):
    return [label.text() for label in user.labels()]


def rows(user):
    return [each.task for each in user.visible() if isinstance(each, TaskRow)]


def reach(user, text):
    """Walk with Tab to the row with a text."""
    for _press in range(40):
        if user.focus().startswith(text):
            return
        user.press("Tab")
    pytest.fail(f"Tab does not reach {text!r}")


def stored(user, kind):
    return user.context.ask(lambda store: store.all(kind))


def test_today_is_the_first_page_and_says_what_to_do(user):
    assert user.code() == "today"
    words = said(user)
    assert "Good morning, Li Wen" in words
    assert "Wednesday 4 March   1 visit today, 2 follow-ups overdue, 1 line maturing within 90 days" in words
    assert {"Binjiang · with Gu Wen · Field visit to the client", "in 42 min"} <= set(words)
    assert [task.text for task in rows(user)] == ["Purchase contract", "Safety data", "Call", "Quiet"]
    assert [task.chip for task in rows(user)] == ["7 d late", "2 d late", "Today", "78 d late"]
    assert "No covenant is due before 2 Jun 2026." in words
    assert user.nameless() == []
    assert user.window.shell.rail._items["today"].accessibleName() == "Today (3)"


def test_the_page_speaks_chinese_and_is_shown_again_with_ctrl_1(folder, qapp):
    with opened(folder, clock=CLOCK, language="zh_CN", theme="dark", size=(1366, 768)) as user:
        user.press("Ctrl+2")
        assert user.code() == "clients"
        user.press("Ctrl+1")
        assert user.code() == "today"
        assert user.nameless() == []


def test_all_visits_are_one_key_away_and_the_way_back_is_named(user):
    reach(user, "All visits")
    user.press("Space")
    assert user.code() == "agenda"
    assert [crumb.text for crumb in user.page().breadcrumb()] == ["Today", "Agenda"]
    user.press("Ctrl+1")
    user.press("Ctrl+Shift+A")
    assert user.code() == "agenda"


def test_paper_past_its_last_day_is_one_line_that_opens_the_list(user):
    card = user.page().papers
    assert not card.isVisible()
    for number, days in (("A1", -3), ("A2", -1), ("A3", 1)):
        until = TODAY + timedelta(days=days)
        paper = PaperRecord(
            kind="printed", document="visit_pack", language="en", pages=2, sha256="", copy_no=number, destroy_by=until
        )
        user.context.do(lambda store, one=paper: store.add(one), label="Print")
    user.wait(80)
    assert card.isVisible()
    reach(user, "2 papers past their last day")
    assert "copy A1" in user.focus()
    assert "3 days late" in user.focus()
    user.press("Space")
    assert user.code() == "briefs"
    assert user.page().count() == 2
    ids = user.context.ask(custody.paper_ids, "late")
    user.context.do(custody.end_papers, ids, "shredded", label="End")
    user.press("Ctrl+1")
    user.wait(80)
    assert not card.isVisible()


def test_a_tick_asks_how_it_was_done_and_undo_brings_it_back(user):
    reach(user, "Purchase contract")
    user.press("Space")
    assert user.focus() == "How it was done"
    user.press("Return")
    assert "Write in a few words how it was done." in said(user)
    user.type("Signed")
    user.press("Return")
    kept = next(one for one in stored(user, Promise) if one.text == "Purchase contract")
    assert (kept.status, kept.result, kept.done_on) == ("done", "Signed", TODAY)
    assert "Purchase contract" not in [task.text for task in rows(user)]
    assert user.toast() == "Follow-up done"
    user.press("Ctrl+Z")
    assert rows(user)[0].text == "Purchase contract"


def test_esc_leaves_a_follow_up_open_and_what_was_typed_stays_through_other_changes(user):
    reach(user, "Safety data")
    user.press("Space")
    user.type("half a sent")
    other = next(one for one in stored(user, Promise) if one.text == "Call")
    user.context.do(lambda store: store.change(Promise, other.id, text="Ring"), label="Change")
    user.wait(40)
    fields = [each for each in user.visible() if each.accessibleName() == "How it was done"]
    assert [field.text() for field in fields] == ["half a sent"]
    fields[0].setFocus()
    user.press("Escape")
    assert user.focus().startswith("Safety data")
    assert all(one.status == "open" for one in stored(user, Promise))


def test_a_word_is_enough(user):
    reach(user, "Call")
    user.press("Space")
    user.click("Received")
    assert next(one for one in stored(user, Promise) if one.text == "Call").result == "Received"


def test_the_keys_walk_through_the_rows_and_open_the_client(user):
    reach(user, "Purchase contract")
    user.press("j", "Down")
    assert user.focus().startswith("Call")
    user.press("k")
    assert user.focus().startswith("Safety data")
    user.press("Return")
    assert user.code() == "client"
    assert user.heading().endswith("Heyu") or "Heyu" in user.heading()


def test_j_finds_the_rows_from_anywhere_and_no_key_prints_by_chance(user):
    assert user.focus() == "Today"
    user.press("Space")
    assert user.code() == "today"
    user.press("j")
    first = user.focus()
    assert first.startswith("Purchase contract")
    user.press("Ctrl+2", "Ctrl+1")
    assert user.focus() == first
    user.press("k")
    assert user.focus() == first


def test_s_moves_a_follow_up_and_lets_a_client_wait(user):
    reach(user, "Purchase contract")
    user.press("s")
    assert user.sheet() is not None
    user.press("Escape")
    reach(user, "Quiet")
    user.press("s")
    user.fill("Until", "+10")
    user.press("Ctrl+Return")
    assert user.sheet() is not None, "a reason is asked for"
    user.fill("Why it may wait", "CFO abroad")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert [(one.until, one.reason) for one in stored(user, TouchSnooze)] == [(date(2026, 3, 14), "CFO abroad")]
    user.wait(40)
    assert "Quiet" not in [task.text for task in rows(user)]
    assert any(words.startswith("Nobody waits") for words in said(user))
    user.press("Ctrl+Z")
    user.wait(40)
    assert "Quiet" in [task.text for task in rows(user)]


def test_n_starts_a_note_of_the_visit_or_of_the_client_in_focus(user):
    assert user.page().current_firm() is not None
    user.press("n")
    assert user.sheet() is not None
    user.press("Escape")
    reach(user, "Quiet")
    assert user.page().current_firm() == user.context.ask(_id_of, "Quiet")
    user.press("n")
    assert user.sheet() is not None


def test_a_note_that_is_put_aside_stands_under_drafts_at_once(user):
    user.press("n")
    user.type("Line two runs")
    user.press("Escape")
    user.wait(300)
    assert user.sheet() is None
    assert user.page().drafts.data[0] == 1


def test_all_late_ones_get_a_new_day_after_one_question(user):
    user.click("Reschedule all")
    user.press("Ctrl+Return")
    assert user.toast() == "2 follow-ups moved to 5 Mar 2026"
    assert [task.chip for task in rows(user) if task.ticks] == ["Today"]


def test_all_touches_open_the_list_by_urgency(user):
    user.click("1 client due")
    assert user.code() == "clients"
    assert user.page().model.id_at(0) == user.context.ask(_id_of, "Quiet")


def test_a_clear_day_shows_the_next_visit_and_who_was_not_seen_for_longest(user):
    visit = next(one for one in stored(user, Meeting) if one.status == "planned")
    user.context.do(lambda store: store.change(Meeting, visit.id, starts_at="2026-03-09T10:00"), label="Move")
    user.wait(40)
    assert "A clear day" in said(user)
    assert any(name.startswith("Next visit: Chaosheng") for name in user.names())
    assert any(name.startswith("Quiet, met 1 Dec 2025") for name in user.names())


def _id_of(store, name):
    return store.rows("SELECT firm_id FROM firm_name WHERE text = ?", (name,))[0][0]

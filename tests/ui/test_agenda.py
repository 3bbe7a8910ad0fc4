"""The agenda and the plan of a visit, by keyboard."""

from __future__ import annotations

from datetime import date

import pytest

from rmapp.domain.meeting import Attendee, Meeting
from rmapp.domain.record import PaperRecord
from rmapp.services.clients import people
from rmapp.services.drafts import drafts
from rmapp.services.visits.visit_plan import VisitPlanDraft, plan_visit
from rmapp.ui import messages
from tests.books import add_firm, new_book
from tests.driver import opened


@pytest.fixture
def firm(tmp_path):
    book = new_book(tmp_path)
    found = book.do(add_firm, "潮声传感有限公司", label="Add").result.id
    book.do(add_firm, "超声制造有限公司", label="Add")
    book.do(people.add_person, found, "顾雯", name_latin="Gu Wen", title="CFO", is_main_contact=True, label="Person")
    for day in ("2026-03-04T09:30", "2026-03-06T14:00"):
        draft = VisitPlanDraft(firm_ids=(found,), starts_at=day, ends_at=day[:11] + "15:00", purpose="Terms")
        book.do(plan_visit, draft, label="Plan")
    book.close()
    return found


@pytest.fixture
def user(tmp_path, firm, qapp):
    with opened(tmp_path / "book") as driver:
        driver.context.open_page("agenda")
        driver.wait()
        yield driver


def meetings(user, **equal):
    return user.context.ask(lambda store: store.all(Meeting, order="starts_at", **equal))


def page(user):
    return user.window.findChild(type_of_page())


def type_of_page():
    from rmapp.ui.pages.agenda import AgendaPage

    return AgendaPage


def test_the_week_shows_every_day_and_selects_today(user):
    shown = page(user)
    assert shown.model.rowCount() == 7
    assert shown.table.current_id() == meetings(user)[0].id
    assert shown.footer_text() == "2 visits · 1 client"
    assert "Today, Wed 4 Mar" in shown.model.index(2, 0).data()
    user.press("Right")
    assert shown.count() == 0
    user.press("T")
    assert shown.count() == 2
    assert user.focus() == "Agenda"


def test_a_visit_is_planned_by_keys_from_the_selected_client(user, firm):
    user.press("p")
    assert user.sheet() is not None
    assert user.focus() == "Day"
    user.fill("Day", "2026-03-05")
    user.fill("From", "10：00")
    user.fill("To", "11:00")
    user.fill("From our side", "Li Wen: pricing")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert user.toast() == "Visit planned"
    (made,) = meetings(user, starts_at="2026-03-05T10:00")
    assert (made.firm_id, made.ends_at, made.status) == (firm, "2026-03-05T11:00", "planned")
    came = user.context.ask(lambda store: store.all(Attendee, meeting_id=made.id))
    assert [(one.side, one.name, one.covers) for one in came] == [
        ("theirs", "Gu Wen", ""),
        ("ours", "Li Wen", "pricing"),
    ]
    assert len(made.agenda) == 2  # the first questions of the ask-list
    assert page(user).count() == 3
    user.press("Ctrl+Z")
    assert page(user).count() == 2


def test_several_clients_take_part_in_one_visit(user, firm):
    user.press("p")
    user.fill("Clients", "超声制造")
    user.press("Return", "Ctrl+Return")
    assert user.sheet() is None
    visits = [row.visit for row in page(user)._rows.values() if row.visit is not None]
    assert [one.other_names for one in visits if one.other_names] == [("超声制造有限公司",)]


def test_what_is_wrong_stands_beside_its_field(user):
    user.press("p")
    user.fill("From", "late")
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    assert user.focus() == "From"
    user.fill("From", "10:00")
    user.fill("To", "09:00")
    user.press("Ctrl+Return")
    assert user.focus() == "To"


def test_a_plan_left_half_way_is_offered_again(user, firm):
    user.press("p")
    user.fill("What we want from it", "A date for signing")
    user.press("Escape")
    assert user.sheet() is None
    assert len(user.context.ask(drafts, "visit_plan")) == 1
    user.press("p", "Ctrl+Return")
    assert [one.objective for one in meetings(user)].count("A date for signing") == 1
    assert user.context.ask(drafts, "visit_plan") == []


def test_a_visit_is_moved_and_called_off_from_the_agenda(user):
    first, second = meetings(user)
    user.press("w")
    user.type("2026-03-07")
    user.press("Ctrl+Return")
    moved = user.context.ask(lambda store: store.get(Meeting, first.id))
    assert (moved.starts_at, moved.ends_at) == ("2026-03-07T09:30", "2026-03-07T15:00")
    page(user).table.select(second.id)
    user.press("Del")
    user.fill("Why, if known", "They are ill")
    user.press("Ctrl+Return")
    gone = user.context.ask(lambda store: store.get(Meeting, second.id))
    assert (gone.status, gone.summary) == ("cancelled", "They are ill")
    assert page(user).count() == 1


def test_enter_opens_the_plan_of_the_selected_visit(user):
    user.press("Return")
    user.fill("Purpose in words", "Second plant")
    user.press("Ctrl+Return")
    assert meetings(user)[0].purpose == "Second plant"


def test_the_printed_agenda_is_noted(user, monkeypatch, tmp_path):
    from PySide6.QtPrintSupport import QPrinter

    def printer(_parent, _pages=0):
        made = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(tmp_path / "out.pdf"))
        return made

    monkeypatch.setattr(messages, "choose_printer", printer)
    user.press("Ctrl+Shift+P")
    (noted,) = user.context.ask(lambda store: store.all(PaperRecord))
    assert (noted.document, noted.kind) == ("agenda", "printed")


def test_the_day_that_was_shown_comes_back(user):
    shown = page(user)
    shown.enter(day="2026-04-15")
    assert shown.state()["first"] == "2026-04-13"
    kept = shown.state()
    shown.go_today()
    shown.restore(kept)
    assert shown._first == date(2026, 4, 13)
    shown.restore({"first": "nonsense", "span": "year"})
    assert shown._first == date(2026, 4, 13)


def test_a_planned_visit_of_the_timeline_can_be_called_off(user, firm):
    first = meetings(user)[0]
    user.context.open_client(firm, "timeline")
    user.wait()
    from rmapp.services.timelines.timeline import timeline
    from rmapp.ui.tabs.events import open_event

    event = next(one for one in user.context.ask(timeline, firm).events if one.id == first.id)
    open_event(user.context, event, firm)
    user.wait()
    user.click("Nobody came")
    user.fill("Why, if known", "Plant closed")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert user.context.ask(lambda store: store.get(Meeting, first.id)).status == "no_show"


def test_ctrl_p_leads_to_the_visit_pack_of_the_selected_day(user, monkeypatch):
    monkeypatch.setattr(messages, "choose_printer", lambda *_words: None)
    user.press("Ctrl+P")
    user.wait(400)
    assert user.code() == "visit_pack"


def test_a_book_for_reading_only_shows_plans_and_changes_nothing(user, monkeypatch):
    monkeypatch.setattr(type(user.context), "read_only", property(lambda _self: True))
    page(user).refresh()
    user.press("w")
    assert user.sheet() is None
    user.press("Return")
    assert user.sheet() is not None
    user.press("Ctrl+Return")
    assert user.sheet() is not None


def test_every_control_has_a_name(user):
    assert user.nameless() == []
    for keys in ("p", "w", "Del"):
        user.press(keys)
        assert user.sheet() is not None
        assert user.nameless() == []
        user.press("Escape")

"""Calendars and contact cards in the window: the check, the choice of a client, and what leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from rmapp.domain.meeting import Meeting
from rmapp.domain.person import Person
from rmapp.domain.record import TableExport
from rmapp.services.clients import people
from rmapp.services.visits.visit_plan import VisitPlanDraft, plan_visit
from rmapp.ui import messages
from rmapp.ui.sheets.exchange_sheet import ExchangeSheet
from tests.books import add_firm, new_book
from tests.driver import opened

CARDS = Path(__file__).parents[1] / "data" / "cards"
ICS = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:a
SUMMARY:潮声传感有限公司: Terms
DTSTART:20260310T100000
END:VEVENT
BEGIN:VEVENT
UID:b
SUMMARY:Lunch
DTSTART:20260311T100000
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def firm(tmp_path):
    book = new_book(tmp_path)
    found = book.do(add_firm, "潮声传感有限公司", label="Add").result.id
    book.do(people.add_person, found, "顾雯", title="CFO", work_email="gu@chaosheng.cn", label="Person")
    secret = {"starts_at": "2026-03-06", "purpose": "MARKER", "confidentiality": "restricted"}
    book.do(plan_visit, VisitPlanDraft(firm_ids=(found,), **secret), label="Plan")
    book.do(plan_visit, VisitPlanDraft(firm_ids=(found,), starts_at="2026-03-07T10:00"), label="Plan")
    book.close()
    return found


@pytest.fixture
def user(tmp_path, firm, qapp):
    with opened(tmp_path / "book") as driver:
        yield driver


def chooses(monkeypatch, path):
    monkeypatch.setattr(messages, "choose_file", lambda *_args: path)


def saves(monkeypatch, path):
    monkeypatch.setattr(messages, "save_file", lambda *_args: path)


def test_an_event_of_no_client_gets_one_in_the_check(user, firm, monkeypatch, tmp_path):
    (tmp_path / "in.ics").write_text(ICS, "utf-8")
    chooses(monkeypatch, tmp_path / "in.ics")
    user.context.run("calendar.import")
    user.wait()
    sheet = user.window.findChild(ExchangeSheet)
    assert [sheet.model.index(row, 0).data() for row in range(2)] == ["Which client?", "New"]
    assert user.nameless() == []
    user.press("Return")
    assert user.focus() == "Client of the selected row"
    user.type("潮声")
    user.press("Return")
    assert [row.action for row in sheet._rows.values()] == ["add", "add"]
    user.press("Ctrl+Return")
    assert user.sheet() is None
    assert user.toast() == "2 added, 0 updated, 0 unchanged, 0 left out."
    assert user.context.ask(lambda store: store.count(Meeting)) == 4
    user.press("Ctrl+Z")
    assert user.context.ask(lambda store: store.count(Meeting)) == 2


def test_a_row_can_be_left_out_and_nothing_goes_in_without_one(user, monkeypatch, tmp_path):
    (tmp_path / "in.ics").write_text(ICS, "utf-8")
    chooses(monkeypatch, tmp_path / "in.ics")
    user.context.run("calendar.import")
    user.wait()
    sheet = user.window.findChild(ExchangeSheet)
    sheet.table.select("1")
    user.click("Leave out")
    assert [row.action for row in sheet._rows.values()] == ["leave", "choose"]
    user.press("Ctrl+Return")
    assert user.sheet() is not None
    assert user.context.ask(lambda store: store.count(Meeting)) == 2


def test_a_broken_file_is_told_about_and_opens_nothing(user, monkeypatch, tmp_path):
    (tmp_path / "in.ics").write_bytes(b"\x00\x01")
    chooses(monkeypatch, tmp_path / "in.ics")
    user.context.run("calendar.import")
    user.wait()
    assert user.sheet() is None


def test_cards_come_in(user, firm, monkeypatch):
    chooses(monkeypatch, CARDS / "phone-2.1.vcf")
    user.context.run("contacts.import")
    user.wait()
    sheet = user.window.findChild(ExchangeSheet)
    sheet._decide(firm)
    user.press("Ctrl+Return")
    assert user.context.ask(lambda store: store.count(Person)) == 2


def test_visits_leave_without_restricted_ones_unless_a_reason_is_given(user, monkeypatch, tmp_path):
    path = tmp_path / "out.ics"
    saves(monkeypatch, path)
    user.context.run("calendar.export")
    user.wait()
    user.press("Ctrl+Return")
    assert user.toast() == "1 entry written to out.ics."
    assert "MARKER" not in path.read_text("utf-8")
    user.context.run("calendar.export")
    user.wait()
    user.click("Restricted visits go along")
    user.press("Ctrl+Return")
    assert user.focus() == "Why they are in it"
    user.fill("Why they are in it", "Own phone")
    user.press("Ctrl+Return")
    assert user.sheet() is None
    noted = user.context.ask(lambda store: store.all(TableExport, order="rid"))
    assert [(one.row_count, one.confidentiality, one.reason) for one in noted] == [
        (1, "client_confidential", ""),
        (2, "restricted", "Own phone"),
    ]


def test_people_leave_as_cards(user, firm, monkeypatch, tmp_path):
    saves(monkeypatch, tmp_path / "people")
    user.context.open_client(firm)
    user.wait()
    user.context.run("contacts.export")
    user.wait()
    user.press("Ctrl+Return")
    assert "gu@chaosheng.cn" in (tmp_path / "people.vcf").read_text("utf-8")

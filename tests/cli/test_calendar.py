"""Visits, the agenda, calendar files and contact cards on the command line."""

from __future__ import annotations

import json

import pytest

ICS = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:a
SUMMARY:潮声传感有限公司: Terms
DTSTART:20260310T100000
END:VEVENT
BEGIN:VEVENT
UID:b
SUMMARY:Dentist
DTSTART:20260311T100000
END:VEVENT
END:VCALENDAR
"""
VCF = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:周明\r\nORG:潮声传感有限公司\r\nBDAY:1980-01-01\r\nEND:VCARD\r\n"


@pytest.fixture(autouse=True)
def soon(monkeypatch, book):
    """Let commands happen on the day of the test's book."""
    from rmapp.domain import clock
    from tests.books import CLOCK

    monkeypatch.setattr(clock.SystemClock, "now", lambda _self: CLOCK.now())
    monkeypatch.setattr(clock.SystemClock, "today", lambda _self: CLOCK.today())


def planned(rmapp, *words):
    done = rmapp("plan", "潮声传感", "--on", "2026-03-06", *words)
    assert done.code == 0, done.err
    return done.out.split()[-1]


def test_a_visit_is_planned_and_stands_on_the_agenda(rmapp):
    planned(
        rmapp, "潮声制造", "--at", "09:30", "--to", "10:30", "--purpose", "deal", "--text", "Terms", "--place", "Lab"
    )
    (day,) = [day for day in json.loads(rmapp("agenda", "--json").out) if day["visits"]]
    (visit,) = day["visits"]
    assert (day["on"], visit["starts_at"], visit["purpose_kind"]) == ("2026-03-06", "2026-03-06T09:30", "deal")
    assert visit["firms"] == ["潮声传感有限公司", "潮声制造有限公司"]
    shown = rmapp("agenda", "--days", "7").out
    assert "09:30–10:30" in shown
    assert "Client confidential" in shown


def test_a_visit_is_moved_and_called_off(rmapp):
    visit = planned(rmapp, "--at", "09:30")
    assert "2026-03-09" in rmapp("visit", visit, "--on", "2026-03-09").out
    assert "14:00" in rmapp("visit", visit, "--at", "14:00").out
    assert "Cancelled" in rmapp("visit", visit, "--cancel", "--why", "ill").out
    assert "No visit" in rmapp("agenda").out
    assert visit in rmapp("agenda", "--all").out
    assert rmapp("visit", visit, "--no-show").code == 1
    assert rmapp("visit", visit).code == 2


def test_wrong_words_are_refused_with_a_sentence(rmapp):
    for words in (("--at", "9"), ("--purpose", "fun"), ("--at", "10:00", "--to", "09:00")):
        refused = rmapp("plan", "潮声传感", "--on", "2026-03-06", *words)
        assert refused.code == 2
        assert refused.err.startswith("Error:")


def test_the_agenda_is_written_as_a_pdf_and_noted(rmapp, tmp_path):
    planned(rmapp)
    done = rmapp("agenda", "--pdf", tmp_path / "week.pdf", "--lang", "both")
    assert done.code == 0, done.err
    assert (tmp_path / "week.pdf").read_bytes().startswith(b"%PDF")


def test_a_calendar_goes_out_and_comes_in(rmapp, tmp_path):
    planned(rmapp, "--at", "09:30")
    assert rmapp("calendar", "export", "-o", tmp_path / "out.ics").code == 0
    again = rmapp("calendar", "import", tmp_path / "out.ics", "--dry-run")
    assert "0 added, 0 updated, 1 unchanged, 0 left out." in again.out
    (tmp_path / "in.ics").write_text(ICS, "utf-8")
    first = rmapp("calendar", "import", tmp_path / "in.ics")
    assert "1 added, 0 updated, 0 unchanged, 1 left out." in first.out
    assert "--client" in first.err
    second = rmapp("calendar", "import", tmp_path / "in.ics", "--client", "2=潮声制造", "--json")
    told = json.loads(second.out)
    assert (told["added"], told["same"], told["applied"]) == (1, 1, True)
    assert rmapp("calendar", "import", tmp_path / "in.ics", "--client", "x").code == 2
    assert rmapp("calendar", "import", tmp_path / "nothing.ics").code == 1


def test_contact_cards_come_in_and_go_out(rmapp, tmp_path):
    (tmp_path / "in.vcf").write_text(VCF, "utf-8")
    dry = rmapp("contacts", "import", tmp_path / "in.vcf", "--dry-run")
    assert "Would be: 1 added" in dry.out
    assert "Left out: birthday" in dry.out
    assert "no birthdays" in dry.err
    assert "1 added" in rmapp("contacts", "import", tmp_path / "in.vcf").out
    assert rmapp("contacts", "export", "潮声传感", "-o", tmp_path / "out.vcf", "--vcard", "4.0").code == 0
    assert "FN:周明" in (tmp_path / "out.vcf").read_text("utf-8")
    assert rmapp("contacts", "export", "Heyu", "-o", tmp_path / "no.vcf").code == 2

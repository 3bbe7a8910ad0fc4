"""Visits to a calendar file and events of calendar files to visits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rmapp.domain.meeting import Attendee, Meeting, MeetingFirm
from rmapp.errors import ImportRejected, InputError, RuleError
from rmapp.exchange.calendar_files import read_calendar
from rmapp.i18n import speaking
from rmapp.services.calendars.calendar_exchange import apply_calendar, label, plan_calendar, read_file
from rmapp.services.calendars.calendar_export import export_calendar
from rmapp.services.clients.people import add_person
from rmapp.services.notes.meetings import AttendeeDraft
from rmapp.services.paperwork.exports import exports, log_export
from rmapp.services.visits.visit_plan import VisitPlanDraft, move_visit, plan_visit
from tests.books import add_firm

FILES = Path(__file__).parents[1] / "data" / "calendars"
FIRST = date(2026, 3, 1)


@pytest.fixture
def firms(book):
    names = ("杭州灵伴科技有限公司", "超声传感（杭州）有限公司")
    return [book.do(add_firm, name, label="Add").result.id for name in names]


@pytest.fixture
def visit(book, firms):
    draft = VisitPlanDraft(
        firm_ids=tuple(firms),
        starts_at="2026-03-06T09:30",
        ends_at="2026-03-06T10:30",
        purpose="New plant",
        objective="Sign by Friday",
        key_question="Who decides?",
        agenda=("Terms",),
        people=(AttendeeDraft(name="陈实"),),
    )
    return book.do(plan_visit, draft, label="Plan").result


def event(*lines, uid="e1", start="DTSTART:20260310T100000"):
    body = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", f"UID:{uid}", start, *lines, "END:VEVENT", "END:VCALENDAR", ""]
    return read_calendar("\r\n".join(body).encode(), "Asia/Shanghai")


def planned(book, source, decisions=None, **options):
    return book.ask(plan_calendar, "x.ics", source, decisions, **options)


def bring_in(book, source, decisions=None, **options):
    plan = planned(book, source, decisions, **options)
    return book.do(apply_calendar, plan, label=label(plan)).result


def test_a_file_of_our_own_changes_nothing(book, visit, tmp_path):
    path = tmp_path / "week.ics"
    for detail in ("short", "full"):
        exported = book.ask(export_calendar, path, FIRST, 14, detail=detail)
        assert exported.rows == 1
        for language in ("en", "zh_CN"):
            with speaking(language):
                (row,) = planned(book, read_file(path)).rows
                assert (row.action, row.cause) == ("same", "")


def test_only_what_may_be_told_leaves_the_book(book, visit, tmp_path):
    path = tmp_path / "week.ics"
    book.ask(export_calendar, path, FIRST, 14)
    short = path.read_text("utf-8")
    assert "杭州灵伴科技有限公司" in short
    assert not any(text in short for text in ("New plant", "Terms", "陈实"))
    book.ask(export_calendar, path, FIRST, 14, detail="full")
    full = path.read_text("utf-8")
    assert all(text in full for text in ("New plant", "Terms", "陈实"))
    assert not any(text in full for text in ("Sign by Friday", "Who decides"))
    assert path.stat().st_mode & 0o077 == 0


def test_restricted_visits_leave_only_with_a_reason(book, firms, tmp_path):
    draft = VisitPlanDraft(firm_ids=(firms[0],), starts_at="2026-03-06", purpose="IPO", confidentiality="restricted")
    book.do(plan_visit, draft, label="Plan")
    path = tmp_path / "week.ics"
    assert book.ask(export_calendar, path, FIRST, 14, detail="full").rows == 0
    assert "IPO" not in path.read_text()
    with pytest.raises(InputError):
        book.ask(export_calendar, path, FIRST, 14, reason=" ")
    exported = book.ask(export_calendar, path, FIRST, 14, detail="full", reason="My own phone")
    assert exported.rows == 1
    book.do(log_export, exported, confidentiality="restricted", reason="My own phone", label="Log", undoable=False)
    assert book.ask(exports)[0].reason == "My own phone"


def test_an_event_that_names_clients_becomes_a_visit(book, firms):
    def fill(store):
        return add_person(store, firms[0], "陈实", work_email="chen@lingban.cn").id

    person = book.do(fill, label="Add").result
    source = event(
        "SUMMARY:灵伴科技、超声传感: Quarterly",
        "LOCATION:Lab 3",
        "DESCRIPTION:dial in",
        "ATTENDEE:mailto:Chen@lingban.cn",
        "ATTENDEE:mailto:who@else.example",
    )
    (row,) = planned(book, source).rows
    assert row.cause == "Left out: description, guests who are not in the book"
    assert bring_in(book, source).sentence() == "1 added, 0 updated, 0 unchanged, 0 left out."
    (meeting,) = book.store.all(Meeting)
    assert (meeting.firm_id, meeting.status, meeting.calendar_uid) == (firms[0], "planned", "e1")
    assert (meeting.purpose, meeting.place, meeting.starts_at) == ("Quarterly", "Lab 3", "2026-03-10T10:00")
    assert [one.firm_id for one in book.store.all(MeetingFirm)] == [firms[1]]
    assert [(one.side, one.person_id) for one in book.store.all(Attendee)] == [("theirs", person), ("ours", None)]
    assert bring_in(book, source).same == 1


def test_a_client_is_found_by_the_address_of_a_guest(book, firms):
    book.do(lambda store: add_person(store, firms[0], "陈实", work_email="chen@lingban.cn").id, label="Add")
    (row,) = planned(book, event("SUMMARY:Lunch", "ORGANIZER:mailto:chen@lingban.cn")).rows
    assert (row.action, row.firm_ids) == ("add", (firms[0],))


def test_an_event_of_no_client_waits_for_a_choice(book, firms):
    source = event("SUMMARY:Dentist")
    (row,) = planned(book, source).rows
    assert (row.action, row.firm_ids) == ("choose", ())
    assert bring_in(book, source).left == 1
    assert book.store.count(Meeting) == 0
    (row,) = planned(book, source, {1: ""}).rows
    assert row.action == "leave"
    assert bring_in(book, source, {1: firms[1]}).added == 1
    assert book.store.all(Meeting)[0].firm_id == firms[1]


def test_the_same_name_of_two_firms_waits_for_a_choice(book, firms):
    twin = book.do(add_firm, "杭州灵伴科技有限公司", label="Add").result.id
    (row,) = planned(book, event("SUMMARY:杭州灵伴科技有限公司")).rows
    assert row.action == "choose"
    assert set(row.candidates) == {firms[0], twin}


def test_an_event_read_again_moves_the_visit_it_became(book, firms):
    bring_in(book, event("SUMMARY:灵伴科技", "LOCATION:Lab 3"))
    moved = event("SUMMARY:灵伴科技", "LOCATION:Lab 4", start="DTSTART:20260311T140000")
    (row,) = planned(book, moved).rows
    assert (row.action, row.cause) == ("update", "moved from 2026-03-10 10:00, place")
    bring_in(book, moved)
    (meeting,) = book.store.all(Meeting)
    assert (meeting.starts_at, meeting.place) == ("2026-03-11T14:00", "Lab 4")
    bring_in(book, event("SUMMARY:灵伴科技", "STATUS:CANCELLED", start="DTSTART:20260311T140000"))
    assert book.store.all(Meeting)[0].status == "cancelled"


def test_a_planned_visit_at_the_same_time_is_the_same_one(book, firms):
    book.do(plan_visit, VisitPlanDraft(firm_ids=(firms[0],), starts_at="2026-03-10T10:00"), label="Plan")
    assert bring_in(book, event("SUMMARY:灵伴科技")).updated == 1
    assert [one.calendar_uid for one in book.store.all(Meeting)] == ["e1"]


def test_what_was_held_stays_as_it_is(book, firms):
    bring_in(book, event("SUMMARY:灵伴科技"))
    (meeting,) = book.store.all(Meeting)
    book.do(lambda store: store.change(Meeting, meeting.id, status="held"), label="Hold")
    (row,) = planned(book, event("SUMMARY:灵伴科技", start="DTSTART:20260312T100000")).rows
    assert (row.action, row.cause) == ("same", "The visit was held and stays as it is")


def test_what_is_over_or_cancelled_stays_outside(book, firms):
    old = event("SUMMARY:灵伴科技", start="DTSTART:20260303T100000")
    assert planned(book, old).rows[0].action == "leave"
    assert planned(book, old, past=True).rows[0].action == "add"
    assert planned(book, event("SUMMARY:灵伴科技", "STATUS:CANCELLED")).rows[0].action == "leave"


def test_a_repeated_event_becomes_single_visits(book, firms):
    source = read_file(FILES / "khal-weekly.ics")
    plan = planned(book, source)
    assert plan.notes[0].startswith("1 event repeats")
    assert [row.action for row in plan.rows] == ["add"] * 5
    assert bring_in(book, source).added == 5
    assert bring_in(book, source).same == 5
    first = book.store.all(Meeting, order="starts_at")[0]
    assert first.calendar_uid.endswith("/2026-03-11T10:00")


def test_of_several_versions_the_newest_counts(book, firms):
    lines = ["BEGIN:VCALENDAR"]
    for sequence, hour in ((2, 15), (1, 9)):
        lines += ["BEGIN:VEVENT", "UID:a", f"SEQUENCE:{sequence}", "SUMMARY:灵伴科技"]
        lines += [f"DTSTART:20260310T{hour:02}0000", "END:VEVENT"]
    source = read_calendar("\r\n".join([*lines, "END:VCALENDAR", ""]).encode(), "Asia/Shanghai")
    assert bring_in(book, source).added == 1
    assert book.store.all(Meeting)[0].starts_at == "2026-03-10T15:00"


def test_nothing_is_written_when_the_book_changed_meanwhile(book, firms, visit):
    plan = planned(book, event("SUMMARY:灵伴科技"))
    book.do(move_visit, visit.id, "2026-03-09", label="Move")
    with pytest.raises(RuleError):
        book.do(apply_calendar, plan, label="Import")
    assert book.store.count(Meeting) == 1


def test_an_import_is_undone_as_one_step(book, firms):
    bring_in(book, read_file(FILES / "khal-weekly.ics"))
    book.undo()
    assert book.store.count(Meeting) == 0


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(ImportRejected) as refused:
        read_file(tmp_path / "nothing.ics")
    assert "nothing.ics" in refused.value.message


def test_a_file_that_is_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "big.ics"
    with path.open("wb") as file:
        file.truncate(4_000_001)
    with pytest.raises(ImportRejected) as refused:
        read_file(path)
    assert "4 MB" in refused.value.message


def test_personal_numbers_of_an_event_stay_outside(book, firms):
    bring_in(book, event("SUMMARY:灵伴科技 13912345678", "LOCATION:Lab 3, 13912345678"))
    (meeting,) = book.store.all(Meeting)
    assert "139" not in meeting.purpose + meeting.place


def test_one_visit_of_a_series_that_was_moved_moves_alone(book, firms):
    master = ["BEGIN:VEVENT", "UID:s", "SUMMARY:灵伴科技", "DTSTART:20260309T100000", "RRULE:FREQ=WEEKLY;COUNT=3"]
    lines = ["BEGIN:VCALENDAR", *master, "END:VEVENT"]
    bring_in(book, read_calendar("\n".join([*lines, "END:VCALENDAR"]).encode(), "Asia/Shanghai"))
    moved = ["BEGIN:VEVENT", "UID:s", "RECURRENCE-ID:20260316T100000", "SUMMARY:灵伴科技", "DTSTART:20260317T150000"]
    again = read_calendar("\n".join([*lines, *moved, "END:VEVENT", "END:VCALENDAR"]).encode(), "Asia/Shanghai")
    done = bring_in(book, again)
    assert (done.added, done.updated, done.same) == (0, 1, 2)
    days = [one.starts_at for one in book.store.all(Meeting, order="starts_at")]
    assert days == ["2026-03-09T10:00", "2026-03-17T15:00", "2026-03-23T10:00"]

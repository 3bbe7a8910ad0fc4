"""What a day shows: visits, follow-ups, working days, lines, covenants, designations, drafts, over the whole book."""

from datetime import date, datetime, timedelta, timezone

import pytest

from rmapp.domain.clock import FixedClock
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Attendee, Meeting
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.promise import Promise
from rmapp.services import drafts
from rmapp.services.clients import firms
from rmapp.services.visits import today, today_dates
from tests.books import add_firm, new_book

HANGZHOU = timezone(timedelta(hours=8))
CLOCK = FixedClock(datetime(2026, 3, 4, 13, 6, 7, tzinfo=HANGZHOU))
TODAY = date(2026, 3, 4)  # a Wednesday


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path, clock=CLOCK)
    yield workspace
    workspace.close()


def put(book, *entities):
    return book.do(lambda store: store.add_many(entities), label="put").result


def firm(book, name="示例科技"):
    return book.do(add_firm, name, tier="A", label="Add").result.id


def visit(book, firm_id, starts_at, status="planned", **fields):
    return put(book, Meeting(firm_id=firm_id, status=status, starts_at=starts_at, **fields))[0].id


def promise(book, firm_id, due, text="Send accounts", **fields):
    values = {"side": "theirs", "owner": "Gu Wen", **fields}
    return put(book, Promise(firm_id=firm_id, text=text, due_on=due, **values))[0].id


def line(book, firm_id, matures, limit=5_000_000, drawn=2_000_000, **fields):
    values = {"status": "active", "facility_type": "working_capital_loan", **fields}
    one = Facility(firm_id=firm_id, limit=Money.of(limit), maturity_on=matures, **values)
    entries = (
        [
            LedgerEntry(
                facility_id=one.id,
                kind="disbursement",
                amount=Money.of(drawn),
                value_on=PartialDate.of(TODAY - timedelta(days=400)),
            )
        ]
        if drawn
        else []
    )
    put(book, one, *entries)
    return one.id


def test_visits_stand_in_the_order_of_time_and_the_next_one_is_open(book):
    one, other = firm(book), firm(book, "第二科技")
    late = visit(book, one, "2026-03-04T16:30")
    visit(book, other, "2026-03-04T09:30", status="held")
    now = visit(book, other, "2026-03-04T12:30", ends_at="2026-03-04T13:30")
    visit(book, one, "2026-03-04T15:00", status="cancelled")
    visit(book, one, "2026-03-05T09:00")
    promise(book, other, date(2026, 3, 1), "Purchase contract")
    put(book, Attendee(meeting_id=now, name="Gu Wen"))
    found = book.ask(today.visits)
    assert [seen.visit.starts_at[11:] for seen in found.visits] == ["09:30", "12:30", "16:30"]
    assert found.next_id == now
    assert [seen.points[0].heading if seen.points else "" for seen in found.visits] == ["", "Purchase contract", ""]
    assert found.visits[1].brief == "none"
    book.do(lambda store: store.change(Meeting, now, status="held"), label="Held")
    assert book.ask(today.visits).next_id == late


def test_a_visit_without_a_time_is_to_come_all_day(book):
    one = firm(book)
    whole = visit(book, one, "2026-03-04")
    assert book.ask(today.visits).next_id == whole


def test_points_of_a_visit_are_three_at_most(book):
    one = firm(book)
    visit(book, one, "2026-03-04T16:00")
    for number in range(5):
        promise(book, one, date(2026, 2, 10 + number), f"Paper {number}")
    assert [said.heading for said in book.ask(today.visits).visits[0].points] == ["Paper 0", "Paper 1", "Paper 2"]


def test_the_next_visit_is_the_first_after_today(book):
    one = firm(book)
    assert book.ask(today.next_visit) is None
    visit(book, one, "2026-03-04T16:30")
    visit(book, one, "2026-03-09T10:00")
    visit(book, one, "2026-03-06")
    assert book.ask(today.next_visit).starts_at == "2026-03-06"


def test_follow_ups_are_late_first_and_counted_beyond_what_is_shown(book):
    one = firm(book)
    for days in (0, -3, -8, 1, 30):
        promise(book, one, TODAY + timedelta(days=days), f"{days} days")
    promise(book, one, TODAY - timedelta(days=50), "kept", status="done", result="yes", done_on=TODAY)
    promise(book, one, TODAY - timedelta(days=2), "begun", status="in_progress", side="ours")
    found = book.ask(today.follow_ups, 3)
    assert (found.due, found.late) == (4, 3)
    assert [(row.text, row.days) for row in found.rows] == [("-8 days", -8), ("-3 days", -3), ("begun", -2)]
    assert found.rows[0].firm_name == "示例科技"
    assert book.ask(today.waiting_count) == 4


def test_promises_of_a_removed_client_wait_no_more(book):
    one = firm(book)
    promise(book, one, date(2026, 3, 1))
    assert book.ask(today.waiting_count) == 1
    book.do(firms.remove_firm, one, label="Remove")
    assert book.ask(today.waiting_count) == 0
    assert book.ask(today.follow_ups).rows == ()


def test_all_late_ones_move_in_one_step_and_one_undo_brings_them_back(book):
    one = firm(book)
    late = [promise(book, one, TODAY - timedelta(days=days)) for days in (1, 5)]
    promise(book, one, TODAY)
    assert book.ask(today.next_working_day) == date(2026, 3, 5)
    assert book.do(today.reschedule_late, date(2026, 3, 9), label="Move").result == 2
    assert book.ask(today.follow_ups).late == 0
    assert {book.store.get(Promise, id).due_on for id in late} == {date(2026, 3, 9)}
    book.undo()
    assert book.ask(today.follow_ups).late == 2


def test_coming_days_are_working_days_and_days_off_with_a_visit(book):
    one = firm(book)
    visit(book, one, "2026-03-07T10:00")  # a Saturday
    promise(book, one, date(2026, 3, 6))
    found = book.ask(today.coming_days)
    assert [day.on.day for day in found] == [5, 6, 7, 9]
    assert [len(day.visits) for day in found] == [0, 0, 1, 0]
    assert [day.due for day in found] == [0, 1, 0, 0]


def test_lines_maturing_are_counted_by_day_and_the_earliest_named(book):
    one = firm(book)
    for days in (-20, 5, 40, 90, 91):
        line(book, one, TODAY + timedelta(days=days))
    line(book, one, TODAY - timedelta(days=30), drawn=0)  # past and nothing owed
    line(book, one, TODAY + timedelta(days=3), lender="Another Bank")
    line(book, one, TODAY + timedelta(days=3), status="proposed")
    found = book.ask(today_dates.maturities)
    assert found.total == 4
    assert [row.days for row in found.lines] == [-20, 5, 40]
    assert found.lines[0].outstanding == Money.of(2_000_000)
    assert sum(day.outstanding for day in found.days) == Money.of(8_000_000).minor


def test_designations_end_within_180_days_also_those_known_by_month_or_year(book):
    one = firm(book)

    def held(code, ends, **fields):
        put(
            book,
            DesignationHolding(
                firm_id=one, designation=code, granted_on=PartialDate("2023"), expires_on=PartialDate(ends), **fields
            ),
        )

    held("little_giant", "2026-03")
    held("hnte", "2026-03-04")
    held("tech_sme", "2026-03-03")
    held("srdi_sme", "2026")
    held("gazelle", "2026-08-31")
    held("unicorn", "2026-09-01")
    held("srdi_sme", "2026-04-01", revoked_on=PartialDate("2026-01"))
    found = book.ask(today_dates.designations_ending)
    assert [(one.designation, one.days) for one in found.endings] == [
        ("hnte", 0),
        ("little_giant", 27),
        ("gazelle", 180),
    ]
    assert found.total == 3


def test_an_empty_book_has_nothing_to_do(book):
    assert book.ask(today.visits) == ((), "")
    assert book.ask(today.follow_ups) == (0, 0, ())
    assert book.ask(today_dates.maturities) == (0, (), ())
    assert book.ask(today_dates.covenants_to_test) == (0, ())
    assert book.ask(today_dates.designations_ending) == (0, ())
    assert book.ask(today.open_drafts) == (0, ())
    assert book.ask(today.waiting_count) == 0


def test_drafts_say_whose_they_are_and_how_they_begin(book):
    one = firm(book)
    book.do(drafts.put_draft, "note", one, {"summary": "  ", "discussion": "Asked for\na lease"}, label="Draft")
    book.do(drafts.put_draft, "firm", None, {"names": []}, label="Draft")
    total, found = book.ask(today.open_drafts)
    assert total == 2
    assert {(draft.firm_name, draft.text) for draft in found} == {("示例科技", "Asked for a lease"), ("", "")}


def test_the_wall_clock_of_a_visit_is_that_of_its_zone():
    assert today.local_now(CLOCK, "Asia/Shanghai").hour == 13
    assert today.local_now(CLOCK, "Europe/London").hour == 5
    assert today.local_now(CLOCK, "no such zone") is not None


def test_a_firm_may_be_gone_while_its_visit_is_on(book):
    one = firm(book)
    visit(book, one, "2026-03-04T16:00")
    book.do(lambda store: store.change(Firm, one, tier="B"), label="Tier")
    assert book.ask(today.visits).visits[0].stage is None

"""Next touches in a book: what restarts them, what lets them wait, and cards that follow every change."""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from rmapp.domain.call_report import CallReport
from rmapp.domain.clock import FixedClock
from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting, MeetingFirm
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.query import FirmQuery
from rmapp.domain.signal import Signal
from rmapp.domain.stage import StageEvent
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.services import books
from rmapp.services.clients import cards, rhythm
from tests.books import NOW, add_firm, new_book, reopened

TODAY = date(2026, 3, 4)


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


def put(book, *entities):
    return book.do(lambda store: store.add_many(entities), label="put").result


def firm(book, stage="growth", tier="A", name="示例科技", **fields):
    one = book.do(add_firm, name, tier=tier, **fields, label="Add").result
    put(book, StageEvent(firm_id=one.id, to_stage=stage, effective_on=PartialDate("2025")))
    return one.id


def met(book, firm_id, day, kind="field_visit", status="held", **fields):
    return put(book, Meeting(firm_id=firm_id, type=kind, status=status, starts_at=f"{day}T09:30", **fields))[0].id


def touch(book, firm_id):
    """Return the next touch, held against what the card says."""
    found = book.ask(rhythm.next_touch, firm_id)
    card = book.ask(cards.card, firm_id)
    assert card.next_touch == (found.on if found else None)
    assert (card.touch_days, card.touch_kind) == ((found.interval_days, found.kind) if found else (0, None))
    return found


def test_a_held_meeting_of_substance_restarts_the_rhythm(book):
    one = firm(book)
    met(book, one, "2025-10-21")
    assert touch(book, one).on == date(2025, 11, 5)
    for kind in ("message", "event"):
        met(book, one, "2026-02-20", kind)
    met(book, one, "2026-02-21", status="cancelled")
    met(book, one, "2026-02-22", status="no_show")
    assert touch(book, one).on == date(2025, 11, 5)
    met(book, one, "2026-02-23", "phone_call")
    assert touch(book, one).on == date(2026, 3, 10)
    assert book.ask(cards.card, one).last_touch == date(2026, 2, 23)


def test_a_visit_counts_for_every_firm_it_covered(book):
    mother, daughter = firm(book), firm(book, name="子公司")
    meeting = met(book, mother, "2026-03-01")
    put(book, MeetingFirm(meeting_id=meeting, firm_id=daughter))
    assert touch(book, daughter).on == date(2026, 3, 16)


def test_tier_stage_and_watch_list_move_the_day_at_once(book):
    one = firm(book)
    met(book, one, "2026-03-01")
    book.do(lambda store: store.change(Firm, one, tier="C"), label="Tier")
    assert touch(book, one).interval_days == 60
    put(book, StageEvent(firm_id=one, from_stage="growth", to_stage="pre_ipo", effective_on=PartialDate("2026-02")))
    assert touch(book, one).interval_days == 28
    put(book, Signal(firm_id=one, code="litigation", severity="red", raised_on=TODAY))
    assert (touch(book, one).interval_days, touch(book, one).kind) == (15, "watched")
    book.undo()
    assert touch(book, one).interval_days == 28


def test_money_paid_out_asks_for_an_inspection(book):
    one = firm(book, stage="rd_seed", tier="D")
    met(book, one, "2026-03-01")
    line = Facility(firm_id=one, facility_type="working_capital_loan", status="active", limit=Money.of(5_000_000))
    entry = LedgerEntry(
        facility_id=line.id, kind="disbursement", amount=Money.of(1_000_000), value_on=PartialDate("2026-02-20")
    )
    put(book, line, entry)
    assert (touch(book, one).kind, touch(book, one).on) == ("first_inspection", date(2026, 3, 7))
    met(book, one, "2026-03-02", "site_inspection")
    assert (touch(book, one).kind, touch(book, one).on) == ("inspection", date(2026, 5, 31))
    book.do(lambda store: store.change(Facility, line.id, status="closed"), label="Close")
    assert touch(book, one).kind == "contact"


def test_lines_of_other_banks_ask_for_no_inspection(book):
    one = firm(book, stage="rd_seed", tier="D")
    line = Facility(firm_id=one, facility_type="working_capital_loan", status="active", lender="Another Bank")
    entry = LedgerEntry(facility_id=line.id, kind="disbursement", amount=Money.of(1), value_on=PartialDate("2026"))
    put(book, line, entry)
    assert touch(book, one).kind == "first_contact"


def test_the_report_names_the_next_day_and_the_next_meeting_ends_that(book):
    one = firm(book)
    meeting = met(book, one, "2026-03-01")
    report = put(book, CallReport(meeting_id=meeting, next_on=date(2026, 4, 20)))[0]
    assert (touch(book, one).on, touch(book, one).kind) == (date(2026, 4, 20), "agreed")
    book.do(lambda store: store.change(CallReport, report.id, next_on=date(2026, 4, 2)), label="Change")
    assert touch(book, one).on == date(2026, 4, 2)
    met(book, one, "2026-03-03")
    assert touch(book, one).on == date(2026, 3, 18)


def test_snoozing_needs_a_day_ahead_and_a_reason_and_can_be_undone(book):
    one = firm(book)
    met(book, one, "2026-02-01")
    assert touch(book, one).overdue_days == 16
    for until, reason, field in ((TODAY, "x", "until"), (None, "x", "until"), (date(2026, 3, 9), "  ", "reason")):
        with pytest.raises(InputError) as refused:
            book.do(rhythm.snooze_touch, one, until, reason, label="Snooze")
        assert set(refused.value.fields) == {field}
    with pytest.raises(InputError):
        book.do(rhythm.snooze_touch, one, date(2030, 1, 1), "x", label="Snooze")
    book.do(rhythm.snooze_touch, one, date(2026, 3, 20), "CFO abroad", label="Snooze")
    waiting = touch(book, one)
    assert (waiting.on, waiting.due_on, waiting.overdue_days) == (date(2026, 3, 20), date(2026, 2, 16), 0)
    assert (waiting.snoozed_until, waiting.snooze_reason) == (date(2026, 3, 20), "CFO abroad")
    book.undo()
    assert touch(book, one).snoozed_until is None


def test_a_snooze_ends_with_the_next_real_meeting(tmp_path):
    book = new_book(tmp_path)
    one = firm(book)
    met(book, one, "2026-02-01")
    book.do(rhythm.snooze_touch, one, date(2026, 3, 30), "Asked to wait", label="Snooze")
    book.close()
    later = reopened(tmp_path, clock=FixedClock(NOW + timedelta(days=3)))
    met(later, one, "2026-03-06")
    found = later.ask(rhythm.next_touch, one)
    later.close()
    assert (found.on, found.snoozed_until) == (date(2026, 3, 21), None)


def test_snoozing_what_has_no_touch_says_so(book):
    with pytest.raises(NotFoundError):
        book.do(rhythm.snooze_touch, "nobody", date(2026, 3, 20), "x", label="Snooze")
    left = firm(book, relationship_status="exited")
    with pytest.raises(RuleError):
        book.do(rhythm.snooze_touch, left, date(2026, 3, 20), "x", label="Snooze")


def test_the_most_urgent_is_first_by_overdue_over_interval(book):
    slow, fast, fresh, planned = (
        firm(book, name=name, tier=tier) for name, tier in zip("甲乙丙丁", "DAAA", strict=True)
    )
    met(book, slow, "2025-10-05")  # every 120 days: 30 late, a quarter of its interval
    met(book, fast, "2026-02-05")  # every 15 days: 12 late, four fifths
    met(book, fresh, "2026-03-03")
    met(book, planned, "2025-11-01")
    met(book, planned, "2026-03-09", status="planned")
    found = book.ask(rhythm.due_touches)
    assert [one.firm_id for one in found.touches] == [fast, slow]
    assert (found.due, found.late) == (2, 2)
    assert [one.rank for one in found.touches] == [Fraction(12, 15), Fraction(30, 120)]
    assert book.ask(rhythm.due_touches, within_days=20).due == 3
    order = book.ask(cards.ids, FirmQuery(sort="touch_rank", descending=True))
    assert order == [planned, fast, slow, fresh]
    assert book.ask(cards.ids, FirmQuery(sort="next_touch")) == [planned, slow, fast, fresh]
    assert book.ask(rhythm.next_touch, planned).planned_on == date(2026, 3, 9)


def test_the_longest_unseen_of_a_tier_come_first(book):
    never, old, new, other = (firm(book, name=name, tier=tier) for name, tier in zip("甲乙丙丁", "AAAB", strict=True))
    met(book, old, "2025-01-05")
    met(book, new, "2026-02-05")
    met(book, other, "2020-02-05")
    assert [one.firm_id for one in book.ask(rhythm.longest_unseen)] == [never, old, new]


def test_cards_from_before_the_rhythm_are_written_anew_on_opening(tmp_path):
    book = new_book(tmp_path)
    one = firm(book)
    book.store.connection.execute("UPDATE firm_card SET next_touch = NULL, touch_days = NULL")
    book.close()
    again = reopened(tmp_path)
    assert again.ask(cards.card, one).touch_days == 15
    again.close()
    assert books.book_state(tmp_path / "book") == "locked"


def test_a_meeting_without_a_time_counts_too(book):
    one = firm(book)
    put(book, Meeting(firm_id=one, starts_at="2026-03-01", status="held"))
    assert touch(book, one).on == date(2026, 3, 16)
    assert datetime.fromisoformat("2026-03-01").date() == touch(book, one).last_touch

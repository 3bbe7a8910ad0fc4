"""The signal of silence: who is silent for how long, that a meeting ends it, and what it does not tell."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rmapp.domain.clock import FixedClock
from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting, MeetingFirm
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.stage import StageEvent
from rmapp.i18n import speaking
from rmapp.services import books
from rmapp.services.clients import cards
from rmapp.services.early_warning import signals
from rmapp.services.early_warning.signal_rules import contact
from rmapp.storage.discreet import discreet
from tests.books import add_firm, new_book

MET = date(2025, 10, 21)


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    at(workspace, MET)
    yield workspace
    workspace.close()


def at(book, day):
    book.store.clock = FixedClock(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def put(book, *entities):
    return book.do(lambda store: store.add_many(entities), label="put").result[0].id


def firm(book, stage="growth", tier="A", **fields):
    one = book.do(add_firm, "示例科技", tier=tier, **fields, label="Add").result.id
    if stage is not None:
        put(book, StageEvent(firm_id=one, to_stage=stage, effective_on=PartialDate("2025")))
    return one


def met(book, firm_id, day=MET, kind="field_visit", status="held", **fields):
    return put(book, Meeting(firm_id=firm_id, type=kind, status=status, starts_at=f"{day}T09:30", **fields))


def look(book, day):
    at(book, day)
    books.run_daily_rules(book)


def found(book, firm_id, **options):
    return [one for one in book.ask(signals.firm_signals, firm_id, **options) if one.code == "no_contact"]


def test_growth_times_tier_a_is_silent_after_more_than_thirty_days(book):
    """Growth (30) × A (0.5) = 15 days: met on 21 October, silent on 21 November, not yet on 20 November (4.4)."""
    one = firm(book)
    met(book, one)
    look(book, date(2025, 11, 20))
    assert found(book, one) == []
    look(book, date(2025, 11, 21))
    [signal] = found(book, one)
    assert (signal.severity, signal.origin, signal.subject, signal.cause) == ("info", "rule", "", "2025-10-21")
    assert "21 Oct 2025" in signal.evidence
    assert "15 days" in signal.evidence
    assert book.ask(signals.firm_watch, one) == "none"


def test_rd_seed_times_tier_c_is_silent_after_more_than_240_days(book):
    """rd_seed × C = 120 days (4.4); a prospect keeps its rhythm although there is no credit."""
    one = firm(book, "rd_seed", "C", relationship_status="prospect")
    met(book, one)
    look(book, MET + timedelta(days=240))
    assert found(book, one) == []
    look(book, MET + timedelta(days=241))
    assert len(found(book, one)) == 1


def test_the_watch_list_is_silent_after_thirty_days(book):
    one = firm(book, "rd_seed", "C", watch_status="watch")
    met(book, one)
    look(book, MET + timedelta(days=31))
    assert len(found(book, one)) == 1


def test_a_meeting_takes_the_cause_away_and_the_signal_waits_for_a_person(book):
    one = firm(book)
    met(book, one)
    look(book, date(2025, 12, 1))
    met(book, one, date(2025, 12, 1), "message")
    met(book, one, date(2025, 12, 2), status="planned")
    assert found(book, one)[0].gone_on is None
    met(book, one, date(2025, 12, 1))
    [signal] = found(book, one)
    assert (signal.gone_on, signal.status) == (date(2025, 12, 1), "open")
    book.undo()
    assert found(book, one)[0].gone_on is None


def test_a_meeting_with_several_firms_ends_the_silence_of_each(book):
    first, other = firm(book), firm(book)
    met(book, other)
    look(book, date(2025, 12, 1))
    meeting = met(book, first, date(2025, 12, 1))
    put(book, MeetingFirm(meeting_id=meeting, firm_id=other))
    assert found(book, other)[0].gone_on == date(2025, 12, 1)


def test_a_closed_one_is_raised_again_only_by_another_silence(book):
    one = firm(book)
    met(book, one)
    look(book, date(2025, 12, 1))
    book.do(signals.close_signal, found(book, one)[0].id, "Founder abroad until January", label="Close")
    look(book, date(2025, 12, 20))
    assert found(book, one) == []
    met(book, one, date(2025, 12, 20))
    look(book, date(2026, 1, 19))
    assert found(book, one) == []
    look(book, date(2026, 1, 20))
    assert [signal.cause for signal in found(book, one)] == ["2025-12-20"]
    assert len(found(book, one, closed=True)) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"relationship_status": "exited"},
        {"relationship_status": "blocked"},
        {"nature": "public_facts"},
        {"end_state": "dissolved"},
        {"stage": None},
    ],
)
def test_a_firm_without_a_rhythm_is_never_silent(book, fields):
    one = firm(book, **fields)
    met(book, one)
    look(book, date(2026, 10, 21))
    assert found(book, one) == []


def test_a_firm_never_met_is_silent_only_as_a_client_with_a_line(book):
    prospect, idle = firm(book), firm(book, relationship_status="client")
    client = firm(book, relationship_status="client")
    line = put(book, Facility(firm_id=client, status="active", limit=Money.of(10_000_000)))
    amount, day = Money.of(1_000_000), PartialDate.of(MET)
    put(book, LedgerEntry(facility_id=line, kind="disbursement", amount=amount, value_on=day))
    look(book, date(2025, 11, 20))
    assert found(book, client) == []
    look(book, date(2025, 11, 21))
    [signal] = found(book, client)
    assert "never met" in signal.evidence
    assert found(book, prospect) == found(book, idle) == []


def test_an_inspection_that_comes_first_does_not_hide_a_silence(book):
    one = firm(book, relationship_status="client")
    line = put(book, Facility(firm_id=one, status="active", limit=Money.of(10_000_000)))
    amount, day = Money.of(1_000_000), PartialDate("2025-01")
    put(book, LedgerEntry(facility_id=line, kind="disbursement", amount=amount, value_on=day))
    met(book, one)
    assert book.ask(cards.card, one).touch_kind == "first_inspection"
    look(book, date(2025, 11, 21))
    assert len(found(book, one)) == 1


def test_the_day_of_a_hidden_meeting_is_hidden_with_it(book):
    one = firm(book)
    meeting = met(book, one, confidentiality="restricted")
    look(book, date(2025, 12, 1))
    assert [signal.subject for signal in found(book, one)] == [meeting]
    with discreet(book.store):
        assert found(book, one) == []


def test_the_rhythm_of_a_hidden_stage_is_hidden_with_it(book):
    """Before the listing a firm of tier A is met every 7 days, which would tell of a restricted application."""
    one, other = firm(book), firm(book, "pre_ipo")
    move = StageEvent(
        firm_id=one,
        from_stage="growth",
        to_stage="pre_ipo",
        effective_on=PartialDate("2025-10"),
        confidentiality="restricted",
    )
    put(book, move)
    for each in (one, other):
        met(book, each)
    look(book, date(2025, 11, 10))
    assert [signal.subject for each in (one, other) for signal in found(book, each)] == [move.id, ""]
    with discreet(book.store):
        assert found(book, one) == []
        assert "7 days" in found(book, other)[0].evidence


def test_the_day_chooses_the_same_firms_as_the_rule_of_each(book):
    ids = [firm(book, stage, tier) for stage in ("rd_seed", "growth", "maturity") for tier in ("A", "B", "D", None)]
    for number, one in enumerate(ids):
        met(book, one, MET - timedelta(days=40 * number))
    at(book, MET + timedelta(days=60))
    silent = {finding.firm_id for finding in book.ask(contact.find, ids)}
    assert 0 < len(silent) < len(ids)
    books.run_daily_rules(book)
    assert {one for one in ids if found(book, one)} == silent


def test_the_evidence_is_told_in_chinese(book):
    one = firm(book)
    met(book, one)
    at(book, date(2025, 12, 1))
    with speaking("zh_CN"):
        [finding] = book.ask(lambda store: list(contact.find(store, [one])))
    assert "2025" in finding.evidence


def test_a_firm_of_another_status_changes_nothing_of_what_was_found(book):
    one = firm(book)
    met(book, one)
    look(book, date(2025, 12, 1))
    book.do(type(book.store).change, Firm, one, relationship_status="exited", label="Leave")
    look(book, date(2025, 12, 2))
    assert found(book, one)[0].gone_on == date(2025, 12, 2)


def test_a_longer_cadence_ends_a_silence_also_where_others_stay_silent(book):
    one, other, told = firm(book), firm(book), firm(book)
    for each in (one, other, told):
        met(book, each)
    look(book, date(2025, 12, 1))
    book.do(signals.close_signal, found(book, told)[0].id, "Seen to", label="Close")
    book.do(type(book.store).change, Firm, one, tier="D", label="Tier")
    look(book, date(2025, 12, 2))
    assert [found(book, each)[0].gone_on for each in (one, other)] == [date(2025, 12, 2), None]
    book.do(type(book.store).change, Firm, one, tier="A", label="Tier")
    look(book, date(2025, 12, 3))
    assert found(book, one)[0].gone_on is None
    assert found(book, told) == []

"""Warning signals that financial statements raise: on change, in the daily run, and not a step too early."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rmapp.domain.clock import FixedClock
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.stage import StageEvent
from rmapp.services import books
from rmapp.services.early_warning import signals
from rmapp.storage.discreet import discreet


def put(book, *entities):
    return book.do(type(book.store).add_many, list(entities), label="Add").result[0]


def statement(firm, year=2025, **figures):
    amounts = {name: Money.of(number * 1_000_000) for name, number in figures.items()}
    return FinancialSnapshot(firm_id=firm, period_end=date(year, 12, 31), **amounts)


def found(book, firm):
    return book.ask(signals.firm_signals, firm)


def codes(book, firm):
    return sorted(one.code for one in found(book, firm))


def later(book, days):
    day = book.store.clock.today() + timedelta(days=days)
    book.store.clock = FixedClock(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("before", "now", "code"),
    [
        ({"revenue": 100}, {"revenue": 80}, "revenue_drop"),
        ({"rd_expense": 10}, {"rd_expense": 7}, "rd_cut"),
        ({"receivables": 20, "revenue": 100}, {"receivables": 31, "revenue": 100}, "receivable_days_up"),
        ({"inventory": 10, "revenue": 100}, {"inventory": 11, "revenue": 99}, "inventory_build"),
        ({}, {"cash": 60, "operating_cash_flow": -60, "capex": 12}, "runway_below_12"),
        ({}, {"cash": 30, "operating_cash_flow": -60, "capex": 12}, "runway_below_6"),
    ],
)
def test_statements_raise_their_signal_on_change_and_in_the_daily_run(book, firm, before, now, code):
    put(book, statement(firm, 2024, **before), statement(firm, 2025, **now))
    [one] = found(book, firm)
    assert one.code == code
    book.undo()
    book.store.connection.execute("UPDATE financial_snapshot SET deleted_at = NULL")
    later(book, 1)
    assert books.run_daily_rules(book).result == 1
    assert codes(book, firm) == [code]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"revenue": 100}, {"revenue": 81}),
        ({"revenue": 0}, {"revenue": 0}),
        ({}, {"revenue": 1}),
        ({"rd_expense": 10}, {"rd_expense": 8}),
        ({"receivables": 20, "revenue": 100}, {"receivables": 29, "revenue": 100}),
        ({"inventory": 10, "revenue": 100}, {"inventory": 20, "revenue": 100}),
        ({}, {"cash": 72, "operating_cash_flow": -60, "capex": 12}),
        ({}, {"cash": 1, "operating_cash_flow": 60, "capex": 12}),
        ({"operating_cash_flow": -1}, {"operating_cash_flow": -1}),  # the firm is not past growth
    ],
)
def test_what_is_just_inside_or_not_known_raises_nothing(book, firm, before, now):
    put(book, statement(firm, 2024, **before), statement(firm, 2025, **now))
    assert codes(book, firm) == []


def test_two_years_of_negative_cash_flow_count_past_growth(book, firm):
    move = {"from_stage": "growth", "reason": "organic", "effective_on": PartialDate("2024")}
    put(book, StageEvent(firm_id=firm, to_stage="expansion", **move))
    put(book, statement(firm, 2024, operating_cash_flow=-1), statement(firm, 2025, operating_cash_flow=-2))
    assert codes(book, firm) == ["ocf_negative_two_periods"]


@pytest.mark.parametrize(("open_stage", "told"), [("growth", []), ("expansion", ["ocf_negative_two_periods"])])
def test_a_signal_of_firms_past_growth_does_not_tell_of_a_hidden_stage(book, firm, open_stage, told):
    put(book, StageEvent(firm_id=firm, to_stage=open_stage, effective_on=PartialDate("2024")))
    secret = {"effective_on": PartialDate("2026-01"), "reason": "ipo_route", "confidentiality": "restricted"}
    put(book, StageEvent(firm_id=firm, from_stage=open_stage, to_stage="pre_ipo", **secret))
    put(book, statement(firm, 2024, operating_cash_flow=-1), statement(firm, 2025, operating_cash_flow=-2))
    assert codes(book, firm) == ["ocf_negative_two_periods"]
    with discreet(book.store):
        assert codes(book, firm) == told


def test_old_statements_say_nothing_of_today(book, firm):
    put(book, statement(firm, 2020, revenue=100), statement(firm, 2021, revenue=10))
    assert codes(book, firm) == []

"""Interest by day counts, late interest, the commitment fee and the days of settlement (domain 3.7)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain import interest as rules
from rmapp.domain.money import Money

COUNTS = ("act_360", "act_365", "30_360")
_days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_worked_example_of_forty_million_over_ninety_one_days():
    first, end = date(2025, 9, 21), date(2025, 12, 21)
    assert rules.days_between(first, end) == 91
    assert rules.interest(Money.of(40_000_000), 345, first, end) == Money.of("348833.33")


@pytest.mark.parametrize(
    ("day_count", "days", "amount"),
    [("act_360", 28, "2800.00"), ("act_365", 28, "2761.64"), ("30_360", 30, "3000.00")],
)
def test_february_by_each_day_count(day_count, days, amount):
    first, end = date(2026, 2, 1), date(2026, 3, 1)
    assert rules.days_between(first, end, day_count) == days
    assert rules.interest(Money.of(1_000_000), 360, first, end, day_count) == Money.of(amount)


def test_first_day_counts_and_last_does_not():
    day = date(2026, 3, 4)
    assert rules.days_between(day, date(2026, 3, 5)) == 1
    assert rules.interest(Money.of(1_000_000), 360, day, day).is_zero


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="before"):
        rules.days_between(date(2026, 3, 5), date(2026, 3, 4))


def test_late_interest_is_half_as_much_again():
    first, end = date(2026, 3, 1), date(2026, 3, 31)
    assert rules.late_interest(Money.of(1_200_000), 400, 5_000, first, end) == Money.of("6000.00")


def test_commitment_fee_on_what_stays_undrawn():
    first, end = date(2026, 1, 1), date(2026, 6, 30)
    assert rules.commitment_fee(Money.of(20_000_000), 20, first, end) == Money.of("20000.00")
    assert rules.commitment_fee(Money.of(-1), 20, first, end).is_zero


def test_yen_have_no_smaller_unit():
    assert rules.interest(Money.of(1_000_000, "JPY"), 100, date(2026, 1, 1), date(2026, 1, 2)) == Money.of(28, "JPY")


def test_settled_on_the_twentieth_of_the_last_month_of_each_quarter():
    days = list(rules.settlement_days(date(2025, 9, 20), date(2026, 3, 20)))
    assert days == [date(2025, 9, 20), date(2025, 12, 20), date(2026, 3, 20)]
    cut = list(rules.settlement_periods(date(2025, 9, 21), date(2026, 1, 10)))
    assert cut == [(date(2025, 9, 21), date(2025, 12, 21)), (date(2025, 12, 21), date(2026, 1, 10))]


@given(st.lists(_days, min_size=3, max_size=3), st.sampled_from(COUNTS))
def test_the_days_of_two_periods_add_up(days, day_count):
    first, middle, end = sorted(days)
    whole = rules.days_between(first, end, day_count)
    assert whole == rules.days_between(first, middle, day_count) + rules.days_between(middle, end, day_count)


@given(_days, _days)
def test_settlement_periods_cover_the_whole_without_a_gap(one, other):
    first, end = sorted((one, other))
    cut = list(rules.settlement_periods(first, end))
    edges = [first, *(stop for _start, stop in cut)]
    assert [start for start, _stop in cut] == edges[:-1]
    assert not cut or edges[-1] == end

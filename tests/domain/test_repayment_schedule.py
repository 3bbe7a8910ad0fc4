"""Repayment schedules add up to the drawn amount, whatever the method (domain 3.3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain import repayment_schedule as rules
from rmapp.domain.facility import ScheduledPayment
from rmapp.domain.money import Money, total

FIRST = date(2026, 1, 15)


def made(method, amount=1_000_000, end=date(2027, 1, 15), **options):
    return rules.instalments(method, Money.of(amount), FIRST, end, rate_bp=options.pop("rate_bp", 360), **options)


def test_bullet_pays_all_at_the_end():
    (last,) = made("bullet")
    assert (last.due_on, last.principal) == (date(2027, 1, 15), Money.of(1_000_000))
    assert last.interest == Money.of("36500.00")


@pytest.mark.parametrize(("method", "count"), [("interest_monthly_bullet", 12), ("interest_quarterly_bullet", 4)])
def test_interest_is_paid_on_the_way_and_the_principal_at_the_end(method, count):
    found = made(method)
    assert len(found) == count
    assert [one.principal.minor for one in found[:-1]] == [0] * (count - 1)
    assert rules.schedule(found) == (ScheduledPayment(due_on=date(2027, 1, 15), principal=Money.of(1_000_000)),)


def test_equal_principal_leaves_the_rest_in_the_last_part():
    found = made("equal_principal", 100, end=date(2026, 4, 15))
    assert [one.principal for one in found] == [Money.of("33.33"), Money.of("33.33"), Money.of("33.34")]


def test_annuity_of_a_million_over_a_year():
    found = made("annuity")
    assert {one.payment for one in found[:-1]} == {Money.of("84967.26")}
    assert abs(found[-1].payment.minor - 8_496_726) < 12
    assert found[0].interest == Money.of("3000.00")


def test_annuity_without_interest_is_equal_parts_and_without_rate_is_none():
    assert {one.payment for one in made("annuity", 1_200, rate_bp=0)} == {Money.of(100)}
    assert made("annuity", rate_bp=None) == ()


def test_the_last_day_of_a_month_stays_one():
    days = rules.payment_days(date(2026, 1, 31), date(2026, 4, 30), 1)
    assert days == (date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30))


def test_nothing_is_made_of_what_makes_no_sense():
    assert made("scheduled") == made("bullet", 0) == made("bullet", end=FIRST) == ()
    assert made("equal_principal", end=date(2226, 1, 15)) == ()


@given(
    st.sampled_from(rules.GENERATED),
    st.integers(1, 10**14),
    st.integers(0, 3_000),
    st.integers(1, 3_000),
    st.sampled_from((1, 3, 6, 12)),
)
def test_every_schedule_adds_up_to_the_drawn_amount(method, minor, rate_bp, days, step):
    amount = Money(minor=minor)
    end = date.fromordinal(FIRST.toordinal() + days)
    found = rules.instalments(method, amount, FIRST, end, rate_bp=rate_bp, every_months=step)
    assert total(one.principal for one in found) == amount
    assert all(one.principal.minor >= 0 for one in found)
    assert [one.due_on for one in found] == sorted({one.due_on for one in found})
    assert not rules.schedule_problems(rules.schedule(found), amount, first=FIRST, end=end)


def test_what_is_wrong_with_a_typed_schedule():
    def pay(day, amount, ccy="CNY"):
        return ScheduledPayment(due_on=day, principal=Money.of(amount, ccy))

    amount, end = Money.of(100), date(2026, 6, 30)
    right = (pay(date(2026, 3, 1), 60), pay(date(2026, 6, 30), 40))
    assert rules.schedule_problems(right, amount, first=FIRST, end=end) == {}
    short = rules.schedule_problems(right[:1], amount)
    assert "CNY 60.00" in short[None]
    late = (pay(date(2026, 7, 1), 100),)
    assert list(rules.schedule_problems(late, amount, end=end)) == [0]
    assert list(rules.schedule_problems(right[::-1], amount)) == [1]
    assert list(rules.schedule_problems((pay(end, 0), pay(end, 100, "USD")), amount)) == [0, 1]
    assert rules.schedule_problems(right[:1], None) == {}

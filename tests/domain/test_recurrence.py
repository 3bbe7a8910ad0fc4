"""Days on which an event repeats."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.recurrence import MOST_DAYS, Repetition, days

MONDAY = date(2026, 3, 2)
SOON, LATE = date(2026, 3, 1), date(2026, 9, 1)


def listed(rule, first=MONDAY, since=SOON, until=LATE):
    return [day.isoformat() for day in days(rule, first, since, until)]


def test_weekly_on_two_days_stops_after_its_count():
    rule = Repetition(frequency="weekly", weekdays=(0, 2), count=4)
    assert listed(rule) == ["2026-03-02", "2026-03-04", "2026-03-09", "2026-03-11"]


def test_every_second_week_until_a_day():
    rule = Repetition(frequency="weekly", interval=2, until=date(2026, 4, 1))
    assert listed(rule) == ["2026-03-02", "2026-03-16", "2026-03-30"]


def test_a_month_without_that_day_is_passed_over():
    rule = Repetition(frequency="monthly", count=4)
    assert listed(rule, first=date(2026, 1, 31), since=date(2026, 1, 1)) == [
        "2026-01-31",
        "2026-03-31",
        "2026-05-31",
        "2026-07-31",
    ]


@pytest.mark.parametrize(
    ("which", "expected"), [(2, ["2026-03-10", "2026-04-14"]), (-1, ["2026-03-31", "2026-04-28"]), (5, ["2026-03-31"])]
)
def test_a_numbered_weekday_of_each_month(which, expected):
    rule = Repetition(frequency="monthly", weekdays=(1,), which=which, until=date(2026, 5, 1))
    assert listed(rule, first=date(2026, 3, 3)) == expected


def test_a_leap_day_comes_back_in_leap_years():
    rule = Repetition(frequency="yearly")
    found = days(rule, date(2024, 2, 29), date(2025, 1, 1), date(2033, 1, 1))
    assert found == (date(2028, 2, 29), date(2032, 2, 29))


def test_days_that_are_left_out_count_but_do_not_show():
    rule = Repetition(frequency="daily", count=3, leaves_out=(date(2026, 3, 3),))
    assert listed(rule) == ["2026-03-02", "2026-03-04"]


def test_a_rule_without_an_end_is_cut():
    assert len(days(Repetition(frequency="daily"), MONDAY, SOON, date(2030, 1, 1))) == MOST_DAYS
    assert days(Repetition(frequency="yearly", interval=1000), date(2199, 1, 1), SOON, date(9999, 1, 1))


@given(
    st.builds(
        Repetition,
        frequency=st.sampled_from(["daily", "weekly", "monthly", "yearly"]),
        interval=st.integers(1, 1000),
        count=st.none() | st.integers(1, 500),
        weekdays=st.lists(st.integers(0, 6), unique=True, max_size=3).map(tuple),
        which=st.none() | st.integers(-5, 5).filter(bool),
    ),
    st.dates(date(1970, 1, 1), date(2200, 1, 1)),
)
def test_any_rule_gives_rising_days_inside_the_span(rule, first):
    found = days(rule, first, MONDAY, MONDAY + timedelta(days=183))
    assert list(found) == sorted(set(found))
    assert all(MONDAY <= day <= MONDAY + timedelta(days=183) and day >= first for day in found)
    assert len(found) <= MOST_DAYS

"""The approval clock: the worked example of the reference, pauses, running clocks, targets."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.approval_clock import GREEN_PASSAGE_DAYS, Pause, approval_clock

TODAY = date(2026, 3, 4)


def test_the_worked_example_of_the_approval_clock():
    clock = approval_clock(
        date(2025, 10, 20),
        date(2025, 10, 24),
        [Pause(date(2025, 10, 22), date(2025, 10, 23))],
        TODAY,
        target=GREEN_PASSAGE_DAYS,
    )
    assert (clock.gross, clock.paused, clock.net) == (4, 1, 3)
    assert clock.on_target is True
    assert clock.calendar_days == 4
    assert not clock.is_running
    assert clock.days_left is None
    assert clock.warning == ""


def test_one_day_more_misses_the_target():
    clock = approval_clock(date(2025, 10, 20), date(2025, 10, 24), [], TODAY, target=3)
    assert (clock.net, clock.on_target) == (4, False)


def test_a_line_outside_the_green_passage_has_no_target():
    clock = approval_clock(date(2025, 10, 20), date(2025, 10, 24), [], TODAY)
    assert (clock.target, clock.on_target, clock.days_left, clock.due_on) == (None, None, None, None)


def test_a_make_up_weekend_counts_and_the_golden_week_does_not():
    # Friday 26 September 2025, then Sunday 28 (working), 29, 30; the holiday; 9, 10 and Saturday 11 October.
    clock = approval_clock(date(2025, 9, 26), date(2025, 10, 11), [], TODAY, target=3)
    assert (clock.gross, clock.calendar_days) == (6, 15)


def test_the_same_day_takes_no_business_day():
    clock = approval_clock(date(2025, 10, 20), date(2025, 10, 20), [], TODAY, target=3)
    assert (clock.gross, clock.net, clock.on_target) == (0, 0, True)


def test_a_running_clock_says_what_is_left():
    clock = approval_clock(date(2026, 3, 2), None, [], TODAY, target=3)
    assert (clock.is_running, clock.net, clock.days_left) == (True, 2, 1)
    assert clock.due_on == date(2026, 3, 5)
    assert clock.on_target is True


def test_a_running_clock_over_its_target_says_so():
    clock = approval_clock(date(2026, 2, 25), None, [], TODAY, target=3)
    assert (clock.net, clock.days_left, clock.on_target) == (6, -3, False)  # Saturday 28 February works


def test_a_pause_that_has_not_ended_stops_the_clock():
    clock = approval_clock(date(2026, 3, 2), None, [Pause(date(2026, 3, 3), None)], TODAY, target=3)
    assert (clock.gross, clock.paused, clock.net, clock.is_paused) == (2, 1, 1, True)
    assert clock.due_on is None


def test_a_clock_that_reaches_an_unknown_year_warns():
    assert "2040" in approval_clock(date(2040, 3, 5), None, [], date(2040, 3, 6)).warning


def test_another_country_counts_its_own_days():
    start, end = date(2025, 9, 30), date(2025, 10, 9)
    assert approval_clock(start, end, [], TODAY).gross == 1
    assert approval_clock(start, end, [], TODAY, country="SG").gross == 7
    assert approval_clock(start, end, [], TODAY, country="DE").gross == 6


@given(
    st.dates(date(2024, 1, 1), date(2026, 6, 1)),
    st.lists(st.integers(0, 9), max_size=8),
    st.integers(0, 9),
)
@pytest.mark.filterwarnings("error")
def test_net_is_gross_without_pauses_and_never_below_zero(start, steps, more):
    day, turns = start, []
    for step in steps:
        day += timedelta(days=step)
        turns.append(day)
    pauses = [Pause(since, until) for since, until in zip(turns[::2], turns[1::2], strict=False)]
    clock = approval_clock(start, day + timedelta(days=more), pauses, TODAY)
    assert clock.net == clock.gross - clock.paused
    assert 0 <= clock.paused <= clock.gross

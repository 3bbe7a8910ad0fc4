"""Stays in a stage: percentiles by nearest rank, and the alarm against the peers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.stage_time import ENOUGH_PEERS, SHORTEST_ALARM, SOON, pace, rank, stalled_after


@pytest.mark.parametrize(
    ("count", "percent", "place"),
    [(1, 50, 1), (1, 75, 1), (2, 50, 1), (3, 50, 2), (4, 75, 3), (8, 75, 6), (9, 75, 7), (100, 75, 75), (5, 0, 1)],
)
def test_percentiles_are_of_the_nearest_rank(count, percent, place):
    assert rank(count, percent) == place


def test_nothing_has_no_percentile():
    with pytest.raises(ValueError, match="0"):
        rank(0, 50)


@given(st.integers(1, 100_000), st.integers(0, 100))
def test_a_percentile_is_one_of_the_values(count, percent):
    assert 1 <= rank(count, percent) <= count


def test_eight_other_firms_are_enough_to_tell():
    assert stalled_after(ENOUGH_PEERS, 400) is None
    assert stalled_after(ENOUGH_PEERS + 1, 400) == 600
    assert stalled_after(500, None) is None


def test_a_stay_of_a_few_weeks_is_never_too_long():
    assert stalled_after(100, 0) == SHORTEST_ALARM
    assert stalled_after(100, 61) == 91


@pytest.mark.parametrize(
    ("days", "said"), [(None, ""), (0, ""), (570, ""), (571, "soon"), (600, "soon"), (601, "stalled")]
)
def test_a_stay_is_as_usual_then_about_to_be_too_long_then_too_long(days, said):
    assert pace(days, 600) == said
    assert 600 - SOON == 570


def test_without_peers_no_stay_is_too_long():
    assert pace(5_000, None) == ""

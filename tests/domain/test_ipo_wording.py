"""How applications and tests of boards are said, in both languages: numbers, never a verdict."""

from datetime import date
from decimal import Decimal

import pytest

from rmapp.domain.condition import leaves
from rmapp.domain.ipo_rules import NextStep, OpenWindow
from rmapp.domain.ipo_wording import (
    figure_words,
    next_words,
    requirement_words,
    result_words,
    time_words,
    track_words,
    window_words,
)
from rmapp.domain.known import Known
from rmapp.domain.listing_boards import board_tests, disclaimer, ipo_statuses, ipo_steps, listing_boards
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.i18n import use

DAY = date(2026, 6, 1)


def window(days):
    return OpenWindow("e", "registered", "The registration lapses", DAY, days)


def test_the_next_step_says_when_it_usually_comes_or_how_late_it_is():
    assert (
        next_words(NextStep("accepted", DAY, 20), "Application accepted") == "Application accepted: usually in 20 days"
    )
    assert time_words(NextStep("accepted", DAY, -1)) == "1 day over the usual time"
    assert time_words(NextStep("accepted", DAY, -20)) == "20 days over the usual time"
    assert next_words(NextStep("accepted", None, None), "Application accepted") == "Application accepted"


def test_a_window_says_how_long_it_is_open_or_that_it_is_over():
    assert window_words(window(5)) == "The registration lapses in 5 days"
    assert window_words(window(-1)) == "The registration lapses: over since 1 day"


@pytest.mark.parametrize(
    ("truth", "words"),
    [
        (True, "Numerically meets test 2 of STAR Market (Shanghai)."),
        (False, "Does not meet test 2 of STAR Market (Shanghai) numerically."),
        (None, "Test 2 of STAR Market (Shanghai) cannot be worked out yet."),
    ],
)
def test_a_result_has_its_test_its_board_its_day_and_what_is_assumed(truth, words):
    said = result_words("STAR Market (Shanghai)", "2", truth, PartialDate("2025-12"), assumed=True)
    assert said == f"{words} Data of Dec 2025. Market value assumed by the user."
    assert result_words("STAR Market (Shanghai)", "2", truth, None, assumed=False) == words


def test_a_figure_is_known_assumed_or_not_known():
    value = Known(Money.of(4_000_000_000), as_of=PartialDate("2026"))
    assert figure_words(value, "money", assumed=True) == "CNY 4 billion (assumed)"
    assert figure_words(Known(Decimal("0.152"), "at_least"), "ratio") == "at least 15.2%"
    assert figure_words(None, "money") == "not known"


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_every_requirement_of_every_test_can_be_said(language):
    use(language)
    for board in listing_boards():
        for test in board_tests(board):
            for leaf in leaves(test.condition):
                words = requirement_words(leaf)
                assert words
                assert "None" not in words
            assert test.name.text(language)
    assert disclaimer().text(language)
    assert track_words("a_share") != track_words("hkex")


def test_every_status_says_what_it_changes_in_the_credit():
    assert set(ipo_steps()) == set(ipo_statuses())
    for step in ipo_steps().values():
        assert step.credit.en
        assert step.credit.zh
        assert step.window is None or set(step.window.until) <= set(ipo_statuses())

"""The class that overdue days imply, and what spreads over a debtor."""

from datetime import date

import pytest

from rmapp.domain.loan_class import Due, first_unpaid, floor_of, is_better, is_contagious, worse
from rmapp.domain.money import Money


@pytest.mark.parametrize(
    ("days", "least"),
    [
        (0, None),
        (1, "special_mention"),
        (90, "special_mention"),
        (91, "substandard"),
        (95, "substandard"),
        (270, "substandard"),
        (271, "doubtful"),
        (360, "doubtful"),
        (361, "loss"),
    ],
)
def test_each_bound_is_exceeded_not_reached(days, least):
    assert floor_of(days) == least


def test_the_worked_example_of_the_five_classes():
    assert is_better("special_mention", floor_of(95))
    assert not is_better("substandard", floor_of(95))
    assert not is_better("loss", floor_of(95))


def test_a_class_that_nobody_entered_is_not_too_good():
    assert not is_better(None, "loss")
    assert not is_better("normal", None)


def test_the_worse_class_wins():
    assert worse("normal", "doubtful") == "doubtful"
    assert worse(None, "normal") == "normal"
    assert worse(None, None) is None


def test_payments_cover_the_oldest_dues_first():
    dues = [
        Due(date(2026, 3, 1), Money.of(10)),
        Due(date(2026, 1, 1), Money.of(10)),
        Due(date(2026, 2, 1), Money.of(10)),
    ]
    today = date(2026, 2, 15)
    assert first_unpaid(dues, Money.of(5), today) == date(2026, 1, 1)
    assert first_unpaid(dues, Money.of(10), today) == date(2026, 2, 1)
    assert first_unpaid(dues, Money.of(20), today) is None
    assert first_unpaid(dues, Money.of(0), date(2026, 1, 1)) is None  # due today is not late
    assert first_unpaid([], Money.of(0), today) is None


def test_a_tenth_is_not_more_than_a_tenth():
    assert not is_contagious(Money.of(10), Money.of(100))
    assert is_contagious(Money.of("10.01"), Money.of(100))
    assert not is_contagious(Money.of(0), Money.of(0))

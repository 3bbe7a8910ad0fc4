"""Base rates, bounds and reset days of a price (domain 3.7)."""

from datetime import date

import pytest

from rmapp.domain import pricing as rules
from rmapp.domain.facility import Pricing
from rmapp.domain.market_rate import BaseRateQuote

LPR = Pricing(base="lpr_1y", spread_bp=45)


def test_base_plus_spread_of_the_worked_example():
    assert rules.all_in_bp(LPR, date(2025, 12, 22)) == 345


def test_five_year_base_is_half_a_percent_higher():
    assert rules.base_rate_bp("lpr_5y", date(2025, 12, 22)) == 350
    assert rules.fitting_base("lpr_1y", 61) == "lpr_5y"
    assert (rules.fitting_base("lpr_1y", 60), rules.fitting_base("sofr", 84)) == ("lpr_1y", "sofr")


@pytest.mark.parametrize(("floor", "cap", "rate"), [(400, None, 400), (None, 320, 320), (300, 400, 345)])
def test_floor_and_cap_hold_the_rate(floor, cap, rate):
    assert rules.all_in_bp(LPR.model_copy(update={"floor_bp": floor, "cap_bp": cap}), date(2025, 12, 22)) == rate


def test_a_typed_rate_comes_after_the_table():
    quote = BaseRateQuote(base="lpr_1y", on=date(2026, 2, 20), rate_bp=290)
    assert rules.all_in_bp(LPR, date(2026, 3, 1), [quote]) == 335
    assert rules.all_in_bp(LPR, date(2026, 2, 19), [quote]) == 345


def test_the_base_stays_from_one_reset_to_the_next():
    quotes = [BaseRateQuote(base="lpr_1y", on=date(2026, 2, 20), rate_bp=290)]
    price = LPR.model_copy(update={"repricing": "annual", "first_reset_on": date(2026, 1, 1)})
    assert rules.all_in_bp(price, date(2026, 12, 31), quotes) == 345
    assert rules.all_in_bp(price, date(2027, 1, 1), quotes) == 335


def test_before_the_first_reset_the_base_of_the_contract_holds():
    price = LPR.model_copy(update={"repricing": "annual", "first_reset_on": date(2026, 1, 1)})
    assert rules.all_in_bp(price, date(2025, 6, 1), since=date(2025, 5, 1)) == 355
    assert rules.all_in_bp(price, date(2025, 6, 1)) == 345


def test_unknown_parts_leave_the_rate_unknown():
    assert rules.all_in_bp(None, date(2026, 1, 1)) is None
    assert rules.all_in_bp(Pricing(base="sofr", spread_bp=100), date(2026, 1, 1)) is None
    assert rules.all_in_bp(Pricing(base="lpr_1y"), date(2026, 1, 1)) is None
    assert rules.base_rate_bp("lpr_1y", date(2020, 1, 1)) is None


def test_resets_keep_to_the_last_day_of_the_month():
    price = LPR.model_copy(update={"repricing": "monthly", "first_reset_on": date(2026, 1, 31)})
    assert list(rules.reset_days(price, date(2026, 3, 31))) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]


def test_next_reset_before_the_line_ends():
    price = LPR.model_copy(update={"repricing": "quarterly", "first_reset_on": date(2025, 9, 21)})
    assert rules.next_reset_on(price, date(2026, 3, 4)) == date(2026, 3, 21)
    assert rules.next_reset_on(price, date(2026, 3, 21)) == date(2026, 3, 21)
    assert rules.next_reset_on(price, date(2026, 3, 4), ends_on=date(2026, 3, 21)) is None
    assert rules.next_reset_on(price.model_copy(update={"base": "fixed"}), date(2026, 3, 4)) is None
    once = LPR.model_copy(update={"first_reset_on": date(2030, 1, 1)})
    assert rules.next_reset_on(once, date(2026, 3, 4)) == date(2030, 1, 1)
    assert rules.next_reset_on(once, date(2030, 1, 2)) is None

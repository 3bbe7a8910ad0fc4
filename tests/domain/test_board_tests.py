"""Every financial test of every board on its very threshold, and a hair below each (domain reference, 2.5)."""

from datetime import date
from decimal import Decimal

import pytest

from rmapp.domain.condition import evaluate
from rmapp.domain.known import Known
from rmapp.domain.listing_boards import board_tests, listing_boards
from rmapp.domain.money import Money

NOW, LATER = date(2026, 3, 4), date(2027, 9, 1)
PROFIT_TWICE = {"net_profit_each_last_2y": "> 0"}
THRESHOLDS = [
    ("sse_star", "1", {"market_cap": 1000, "net_profit_sum_2y": 50, **PROFIT_TWICE}),
    ("sse_star", "1", {"market_cap": 1000, "net_profit_last_y": "> 0", "revenue_last_y": 100}),
    ("sse_star", "2", {"market_cap": 1500, "revenue_last_y": 200, "rd_share_3y": "0.15"}),
    ("sse_star", "3", {"market_cap": 2000, "revenue_last_y": 300, "operating_cash_flow_sum_3y": 100}),
    ("sse_star", "4", {"market_cap": 3000, "revenue_last_y": 300}),
    ("sse_star", "5", {"market_cap": 4000, "core_product_milestone": True}),
    ("szse_chinext", "1", {"net_profit_sum_2y": 100, "net_profit_last_y": 60, **PROFIT_TWICE}),
    ("szse_chinext", "2", {"market_cap": 1500, "net_profit_last_y": "> 0", "revenue_last_y": 400}),
    ("szse_chinext", "3", {"market_cap": 5000, "revenue_last_y": 300}),
    ("bse", "1", {"market_cap": 200, "net_profit_each_last_2y": 15, "roe_avg_2y": "0.08"}),
    ("bse", "1", {"market_cap": 200, "net_profit_last_y": 25, "roe_last_y": "0.08"}),
    (
        "bse",
        "2",
        {
            "market_cap": 400,
            "revenue_avg_2y": 100,
            "revenue_growth_last_y": "0.3",
            "operating_cash_flow_last_y": "> 0",
        },
    ),
    ("bse", "3", {"market_cap": 800, "revenue_last_y": 200, "rd_share_2y": "0.08"}),
    ("bse", "4", {"market_cap": 1500, "rd_sum_2y": 50}),
    *(
        (
            "a_main",
            "1",
            {"net_profit_each_last_3y": "> 0", "net_profit_sum_3y": 200, "net_profit_last_y": 100, **either},
        )
        for either in ({"operating_cash_flow_sum_3y": 200}, {"revenue_sum_3y": 1500})
    ),
    (
        "a_main",
        "2",
        {
            "market_cap": 5000,
            "net_profit_last_y": "> 0",
            "revenue_last_y": 600,
            "operating_cash_flow_sum_3y": 250,
        },
    ),
    ("a_main", "3", {"market_cap": 10000, "net_profit_last_y": "> 0", "revenue_last_y": 1000}),
    ("hkex_main", "1", {"net_profit_last_y": 35, "net_profit_sum_prior_2y": 45, "market_cap": 500}),
    ("hkex_main", "2", {"market_cap": 2000, "revenue_last_y": 500, "operating_cash_flow_sum_3y": 100}),
    ("hkex_main", "3", {"market_cap": 4000, "revenue_last_y": 500}),
    (
        "hkex_18a",
        "1",
        {
            "market_cap": 1500,
            "years_in_business": "2",
            "working_capital_cover_12m": "1.25",
            "core_product_milestone": True,
        },
    ),
    ("hkex_18c", "commercial", {"revenue_last_y": 250, "market_cap": 4000, "rd_share_opex_3y": "0.15"}),
    ("hkex_18c", "commercial", {"revenue_last_y": 250, "market_cap": 6000, "rd_share_opex_3y": "0.15", "on": LATER}),
    ("hkex_18c", "pre_commercial", {"revenue_last_y": 150, "market_cap": 8000, "rd_share_opex_3y": "0.3"}),
    (
        "hkex_18c",
        "pre_commercial",
        {"revenue_last_y": 150, "market_cap": 10000, "rd_share_opex_3y": "0.3", "on": LATER},
    ),
]


def condition_of(board, test):
    return next(one.condition for one in board_tests(board) if one.code == test)


def known(board, figure):
    currency = "HKD" if board.startswith("hkex") else "CNY"
    if figure == "> 0":
        return Money(minor=1, ccy=currency)
    return Money(minor=figure * 100_000_000, ccy=currency) if type(figure) is int else figure


def a_hair_below(value):
    match value:
        case bool():
            return False
        case Money():
            return Money(minor=value.minor - 1, ccy=value.ccy)
        case _:
            return value - Decimal("0.0001")


def at_threshold(board, figures):
    named = {code: value for code, value in figures.items() if code != "on"}
    values = {code: known(board, one) for code, one in named.items()}
    values = {code: Decimal(one) if isinstance(one, str) else one for code, one in values.items()}
    return {**values, "test_date": figures.get("on", NOW)}


def held(board, test, values):
    return evaluate(condition_of(board, test), {code: Known(one) for code, one in values.items()}, lambda *_: None)


@pytest.mark.parametrize(("board", "test", "figures"), THRESHOLDS)
def test_a_test_is_met_on_its_threshold_and_not_a_hair_below(board, test, figures):
    values = at_threshold(board, figures)
    assert held(board, test, values) is True
    for code in values.keys() - {"test_date"}:
        below = {**values, code: a_hair_below(values[code])}
        assert held(board, test, below) is not True, code
        without = {name: value for name, value in values.items() if name != code}
        assert held(board, test, without) is None, code


def test_every_test_of_the_file_is_among_them():
    told = {(board, test) for board, test, _figures in THRESHOLDS}
    assert told == {(board, one.code) for board in listing_boards() for one in board_tests(board)}


def test_research_of_half_the_cost_is_enough_with_less_revenue():
    values = at_threshold("hkex_18c", {"revenue_last_y": 149, "market_cap": 8000, "rd_share_opex_3y": "0.5"})
    assert held("hkex_18c", "pre_commercial", values) is True
    values["rd_share_opex_3y"] = Decimal("0.4999")
    assert held("hkex_18c", "pre_commercial", values) is False
    # With a quarter of a billion of revenue it is the commercial test that counts.
    values |= {"revenue_last_y": Money(minor=250 * 100_000_000, ccy="HKD"), "rd_share_opex_3y": Decimal("0.9")}
    assert held("hkex_18c", "pre_commercial", values) is False

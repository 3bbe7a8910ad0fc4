"""Derived figures with the worked examples; unknown in gives unknown out."""

from datetime import date
from decimal import Decimal

import pytest

from rmapp.domain.financial_figures import (
    CASH_GENERATIVE,
    cagr,
    days_in_period,
    debt_ratio,
    gross_margin,
    growth,
    monthly_burn,
    rd_intensity,
    receivable_days,
    runway_months,
    size_class,
    snapshot_warnings,
    trailing_year,
    yearly_growth,
)
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.money import Money


def million(amount):
    return None if amount is None else Money.of(Decimal(str(amount)) * 10**6)


def snapshot(period_type="fy", end="2024-12-31", **fields):
    for name, value in fields.items():
        if isinstance(value, (int, float)) and not isinstance(value, bool) and "headcount" not in name:
            fields[name] = million(value)
    return FinancialSnapshot(firm_id="f", period_type=period_type, period_end=date.fromisoformat(end), **fields)


def test_research_intensity():
    assert rd_intensity(snapshot(rd_expense=90, revenue=600)) == Decimal("0.15")
    assert rd_intensity(snapshot(rd_expense=30, revenue=0, operating_cost=40)) == Decimal("0.75")
    assert rd_intensity(snapshot(rd_expense=30, operating_cost=40)) is None
    assert rd_intensity(snapshot(revenue=600)) is None


def test_growth():
    assert growth(million(200), million(100)) == 1
    assert growth(million(200), None) is None
    assert growth(million(200), million(0)) is None
    assert growth(million(200), million(-5)) is None
    assert growth(Money.of(2, "USD"), Money.of(1)) is None


def test_growth_over_several_years():
    assert round(cagr(million(100), million(180), 2), 3) == Decimal("0.342")
    assert cagr(million(0), million(180), 2) is None
    assert cagr(million(100), million(180), 0) is None


def test_margin_and_debt():
    assert gross_margin(snapshot(revenue=100, cost_of_sales=62)) == Decimal("0.38")
    assert debt_ratio(snapshot(total_liabilities=65, total_assets=100)) == Decimal("0.65")
    assert gross_margin(snapshot(revenue=0, cost_of_sales=62)) is None
    assert debt_ratio(snapshot(total_liabilities=65)) is None


def test_receivable_days():
    assert round(receivable_days(snapshot(end="2025-12-31", receivables=50, revenue=300)), 1) == Decimal("60.8")


@pytest.mark.parametrize(
    ("period_type", "end", "days"),
    [
        ("fy", "2025-12-31", 365),
        ("fy", "2024-12-31", 366),
        ("h1", "2025-06-30", 181),
        ("q3", "2025-09-30", 92),
        ("ytd9", "2025-09-30", 273),
        ("fy", "2025-03-31", 365),
    ],
)
def test_days_in_a_period(period_type, end, days):
    assert days_in_period(snapshot(period_type, end)) == days


def test_burn_and_runway():
    burning = snapshot("h1", "2025-06-30", operating_cash_flow=-15, capex=3, cash=60)
    assert monthly_burn(burning) == million(3)
    assert runway_months(burning) == 20
    earning = snapshot("h1", "2025-06-30", operating_cash_flow=15, capex=3, cash=60)
    assert runway_months(earning) == CASH_GENERATIVE
    assert runway_months(snapshot(operating_cash_flow=-15, capex=3)) is None
    assert runway_months(snapshot(operating_cash_flow=-15, cash=60)) is None


YEAR = snapshot("fy", "2024-12-31", revenue=600)
THIS_HALF = snapshot("h1", "2025-06-30", revenue=400)
LAST_HALF = snapshot("h1", "2024-06-30", revenue=250)


def test_the_last_twelve_months():
    assert trailing_year("revenue", [YEAR]) == million(600)
    assert trailing_year("revenue", [YEAR, THIS_HALF, LAST_HALF]) == million(750)
    assert trailing_year("revenue", [YEAR, THIS_HALF]) is None
    assert trailing_year("revenue", [THIS_HALF]) is None
    assert trailing_year("net_profit", [YEAR]) is None


def test_a_restatement_counts_instead_and_a_forecast_does_not():
    restated = snapshot("fy", "2024-12-31", revenue=590, supersedes=YEAR.id)
    forecast = snapshot("fy", "2025-12-31", revenue=900, forecast=True)
    assert trailing_year("revenue", [YEAR, restated, forecast]) == million(590)


def test_growth_over_the_same_period():
    assert yearly_growth("revenue", THIS_HALF, [YEAR, LAST_HALF]) == Decimal("0.6")
    assert yearly_growth("revenue", THIS_HALF, [YEAR]) is None


def test_what_looks_wrong_is_said():
    fine = snapshot(total_assets=1000, total_liabilities=600, net_assets=404.9, headcount=10, rd_headcount=10)
    assert snapshot_warnings(fine) == []
    assert len(snapshot_warnings(snapshot(total_assets=1000, total_liabilities=600, net_assets=405.1))) == 1
    assert len(snapshot_warnings(snapshot(headcount=10, rd_headcount=11))) == 1
    assert snapshot_warnings(snapshot(total_assets=1000, total_liabilities=600)) == []


@pytest.mark.parametrize(
    ("industry", "heads", "revenue", "result"),
    [
        ("C39", 250, 600, "small"),
        ("C39", 1000, 400, "large"),
        ("C39", 300, 20, "medium"),
        ("C39", 20, 3, "small"),
        ("C39", 19, 300, "micro"),
        ("I6513", 300, 100, "large"),
        ("I65", 100, 10, "medium"),
        ("I65", 10, 0.5, "small"),
        ("I65", 10, 0.4, "micro"),
        ("M73", 120, None, "medium"),
        ("C39", None, 600, None),
        ("C39", 250, None, None),
        ("J66", 250, 600, None),
        ("Z99", 250, 600, None),
        (None, 250, 600, None),
    ],
)
def test_size_classes(industry, heads, revenue, result):
    assert size_class(industry, heads, million(revenue)) == result


def test_size_needs_yuan():
    assert size_class("C39", 1000, Money.of(10**9, "USD")) is None

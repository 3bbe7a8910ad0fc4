"""What statements say of a firm: the last twelve months, ratios, growth, and several years in a row."""

from datetime import date
from decimal import Decimal

import pytest

from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.firm import Firm
from rmapp.domain.listing_boards import metrics
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.scorecard import shipped_scorecard
from rmapp.services.firm_values.facts import FirmFacts
from rmapp.services.firm_values.statements import CASH_GENERATIVE, current, statements
from rmapp.services.firm_values.years import years

TODAY = date(2026, 3, 4)


def m(amount, ccy="CNY"):
    return Money.of(Decimal(str(amount)) * 1_000_000, ccy)


def snapshot(year=2025, period="fy", month=12, **figures):
    end = date(year, month, 31 if month == 12 else 30)
    amounts = {
        name: m(value) if type(value) in (int, float) and "headcount" not in name else value
        for name, value in figures.items()
    }
    return FinancialSnapshot(firm_id="f", period_type=period, period_end=end, **amounts)


def known(*snapshots):
    facts = FirmFacts(
        firm=Firm(), today=TODAY, convert=lambda money, _ccy: money, card=shipped_scorecard(), snapshots=list(snapshots)
    )
    found = current(facts)
    return {**dict(statements(facts, found)), **dict(years(found, TODAY))}


def near(known, value, places=3):
    return round(known.value, places) == Decimal(value)


def test_nothing_is_known_without_statements():
    assert known() == {}


def test_the_worked_examples_of_domain_1_10():
    values = known(snapshot(2023, revenue=100), snapshot(2024, revenue=140), snapshot(2025, revenue=180))
    assert near(values["revenue_cagr_2_3y"], "0.342")
    values = known(snapshot(revenue=600, rd_expense=90))
    assert near(values["rd_intensity"], "0.15")
    assert values["rd_intensity"].as_of == PartialDate("2025-12-31")
    assert near(known(snapshot(revenue=300, receivables=50))["dso_days"], "60.8", 1)
    half = snapshot(2025, "h1", 6, operating_cash_flow=-15, capex=3, cash=60)
    assert near(known(half)["runway_months"], "20")
    assert near(known(snapshot(2024, revenue=50), snapshot(2025, revenue=100))["revenue_growth_yoy"], "1")


def test_a_firm_that_burns_no_cash_has_a_runway_longer_than_any_condition():
    values = known(snapshot(operating_cash_flow=20, capex=3, cash=1))
    assert (values["runway_months"].value, values["runway_months"].bound) == (CASH_GENERATIVE, "at_least")


def test_a_firm_without_revenue_spends_on_research_by_its_cost():
    values = known(snapshot(revenue=0, rd_expense=30, operating_cost=40))
    assert near(values["rd_intensity"], "0.75")
    assert near(values["rd_share_of_cost"], "0.75")
    assert values["product_revenue_ttm"].value == Money.zero()


def test_the_last_twelve_months_are_the_year_plus_this_part_less_the_part_before():
    parts = [snapshot(2024, "h1", 6, revenue=40), snapshot(2025, "h1", 6, revenue=60)]
    found = known(snapshot(2024, revenue=100), *parts)["revenue_ttm"]
    assert (found.value, found.as_of) == (m(120), PartialDate("2025-06-30"))


def test_the_full_year_stands_where_the_part_of_the_year_before_is_not_known():
    found = known(snapshot(2024, revenue=100), snapshot(2025, "h1", 6, revenue=60))["revenue_ttm"]
    assert (found.value, found.as_of) == (m(100), PartialDate("2024-12-31"))


def test_a_statement_of_twelve_months_is_taken_as_it_is():
    found = known(snapshot(2024, revenue=100), snapshot(2025, "ttm", 9, revenue=130))["revenue_ttm"]
    assert (found.value, found.as_of) == (m(130), PartialDate("2025-09-30"))


def test_figures_of_more_than_two_years_ago_are_not_known_any_more():
    assert known(snapshot(2023, revenue=100)) == {}


def test_forecasts_restated_and_single_statements_do_not_count():
    first = snapshot(revenue=100)
    again = snapshot(revenue=110, supersedes=first.id)
    single = snapshot(revenue=70, scope="single")
    forecast = snapshot(2026, revenue=300, forecast=True)
    assert known(first, again, single, forecast)["revenue_ttm"].value == m(110)
    assert known(single)["revenue_ttm"].value == m(70)


def test_a_figure_keeps_how_exact_it_was_reported():
    values = known(snapshot(revenue=100, qualifiers={"revenue": "more_than"}), snapshot(headcount=214))
    assert values["revenue_ttm"].bound == "at_least"
    assert (values["headcount"].value, values["headcount"].bound) == (214, "exact")


@pytest.mark.parametrize(
    ("code", "figures", "qualifiers", "bound"),
    [
        ("rd_intensity", {"rd_expense": 15, "revenue": 100}, {"rd_expense": "nearly"}, "at_most"),
        ("rd_intensity", {"rd_expense": 15, "revenue": 100}, {"revenue": "nearly"}, "at_least"),
        ("rd_intensity", {"rd_expense": 15, "revenue": 100}, {"revenue": "about"}, "exact"),
        ("rd_intensity", {"rd_expense": 15, "revenue": 100}, {"rd_expense": "nearly", "revenue": "nearly"}, None),
        ("gross_margin", {"cost_of_sales": 60, "revenue": 100}, {"cost_of_sales": "more_than"}, "at_most"),
        ("debt_ratio", {"total_liabilities": 60, "total_assets": 100}, {"total_assets": "more_than"}, "at_most"),
        ("runway_months", {"cash": 60, "operating_cash_flow": -15, "capex": 3}, {"cash": "more_than"}, "at_least"),
        ("rd_staff_share", {"rd_headcount": 80, "headcount": 200}, {"headcount": "nearly"}, "at_least"),
    ],
)
def test_a_ratio_is_as_exact_as_its_parts(code, figures, qualifiers, bound):
    found = known(snapshot(**figures, qualifiers=qualifiers)).get(code)
    assert (found.bound if found else None) == bound


def test_twelve_months_and_growth_are_as_exact_as_what_they_are_reckoned_from():
    def told(of_year, of_part, of_part_before):
        return known(
            snapshot(2024, revenue=100, qualifiers=of_year),
            snapshot(2024, "h1", 6, revenue=40, qualifiers=of_part_before),
            snapshot(2025, "h1", 6, revenue=60, qualifiers=of_part),
        )

    nearly = {"revenue": "nearly"}
    assert told({}, nearly, {})["revenue_ttm"].bound == "at_most"
    assert told({}, {}, nearly)["revenue_ttm"].bound == "at_least"
    assert "revenue_ttm" not in told(nearly, {}, nearly)
    assert told({}, nearly, {})["revenue_growth_yoy"].bound == "at_most"
    heads = known(snapshot(2024, headcount=200, qualifiers={"headcount": "nearly"}), snapshot(2025, headcount=250))
    assert heads["headcount_growth_yoy"].bound == "at_least"


@pytest.mark.parametrize("missing", ["cost_of_sales", "revenue"])
def test_a_ratio_is_unknown_where_a_part_is(missing):
    figures = {"revenue": 100, "cost_of_sales": 60} | {missing: None}
    assert "gross_margin" not in known(snapshot(**figures))


def test_growth_of_heads_and_research():
    values = known(
        snapshot(2024, headcount=200, rd_headcount=50, rd_expense=10),
        snapshot(2025, headcount=250, rd_headcount=100, rd_expense=9),
    )
    assert near(values["headcount_growth_yoy"], "0.25")
    assert near(values["rd_staff_share"], "0.4")
    assert near(values["rd_growth_yoy"], "-0.1")


def test_the_metrics_of_boards_over_three_years():
    figures = [(2023, 100, 10, 5, 40), (2024, 150, 30, 12, 60), (2025, 200, 60, 20, 80)]
    values = known(
        *(
            snapshot(
                year, revenue=revenue, net_profit=profit, operating_cash_flow=flow, net_assets=equity, rd_expense=20
            )
            for year, revenue, profit, flow, equity in figures
        )
    )
    amounts = {
        "net_profit_last_y": 60,
        "net_profit_each_last_2y": 30,
        "net_profit_each_last_3y": 10,
        "net_profit_3y_min": 10,
        "net_profit_sum_2y": 90,
        "net_profit_sum_3y": 100,
        "net_profit_sum_prior_2y": 40,
        "revenue_last_y": 200,
        "revenue_avg_2y": 175,
        "revenue_sum_3y": 450,
        "operating_cash_flow_last_y": 20,
        "operating_cash_flow_2y_min": 12,
        "operating_cash_flow_sum_3y": 37,
        "rd_sum_2y": 40,
    }
    assert {code: values[code].value for code in amounts} == {code: m(amount) for code, amount in amounts.items()}
    assert near(values["revenue_growth_last_y"], "0.333")
    assert near(values["revenue_growth_2y_min"], "0.333")
    assert near(values["rd_share_2y"], "0.114")
    assert near(values["rd_share_3y"], "0.133")
    assert near(values["roe_last_y"], "0.857")
    assert near(values["roe_avg_2y"], "0.729")
    assert (values["years_in_business"].value, values["years_in_business"].bound) == (3, "at_least")
    assert "rd_share_opex_3y" not in values
    assert {"market_cap", "core_product_milestone", "working_capital_cover_12m"} <= metrics().keys() - values.keys()


def test_a_gap_in_the_years_ends_the_row():
    values = known(snapshot(2022, net_profit=5), snapshot(2024, net_profit=5), snapshot(2025, net_profit=5))
    assert "net_profit_sum_3y" not in values
    assert values["net_profit_sum_2y"].value == m(10)


def test_years_in_two_currencies_are_not_summed():
    values = known(snapshot(2024, net_profit=m(5, "USD")), snapshot(2025, net_profit=5))
    assert "net_profit_sum_2y" not in values
    assert values["net_profit_last_y"].value == m(5)


def test_a_return_on_negative_equity_is_not_known():
    assert "roe_last_y" not in known(snapshot(2024, net_assets=-9), snapshot(2025, net_assets=2, net_profit=5))

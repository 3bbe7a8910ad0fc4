"""Covenants: the worked example of domain 3.9, days of periods, headroom and states."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp import i18n
from rmapp.domain import covenant_rules as rules
from rmapp.domain.covenant import Covenant, CovenantTest, CovenantWaiver
from rmapp.domain.covenant_wording import covenant_sentence, covenant_text, short_text, value_text
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.money import Money

NEW_YEARS_EVE = date(2025, 12, 31)


def covenant(**fields):
    given_fields = {
        "facility_id": "line",
        "metric": "debt_ratio",
        "operator": "<=",
        "threshold": Decimal(65),
        "first_test_on": NEW_YEARS_EVE,
        "grace_days": 15,
    }
    return Covenant(**{**given_fields, **fields})


def snapshot(**fields):
    money = {
        name: Money.of(Decimal(str(value)) * 10**6)
        for name, value in fields.items()
        if isinstance(value, (int, float)) and not isinstance(value, bool) and name != "headcount"
    }
    return FinancialSnapshot(**{"firm_id": "f", "period_end": NEW_YEARS_EVE, **fields, **money})


def test_the_worked_example_of_3_9():
    agreed = covenant()
    due = rules.due_on(agreed, NEW_YEARS_EVE)
    assert due == date(2026, 4, 30)
    assert rules.grace_to(agreed, due) == date(2026, 5, 15)
    reading = rules.read_on(agreed, [snapshot(total_assets=100, total_liabilities=68)], NEW_YEARS_EVE)
    assert reading.value == 68
    assert rules.result_of(agreed, reading) == "failed"
    assert rules.headroom_bp("<=", reading.value, agreed.threshold) == -462


@pytest.mark.parametrize(
    ("operator", "value", "threshold", "headroom"),
    [
        ("<=", "56.8", "60", 533),
        (">=", "14.6", "12", 2167),
        (">=", "8.3", "6", 3833),
        (">=", "-4", "-5", 2000),
        (">", "-6", "-5", -2000),
        ("<", "65", "65", 0),
        ("<=", None, "65", None),
        (">=", "1", "0", None),
    ],
)
def test_headroom_is_the_distance_over_the_threshold(operator, value, threshold, headroom):
    number = None if value is None else Decimal(value)
    assert rules.headroom_bp(operator, number, Decimal(threshold)) == headroom


NUMBERS = st.decimals(-(10**12), 10**12, places=4)
OPERATORS = st.sampled_from(["<=", "<", ">=", ">"])


@given(OPERATORS, NUMBERS, NUMBERS.filter(bool))
def test_the_sign_of_the_headroom_agrees_with_the_operator(operator, value, threshold):
    room = rules.headroom_bp(operator, value, threshold)
    if rules.holds(operator, value, threshold):
        assert room >= 0
    else:
        assert room <= 0
    mirrored = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}[operator]
    assert rules.headroom_bp(mirrored, value, threshold) == -room


@given(OPERATORS, st.one_of(st.none(), NUMBERS), NUMBERS, st.booleans(), st.integers(-400, 400))
def test_a_covenant_is_never_passed_and_failed(operator, value, threshold, unlimited, days):
    agreed = covenant(operator=operator, threshold=threshold, metric="runway_months")
    result = rules.result_of(agreed, rules.Reading(value, unlimited=unlimited))
    test = CovenantTest(covenant_id="c", test_on=NEW_YEARS_EVE, due_on=NEW_YEARS_EVE, value=value, result=result)
    today = NEW_YEARS_EVE + timedelta(days=days)
    state = rules.recorded_state(test, rules.headroom_bp(operator, value, threshold), (), today)
    assert (state in ("passed", "close")) == (result == "passed")
    assert (state == "failed") == (result == "failed")
    waiver = CovenantWaiver(test_id=test.id, granted_on=today)
    waived = rules.recorded_state(test, None, [waiver], today)
    assert waived == ("waived" if result == "failed" else "passed" if result == "passed" else "not_tested")


def test_close_is_passed_with_less_than_a_tenth_left():
    test = CovenantTest(covenant_id="c", test_on=NEW_YEARS_EVE, due_on=NEW_YEARS_EVE, result="passed")
    assert rules.recorded_state(test, 999, (), NEW_YEARS_EVE) == "close"
    assert rules.recorded_state(test, 1000, (), NEW_YEARS_EVE) == "passed"
    assert rules.recorded_state(test, None, (), NEW_YEARS_EVE) == "passed"


def test_a_waiver_helps_until_its_day():
    test = CovenantTest(covenant_id="c", test_on=NEW_YEARS_EVE, due_on=NEW_YEARS_EVE, result="failed")
    waiver = CovenantWaiver(test_id=test.id, granted_on=date(2026, 5, 1), until=date(2026, 6, 30))
    states = [rules.recorded_state(test, -462, [waiver], day) for day in (date(2026, 4, 30), date(2026, 6, 30))]
    assert states == ["failed", "waived"]
    assert rules.recorded_state(test, -462, [waiver], date(2026, 7, 1)) == "failed"


@pytest.mark.parametrize(
    ("kind", "today", "state"),
    [
        ("information", "2026-04-30", "pending"),
        ("information", "2026-05-01", "late"),
        ("information", "2026-05-15", "late"),
        ("information", "2026-05-16", "failed"),
        ("financial", "2026-05-16", "late"),
        ("insurance", "2026-05-16", "late"),
    ],
)
def test_information_covenants_fail_by_lateness(kind, today, state):
    assert rules.waiting_state(covenant(type=kind), NEW_YEARS_EVE, date.fromisoformat(today)) == state


@pytest.mark.parametrize(
    ("frequency", "first", "settled", "following"),
    [
        ("quarterly", "2025-12-31", None, "2025-12-31"),
        ("quarterly", "2025-12-31", "2025-12-31", "2026-03-31"),
        ("quarterly", "2026-02-28", "2026-03-15", "2026-05-31"),
        ("monthly", "2024-01-30", "2024-01-30", "2024-02-29"),
        ("monthly", "2024-01-30", "2024-02-29", "2024-03-30"),
        ("semi_annual", "2025-06-30", "2030-12-31", "2031-06-30"),
        ("annual", "2024-02-29", "2024-02-29", "2025-02-28"),
        ("annual", "2025-12-31", "2020-12-31", "2025-12-31"),
        ("once", "2025-12-31", None, "2025-12-31"),
        ("once", "2025-12-31", "2025-12-31", None),
        ("event", "2025-12-31", None, None),
    ],
)
def test_periods_follow_from_the_first_test_and_the_frequency(frequency, first, settled, following):
    agreed = covenant(frequency=frequency, first_test_on=date.fromisoformat(first))
    found = rules.period_after(agreed, settled and date.fromisoformat(settled))
    assert found == (following and date.fromisoformat(following))


@given(
    st.sampled_from(["monthly", "quarterly", "semi_annual", "annual"]),
    st.dates(date(2000, 1, 1), date(2050, 12, 31)),
    st.integers(-50, 2000),
)
def test_the_next_period_is_the_first_after_the_settled_one(frequency, first, days):
    agreed = covenant(frequency=frequency, first_test_on=first)
    settled = first + timedelta(days=days)
    found = rules.period_after(agreed, settled)
    step = {"monthly": 1, "quarterly": 3, "semi_annual": 6, "annual": 12}[frequency]
    ends = [rules.later(first, step * index) for index in range(80)]
    assert found == next(end for end in ends if end > settled)
    assert rules.is_period_end(agreed, found)


def test_consolidated_comes_before_single_and_restated_before_what_it_supersedes():
    single = snapshot(scope="single", total_assets=100, total_liabilities=50)
    former = snapshot(total_assets=100, total_liabilities=60)
    restated = snapshot(total_assets=100, total_liabilities=62, supersedes=former.id)
    forecast = snapshot(total_assets=100, total_liabilities=10, forecast=True)
    found = rules.read_on(covenant(), [forecast, single, former, restated], NEW_YEARS_EVE)
    assert (found.value, found.snapshot) == (62, restated)
    silent = snapshot(revenue=5)
    assert rules.read_on(covenant(), [silent, single], NEW_YEARS_EVE).snapshot == single
    assert rules.read_on(covenant(), [former], date(2026, 3, 31)) == rules.UNKNOWN


def test_amounts_of_a_period_are_read_from_periods_of_that_length():
    year = snapshot(revenue=100)
    quarter = snapshot(period_type="q4", revenue=30)
    asked = covenant(metric="revenue", operator=">=", threshold=Decimal(40_000_000))
    assert rules.read_on(asked, [quarter, year], NEW_YEARS_EVE).value == 100_000_000
    quarterly = asked.model_copy(update={"frequency": "quarterly"})
    assert rules.read_on(quarterly, [quarter, year], NEW_YEARS_EVE).value == 30_000_000
    assert not rules.read_on(quarterly, [year], NEW_YEARS_EVE).is_known
    ratio = covenant(metric="rd_intensity", frequency="quarterly")
    nine_months = snapshot(period_type="ytd9", revenue=100, rd_expense=14.6)
    assert rules.read_on(ratio, [nine_months], NEW_YEARS_EVE).value == Decimal("14.6")


def test_the_newest_statement_that_knows_the_figure():
    older = snapshot(period_end=date(2025, 9, 30), period_type="q3", total_assets=100, total_liabilities=55)
    newer = snapshot(revenue=3)
    assert rules.read_latest(covenant(), [older, newer]).value == 55
    assert rules.read_latest(covenant(), []) == rules.UNKNOWN


def test_metrics_in_their_units():
    statement = snapshot(
        total_assets=300, total_liabilities=200, revenue=300, cost_of_sales=180, receivables=50, cash=60, headcount=214
    )
    read = {
        metric: rules.read_metric(metric, statement).value
        for metric in ("debt_ratio", "gross_margin", "receivable_days", "cash", "headcount", "net_profit", "other")
    }
    assert read == {
        "debt_ratio": Decimal("66.6667"),
        "gross_margin": 40,
        "receivable_days": Decimal("60.8333"),
        "cash": 60_000_000,
        "headcount": 214,
        "net_profit": None,
        "other": None,
    }
    assert rules.read_metric("cash", statement, "USD").value is None


def test_a_firm_that_burns_no_cash_passes_a_runway_without_end():
    asked = covenant(metric="runway_months", operator=">=", threshold=Decimal(6))
    earning = snapshot(cash=60, operating_cash_flow=15, capex=3)
    reading = rules.read_metric("runway_months", earning)
    assert reading == rules.Reading(None, unlimited=True, snapshot=earning)
    assert rules.result_of(asked, reading) == "passed"
    burning = snapshot(period_type="h2", cash=60, operating_cash_flow=-15, capex=3)
    assert rules.read_metric("runway_months", burning).value == 20
    assert rules.result_of(asked, rules.UNKNOWN) == "not_tested"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, set()),
        ({"metric": None, "threshold": None}, {"metric", "threshold"}),
        ({"metric": "luck"}, {"metric"}),
        ({"metric": "other"}, {"name"}),
        ({"threshold": Decimal("1e20")}, {"threshold"}),
        ({"threshold": Decimal(6500)}, {"threshold"}),
        ({"metric": "cash", "threshold": Decimal(50_000_000)}, set()),
        ({"first_test_on": None}, {"first_test_on"}),
        ({"first_test_on": None, "frequency": "event"}, set()),
        ({"days_to_deliver": -1, "grace_days": 9999}, {"days_to_deliver", "grace_days"}),
        ({"type": "information"}, {"name"}),
        ({"type": "information", "name": "Audited statements", "metric": None, "threshold": None}, set()),
        ({"ccy": "XXX"}, {"ccy"}),
    ],
)
def test_what_a_covenant_must_say(fields, wrong):
    assert set(rules.covenant_problems(covenant(**fields))) == wrong


def test_words():
    assert covenant_text(covenant()) == "Debt / assets at most 65%"
    assert covenant_sentence(covenant()) == (
        "Debt / assets at most 65%, tested yearly; statements due within 120 days, 15 days grace."
    )
    cash = covenant(metric="cash", operator=">=", threshold=Decimal(50_000_000))
    assert (covenant_text(cash), short_text(cash)) == ("Cash at least ¥50.0m", "Cash ≥ ¥50.0m")
    assert value_text(cash, None) == "–"
    runway = covenant(metric="runway_months")
    texts = [value_text(runway, Decimal(number)) for number in ("8.3", "1", "8.3333")]
    assert texts == ["8.3 months", "1 month", "8.33 months"]
    assert value_text(runway, None, unlimited=True) == "no cash burnt"
    assert covenant_text(covenant(type="information", name="Audited statements")) == "Audited statements"


def test_words_in_chinese_name_the_metric():
    with i18n.speaking("zh_CN"):
        assert "资产负债率" in covenant_text(covenant())

"""The scorecard and its calculation, by the worked example of the domain reference, 5.1 to 5.4."""

import copy
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain import reference
from rmapp.domain.known import Known
from rmapp.domain.money import Money
from rmapp.domain.scorecard import parse_scorecard, scorecard_problems, shipped_scorecard
from rmapp.domain.scoring import (
    calculate,
    capped,
    format_score,
    grade_text,
    known_score,
    numeric_score,
    override_choices,
    tenths,
)
from rmapp.errors import InputError
from tests.scored import WORKED

CARD = shipped_scorecard()
SCORES = {code: score for code, (_raw, score) in WORKED.items()}


def points(profile="growth", **other):
    return calculate(CARD, profile, {**SCORES, **other})


def test_worked_example_5_2_growth_77_58_t2_completeness_98_5():
    result = points()
    assert round(result.total, 2) == Decimal("77.58")
    assert round(result.completeness, 3) == Decimal("0.985")
    assert (result.grade, result.provisional) == ("T2", False)
    assert {one.code: (one.weight, one.score) for one in result.dimensions} == {
        "qualifications": (10, 80),
        "team": (15, 81),
        "rd_investment": (15, 77),
        "ip_technology": (15, 85),
        "market_industry": (12, 80),
        "business_model": (12, 65),
        "growth_capital": (16, 78),
        "social_value": (5, 65),
    }


def test_worked_example_5_2_points_of_each_dimension():
    told = [one.weight * one.score / 100 for one in points().dimensions]
    assert told == [Decimal(one) for one in ("8", "12.15", "11.55", "12.75", "9.6", "7.8", "12.48", "3.25")]


@pytest.mark.parametrize(
    ("dimension", "early", "growth", "mature"),
    [
        ("qualifications", 8, 10, 10),
        ("team", 22, 15, 12),
        ("rd_investment", 15, 15, 12),
        ("ip_technology", 18, 15, 14),
        ("market_industry", 14, 12, 12),
        ("business_model", 6, 12, 14),
        ("growth_capital", 7, 16, 22),
        ("social_value", 10, 5, 4),
    ],
)
def test_weights_of_each_dimension_5_1(dimension, early, growth, mature):
    weights = CARD.weight_profiles
    assert [weights[one][dimension] for one in ("early", "growth", "mature")] == [early, growth, mature]


@pytest.mark.parametrize(("profile", "total"), [("early", "78.13"), ("mature", "77.32")])
def test_worked_example_5_2_other_profiles(profile, total):
    assert round(points(profile).total, 2) == Decimal(total)


def test_worked_example_5_2_raw_values_come_to_its_scores():
    for code, (raw, score) in WORKED.items():
        indicator = CARD.indicator(code)
        if indicator.kind == "numeric":
            assert numeric_score(indicator, Decimal(raw)) == score, code
        elif indicator.kind == "choice":
            assert indicator.option(raw).score == score, code


@pytest.mark.parametrize("stage", list(reference.stages()))
def test_profile_by_stage_5_1(stage):
    at = list(reference.stages()).index(stage)
    wanted = "early" if at < 3 else "growth" if at < 5 else "mature"
    assert CARD.stage_to_profile[stage] == wanted


def test_weights_5_1_sum_to_a_hundred_and_there_are_34_indicators():
    assert len(CARD.dimensions) == 8
    assert len(CARD.indicators) == 34
    assert all(sum(weights.values()) == 100 for weights in CARD.weight_profiles.values())


@pytest.mark.parametrize(
    ("total", "grade"),
    [(85, "T1"), (84.99, "T2"), (75, "T2"), (74.96, "T3"), (65, "T3"), (55, "T4"), (45, "T5"), (44.9, "T6"), (0, "T6")],
)
def test_bands_compare_the_unrounded_total_5_2(total, grade):
    assert next(one.code for one in CARD.grades if Decimal(str(total)) >= one.min) == grade


def test_below_60_percent_the_grade_is_provisional_t3p():
    some = {"founder_record": 3, "trl": 4, "dso": 3}
    result = calculate(CARD, "growth", some)
    assert result.provisional
    assert grade_text(result.grade, provisional=True) == f"{result.grade}p"
    assert calculate(CARD, "growth", {}).total is None
    assert calculate(CARD, "growth", {}).grade == ""


def test_hard_stops_and_caps_5_3():
    stops = {one.code for one in CARD.hard_stops if one.is_stop}
    caps = {one.code: one.cap for one in CARD.hard_stops if one.cap}
    assert len(stops) == 7
    assert caps == {
        "abnormal_operations": "T5",
        "overdue_now": "T5",
        "major_incident_3y": "T4",
        "core_ip_dispute": "T4",
    }
    for code in stops:
        result = calculate(CARD, "growth", SCORES, [code])
        assert (result.grade, result.total) == ("X", None)
    for code, cap in caps.items():
        assert calculate(CARD, "growth", SCORES, [code]).grade == cap
    assert capped(CARD, "T6", caps) == "T6"
    assert capped(CARD, "T1", ["core_ip_dispute", "overdue_now"]) == "T5"


def test_an_override_moves_one_step_and_lifts_no_stop_5_4():
    assert override_choices(CARD, "T2") == ("T1", "T3")
    assert override_choices(CARD, "T1") == ("T2",)
    assert override_choices(CARD, "T6") == ("T5",)
    assert override_choices(CARD, "X") == ()


def test_review_is_due_after_6_or_12_months_5_4():
    assert dict(CARD.review_months) == {"early": 6, "growth": 12, "mature": 12}


def none(_money, _ccy):
    return None


@pytest.mark.parametrize(
    ("code", "known", "score"),
    [
        ("invention_granted", Known(200, "at_least"), 5),
        ("invention_granted", Known(30, "at_most"), None),
        ("top5_customers", Known(Decimal("0.25"), "at_least"), None),
        ("top5_customers", Known(Decimal("0.25"), "at_most"), 5),
        ("rd_amount", Known(Money.of(41_000_000)), 4),
        ("rd_amount", Known(Money.of(41_000_000, "USD")), None),
        ("rd_amount", Known(Money.of(2_000_000), "range", Money.of(50_000_000)), 1),
        ("dso", Known("soon"), None),
        ("founder_years", Known(Decimal("9.9")), 3),
    ],
)
def test_what_is_known_by_one_end_scores_no_better_than_that_end(code, known, score):
    assert known_score(CARD.indicator(code), known, none) == score


@given(st.dictionaries(st.sampled_from([one.code for one in CARD.indicators]), st.integers(0, 5)))
def test_random_scores_stay_between_worst_and_best(scores):
    result = calculate(CARD, "early", scores)
    assert 0 <= result.completeness <= 1
    known = [one.score for one in result.dimensions if one.score is not None]
    assert (result.total is None) == (not known)
    if result.total is not None:
        assert min(known) - Decimal("1e-20") <= result.total <= max(known) + Decimal("1e-20")
        assert result.grade in {one.code for one in CARD.grades}
        assert 0 <= tenths(result.total) <= 1000


@given(st.sampled_from([one.code for one in CARD.indicators if one.code in SCORES]))
def test_a_better_score_never_lowers_the_total(code):
    assert points(**{code: 5}).total >= points(**{code: 0}).total


def test_a_score_is_shown_with_one_decimal_half_up():
    assert format_score(Decimal("77.58")) == "77.6"
    assert format_score(Decimal("74.95")) == "75.0"
    assert format_score(None) == "–"


def broken(change):
    content = copy.deepcopy(reference.file("scorecard_v1"))
    change(content)
    return content


def test_the_shipped_file_has_no_problem():
    assert scorecard_problems(reference.file("scorecard_v1")) == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda card: card["weight_profiles"]["growth"].update(team=16),
        lambda card: card["dimensions"][0]["indicators"][0].update(weight=41),
        lambda card: card["stage_to_profile"].pop("growth"),
        lambda card: card["stage_to_profile"].update(growth="old"),
        lambda card: card["dimensions"][1]["indicators"][0].update(bands=[]),
        lambda card: card["dimensions"][0]["indicators"][3].pop("anchors"),
        lambda card: card["dimensions"][0]["indicators"][0].update(options=[]),
        lambda card: card["hard_stops"][0].update(effect="cap:T9"),
        lambda card: card.pop("grades"),
        lambda card: card["scorecard"].update(effective_to="2020-01-01"),
        lambda card: card["dimensions"][2]["indicators"][0].update(weight="much"),
    ],
)
def test_a_bad_file_is_refused_with_the_place(change):
    found = scorecard_problems(broken(change))
    assert found
    assert all(one.place and one.what for one in found)
    with pytest.raises(InputError):
        parse_scorecard(broken(change))

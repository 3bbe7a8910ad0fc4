"""A product matched to facts: alternatives, opposites, rank, scenarios and the mark of its inputs (6.3)."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest

from rmapp.domain import offers
from rmapp.domain.condition import parse_condition
from rmapp.domain.known import Known
from rmapp.domain.match_wording import match_lines
from rmapp.domain.matching import basis, match, match_all, scenario_fits
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate

FIELDS = {"a": "bool", "b": "bool", "c": "int"}


def unconverted(_money, _ccy):
    return None


def yes(field):
    return {"field": field, "op": "eq", "value": True}


def product(eligibility, *preferred, code="P01", fields=FIELDS):
    """Return a shipped product with other conditions; `preferred` are pairs of condition and points."""
    return replace(
        offers.products()["P01"],
        code=code,
        eligibility=parse_condition(eligibility, fields),
        preferred=tuple(offers.Preference(parse_condition(when, fields), points) for when, points in preferred),
    )


def found(eligibility, *preferred, **values):
    return match(product(eligibility, *preferred), {key: Known(one) for key, one in values.items()}, unconverted)


def told(finding):
    return [(one.leaf.field, one.mark, bool(one.choice), one.decides) for one in finding.rulings]


def test_of_alternatives_the_one_that_is_met_decides_and_the_others_are_not_asked_for():
    either = {"any": [yes("a"), yes("b")]}
    assert told(found(either, a=True)) == [("a", "met", True, True), ("b", "unknown", True, False)]
    assert found(either, a=False).missing == ("b",)
    refused = found(either, a=False, b=False)
    assert [one.leaf.field for one in refused.hindrances] == ["a", "b"]


def test_where_one_requirement_is_missed_nothing_is_asked_for():
    both = {"all": [yes("a"), yes("b")]}
    refused = found(both, a=False)
    assert (refused.result, refused.missing) == ("not_eligible", ())
    assert [one.leaf.field for one in refused.hindrances] == ["a"]


def test_under_a_not_the_marks_are_turned_and_all_becomes_one_of():
    neither = {"not": {"all": [yes("a"), yes("b")]}}
    assert told(found(neither, a=False)) == [("a", "met", True, True), ("b", "unknown", True, False)]
    refused = found(neither, a=True, b=True)
    assert refused.result == "not_eligible"
    assert [one.mark for one in refused.hindrances] == ["missed", "missed"]
    (line, _other) = match_lines(refused)
    assert (line.actual, line.requirement) == ("yes", "not: yes")
    assert told(found({"not": {"any": [yes("a"), yes("b")]}}, a=False)) == [
        ("a", "met", False, False),
        ("b", "unknown", False, True),
    ]


def test_the_fit_counts_what_is_met_and_the_potential_what_may_be():
    finding = found(
        yes("a"), (yes("a"), 50), (yes("b"), 30), ({"field": "c", "op": "gte", "value": 5}, 20), a=True, c=4
    )
    assert (finding.fit, finding.potential, finding.rewarded) == (50, 80, ("b",))
    assert [one.points for one in finding.reasons] == [50, None]


def test_the_rank_is_result_then_fit_then_potential_then_code():
    catalogue = [
        product(yes("b"), (yes("a"), 90), code="P01"),
        product(yes("a"), (yes("a"), 10), (yes("b"), 0), code="P04"),
        product(yes("a"), (yes("a"), 10), (yes("b"), 5), code="P05"),
        product(yes("a"), (yes("a"), 10), (yes("b"), 5), code="P03"),
        product(yes("a"), (yes("a"), 40), code="P06"),
        product(yes("a"), (yes("a"), 10), (yes("b"), 90), code="P07"),
        product({"not": yes("a")}, (yes("a"), 100), code="P02"),
        replace(product(yes("a"), code="P00"), retired=True),
    ]
    ranked = match_all(catalogue, {"a": Known(value=True)}, unconverted)
    assert [one.product.code for one in ranked] == ["P06", "P07", "P03", "P05", "P04", "P01", "P02"]


def test_a_scenario_scores_its_best_eligible_product_in_its_stages_only():
    catalogue = [product(yes("a"), (yes("a"), points), code=code) for code, points in (("P01", 30), ("P02", 60))]
    catalogue.append(product(yes("b"), (yes("a"), 90), code="P03"))
    ranked = match_all(catalogue, {"a": Known(value=True)}, unconverted)
    scenario = {"code": "S01", "products": ("P01", "P02", "P03", "P99"), "stages": ("growth",), "retired": False}
    later = scenario | {"code": "S02", "stages": ("listed",)}
    asked = scenario | {"code": "S03", "products": ("P03",)}
    gone = scenario | {"code": "S04", "retired": True}
    scenarios = [SimpleNamespace(**one) for one in (later, asked, scenario, gone)]
    fits = scenario_fits(scenarios, ranked, "growth")
    assert [(one.scenario.code, one.score, one.fires, one.in_stage) for one in fits] == [
        ("S01", 60, True, True),
        ("S03", None, False, True),
        ("S02", None, False, False),
    ]
    assert (fits[0].eligible, fits[0].possible) == (("P01", "P02"), ("P03",))
    assert not any(one.fires for one in scenario_fits(scenarios, ranked, None))


def test_the_catalogue_6_1_has_15_scenarios_and_30_products_each_in_one():
    assert list(offers.scenarios()) == [f"S{n:02}" for n in range(1, 16)]
    assert list(offers.products()) == [f"P{n:02}" for n in range(1, 31)]
    assert {code for one in offers.scenarios().values() for code in one.products} == set(offers.products())


LOAN = offers.products()["P03"]
KNOWN = {"patents_granted_total": Known(12), "years_since_established": Known(Decimal("3.4"))}


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"patents_granted_total": Known(12, as_of=PartialDate("2026"), source="public", citation="News")}, True),
        ({"years_since_established": Known(Decimal("3.5"))}, True),
        ({"revenue_ttm": Known(Money.of(1))}, True),
        ({"patents_granted_total": Known(13)}, False),
        ({"patents_granted_total": Known(12, "at_least")}, False),
        ({"years_since_established": Known(Decimal("0.5"))}, False),
        ({"headcount": Known(1)}, False),
    ],
)
def test_the_mark_of_the_inputs_changes_with_facts_and_not_with_the_calendar(change, same):
    before, after = (basis(LOAN, values, unconverted) for values in (KNOWN, KNOWN | change))
    assert (before == after) is same
    assert len(before) == 16

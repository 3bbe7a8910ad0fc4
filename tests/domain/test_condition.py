"""Conditions as data: read and refused with their place, three-valued, with bounds, dates and currencies (6.2)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain import offers
from rmapp.domain.condition import DEEPEST, AllOf, AnyOf, Leaf, Not, evaluate, judged, leaves, parse_condition
from rmapp.domain.known import Known
from rmapp.domain.matching import match, result_of
from rmapp.domain.money import Money
from rmapp.errors import InputError

FIELDS = {
    "stage": "enum",
    "held": "set",
    "stop": "bool",
    "patents": "int",
    "share": "ratio",
    "revenue": "money",
    "day": "date",
}
EXAMPLE = {
    "all": [
        {"field": "stage", "op": "in", "value": ["early_commercial", "growth", "expansion"]},
        {"field": "stop", "op": "eq", "value": False},
        {
            "any": [
                {"field": "held", "op": "has_any", "value": ["srdi_sme", "little_giant"]},
                {"field": "patents", "op": "gte", "value": 100},
            ]
        },
        {"field": "revenue", "op": "gte", "value": {"minor": 1000000000, "ccy": "CNY"}},
    ]
}


def convert(money, ccy):
    """Turn dollars into yuan at 7; no other rate is known."""
    if (money.ccy, ccy) == ("USD", "CNY"):
        return Money(minor=money.minor * 7, ccy="CNY")
    return None


def truth(data, **known):
    return evaluate(
        parse_condition(data, FIELDS),
        {field: one if isinstance(one, Known) else Known(one) for field, one in known.items()},
        convert,
    )


def leaf(field, op, value):
    return {"field": field, "op": op, "value": value}


def test_the_example_of_the_reference_is_true_false_and_unknown():
    known = {"stage": "growth", "stop": False, "patents": 120, "revenue": Money.of(12_000_000)}
    assert truth(EXAMPLE, **known) is True
    assert truth(EXAMPLE, **known | {"patents": 20, "held": frozenset({"hnte"})}) is False
    assert truth(EXAMPLE, **known | {"patents": 20}) is None, "the designations are not known"
    assert truth(EXAMPLE, **known | {"stage": "rd_seed"}) is False
    assert truth(EXAMPLE) is None


@pytest.mark.parametrize(
    ("data", "value", "wanted"),
    [
        (leaf("patents", "gt", 3), 3, False),
        (leaf("patents", "gte", 3), 3, True),
        (leaf("patents", "lt", 3), 3, False),
        (leaf("patents", "lte", 3), 3, True),
        (leaf("patents", "between", [3, 5]), 3, True),
        (leaf("patents", "between", [3, 5]), 5, True),
        (leaf("patents", "between", [3, 5]), 6, False),
        (leaf("patents", "in", [1, 3]), 3, True),
        (leaf("patents", "not_in", [1, 3]), 3, False),
        (leaf("patents", "ne", 3), 4, True),
        (leaf("stage", "eq", "growth"), "growth", True),
        (leaf("stage", "not_in", ["growth"]), "growth", False),
        (leaf("held", "has_any", ["a", "b"]), frozenset("b"), True),
        (leaf("held", "has_all", ["a", "b"]), frozenset("b"), False),
        (leaf("share", "gte", 0.15), Decimal("0.15"), True),
        (leaf("day", "between", ["2024-09-01", "2027-08-31"]), date(2027, 8, 31), True),
        (leaf("day", "between", ["2024-09-01", "2027-08-31"]), date(2027, 9, 1), False),
    ],
)
def test_each_operator(data, value, wanted):
    assert truth(data, **{data["field"]: value}) is wanted
    assert truth({"not": data}, **{data["field"]: value}) is not wanted
    assert truth({"not": data}) is None


def test_is_known_is_never_unknown():
    asked = leaf("patents", "is_known", True)
    assert (truth(asked), truth(asked, patents=0)) == (False, True)
    assert truth({"not": asked}) is True


@pytest.mark.parametrize(
    ("known", "op", "value", "wanted"),
    [
        (Known(200, "at_least"), "gte", 200, True),
        (Known(200, "at_least"), "gte", 201, None),
        (Known(200, "at_least"), "lt", 200, False),
        (Known(200, "at_least"), "eq", 100, False),
        (Known(200, "at_least"), "eq", 300, None),
        (Known(5, "at_most"), "lte", 5, True),
        (Known(5, "at_most"), "gte", 6, False),
        (Known(5, "at_most"), "gte", 3, None),
        (Known(80, "range", 100), "gte", 80, True),
        (Known(80, "range", 100), "gte", 90, None),
        (Known(80, "range", 100), "gt", 100, False),
        (Known(80, "range", 100), "between", [70, 100], True),
        (Known(80, "range", 100), "between", [90, 95], None),
        (Known(80, "range", 100), "ne", 120, True),
        (Known(80, "range", 100), "ne", 90, None),
        (Known(200, "at_least"), "ne", 300, None),
        (Known(200, "at_least"), "in", [100, 300], None),
        (Known(200, "at_least"), "not_in", [100, 300], None),
        (Known(200, "at_least"), "not_in", [100, 150], True),
    ],
)
def test_more_than_and_ranges_decide_only_what_they_can(known, op, value, wanted):
    assert truth(leaf("patents", op, value), patents=known) is wanted


def test_money_is_compared_in_the_currency_of_the_condition():
    asked = leaf("revenue", "gte", {"minor": 700, "ccy": "CNY"})
    assert truth(asked, revenue=Money(minor=100, ccy="USD")) is True
    assert truth(asked, revenue=Money(minor=99, ccy="USD")) is False
    assert truth(asked, revenue=Money(minor=10**9, ccy="EUR")) is None, "no rate is known"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"field": "colour", "op": "eq", "value": 1}, "“colour” is not a field"),
        (leaf("patents", "like", 1), "“like” does not fit"),
        (leaf("stop", "gte", True), "“gte” does not fit"),
        (leaf("patents", "gte", "many"), '"many" does not fit this field, which is a whole number.'),
        (leaf("patents", "gte", True), "true does not fit this field, which is a whole number."),
        (leaf("stop", "eq", "no"), '"no" does not fit this field, which is true or false.'),
        (leaf("stage", "eq", 5), "5 does not fit this field, which is a code in quotes."),
        (leaf("share", "gte", "a lot"), '"a lot" does not fit this field, which is a share such as 0.15.'),
        (leaf("revenue", "gte", 5), '5 does not fit this field, which is an amount such as {"minor": 100000, "ccy"'),
        (leaf("revenue", "gte", {"minor": 1.5, "ccy": "CNY"}), "which is an amount such as"),
        (leaf("revenue", "gte", {"minor": 1, "ccy": "ZZZ"}), "which is an amount such as"),
        (leaf("day", "gte", "2024-13-01"), '"2024-13-01" does not fit this field, which is a day such as 2026-01-31.'),
        (leaf("stage", "in", "growth"), "“in” needs a list"),
        (leaf("stage", "in", []), "“in” needs a list"),
        (leaf("patents", "between", [1]), "“between” needs a list"),
        (leaf("patents", "between", [5, 1]), "the wrong way round"),
        (leaf("revenue", "between", [{"minor": 1, "ccy": "CNY"}, {"minor": 2, "ccy": "HKD"}]), "different currencies"),
        ({"all": []}, "“all” needs a list"),
        ({"any": {}}, "“any” needs a list"),
        ({"all": [EXAMPLE], "any": [EXAMPLE]}, "“any” does not belong"),
        ({**leaf("patents", "gte", 1), "code": "import os"}, "“code” does not belong"),
        ({}, "is not a field"),
        ([], "A condition is missing"),
        (None, "A condition is missing"),
    ],
)
def test_a_bad_condition_is_refused_with_its_place(data, said):
    with pytest.raises(InputError) as refused:
        parse_condition({"all": [EXAMPLE, {"not": data}]}, FIELDS, "P01.eligibility")
    ((place, sentence),) = refused.value.fields.items()
    assert place.startswith("P01.eligibility.all[2].not")
    assert said in sentence


def nested(depth):
    data = leaf("stop", "eq", False)
    for _level in range(depth - 1):
        data = {"not": data}
    return data


def test_conditions_stand_eight_deep_and_no_deeper():
    parse_condition(nested(DEEPEST), FIELDS)
    with pytest.raises(InputError, match="more than 8 deep"):
        parse_condition(nested(DEEPEST + 1), FIELDS)


def test_leaves_keep_the_order_of_the_file_and_know_when_they_are_turned():
    condition = parse_condition(
        {"all": [leaf("stop", "eq", False), {"not": {"any": [leaf("patents", "gte", 1)]}}]}, FIELDS
    )
    assert [one.field for one in leaves(condition)] == ["stop", "patents"]
    assert [one.opposed for one in judged(condition, {}, convert)] == [False, True]


# Whatever is known, a condition is never both true and false, and more knowledge never takes an answer back.

_values = {
    "stage": st.sampled_from(["growth", "rd_seed", "expansion"]),
    "held": st.frozensets(st.sampled_from(["hnte", "srdi_sme", "little_giant"])),
    "stop": st.booleans(),
    "patents": st.integers(0, 200),
    "share": st.decimals(0, 1, places=2),
    "revenue": st.builds(Money, minor=st.integers(0, 10**10), ccy=st.sampled_from(["CNY", "USD", "EUR"])),
    "day": st.dates(date(2020, 1, 1), date(2030, 1, 1)),
}
_leaves = st.one_of(
    st.builds(lambda one: leaf("stage", "in", [one]), _values["stage"]),
    st.builds(lambda one: leaf("held", "has_any", [one]), st.sampled_from(["hnte", "srdi_sme"])),
    st.builds(lambda one: leaf("stop", "eq", one), st.booleans()),
    st.builds(
        lambda op, one: leaf("patents", op, one),
        st.sampled_from(["gt", "gte", "lt", "lte", "eq", "ne"]),
        st.integers(0, 200),
    ),
    st.builds(lambda one: leaf("revenue", "gte", {"minor": one, "ccy": "CNY"}), st.integers(0, 10**10)),
    st.builds(lambda field, one: leaf(field, "is_known", one), st.sampled_from(sorted(FIELDS)), st.booleans()),
)
_plain_leaves = _leaves.filter(lambda one: one["op"] != "is_known")


def _trees(parts):
    return st.recursive(
        parts,
        lambda inner: st.one_of(
            st.builds(lambda some: {"all": some}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda some: {"any": some}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda one: {"not": one}, inner),
        ),
        max_leaves=6,
    ).filter(lambda data: _depth(data) <= DEEPEST)


def _depth(data):
    inner = data.get("all") or data.get("any") or ([data["not"]] if "not" in data else [])
    return 1 + max(map(_depth, inner), default=0)


_known = st.fixed_dictionaries({}, optional={field: st.builds(Known, value) for field, value in _values.items()})


@st.composite
def _bounded(draw):
    """Return a number that is only known by its ends, with one that it may be in truth."""
    low, high = sorted((draw(st.integers(0, 200)), draw(st.integers(0, 200))))
    bound = draw(st.sampled_from(["exact", "at_least", "at_most", "range"]))
    known = {
        "exact": Known(low),
        "at_least": Known(low, "at_least"),
        "at_most": Known(high, "at_most"),
        "range": Known(low, "range", high),
    }[bound]
    least, most = {"exact": (low, low), "at_least": (low, 400), "at_most": (0, high), "range": (low, high)}[bound]
    return known, draw(st.integers(least, most))


def _naive(condition, values):
    """Return the truth by the words of the reference: false beats unknown in `all`, true in `any`."""
    match condition:
        case AllOf(parts):
            found = [_naive(one, values) for one in parts]
            return False if False in found else None if None in found else True
        case AnyOf(parts):
            found = [_naive(one, values) for one in parts]
            return True if True in found else None if None in found else False
        case Not(part):
            inner = _naive(part, values)
            return None if inner is None else not inner
        case Leaf():
            return evaluate(condition, values, convert)


@given(_trees(_leaves), _known)
def test_random_facts_never_make_a_condition_both_true_and_false(data, values):
    condition = parse_condition(data, FIELDS)
    opposite = parse_condition({"not": data}, FIELDS) if _depth(data) < DEEPEST else Not(condition)
    found, turned = evaluate(condition, values, convert), evaluate(opposite, values, convert)
    assert (found is None and turned is None) or (found is (not turned))
    assert found is _naive(condition, values)


_number_leaves = st.one_of(
    st.builds(
        lambda op, one: leaf("patents", op, one),
        st.sampled_from(["gt", "gte", "lt", "lte", "eq", "ne"]),
        st.integers(0, 200),
    ),
    st.builds(lambda some: leaf("patents", "in", some), st.lists(st.integers(0, 200), min_size=1, max_size=4)),
    st.builds(
        lambda one, other: leaf("patents", "between", sorted((one, other))), st.integers(0, 200), st.integers(0, 200)
    ),
)


@given(_trees(_number_leaves), _bounded())
def test_more_than_and_ranges_never_say_what_the_number_itself_denies(data, known):
    condition = parse_condition(data, FIELDS)
    vague, exact = known
    found = evaluate(condition, {"patents": vague}, convert)
    assert found is None or found is evaluate(condition, {"patents": Known(exact)}, convert)


@given(_trees(_leaves), _known, st.data())
def test_a_further_fact_turns_false_into_true_only_where_a_leaf_asks_whether_it_is_known(data, values, drawn):
    condition = parse_condition(data, FIELDS)
    missing = sorted(FIELDS.keys() - values.keys())
    if not missing:
        return
    field = drawn.draw(st.sampled_from(missing))
    after = evaluate(condition, {**values, field: Known(drawn.draw(_values[field]))}, convert)
    if evaluate(condition, values, convert) is False and after is True:
        assert any(one.field == field and one.op == "is_known" for one in leaves(condition))


@given(_trees(_plain_leaves), _known, st.data())
def test_a_further_fact_never_takes_an_answer_back(data, values, drawn):
    condition = parse_condition(data, FIELDS)
    missing = sorted(FIELDS.keys() - values.keys())
    before = evaluate(condition, values, convert)
    if missing and before is not None:
        field = drawn.draw(st.sampled_from(missing))
        more = {**values, field: Known(drawn.draw(_values[field]))}
        assert evaluate(condition, more, convert) is before


def _product_values():
    kinds = {
        "enum": st.sampled_from(
            ["rd_seed", "startup", "growth", "expansion", "maturity", "pre_ipo", "listed", "T2", "T5"]
        ),
        "set": st.frozensets(st.sampled_from(["hnte", "srdi_sme", "little_giant", "tech_sme"])),
        "bool": st.booleans(),
        "int": st.integers(0, 500),
        "number": st.decimals(0, 100, places=1),
        "ratio": st.decimals(0, 2, places=2),
        "money": st.builds(Money, minor=st.integers(0, 10**12), ccy=st.just("CNY")),
    }
    fields = {code: st.builds(Known, kinds[one.type]) for code, one in offers.condition_fields().items()}
    return fields, st.fixed_dictionaries({}, optional=fields)


_FIELD_VALUES, _SOME_VALUES = _product_values()


@given(st.sampled_from(sorted(offers.products())), _SOME_VALUES, st.data())
def test_a_further_fact_never_makes_what_is_not_eligible_eligible(code, values, drawn):
    """No shipped product asks whether something is known, so a decided result stands whatever else is learnt."""
    product = offers.products()[code]
    before = match(product, values, convert)
    missing = sorted(_FIELD_VALUES.keys() - values.keys())
    if not missing:
        return
    field = drawn.draw(st.sampled_from(missing))
    after = match(product, {**values, field: drawn.draw(_FIELD_VALUES[field])}, convert)
    if before.result != "possible":
        assert after.result == before.result
    elif after.result == "eligible":
        assert any(one.leaf.field == field and one.mark == "met" for one in after.rulings if one.points is None)
    assert 0 <= before.fit <= after.fit <= after.potential <= before.potential <= 100
    assert result_of(product, values, convert) == before.result


@given(st.sampled_from(sorted(offers.products())), _SOME_VALUES)
def test_what_decides_is_named(code, values):
    found = match(offers.products()[code], values, convert)
    if found.result == "not_eligible":
        assert all(one.mark == "missed" for one in found.hindrances)
        assert found.hindrances
    if found.result == "possible":
        assert found.missing
        assert not set(found.missing) & values.keys()

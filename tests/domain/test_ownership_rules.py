"""Control, groups, circles and effective ownership."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.ownership_rules import (
    check_equity_sum,
    check_link,
    effective_bp,
    find_cycle,
    group_of,
    has_control,
    is_valid,
    owners_above,
    ownership_paths,
    share_bp,
    ultimate_parents,
)
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError, RuleError

DAY = date(2025, 12, 11)


def link(parent, child, pct_bp=None, **more):
    return OwnershipLink(parent_id=parent, child_id=child, pct_bp=pct_bp, **more)


WORKED = [link("P", "S1", 6000), link("S1", "S2", 7000), link("P", "S2", 1000)]


def test_the_worked_example_is_52_percent():
    assert effective_bp("P", "S2", WORKED, DAY) == 5200
    assert effective_bp("P", "S1", WORKED, DAY) == 6000
    assert effective_bp("S1", "P", WORKED, DAY) == 0
    assert effective_bp("P", "P", WORKED, DAY) == 10_000


def test_an_unknown_share_on_the_way_makes_the_result_unknown():
    links = [link("P", "S1", 6000), link("S1", "S2", None)]
    assert effective_bp("P", "S2", links, DAY) is None
    assert effective_bp("P", "S1", [*links, link("X", "S1", None)], DAY) == 6000


@pytest.mark.parametrize(
    ("one", "controls"),
    [
        (link("P", "C", 5000), False),
        (link("P", "C", 5001), True),
        (link("P", "C", 1000, controls=True), True),
        (link("P", "C", None), False),
        (link("P", "C", kind="vie"), True),
        (link("P", "C", kind="common_controller"), True),
        (link("P", "C", kind="economic"), False),
    ],
)
def test_what_is_control(one, controls):
    assert has_control(one) is controls


def test_a_group_hangs_from_its_ultimate_parent():
    links = [*WORKED, link("S2", "S3", 4000), link("founder", "P", 8000, parent_kind="person")]
    group = group_of("S2", links, DAY)
    assert group.tops == ("founder",)
    assert group.firms == {"P", "S1", "S2"}
    assert group_of("S3", links, DAY).firms == {"S3"}
    assert group_of("alone", [], DAY).tops == ("alone",)


def test_an_outsider_can_hold_a_group_together():
    links = [
        OwnershipLink(parent_kind="outsider", parent_name="Holding", child_id=child, pct_bp=9000) for child in "AB"
    ]
    assert group_of("A", links, DAY).firms == {"A", "B"}


def test_economic_dependence_joins_only_when_asked():
    links = [*WORKED, link("S2", "X", kind="economic"), link("X", "Y", 10_000)]
    assert group_of("P", links, DAY).firms == {"P", "S1", "S2"}
    assert group_of("P", links, DAY, economic=True).firms == {"P", "S1", "S2", "X", "Y"}
    assert group_of("Y", links, DAY, economic=True).firms == {"P", "S1", "S2", "X", "Y"}


def test_links_hold_only_in_their_time():
    past = link("P", "C", 6000, valid_from=PartialDate("2020"), valid_to=PartialDate("2024"))
    assert is_valid(past, date(2020, 1, 1))
    assert is_valid(past, date(2024, 12, 31))
    assert not is_valid(past, date(2025, 1, 1))
    assert not is_valid(past, date(2019, 12, 31))
    assert effective_bp("P", "C", [past], DAY) == 0
    assert group_of("C", [past], DAY).firms == {"C"}


CROSSED = [link("A", "B", 6000), link("B", "C", 6000), link("C", "A", 6000), link("C", "D", 5100)]


def test_cross_holdings_are_found_and_do_not_run_forever():
    assert find_cycle(WORKED, DAY) is None
    cycle = find_cycle(CROSSED, DAY)
    assert cycle[0] == cycle[-1]
    assert set(cycle) == {"A", "B", "C"}
    assert group_of("D", CROSSED, DAY).firms == {"A", "B", "C", "D"}
    assert ultimate_parents("D", CROSSED, DAY) == ("A",)
    assert effective_bp("A", "C", CROSSED, DAY) == 3600


def test_shares_in_one_child_may_not_exceed_the_whole():
    check_equity_sum([link("A", "C", 6000), link("B", "C", 4000)], DAY)
    with pytest.raises(RuleError, match=r"100\.1%"):
        check_equity_sum([link("A", "C", 6000), link("B", "C", 4010)], DAY)
    ended = link("A", "C", 6000, valid_to=PartialDate("2024"))
    check_equity_sum([ended, link("B", "C", 9000)], DAY)
    later = link("A", "C", 6000, valid_from=PartialDate("2026-06"))
    with pytest.raises(RuleError):
        check_equity_sum([later, link("B", "C", 9000)], DAY)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (link("A", "A", 1), "child_id"),
        (link("A", "B", 10_001), "pct_bp"),
        (link("A", "B", -1), "pct_bp"),
        (link("A", "B", valid_from=PartialDate("2024"), valid_to=PartialDate("2023")), "valid_to"),
    ],
)
def test_one_wrong_link_names_its_field(wrong, field):
    with pytest.raises(InputError) as caught:
        check_link(wrong)
    assert list(caught.value.fields) == [field]


NODES = st.sampled_from("ABCDE")
LINKS = st.lists(st.builds(link, NODES, NODES, st.one_of(st.none(), st.integers(0, 10_000))), max_size=8)


@given(LINKS, NODES)
def test_any_links_give_a_group_that_all_its_tops_share(links, firm):
    links = [one for one in links if one.parent_id != one.child_id]
    group = group_of(firm, links, DAY)
    assert firm in group.firms
    assert set(group.tops) <= group.firms
    find_cycle(links, DAY)
    for other in "ABCDE":
        effective_bp(firm, other, links, DAY)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6))
def test_a_chain_multiplies_its_shares(shares):
    links = [link(str(index), str(index + 1), share) for index, share in enumerate(shares)]
    expected = 1.0
    for share in shares:
        expected *= share / 10_000
    assert abs(effective_bp("0", str(len(shares)), links, DAY) - expected * 10_000) <= 0.51


def test_below_a_circle_of_control_is_the_same_group_whatever_the_ids_are():
    for names in (("a", "b", "c"), ("c", "a", "b"), ("b", "c", "a")):
        first, second, below = names
        pairs = ((first, below), (first, second), (second, first))
        links = [link(over, under, 6000) for over, under in pairs]
        groups = {group_of(firm, links, DAY) for firm in names}
        assert [(one.tops, one.firms) for one in groups] == [((min(first, second),), frozenset(names))]


def test_the_ways_of_the_worked_example_come_to_42_and_10_percent():
    found = ownership_paths("P", "S2", WORKED, DAY)
    assert [(path.nodes, path.shares, path.product) for path in found.paths] == [
        (("P", "S1", "S2"), (6000, 7000), Fraction(42, 100)),
        (("P", "S2"), (1000,), Fraction(10, 100)),
    ]
    assert (found.known, found.share_bp, found.circle) == (Fraction(52, 100), 5200, None)
    assert owners_above("S2", WORKED, DAY) == {"P", "S1"}


def test_ways_hold_on_their_days_only():
    links = [*WORKED[:2], link("P", "S2", 1000, valid_from=PartialDate("2024-06-01"), valid_to=PartialDate("2024"))]
    shares = [ownership_paths("P", "S2", links, date(2024, month, 31)).share_bp for month in (5, 12)]
    assert shares == [4200, 5200]
    assert ownership_paths("P", "S2", links, DAY).share_bp == 4200


def test_a_way_with_an_unknown_share_is_there_and_is_unknown():
    found = ownership_paths("P", "S2", [*WORKED, link("P", "S3", 5000), link("S3", "S2", None)], DAY)
    assert [path.product for path in found.paths] == [Fraction(42, 100), Fraction(10, 100), None]
    assert (found.known, found.share_bp) == (Fraction(52, 100), None)
    nothing = ownership_paths("P", "S2", [link("P", "S1", 0), link("S1", "S2", None)], DAY)
    assert nothing.share_bp == 0


def test_a_circle_is_said_and_no_way_goes_around_it():
    links = [*WORKED, link("S2", "S1", 2000)]
    found = ownership_paths("P", "S2", links, DAY)
    assert [path.nodes for path in found.paths] == [("P", "S1", "S2"), ("P", "S2")]
    assert (set(found.circle), len(found.circle), found.circle[0]) == ({"S1", "S2"}, 3, found.circle[-1])
    own = ownership_paths("P", "S2", [*WORKED, link("S2", "P", 500)], DAY)
    assert (own.share_bp, own.circle[0], own.circle[-1]) == (5200, "P", "P")
    aside = [link("X", "Y", 1000), link("Y", "X", 1000), link("Y", "S1", 1000)]
    assert ownership_paths("P", "S2", [*WORKED, *aside], DAY).circle is None


@given(LINKS.flatmap(lambda links: st.tuples(st.just(links), st.permutations(links))), NODES, NODES)
def test_the_effective_share_is_the_sum_of_its_ways_whatever_the_order_of_links(orders, parent, child):
    links, again = ([one for one in order if one.parent_id != one.child_id] for order in orders)
    found = ownership_paths(parent, child, links, DAY)
    assert found == ownership_paths(parent, child, again, DAY)
    if parent == child:
        assert effective_bp(parent, child, links, DAY) == 10_000
        return
    products = [path.product for path in found.paths]
    whole = None if None in products else share_bp(sum(products, Fraction(0)))
    assert effective_bp(parent, child, links, DAY) == effective_bp(parent, child, again, DAY) == whole
    assert all(len(set(path.nodes)) == len(path.nodes) for path in found.paths)
    assert bool(found.paths) == (parent in owners_above(child, links, DAY))

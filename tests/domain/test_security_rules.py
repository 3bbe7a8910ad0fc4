"""What collateral carries: valuations and their age, the order of charges, shortfall, guarantees."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.amounts import line_amounts
from rmapp.domain.collateral import Charge, Collateral, Guarantee, Valuation
from rmapp.domain.facility import Facility, LedgerEntry
from rmapp.domain.money import Money, total
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.security_rules import (
    Claim,
    charge_state,
    current_valuation,
    divide,
    guaranteed,
    has_lapsed,
    is_valid,
    lendable_of,
    shortfall,
    valid_to,
)

DAY = date(2025, 12, 11)


def m(million, ccy="CNY"):
    return Money.of(Decimal(str(million)) * 1_000_000, ccy)


def thing(share=6500, **fields):
    return Collateral(firm_id="f", type="pledge_ip", lendable_bp=share, **fields)


def valued(million, on=date(2025, 6, 1), ccy="CNY"):
    return Valuation(collateral_id="c", value=m(million, ccy), valued_on=on)


def claim(id, ranking=1, on=date(2025, 1, 1), cap=None, wants=30):
    money = [None if one is None else m(one) for one in (cap, wants)]
    return Claim(id, ranking, on, *money)


def test_the_worked_numbers_of_design_6():
    patents = [
        (thing(), [valued(21)]),
        (thing(), [valued("15.5")]),
        (thing(), [valued("9.7", on=date(2024, 10, 1))]),
    ]
    lendable = total(lendable_of(one, history, DAY) for one, history in patents)
    line = Facility(firm_id="f", limit=m(30), status="active")
    drawn = LedgerEntry(facility_id=line.id, kind="disbursement", amount=m(18), value_on=PartialDate("2025-07-01"))
    amounts = line_amounts(line, [drawn], DAY, lendable=lendable)
    assert lendable == m("23.725")
    assert amounts.undrawn == m(12)
    assert amounts.waiting_for_value == m("6.275")
    assert amounts.available == m("5.725")
    assert shortfall(m(18), m(30), lendable) == m(0)
    assert shortfall(None, m(30), lendable) == m("6.275")


def test_the_newest_valuation_on_or_before_the_day_counts():
    history = [valued(18, on=date(2024, 5, 1)), valued(21, on=date(2025, 5, 1)), valued(30, on=date(2026, 1, 1))]
    assert current_valuation(history, DAY).value == m(21)
    assert current_valuation(history, date(2025, 5, 1)).value == m(21)
    assert current_valuation(history, date(2025, 4, 30)).value == m(18)
    assert current_valuation(history, date(2024, 4, 30)) is None


@pytest.mark.parametrize(("day", "lapsed"), [(date(2026, 2, 28), False), (date(2026, 3, 1), True)])
def test_a_valuation_lapses_after_twelve_months(day, lapsed):
    one = valued(10, on=date(2025, 2, 28))
    assert valid_to(one) == date(2026, 2, 28)
    assert has_lapsed(one, day) is lapsed
    assert lendable_of(thing(), [one], day) == (m(0) if lapsed else m("6.5"))


def test_what_was_never_valued_or_has_no_share_is_not_known():
    assert lendable_of(thing(), [], DAY) is None
    assert lendable_of(thing(share=None), [valued(10)], DAY) is None
    assert lendable_of(thing(), [valued(10, on=date(2026, 1, 1))], DAY) is None
    assert lendable_of(thing(share=None), [valued(10, on=date(2020, 1, 1))], DAY) == m(0)


@pytest.mark.parametrize(
    ("fields", "kind", "state"),
    [
        ({}, "pledge_ip", "agreed"),
        ({"registration_no": "Y2025"}, "pledge_ip", "in_force"),
        ({"registered_on": date(2025, 1, 1)}, "mortgage_property", "in_force"),
        ({"registered_on": date(2026, 1, 1)}, "mortgage_property", "agreed"),
        ({}, "margin_deposit", "in_force"),
        ({"registered_on": date(2025, 1, 1), "registered_to": DAY}, "pledge_ip", "in_force"),
        ({"registered_on": date(2025, 1, 1), "registered_to": date(2025, 12, 10)}, "pledge_ip", "registration_ended"),
        ({"registered_on": date(2025, 1, 1), "ended_on": DAY}, "pledge_ip", "released"),
    ],
)
def test_a_charge_is_in_force_from_its_registration_to_its_end(fields, kind, state):
    charge = Charge(collateral_id="c", facility_id="l", **fields)
    assert charge_state(charge, kind, DAY) == state


def test_earlier_ranks_come_first_and_later_ones_get_what_is_left():
    shares = divide(m(40), [claim("second", ranking=2, wants=20), claim("first")])
    assert shares == {"first": m(40), "second": m(10)}


def test_within_a_rank_the_earlier_registration_comes_first():
    shares = divide(m(40), [claim("late", on=date(2025, 6, 1)), claim("early")])
    assert shares == {"early": m(40), "late": m(10)}


def test_charges_of_one_rank_and_day_share_in_proportion():
    assert divide(m(60), [claim("a", wants=30), claim("b", wants=50)]) == {"a": m("22.5"), "b": m("37.5")}
    assert divide(m(100), [claim("a", wants=30), claim("b", wants=50)]) == {"a": m(50), "b": m(70)}
    thirds = divide(Money(minor=100), [claim(one, wants=1) for one in "abc"])
    assert [one.minor for one in thirds.values()] == [33, 33, 33]


def test_a_secured_amount_caps_a_charge_and_what_it_takes_from_later_ones():
    shares = divide(m(40), [claim("first", cap=12), claim("second", ranking=2, cap=50)])
    assert shares == {"first": m(12), "second": m(28)}


def test_the_charge_of_a_line_that_is_over_takes_nothing_from_later_ones():
    assert divide(m(40), [claim("paid", wants=0), claim("next", ranking=2)])["next"] == m(40)


def test_behind_a_charge_without_known_end_nothing_is_known():
    shares = divide(m(40), [claim("first", wants=None), claim("second", ranking=2)])
    assert shares == {"first": m(40), "second": None}
    assert divide(None, [claim("first")]) == {"first": None}
    assert divide(m(0), [claim("first", wants=None), claim("second", ranking=2)])["second"] == m(0)


def test_a_cap_that_cannot_be_converted_makes_what_it_carries_unknown():
    first = claim("first")._replace(is_known=False)
    assert divide(m(40), [first, claim("second", ranking=2)]) == {"first": None, "second": None}


amounts = st.integers(0, 10**14).map(lambda minor: Money(minor=minor))


@given(
    amounts,
    st.lists(st.tuples(st.integers(1, 3), st.dates(date(2025, 1, 1), date(2025, 1, 3)), amounts, amounts), max_size=6),
    st.randoms(),
)
def test_charges_with_caps_never_carry_more_than_there_is_whatever_their_order(lendable, rows, random):
    claims = [Claim(str(place), rank, on, min(cap, wants), wants) for place, (rank, on, cap, wants) in enumerate(rows)]
    shares = divide(lendable, claims)
    assert all(share.minor >= 0 for share in shares.values())
    assert total(shares.values()) <= lendable
    random.shuffle(claims)
    assert divide(lendable, claims) == shares


@pytest.mark.parametrize(
    ("owed", "limit", "lendable", "expected"),
    [
        (m(30), m(40), m(20), m(10)),
        (m(10), m(40), m(20), m(0)),
        (None, m(40), m(20), m(20)),
        (None, None, m(20), None),
        (m(10), m(40), None, None),
    ],
)
def test_the_shortfall_is_what_is_owed_beyond_the_security(owed, limit, lendable, expected):
    assert shortfall(owed, limit, lendable) == expected


def test_guarantees_add_up_to_at_most_the_limit():
    def given_for(amount, **fields):
        return Guarantee(facility_id="l", guarantor_name="A", amount=None if amount is None else m(amount), **fields)

    assert guaranteed([given_for(10), given_for(5)], m(40), DAY) == m(15)
    assert guaranteed([given_for(10), given_for(None)], m(40), DAY) == m(40)
    assert guaranteed([given_for(50)], m(40), DAY) == m(40)
    assert guaranteed([], m(40), DAY) == m(0)
    assert guaranteed([given_for(None)], None, DAY) is None
    over = given_for(10, valid_to=date(2025, 12, 10))
    assert not is_valid(over, DAY)
    assert guaranteed([over], m(40), DAY) == m(0)
    assert not is_valid(given_for(1, valid_from=date(2026, 1, 1)), DAY)

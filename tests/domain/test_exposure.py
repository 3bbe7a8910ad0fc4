"""Use and exposure of single lines with the figures of 3.5, whose line it is, and what parts of a limit add up to."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain import reference
from rmapp.domain.amounts import LineAmounts, line_amounts
from rmapp.domain.exposure import (
    commitment,
    exposure_factor_bp,
    is_in_force,
    is_ours,
    is_umbrella,
    line_risk,
    over_allocation,
    part_sums,
)
from rmapp.domain.facility import Drawdown, Facility, LedgerEntry
from rmapp.domain.money import Money
from rmapp.domain.ownership import GroupLimit, SubLimit

DAY = date(2025, 12, 11)
BANKS = frozenset({"Test Bank"})


def m(amount, ccy="CNY"):
    return Money.of(Decimal(str(amount)) * 10**6, ccy)


def line(limit, **fields):
    known = {"firm_id": "f", "facility_type": "working_capital_loan", "status": "active", "revolving": True}
    return Facility(limit=None if limit is None else m(limit), **{**known, **fields})


def risk_of(facility, *moves, draws=()):
    ccy = facility.limit.ccy if facility.limit else facility.ccy
    ledger = [LedgerEntry(facility_id="l", kind=kind, amount=m(amount, ccy)) for kind, amount in moves]
    return line_risk(facility, line_amounts(facility, ledger, DAY, drawdowns=draws), DAY)


def limit(million=200, **fields):
    return GroupLimit(firm_id="f", limit=None if million is None else m(million), **fields)


def part(million, **fields):
    return SubLimit(group_limit_id="g", limit=None if million is None else m(million), **{"firm_id": "f", **fields})


def test_worked_example_3_5_a1_revolving_loan_uncommitted():
    risk = risk_of(line(60), ("disbursement", 40))
    assert (risk.net, risk.factor_bp, risk.undrawn_bp, risk.exposure) == (m(40), 10_000, 0, m(40))


def test_worked_example_3_5_a2_bank_acceptance_with_a_margin_of_30_percent():
    risk = risk_of(line(30, facility_type="bank_acceptance", margin_bp=3000), ("issue", 20))
    assert (risk.net, risk.exposure) == (m(14), m(14))


def test_worked_example_3_5_b1_equipment_loan_committed():
    equipment = line(50, facility_type="equipment_loan", committed=True, revolving=False)
    risk = risk_of(equipment, ("disbursement", 30), ("principal_repayment", 5))
    assert (risk.net, risk.commitment, risk.undrawn_bp, risk.exposure) == (m(25), m(20), 4000, m(33))


def test_worked_example_3_5_c1_the_factor_of_a_contract_is_in_its_risk_amount():
    assert reference.facility_types()["fx_derivatives"].exposure_factor_bp == 1000
    contract = Drawdown(facility_id="l", sequence=1, amount=m(4), notional=m(40), factor_bp=1000)
    for override in (None, 1000):
        fx_line = line(5, facility_type="fx_derivatives", exposure_factor_bp=override)
        risk = risk_of(fx_line, ("issue", 4), draws=[contract])
        assert (risk.net, risk.factor_bp, risk.exposure) == (m(4), 10_000, m(4))


def test_worked_example_3_5_c2_export_bills_in_dollars():
    bills = line(None, facility_type="export_bill_financing", ccy="USD").model_copy(update={"limit": m(3, "USD")})
    assert risk_of(bills, ("disbursement", 1)).exposure == m(1, "USD")


@pytest.mark.parametrize(
    ("kind", "override", "factor_bp"),
    [
        ("working_capital_loan", None, 10_000),
        ("import_lc", None, 2000),
        ("letter_of_guarantee", None, 5000),
        ("financing_guarantee", None, 10_000),
        ("entrusted_loan", None, 0),
        ("import_lc", 5000, 5000),
        ("import_lc", 0, 0),
    ],
)
def test_the_factor_is_the_types_unless_the_line_has_its_own(kind, override, factor_bp):
    assert exposure_factor_bp(line(10, facility_type=kind, exposure_factor_bp=override)) == factor_bp


@pytest.mark.parametrize(
    ("fields", "promised"),
    [
        ({}, 60),
        ({"status": "signed"}, 60),
        ({"status": "suspended"}, 60),
        ({"status": "approved"}, 0),
        ({"status": "matured"}, 0),
        ({"available_to": date(2025, 12, 10)}, 0),
        ({"available_to": DAY}, 60),
        ({"available_from": date(2026, 1, 1)}, 60),
    ],
)
def test_what_counts_as_promised(fields, promised):
    facility = line(100, committed=True, **fields)
    amounts = line_amounts(facility, [LedgerEntry(facility_id="l", kind="disbursement", amount=m(40))], DAY)
    assert commitment(facility, amounts, DAY) == m(promised)


def test_an_approved_draw_is_still_undrawn_and_promised():
    reserved = Drawdown(facility_id="l", sequence=1, amount=m(10), status="reserved")
    risk = risk_of(line(100, committed=True), ("disbursement", 40), draws=[reserved])
    assert (risk.commitment, risk.exposure) == (m(60), m(64))


def test_unknown_parts_leave_the_exposure_unknown():
    unknown = LineAmounts(limit=m(100))
    assert line_risk(line(100), unknown, DAY).exposure is None
    without_limit = LineAmounts(used=m(40))
    assert line_risk(line(None, committed=True), without_limit, DAY).exposure is None
    # What is not promised need not be known.
    assert line_risk(line(None), without_limit, DAY).exposure == m(40)


def test_the_exposure_is_rounded_once():
    facility = line(1, committed=True, facility_type="letter_of_guarantee")
    amounts = LineAmounts(limit=Money(minor=4), used=Money(minor=1), reserved=Money(minor=0), undrawn=Money(minor=3))
    # 0.5 + 1.2 fen: rounded apart they would be 1 + 1, together they are 1.7 and so 2.
    assert line_risk(facility, amounts, DAY).exposure == Money(minor=2)


@given(st.integers(0, 10**12), st.integers(0, 10**12), st.integers(0, 10_000))
def test_the_exposure_lies_between_nothing_and_the_limit(used, undrawn, factor_bp):
    facility = line(1, committed=True, exposure_factor_bp=factor_bp)
    whole = Money(minor=used + undrawn)
    amounts = LineAmounts(limit=whole, used=Money(minor=used), reserved=Money(minor=0), undrawn=Money(minor=undrawn))
    assert Money.zero() <= line_risk(facility, amounts, DAY).exposure <= whole


@pytest.mark.parametrize(
    ("lender", "ours"),
    [
        ("", True),
        ("  ", True),
        ("Test Bank", True),
        (" Test Bank ", True),
        ("Test Bank II", False),
        ("其他银行", False),
    ],
)
def test_whose_line_it_is(lender, ours):
    assert is_ours(lender, BANKS) is ours
    assert is_ours(lender, frozenset()) is (not lender.strip())


def test_which_types_are_umbrellas():
    assert [code for code in reference.facility_types() if is_umbrella(code)] == ["comprehensive_limit"]


@pytest.mark.parametrize(
    ("fields", "in_force"),
    [
        ({}, True),
        ({"lender": "Test Bank"}, True),
        ({"lender": "Another Bank"}, False),
        ({"valid_from": DAY, "valid_to": DAY}, True),
        ({"valid_from": date(2025, 12, 12)}, False),
        ({"valid_to": date(2025, 12, 10)}, False),
        ({"status": "approved"}, True),
        ({"status": "suspended"}, True),
        ({"status": "proposed"}, False),
        ({"status": "cancelled"}, False),
    ],
)
def test_which_limits_are_in_force(fields, in_force):
    assert is_in_force(limit(**fields), BANKS, DAY) is in_force


def test_worked_example_3_5_the_parts_are_over_allocated_by_30m():
    parts = [part(100), part(80), part(50)]
    assert over_allocation(limit(), parts) == m(30)
    assert part_sums(limit(), parts) == (m(230), m(0))


def test_parts_by_firm_and_by_family_divide_the_limit_each_for_itself():
    by_family = [part(150, firm_id=None, family="loan"), part(60, firm_id=None, family="bill")]
    assert over_allocation(limit(), [part(120), part(80), *by_family]) == m(10)
    assert over_allocation(limit(), [part(120), part(80)]) is None
    assert over_allocation(limit(None), [part(120)]) is None
    assert over_allocation(limit(), [part(None), part(1)]) is None

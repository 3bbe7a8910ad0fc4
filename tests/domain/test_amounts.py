"""What is drawn, what is free and what holds the rest back, with the worked examples of 3.4 and 3.5."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.amounts import (
    LineAmounts,
    counting_entries,
    line_amounts,
    sum_lines,
    umbrella_amounts,
)
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, LedgerEntry, Tranche
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import RuleError

DAY = date(2025, 12, 11)
RATES = [SimpleNamespace(base="USD", quote="CNY", on=date(2025, 12, 10), rate=Decimal("7.0796"))]


def m(amount, ccy="CNY"):
    return Money.of(Decimal(str(amount)) * 10**6, ccy)


def line(limit, **fields):
    given = {"firm_id": "f", "facility_type": "working_capital_loan", "status": "active", "revolving": True}
    return Facility(limit=None if limit is None else m(limit), **given | fields)


def entry(kind, amount, **fields):
    return LedgerEntry(facility_id="l", kind=kind, amount=m(amount), **fields)


def out(amount, **fields):
    return entry("disbursement", amount, **fields)


def back(amount, **fields):
    return entry("principal_repayment", amount, **fields)


def draw(amount, **fields):
    return Drawdown(facility_id="l", sequence=1, amount=m(amount), **fields)


def test_the_reported_line_of_lingban():
    amounts = line_amounts(line(100), [out(40)], DAY)
    assert (amounts.outstanding, amounts.available) == (m(40), m(60))
    assert (amounts.utilisation_bp, amounts.drawn_bp, amounts.over_limit) == (4000, 4000, False)


def test_the_worked_non_revolving_line():
    amounts = line_amounts(line(50, revolving=False), [out(30), back(5)], DAY)
    assert (amounts.disbursed, amounts.repaid, amounts.outstanding) == (m(30), m(5), m(25))
    assert (amounts.available, amounts.drawn_bp, amounts.utilisation_bp) == (m(20), 6000, 5000)
    assert amounts.use(committed=True) == m(45)
    assert amounts.use(committed=False) == m(25)


@pytest.mark.parametrize("drawing", [None, {"margin": m(6)}])
def test_bills_use_their_face_less_the_margin(drawing):
    bill = line(30, margin_bp=None if drawing else 3000)
    drawn = draw(20, **(drawing or {}))
    amounts = line_amounts(bill, [entry("issue", 20, drawdown_id=drawn.id)], DAY, drawdowns=[drawn])
    assert (amounts.outstanding, amounts.used, amounts.available) == (m(20), m(14), m(16))


def test_the_numbers_of_the_design():
    tranches = [
        Tranche(facility_id="l", sequence=1, amount=m(40), condition="Board", condition_met_on=date(2025, 6, 1)),
        Tranche(facility_id="l", sequence=2, amount=m(60), condition="Purchase contract"),
    ]
    first_draw = draw(40, tranche_id=tranches[0].id)
    working = line_amounts(
        line(100), [out(40, drawdown_id=first_draw.id)], DAY, drawdowns=[first_draw], tranches=tranches
    )
    pledged = line_amounts(line(30), [out(18)], DAY, lendable=m("23.725"))
    assert (working.waiting, working.available) == (m(60), m(0))
    assert (pledged.waiting_for_value, pledged.available) == (m("6.275"), m("5.725"))
    totals = sum_lines([working, pledged], "CNY", DAY, [])
    assert (totals.limit, totals.outstanding) == (m(130), m(58))
    assert (totals.waiting_for_condition, totals.waiting_for_value, totals.available) == (m(60), m("6.275"), m("5.725"))
    assert round(totals.utilisation_bp / 100) == 45
    assert (totals.rate_on, totals.stale) == (None, False)


def test_an_unknown_limit_leaves_everything_about_it_unknown():
    amounts = line_amounts(line(None), [out(40)], DAY)
    assert amounts.outstanding == m(40)
    for name in ("limit", "undrawn", "available", "waiting", "utilisation_bp", "drawn_bp", "over_limit"):
        assert getattr(amounts, name) is None, name


def test_unknown_movements_leave_the_amounts_unknown():
    amounts = line_amounts(line(100), None, DAY)
    assert amounts == LineAmounts(limit=m(100), blocked=m(0))
    assert amounts.use(committed=True) is None
    assert sum_lines([amounts], "CNY", DAY, []).outstanding is None


def test_no_movements_are_zero_and_not_unknown():
    amounts = line_amounts(line(100), [], DAY)
    assert (amounts.outstanding, amounts.available, amounts.utilisation_bp) == (m(0), m(100), 0)


@pytest.mark.parametrize(
    "closed",
    [
        {"status": "approved"},
        {"status": "suspended"},
        {"status": "matured"},
        {"available_from": date(2025, 12, 12)},
        {"available_to": date(2025, 12, 10)},
    ],
)
def test_nothing_is_available_outside_an_open_line(closed):
    amounts = line_amounts(line(100, **closed), [out(40)], DAY)
    assert (amounts.available, amounts.undrawn) == (m(0), m(60))


def test_the_first_and_last_day_are_open():
    window = line(100, available_from=DAY, available_to=DAY)
    assert line_amounts(window, [], DAY).available == m(100)


def test_only_an_unmet_blocking_condition_closes_the_line():
    def condition(**fields):
        return DrawingCondition(facility_id="l", text="Insurance", **fields)

    assert line_amounts(line(100), [], DAY, conditions=[condition(blocking=True)]).available == m(0)
    assert line_amounts(line(100), [], DAY, conditions=[condition()]).available == m(100)
    for settled in ({"met_on": DAY}, {"waived_on": DAY, "waived_reason": "Board"}):
        gone = condition(blocking=True, **settled)
        assert line_amounts(line(100), [], DAY, conditions=[gone]).available == m(100)


def test_reserved_and_blocked_parts_are_not_available():
    reserved, requested, cancelled = (draw(10, status=status) for status in ("reserved", "requested", "cancelled"))
    amounts = line_amounts(line(100), [], DAY, drawdowns=[reserved, requested, cancelled], blocked=m(5))
    assert (amounts.reserved, amounts.blocked, amounts.available) == (m(10), m(5), m(85))
    paid = line_amounts(line(100), [out(10, drawdown_id=reserved.id)], DAY, drawdowns=[reserved])
    assert (paid.reserved, paid.outstanding) == (m(0), m(10))


def test_over_limit_is_shown_and_not_clamped():
    amounts = line_amounts(line(100), [out(100), entry("revaluation", 8)], DAY)
    assert (amounts.outstanding, amounts.available, amounts.utilisation_bp) == (m(108), m(0), 10_800)
    assert amounts.over_limit is True


def test_entries_after_the_day_do_not_count_yet():
    later = out(40, value_on=PartialDate("2025-12-12"))
    assert line_amounts(line(100), [later], DAY).outstanding == m(0)
    assert line_amounts(line(100), [later], date(2025, 12, 12)).outstanding == m(40)
    assert line_amounts(line(100), [out(40, value_on=PartialDate("2025-12"))], DAY).outstanding == m(40)


def test_interest_and_fees_do_not_move_principal():
    ledger = [out(40), entry("interest_payment", 1), entry("fee", 1), entry("claim", 1), entry("limit_change", 9)]
    assert line_amounts(line(100), ledger, DAY).outstanding == m(40)


def test_a_correction_takes_an_entry_out_and_its_own_correction_puts_it_back():
    wrong = out(40)
    reversal = entry("correction", 40, reverses=wrong.id)
    assert line_amounts(line(100), [wrong, reversal], DAY).outstanding == m(0)
    second = entry("correction", 40, reverses=reversal.id)
    assert counting_entries([wrong, reversal, second]) == [wrong]


def test_entries_in_another_currency_are_refused():
    dollars = LedgerEntry(facility_id="l", kind="disbursement", amount=m(1, "USD"))
    with pytest.raises(RuleError, match="USD"):
        line_amounts(line(100), [dollars], DAY)


def test_a_waiting_tranche_of_unknown_size_makes_the_rest_unknown():
    tranche = Tranche(facility_id="l", sequence=1, condition="Contract")
    amounts = line_amounts(line(100), [out(40)], DAY, tranches=[tranche])
    assert (amounts.undrawn, amounts.waiting, amounts.available) == (m(60), None, None)


def test_security_of_unknown_value_makes_what_it_carries_unknown_and_nothing_else():
    amounts = line_amounts(line(100), [out(40)], DAY, lendable="unknown")
    assert (amounts.undrawn, amounts.waiting_for_value, amounts.available) == (m(60), None, None)
    full = line_amounts(line(100), [out(100)], DAY, lendable="unknown")
    assert (full.waiting_for_value, full.available) == (m(0), m(0))
    closed = line_amounts(line(100, status="suspended"), [out(40)], DAY, lendable="unknown")
    assert closed.available == m(0)


def worked_group():
    bill = line_amounts(line(30, margin_bp=3000), [entry("issue", 20)], DAY)
    equipment = line_amounts(line(50, revolving=False), [out(30), back(5)], DAY)
    export = Facility(firm_id="f", facility_type="export_bill_financing", status="active", limit=m(3, "USD"))
    dollars = LedgerEntry(facility_id="l", kind="disbursement", amount=m(1, "USD"))
    return [
        (line_amounts(line(60), [out(40)], DAY), False),
        (bill, False),
        (equipment, True),
        (line_amounts(line(5), [out(4)], DAY), False),
        (line_amounts(export, [dollars], DAY), False),
    ]


def test_the_worked_group_of_3_5_as_an_umbrella():
    amounts = umbrella_amounts(m(200), worked_group(), DAY, RATES)
    assert (amounts.used, amounts.reserved) == (m("90.0796"), m(20))
    assert amounts.use(committed=False) == m("110.0796")
    assert (amounts.rate_on, amounts.stale) == (date(2025, 12, 10), False)
    assert amounts.available == m("89.9204")
    assert amounts.outstanding == m("96.0796")
    tight = umbrella_amounts(m(120), worked_group(), DAY, RATES)
    assert tight.available == m("9.9204")
    assert umbrella_amounts(m(100), worked_group(), DAY, RATES).over_limit is True


def test_an_umbrella_without_a_rate_or_a_limit_is_unknown():
    assert umbrella_amounts(m(200), worked_group(), DAY, []).available is None
    assert umbrella_amounts(None, worked_group(), DAY, RATES).available is None


def test_sums_over_currencies_show_their_rate_day():
    totals = sum_lines([one for one, _committed in worked_group()], "CNY", DAY, RATES)
    assert totals.outstanding == m("96.0796")
    assert (totals.rate_on, totals.stale) == (date(2025, 12, 10), False)
    assert sum_lines([one for one, _committed in worked_group()], "CNY", DAY, []).outstanding is None


MILLIONS = st.integers(0, 200)
MOVES = st.lists(st.tuples(st.sampled_from([out, back]), MILLIONS), max_size=8)


@given(MILLIONS, MOVES, st.booleans(), st.integers(0, 10_000), st.one_of(st.none(), MILLIONS))
def test_available_is_never_negative_and_never_above_the_undrawn(limit, moves, revolving, margin_bp, lendable):
    facility = line(limit, revolving=revolving, margin_bp=margin_bp)
    ledger = [make(amount) for make, amount in moves]
    amounts = line_amounts(facility, ledger, DAY, lendable=None if lendable is None else m(lendable))
    assert m(0) <= amounts.available <= amounts.undrawn
    assert amounts.available + amounts.waiting == amounts.undrawn
    assert amounts.outstanding == amounts.disbursed - amounts.repaid


@given(st.integers(1, 200), st.data())
def test_repayment_restores_a_revolving_line_only(limit, data):
    drawn = data.draw(st.integers(1, limit))
    repaid = data.draw(st.integers(1, drawn))
    ledger = [out(drawn), back(repaid)]
    assert line_amounts(line(limit), ledger, DAY).available == m(limit - drawn + repaid)
    assert line_amounts(line(limit, revolving=False), ledger, DAY).available == m(limit - drawn)


@given(MOVES, st.randoms())
def test_the_order_of_entries_does_not_matter(moves, random):
    ledger = [make(amount) for make, amount in moves]
    shuffled = random.sample(ledger, len(ledger))
    assert line_amounts(line(100), ledger, DAY) == line_amounts(line(100), shuffled, DAY)


@given(MOVES)
def test_reversing_every_entry_leaves_nothing(moves):
    ledger = [make(amount) for make, amount in moves]
    reversals = [entry("correction", 0, reverses=one.id) for one in ledger]
    assert line_amounts(line(100), ledger + reversals, DAY).outstanding == m(0)

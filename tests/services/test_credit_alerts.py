"""What comes near along the credit lines, and what waits: days, steps, whose lines, and what was done about it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.briefs.credit_blocks import alert_text
from rmapp.domain.collateral import Charge, Collateral, Valuation
from rmapp.domain.covenant import Covenant
from rmapp.domain.date_entry import add_months
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, LedgerEntry, Pricing, Tranche
from rmapp.domain.intellectual_property import IpRight
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import NotFoundError
from rmapp.services.origination import draws
from rmapp.services.portfolio import line_queues
from rmapp.services.portfolio.credit_alerts import alerts, next_reset
from rmapp.services.visits.brief_watch import brief_alerts
from tests.books import CLOCK, add_firm

TODAY = CLOCK.today()


def put(book, *entities):
    return book.do(lambda store: store.add_many(entities), label="put").result


def line(book, firm, owed=40, **fields):
    values = {"facility_type": "tech_credit_loan", "status": "active", "reference_no": "WC-1", "limit": Money.of(100)}
    one = Facility(firm_id=firm, revolving=True, **{**values, **fields})
    entries = [LedgerEntry(facility_id=one.id, kind="disbursement", amount=Money.of(owed))] if owed else []
    put(book, one, *entries)
    return one.id


def told(book, firm=None, **options):
    return [(one.kind, one.days, one.step) for one in book.ask(alerts, firm, **options)]


def in_days(days):
    return TODAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(91, []), (90, [90]), (61, [90]), (60, [60]), (31, [60]), (30, [30]), (0, [30]), (-5, [30])],
)
def test_a_line_that_matures_is_told_at_90_60_and_30_days(book, firm, days, expected):
    line(book, firm, maturity_on=in_days(days))
    assert told(book) == [("line_matures", days, step) for step in expected]


def test_a_line_past_its_maturity_is_told_only_while_something_is_owed(book, firm):
    line(book, firm, owed=0, maturity_on=in_days(-1))
    line(book, firm, maturity_on=in_days(-1), status="closed")
    line(book, firm, maturity_on=in_days(5), lender="Other Bank")
    line(book, firm, maturity_on=in_days(5), status="proposed")
    assert told(book) == []
    line(book, firm, owed=0, maturity_on=in_days(1))
    assert told(book) == [("line_matures", 1, 30)]


@pytest.mark.parametrize(("days", "step"), [(31, None), (30, 30), (8, 30), (7, 7), (2, 7), (1, 1), (0, 1), (-3, 1)])
def test_a_draw_down_is_told_at_30_7_and_1_days_with_what_is_still_owed(book, firm, days, step):
    one = line(book, firm, owed=0)
    draw = Drawdown(facility_id=one, sequence=1, amount=Money.of(30), due_on=in_days(days))
    put(
        book,
        draw,
        LedgerEntry(facility_id=one, drawdown_id=draw.id, kind="disbursement", amount=Money.of(30)),
        LedgerEntry(facility_id=one, drawdown_id=draw.id, kind="principal_repayment", amount=Money.of(10)),
    )
    found = book.ask(alerts)
    assert [(one.days, one.step, one.amount) for one in found] == ([] if step is None else [(days, step, Money.of(20))])
    book.do(
        lambda store: store.add(LedgerEntry(facility_id=one, kind="principal_repayment", amount=Money.of(15))),
        label="b",
    )
    assert [one.amount for one in book.ask(alerts)] == ([] if step is None else [Money.of(5)])
    back = LedgerEntry(facility_id=one, drawdown_id=draw.id, kind="principal_repayment", amount=Money.of(5))
    put(book, back)
    assert told(book) == []


def test_a_draw_that_was_not_paid_or_came_back_is_silent(book, firm):
    one = line(book, firm, owed=5)
    for status in ("requested", "reserved", "cancelled"):
        put(book, Drawdown(facility_id=one, sequence=1, amount=Money.of(30), due_on=TODAY, status=status))
    assert told(book) == []


@pytest.mark.parametrize(("days", "expected"), [(31, []), (30, [30]), (-2, [30])])
def test_an_approval_that_lapses_is_told_in_30_days(book, firm, days, expected):
    line(book, firm, owed=0, status="approved", approval_expires_on=in_days(days))
    line(book, firm, owed=0, status="signed", approval_expires_on=in_days(days))
    assert told(book) == [("approval_lapses", days, step) for step in expected]


def test_a_price_is_reset_in_14_days_by_its_own_rhythm(book, firm):
    first = add_months(in_days(14), -12)
    line(book, firm, pricing=Pricing(first_reset_on=first, repricing="annual"))
    line(book, firm, pricing=Pricing(first_reset_on=add_months(in_days(15), -12), repricing="annual"))
    line(book, firm, pricing=Pricing(first_reset_on=first))
    assert told(book) == [("price_reset", 14, 14)]


@given(
    st.dates(date(2019, 1, 1), date(2027, 12, 31)), st.sampled_from(["monthly", "quarterly", "semi_annual", "annual"])
)
def test_the_next_reset_is_the_first_of_its_rhythm_that_has_not_passed(first, repricing):
    months = {"monthly": 1, "quarterly": 3, "semi_annual": 6, "annual": 12}[repricing]
    rhythm = [add_months(first, months * count) for count in range(120)]
    assert next_reset(first, repricing, TODAY) == next(day for day in rhythm if day >= TODAY)


def test_security_falls_due(book, firm):
    one = line(book, firm)
    thing = Collateral(firm_id=firm, type="pledge_ip", description="Three core patents")
    valued = Valuation(collateral_id=thing.id, value=Money.of(80), valued_on=add_months(in_days(20), -12))
    charge = Charge(collateral_id=thing.id, facility_id=one, registered_on=date(2025, 1, 1), registered_to=in_days(90))
    put(book, thing, valued, charge)
    found = book.ask(alerts)
    assert [(alert.kind, alert.days, alert.facility_id) for alert in found] == [
        ("revaluation_due", 20, one),
        ("registration_ends", 90, one),
    ]
    assert "Three core patents" in found[0].text
    book.do(lambda store: store.change(Charge, charge.id, ended_on=TODAY - timedelta(days=1)), label="given back")
    assert told(book) == []


def test_security_of_another_firm_is_told_with_the_line(book, firm):
    owner = book.do(add_firm, "担保人有限公司", label="Add").result.id
    one = line(book, firm)
    thing = Collateral(firm_id=owner, type="mortgage_property")
    put(book, thing, Charge(collateral_id=thing.id, facility_id=one, registered_on=TODAY, registered_to=in_days(5)))
    assert [alert.firm_id for alert in book.ask(alerts)] == [firm]
    assert told(book, firm) == [("registration_ends", 5, 90)]
    assert told(book, owner) == []


def a_right(book, firm, days, **fields):
    known = {"title": "Readout circuit", "status": "granted", "annual_fee_due_on": in_days(days)}
    right = IpRight(firm_id=firm, **{**known, **fields})
    put(book, right)
    return right


def pledge(book, right, facility_id):
    thing = Collateral(firm_id=right.firm_id, type="pledge_ip", ip_right_id=right.id)
    put(book, thing, Charge(collateral_id=thing.id, facility_id=facility_id, registered_on=TODAY))


@pytest.mark.parametrize(("days", "expected"), [(91, []), (90, [90]), (31, [90]), (30, [30]), (0, [30]), (-4, [30])])
def test_the_annual_fee_of_a_pledged_right_is_told_90_and_30_days_ahead(book, firm, days, expected):
    one = line(book, firm)
    right = a_right(book, firm, days)
    a_right(book, firm, days, title="Neither pledged nor core")
    assert told(book) == []
    pledge(book, right, one)
    assert told(book) == told(book, firm) == [("annual_fee", days, step) for step in expected]
    assert [(alert.facility_id, alert.subject) for alert in book.ask(alerts)] == [(one, right.id)] * len(expected)


def test_the_fee_of_a_core_right_is_told_without_a_line_and_says_how_late_it_may_be_paid(book, firm):
    a_right(book, firm, 20, core=True)
    a_right(book, firm, -10, core=True, title="Late")
    a_right(book, firm, -200, core=True, title="Lost")
    a_right(book, firm, 0, core=True, status="lapsed")
    found = book.ask(alerts)
    assert [(alert.days, alert.facility_id) for alert in found] == [(-200, ""), (-10, ""), (20, "")]
    lost, late, coming = (alert.text for alert in found)
    assert lost.startswith("The annual fee of “Lost” was due on 16 Aug 2025. The time to pay it late ended on")
    assert late == "The annual fee of “Late” was due on 22 Feb 2026. Paid by 22 Aug 2026, it still keeps the right."
    assert coming == "The annual fee of “Readout circuit” is due on 24 Mar 2026."
    assert [one.text for one in book.ask(alerts, firm)] == [one.text for one in found]


def test_the_annual_fee_stands_on_paper_unless_the_right_is_restricted(book, firm):
    right = a_right(book, firm, 20, core=True)
    (alert,) = book.ask(brief_alerts, firm, frozenset())
    assert (alert.kind, alert.days, alert_text(alert)) == ("annual_fee", 20, "Annual fee due: Readout circuit")
    assert book.ask(brief_alerts, firm, frozenset({right.id})) == ()


def test_a_pledged_right_whose_fee_was_not_entered_is_reckoned_from_its_filing(book, firm):
    owner = book.do(add_firm, "专利有限公司", label="Add").result.id
    filed = PartialDate.of(add_months(in_days(12), -60))
    right = a_right(book, owner, 0, annual_fee_due_on=None, filed_on=filed, core=True)
    assert told(book) == []
    pledge(book, right, line(book, firm))
    (alert,) = book.ask(alerts)
    assert (alert.firm_id, alert.days) == (firm, 12)
    assert alert.text.endswith("reckoned from its filing.")
    assert told(book, owner) == []


def test_covenants_and_checks_are_told(book, firm):
    one = line(book, firm)
    put(
        book,
        Covenant(facility_id=one, metric="debt_ratio", threshold=Decimal(65), first_test_on=date(2025, 12, 31)),
        Drawdown(facility_id=one, sequence=1, amount=Money.of(30), first_check_on=in_days(-1), payee="Supplier"),
    )
    assert [(kind, days) for kind, days, _step in told(book)] == [("check_due", -1), ("covenant_test", 57)]


def test_alerts_of_one_firm_and_of_fewer_days(book, firm):
    other = book.do(add_firm, "别的有限公司", label="Add").result.id
    line(book, firm, maturity_on=in_days(80))
    line(book, other, maturity_on=in_days(10))
    assert told(book) == [("line_matures", 10, 30), ("line_matures", 80, 90)]
    assert told(book, firm) == [("line_matures", 80, 90)]
    assert told(book, within_days=30) == [("line_matures", 10, 30)]
    assert all("WC-1" in alert.text and alert.text.endswith(".") for alert in book.ask(alerts))


def test_renewals_are_lines_within_180_days_and_approvals_within_30(book, firm):
    line(book, firm, maturity_on=in_days(180))
    line(book, firm, maturity_on=in_days(181))
    line(book, firm, owed=0, status="approved", approval_expires_on=in_days(30), limit=Money.of(7))
    line(book, firm, owed=0, status="approved", approval_expires_on=in_days(31))
    found = book.ask(line_queues.renewals)
    assert [(one.kind, one.days, one.amount) for one in found] == [
        ("lapses", 30, Money.of(7)),
        ("matures", 180, Money.of(40)),
    ]
    assert found[0].firm_name == "示例科技有限公司"


def test_conditions_wait_late_ones_first_until_they_are_met(book, firm):
    one = line(book, firm)
    put(
        book,
        DrawingCondition(facility_id=one, text="Someday"),
        DrawingCondition(facility_id=one, text="Soon", due_on=in_days(3), blocking=True),
        DrawingCondition(facility_id=one, text="Waived", due_on=TODAY, waived_on=TODAY),
        DrawingCondition(facility_id=one, text="Met", met_on=TODAY),
        Tranche(facility_id=one, sequence=1, condition="Contract", condition_due_on=in_days(-2), amount=Money.of(60)),
        Tranche(facility_id=one, sequence=2, amount=Money.of(40)),
    )
    line(book, firm, status="closed")
    found = book.ask(line_queues.conditions_waiting)
    assert [(each.text, each.days, each.blocks, each.holds) for each in found] == [
        ("Contract", -2, False, Money.of(60)),
        ("Soon", 3, True, None),
        ("Someday", None, False, None),
    ]
    for each in found[:2]:
        book.do(line_queues.meet, each, TODAY, label="met")
    assert [each.text for each in book.ask(line_queues.conditions_waiting)] == ["Someday"]
    book.undo()
    assert len(book.ask(line_queues.conditions_waiting)) == 2
    book.do(lambda store: store.remove(DrawingCondition, found[1].id), label="gone")
    with pytest.raises(NotFoundError):
        book.do(line_queues.meet, found[1], TODAY, label="met")


def test_a_check_that_was_made_is_not_due_any_more(book, firm):
    one = line(book, firm)
    put(book, Drawdown(facility_id=one, sequence=1, amount=Money.of(30), first_check_on=in_days(30), payee="=1+1"))
    put(book, Drawdown(facility_id=one, sequence=2, amount=Money.of(30), first_check_on=in_days(31)))
    (due,) = book.ask(line_queues.checks_due)
    assert (due.days, due.amount, due.payee) == (30, Money.of(30), "=1+1")
    book.do(draws.record_check, due.id, TODAY, "Invoices seen", in_days(20), label="checked")
    assert [one.days for one in book.ask(line_queues.checks_due)] == [20]
    book.do(draws.record_check, due.id, TODAY, "All seen", label="checked")
    assert book.ask(line_queues.checks_due) == ()

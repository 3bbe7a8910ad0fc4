"""The class that the movements of a line imply at least, and how bad debt spreads over a debtor."""

from datetime import date, timedelta

import pytest

from rmapp.domain.facility import Drawdown, Facility, FxRate, LedgerEntry, ScheduledPayment
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError
from rmapp.services.lines.classification import implied_class, set_class
from tests.books import NOW

TODAY = NOW.date()


def put(book, *entities):
    return book.do(type(book.store).add_many, list(entities), label="Add").result[0]


def days_ago(days):
    return TODAY - timedelta(days=days)


def a_line(book, firm, **fields):
    return put(book, Facility(firm_id=firm, status="active", **fields)).id


def owe(book, line, millions, *, due_on=None, ccy="CNY"):
    amount = Money.of(millions * 1_000_000, ccy)
    draw = Drawdown(facility_id=line, sequence=1, amount=amount, disbursed_on=date(2025, 1, 2), due_on=due_on)
    put(book, draw, entry(line, "disbursement", millions, ccy, drawdown_id=draw.id))
    return draw.id


def entry(line, kind, millions, ccy="CNY", **fields):
    amount, day = Money.of(millions * 1_000_000, ccy), PartialDate.of(date(2025, 1, 2))
    return LedgerEntry(facility_id=line, kind=kind, amount=amount, value_on=day, **fields)


def test_principal_is_late_from_the_day_after_it_was_due(book, firm):
    line = a_line(book, firm)
    owe(book, line, 10, due_on=days_ago(95))
    found = book.ask(implied_class, line)
    assert (found.overdue_days, found.since, found.minimum) == (95, days_ago(94), "substandard")
    assert found.warning == ""  # nobody has entered a class that could be too good


def test_what_came_back_without_a_draw_down_pays_the_oldest_one(book, firm):
    line = a_line(book, firm)
    owe(book, line, 10, due_on=days_ago(200))
    owe(book, line, 10, due_on=days_ago(20))
    assert book.ask(implied_class, line).overdue_days == 200
    put(book, entry(line, "principal_repayment", 10))
    assert book.ask(implied_class, line).overdue_days == 20
    put(book, entry(line, "principal_repayment", 10))
    found = book.ask(implied_class, line)
    assert (found.overdue_days, found.since, found.minimum) == (0, None, None)


def test_a_schedule_counts_what_was_due_against_what_was_paid(book, firm):
    plan = tuple(ScheduledPayment(due_on=days_ago(days), principal=Money.of(2_000_000)) for days in (300, 100, -100))
    line = a_line(book, firm, schedule=plan)
    owe(book, line, 6)
    assert book.ask(implied_class, line).overdue_days == 300
    put(book, entry(line, "principal_repayment", 2))
    assert book.ask(implied_class, line).overdue_days == 100
    put(book, entry(line, "principal_repayment", 2))
    assert book.ask(implied_class, line).overdue_days == 0


def test_a_balance_without_draw_downs_is_due_when_the_line_matures(book, firm):
    line = a_line(book, firm, maturity_on=days_ago(10))
    put(book, entry(line, "disbursement", 5))
    assert book.ask(implied_class, line).overdue_days == 10


def test_the_longest_lateness_counts(book, firm):
    line = a_line(book, firm, overdue_since=days_ago(399))
    owe(book, line, 10, due_on=days_ago(20))
    found = book.ask(implied_class, line)
    assert (found.overdue_days, found.minimum) == (400, "loss")


def test_movements_that_are_not_known_imply_nothing(book, firm):
    line = a_line(book, firm, source="press", maturity_on=days_ago(100))
    found = book.ask(implied_class, line)
    assert (found.overdue_days, found.minimum) == (None, None)


def test_a_line_that_is_over_or_not_signed_is_not_late(book, firm):
    for status in ("approved", "closed", "draft"):
        line = put(book, Facility(firm_id=firm, status=status, maturity_on=days_ago(5))).id
        put(book, entry(line, "disbursement", 5))
        assert book.ask(implied_class, line).overdue_days == 0


def test_more_than_a_tenth_of_bad_debt_makes_all_of_it_bad(book, firm):
    bad, good, unused = a_line(book, firm), a_line(book, firm, loan_class="normal"), a_line(book, firm)
    owe(book, bad, 10)
    owe(book, good, 90)
    book.do(set_class, bad, "doubtful", TODAY, overdue_since=None, label="Class")
    assert book.ask(implied_class, good).minimum is None  # exactly a tenth
    put(book, entry(good, "principal_repayment", 1))
    found = book.ask(implied_class, good)
    assert (found.minimum, found.spread) == ("substandard", True)
    assert "more than 10%" in found.warning
    assert book.ask(implied_class, unused).minimum is None  # nothing is owed under it


def test_debt_in_another_currency_counts_at_its_rate_and_without_one_nothing_is_said(book, firm):
    bad, good = a_line(book, firm, ccy="USD", loan_class="loss"), a_line(book, firm)
    owe(book, bad, 2, ccy="USD")
    owe(book, good, 90)
    assert book.ask(implied_class, good).minimum is None
    put(book, FxRate(base="USD", quote="CNY", on=TODAY, rate="7.0796"))
    assert book.ask(implied_class, good).minimum == "substandard"


def test_a_class_needs_a_code_and_days_that_have_come(book, firm):
    line = a_line(book, firm)
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(InputError) as refused:
        book.do(set_class, line, "fine", tomorrow, overdue_since=tomorrow, label="Class")
    assert set(refused.value.fields) == {"loan_class", "loan_class_on", "overdue_since"}


def test_a_better_class_is_written_and_warned_about(book, firm):
    line = a_line(book, firm)
    owe(book, line, 10, due_on=days_ago(271))
    book.do(set_class, line, "normal", TODAY, "Committee", overdue_since=None, label="Class")
    found = book.ask(implied_class, line)
    assert (found.entered, found.minimum) == ("normal", "doubtful")
    assert "271 days" in found.warning

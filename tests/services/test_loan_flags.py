"""Stops and caps that loans give: one rule for flags, grades, values, new lines and lists (domain 5.3)."""

from datetime import timedelta

import pytest

from rmapp.domain.clock import FixedClock
from rmapp.domain.facility import Drawdown, Facility, LedgerEntry
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.services import books, scoring
from rmapp.services.clients import cards
from rmapp.services.early_warning import signals
from rmapp.services.firm_values import firm_values, many_values
from rmapp.services.lines.loan_flags import many_loan_flags
from rmapp.services.origination.line_status import hard_stop
from rmapp.services.scoring import flags
from rmapp.services.timelines.timeline import timeline
from rmapp.storage.discreet import discreet
from tests.books import NOW, add_firm
from tests.scored import save_worked

TODAY = NOW.date()
NPL, OVERDUE = "npl_any_lender", "overdue_now"


def put(book, *entities):
    return book.do(type(book.store).add_many, list(entities), label="Add").result[0]


def a_loan(book, firm, **fields):
    fields = {"facility_type": "working_capital_loan", "status": "active", "reference_no": "L-7"} | fields
    return put(book, Facility(firm_id=firm, **fields))


def owed(book, firm, days_late, **fields):
    """Write a loan whose only draw-down of ten million has been late for so many days."""
    loan = a_loan(book, firm, **fields)
    amount = Money.of(10_000_000)
    draw = Drawdown(
        facility_id=loan.id,
        sequence=1,
        amount=amount,
        disbursed_on=TODAY - timedelta(days=400),
        due_on=TODAY - timedelta(days=days_late),
    )
    paid_out = LedgerEntry(
        facility_id=loan.id,
        kind="disbursement",
        amount=amount,
        value_on=PartialDate.of(draw.disbursed_on),
        drawdown_id=draw.id,
    )
    put(book, draw, paid_out)
    return loan


def agree(book, firm, *codes):
    """Check that flags, values and new lines all see these codes."""
    assert book.ask(flags.holding, firm) == codes
    values = book.ask(firm_values, firm)
    assert ("hard_stop" in values and values["hard_stop"].value) is (NPL in codes)
    assert bool(book.ask(hard_stop, firm)) is (NPL in codes)


@pytest.mark.parametrize("loan_class", ["substandard", "doubtful", "loss"])
def test_a_loan_classed_substandard_or_worse_is_a_stop(book, firm, loan_class):
    loan = a_loan(book, firm, loan_class=loan_class, loan_class_on=TODAY)
    agree(book, firm, NPL)
    (one,) = book.ask(flags.found_by_book, firm)
    assert (one.facility.id, one.since, one.loan_class) == (loan.id, TODAY, loan_class)
    assert "L-7" in one.evidence


def test_special_mention_is_no_stop(book, firm):
    a_loan(book, firm, loan_class="special_mention")
    agree(book, firm)


def test_a_loan_at_another_lender_counts_alike(book, firm):
    a_loan(book, firm, loan_class="doubtful", source="press", lender="Other Bank")
    agree(book, firm, NPL)
    assert "Other Bank" in book.ask(flags.found_by_book, firm)[0].evidence


@pytest.mark.parametrize(("days", "codes"), [(0, ()), (1, (OVERDUE,)), (90, (OVERDUE,)), (91, (NPL, OVERDUE))])
def test_principal_that_is_late_caps_and_stops_after_ninety_days(book, firm, days, codes):
    owed(book, firm, days, loan_class="normal")
    agree(book, firm, *codes)


def test_interest_that_somebody_noted_as_late_caps(book, firm):
    a_loan(book, firm, overdue_since=TODAY - timedelta(days=3))
    agree(book, firm, OVERDUE)
    assert "4 days overdue" in book.ask(flags.found_by_book, firm)[0].evidence


@pytest.mark.parametrize("status", ["closed", "cancelled", "withdrawn", "declined", "lapsed"])
def test_a_line_under_which_nothing_is_owed_gives_nothing(book, firm, status):
    a_loan(book, firm, status=status, loan_class="loss", overdue_since=TODAY)
    agree(book, firm)


def test_grades_follow_at_once_and_a_new_assessment_keeps_the_codes(book, firm):
    save_worked(book, firm)
    loan = a_loan(book, firm, overdue_since=TODAY)
    assert scoring.standing(book.ask(scoring.latest, firm)).grade == "T5"
    assert book.ask(firm_values, firm)["tech_grade"].value == "T5"
    book.do(type(book.store).change, Facility, loan.id, loan_class="loss", label="Class")
    assert scoring.standing(book.ask(scoring.latest, firm)).grade == "X"
    assert book.ask(firm_values, firm)["tech_grade"].value == "X"
    (card,) = book.ask(cards.cards, [firm])
    assert (card.grade, card.score) == ("X", None)
    assert save_worked(book, firm).flags == (NPL, OVERDUE)
    book.do(type(book.store).change, Facility, loan.id, status="closed", label="Close")
    assert book.ask(flags.holding, firm) == ()


def card_of(book, firm):
    (card,) = book.ask(cards.cards, [firm])
    return card.grade


def later(book, days):
    book.store.clock = FixedClock(NOW + timedelta(days=days))
    books.run_daily_rules(book)


def test_lists_follow_a_late_loan_until_it_is_paid_whatever_was_said_of_its_signal(book, firm):
    save_worked(book, firm)
    loan = owed(book, firm, 0)
    later(book, 0)
    assert card_of(book, firm) == "T2"
    later(book, 1)
    assert card_of(book, firm) == "T5"
    (signal,) = book.ask(signals.firm_signals, firm)
    book.do(signals.close_signal, signal.id, "Extension agreed", label="Close")
    later(book, 2)
    assert (card_of(book, firm), book.ask(signals.firm_signals, firm)) == ("T5", ())
    paid = LedgerEntry(
        facility_id=loan.id,
        kind="principal_repayment",
        amount=Money.of(10_000_000),
        value_on=PartialDate.of(TODAY),
    )
    put(book, paid)
    assert (card_of(book, firm), book.ask(flags.holding, firm)) == ("T2", ())
    book.undo()
    assert card_of(book, firm) == "T5"


def test_lists_show_the_stop_of_ninety_one_days_and_the_signal_comes_again(book, firm):
    save_worked(book, firm)
    owed(book, firm, 90)
    (signal,) = book.ask(signals.firm_signals, firm)
    book.do(signals.close_signal, signal.id, "Promised for Friday", label="Close")
    assert card_of(book, firm) == "T5"
    later(book, 1)
    (again,) = book.ask(signals.firm_signals, firm)
    assert "at least “Substandard”" in again.evidence
    assert card_of(book, firm) == "X"
    assert book.ask(flags.holding, firm) == (NPL, OVERDUE)


def test_a_late_restricted_line_is_not_told_by_the_grade_in_lists(book, firm):
    save_worked(book, firm)
    a_loan(book, firm, overdue_since=TODAY, confidentiality="restricted")
    assert card_of(book, firm) == "T5"
    with discreet(book.store):
        assert card_of(book, firm) == ""


def test_a_flag_can_be_written_beside_what_the_book_finds(book, firm):
    a_loan(book, firm, overdue_since=TODAY)
    raised = book.do(flags.raise_flag, firm, OVERDUE, TODAY, "Interest at another bank", label="Raise").result
    agree(book, firm, OVERDUE)
    book.do(flags.clear_flag, raised.id, "Paid there", label="Clear")
    agree(book, firm, OVERDUE)


def test_many_firms_are_read_as_one_by_one(book, firm):
    others = [book.do(add_firm, f"同行{n}", label="Add").result.id for n in range(3)]
    owed(book, firm, 120)
    a_loan(book, others[0], overdue_since=TODAY)
    a_loan(book, others[1], loan_class="normal")
    every = [firm, *others]
    found = book.ask(many_loan_flags, every)
    assert {id: tuple(one.flag for one in given) for id, given in found.items()} == {
        firm: (NPL, OVERDUE),
        others[0]: (OVERDUE,),
    }
    values = book.ask(many_values, every)
    assert [id for id in every if "hard_stop" in values[id]] == [firm]


def test_a_restricted_line_tells_nothing_where_that_class_is_hidden(book, firm):
    a_loan(book, firm, loan_class="loss", confidentiality="restricted")
    save_worked(book, firm)
    assert book.ask(flags.restricted_codes, firm) == {NPL, OVERDUE}
    with discreet(book.store):
        assert book.ask(flags.holding, firm) == ()
        assert "hard_stop" not in book.ask(firm_values, firm)
        assert book.ask(scoring.latest, firm) is None
        assert not [one for one in book.ask(timeline, firm, kinds=["stage"]).events if one.type == "assessment"]
        (card,) = book.ask(cards.cards, [firm])
        assert (card.grade, card.score) == ("", None)
    agree(book, firm, NPL)


def test_a_restricted_line_in_good_order_hides_no_grade(book, firm):
    a_loan(book, firm, confidentiality="restricted")
    save_worked(book, firm)
    with discreet(book.store):
        assert book.ask(scoring.latest, firm) is not None
        (card,) = book.ask(cards.cards, [firm])
        assert card.grade == "T2"

"""How a product stands for a firm: by our own lines, by what was decided, and by what call reports say."""

from datetime import timedelta

import pytest

from rmapp.domain.call_report import Need
from rmapp.domain.clock import FixedClock
from rmapp.domain.facility import Facility
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.product_decision import ProductDecision
from rmapp.domain.stage import StageEvent
from rmapp.services import matching
from rmapp.services.matching.states import product_states
from rmapp.services.origination import facilities
from tests.books import NOW

SHARED = {"P04", "P12", "P15"}
"""The products that become a line of the type `tech_credit_loan`."""


@pytest.fixture
def growing(book, firm):
    put(book, StageEvent(firm_id=firm, to_stage="growth", effective_on=PartialDate("2024")))
    return firm


def put(book, *entities):
    return book.do(type(book.store).add_many, list(entities), label="Add").result[-1]


def states(book, firm_id):
    return book.ask(product_states, [firm_id])[firm_id][1]


def having(book, firm_id, state):
    return {code for code, one in states(book, firm_id).items() if one == state}


def test_a_line_of_our_bank_is_in_use_and_one_of_another_bank_is_not(book, growing):
    line = {"firm_id": growing, "facility_type": "tech_credit_loan", "status": "active"}
    put(book, Facility(**line, lender="Bank of Shanghai", source="public", as_of=PartialDate("2025")))
    assert not having(book, growing, "in_use")
    put(book, Facility(**line, lender="Test Bank"))
    assert having(book, growing, "in_use") == SHARED


def test_a_line_that_came_from_a_product_counts_for_this_one_only(book, growing):
    line = {"firm_id": growing, "facility_type": "tech_credit_loan"}
    put(book, Facility(**line, status="draft", product_code="P12"))
    assert having(book, growing, "mentioned") == {"P12"}
    put(book, Facility(**line, status="signed", product_code="P12"), Facility(**line, status="proposed"))
    assert having(book, growing, "in_use") == {"P12"}
    assert having(book, growing, "proposed") == SHARED - {"P12"}


@pytest.mark.parametrize("kind", ["working_capital_loan", "tech_credit_loan"])
def test_a_product_that_the_catalogue_does_not_know_leaves_its_type(book, growing, kind):
    put(book, Facility(firm_id=growing, facility_type=kind, status="active", product_code="X7"))
    assert having(book, growing, "in_use") == (SHARED if kind == "tech_credit_loan" else {"P03", "P07"})


@pytest.mark.parametrize(
    ("step", "state"),
    [
        ("mentioned", "mentioned"),
        ("proposed", "proposed"),
        ("approved", "in_use"),
        ("in_use", "in_use"),
        ("declined", "refused"),
    ],
)
def test_a_need_of_a_call_report_says_how_far_the_talk_is(book, growing, step, state):
    assert states(book, growing)["P26"] == "possible"
    put(book, Need(firm_id=growing, product="P26", step=step))
    assert states(book, growing)["P26"] == state


def test_the_last_word_of_several_reports_counts(book, growing):
    put(book, Need(firm_id=growing, product="P26", step="declined"))
    put(book, Need(firm_id=growing, product="P26", step="proposed"))
    assert states(book, growing)["P26"] == "proposed"


def test_what_was_declined_in_a_meeting_is_open_again_after_180_days(book, growing):
    put(book, Need(firm_id=growing, product="P26", step="declined"))
    book.store.clock = FixedClock(NOW + timedelta(days=180))
    assert states(book, growing)["P26"] == "refused"
    book.store.clock = FixedClock(NOW + timedelta(days=181))
    assert states(book, growing)["P26"] == "possible"


def test_a_later_report_outweighs_a_decision_and_the_other_way_round(book, growing):
    book.do(matching.decline, growing, "P26", "Has another bank", label="Decline")
    assert states(book, growing)["P26"] == "refused"
    book.store.clock = FixedClock(NOW + timedelta(days=9))
    put(book, Need(firm_id=growing, product="P26", step="mentioned"))
    assert states(book, growing)["P26"] == "mentioned"
    book.store.clock = FixedClock(NOW + timedelta(days=10))
    book.do(matching.dismiss, growing, "P26", "Not this year", label="Dismiss")
    assert states(book, growing)["P26"] == "refused"


def test_a_product_whose_proposed_line_is_over_was_talked_about(book, growing):
    line = put(book, Facility(firm_id=growing, facility_type="tech_credit_loan", status="proposed", product_code="P12"))
    decision = {"decided_on": NOW.date(), "result": "eligible", "facility_id": line.id}
    put(book, ProductDecision(firm_id=growing, product="P12", answer="proposed", **decision))
    assert states(book, growing)["P12"] == "proposed"
    book.do(facilities.remove_facility, line.id, label="Remove")
    assert states(book, growing)["P12"] == "mentioned"


def test_a_firm_without_a_word_has_nothing_but_its_matches(book, growing):
    assert set(states(book, growing).values()) <= {"eligible", "possible", "not_eligible"}

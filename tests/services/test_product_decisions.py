"""Decisions about matched products: quiet for 180 days unless the facts change, proposed in one step, undone."""

from datetime import date, timedelta

import pytest

from rmapp.domain.assessment import RiskFlag
from rmapp.domain.clock import FixedClock
from rmapp.domain.facility import Facility
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.funding import FundingEvent
from rmapp.domain.money import Money
from rmapp.domain.offers import catalogue_version
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person, Role
from rmapp.domain.stage import StageEvent
from rmapp.errors import InputError, NotFoundError, RuleError
from rmapp.services import matching
from tests.books import NOW, add_firm, new_book

TODAY = NOW.date()
LOAN = "P01"


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


@pytest.fixture
def firm(book):
    """Make a firm in R&D whose founder is a doctor: the talent loan fits, with no points yet."""
    firm_id = book.do(add_firm, "示例科技", label="Add").result.id
    founder = Person(name="示例人物", degree="doctor")
    put(
        book,
        StageEvent(firm_id=firm_id, to_stage="rd_seed", effective_on=PartialDate("2024")),
        founder,
        Role(person_id=founder.id, firm_id=firm_id, role="founder"),
        RiskFlag(firm_id=firm_id, flag="overdue_now", found_on=date(2025, 1, 1), cleared_on=date(2025, 2, 1)),
    )
    return firm_id


def put(book, *entities):
    return book.do(type(book.store).add_many, list(entities), label="Add").result[-1]


def match(book, firm_id, code=LOAN):
    return next(one for one in book.ask(matching.match_firm, firm_id) if one.product.code == code)


def do(book, verb, *args, **fields):
    return book.do(verb, *args, label="Decide", **fields).result


def test_a_founder_with_a_doctorate_makes_the_talent_loan_eligible(book, firm):
    found = match(book, firm)
    assert (found.result, found.fit, found.quiet) == ("eligible", 0, False)
    assert {line.field: line.mark for line in found.lines if not line.is_preferred} == {
        "stage": "met",
        "hard_stop": "met",
        "talent_programme": "unknown",
        "founder_phd_or_senior": "met",
    }


def test_a_dismissed_match_is_quiet_for_180_days(book, firm):
    decision = do(book, matching.dismiss, firm, LOAN, "Wants no debt now")
    assert decision.until == TODAY + timedelta(days=180)
    assert match(book, firm).quiet
    book.store.clock = FixedClock(NOW + timedelta(days=180))
    assert match(book, firm).quiet
    book.store.clock = FixedClock(NOW + timedelta(days=181))
    found = match(book, firm)
    assert (found.quiet, found.reopened) == (False, "day")


def test_a_changed_fact_ends_the_quiet_and_an_equal_one_does_not(book, firm):
    do(book, matching.dismiss, firm, LOAN, "Wants no debt now")
    put(book, FinancialSnapshot(firm_id=firm, period_end=date(2025, 12, 31), revenue=Money.of(5_000_000)))
    assert match(book, firm).quiet
    put(
        book,
        FundingEvent(firm_id=firm, round="angel", closed_on=PartialDate("2025-06"), amount=Money.of(8_000_000)),
    )
    found = match(book, firm)
    assert (found.quiet, found.fit, found.reopened) == (False, 20, "facts")


def test_a_refusal_by_the_client_keeps_its_reason(book, firm):
    do(book, matching.decline, firm, LOAN, "Price", until=date(2026, 9, 1))
    found = match(book, firm)
    assert found.decision is not None
    assert (found.quiet, found.decision.answer, found.decision.reason) == (True, "declined", "Price")
    do(book, matching.offer_again, firm, LOAN)
    assert (match(book, firm).quiet, match(book, firm).decision) == (False, None)


def test_offered_again_is_quiet_no_more_however_often_it_was_put_off(book, firm):
    do(book, matching.mention, firm, LOAN)
    do(book, matching.dismiss, firm, LOAN, "No debt", until=date(2031, 1, 1))
    do(book, matching.dismiss, firm, LOAN, "No debt")
    do(book, matching.decline, firm, LOAN, "Price")
    do(book, matching.offer_again, firm, LOAN)
    found = match(book, firm)
    assert not found.quiet
    assert found.decision is not None
    assert found.decision.answer == "mentioned"
    book.undo()
    assert match(book, firm).quiet


@pytest.mark.parametrize(("reason", "until", "field"), [("  ", None, "reason"), ("Price", date(2026, 1, 1), "until")])
def test_a_refusal_needs_a_reason_and_a_day_to_come(book, firm, reason, until, field):
    with pytest.raises(InputError) as refused:
        do(book, matching.dismiss, firm, LOAN, reason, until=until)
    assert list(refused.value.fields) == [field]


def test_a_match_becomes_a_proposed_line_in_one_step_and_undo_takes_both_back(book, firm):
    decision = do(book, matching.propose, firm, LOAN)
    (line,) = book.store.all(Facility, firm_id=firm)
    assert decision.facility_id == line.id
    assert (line.facility_type, line.status, line.limit, line.tenor_months) == ("talent_loan", "proposed", None, 12)
    assert (decision.result, decision.answer, decision.fit) == ("eligible", "proposed", 0)
    assert (decision.decided_on, decision.catalogue) == (TODAY, catalogue_version())
    book.undo()
    assert book.store.all(Facility, firm_id=firm) == []
    assert match(book, firm).decision is None


def test_a_product_is_proposed_once_and_again_when_its_line_has_ended(book, firm):
    decision = do(book, matching.propose, firm, LOAN)
    with pytest.raises(RuleError, match="already"):
        do(book, matching.propose, firm, LOAN)
    assert match(book, firm).reopened is None
    do(book, type(book.store).change, Facility, decision.facility_id, status="declined")
    assert match(book, firm).reopened == "line"
    again = do(book, matching.propose, firm, LOAN)
    assert again.facility_id != decision.facility_id
    assert match(book, firm).reopened is None


def test_what_is_not_eligible_cannot_be_proposed(book, firm):
    with pytest.raises(RuleError):
        do(book, matching.propose, firm, "P14")
    with pytest.raises(NotFoundError):
        do(book, matching.propose, firm, "P99")


def test_a_mentioned_product_stays_in_sight(book, firm):
    do(book, matching.mention, firm, LOAN)
    found = match(book, firm)
    assert found.decision is not None
    assert (found.decision.answer, found.quiet) == ("mentioned", False)


def test_the_scenarios_of_the_stage_that_fire_stand_first(book, firm):
    fits = matching.scenario_scores(book.ask(matching.match_firm, firm), "rd_seed")
    assert [one.scenario.code for one in fits if one.fires] == ["S01", "S02"]
    assert all(one.in_stage for one in fits[:2])

"""Proposed stage moves in a book: accepted in one step, put off and remembered, never told of what is restricted."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from rmapp.domain.claim import Claim
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.firm import Firm, Listing
from rmapp.domain.funding import FundingEvent
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.stage_evidence import StageEvidence
from rmapp.errors import InputError, RuleError
from rmapp.services import books
from rmapp.services.early_warning import signals
from rmapp.services.stages import ipo, lifecycle, stage_proposals
from rmapp.storage.discreet import discreet
from tests.books import NOW, add_firm, new_book, reopened


@dataclass
class Later:
    """A clock that a test puts forward."""

    at: datetime = NOW

    def now(self):
        return self.at

    def today(self):
        return self.at.date()


def put(book, *entities):
    book.do(lambda store: store.add_many(entities), label="put")


def start(book, firm, stage, on="2024-01-01"):
    book.do(lifecycle.move_stage, firm, stage, PartialDate(on), label="move")


def series_a(firm):
    return FundingEvent(firm_id=firm, round="a", closed_on=PartialDate("2025-01"))


def designation(firm):
    return DesignationHolding(firm_id=firm, designation="innovative_sme", granted_on=PartialDate("2025-03"))


def proposed(book, firm):
    return book.ask(stage_proposals.proposal, firm)


def hints(book):
    return book.store.rows("SELECT firm_id, from_stage, to_stage, met, needed FROM stage_hint")


@pytest.fixture
def ready(book, firm):
    """Return a firm in startup with two pieces of evidence for the next stage."""
    start(book, firm, "startup")
    put(book, series_a(firm), designation(firm))
    return firm


def test_facts_make_a_hint_in_the_command_that_writes_them(book, firm):
    start(book, firm, "startup")
    put(book, series_a(firm))
    assert hints(book) == []
    put(book, designation(firm))
    assert hints(book) == [(firm, "startup", "early_commercial", 2, 2)]
    found = proposed(book, firm)
    assert (found.to, found.met) == ("early_commercial", ("ev_series_a", "ev_first_designation"))
    assert book.ask(stage_proposals.proposals, 5) == (found,)
    book.undo()
    assert hints(book) == []
    assert proposed(book, firm) is None


def test_accepting_moves_with_the_evidence_in_one_step_and_undo_brings_all_back(book, ready):
    event = book.do(stage_proposals.accept, ready, "early_commercial", label="accept").result
    assert (event.to_stage, event.evidence) == ("early_commercial", ("ev_series_a", "ev_first_designation"))
    assert event.effective_on == PartialDate("2026-03-04")
    assert [one.answer for one in book.ask(stage_proposals.decisions, ready)] == ["accepted"]
    assert hints(book) == []
    book.undo()
    assert book.ask(lifecycle.stage_strip, ready).current == "startup"
    assert book.ask(stage_proposals.decisions, ready) == []
    assert proposed(book, ready).to == "early_commercial"


def test_only_what_is_proposed_can_be_accepted_or_put_off(book, ready):
    with pytest.raises(RuleError):
        book.do(stage_proposals.accept, ready, "growth", label="accept")
    with pytest.raises(RuleError):
        book.do(stage_proposals.not_yet, ready, "growth", "too early", label="not yet")
    assert book.ask(lifecycle.stage_strip, ready).current == "startup"


def test_not_yet_needs_a_reason_and_a_day_to_come(book, ready):
    with pytest.raises(InputError) as caught:
        book.do(stage_proposals.not_yet, ready, "early_commercial", " ", date(2026, 3, 4), label="not yet")
    assert set(caught.value.fields) == {"reason", "until"}


def test_not_yet_is_remembered_until_the_evidence_changes(book, ready):
    book.do(stage_proposals.not_yet, ready, "early_commercial", "Pilot only", label="not yet")
    assert proposed(book, ready) is None
    assert book.ask(stage_proposals.proposals, 5) == ()
    assert book.ask(stage_proposals.waiting) == {}
    put(book, StageEvidence(firm_id=ready, evidence="ev_pilot_production", seen_on=date(2026, 3, 1)))
    assert len(proposed(book, ready).met) == 3
    assert book.ask(stage_proposals.waiting) == {ready: "early_commercial"}


def test_what_was_put_off_is_told_with_its_reason_and_can_be_asked_again(book, ready):
    assert book.ask(stage_proposals.put_off, ready) is None
    book.do(stage_proposals.not_yet, ready, "early_commercial", "Pilot only", label="not yet")
    said = book.ask(stage_proposals.put_off, ready)
    assert (said.to_stage, said.reason) == ("early_commercial", "Pilot only")
    book.do(stage_proposals.ask_again, said.id, label="again")
    assert proposed(book, ready).to == "early_commercial"
    book.do(stage_proposals.not_yet, ready, "early_commercial", "Pilot only", label="not yet")
    put(book, StageEvidence(firm_id=ready, evidence="ev_pilot_production", seen_on=date(2026, 3, 1)))
    assert book.ask(stage_proposals.put_off, ready) is None, "the evidence has changed: nothing is kept quiet"


def test_undo_takes_a_refusal_back(book, ready):
    book.do(stage_proposals.not_yet, ready, "early_commercial", "Pilot only", label="not yet")
    book.undo()
    assert proposed(book, ready) is not None


def test_not_yet_ends_on_its_day(tmp_path):
    clock = Later()
    book = new_book(tmp_path, clock=clock)
    firm = book.do(add_firm, label="add").result.id
    start(book, firm, "startup")
    put(book, series_a(firm), designation(firm))
    book.do(stage_proposals.not_yet, firm, "early_commercial", "After the fair", date(2026, 4, 1), label="not yet")
    clock.at = NOW.replace(month=3, day=31)
    assert proposed(book, firm) is None
    clock.at = NOW.replace(month=4, day=1)
    assert proposed(book, firm) is not None
    assert len(book.ask(stage_proposals.proposals, 5)) == 1
    book.close()


def test_what_a_person_denied_is_not_met(book, ready):
    put(book, StageEvidence(firm_id=ready, evidence="ev_series_a", met=False, seen_on=date(2026, 3, 1)))
    assert proposed(book, ready) is None
    assert hints(book) == []


def test_a_firm_that_has_ended_is_left_alone(book, ready):
    book.do(lambda store: store.change(Firm, ready, end_state="dissolved"), label="end")
    assert (proposed(book, ready), hints(book)) == (None, [])


def test_steps_to_the_exchange_propose_and_are_dated_to_their_day(book, firm):
    start(book, firm, "growth")
    application = book.do(ipo.start_application, firm, label="start").result
    book.do(ipo.reach_step, application.id, "counselling_filed", date(2026, 2, 2), label="step")
    found = proposed(book, firm)
    assert (found.to, found.reasons, found.on) == ("pre_ipo", ("ipo_route",), PartialDate("2026-02-02"))
    event = book.do(stage_proposals.accept, firm, "pre_ipo", label="accept").result
    assert (event.reason, str(event.effective_on)) == ("ipo_route", "2026-02-02")
    book.do(ipo.reach_step, application.id, "withdrawn", date(2026, 3, 1), label="step")
    back = proposed(book, firm)
    assert (back.to, back.reasons) == ("growth", ("ipo_withdrawn",))
    book.do(stage_proposals.accept, firm, "growth", label="accept")
    assert book.ask(lifecycle.stage_strip, firm).current == "growth"
    assert proposed(book, firm) is None


def test_where_more_than_one_reason_fits_one_has_to_be_chosen(book, firm):
    start(book, firm, "maturity")
    put(book, Listing(firm_id=firm, exchange="XHKG", code="09863.HK", listed_on=PartialDate("2025-09")))
    assert proposed(book, firm).to == "listed"
    with pytest.raises(InputError) as caught:
        book.do(stage_proposals.accept, firm, "listed", label="accept")
    assert set(caught.value.fields) == {"reason"}
    book.do(stage_proposals.accept, firm, "listed", reason="reverse_listing", label="accept")
    assert proposed(book, firm) is None


def test_a_hint_of_a_restricted_application_is_not_told_where_restricted_rows_are_hidden(book, firm, tmp_path):
    start(book, firm, "growth")
    application = book.do(ipo.start_application, firm, label="start").result
    book.do(ipo.reach_step, application.id, "counselling_filed", date(2026, 2, 2), label="step")

    def told(store):
        with discreet(store):
            return (
                stage_proposals.proposal(store, firm),
                stage_proposals.proposals(store, 5),
                stage_proposals.waiting(store),
                store.rows("SELECT * FROM stage_hint"),
            )

    assert book.ask(told) == (None, (), {}, [])
    assert proposed(book, firm) is not None


def test_restricted_evidence_is_not_told_either(book, firm):
    start(book, firm, "startup")
    put(book, series_a(firm), StageEvidence(
        firm_id=firm, evidence="ev_prototype", seen_on=date(2026, 3, 1), confidentiality="restricted"
    ))  # fmt: skip
    put(book, StageEvidence(
        firm_id=firm, evidence="ev_pilot_production", seen_on=date(2026, 3, 1), confidentiality="restricted"
    ))  # fmt: skip
    assert proposed(book, firm).to == "early_commercial"

    def told(store):
        with discreet(store):
            return stage_proposals.proposal(store, firm), stage_proposals.proposals(store, 5)

    assert book.ask(told) == (None, ())


def test_hints_of_others_are_told_beside_a_restricted_one(book, ready):
    other = book.do(add_firm, "另一家有限公司", label="add").result.id
    put(book, Claim(firm_id=other, kind="supplier_count", number=3, confidentiality="restricted"))

    def told(store):
        with discreet(store):
            return stage_proposals.waiting(store)

    assert book.ask(told) == {ready: "early_commercial"}


def test_a_large_change_waits_for_the_daily_run(tmp_path):
    clock = Later()
    book = new_book(tmp_path, clock=clock)
    books.run_daily_rules(book)
    firms = [book.do(add_firm, f"示例{n}有限公司", label="add").result.id for n in range(3)]
    for firm in firms:
        start(book, firm, "startup")
    facts = [fact for firm in firms for fact in (series_a(firm), designation(firm))]
    usual, stage_proposals.AT_MOST = stage_proposals.AT_MOST, 2
    try:
        put(book, *facts)
    finally:
        stage_proposals.AT_MOST = usual
    assert hints(book) == []
    book.close()
    clock.at = NOW.replace(day=5)
    book = reopened(tmp_path, clock=clock)
    books.run_daily_rules(book)
    assert len(hints(book)) == 3
    assert book.undo_label() == "put"
    book.close()


def test_firms_are_judged_once_a_day_also_where_the_signals_ran_already(book, ready):
    book.store.connection.execute("DELETE FROM stage_hint")
    book.do(signals.run_daily, label="signals", undoable=False)
    assert books.run_daily_rules(book) is not None
    assert len(hints(book)) == 1
    assert books.run_daily_rules(book) is None

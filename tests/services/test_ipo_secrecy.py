"""A stage move that would give an application for a listing away is as confidential as the application."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from rmapp.domain import offers
from rmapp.domain.condition import parse_condition
from rmapp.domain.facility import Facility
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.promise import Promise
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_rules import tells_of_listing
from rmapp.exchange.csv_files import parse_text
from rmapp.services import audit, matching
from rmapp.services.clients import firms
from rmapp.services.clients.promises import PromiseDraft
from rmapp.services.importing import imports
from rmapp.services.importing.plan import ImportOptions
from rmapp.services.matching import decisions
from rmapp.services.matching.states import product_states
from rmapp.services.printing import briefs
from rmapp.services.printing.brief_variants import compile_variant, print_variant
from rmapp.services.printing.firm_record import compile_record, print_record
from rmapp.services.privacy import classes
from rmapp.services.stages import ipo, lifecycle, stage_proposals, stage_tasks
from rmapp.storage.discreet import discreet
from tests.books import CLOCK, add_firm
from tests.briefs.pdf_text import pages_text, squeezed

TODAY = CLOCK.today()


def do(book, verb, *args, **kw):
    return book.do(verb, *args, label="Test", **kw).result


@pytest.fixture
def grown(book, firm):
    do(book, lifecycle.move_stage, firm, "growth", PartialDate("2024-05-01"))
    return firm


@pytest.fixture
def application(book, grown):
    made = do(book, ipo.start_application, grown, board="sse_star", sponsor="示例证券")
    do(book, ipo.reach_step, made.id, "counselling_filed", PartialDate("2026-02-01"))
    return made


def card(book, firm):
    return book.store.rows("SELECT stage, stage_rank, stage_since FROM firm_card WHERE firm_id = ?", [firm])[0]


def papers_of(book, firm):
    """Yield the papers about a firm in both languages."""
    options = briefs.new_options(book.store, "both").model_copy(update={"watermark": False})
    yield briefs.print_brief(book.ask(briefs.compile_brief, firm), firm, options, "internal")
    yield briefs.print_brief(book.ask(briefs.compile_for_client, firm), firm, options, "client")
    yield print_record(book.ask(compile_record, firm), options)
    for code in ("pocket_card", "leave_behind", "first_visit", "hand_over"):
        yield print_variant(book.ask(compile_variant, firm, code), firm, options)


def test_which_moves_tell():
    assert tells_of_listing("growth", "pre_ipo")
    assert tells_of_listing("pre_ipo", "maturity")
    assert not tells_of_listing("pre_ipo", "listed")
    assert not tells_of_listing("growth", "expansion")


def test_a_proposal_that_stands_on_a_restricted_application_makes_a_restricted_move(book, grown, application):
    event = do(book, stage_proposals.accept, grown, "pre_ipo", reason="ipo_route")
    assert event.confidentiality == "restricted"
    assert book.ask(lifecycle.stage_strip, grown).current == "pre_ipo"
    with discreet(book.store):
        strip = lifecycle.stage_strip(book.store, grown)
        assert (strip.current, str(strip.since)) == ("growth", "2024-05-01")
        assert card(book, grown) == ("growth", 4, "2024-05-01")
        assert firms.firm_page(book.store, grown).stage == "growth"
    assert card(book, grown) == ("pre_ipo", 7, "2026-02-01")


def test_no_paper_tells_of_the_stage_its_evidence_or_its_reason(book, grown, application):
    do(book, stage_proposals.accept, grown, "pre_ipo", reason="ipo_route")
    strip = {"Pre-IPO(counselling", "拟上市期（辅导", "counselling(tutoring)filed", "IPOstarted", "since1Feb2026"}
    for paper in papers_of(book, grown):
        text = squeezed("".join(pages_text(paper.pdf)))
        assert [words for words in strip if words in text] == []


def test_a_move_by_hand_back_out_of_it_is_restricted_too_and_what_is_made_public_is_told(book, grown, application):
    do(book, lifecycle.move_stage, grown, "pre_ipo", PartialDate("2026-02-01"), reason="ipo_route")
    back = do(book, lifecycle.move_stage, grown, "maturity", TODAY, reason="ipo_withdrawn")
    assert back.confidentiality == "restricted"
    lower = {"confidentiality": "client_confidential"}
    do(book, classes.with_reason, "Prospectus is public", ipo.change_application, application.id, **lower)
    assert {one.confidentiality for one in book.ask(lifecycle.history, grown)} == {"client_confidential"}
    with discreet(book.store):
        assert card(book, grown)[0] == "maturity"


def test_the_application_of_a_firm_that_stands_there_already_raises_its_move_and_what_that_corrects(book, grown):
    made = do(book, lifecycle.move_stage, grown, "pre_ipo", PartialDate("2026-01"), reason="ipo_route")
    do(book, lifecycle.correct_stage, made.id, effective_on=PartialDate("2026-02"))
    do(book, ipo.start_application, grown)
    rows = book.store.all(StageEvent, firm_id=grown, to_stage="pre_ipo")
    assert [one.confidentiality for one in rows] == ["restricted", "restricted"]
    with discreet(book.store):
        assert card(book, grown)[0] == "growth"


def test_a_public_application_and_other_moves_restrict_nothing(book, grown):
    do(book, ipo.start_application, grown, confidentiality="public")
    moved = do(book, lifecycle.move_stage, grown, "pre_ipo", TODAY, reason="ipo_route")
    assert moved.confidentiality == "client_confidential"


@pytest.fixture
def failed(book, grown):
    """Make a restricted application that was withdrawn last year, with the moves into and out of its stage."""
    first = do(book, ipo.start_application, grown)
    do(book, ipo.reach_step, first.id, "counselling_filed", PartialDate("2024-09-01"))
    do(book, stage_proposals.accept, grown, "pre_ipo", reason="ipo_route")
    do(book, ipo.reach_step, first.id, "withdrawn", PartialDate("2025-03-01"))
    do(book, stage_proposals.accept, grown, "growth")
    return first


def moves_seen(book, firm):
    with discreet(book.store):
        return [one.to_stage for one in lifecycle.history(book.store, firm)]


def test_what_is_made_public_of_one_application_tells_nothing_of_the_one_before(book, grown, failed):
    second = do(book, ipo.start_application, grown)
    do(book, ipo.reach_step, second.id, "counselling_filed", PartialDate("2026-02-01"))
    do(book, stage_proposals.accept, grown, "pre_ipo", reason="ipo_route")
    assert moves_seen(book, grown) == ["growth"]
    lower = {"confidentiality": "client_confidential"}
    do(book, classes.with_reason, "Prospectus is public", ipo.change_application, second.id, **lower)
    assert moves_seen(book, grown) == ["growth", "pre_ipo"]
    do(book, classes.with_reason, "Long over", ipo.change_application, failed.id, **lower)
    assert moves_seen(book, grown) == ["growth", "pre_ipo", "growth", "pre_ipo"]


def test_a_move_told_late_has_the_class_of_the_application_of_its_time(book, grown):
    first = do(book, ipo.start_application, grown)
    do(book, ipo.reach_step, first.id, "counselling_filed", PartialDate("2024-09-01"))
    do(book, ipo.reach_step, first.id, "withdrawn", PartialDate("2025-03-01"))
    do(book, ipo.start_application, grown, confidentiality="client_confidential")
    late = do(book, lifecycle.move_stage, grown, "pre_ipo", PartialDate("2024-10"), reason="ipo_route")
    back = do(book, lifecycle.move_stage, grown, "growth", PartialDate("2025-04"), reason="ipo_withdrawn")
    again = do(book, lifecycle.move_stage, grown, "pre_ipo", PartialDate("2026-01"), reason="ipo_route")
    told = [one.confidentiality for one in (late, back, again)]
    assert told == ["restricted", "restricted", "client_confidential"]


def test_a_new_application_hides_nothing_of_a_public_one_that_failed(book, grown):
    first = do(book, ipo.start_application, grown, confidentiality="client_confidential")
    do(book, ipo.reach_step, first.id, "counselling_filed", PartialDate("2024-09-01"))
    do(book, stage_proposals.accept, grown, "pre_ipo", reason="ipo_route")
    do(book, ipo.reach_step, first.id, "withdrawn", PartialDate("2025-03-01"))
    do(book, stage_proposals.accept, grown, "growth")
    do(book, ipo.start_application, grown)
    assert moves_seen(book, grown) == ["growth", "pre_ipo", "growth"]
    do(book, ipo.change_application, first.id, confidentiality="restricted")
    assert moves_seen(book, grown) == ["growth"]


def test_a_correction_into_the_stage_before_the_listing_is_restricted(book, grown, application):
    (move,) = book.ask(lifecycle.history, grown)
    done = do(book, lifecycle.correct_stage, move.id, to_stage="pre_ipo")
    assert done.confidentiality == "restricted"


def test_the_log_of_changes_does_not_name_what_touched_something_restricted(book, grown, application):
    book.do(ipo.reach_step, application.id, "counselling_accepted", TODAY, label="Step recorded: accepted")
    book.do(add_firm, "另一家", label="Add a client")
    assert [one.label for one in book.ask(audit.newest, 2)] == ["Add a client", "Step recorded: accepted"]
    with discreet(book.store):
        assert [one.label for one in audit.newest(book.store, 2)] == ["Add a client", "Something restricted"]


def test_tasks_of_a_restricted_stage_are_restricted(book, grown, application):
    draft = PromiseDraft(side="ours", text="Open the account for the proceeds", owner="Li", due_on=date(2026, 9, 1))
    do(book, stage_tasks.take_tasks, grown, [draft])
    do(book, stage_proposals.accept, grown, "pre_ipo", reason="ipo_route")
    do(book, stage_tasks.take_tasks, grown, [draft])
    assert sorted(one.confidentiality for one in book.store.all(Promise, firm_id=grown)) == [
        "client_confidential",
        "restricted",
    ]


def test_a_product_that_only_the_application_allows_is_not_told_on_paper(book, grown, application):
    do(book, matching.propose, grown, "P29")
    assert book.ask(decisions.latest_decisions, grown)["P29"].result == "eligible"
    fit = book.ask(briefs.compile_brief, grown).fit
    assert ("P29", "proposed") not in [(one.product, one.told) for one in (fit.products if fit else ())]
    assert [one.product for one in book.ask(compile_variant, grown, "leave_behind").options] == []
    with discreet(book.store):
        assert product_states(book.store, [grown])[grown][1]["P29"] == "possible"
        assert decisions.latest_decisions(book.store, grown) == {}
    let_in = book.ask(briefs.compile_brief, grown, restricted=True).fit
    assert ("P29", "proposed") in [(one.product, one.told) for one in let_in.products]


def test_what_was_decided_on_a_restricted_application_stays_off_paper_when_it_is_withdrawn(book, grown, application):
    do(book, matching.propose, grown, "P29")
    do(book, ipo.reach_step, application.id, "withdrawn", TODAY)
    with discreet(book.store):
        assert decisions.latest_decisions(book.store, grown) == {}
        assert product_states(book.store, [grown])[grown][1]["P29"] == "possible"
    assert set(book.ask(decisions.latest_decisions, grown)) == {"P29"}


def test_a_line_from_a_product_is_restricted_where_only_restricted_facts_allow_it(book, grown, monkeypatch):
    product = offers.products()["P05"]
    rule = parse_condition(
        {"field": "ipo_status", "op": "eq", "value": "counselling_filed"}, {"ipo_status": "enum"}, "test"
    )
    secret = replace(product, eligibility=rule)
    monkeypatch.setattr(decisions, "products", partial(dict, {"P05": secret}))
    public = do(book, ipo.start_application, grown, confidentiality="client_confidential")
    do(book, ipo.reach_step, public.id, "counselling_filed", PartialDate("2026-02-01"))
    told = do(book, matching.propose, grown, "P05")
    other = do(book, add_firm, "另一家").id
    secretly = do(book, ipo.start_application, other)
    do(book, ipo.reach_step, secretly.id, "counselling_filed", PartialDate("2026-02-01"))
    hidden = do(book, matching.propose, other, "P05")
    lines = [book.store.get(Facility, one.facility_id).confidentiality for one in (told, hidden)]
    assert lines == ["client_confidential", "restricted"]


def test_a_decision_whose_facts_changed_in_the_open_is_still_told(book, grown):
    public = do(book, ipo.start_application, grown, confidentiality="client_confidential")
    do(book, ipo.reach_step, public.id, "counselling_filed", PartialDate("2026-02-01"))
    do(book, matching.propose, grown, "P29")
    do(book, ipo.reach_step, public.id, "withdrawn", TODAY)
    other = do(book, add_firm, "另一家")
    do(book, ipo.start_application, other.id)
    with discreet(book.store):
        assert set(decisions.latest_decisions(book.store, grown)) == {"P29"}


def test_a_stage_that_is_imported_for_a_firm_with_an_application_is_restricted(book):
    firm = do(book, add_firm, "甲示例有限公司").id
    do(book, ipo.start_application, firm)
    sheet = parse_text("企业名称,生命周期阶段\n甲示例有限公司,拟上市期\n", "clients.csv", ",")
    guessed = imports.guess_map(sheet, "firms")
    do(book, imports.apply_import, book.ask(imports.plan_import, sheet, guessed, ImportOptions(accept_looks=True)))
    (move,) = book.store.all(StageEvent, firm_id=firm)
    assert (move.to_stage, move.confidentiality) == ("pre_ipo", "restricted")

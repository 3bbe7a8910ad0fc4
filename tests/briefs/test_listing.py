"""The way to the stock exchange on the internal brief: only where it was let in, in both languages, with disclaimer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rmapp.domain.brief import client_edition
from rmapp.domain.listing_boards import disclaimer, metrics
from rmapp.domain.money import Money
from rmapp.i18n import speaking
from rmapp.services.printing import briefs, firm_record
from rmapp.services.privacy import classes
from rmapp.services.stages import ipo
from tests.books import NOW, add_firm, new_book
from tests.briefs.pdf_text import pages_text, squeezed

TODAY = NOW.date()


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    workspace = new_book(tmp_path_factory.mktemp("listing"))
    yield workspace
    workspace.close()


@pytest.fixture
def firm(book):
    return book.do(add_firm, "示例科技", label="Add").result.id


@pytest.fixture
def application(book, firm):
    def begin(store):
        one = ipo.start_application(
            store,
            firm,
            board="sse_star",
            sponsor="示例证券",
            planned_raise=Money.of("800000000"),
            market_value=Money.of("4500000000"),
        )
        for status, days in (("accepted", 300), ("inquiry", 200), ("inquiry", 190)):
            ipo.reach_step(store, one.id, status, TODAY - timedelta(days=days))
        for days, kind in enumerate(("proceeds_account", "advisory", "hedging", "bridge_loan"), 9):
            ipo.add_action(store, one.id, kind, due_on=TODAY + timedelta(days=days))
        return one

    return book.do(begin, label="Begin").result


def text_of(book, value, firm, language, edition="internal"):
    with speaking(language):
        paper = briefs.print_brief(value, firm, briefs.new_options(book.store, language), edition)
        return squeezed("".join(pages_text(paper.pdf)))


def test_a_usual_brief_says_nothing_of_it(book, firm, application):
    value = book.ask(briefs.compile_brief, firm)
    assert value.listing is None
    said = text_of(book, value, firm, "en")
    for word in ("exchange", "示例证券", "STARMarket", "inquiry"):
        assert word not in said


def test_let_in_it_prints_steps_next_step_deeds_tests_and_the_disclaimer(book, firm, application):
    value = book.ask(briefs.compile_brief, firm, restricted=True)
    said = text_of(book, value, firm, "en")
    for words in (
        "Way to the stock exchange",
        "Now: Under inquiry, round 2",
        "Next: Listing committee passed, 10 days over the usual time",
        "Proceeds account, due 13 Mar 2026",
        "plans to raise CNY 800 million",
        "Test 5 of STAR Market (Shanghai) cannot be worked out yet. Market value assumed by the user.",
        "+1 more",
        disclaimer().en,
    ):
        assert squeezed(words) in said
    assert value.confidentiality == "restricted"


def test_in_chinese_with_the_same_disclaimer(book, firm, application):
    value = book.ask(briefs.compile_brief, firm, restricted=True)
    said = text_of(book, value, firm, "zh_CN")
    for words in ("已问询", "上交所科创板", "募集资金专户", disclaimer().zh):
        assert squeezed(words) in said


def test_the_client_never_reads_it(book, firm, application):
    whole = book.ask(briefs.compile_brief, firm, restricted=True)
    assert "listing" not in type(client_edition(whole)).model_fields
    said = text_of(book, whole, firm, "en", "client")
    assert "STARMarket" not in said
    assert "inquiry" not in said


def test_a_test_that_cannot_be_worked_out_names_what_is_missing(book, firm, application):
    value = book.ask(briefs.compile_brief, firm, restricted=True)
    unknown = next(one for one in value.listing.tests if one.test == "4")
    assert unknown.missing == ("revenue_last_y",)
    assert squeezed("Missing: Revenue, last year") in text_of(book, value, firm, "en")
    with speaking("zh_CN"):
        words = metrics()["revenue_last_y"].label.text()
    assert squeezed(words) in text_of(book, value, firm, "zh_CN")


def test_what_was_made_public_is_on_a_usual_brief(book, firm, application):
    book.do(
        classes.with_reason,
        "Prospectus",
        ipo.change_application,
        application.id,
        confidentiality="public",
        label="Lower",
    )
    assert book.ask(briefs.compile_brief, firm).listing is not None
    assert book.ask(briefs.compile_for_client, firm).listing is not None, "the edition for clients leaves it out"


def test_a_closed_application_is_not_printed(book, firm, application):
    book.do(ipo.reach_step, application.id, "withdrawn", TODAY, label="Withdrawn")
    assert book.ask(briefs.compile_brief, firm, restricted=True).listing is None


def test_a_setback_is_the_step_now(book, firm, application):
    book.do(ipo.reach_step, application.id, "suspended", TODAY, label="Suspended")
    value = book.ask(briefs.compile_brief, firm, restricted=True)
    assert value.listing.now().status == "suspended"
    assert squeezed("Now: Review suspended") in text_of(book, value, firm, "en")


def test_the_whole_record_has_its_steps_where_it_was_let_in(book, firm, application):
    for restricted in (False, True):
        record = book.ask(firm_record.compile_record, firm, restricted=restricted)
        paper = firm_record.print_record(record, firm_record.record_options(book.store, "en"))
        said = squeezed("".join(pages_text(paper.pdf)))
        assert (squeezed("Under inquiry, round 2") in said) is restricted
        assert ("示例证券" in said) is restricted
        assert (paper.confidentiality == "restricted") is restricted

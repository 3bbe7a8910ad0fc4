"""Nothing restricted leaves the book, and nothing of the house reaches a client: marks searched for in every output.

A new paper joins by one line in `PAPERS`, a new table by one in `TABLES`.
"""

from __future__ import annotations

import pytest

from rmapp.domain.assessment import ThreeTests
from rmapp.domain.brief_options import BriefOptions
from rmapp.services.calendars.calendar_export import export_calendar
from rmapp.services.calendars.contact_exchange import contact_cards
from rmapp.services.collateral.patent_table import patent_table
from rmapp.services.collateral.security_tables import guarantors_table, register_table, valuations_table
from rmapp.services.limits.firm_lines_table import firm_lines_table
from rmapp.services.paperwork import papers
from rmapp.services.partners.introductions_paper import compile_introductions, print_introductions
from rmapp.services.partners.supply_table import supply_table
from rmapp.services.portfolio.covenant_tables import covenant_tests_table, line_covenants_table
from rmapp.services.portfolio.line_part_tables import draws_table, parts_table, story_table
from rmapp.services.portfolio.other_lines_table import other_lines_table
from rmapp.services.printing import brief_variants, briefs, group_brief, visit_pack
from rmapp.services.printing.agenda_paper import print_agenda
from rmapp.services.printing.call_report_paper import compile_report, print_report
from rmapp.services.printing.firm_record import compile_record, print_record
from rmapp.services.printing.three_tests_paper import compile_tests, print_tests
from rmapp.services.printing.visit_pack import PackPick
from rmapp.services.privacy.discretion import discreet_table, hide_restricted
from tests.books import CLOCK, new_book
from tests.briefs.pdf_text import pages_text, squeezed
from tests.marked_book import fill

ALLOWED_FOR_CLIENT = {"Promise.text", "Meeting.place"}
"""What a client reads of text that we typed: its own promises and where we meet; the check before printing names it."""


def options(book, language="en"):
    return BriefOptions(**book.ask(papers.paper_options, language) | {"watermark": False})


def brief(book, marked, **how):
    value = book.ask(briefs.compile_brief, marked.firm_id, **how)
    return briefs.print_brief(value, marked.firm_id, options(book, "both"), "internal").pdf


def client_brief(book, marked):
    value = book.ask(briefs.compile_for_client, marked.firm_id)
    return briefs.print_brief(value, marked.firm_id, options(book, "both"), "client").pdf


def group(book, marked, **how):
    value = book.ask(group_brief.compile_group, marked.firm_id, **how)
    return group_brief.print_group(value, marked.firm_id, options(book)).pdf


def variant(code):
    def made(book, marked, **how):
        value = book.ask(brief_variants.compile_variant, marked.firm_id, code, **how)
        return brief_variants.print_variant(value, marked.firm_id, options(book)).pdf

    return made


def pack(book, marked):
    value = book.ask(visit_pack.compile_pack, [PackPick(marked.firm_id)])
    return visit_pack.print_pack(value, book.ask(visit_pack.new_options, "en")).pdf


def record(book, marked, **how):
    return print_record(book.ask(compile_record, marked.firm_id, **how), options(book)).pdf


def agenda(book, marked, **how):
    return book.ask(print_agenda, CLOCK.today(), 14, "en", **how).pdf


def introductions(book, marked, **how):
    value = book.ask(compile_introductions, marked.firm_id, **how)
    return print_introductions(value, marked.firm_id, options(book)).pdf


def report(book, marked, **how):
    value = book.ask(compile_report, marked.open_id, **how)
    return print_report(value, options(book)).pdf


def answered_tests(book, marked, **how):
    kept = book.store.all(ThreeTests, firm_id=marked.firm_id)
    seen = [one for one in kept if how.get("restricted") or one.confidentiality != "restricted"]
    value = book.ask(compile_tests, marked.firm_id, seen[0].id if seen else "", **how)
    return print_tests(value, marked.firm_id, options(book)).pdf


FOR_CLIENTS = {"client edition": client_brief, "leave-behind": variant("leave_behind")}
FOR_THE_HOUSE = {
    "client brief": brief,
    "group brief": group,
    "pocket card": variant("pocket_card"),
    "first visit": variant("first_visit"),
    "hand-over": variant("hand_over"),
    "visit pack": pack,
    "whole record": record,
    "agenda": agenda,
    "three tests": answered_tests,
    "call report": report,
    "introductions": introductions,
}
PAPERS = FOR_CLIENTS | FOR_THE_HOUSE
TABLES = {
    "lines": (firm_lines_table, "firm_id", "Lines"),
    "other lenders": (other_lines_table, "firm_id"),
    "register": (register_table, "firm_id"),
    "valuations": (valuations_table, "firm_id"),
    "guarantors": (guarantors_table, "firm_id"),
    "patents": (patent_table, "firm_id"),
    "suppliers": (supply_table, "firm_id"),
}
OF_A_LINE = (parts_table, draws_table, story_table, line_covenants_table, covenant_tests_table)


def seen(text: str, marks: dict[str, str]) -> list[str]:
    return sorted(place for mark, place in marks.items() if mark in text)


def text_of(pdf: bytes) -> str:
    return squeezed("".join(pages_text(pdf)))


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    made = {}
    for confidentiality in ("restricted", "internal", "client_confidential"):
        book = new_book(tmp_path_factory.mktemp(confidentiality))
        made[confidentiality] = book, book.do(fill, confidentiality, label="Fill").result
    yield made
    for book, _marked in made.values():
        book.close()


def test_there_is_a_mark_in_what_the_house_and_the_client_must_not_read(books):
    _book, marked = books["restricted"]
    assert len(marked.marks) > 150
    hidden = {place.split(".")[0] for place in marked.hidden.values()}
    assert {
        "Meeting",
        "Attendee",
        "Addendum",
        "CallReport",
        "Answer",
        "Claim",
        "Person",
        "Promise",
        "Facility",
    } <= hidden
    assert {
        "Facility",
        "Tranche",
        "Covenant",
        "CovenantWaiver",
        "Collateral",
        "OtherLine",
        "Signal",
        "Attachment",
    } <= hidden


@pytest.mark.parametrize("name", PAPERS)
def test_no_paper_holds_anything_restricted(books, name):
    book, marked = books["restricted"]
    assert seen(text_of(PAPERS[name](book, marked)), marked.hidden) == []


@pytest.mark.parametrize("confidentiality", ["restricted", "internal", "client_confidential"])
@pytest.mark.parametrize("name", FOR_CLIENTS)
def test_a_clients_paper_holds_nothing_of_the_house(books, name, confidentiality):
    book, marked = books[confidentiality]
    found = seen(text_of(FOR_CLIENTS[name](book, marked)), marked.marks)
    assert set(found) <= ALLOWED_FOR_CLIENT
    if confidentiality != "client_confidential":
        assert found == []


@pytest.mark.parametrize("name", ["client brief", "hand-over", "whole record"])
def test_the_same_marks_are_printed_for_the_house_where_they_are_not_restricted(books, name):
    book, marked = books["client_confidential"]
    assert len(seen(text_of(FOR_THE_HOUSE[name](book, marked)), marked.marks)) > 8


@pytest.mark.parametrize("name", ["client brief", "hand-over", "whole record", "agenda"])
def test_a_person_may_let_restricted_things_in_for_the_house(books, name):
    book, marked = books["restricted"]
    assert seen(text_of(FOR_THE_HOUSE[name](book, marked, restricted=True)), marked.hidden)


@pytest.mark.parametrize("name", TABLES)
def test_no_table_of_a_firm_holds_anything_restricted(books, name):
    book, marked = books["restricted"]
    verb, field, *rest = TABLES[name]
    table = book.ask(discreet_table, verb, getattr(marked, field), *rest)
    assert seen(repr(table), marked.hidden) == []


@pytest.mark.parametrize("verb", OF_A_LINE, ids=[verb.__name__ for verb in OF_A_LINE])
def test_no_table_of_a_restricted_line_is_written(books, verb):
    book, marked = books["restricted"]
    with pytest.raises(Exception, match="restricted"):
        book.ask(discreet_table, verb, marked.line_id)


def test_no_report_of_a_restricted_meeting_is_printed(books):
    book, marked = books["restricted"]
    with pytest.raises(Exception, match="restricted"):
        book.ask(compile_report, marked.meeting_id)
    value = book.ask(compile_report, marked.meeting_id, restricted=True)
    assert seen(text_of(print_report(value, options(book)).pdf), marked.hidden)


def test_no_file_for_other_programs_holds_anything_restricted(books, tmp_path):
    book, marked = books["restricted"]
    cards = book.ask(contact_cards, [marked.firm_id])
    assert seen(repr(cards), marked.hidden) == []
    book.ask(export_calendar, tmp_path / "visits.ics", CLOCK.today(), 14, detail="full")
    assert seen((tmp_path / "visits.ics").read_text("utf-8"), marked.hidden) == []


def test_lists_of_an_output_hold_no_restricted_line(books):
    book, marked = books["restricted"]
    beside = hide_restricted(book.another())
    try:
        rows = beside.store.rows("SELECT * FROM line_card") + beside.store.rows("SELECT * FROM firm_card")
        assert seen(repr(rows), marked.hidden) == []
    finally:
        beside.close()

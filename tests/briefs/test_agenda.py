"""The printed agenda, in both languages, over many pages."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest

from rmapp.services.notes.meetings import AttendeeDraft
from rmapp.services.printing.agenda_paper import print_agenda, span_text
from rmapp.services.visits.visit_plan import VisitPlanDraft, cancel_visit, plan_visit
from tests.books import add_firm, new_book

MONDAY = date(2026, 3, 2)


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


def plan(book, firm, starts_at, **fields):
    draft = VisitPlanDraft(firm_ids=(firm,), starts_at=starts_at, **fields)
    return book.do(plan_visit, draft, label="Plan").result


def texts(paper):
    document = pypdfium2.PdfDocument(paper.pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_a_week_names_its_days_visits_and_people(book):
    firm = book.do(add_firm, "杭州灵伴科技有限公司", label="Add").result.id
    people = (AttendeeDraft(name="陈实"),)
    plan(book, firm, "2026-03-04T09:30", ends_at="2026-03-04T10:30", place="Lab <3>", purpose="R&D", people=people)
    gone = plan(book, firm, "2026-03-05T09:30", purpose="called off")
    book.do(cancel_visit, gone.id, label="Cancel")
    paper = book.ask(print_agenda, MONDAY, 7, "both")
    english, chinese = texts(paper)
    for text in ("Agenda", "2 Mar to 8 Mar 2026", "Wed 4 Mar 2026", "杭州灵伴科技有限公司", "Lab <3>", "R&D", "陈实"):
        assert text in english
    assert "called off" not in english
    assert "杭州灵伴科技有限公司" in chinese
    assert "Page 2 of 2" not in chinese  # the foot of a page speaks its language
    assert paper.document == "agenda"
    assert paper.firm_ids == (firm,)


def test_restricted_visits_stay_off_the_paper(book):
    firm = book.do(add_firm, "Alpha", label="Add").result.id
    plan(book, firm, "2026-03-04T09:30", purpose="MARKER", confidentiality="restricted")
    paper = book.ask(print_agenda, MONDAY, 7, "en")
    assert "MARKER" not in "".join(texts(paper))
    assert paper.firm_ids == ()
    shown = book.ask(print_agenda, MONDAY, 7, "en", restricted=True)
    assert "MARKER" in "".join(texts(shown))
    assert shown.confidentiality == "restricted"


def test_a_full_week_runs_over_pages_that_are_numbered(book):
    firm = book.do(add_firm, "Alpha", label="Add").result.id
    for hour in range(7, 20):
        for day in range(2, 7):
            plan(book, firm, f"2026-03-0{day}T{hour:02}:00", purpose="long " * 60, place=f"Hall {day}-{hour}")
    pages = texts(book.ask(print_agenda, MONDAY, 7, "en"))
    assert len(pages) > 3
    assert f"Page 1 of {len(pages)}" in pages[0]
    whole = "".join(pages)
    assert all(f"Hall {day}-{hour}" in whole for hour in range(7, 20) for day in range(2, 7))


def test_an_empty_span_says_so():
    assert span_text(MONDAY, 1) == "2 Mar 2026"


def test_a_day_without_visits_is_printed(book):
    (page,) = texts(book.ask(print_agenda, MONDAY, 1, "en"))
    assert "No visit that day" in page

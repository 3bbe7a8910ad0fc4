"""The assessment on the internal brief: numbers in both languages, never on a copy that stays with the client."""

from __future__ import annotations

from datetime import date

import pytest

from rmapp.domain.brief import client_edition
from rmapp.i18n import speaking
from rmapp.services import scoring
from rmapp.services.printing import briefs
from tests.books import NOW, add_firm, new_book
from tests.briefs.pdf_text import pages_text, squeezed
from tests.scored import save_worked


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    workspace = new_book(tmp_path_factory.mktemp("score"))
    yield workspace
    workspace.close()


@pytest.fixture
def firm(book):
    return book.do(add_firm, "示例科技", label="Add").result.id


def text_of(book, value, firm, language, edition="internal"):
    with speaking(language):
        paper = briefs.print_brief(value, firm, briefs.new_options(book.store, language), edition)
        return squeezed("".join(pages_text(paper.pdf)))


def test_a_brief_without_an_assessment_has_no_such_section(book, firm):
    value = book.ask(briefs.compile_brief, firm)
    assert value.score is None
    assert "workingaid" not in text_of(book, value, firm, "en")


def test_the_score_stands_in_numbers_with_the_last_time(book, firm):
    save_worked(book, firm, date(2025, 9, 1), founder_record=2)
    save_worked(book, firm)
    value = book.ask(briefs.compile_brief, firm)
    assert (value.score.as_of, value.score.before_on) == (NOW.date(), date(2025, 9, 1))
    text = text_of(book, value, firm, "en")
    for words in ("77.6 of 100, grade T2: Fast track open", "Corporate qualifications 80", "Team strength"):
        assert squeezed(words) in text
    assert squeezed("Strongest: IP and technology strength 85") in text
    assert squeezed("Least known: Corporate qualifications, 85% of its weight") in text
    assert squeezed("A working aid for the conversation, never a credit decision.") in text
    chinese = text_of(book, value, firm, "zh_CN")
    assert "企业资质80" in chinese
    assert "T2" in chinese


def test_with_a_hard_stop_no_score_is_printed(book, firm):
    save_worked(book, firm)
    flag = {"found_on": NOW.date(), "evidence": "court register"}
    book.do(scoring.flags.raise_flag, firm, "sanctions_hit", label="Raise", **flag)
    value = book.ask(briefs.compile_brief, firm)
    assert (value.score.total, value.score.grade) == (None, "X")
    text = text_of(book, value, firm, "en")
    assert squeezed("Grade X: Confirmed sanctions") in text
    assert "77.6" not in text


def test_a_copy_for_the_client_has_no_score_by_construction(book, firm):
    save_worked(book, firm)
    value = book.ask(briefs.compile_brief, firm)
    assert "score" not in type(client_edition(value)).model_fields
    assert "77.6" not in text_of(book, value, firm, "en", "client")

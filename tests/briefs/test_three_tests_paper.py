"""The page of the three tests: one page to write on, and the answers of a meeting to file."""

import pytest

from rmapp.domain import assessment
from rmapp.errors import NotFoundError
from rmapp.services.printing.three_tests_paper import compile_tests, new_options, print_tests
from rmapp.services.privacy.classes import with_reason
from rmapp.services.scoring import three_tests
from tests.books import NOW, add_firm, new_book
from tests.briefs.pdf_text import pages_text, squeezed


def do(book, verb, *args, **kw):
    return book.do(verb, *args, label="Test", **kw).result


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    workspace = new_book(tmp_path_factory.mktemp("three_tests"))
    yield workspace
    workspace.close()


@pytest.fixture
def firm(book):
    return do(book, add_firm, "示例科技").id


def answered(book, firm, **kw):
    codes = [line.code for test in three_tests.tests() for line in test.lines]
    answers = (
        assessment.TestAnswer(code=codes[0], answer="yes", comment="Led two products to market"),
        assessment.TestAnswer(code=codes[14], answer="no", comment="Sells through one agent"),
    )
    return do(book, three_tests.add_tests, firm, NOW.date(), answers, "Ask again in spring")


def printed(book, firm, tests_id="", language="en"):
    value = book.ask(compile_tests, firm, tests_id)
    return print_tests(value, firm, book.ask(new_options, language))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_page_to_write_on_has_all_fifteen_questions_on_one_page(book, firm, language):
    paper = printed(book, firm, language=language)
    (page,) = pages_text(paper.pdf)
    words = squeezed(page)
    for test in three_tests.tests():
        for line in test.lines:
            label = line.label.zh if language == "zh_CN" else line.label.en
            assert squeezed(label) in words
    assert "Answeredon" not in words
    assert (paper.document, paper.edition) == ("three_tests", "internal")


def test_the_page_to_file_has_the_answers_and_their_comments(book, firm):
    kept = answered(book, firm)
    words = "".join(pages_text(printed(book, firm, kept.id).pdf))
    for said in ("Answered on", "Led two products to market", "Sells through one agent", "Ask again in spring"):
        assert squeezed(said) in squeezed(words)
    value = book.ask(compile_tests, firm, kept.id)
    answers = [line.answer for part in value.parts for line in part.lines]
    assert answers == ["yes", *["unknown"] * 13, "no"]


def test_both_languages_are_two_pages(book, firm):
    assert len(pages_text(printed(book, firm, language="both").pdf)) == 2


def test_a_checklist_of_another_firm_or_a_restricted_one_is_not_printed(book, firm):
    kept = answered(book, firm)
    other = do(book, add_firm, "另一科技").id
    with pytest.raises(NotFoundError):
        book.ask(compile_tests, other, kept.id)
    change = (type(book.store).change, assessment.ThreeTests, kept.id)
    do(book, with_reason, "Told in confidence", *change, confidentiality="restricted")
    with pytest.raises(NotFoundError):
        book.ask(compile_tests, firm, kept.id)
    assert book.ask(compile_tests, firm, kept.id, restricted=True).confidentiality == "restricted"

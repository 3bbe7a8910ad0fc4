"""Paper that left the book: what is still out, late or with the client, and how it ends."""

from datetime import date, datetime, timedelta

import pytest

from rmapp.domain.brief_options import PaperOptions
from rmapp.domain.clock import FixedClock
from rmapp.domain.record import PaperRecord
from rmapp.errors import InputError, NotFoundError
from rmapp.services.paperwork import custody, exports, paper_terms, papers
from rmapp.services.paperwork.exports import ExportedTable
from tests.books import CLOCK, NOW, add_firm, reopened

TODAY = date(2026, 3, 4)


def print_paper(book, firms, edition="internal", document="client_brief", **log):
    options = PaperOptions(**book.ask(papers.paper_options, "en"))
    made = papers.Paper(b"%PDF" + document.encode(), document, tuple(firms), options, edition)
    return book.do(papers.log_paper, made, "printed", 2, label="Print", undoable=False, **log).result


def stand(book, whereabouts="out", text=""):
    return book.ask(custody.papers, book.ask(custody.paper_ids, whereabouts, text))


def test_internal_paper_has_to_be_gone_in_thirty_days_and_the_clients_own_copy_never(book, firm):
    (own,) = print_paper(book, [firm])
    (theirs,) = print_paper(book, [firm], "client")
    assert own.destroy_by == TODAY + timedelta(days=30)
    assert theirs.destroy_by is None
    assert [one.copy_no for one in stand(book)] == [own.copy_no]
    assert [one.copy_no for one in stand(book, "client")] == [theirs.copy_no]


def test_the_book_sets_the_days(book, firm):
    book.do(paper_terms.set_paper_days, "internal", 7, label="Set")
    book.do(paper_terms.set_paper_days, "client", 365, label="Set")
    assert print_paper(book, [firm])[0].destroy_by == TODAY + timedelta(days=7)
    assert print_paper(book, [firm], "client")[0].destroy_by == TODAY + timedelta(days=365)
    book.do(paper_terms.set_paper_days, "internal", None, label="Set")
    assert print_paper(book, [firm])[0].destroy_by is None
    assert book.ask(paper_terms.paper_terms) == (None, 365)


@pytest.mark.parametrize("days", [0, -1, 3651])
def test_days_out_of_reason_are_refused(book, days):
    with pytest.raises(InputError, match="from 1 to 3650"):
        book.do(paper_terms.set_paper_days, "internal", days, label="Set")


def test_a_paper_about_several_firms_is_one_copy_and_ends_as_one(book, firm):
    other = book.do(add_firm, "光谱仪器", label="Add").result.id
    print_paper(book, [firm, other], document="visit_pack", copies=2, recipient="Pan Qi", reason="asked for")
    (one,) = stand(book)
    assert set(one.firm_ids) == {firm, other}
    assert len(one.firm_names) == 2
    assert (one.copies, one.recipient, one.reason, one.size, one.state) == (2, "Pan Qi", "asked for", 2, "out")

    book.do(custody.end_papers, [one.id], "shredded", label="End")
    assert stand(book) == []
    records = book.ask(lambda store: store.all(PaperRecord))
    assert {(each.ended_on, each.fate) for each in records} == {(TODAY, "shredded")}
    book.undo()
    assert [each.id for each in stand(book)] == [one.id]


def test_paper_without_a_firm_is_listed(book):
    print_paper(book, [], document="agenda")
    assert [(one.document, one.firm_names) for one in stand(book)] == [("agenda", ())]


def test_paper_is_late_from_the_day_after(book, firm, tmp_path):
    print_paper(book, [firm], destroy_by=TODAY)
    assert [one.state for one in stand(book)] == ["out"]
    book.close()
    later = reopened(tmp_path, clock=FixedClock(NOW + timedelta(days=3)))
    assert [(one.state, one.days_late) for one in stand(later, "late")] == [("late", 3)]
    assert later.ask(custody.counts) == {"all": 1, "out": 1, "late": 1, "client": 0, "ended": 0}
    later.close()


def test_a_table_is_paper_too(book, firm, tmp_path):
    written = ExportedTable(tmp_path / "x.xlsx", "Clients", 40, "hash")
    book.do(exports.log_export, written, label="Export", reason="audit", confidentiality="restricted")
    (one,) = stand(book)
    assert (one.is_table, custody.what_text(one), one.size, one.reason) == (True, "Clients", 40, "audit")
    assert one.destroy_by == TODAY + timedelta(days=30)
    (ended,) = book.do(custody.end_papers, [one.id], "filed", label="End").result
    assert (ended.state, ended.fate) == ("ended", "filed")


def test_what_has_to_be_gone_first_stands_first(book, firm):
    days = (9, 2, 5)
    for day in days:
        print_paper(book, [firm], destroy_by=TODAY + timedelta(days=day))
    assert [one.destroy_by for one in stand(book)] == [TODAY + timedelta(days=day) for day in sorted(days)]


@pytest.mark.parametrize("text", ["pack", "光谱", "pan qi", "2026-03-04-02", "PACK", "光谱 Pan"])
def test_it_is_found_by_any_of_its_words(book, firm, text):
    other = book.do(add_firm, "光谱仪器", label="Add").result.id
    print_paper(book, [firm])
    print_paper(book, [other], document="visit_pack", recipient="Pan Qi")
    assert [one.document for one in stand(book, "all", text)] == ["visit_pack"]


@pytest.mark.parametrize("text", ["'", '"', "%", "(", "\0", "😀", "a" * 500, "  "])
def test_any_text_may_be_searched_for(book, firm, text):
    print_paper(book, [firm])
    stand(book, "all", text)


def test_it_ends_on_a_day_that_is_over_and_with_a_fate(book, firm):
    (record,) = print_paper(book, [firm])
    with pytest.raises(InputError, match="Choose what became"):
        book.do(custody.end_papers, [record.id], "eaten", label="End")
    with pytest.raises(InputError, match="still to come"):
        book.do(custody.end_papers, [record.id], "lost", TODAY + timedelta(days=1), label="End")
    with pytest.raises(InputError, match="left the book on"):
        book.do(custody.end_papers, [record.id], "lost", TODAY - timedelta(days=1), label="End")
    with pytest.raises(NotFoundError, match="No paper with the number"):
        book.ask(custody.paper, "2020-01-01-01")


def test_a_copy_is_found_by_its_number(book, firm):
    (record,) = print_paper(book, [firm])
    one = book.ask(custody.paper, record.copy_no)
    assert one.id == record.id
    assert isinstance(one.at, datetime)
    assert one.on == CLOCK.today()

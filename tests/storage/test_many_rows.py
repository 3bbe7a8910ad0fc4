"""Rows of many firms at once are the entities that the store itself reads."""

from datetime import date
from decimal import Decimal

import pytest

from rmapp.domain.assessment import Assessment
from rmapp.domain.claim import Claim
from rmapp.domain.entity import new_id
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.stage import StageEvent
from rmapp.errors import BookDamaged
from rmapp.storage.many_rows import rows_of
from tests.books import add_firm, new_book


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    workspace = new_book(tmp_path_factory.mktemp("rows"))
    yield workspace
    workspace.close()


@pytest.fixture
def firms(book):
    return [book.do(add_firm, label="Add").result.id for _turn in range(2)]


def write(book, *rows):
    book.do(lambda store: store.add_many(rows), label="Rows")


SCORED = {"firm_id": "", "scorecard": "s", "version": "1", "profile": "early", "as_of": date(2026, 1, 1), "grade": "T2"}


@pytest.mark.parametrize(
    "row",
    [
        Claim(firm_id="", kind="a", money=Money.of(5, "USD"), answer=False, as_of=PartialDate("2025-03")),
        FinancialSnapshot(firm_id="", period_end=date(2025, 12, 31), revenue=Money.of(7), headcount=3),
        Assessment(**SCORED),
        Assessment(**SCORED, total=Decimal("77.58"), flags=("overdue_now",)),
        StageEvent(firm_id="", to_stage="growth", effective_on="2025", evidence=("ev_prototype", "ev_series_a")),
    ],
    ids=("claim", "statement", "bare", "scored", "stage"),
)
def test_a_row_reads_as_the_store_reads_it(book, firms, row):
    kind = type(row)
    write(
        book, row.model_copy(update={"firm_id": firms[0]}), row.model_copy(update={"id": new_id(), "firm_id": "other"})
    )
    skipped = ("indicators", "dimensions", "id", "firm_id")
    fields = tuple(name for name in kind.model_fields if name not in skipped)
    found = book.ask(rows_of, kind, firms, fields)
    assert list(found) == [firms[0]]
    (one,) = found[firms[0]]
    stored = book.store.get(kind, one.id)
    assert {name: getattr(one, name) for name in fields} == {name: getattr(stored, name) for name in fields}
    book.do(lambda store: store.remove(kind, one.id), label="Remove")
    assert not book.ask(rows_of, kind, firms, fields)


def test_rows_come_in_the_order_of_writing_and_by_any_reference(book, firms):
    rows = [Claim(firm_id=firms[at % 2], kind=f"kind {at}") for at in range(5)]
    write(book, *rows)
    found = book.ask(rows_of, Claim, reversed(firms), ("kind",))
    assert [one.kind for one in found[firms[0]]] == ["kind 0", "kind 2", "kind 4"]
    assert book.ask(rows_of, Claim, [rows[3].id], ("kind",), by="id")[rows[3].id][0].kind == "kind 3"
    assert book.ask(rows_of, Claim, [], ("kind",)) == {}


def test_a_row_that_cannot_be_read_is_said_to_be_damaged(book, firms):
    row = Claim(firm_id=firms[0], kind="a", as_of="2025")
    write(book, row)
    book.do(lambda store: store.execute("UPDATE claim SET as_of = 'soon' WHERE id = ?", (row.id,)), label="Break")
    with pytest.raises(BookDamaged, match=row.id):
        book.ask(rows_of, Claim, firms, ("as_of",))

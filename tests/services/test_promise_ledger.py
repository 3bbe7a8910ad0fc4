"""The promises of the whole book: filters, order, age, rates, and the table that leaves it."""

from datetime import date

import pytest

from rmapp.domain.meeting import Meeting
from rmapp.domain.promise import Promise
from rmapp.domain.promise_query import PromiseQuery, chips, is_narrow, without
from rmapp.services.clients import promises
from rmapp.services.visits import promise_ledger
from rmapp.services.visits.promise_ledger import SideSums
from tests.books import add_firm, new_book


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    """Return a book with promises of two firms; today is 4 March 2026."""
    book = new_book(tmp_path_factory.mktemp("ledger"))
    first = book.do(add_firm, "潮声传感", label="Add").result.id
    second = book.do(add_firm, "青檐智控", label="Add").result.id
    meeting = Meeting(firm_id=first, starts_at="2026-02-02T10:00", discussion="x")

    def write(store):
        store.add(meeting)
        for text, fields in {
            "late": {"due_on": date(2026, 3, 1), "meeting_id": meeting.id, "proof": "signed scan"},
            "soon": {"due_on": date(2026, 3, 6), "side": "theirs", "owner": "Gu Wen"},
            "moved": {"due_on": date(2026, 5, 1), "first_due_on": date(2026, 3, 2), "firm_id": second},
            "kept": {"due_on": date(2026, 2, 9), "status": "done", "done_on": date(2026, 2, 8), "result": "sent"},
            "dropped": {"due_on": date(2026, 4, 9), "status": "cancelled", "result": "no", "side": "theirs"},
            "secret": {"due_on": date(2026, 4, 20), "confidentiality": "restricted", "firm_id": second},
        }.items():
            store.add(Promise(**{"firm_id": first, "side": "ours", "text": text, "owner": "Li Wen", **fields}))

    book.do(write, label="write")
    yield book
    book.close()


def texts(book, **fields):
    ids = book.ask(promise_ledger.ids, PromiseQuery(**fields))
    return [row.promise.text for row in book.ask(promise_ledger.rows, ids)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ["late", "soon", "secret", "moved"]),
        ({"descending": True}, ["moved", "secret", "soon", "late"]),
        ({"states": ("late",)}, ["late"]),
        ({"states": ("moved",)}, ["moved"]),
        ({"states": ("kept", "dropped")}, ["kept", "dropped"]),
        ({"sides": ("theirs",)}, ["soon"]),
        ({"owners": ("Gu Wen",)}, ["soon"]),
        ({"mine": False}, ["soon"]),
        ({"mine": True}, ["late", "secret", "moved"]),
        ({"due_within_days": 7}, ["late", "soon"]),
        ({"text": "csc"}, ["late", "soon"]),
        ({"text": "青檐"}, ["secret", "moved"]),
        ({"text": "SCAN"}, ["late"]),
        ({"text": "%_'"}, []),
        ({"sort": "text"}, ["late", "moved", "secret", "soon"]),
        ({"sort": "side"}, ["late", "secret", "moved", "soon"]),
    ],
)
def test_filters_and_order(ledger, fields, expected):
    assert texts(ledger, **fields) == expected
    assert ledger.ask(promise_ledger.count, PromiseQuery(**fields)) == len(expected)


@pytest.mark.parametrize("sort", ["due", "firm", "text", "owner", "made", "side"])
def test_every_order_lists_the_same(ledger, sort):
    assert sorted(texts(ledger, sort=sort)) == ["late", "moved", "secret", "soon"]


def test_age_counts_from_the_meeting_and_lateness_from_the_due_day(ledger):
    rows = {
        row.promise.text: row for row in ledger.ask(promise_ledger.rows, ledger.ask(promise_ledger.ids, PromiseQuery()))
    }
    late = rows["late"]
    assert (late.made_on, late.age, late.days, late.is_late) == (date(2026, 2, 2), 30, -3, True)
    assert (rows["soon"].age, rows["soon"].days, rows["soon"].is_late) == (0, 2, False)


def test_sums_are_those_of_all_states(ledger):
    sums = ledger.ask(promise_ledger.sums, PromiseQuery())
    assert sums.ours == SideSums(open=3, late=1, due=3, kept=1)
    assert sums.theirs == SideSums(open=1, late=0, due=1, kept=0)
    firm = ledger.ask(promise_ledger.rows, ledger.ask(promise_ledger.ids, PromiseQuery(text="潮声")))[0].firm_id
    rate = ledger.ask(promises.kept_rate, firm)
    alone = ledger.ask(promise_ledger.sums, PromiseQuery(firms=(firm,)))
    assert (alone.ours.kept, alone.ours.due, alone.theirs.kept, alone.theirs.due) == rate[:4]


def test_the_table_has_nothing_restricted(ledger):
    table = ledger.ask(promise_ledger.promises_table, PromiseQuery(sort="text", sides=("ours",)))
    assert [row[2] for row in table.rows] == ["late", "moved"]
    assert [row[7] for row in table.rows] == [3, None]
    assert len(table.columns) == len(table.rows[0])
    assert table.notes == ["Whose: We promised"]


def test_an_empty_list_tells_which_filter_to_drop(ledger):
    query = PromiseQuery(states=("late",), sides=("theirs",))
    assert [(one.chip.field, one.promises) for one in ledger.ask(promise_ledger.hints, query)] == [
        ("sides", 1),
        ("states", 1),
    ]
    assert [chip.field for chip in chips(query)] == ["sides", "states"]
    assert is_narrow(query)
    assert not is_narrow(without(without(query, "sides"), "states"))
    assert ledger.ask(promise_ledger.owners) == ["Gu Wen", "Li Wen"]

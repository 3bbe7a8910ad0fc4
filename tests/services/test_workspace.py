import json
from datetime import timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmapp import errors
from rmapp.domain.clock import FixedClock
from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm, FirmName
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.record import SavedView
from rmapp.services.books import check
from rmapp.services.workspace import Workspace
from rmapp.storage import capture, drafts
from rmapp.storage.check import business_digest
from tests.books import CLOCK, NOW, add_firm, new_book, reopened


@pytest.fixture
def book(tmp_path):
    workspace = new_book(tmp_path)
    yield workspace
    workspace.close()


def digest(book):
    return book.ask(business_digest)


def rename(store, firm, city):
    return store.change(Firm, firm.id, city=city)


def test_a_write_tells_what_it_touched_and_is_stamped(book):
    change = book.do(add_firm, label="Add firm", city="Hangzhou")
    firm = change.result
    name = book.ask(lambda store: store.all(FirmName, firm_id=firm.id))[0]
    assert change.touched == {"firm": {firm.id}, "firm_name": {name.id}}
    assert (firm.created_at, firm.created_by) == ("2026-03-04T05:06:07.000Z", "Li Wen")
    assert firm.portfolio_id == book.store.portfolio_id != ""
    assert book.store.rows("SELECT id, label, actor, at, kind FROM command") == [
        (change.command_id, "Add firm", "Li Wen", "2026-03-04T05:06:07.000Z", "do")
    ]


def test_an_error_anywhere_takes_everything_back(book):
    def half(store):
        add_firm(store)
        raise errors.RuleError("no")

    before = digest(book)
    with pytest.raises(errors.RuleError):
        book.do(half, label="Half")
    assert digest(book) == before
    assert book.undo_label() is None
    book.do(add_firm, label="Add")


def test_a_new_user_name_counts_from_the_commit_on(book):
    def half(store):
        store.set_info(user_name="Nobody")
        raise errors.RuleError("no")

    with pytest.raises(errors.RuleError):
        book.do(half, label="Half")
    assert book.do(add_firm, label="Add").result.created_by == "Li Wen"
    book.do(lambda store: store.set_info(user_name="Wang Fang"), label="User")
    assert book.do(add_firm, label="Add").result.created_by == "Wang Fang"


def test_a_failing_refresh_takes_the_command_back(tmp_path):
    def fail(_store, _touched):
        raise ZeroDivisionError

    plain = new_book(tmp_path)
    broken = Workspace(plain.book, CLOCK, (fail,))
    with pytest.raises(ZeroDivisionError):
        broken.do(add_firm, label="Add")
    assert plain.ask(lambda store: store.count(Firm)) == 0
    plain.close()


def test_refreshers_see_the_rows_of_do_undo_and_redo(tmp_path):
    seen = []
    plain = new_book(tmp_path)
    book = Workspace(plain.book, CLOCK, (lambda _store, touched: seen.append(sorted(touched)),))
    book.do(add_firm, label="Add")
    book.undo()
    book.redo()
    book.do(lambda store: store.count(Firm), label="Nothing")
    assert seen == [["firm", "firm_name"]] * 3
    book.close()


def test_a_reading_verb_that_writes_is_a_bug_and_writes_nothing(book):
    with pytest.raises(RuntimeError):
        book.ask(lambda store: store.execute("UPDATE book_info SET value = 'x'"))
    assert book.store.info["name"] == "Test book"


def test_writing_past_the_gate_is_a_bug(book):
    with pytest.raises(RuntimeError):
        add_firm(book.store)
    assert book.ask(lambda store: store.count(Firm)) == 0


def test_change_refuses_values_with_words_beside_the_field(book):
    firm = book.do(add_firm, label="Add").result
    with pytest.raises(errors.InputError) as caught:
        book.do(lambda store: store.change(Firm, firm.id, established_on="soon", nature="friend"), label="Change")
    assert set(caught.value.fields) == {"established_on", "nature"}


def test_reading_live_rows_only(book):
    first = book.do(add_firm, label="Add", city="B", tier="A").result
    second = book.do(add_firm, label="Add", city="A").result
    ask = book.ask
    assert [firm.city for firm in ask(lambda store: store.all(Firm, "city"))] == ["A", "B"]
    assert ask(lambda store: store.all(Firm, tier=None)) == [second]
    assert ask(lambda store: store.all(Firm, city=["A", "B"], tier="A")) == [first]
    book.do(lambda store: store.remove(Firm, first.id), label="Remove")
    assert ask(lambda store: store.all(Firm)) == [second]
    assert ask(lambda store: store.find(Firm, first.id)) is None
    with pytest.raises(errors.NotFoundError):
        book.do(lambda store: store.remove(Firm, first.id), label="Remove")
    book.undo()
    assert ask(lambda store: store.get(Firm, first.id)) == first


def test_undo_and_redo_survive_a_restart(tmp_path):
    book = new_book(tmp_path)
    states = [digest(book)]
    firm = book.do(add_firm, label="Add", city="A").result
    states.append(digest(book))
    for city in "BCD":
        book.do(rename, firm, city, label=f"To {city}")
        states.append(digest(book))

    def restart():
        book.close()
        return reopened(tmp_path)

    for label, state in zip(["To D", "To C", "To B", "Add"], reversed(states[:-1]), strict=True):
        book = restart()
        assert book.undo_label() == label
        assert book.undo().label == label
        assert digest(book) == state
    with pytest.raises(errors.RuleError):
        book.undo()
    for label, state in zip(["Add", "To B", "To C", "To D"], states[1:], strict=True):
        book = restart()
        assert book.redo_label() == label
        book.redo()
        assert digest(book) == state
    with pytest.raises(errors.RuleError):
        book.redo()
    assert check(book).sound
    book.close()


def test_a_new_command_ends_redo(book):
    firm = book.do(add_firm, label="Add", city="A").result
    book.do(rename, firm, "B", label="B")
    book.undo()
    book.do(rename, firm, "C", label="C")
    assert (book.undo_label(), book.redo_label()) == ("C", None)
    book.undo()
    assert (book.undo_label(), book.redo_label()) == ("Add", "C")
    assert book.ask(lambda store: store.get(Firm, firm.id)).city == "A"


def test_undo_passes_over_records_and_drafts(book):
    book.do(add_firm, label="Add")
    book.do(lambda store: store.add(SavedView(name="Mine", query="{}")), label="Print", undoable=False)
    kept = book.do(drafts.put_draft, "meeting", None, {"text": "Hello"}, label="Draft")
    assert kept.command_id is None
    assert book.undo().label == "Add"
    assert book.ask(lambda store: store.count(SavedView)) == 1
    assert [draft.body for draft in book.ask(drafts.drafts, "meeting")] == [{"text": "Hello"}]
    book.do(drafts.drop_draft, kept.result, label="Draft")
    assert book.ask(drafts.drafts) == []


def test_a_later_change_of_the_same_column_stands_in_the_way(book):
    firm = book.do(add_firm, label="Add", city="A").result
    first = book.do(rename, firm, "B", label="To B")
    book.do(rename, firm, "C", label="To C")
    before = digest(book)
    with pytest.raises(errors.RuleError, match="To B"):
        book.undo(first.command_id)
    assert digest(book) == before
    other = book.do(lambda store: store.change(Firm, firm.id, tier="A"), label="Tier")
    book.do(rename, firm, "D", label="To D")
    book.undo(other.command_id)
    assert book.ask(lambda store: store.get(Firm, firm.id)).city == "D"


def test_a_changed_or_used_new_row_is_not_taken_away(book):
    added = book.do(add_firm, label="Add", city="A")
    firm = added.result
    line = book.do(lambda store: store.add(Facility(firm_id=firm.id, facility_type="wcl")), label="Line")
    with pytest.raises(errors.RuleError, match="belongs to it"):
        book.undo(added.command_id)
    book.undo(line.command_id)
    book.do(rename, firm, "B", label="To B")
    with pytest.raises(errors.RuleError, match="changed again"):
        book.undo(added.command_id)
    book.do(rename, firm, "A", label="Back to A")
    book.undo(added.command_id)
    assert book.ask(lambda store: store.count(Firm)) == 0


def test_a_named_command_is_undone_once(book):
    change = book.do(add_firm, label="Add")
    undone = book.undo(change.command_id)
    for command_id in (change.command_id, undone.command_id, "nothing"):
        with pytest.raises(errors.RuleError):
            book.undo(command_id)


def test_an_import_of_many_rows_is_undone_in_one_step(book):
    def many(store):
        firms = store.add_many([Firm(city=str(number)) for number in range(2000)])
        store.add_many([FirmName(firm_id=firm.id, text="x") for firm in firms])
        for firm in firms[:100]:
            store.change(Firm, firm.id, tier="B")

    book.do(add_firm, label="Add")
    before = digest(book)
    change = book.do(many, label="Import")
    after = digest(book)
    assert {table: len(ids) for table, ids in change.touched.items()} == {"firm": 2000, "firm_name": 2000}
    book.undo()
    assert digest(book) == before
    book.redo()
    assert digest(book) == after
    assert check(book).sound


def test_another_connection_sees_commits_and_a_waiting_write_is_told_soon(book):
    other = book.another()
    firm = book.do(add_firm, label="Add").result
    assert other.ask(lambda store: store.get(Firm, firm.id)) == firm

    def meanwhile(store):
        add_firm(store)
        with pytest.raises(errors.BookBusy):
            other.do(add_firm, label="Second")

    book.do(meanwhile, label="First")
    other.do(add_firm, label="Second")
    assert book.ask(lambda store: store.count(Firm)) == 3
    assert check(book).sound
    other.close()


def test_the_clock_of_the_log_never_runs_back(tmp_path):
    new_book(tmp_path).close()
    for days in (0, -365, 3, 2):
        book = reopened(tmp_path, clock=FixedClock(NOW + timedelta(days=days)))
        book.do(add_firm, label="Add")
        clocks = [hlc for (hlc,) in book.store.rows("SELECT hlc FROM change_log ORDER BY n")]
        assert clocks == sorted(set(clocks))
        book.close()


CITIES = st.sampled_from(["", "Hangzhou", "宁波", 'O\'Brien "x" {}'])
SINCE = st.none() | st.sampled_from([PartialDate("2019"), PartialDate("2020-05-06")])
MONEY = st.none() | st.builds(Money, minor=st.integers(-(2**53), 2**53), ccy=st.sampled_from(["CNY", "JPY"]))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 3), CITIES),
        st.tuples(st.just("change"), st.integers(0, 9), CITIES, MONEY, SINCE),
        st.tuples(st.just("remove"), st.integers(0, 9)),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
    ),
    max_size=12,
)


def run(step, store):
    firms = store.all(Firm)
    kind, *values = step
    if kind == "add":
        for _time in range(values[0]):
            firm = add_firm(store, values[1])
        store.change(Firm, firm.id, tier="A")
    elif firms and kind == "change":
        at, city, capital, since = values
        store.change(Firm, firms[at % len(firms)].id, city=city, registered_capital=capital, established_on=since)
    elif firms:
        store.remove(Firm, firms[values[0] % len(firms)].id)


@pytest.fixture(scope="module")
def fresh():
    """Return a maker of books that Hypothesis may call many times."""
    with TemporaryDirectory() as folder:
        number = count()
        yield lambda: new_book(Path(folder) / str(next(number)), None)


def replay(book, rows):
    """Write the log's rows into an empty book, as a second laptop would."""

    def write(store):
        for table, row_id, kind, data in rows:
            new = {name: after for name, (_before, after) in json.loads(data).items()}
            if kind == "I":
                names = ", ".join(f'"{name}"' for name in ("id", *new))
                store.execute(
                    f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * (len(new) + 1))})',
                    (row_id, *new.values()),
                )
            else:
                places = ", ".join(f'"{name}" = ?' for name in new)
                store.execute(f'UPDATE "{table}" SET {places} WHERE id = ?', (*new.values(), row_id))

    book.do(write, label="Replay")


@settings(max_examples=25)
@given(steps=STEPS)
def test_undo_is_the_opposite_of_do_and_the_log_holds_the_whole_book(fresh, steps):
    book = fresh()
    undone, redone = [digest(book)], []
    for step in steps:
        if step[0] == "undo":
            if book.undo_label() is None:
                assert len(undone) == 1
            else:
                redone.append(undone.pop())
                book.undo()
        elif step[0] == "redo":
            if book.redo_label() is None:
                assert not redone
            else:
                undone.append(redone.pop())
                book.redo()
        elif book.do(lambda store, step=step: run(step, store), label=step[0]).command_id:
            undone.append(digest(book))
            redone.clear()
        assert digest(book) == undone[-1]
    for state in reversed(undone[:-1]):
        book.undo()
        assert digest(book) == state
    assert book.undo_label() is None
    for state in undone[1:]:
        book.redo()
        assert digest(book) == state
    assert check(book).sound
    second = fresh()
    replay(second, book.store.rows("SELECT tbl, row_id, kind, data FROM change_log ORDER BY n"))
    assert second.ask(business_digest, with_removed=True) == book.ask(business_digest, with_removed=True)
    assert capture.missing(second.store.connection) == []
    book.close()
    second.close()

"""Promises in both directions: proof, the day first promised, and how many were kept."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.clock import FixedClock
from rmapp.domain.promise import KeptRate, Promise, kept_rate_of
from rmapp.errors import InputError, RuleError
from rmapp.services.clients import promises
from rmapp.services.clients.promises import PromiseDraft
from tests.books import reopened

TODAY = date(2026, 3, 4)


def a_promise(text: str = "Send contract", **fields) -> PromiseDraft:
    known = {"side": "ours", "text": text, "owner": "Li Wen", "due_on": date(2026, 3, 6)}
    return PromiseDraft(**{**known, **fields})


def promised(book, firm, *args, **fields) -> Promise:
    return book.do(promises.add_promise, firm, a_promise(*args, **fields), label="Promise").result


def test_a_promise_says_what_would_prove_it(book, firm):
    one = promised(book, firm, proof=" signed copy on file ")
    assert book.ask(promises.promise_of, one.id).proof == "signed copy on file"


def test_the_day_first_promised_is_remembered_at_the_first_move_only(book, firm):
    one = promised(book, firm)
    assert one.first_due_on is None
    book.do(promises.move_promise, one.id, date(2026, 3, 6), label="Move")
    assert book.ask(promises.promise_of, one.id).first_due_on is None
    for day in (date(2026, 3, 20), date(2026, 4, 1)):
        book.do(promises.move_promise, one.id, day, label="Move")
    moved = book.ask(promises.promise_of, one.id)
    assert (moved.due_on, moved.first_due_on) == (date(2026, 4, 1), date(2026, 3, 6))


def test_closing_needs_a_result_and_no_day_ahead(book, firm):
    one = promised(book, firm)
    with pytest.raises(InputError) as caught:
        book.do(promises.keep_promise, one.id, " ", on=date(2026, 3, 5), label="Done")
    assert set(caught.value.fields) == {"result", "on"}
    kept = book.do(promises.keep_promise, one.id, "handed over", on=date(2026, 3, 2), label="Done").result
    assert (kept.status, kept.done_on, kept.result) == ("done", date(2026, 3, 2), "handed over")
    with pytest.raises(RuleError):
        book.do(promises.move_promise, one.id, TODAY, label="Move")


def test_a_started_promise_is_late_like_any_open_one():
    started = Promise(firm_id="f", side="ours", text="x", owner="Li", due_on=date(2026, 3, 3), status="in_progress")
    assert started.is_overdue(TODAY)


def test_kept_rate_of_a_worked_example(tmp_path, book, firm):
    in_time = promised(book, firm, "in time")
    moved = promised(book, firm, "kept after a move")
    dropped = promised(book, firm, "dropped", side="theirs")
    promised(book, firm, "late", side="theirs", due_on=date(2026, 3, 10))
    promised(book, firm, "still ahead", side="theirs", due_on=date(2026, 5, 1))
    put_off = promised(book, firm, "put off")
    book.do(promises.keep_promise, in_time.id, "sent", label="Done")
    book.do(promises.move_promise, moved.id, date(2026, 3, 11), label="Move")
    book.do(promises.move_promise, put_off.id, date(2026, 6, 1), label="Move")
    book.do(promises.drop_promise, dropped.id, "no longer wanted", label="Drop")
    book.close()
    later = reopened(tmp_path, clock=FixedClock(datetime(2026, 3, 11, 4, tzinfo=UTC)))
    later.do(promises.keep_promise, moved.id, "sent", label="Done")
    # Ours: in time, kept after a move, and put off past its first day. Theirs: dropped and late.
    assert later.ask(promises.kept_rate, firm) == KeptRate(2, 3, 0, 2, 1, 0)
    later.close()


def test_a_firm_without_promises_has_no_rate(book, firm):
    assert book.ask(promises.kept_rate, firm) == KeptRate(0, 0, 0, 0, 0, 0)


def test_restricted_promises_stay_away_where_asked(book, firm):
    promised(book, firm, "open")
    promised(book, firm, "secret", confidentiality="restricted")
    assert [one.text for one in book.ask(promises.open_promises, firm, restricted=False)] == ["open"]
    assert len(book.ask(promises.open_promises, firm)) == 2


_DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))


@given(
    st.lists(
        st.builds(
            Promise,
            id=st.uuids().map(str),
            firm_id=st.just("f"),
            side=st.sampled_from(["ours", "theirs"]),
            text=st.just("x"),
            owner=st.just("y"),
            due_on=_DAYS,
            first_due_on=st.none() | _DAYS,
            status=st.sampled_from(["open", "in_progress", "done", "cancelled"]),
            done_on=st.none() | _DAYS,
        ),
        max_size=8,
    )
)
def test_in_time_is_a_part_of_kept_and_kept_of_due(some):
    rate = kept_rate_of(some, TODAY)
    assert 0 <= rate.ours_in_time <= rate.ours_kept <= rate.ours_due
    assert 0 <= rate.theirs_in_time <= rate.theirs_kept <= rate.theirs_due
    assert rate.ours_due + rate.theirs_due <= len(some)

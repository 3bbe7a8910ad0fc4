"""What a command tells of warning signals that rules raised in it or no longer found."""

from datetime import date

import pytest

from rmapp.domain.facility import Facility
from rmapp.domain.money import Money
from rmapp.services.early_warning import signals
from rmapp.services.early_warning.signal_news import news_words, signal_news

LATE = date(2026, 3, 1)


@pytest.fixture
def line(book, firm):
    one = Facility(firm_id=firm, status="active", reference_no="WC-1", limit=Money.of(50_000_000))
    return book.do(lambda store: store.add(one), label="Add").result.id


def told(book, verb, *args, **fields):
    change = book.do(verb, *args, label="Command", **fields)
    return news_words(book.ask(signal_news, change.command_id))


def changed(book, line, **fields):
    return told(book, type(book.store).change, Facility, line, **fields)


def test_a_command_tells_what_rules_raised_and_no_longer_found(book, firm, line):
    assert changed(book, line, overdue_since=LATE) == ("warning signal raised: Any overdue amount",)
    assert changed(book, line, note="Nothing new") == ()
    assert changed(book, line, overdue_since=None) == ("cause of a warning signal gone: Any overdue amount",)
    two = [Facility(firm_id=firm, status="active", overdue_since=LATE, reference_no=no) for no in "AB"]
    words = told(book, type(book.store).add_many, two)
    assert words == ("2 warning signals raised: Any overdue amount",)


def test_what_a_person_does_to_signals_is_no_news(book, firm, line):
    one = book.do(signals.raise_signal, firm, "litigation_new", "Sued by a supplier", label="Raise")
    assert book.ask(signal_news, one.command_id) == ((), ())
    assert told(book, signals.close_signal, one.result.id, "Settled") == ()
    changed(book, line, overdue_since=LATE)
    [raised] = book.ask(signals.firm_signals, firm)
    assert told(book, signals.acknowledge_signal, raised.id) == ()

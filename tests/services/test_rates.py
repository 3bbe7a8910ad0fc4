"""Rates that are typed in: dated, corrected by a later entry, old ones marked, base rates merged with the table."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from rmapp.domain.facility import FxRate
from rmapp.domain.pricing import base_rate_bp
from rmapp.errors import InputError
from rmapp.services.lines import rates
from tests.books import CLOCK

TODAY = CLOCK.today()


def add(book, base="USD", quote="CNY", rate="7.0796", on=TODAY, **fields):
    return book.do(rates.add_fx_rate, base, quote, Decimal(rate), on, label="rate", **fields).result


def test_rates_are_kept_exactly_newest_first(book):
    add(book, on=date(2025, 12, 15), rate="7.07960000", source="press")
    add(book, on=date(2026, 1, 1), rate="7.1")
    add(book, base="JPY", rate="0.04561234", on=date(2026, 1, 1))
    found = book.ask(rates.fx_rates)
    assert [(one.base, str(one.rate)) for one in found] == [("JPY", "0.04561234"), ("USD", "7.1"), ("USD", "7.0796")]
    assert [one.source for one in book.ask(rates.fx_rates, "USD")] == ["", "press"]


def test_a_second_rate_of_the_same_day_takes_the_place_of_the_first(book):
    add(book, rate="7")
    add(book, rate="7.2")
    assert [str(one.rate) for one in book.ask(rates.fx_rates)] == ["7.2"]
    book.undo()
    assert [str(one.rate) for one in book.ask(rates.fx_rates)] == ["7"]


@pytest.mark.parametrize(("days", "stale"), [(0, False), (7, False), (8, True)])
def test_a_rate_older_than_seven_days_is_marked(book, days, stale):
    add(book, on=TODAY - timedelta(days=days))
    (latest,) = book.ask(rates.latest_fx_rates)
    assert (latest.days, latest.stale) == (days, stale)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"base": "USDT"}, "base"),
        ({"quote": "XXX1"}, "quote"),
        ({"quote": "USD"}, "quote"),
        ({"rate": "0"}, "rate"),
        ({"rate": "-7"}, "rate"),
        ({"rate": "NaN"}, "rate"),
        ({"rate": "Infinity"}, "rate"),
        ({"rate": "1e40"}, "rate"),
        ({"rate": "7.123456789"}, "rate"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
    ],
)
def test_what_is_no_rate_is_refused(book, fields, wrong):
    with pytest.raises(InputError) as refused:
        add(book, **fields)
    assert list(refused.value.fields) == [wrong]
    assert book.store.count(FxRate) == 0


def test_large_rates_are_written_without_an_exponent(book):
    add(book, base="EUR", quote="KRW", rate="1500")
    assert [format(one.rate, "f") for one in book.ask(rates.fx_rates)] == ["1500"]
    assert book.store.rows("SELECT rate FROM fx_rate") == [("1500",)]


def test_base_rates_of_the_table_and_of_the_user_are_one_history(book):
    assert base_rate_bp("lpr_1y", TODAY) == 300
    assert base_rate_bp("hibor", TODAY) is None
    book.do(rates.add_base_rate, "hibor", 310, TODAY - timedelta(days=3), "screen", label="x")
    book.do(rates.add_base_rate, "lpr_1y", 290, TODAY, label="x")
    quotes = book.ask(rates.base_quotes)
    assert base_rate_bp("hibor", TODAY, quotes) == 310
    assert base_rate_bp("hibor", TODAY - timedelta(days=4), quotes) is None
    assert base_rate_bp("lpr_1y", TODAY, quotes) == 290
    assert base_rate_bp("lpr_1y", TODAY - timedelta(days=1), quotes) == 300
    known = {one.base: one for one in book.ask(rates.latest_base_rates)}
    assert (known["hibor"].rate_bp, known["hibor"].source) == (310, "screen")
    assert (known["lpr_1y"].on, known["lpr_5y"].on) == (TODAY, None)
    book.do(rates.remove_base_rate, quotes[0].id, label="x")
    assert base_rate_bp("lpr_1y", TODAY, book.ask(rates.base_quotes)) == 300


@pytest.mark.parametrize(
    ("base", "rate_bp", "on", "wrong"),
    [
        ("fixed", 300, TODAY, "base"),
        ("xyz", 300, TODAY, "base"),
        ("sofr", 10_001, TODAY, "rate_bp"),
        ("sofr", -501, TODAY, "rate_bp"),
        ("sofr", 300, TODAY + timedelta(days=1), "on"),
    ],
)
def test_what_is_no_base_rate_is_refused(book, base, rate_bp, on, wrong):
    with pytest.raises(InputError) as refused:
        book.do(rates.add_base_rate, base, rate_bp, on, label="x")
    assert list(refused.value.fields) == [wrong]

"""Amounts are read as people type them, and what could mean two things is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.money import Money, parse_money
from rmapp.errors import InputError

TWELVE_MILLION = Money.of(12_000_000)


@pytest.mark.parametrize(
    "text",
    [
        "12000000",
        "12,000,000",
        "12 000 000",
        "12m",
        "12M",
        "12 mn",
        "12 million",
        "0.012bn",
        "12000k",
        "1200万",
        "1,200万元",
        "1200 万 元",
        "0.12亿",
        "1.2千万",
        "CNY 12 million",
        "12m CNY",
        "RMB12m",
        "￥12m",
        "¥12.0m",
        "人民币1200万元",
        "１２，０００，０００",
        "１２００万",
        "+12m",
        " 12m ",
    ],
)
def test_twelve_million_in_many_ways(text):
    assert parse_money(text) == TWELVE_MILLION


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("1.2亿", Money.of(120_000_000)),
        ("1.2bn", Money.of(1_200_000_000)),
        ("1亿2000万", Money.of(120_000_000)),
        ("3万5000", Money.of(35_000)),
        ("2万亿", Money.of(2 * 10**12)),
        ("USD 1m", Money.of(1_000_000, "USD")),
        ("1m USD", Money.of(1_000_000, "USD")),
        ("US$1m", Money.of(1_000_000, "USD")),
        ("1,000万美元", Money.of(10_000_000, "USD")),
        ("HK$3m", Money.of(3_000_000, "HKD")),
        ("15亿欧元", Money.of(1_500_000_000, "EUR")),
        ("-5", Money.of(-5)),
        ("−¥45.0m", Money.of(-45_000_000)),
        ("CNY -5", Money.of(-5)),
        (".5m", Money.of(500_000)),
        ("1,000.50", Money.of("1000.50")),
        ("0.005", Money.of("0.01")),
    ],
)
def test_other_forms(text, money):
    assert parse_money(text) == money


def test_a_shared_symbol_means_the_currency_of_the_line():
    assert parse_money("¥500", "JPY") == Money.of(500, "JPY")
    assert parse_money("$500", "HKD") == Money.of(500, "HKD")
    assert parse_money("$500") == Money.of(500, "USD")


def test_the_unit_of_a_column_holds_where_the_cell_names_none():
    assert parse_money("4,500", unit=10_000) == Money.of(45_000_000)
    assert parse_money("4,500万", unit=10_000) == Money.of(45_000_000)
    assert parse_money("4,500元", unit=10_000) == Money.of(4_500)
    assert parse_money("CNY 4,500", unit=10_000) == Money.of(45_000_000)


@pytest.mark.parametrize("text", ["1 000,50", "1.000.000", "12,34", "1,5m".removesuffix("m"), "1'000"])
def test_what_can_be_read_in_two_ways_is_refused(text):
    with pytest.raises(InputError) as caught:
        parse_money(text)
    assert "two ways" in caught.value.fields["amount"]


@pytest.mark.parametrize(
    "text", ["nan", "inf", "NaN", "1e5", "abc", "m", "万", "--7", "12 34", "1万万", "5%", "=1+1", "12x", "9" * 61]
)
def test_nonsense_is_refused_with_a_sentence_that_says_what_to_type(text):
    with pytest.raises(InputError) as caught:
        parse_money(text)
    assert list(caught.value.fields) == ["amount"]


def test_empty_and_too_large_and_two_currencies_have_their_own_sentences():
    for text, word in (("  ", "Type an amount"), ("9" * 30, "too large"), ("USD 5 EUR", "two currencies")):
        with pytest.raises(InputError, match=word):
            parse_money(text)


@given(st.text(max_size=30))
def test_any_text_gives_money_or_an_input_error(text):
    try:
        result = parse_money(text)
    except InputError as refusal:
        result = refusal.fields
    assert isinstance(result, Money) or list(result) == ["amount"]


@given(st.integers(0, 10**9))
def test_the_same_number_reads_the_same_with_and_without_commas(number):
    assert parse_money(f"{number:,}") == parse_money(str(number)) == Money.of(number)
    assert parse_money(f"{number}万") == Money.of(number * 10_000)

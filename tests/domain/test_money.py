"""Money is exact, rounds half away from zero and never mixes currencies."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.money import (
    Money,
    convert,
    convert_all,
    format_compact,
    format_in_unit,
    format_money,
    parse_money,
    round_half_away,
    total,
)
from rmapp.errors import InputError

MINORS = st.integers(-(10**15), 10**15)
AMOUNTS_7_6 = [
    ("888.50", "888.50元", "CNY 888.50"),
    ("9999.99", "9,999.99元", "CNY 9,999.99"),
    ("12345.67", "1.23万元", "CNY 12,345.67"),
    ("5000000", "500万元", "CNY 5 million"),
    ("45000000", "4,500万元", "CNY 45 million"),
    ("99999949", "9,999.99万元", "CNY 100 million"),
    ("99999999.99", "1亿元", "CNY 100 million"),
    ("100000000", "1亿元", "CNY 100 million"),
    ("125000000", "1.25亿元", "CNY 125 million"),
    ("2000000000", "20亿元", "CNY 2 billion"),
    ("460000000000", "4,600亿元", "CNY 460 billion"),
    ("23000000000000", "23万亿元", "CNY 23 trillion"),
    ("-45000000", "−4,500万元", "−CNY 45 million"),
]


@pytest.mark.parametrize(("amount", "chinese", "english"), AMOUNTS_7_6)
def test_every_row_of_the_table_in_7_6(amount, chinese, english):
    money = Money.of(amount)
    assert format_money(money, "short", "zh_CN") == chinese
    assert format_money(money, "short", "en") == english


@pytest.mark.parametrize(
    ("ccy", "amount", "chinese", "english"),
    [
        ("USD", 10_000_000, "1,000万美元", "USD 10 million"),
        ("EUR", 1_500_000_000, "15亿欧元", "EUR 1.5 billion"),
        ("JPY", 120_000_000, "1.2亿日元", "JPY 120 million"),
        ("JPY", 9_999, "9,999日元", "JPY 9,999"),
    ],
)
def test_other_currencies_are_named_in_words(ccy, amount, chinese, english):
    assert format_money(Money.of(amount, ccy), "short", "zh_CN") == chinese
    assert format_money(Money.of(amount, ccy), "short", "en") == english


def test_full_and_table_styles_show_every_digit():
    money = Money.of(45_000_000)
    assert format_money(money, "full", "zh_CN") == "45,000,000.00元"
    assert format_money(money, "full", "en") == "CNY 45,000,000.00"
    assert format_money(-money, "table") == "−45,000,000.00"
    assert format_in_unit(money, 10**4) == "4,500.0"
    assert format_in_unit(-money, 10**6, 2) == "−45.00"


@pytest.mark.parametrize(
    ("amount", "english", "chinese"),
    [
        (58_000_000, "¥58.0m", "5,800 万元"),
        (1_860_000_000, "¥1.86bn", "18.60 亿元"),
        (130_000_000, "¥130.0m", "1.30 亿元"),
        (999_960_000, "¥1.00bn", "10.00 亿元"),
        (12_345, "¥12,345", "1.2 万元"),
        (0, "¥0", "0 元"),
        (-6_300_000, "−¥6.3m", "−630 万元"),
    ],
)
def test_the_screen_style(amount, english, chinese):
    assert format_compact(Money.of(amount), "en") == english
    assert format_compact(Money.of(amount), "zh_CN") == chinese


def test_the_screen_style_names_other_currencies():
    assert format_compact(Money.of(10_000_000, "USD"), "en") == "USD 10.0m"
    assert format_compact(Money.of(10_000_000, "USD"), "zh_CN") == "1,000 万美元"


@given(MINORS)
def test_what_is_written_in_full_is_read_back(minor):
    money = Money(minor=minor)
    assert parse_money(format_money(money, "full", "en")) == money
    assert parse_money(format_money(money, "full", "zh_CN")) == money


@given(MINORS, st.sampled_from(["en", "zh_CN"]), st.sampled_from([format_compact, format_money]))
def test_what_is_written_short_is_read_back_within_its_rounding(minor, lang, write):
    money = Money(minor=minor)
    text = write(money, lang=lang)
    # Screens show at least two significant digits, full yuan below their first scale.
    assert abs(parse_money(text) - money).minor <= max(60, abs(minor) // 10)


@pytest.mark.parametrize(
    ("half", "whole"), [("0.005", 1), ("-0.005", -1), ("0.0049", 0), ("1.005", 101), ("-1.005", -101), ("2.675", 268)]
)
def test_halves_go_away_from_zero(half, whole):
    assert Money.of(half).minor == whole


@given(st.fractions(-1000, 1000))
def test_rounding_is_nearest(value):
    assert abs(round_half_away(value) - value) <= Fraction(1, 2)
    assert round_half_away(-value) == -round_half_away(value)


def test_minor_digits_follow_the_currency():
    assert Money.of(120_000_000, "JPY").minor == 120_000_000
    assert Money.of(1, "USD").minor == 100
    assert Money.of(1, "VND").amount == Decimal(1)


@pytest.mark.parametrize("amount", ["92233720368547758.08", "1e40", "-92233720368547758.08"])
def test_more_than_64_bits_is_an_input_error(amount):
    with pytest.raises(InputError) as caught:
        Money.of(amount)
    assert "amount" in caught.value.fields


def test_the_largest_amount_is_accepted_and_its_double_refused():
    largest = Money(minor=2**63 - 1)
    with pytest.raises(InputError):
        _ = largest + largest


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "twelve"])
def test_what_is_no_number_is_refused(amount):
    with pytest.raises(ValueError, match=amount):
        Money.of(amount)


def test_a_float_or_an_unknown_currency_is_refused():
    with pytest.raises(ValueError, match="int"):
        Money(minor=1.0)
    with pytest.raises(InputError):
        Money(minor=1, ccy="XXX")


@given(MINORS, MINORS)
def test_addition_and_subtraction_are_inverse(one, other):
    assert Money(minor=one) + Money(minor=other) - Money(minor=other) == Money(minor=one)
    assert (Money(minor=one) < Money(minor=other)) == (one < other)


def test_currencies_do_not_mix():
    yuan, dollars = Money.of(1), Money.of(1, "USD")
    for mix in (lambda: yuan + dollars, lambda: yuan - dollars, lambda: yuan < dollars, lambda: yuan >= dollars):
        with pytest.raises(ValueError, match="do not mix"):
            mix()
    assert yuan != dollars


def test_multiples_parts_and_sums():
    assert Money.of(3) * 2 == 2 * Money.of(3) == Money.of(6)
    assert Money.of(20_000_000).part(7000) == Money.of(14_000_000)
    assert Money.of(1).times(Fraction(1, 3)) == Money(minor=33)
    assert total([Money.of(1), Money.of(2)]) == Money.of(3)
    assert abs(-Money.of(1)) == Money.of(1)
    assert Money.zero("USD").is_zero
    assert str(Money.of("45")) == "CNY 45.00"


def test_money_survives_json():
    money = Money.of("12.34", "USD")
    assert Money.model_validate_json(money.model_dump_json()) == money


def rate(base, quote, value, on="2025-12-15"):
    return SimpleNamespace(base=base, quote=quote, rate=Decimal(value), on=date.fromisoformat(on))


RATES = [rate("USD", "CNY", "7.0796"), rate("JPY", "CNY", "0.0456"), rate("USD", "CNY", "7.2", "2025-12-01")]
DAY = date(2025, 12, 17)


def test_the_worked_conversions_of_3_6():
    assert convert(Money.of(1_000_000, "USD"), "CNY", DAY, RATES).money == Money.of(7_079_600)
    yen = convert(Money.of(120_000_000, "JPY"), "CNY", DAY, RATES)
    assert yen.money == Money.of(5_472_000)
    assert (yen.rate_on, yen.stale) == (date(2025, 12, 15), False)


def test_the_latest_rate_on_or_before_the_day_is_used():
    assert convert(Money.of(1, "USD"), "CNY", date(2025, 12, 14), RATES).rate_on == date(2025, 12, 1)
    assert convert(Money.of(1, "USD"), "CNY", date(2025, 11, 30), RATES) is None


def test_the_inverse_and_the_way_through_yuan():
    back = convert(Money.of("7079600"), "USD", DAY, RATES)
    assert back.money == Money.of(1_000_000, "USD")
    across = convert(Money.of(1_000_000, "USD"), "JPY", DAY, RATES)
    assert across.money == Money.of(155_254_386, "JPY")


def test_an_old_rate_is_marked_and_a_missing_one_is_unknown():
    assert convert(Money.of(1, "USD"), "CNY", date(2025, 12, 22), RATES).stale is False
    assert convert(Money.of(1, "USD"), "CNY", date(2025, 12, 23), RATES).stale is True
    assert convert(Money.of(1, "EUR"), "CNY", DAY, RATES) is None
    assert convert(Money.of(1, "EUR"), "USD", DAY, RATES) is None


def test_the_same_currency_needs_no_rate():
    same = convert(Money.of(5), "CNY", DAY, [])
    assert (same.money, same.rate_on, same.stale) == (Money.of(5), None, False)


def test_a_sum_over_currencies_shows_its_oldest_rate():
    moneys = [Money.of(10), Money.of(1, "USD"), Money.of(100, "JPY")]
    rates = [rate("USD", "CNY", "7"), rate("JPY", "CNY", "0.05", "2025-12-01")]
    result = convert_all(moneys, "CNY", DAY, rates)
    assert result.money == Money.of(22)
    assert (result.rate_on, result.stale) == (date(2025, 12, 1), True)
    assert convert_all([*moneys, Money.of(1, "EUR")], "CNY", DAY, rates) is None

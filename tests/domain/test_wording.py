"""Dates, counts and times left read well in both languages."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp import i18n, paths
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.wording import (
    format_basis_points,
    format_count,
    format_date,
    format_days,
    format_days_ago,
    format_days_left,
    format_months,
    format_number,
    format_partial,
    format_percent,
    format_period,
    format_rate,
    format_relative,
    format_size,
    format_weekday,
    qualify,
)

DAY = date(2025, 12, 15)
chinese = pytest.mark.skipif(
    not (paths.resources() / "locale" / "zh_CN" / "LC_MESSAGES" / "rmapp.mo").exists(),
    reason="the Chinese catalogue is not built",
)


def test_days_in_english():
    assert format_date(DAY, "long", "en") == "15 December 2025"
    assert format_date(DAY, "medium", "en") == "15 Dec 2025"
    assert format_date(DAY, "short", "en") == "15 Dec"
    assert format_date(DAY, "iso", "en") == "2025-12-15"
    assert format_weekday(DAY, "en") == "Mon"


@chinese
def test_days_in_chinese():
    assert format_date(DAY, "long", "zh_CN") == "2025年12月15日"
    assert format_date(DAY, "medium", "zh_CN") == "2025 年 12 月 15 日"
    assert format_date(DAY, "short", "zh_CN") == "12/15"
    assert format_date(DAY, "iso", "zh_CN") == "2025-12-15"
    assert format_weekday(DAY, "zh_CN") == "周一"


def test_partial_dates_in_english():
    assert format_partial(PartialDate("2024"), lang="en") == "2024"
    assert format_partial(PartialDate("2024-05"), "long", "en") == "May 2024"
    assert format_partial(PartialDate("2024-10"), lang="en") == "Oct 2024"
    assert format_partial(PartialDate("2024-10-01"), lang="en") == "1 Oct 2024"
    assert format_partial(PartialDate("2024-10"), "iso", "en") == "2024-10"


@chinese
def test_partial_dates_in_chinese():
    assert format_partial(PartialDate("2024"), lang="zh_CN") == "2024年"
    assert format_partial(PartialDate("2024-05"), "long", "zh_CN") == "2024年5月"


def test_periods_in_english():
    assert format_period("fy", date(2025, 12, 31), "en") == "FY2025"
    assert format_period("h1", date(2025, 6, 30), "en") == "H1 2025"
    assert format_period("ttm", date(2025, 6, 30), "en") == "12 months to Jun 2025"


@chinese
def test_periods_in_chinese():
    assert format_period("fy", date(2025, 12, 31), "zh_CN") == "2025年"
    assert format_period("h1", date(2025, 6, 30), "zh_CN") == "2025年上半年"


def test_numbers_and_shares():
    assert format_number(1234567) == "1,234,567"
    assert format_number(-1234) == "−1,234"
    assert format_number(Decimal("60.83"), 1) == "60.8"
    assert format_percent(4000) == "40.0%"
    assert format_percent(Decimal("0.342")) == "34.2%"
    assert format_percent(Decimal("-0.05"), 0) == "−5%"
    assert format_rate(345) == "3.45%"
    assert format_basis_points(45, "en") == "45 bp"


def test_a_true_minus_never_stands_before_zero():
    assert format_number(Decimal("-0.4")) == "0"


@pytest.mark.parametrize(
    ("qualifier", "text"),
    [
        ("exact", "320"),
        ("more_than", "more than 320"),
        ("at_least", "at least 320"),
        ("about", "about 320"),
        ("nearly", "nearly 320"),
        ("up_to", "up to 320"),
        ("expected", "320 (expected)"),
    ],
)
def test_reported_counts_in_english(qualifier, text):
    assert format_count(320, qualifier, "en") == text


def test_ranges_and_qualified_amounts():
    assert format_count(300, "range", "en", high=1320) == "300 to 1,320"
    assert format_count(300, "range", "en") == "from 300"
    assert qualify("CNY 2 billion", "more_than") == "more than CNY 2 billion"


@chinese
def test_reported_counts_in_chinese():
    assert format_count(320, "more_than", "zh_CN") == "逾320"
    assert format_count(320, "nearly", "zh_CN") == "近320"
    assert format_count(320, "about", "zh_CN") == "约320"
    assert format_count(320, "at_least", "zh_CN") == "不低于320"
    assert format_basis_points(45, "zh_CN") == "45个基点"


def test_time_left_and_time_past():
    assert format_days_left(DAY + timedelta(195), DAY, "en") == "in 195 days"
    assert format_days_left(DAY + timedelta(1), DAY, "en") == "tomorrow"
    assert format_days_left(DAY, DAY, "en") == "today"
    assert format_days_left(DAY - timedelta(7), DAY, "en") == "7 d late"
    assert format_days_left(DAY - timedelta(1), DAY, "en") == "1 d late"
    assert format_days_ago(DAY - timedelta(1), DAY, "en") == "yesterday"
    assert format_days_ago(DAY - timedelta(12), DAY, "en") == "12 days ago"
    assert format_days_ago(DAY + timedelta(2), DAY, "en") == "in 2 days"


def test_relative_words_only_within_seven_days():
    assert format_relative(DAY + timedelta(7), DAY, "en") == "in 7 days"
    assert format_relative(DAY + timedelta(8), DAY, "en") == "23 Dec 2025"
    assert format_relative(DAY - timedelta(7), DAY, "en") == "7 days ago"
    assert format_relative(DAY - timedelta(8), DAY, "en") == "7 Dec 2025"


def test_lengths_of_time_and_sizes():
    assert format_days(1, "en") == "1 day"
    assert format_days(90, "en") == "90 days"
    assert format_months(36, "en") == "3 years"
    assert format_months(12, "en") == "1 year"
    assert format_months(18, "en") == "18 months"
    assert format_months(42, "en") == "3 years 6 months"
    assert format_months(1, "en") == "1 month"
    assert format_size(1, "en") == "1 byte"
    assert format_size(84_000, "en") == "84 KB"
    assert format_size(999_600, "en") == "1.0 MB"


@given(st.dates(date(1900, 1, 1)), st.dates(date(1900, 1, 1)), st.sampled_from(["en", "zh_CN"]))
def test_any_two_days_can_be_worded_and_the_language_stays(day, today, lang):
    for text in (format_relative(day, today, lang), format_days_left(day, today, lang), format_date(day, "long", lang)):
        assert text
        assert "{" not in text
    assert i18n.current() == "en"

"""Days and tenors are read as people type them, in both languages."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.date_entry import add_months, parse_date, parse_tenor
from rmapp.errors import InputError
from rmapp.i18n import speaking

THURSDAY = date(2025, 12, 11)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-12-17", "2025-12-17"),
        ("2025/12/17", "2025-12-17"),
        ("20251217", "2025-12-17"),
        ("17/12/2025", "2025-12-17"),
        ("12/17/2025", "2025-12-17"),
        ("05/06/2026", "2026-06-05"),
        ("17 Dec", "2025-12-17"),
        ("17 December 2026", "2026-12-17"),
        ("Dec 17, 2026", "2026-12-17"),
        ("17th Dec", "2025-12-17"),
        ("1 Jan", "2026-01-01"),
        ("29 Feb", "2028-02-29"),
        ("2025年12月17日", "2025-12-17"),
        ("12月17日", "2025-12-17"),
        ("明年3月5日", "2026-03-05"),
        ("15号", "2025-12-15"),
        ("5号", "2026-01-05"),
        ("today", "2025-12-11"),
        ("tomorrow", "2025-12-12"),
        ("明天", "2025-12-12"),
        ("后天", "2025-12-13"),
        ("fri", "2025-12-12"),
        ("Thursday", "2025-12-18"),
        ("周五", "2025-12-12"),
        ("星期四", "2025-12-18"),
        ("本周五", "2025-12-12"),
        ("下周三", "2025-12-17"),
        ("下周日", "2025-12-21"),
        ("上周一", "2025-12-01"),
        ("next fri", "2025-12-19"),
        ("+10", "2025-12-21"),
        ("+2w", "2025-12-25"),
        ("+3m", "2026-03-11"),
        ("+1y", "2026-12-11"),
        ("-3", "2025-12-08"),
        ("in 2 weeks", "2025-12-25"),
        ("3 days ago", "2025-12-08"),
        ("3个月后", "2026-03-11"),
        ("三个月后", "2026-03-11"),
        ("两周后", "2025-12-25"),
        ("十二天后", "2025-12-23"),
        ("月底", "2025-12-31"),
        ("下月底", "2026-01-31"),
        ("年底", "2025-12-31"),
        ("eom", "2025-12-31"),
        ("＋１０", "2025-12-21"),
    ],
)
def test_days_ahead(text, day):
    assert parse_date(text, THURSDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("17 Dec", "2024-12-17"),
        ("11 Dec", "2025-12-11"),
        ("12月1日", "2025-12-01"),
        ("15号", "2025-11-15"),
        ("fri", "2025-12-05"),
        ("周四", "2025-12-11"),
    ],
)
def test_facts_look_back(text, day):
    assert parse_date(text, THURSDAY, future=False) == date.fromisoformat(day)


def test_two_bare_numbers_follow_the_language_where_both_fit():
    assert parse_date("12/17", THURSDAY) == parse_date("17/12", THURSDAY) == date(2025, 12, 17)
    assert parse_date("05/06", THURSDAY) == date(2026, 6, 5)
    with speaking("zh_CN"):
        assert parse_date("05/06", THURSDAY) == date(2026, 5, 6)


@pytest.mark.parametrize("text", ["", "31 Nov", "2025-02-30", "soon", "17 foo", "+9999y", "45000", "32号", "底"])
def test_nonsense_is_an_input_error_with_a_sentence(text):
    with pytest.raises(InputError) as caught:
        parse_date(text, THURSDAY)
    assert list(caught.value.fields) == ["date"]


@given(st.text(max_size=20), DAYS, st.booleans())
def test_any_text_gives_a_day_or_an_input_error(text, today, future):
    try:
        result = parse_date(text, today, future)
    except InputError as refusal:
        result = refusal.fields
    assert isinstance(result, date) or list(result) == ["date"]


@given(DAYS, DAYS)
def test_written_days_are_read_back(day, today):
    for text in (day.isoformat(), f"{day.day} {day:%B} {day.year}", f"{day.year}年{day.month}月{day.day}日"):
        assert parse_date(text, today) == day


@given(DAYS, st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
def test_a_bare_weekday_is_strictly_ahead_within_a_week(today, name):
    day = parse_date(name, today)
    assert timedelta(days=1) <= day - today <= timedelta(days=7)
    assert f"{day:%a}".lower() == name


@given(DAYS, st.integers(1, 12), st.integers(1, 28))
def test_a_day_without_a_year_is_the_nearest(today, month, day):
    ahead = parse_date(f"{month}月{day}日", today)
    behind = parse_date(f"{month}月{day}日", today, future=False)
    assert today <= ahead < today + timedelta(days=367)
    assert today - timedelta(days=367) < behind <= today


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("36", 36),
        ("36m", 36),
        ("36 months", 36),
        ("3y", 36),
        ("3y6m", 42),
        ("3 years 6 months", 42),
        ("1.5y", 18),
        ("3年", 36),
        ("3年6个月", 42),
        ("三年", 36),
        ("18个月", 18),
        ("半年", 6),
        ("一年半", 18),
    ],
)
def test_tenors(text, months):
    assert parse_tenor(text) == months


@pytest.mark.parametrize("text", ["", "0", "-3", "abc", "1.3y", "601", "十十年", "3d"])
def test_no_tenor(text):
    with pytest.raises(InputError) as caught:
        parse_tenor(text)
    assert list(caught.value.fields) == ["tenor_months"]


@given(st.text("0123456789ym年个月半一二十 .", max_size=12))
def test_any_text_gives_a_tenor_or_an_input_error(text):
    try:
        result = parse_tenor(text)
    except InputError as refusal:
        result = refusal.fields
    assert result in range(1, 601) or list(result) == ["tenor_months"]


def test_months_end_on_the_last_day_of_a_shorter_month():
    assert add_months(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert add_months(date(2025, 12, 1), 1) == date(2026, 1, 1)

"""Business days: the Chinese calendar with its working weekends, other countries, and years nobody knows yet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmapp.domain.business_days import (
    add_business_days,
    business_days,
    calendar_warning,
    country_names,
    is_business_day,
    unsure_years,
)

days = st.dates(date(2020, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 9, 28), True),  # a Sunday that makes up for National Day
        (date(2025, 10, 1), False),
        (date(2025, 10, 8), False),
        (date(2025, 10, 9), True),
        (date(2025, 10, 11), True),  # a Saturday that makes up for National Day
        (date(2025, 10, 12), False),
        (date(2026, 1, 4), True),  # a Sunday that makes up for the New Year
        (date(2026, 2, 16), False),
    ],
)
def test_china_works_on_its_make_up_weekends(day, works):
    assert is_business_day(day) is works


def test_a_working_weekend_in_december_belongs_to_the_next_new_year():
    assert is_business_day(date(2011, 12, 31))


@pytest.mark.parametrize(
    ("country", "day", "works"),
    [
        ("HK", date(2025, 10, 11), False),  # a Saturday: shops are open, banks are not
        ("HK", date(2025, 10, 1), False),
        ("SG", date(2025, 8, 9), False),
        ("SG", date(2025, 10, 1), True),
        ("DE", date(2025, 10, 3), False),
        ("DE", date(2025, 10, 1), True),
        ("AE", date(2021, 10, 1), False),  # a Friday, when the weekend was Friday and Saturday
    ],
)
def test_other_countries_have_their_own_days(country, day, works):
    assert is_business_day(day, country) is works


def test_a_country_without_a_calendar_works_from_monday_to_friday_with_a_warning():
    assert is_business_day(date(2025, 10, 1), "XX")
    assert not is_business_day(date(2025, 10, 4), "XX")
    assert unsure_years(date(2025, 1, 1), date(2025, 1, 2), "XX") == (2025,)


def test_days_count_after_the_first_up_to_and_including_the_last():
    assert business_days(date(2025, 10, 20), date(2025, 10, 24)) == 4
    assert business_days(date(2025, 10, 24), date(2025, 10, 24)) == 0
    assert business_days(date(2025, 10, 24), date(2025, 10, 20)) == 0


def test_national_day_with_both_its_working_weekends():
    # 28 September and 11 October work, 1 to 8 October do not.
    assert business_days(date(2025, 9, 26), date(2025, 10, 11)) == 6


def test_a_year_without_a_decree_is_counted_and_said_to_be_unsure():
    assert unsure_years(date(2025, 1, 1), date(2026, 12, 31)) == ()
    assert unsure_years(date(2026, 12, 1), date(2040, 1, 1))[-1] == 2040
    assert business_days(date(2040, 3, 5), date(2040, 3, 9)) == 4
    assert "2040" in calendar_warning(date(2040, 3, 5), date(2040, 3, 9))
    assert calendar_warning(date(2025, 3, 5), date(2025, 3, 9)) == ""
    assert calendar_warning(date(2040, 3, 5), date(2040, 3, 9), "DE") == ""


@given(days, st.integers(0, 40))
def test_adding_days_and_counting_them_are_each_others_inverse(day, count):
    assert business_days(day, add_business_days(day, count)) == count


@given(days, days, days)
def test_counts_add_up_over_any_day_between(one, two, three):
    first, middle, last = sorted((one, two, three))
    assert business_days(first, middle) + business_days(middle, last) == business_days(first, last)


@pytest.mark.parametrize("country", country_names())
def test_every_country_that_is_offered_has_a_calendar(country):
    assert 235 < business_days(date(2024, 12, 31), date(2025, 12, 31), country) < 257
    assert unsure_years(date(2025, 1, 1), date(2025, 12, 31), country) == ()

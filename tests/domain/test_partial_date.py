"""Partial dates keep exactly what is known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from rmapp.domain.partial_date import PartialDate, parse_partial_date
from rmapp.errors import InputError

TODAY = date(2025, 12, 11)
PARTIALS = st.builds(
    lambda day, length: PartialDate(day.isoformat()[:length]),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    st.sampled_from([4, 7, 10]),
)


@pytest.mark.parametrize(
    ("text", "precision", "first", "last"),
    [
        ("2024", "year", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-05-06", "day", date(2024, 5, 6), date(2024, 5, 6)),
    ],
)
def test_what_each_precision_can_mean(text, precision, first, last):
    partial = PartialDate(text)
    assert (partial.precision, partial.first_day(), partial.last_day(), str(partial)) == (precision, first, last, text)


@pytest.mark.parametrize("text", ["", "24", "2024-13", "2024-02-30", "2024-5", "2024-05-06T00:00", "0000", "２０２４"])
def test_nonsense_is_a_value_error(text):
    with pytest.raises(ValueError, match=r".*"):
        PartialDate(text)


@given(PARTIALS, PARTIALS)
def test_order_follows_the_first_day(one, other):
    if one.first_day() < other.first_day():
        assert one < other
    assert one.first_day() <= one.last_day()


@given(PARTIALS)
def test_json_keeps_it(partial):
    adapter = TypeAdapter(PartialDate)
    assert adapter.dump_python(partial) == str(partial)
    assert adapter.validate_json(adapter.dump_json(partial)) == partial


def test_it_is_made_of_days_and_parts():
    assert PartialDate.of(TODAY) == PartialDate("2025-12-11")
    assert PartialDate.of(2024) == PartialDate("2024")
    assert PartialDate.of(2024, 5) == PartialDate("2024-05")
    assert TypeAdapter(PartialDate).validate_python(TODAY) == PartialDate("2025-12-11")
    with pytest.raises(ValueError, match="partial date"):
        TypeAdapter(PartialDate).validate_python(2024)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("2024", "2024"),
        ("2024年", "2024"),
        ("2024-05", "2024-05"),
        ("2024/5", "2024-05"),
        ("2024年5月", "2024-05"),
        ("May 2024", "2024-05"),
        ("05/2024", "2024-05"),
        ("6 May 2024", "2024-05-06"),
        ("17 Dec", "2024-12-17"),
        ("today", "2025-12-11"),
    ],
)
def test_typed_forms(text, result):
    assert parse_partial_date(text, TODAY) == PartialDate(result)


@pytest.mark.parametrize("text", ["", "2024-13", "soon", "0000"])
def test_typed_nonsense_is_an_input_error(text):
    with pytest.raises(InputError) as caught:
        parse_partial_date(text, TODAY)
    assert list(caught.value.fields) == ["date"]

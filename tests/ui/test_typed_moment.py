"""Times of day as people type them in the sheets of visits and notes."""

from datetime import date

import pytest

from rmapp.errors import InputError
from rmapp.ui.sheets.typed_moment import moment

DAY = date(2025, 12, 17)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("09:30", "09:30"),
        ("9:30", "09:30"),
        ("9：30", "09:30"),
        ("930", "09:30"),
        ("0930", "09:30"),
        ("9.30", "09:30"),
        ("11", "11:00"),
        (" 2pm ", "14:00"),
        ("2:15 PM", "14:15"),
        ("14点", "14:00"),
        ("下午2点半", "14:30"),
        ("下午3点15分", "15:15"),
        ("0:00", "00:00"),
    ],
)
def test_a_time_is_read_as_it_is_typed(typed, read):
    assert moment(DAY, typed, "from") == f"2025-12-17T{read}"


def test_no_time_is_the_day_alone():
    assert moment(DAY, "  ", "from") == "2025-12-17"


@pytest.mark.parametrize("typed", ["24:00", "9:75", "99", "12345", "9:3", "next wed", "中午", "-1"])
def test_what_is_no_time_is_said_beside_its_field(typed):
    with pytest.raises(InputError) as refused:
        moment(DAY, typed, "ends_at")
    assert f"“{typed}”" in refused.value.fields["ends_at"]

"""The clock tells UTC moments and local days."""

from datetime import UTC, date, datetime, timedelta, timezone

from rmapp.domain.clock import FixedClock, SystemClock


def test_the_system_clock_is_aware_and_in_utc():
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_the_system_clock_says_the_local_day():
    before = datetime.now(UTC).astimezone().date()
    assert SystemClock().today() in {before, datetime.now(UTC).astimezone().date()}


def test_a_fixed_clock_keeps_its_own_day():
    shanghai = timezone(timedelta(hours=8))
    clock = FixedClock(datetime(2025, 12, 17, 1, 30, tzinfo=shanghai))
    assert clock.today() == date(2025, 12, 17)
    assert clock.now() == datetime(2025, 12, 16, 17, 30, tzinfo=UTC)

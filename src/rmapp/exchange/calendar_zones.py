"""Time zones as calendar files carry them: the offsets around the events, each with the moment it begins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from icalendar import Component, Timezone

_BEFORE_ALL = datetime(1970, 1, 1)  # noqa: DTZ001 - local time, as the standard writes it
_STEP = timedelta(days=7)


def zone_component(name: str, moments: Sequence[datetime]) -> Timezone:
    """Return the definition of a time zone that is right from a year before the first moment to a year after the last.

    Programs that do not know the name of the zone read their offsets from it (RFC 5545, 3.6.5).
    """
    from icalendar import Timezone

    zone = ZoneInfo(name)
    first = datetime(min(moment.year for moment in moments) - 1, 1, 1, tzinfo=UTC)
    last = datetime(max(moment.year for moment in moments) + 2, 1, 1, tzinfo=UTC)
    made = Timezone()
    made.add("tzid", name)
    local = first.astimezone(zone)
    made.add_component(_observance(local, _BEFORE_ALL, _offset(local)))
    for change in _changes(zone, first, last):
        before = _offset((change - timedelta(seconds=1)).astimezone(zone))
        made.add_component(_observance(change.astimezone(zone), change.replace(tzinfo=None) + before, before))
    return made


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield the moments in UTC at which the offset of a zone changes."""
    early = first
    while early < last:
        late = early + _STEP
        if _offset(early.astimezone(zone)) != _offset(late.astimezone(zone)):
            low, high = early, late
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                is_before = _offset(middle.astimezone(zone)) == _offset(early.astimezone(zone))
                low, high = (middle, high) if is_before else (low, middle)
            yield (high + timedelta(milliseconds=500)).replace(microsecond=0)
        early = late


def _observance(local: datetime, begins: datetime, before: timedelta) -> Component:
    from icalendar import TimezoneDaylight, TimezoneStandard

    part = TimezoneDaylight() if local.dst() else TimezoneStandard()
    part.add("dtstart", begins)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", _offset(local))
    part.add("tzname", local.tzname() or "")
    return part


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or timedelta()

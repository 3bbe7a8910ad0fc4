"""What a calendar file says about one event, and what is written into one."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from rmapp.domain.recurrence import Repetition


class Guest(NamedTuple):
    """Somebody an event names: the name and the address as the file has them, empty where it has none."""

    name: str
    address: str


class CalendarEvent(NamedTuple):
    """One event. Times are local texts of `time_zone` in ISO form, a day alone for events of a whole day.

    `uid` is the name under which every program knows the event; empty where the file gives none.
    `original` is the start that a single event of a series had in it before it was moved. `trouble` is a
    sentence where the event cannot be taken as it stands.
    """

    uid: str
    starts_at: str
    ends_at: str | None = None
    time_zone: str = "Asia/Shanghai"
    title: str = ""
    place: str = ""
    description: str = ""
    link: str = ""
    is_cancelled: bool = False
    guests: tuple[Guest, ...] = ()
    sequence: int = 0
    repetition: Repetition | None = None
    original: str = ""
    trouble: str = ""

    @property
    def on(self) -> date:
        """Return the day on which the event begins."""
        return date.fromisoformat(self.starts_at[:10])

    @property
    def is_all_day(self) -> bool:
        """Tell whether the event has a day and no time."""
        return "T" not in self.starts_at

    def moved_to(self, day: date) -> CalendarEvent:
        """Return the same event on another day, at the same time and as long."""
        days = day - self.on
        start = _shifted(self.starts_at, days.days)
        return self._replace(starts_at=start, ends_at=_shifted(self.ends_at, days.days) if self.ends_at else None)


def _shifted(text: str, days: int) -> str:
    moment = datetime.fromisoformat(text)
    shifted = moment.date().fromordinal(moment.date().toordinal() + days)
    return shifted.isoformat() + text[10:]

"""Where the program learns what time it is, so that tests can say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the moment and the local day."""

    def now(self) -> datetime:
        """Return the moment, aware and in UTC."""

    def today(self) -> date:
        """Return the local calendar day."""


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The clock of this device."""

    def now(self) -> datetime:
        """Return the moment, aware and in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Return the local calendar day."""
        return datetime.now(UTC).astimezone().date()


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still at an aware moment; its local day is the day of that moment."""

    moment: datetime

    def now(self) -> datetime:
        """Return the moment, aware and in UTC."""
        return self.moment.astimezone(UTC)

    def today(self) -> date:
        """Return the calendar day in the moment's own zone."""
        return self.moment.date()

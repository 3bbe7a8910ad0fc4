"""What a brief says of a firm's way to the stock exchange, as values that print in both languages."""

from __future__ import annotations

from datetime import date

from rmapp.domain.entity import Value
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate


class ListingStep(Value):
    """One step of the way; `state` is past, now, setback, next, skipped or later."""

    status: str
    state: str
    reached_on: PartialDate | None = None
    round: int | None = None


class ListingLapse(Value):
    """What the step `status` brought and when it lapses; `days` counts from the day of the brief."""

    status: str
    on: date
    days: int


class ListingDeed(Value):
    """Something the bank still has to do along the application."""

    kind: str
    status: str
    due_on: date | None = None
    note: str = ""


class ListingTest(Value):
    """What a test of the board says of the numbers; `truth` is None where figures are `missing`, by their codes."""

    board: str
    test: str
    truth: bool | None
    data_of: PartialDate | None = None
    assumed: bool = False
    missing: tuple[str, ...] = ()


class BriefListing(Value):
    """An open application: `next_days` counts to the day the next step usually comes, below zero when it is late."""

    track: str
    board: str | None = None
    sponsor: str = ""
    planned_raise: Money | None = None
    steps: tuple[ListingStep, ...] = ()
    next_status: str | None = None
    next_days: int | None = None
    lapses: tuple[ListingLapse, ...] = ()
    deeds: tuple[ListingDeed, ...] = ()
    tests: tuple[ListingTest, ...] = ()

    def now(self) -> ListingStep | None:
        """Return the step that was reached last."""
        return next((one for one in self.steps if one.state in ("now", "setback")), None)

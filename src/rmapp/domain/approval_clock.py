"""How long the approval of a line takes, in business days without the pauses (domain reference, 3.8)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.business_days import HOME, add_business_days, business_days, calendar_warning

if TYPE_CHECKING:
    from collections.abc import Sequence

GREEN_PASSAGE_DAYS = 3
"""The target of the green passage in business days; a proposal, the press tells of two or three (3.8)."""


class Pause(NamedTuple):
    """A time in which the bank waited for information; `until` None means that it still does."""

    since: date
    until: date | None


class ApprovalClock(NamedTuple):
    """The clock of one approval; days are business days, but `calendar_days` are all days.

    `net` is `gross` without `paused`. `target` is None where no time was promised, and then so are
    `on_target` and `days_left`; of a running clock both speak of today. `due_on` is the last day of the
    target if nothing pauses the clock any more. `warning` says where the calendar is not known.
    """

    since: date
    until: date
    gross: int
    paused: int
    net: int
    calendar_days: int
    target: int | None
    on_target: bool | None
    is_running: bool
    is_paused: bool
    days_left: int | None
    due_on: date | None
    warning: str


def approval_clock(
    submitted_on: date,
    ended_on: date | None,
    pauses: Sequence[Pause],
    today: date,
    *,
    target: int | None = None,
    country: str = HOME,
) -> ApprovalClock:
    """Return the clock from submission to the decision, or to today while there is none.

    The business days after submission up to and including the decision count; of a pause those after it
    began up to and including the day on which it ended.
    """
    until = ended_on or max(today, submitted_on)
    gross = business_days(submitted_on, until, country)
    paused = sum(business_days(max(one.since, submitted_on), min(one.until or until, until), country) for one in pauses)
    net = gross - paused
    is_running = ended_on is None
    is_paused = is_running and any(one.until is None for one in pauses)
    due_on = None if target is None or is_paused else add_business_days(submitted_on, target + paused, country)
    return ApprovalClock(
        since=submitted_on,
        until=until,
        gross=gross,
        paused=paused,
        net=net,
        calendar_days=(until - submitted_on).days,
        target=target,
        on_target=None if target is None else net <= target,
        is_running=is_running,
        is_paused=is_paused,
        days_left=target - net if target is not None and is_running else None,
        due_on=due_on,
        warning=calendar_warning(submitted_on, max(until, due_on or until), country),
    )

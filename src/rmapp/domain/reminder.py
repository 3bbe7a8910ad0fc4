"""When to remind of what: before a visit, once in the morning, and in the evening of a visit nobody closed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

ReminderKind = Literal["visit", "morning", "unclosed"]

MORNING = time(8, 30)
EVENING = time(17, 30)
_STALE = timedelta(hours=3)
"""A reminder that could not be shown for so long is shown no more: the morning's news are no news at night."""


class QuietHours(NamedTuple):
    """From when to when nothing is shown, local time, over midnight if the end is earlier; equal means never quiet."""

    start: time
    end: time

    def hold(self, moment: time) -> bool:
        """Tell whether it is quiet at a time of the day; the end itself is no longer quiet."""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


class PlannedVisit(NamedTuple):
    """What a reminder needs of a visit: its id, local times, and the words that only an open book may show."""

    id: str
    starts_at: datetime
    ends_at: datetime | None
    firm: str
    place: str


class DayCounts(NamedTuple):
    """What the morning tells: visits of today, follow-ups late and due, clients to be met, designations that end.

    A designation is told of on each of its days of reminder, 180, 90 and 30 days before its end (domain 1.5). What
    lapses on the way of a firm to the exchange is told of 90, 30 and 7 days before, in words that do not give it away.
    """

    visits: int
    late: int
    due: int
    touches: int
    endings: int = 0
    windows: int = 0


class Reminder(NamedTuple):
    """One thing to be told at a local time; `text` names no client, `named` does. `key` tells it from all others."""

    key: str
    kind: ReminderKind
    at: datetime
    text: str
    named: str


def reminders(
    today: date, visits: Sequence[PlannedVisit], unclosed: Sequence[PlannedVisit], counts: DayCounts, minutes: int
) -> tuple[Reminder, ...]:
    """Return the reminders of a day, the earliest first; `minutes` is how long before a visit.

    `unclosed` are visits of today or earlier whose time is over and that nobody wrote about.
    """
    found = [_before_visit(visit, minutes) for visit in visits]
    if any(counts):
        text = morning_text(counts)
        found.append(Reminder(f"morning:{today}", "morning", datetime.combine(today, MORNING), text, text))
    if unclosed:
        found.append(_evening(today, unclosed))
    return tuple(sorted(found, key=lambda one: (one.at, one.key)))


def due_reminders(
    found: Iterable[Reminder], now: datetime, told: Collection[str], quiet: QuietHours
) -> tuple[Reminder, ...]:
    """Return what is to be told now: its time has come, not long ago, it was not told yet, and it is not quiet."""
    if quiet.hold(now.time()):
        return ()
    return tuple(one for one in found if one.key not in told and one.at <= now < one.at + _STALE)


def morning_text(counts: DayCounts) -> str:
    """Return what a day has in store, in one line."""
    parts = (
        (counts.visits, ngettext("{n} visit today", "{n} visits today", counts.visits)),
        (counts.late, ngettext("{n} follow-up late", "{n} follow-ups late", counts.late)),
        (counts.due, ngettext("{n} follow-up due today", "{n} follow-ups due today", counts.due)),
        (counts.touches, ngettext("{n} client to be met", "{n} clients to be met", counts.touches)),
        (counts.endings, ngettext("{n} designation to renew", "{n} designations to renew", counts.endings)),
        (counts.windows, ngettext("{n} deadline to watch", "{n} deadlines to watch", counts.windows)),
    )
    return _(", ").join(text.format(n=count) for count, text in parts if count)


def _before_visit(visit: PlannedVisit, minutes: int) -> Reminder:
    clock = f"{visit.starts_at:%H:%M}"
    place = _("Visit at {time}, {place}") if visit.place else _("Visit at {time}")
    named = _("{time} {firm}, {place}") if visit.place else _("{time} {firm}")
    at = visit.starts_at - timedelta(minutes=minutes)
    # Moved to another time, a visit is told of once more.
    return Reminder(
        f"visit:{visit.id}:{visit.starts_at.isoformat()}",
        "visit",
        at,
        place.format(time=clock, place=visit.place),
        named.format(time=clock, firm=visit.firm, place=visit.place),
    )


def _evening(today: date, visits: Sequence[PlannedVisit]) -> Reminder:
    count = len(visits)
    text = ngettext("{n} visit has no report yet", "{n} visits have no report yet", count).format(n=count)
    named = _("No report yet: {firms}").format(firms=_(", ").join(visit.firm for visit in visits))
    return Reminder(f"unclosed:{today}", "unclosed", datetime.combine(today, EVENING), text, named)

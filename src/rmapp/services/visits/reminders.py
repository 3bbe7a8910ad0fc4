"""What the program reminds of today, read from the book; nothing of it is stored."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.reminder import DayCounts, PlannedVisit, reminders
from rmapp.services.clients import firms
from rmapp.services.stages import ipo
from rmapp.storage import today_rows

if TYPE_CHECKING:
    from rmapp.domain.reminder import Reminder
    from rmapp.storage.store import Store

_LOOKED_BACK = timedelta(days=7)
_WINDOW_DAYS = (90, 30, 7)

_PLANNED = """SELECT id, starts_at, ends_at, firm_id, place, confidentiality FROM meeting
    WHERE deleted_at IS NULL AND status = 'planned' AND starts_at >= ? AND starts_at < ? ORDER BY starts_at"""

_COUNTS = """SELECT
    (SELECT count(*) FROM meeting WHERE deleted_at IS NULL AND status = 'planned' AND starts_at >= ?1
        AND starts_at < ?2),
    (SELECT count(*) FROM promise WHERE deleted_at IS NULL AND status IN ('open', 'in_progress') AND due_on < ?1),
    (SELECT count(*) FROM promise WHERE deleted_at IS NULL AND status IN ('open', 'in_progress') AND due_on = ?1)"""


def todays_reminders(store: Store, minutes: int) -> tuple[Reminder, ...]:
    """Return the reminders of today; `minutes` is how long before a visit.

    A visit without a time is told of in the morning only. A restricted visit is told of without a name.
    """
    today = store.clock.today()
    now = store.clock.now().astimezone().replace(tzinfo=None)
    visits = [one for one in _planned(store, today, today) if "T" in one[1]]
    past = _planned(store, today - _LOOKED_BACK, today)
    over = [_visit(store, row) for row in past if _is_over(row, now)]
    ahead = [_visit(store, row) for row in visits]
    return reminders(today, ahead, over, _counts(store, today), minutes)


def _planned(store: Store, first: date, last: date) -> list[tuple[str, str, str | None, str, str, str]]:
    rows = store.rows(_PLANNED, (first.isoformat(), (last + timedelta(days=1)).isoformat()))
    return [(row[0], row[1], row[2], row[3], row[4], row[5]) for row in rows]


def _is_over(row: tuple[str, str, str | None, str, str, str], now: datetime) -> bool:
    _id, starts_at, ends_at, *_rest = row
    if "T" not in starts_at:
        return date.fromisoformat(starts_at) < now.date()
    return datetime.fromisoformat(ends_at or starts_at) < now


def _visit(store: Store, row: tuple[str, str, str | None, str, str, str]) -> PlannedVisit:
    id, starts_at, ends_at, firm_id, place, confidentiality = row
    is_restricted = confidentiality == "restricted"
    return PlannedVisit(
        id=id,
        starts_at=datetime.fromisoformat(starts_at),
        ends_at=datetime.fromisoformat(ends_at) if ends_at else None,
        firm="…" if is_restricted else firms.display_name(store, firm_id),
        place="" if is_restricted else place,
    )


def _counts(store: Store, today: date) -> DayCounts:
    day, next_day = today.isoformat(), (today + timedelta(days=1)).isoformat()
    visits, late, due = store.rows(_COUNTS, (day, next_day))[0]
    touches = store.rows("SELECT count(*) FROM firm_card WHERE next_touch <= ?", (day,))[0][0]
    return DayCounts(visits, late, due, touches, _endings(store, today), _windows(store))


def _windows(store: Store) -> int:
    """Return how much of what steps towards a listing brought lapses in 90, 30 or 7 days (domain reference, 2.4)."""
    return sum(one.window.days in _WINDOW_DAYS for one in ipo.windows_ending(store, max(_WINDOW_DAYS)))


def _endings(store: Store, today: date) -> int:
    """Return how many designations in force reach one of their days of reminder today (domain reference, 1.5)."""
    days = {one.code: one.reminder_days_before_expiry for one in reference.designations().values()}
    ends = {today + timedelta(days=before) for befores in days.values() for before in befores}
    found = today_rows.designations_ending_on(store, ends)
    return sum((one.on - today).days in days.get(one.designation, ()) for one in found)

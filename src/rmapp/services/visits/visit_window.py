"""The time since the last visit: tells of each row whether it is news, and on which day it happened."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rmapp.domain.call_report import Answer, CallReport
from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting
from rmapp.domain.partial_date import PartialDate
from rmapp.storage import row_changes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from rmapp.domain.entity import Entity
    from rmapp.domain.promise import Promise
    from rmapp.storage.store import Store

E = TypeVar("E", bound="Entity")


class VisitWindow:
    """From the end of the last visit to now, for one firm.

    What the visit itself wrote down (its note, its report, facts that its answers were written to) is no news.
    The day on which the firm came into the book is its first picture: what was written on that day has no
    news without a date of its own. `hidden` are the ids of what may not be told.
    """

    def __init__(self, store: Store, firm_id: str, visit: Meeting, hidden: frozenset[str], *, restricted: bool) -> None:
        self.store = store
        self.firm_id = firm_id
        self.today = store.clock.today()
        self.day = date.fromisoformat(visit.starts_at[:10])
        self._zone = _zone(visit)
        self._hidden = hidden
        self._restricted = restricted
        said = [visit.id]
        for part in (CallReport, Answer):
            said += [one.id for one in store.all(part, meeting_id=visit.id)]
        own = row_changes.commands_of(store, said)
        ids = row_changes.rows_of_firm(store, firm_id)
        begins = max(self._end(visit), self._first_picture(store.get(Firm, firm_id)))
        self._changes = row_changes.changes_since(store, ids, int(begins.timestamp() * 1000), without=own)
        self.lines = self.shown(store.all(Facility, firm_id=firm_id))

    @property
    def tells_restricted(self) -> bool:
        """Tell whether what is restricted may be told."""
        return self._restricted

    def shown(self, rows: Iterable[E]) -> list[E]:
        """Return the rows that may be told."""
        return [
            row
            for row in rows
            if row.id not in self._hidden and (self._restricted or getattr(row, "confidentiality", "") != "restricted")
        ]

    def of_meetings(self, promises: Iterable[Promise]) -> list[Promise]:
        """Return the promises that may be told: not those of a meeting or line that may not."""
        held = self._hidden | (set() if self._restricted else self._restricted_meetings())
        return [one for one in promises if held.isdisjoint({one.meeting_id or "", one.facility_id or ""})]

    def was_added(self, row_id: str) -> bool:
        """Tell whether a row was written down since the visit."""
        change = self._changes.get(row_id)
        return change is not None and change.added

    def column(self, row_id: str, name: str) -> tuple[object, object, PartialDate] | None:
        """Return what a column of a row was and is, and the day it changed last; None where it did not change.

        Of a row that was added since, no column changed.
        """
        change = self._changes.get(row_id)
        if change is None or change.added or name not in change.columns:
            return None
        before, after = change.columns[name]
        return before, after, self._local_day(change.changed_at[name])

    def happened(self, on: PartialDate | date | None, row_id: str, column: str = "") -> PartialDate | None:
        """Return the day of something that happened since the visit; None where it is no news.

        What has a day counts by that day. On the day of the visit itself, and where only a month or year is
        known that the visit lies in, it counts where it was written down later. Without a day it happened
        when it was written down. `column` is the field that tells of it, for a row that was there before.
        """
        written = self._written(row_id, column)
        if on is None:
            return written
        known = on if isinstance(on, PartialDate) else PartialDate.of(on)
        if known.last_day() < self.day or known.first_day() > self.today:
            return None
        return known if known.first_day() > self.day or written is not None else None

    def _restricted_meetings(self) -> set[str]:
        return {one.id for one in self.store.all(Meeting, firm_id=self.firm_id, confidentiality="restricted")}

    def _written(self, row_id: str, column: str) -> PartialDate | None:
        if self.was_added(row_id):
            return self._local_day(self._changes[row_id].at)
        found = self.column(row_id, column) if column else None
        return found[2] if found else None

    def _local_day(self, moment_ms: int) -> PartialDate:
        return PartialDate.of(datetime.fromtimestamp(moment_ms / 1000, self._zone).date())

    def _end(self, visit: Meeting) -> datetime:
        """Return when the visit ended; of one of which only the day is known, when that day began."""
        end = datetime.fromisoformat(visit.ends_at or visit.starts_at)
        return end if end.tzinfo is not None else end.replace(tzinfo=self._zone)

    def _first_picture(self, firm: Firm) -> datetime:
        """Return the end of the day on which the firm came into the book."""
        entered = datetime.fromisoformat(firm.created_at).astimezone(self._zone).date()
        return datetime.combine(entered + timedelta(days=1), time(), self._zone)


def _zone(visit: Meeting) -> tzinfo:
    try:
        return ZoneInfo(visit.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC

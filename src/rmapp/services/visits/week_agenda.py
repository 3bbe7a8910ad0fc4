"""The agenda: visits and promises day by day, over the whole book (domain reference, 4.4)."""

from __future__ import annotations

import json
from collections import defaultdict
from contextlib import nullcontext
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp import i18n
from rmapp.services.clients.firm_names import firm_names
from rmapp.storage.discreet import discreet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.storage.store import Store

WEEK_DAYS = 7
_STANDING = ("planned", "held")

_VISITS = """SELECT id, firm_id, starts_at, ends_at, place, type, purpose, status, purpose_kind, objective,
    confidentiality, time_zone, online_link FROM meeting
    WHERE deleted_at IS NULL AND starts_at >= ? AND starts_at < ? ORDER BY starts_at, rid"""
_OTHER_FIRMS = """SELECT meeting_id, firm_id FROM meeting_firm
    WHERE deleted_at IS NULL AND meeting_id IN (SELECT value FROM json_each(?)) ORDER BY rid"""
_PEOPLE = """SELECT a.meeting_id, a.side, a.name, p.name, p.name_latin FROM attendee a
    LEFT JOIN person p ON p.id = a.person_id AND p.deleted_at IS NULL
    WHERE a.deleted_at IS NULL AND a.meeting_id IN (SELECT value FROM json_each(?)) ORDER BY a.rid"""
_RESTRICTED_FIRMS = "SELECT id FROM firm WHERE deleted_at IS NULL AND confidentiality = 'restricted'"
_DUE = """SELECT due_on, count(*) FROM promise p WHERE deleted_at IS NULL AND status IN ('open', 'in_progress')
    AND due_on >= ? AND due_on < ? AND (? OR NOT EXISTS (SELECT 1 FROM firm f
        WHERE f.id = p.firm_id AND f.confidentiality = 'restricted')) GROUP BY due_on"""


class AgendaVisit(NamedTuple):
    """One visit of the agenda; `starts_at` and `ends_at` are local ISO texts, a day alone where no time is known.

    `name` is the main firm's, `other_names` those of further firms; `people` are the client's, `ours` our own.
    `purpose` is what was typed, `purpose_kind` a code of `visit_purpose`.
    """

    meeting_id: str
    firm_id: str
    name: str
    starts_at: str
    ends_at: str | None
    place: str
    type: str
    purpose: str
    people: tuple[str, ...]
    status: str
    purpose_kind: str | None = None
    objective: str = ""
    other_firm_ids: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    ours: tuple[str, ...] = ()
    confidentiality: str = "client_confidential"
    time_zone: str = "Asia/Shanghai"
    online_link: str = ""

    @property
    def on(self) -> date:
        """Return the day of the visit."""
        return date.fromisoformat(self.starts_at[:10])

    @property
    def is_all_day(self) -> bool:
        """Tell whether only the day is known."""
        return "T" not in self.starts_at

    @property
    def is_restricted(self) -> bool:
        """Tell whether the visit is of the class that stays off paper (domain reference, 7.4)."""
        return self.confidentiality == "restricted"

    def time_text(self) -> str:
        """Return from when to when: 09:30–10:30, 09:30, or nothing where only the day is known."""
        if self.is_all_day:
            return ""
        begin, end = self.starts_at[11:16], (self.ends_at or "")[11:16]
        if end and self.ends_at is not None and self.ends_at[:10] == self.starts_at[:10]:
            return f"{begin}–{end}"
        return begin


class AgendaDay(NamedTuple):
    """One day: its visits in the order of time, those without a time first, and how many open promises are due."""

    on: date
    visits: tuple[AgendaVisit, ...]
    due: int


def agenda_days(
    store: Store, first: date, days: int, *, called_off: bool = False, restricted: bool = True
) -> tuple[AgendaDay, ...]:
    """Return a number of days from `first` on, each with its visits, also days that have none.

    Visits that were cancelled or that nobody came to are there only with `called_off`; without `restricted`
    visits and promises of that class, and those of firms of that class, are left out and not counted.
    """
    span = (first.isoformat(), (first + timedelta(days=days)).isoformat())
    rows = [
        row
        for row in store.rows(_VISITS, span)
        if (called_off or row[7] in _STANDING) and (restricted or row[10] != "restricted")
    ]
    with nullcontext() if restricted else discreet(store):
        due = {date.fromisoformat(on): count for on, count in store.rows(_DUE, (*span, restricted))}
    by_day: defaultdict[date, list[AgendaVisit]] = defaultdict(list)
    hidden = set() if restricted else {row[0] for row in store.rows(_RESTRICTED_FIRMS)}
    for visit in _visits(store, rows):
        if hidden.isdisjoint((visit.firm_id, *visit.other_firm_ids)):
            by_day[visit.on].append(visit)
    every = (first + timedelta(days=step) for step in range(days))
    return tuple(AgendaDay(on, tuple(by_day[on]), due.get(on, 0)) for on in every)


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def agenda_visits(store: Store, meeting_ids: Sequence[str]) -> tuple[AgendaVisit, ...]:
    """Return some meetings as visits of the agenda, in the order of time; those that are gone are left out."""
    places = _VISITS.replace("starts_at >= ? AND starts_at < ?", "id IN (SELECT value FROM json_each(?))")
    return _visits(store, store.rows(places, (json.dumps(list(meeting_ids)),)))


def _visits(store: Store, rows: Sequence[tuple[Any, ...]]) -> tuple[AgendaVisit, ...]:
    ids = json.dumps([row[0] for row in rows])
    others: defaultdict[str, list[str]] = defaultdict(list)
    for meeting_id, firm_id in store.rows(_OTHER_FIRMS, (ids,)):
        others[meeting_id].append(firm_id)
    names = firm_names(store, {row[1] for row in rows}.union(*others.values()))
    people = _people(store.rows(_PEOPLE, (ids,)))
    return tuple(
        AgendaVisit(
            meeting_id=id,
            firm_id=firm_id,
            name=names.get(firm_id, ""),
            starts_at=starts_at,
            ends_at=ends_at,
            place=place or "",
            type=kind,
            purpose=purpose or "",
            people=tuple(people.get((id, "theirs"), ())),
            status=status,
            purpose_kind=purpose_kind,
            objective=objective or "",
            other_firm_ids=tuple(others.get(id, ())),
            other_names=tuple(names[one] for one in others.get(id, ()) if one in names),
            ours=tuple(people.get((id, "ours"), ())),
            confidentiality=confidentiality,
            time_zone=time_zone,
            online_link=online_link or "",
        )
        for (
            id,
            firm_id,
            starts_at,
            ends_at,
            place,
            kind,
            purpose,
            status,
            purpose_kind,
            objective,
            confidentiality,
            time_zone,
            online_link,
        ) in rows
    )


def _people(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[str, str], list[str]]:
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for meeting_id, side, typed, name, latin in rows:
        called = latin if latin and i18n.current() == "en" else (name or typed)
        if called:
            found[meeting_id, side].append(called)
    return dict(found)

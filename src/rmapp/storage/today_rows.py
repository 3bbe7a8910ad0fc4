"""What is due today in the whole book: follow-ups, lines maturing by day, designations that end, in few statements.

Only as many rows are read as a page shows; the rest is counted by the engine.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Collection

    from rmapp.storage.store import Store

_OPEN_PROMISES = """FROM promise p JOIN firm_card c ON c.firm_id = p.firm_id
    WHERE p.deleted_at IS NULL AND p.due_on <= :until AND p.status IN ('open', 'in_progress')"""

_MATURING = """FROM line_card c WHERE c.maturity_on <= :until
    AND (c.maturity_on >= :today OR c.outstanding_minor IS NULL OR c.outstanding_minor > 0)
    AND (c.lender = '' OR c.lender IN (SELECT value FROM json_each(:banks)))
    AND c.status IN (SELECT value FROM json_each(:states))"""

# Of a date known by year or month the last day counts.
_LAST_DAY = """CASE length(h.expires_on) WHEN 4 THEN h.expires_on || '-12-31'
    WHEN 7 THEN date(h.expires_on || '-01', '+1 month', '-1 day') ELSE h.expires_on END"""
_ENDING = f"""FROM designation_holding h JOIN firm_card c ON c.firm_id = h.firm_id
    WHERE h.deleted_at IS NULL AND h.expires_on >= substr(:today, 1, 4) AND h.expires_on <= :until
        AND {_LAST_DAY} BETWEEN :today AND :until AND h.granted_on <= :today
        AND (h.revoked_on IS NULL OR h.revoked_on > :today)"""


class DuePromise(NamedTuple):
    """An open promise that is due."""

    id: str
    firm_id: str
    side: str
    text: str
    owner: str
    due_on: date


class MaturingDay(NamedTuple):
    """The lines that mature on one day, and what of them is outstanding, in fen, as far as it is known."""

    on: date
    lines: int
    outstanding: int


class MaturingLine(NamedTuple):
    """A line that matures; the amount is in minor units of its currency, None where it is not known."""

    facility_id: str
    firm_id: str
    facility_type: str
    on: date
    outstanding: int | None
    ccy: str


class EndingDesignation(NamedTuple):
    """A designation that ends."""

    firm_id: str
    designation: str
    on: date


def due_promises(store: Store, until: date, most: int) -> list[DuePromise]:
    """Return the open promises due up to a day, the earliest first, of one day those of high priority."""
    sql = f"""SELECT p.id, p.firm_id, p.side, p.text, p.owner, p.due_on {_OPEN_PROMISES}
        ORDER BY p.due_on, p.priority = 'normal', p.rid LIMIT :most"""
    found = store.rows(sql, {"until": until.isoformat(), "most": most})
    return [
        DuePromise(id, firm, side, text, owner, date.fromisoformat(due)) for id, firm, side, text, owner, due in found
    ]


def due_promise_counts(store: Store, until: date) -> tuple[int, int]:
    """Return how many open promises are due up to a day, and how many of them before today."""
    sql = f"SELECT count(*), coalesce(sum(p.due_on < :today), 0) {_OPEN_PROMISES}"
    due, late = store.rows(sql, {"until": until.isoformat(), "today": store.clock.today().isoformat()})[0]
    return due, late


def late_promise_ids(store: Store) -> list[str]:
    """Return the ids of all open promises whose day has passed, the earliest first."""
    bound = {"until": store.clock.today().isoformat()}
    rows = store.rows(f"SELECT p.id {_OPEN_PROMISES} AND p.due_on < :until ORDER BY p.due_on, p.rid", bound)
    return [row[0] for row in rows]


def maturing_days(store: Store, until: date, states: Collection[str]) -> list[MaturingDay]:
    """Return our lines of these statuses that mature up to a day, by day; past ones only while something is owed."""
    sql = f"SELECT c.maturity_on, count(*), coalesce(sum(c.outstanding_cny), 0) {_MATURING} GROUP BY c.maturity_on"
    return [
        MaturingDay(date.fromisoformat(on), lines, owed)
        for on, lines, owed in store.rows(sql, _of(store, until, states))
    ]


def maturing_lines(store: Store, until: date, states: Collection[str], most: int) -> list[MaturingLine]:
    """Return the first of these lines, the earliest first, of one day the largest."""
    sql = f"""SELECT c.facility_id, c.firm_id, c.facility_type, c.maturity_on, c.outstanding_minor, c.ccy {_MATURING}
        ORDER BY c.maturity_on, c.outstanding_cny DESC, c.facility_id LIMIT :most"""
    found = store.rows(sql, {**_of(store, until, states), "most": most})
    return [
        MaturingLine(line, firm, kind, date.fromisoformat(on), owed, ccy) for line, firm, kind, on, owed, ccy in found
    ]


def ending_designations(store: Store, until: date, most: int) -> tuple[int, list[EndingDesignation]]:
    """Return how many designations in force end up to a day, and the first of them."""
    bound: dict[str, Any] = {"until": until.isoformat(), "today": store.clock.today().isoformat()}
    count: int = store.rows(f"SELECT count(*) {_ENDING}", bound)[0][0]
    sql = f"SELECT h.firm_id, h.designation, {_LAST_DAY} AS ends {_ENDING} ORDER BY ends, h.rid LIMIT :most"
    rows = store.rows(sql, {**bound, "most": most}) if count else []
    return count, [EndingDesignation(firm, code, date.fromisoformat(on)) for firm, code, on in rows]


def designations_ending_on(store: Store, days: Collection[date]) -> list[EndingDesignation]:
    """Return the designations in force whose last day is one of these."""
    if not days:
        return []
    bound = {"until": max(days).isoformat(), "today": store.clock.today().isoformat()}
    wanted = json.dumps(sorted(day.isoformat() for day in days))
    sql = f"""SELECT h.firm_id, h.designation, {_LAST_DAY} {_ENDING}
        AND {_LAST_DAY} IN (SELECT value FROM json_each(:wanted))"""
    rows = store.rows(sql, {**bound, "wanted": wanted})
    return [EndingDesignation(firm, code, date.fromisoformat(on)) for firm, code, on in rows]


def next_planned(store: Store) -> str | None:
    """Return the next planned meeting after today."""
    sql = """SELECT id FROM meeting WHERE deleted_at IS NULL AND status = 'planned' AND starts_at > ?
        ORDER BY starts_at, rid LIMIT 1"""
    rows = store.rows(sql, (f"{store.clock.today().isoformat()}T24",))
    return rows[0][0] if rows else None


def _of(store: Store, until: date, states: Collection[str]) -> dict[str, Any]:
    return {
        "until": until.isoformat(),
        "today": store.clock.today().isoformat(),
        "banks": json.dumps(sorted(bank_names(store))),
        "states": json.dumps(sorted(states)),
    }

"""The days on which the rhythm of contact depends, read for one firm, some or all at once (domain 4.4)."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from rmapp.domain.partial_date import PartialDate
from rmapp.domain.rhythm import NOT_OF_SUBSTANCE, TouchDates, TouchFacts, next_touch, silent_after
from rmapp.storage.own_bank import bank_names
from rmapp.storage.schema_visits import SCREENED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.storage.store import Store

_HELD = """SELECT m.firm_id, m.id, m.type, m.starts_at FROM meeting m
        WHERE m.deleted_at IS NULL AND m.status = 'held' AND {m_scope}
    UNION ALL SELECT o.firm_id, m.id, m.type, m.starts_at FROM meeting_firm o
        JOIN meeting m ON m.id = o.meeting_id AND m.deleted_at IS NULL AND m.status = 'held'
        WHERE o.deleted_at IS NULL AND {o_scope}"""

# Beside a single max() the engine gives the other columns of the row that holds it.
_LAST = f"""SELECT h.firm_id, substr(max(h.starts_at), 1, 10), r.next_on FROM ({_HELD}) h
    LEFT JOIN call_report r ON r.meeting_id = h.id AND r.deleted_at IS NULL
    WHERE h.type NOT IN {NOT_OF_SUBSTANCE} GROUP BY h.firm_id"""

_GUARDED = f"""SELECT h.firm_id, substr(h.starts_at, 1, 10), h.id FROM ({_HELD}) h
    JOIN meeting k ON k.id = h.id AND k.{SCREENED}"""

_GUARDED_MOVES = f"""SELECT e.firm_id, e.id FROM stage_event e JOIN stage_event k ON k.id = e.id AND k.{SCREENED}
    JOIN firm_card c ON c.firm_id = e.firm_id AND c.stage = e.to_stage AND c.stage_since = e.effective_on
    WHERE e.deleted_at IS NULL AND {{e_scope}}"""

_INSPECTED = f"""SELECT firm_id, substr(max(starts_at), 1, 10) FROM ({_HELD})
    WHERE type = 'site_inspection' GROUP BY firm_id"""

_DRAWN = """SELECT f.firm_id, min(l.value_on) FROM facility f JOIN ledger_entry l ON l.facility_id = f.id
    WHERE f.deleted_at IS NULL AND f.status = 'active' AND {f_scope} AND l.deleted_at IS NULL
        AND (f.lender = '' OR f.lender IN (SELECT value FROM json_each(:banks)))
        AND l.kind = 'disbursement' AND l.value_on IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM ledger_entry AS c WHERE c.facility_id = l.facility_id AND c.reverses = l.id
                AND c.deleted_at IS NULL)
    GROUP BY f.firm_id"""

_SNOOZED = """SELECT firm_id, substr(created_at, 1, 10), until FROM touch_snooze
    WHERE deleted_at IS NULL AND {scope} ORDER BY rid"""

_FIRMS = """SELECT id, coalesce(end_state, 'operating'), substr(created_at, 1, 10) FROM firm
    WHERE deleted_at IS NULL AND {id_scope}"""

_HEADS = """SELECT c.firm_id, c.stage, c.tier, c.watch, c.nature, c.status FROM firm_card c
    JOIN firm f ON f.id = c.firm_id WHERE c.firm_id IN (SELECT value FROM json_each(?)) ORDER BY f.rid"""

NO_TOUCH = (None, None, 0, None)
"""What the card of a firm without a rhythm says; an interval of NULL would mean that nobody has asked."""


def touch_dates(store: Store, ids: str | None) -> dict[str, TouchDates]:
    """Return the days of some firms (a JSON list of ids; None means all)."""
    last = {firm: rest for firm, *rest in _read(store, _LAST, ids)}
    inspected = dict(_read(store, _INSPECTED, ids))
    drawn = dict(_read(store, _DRAWN, ids))
    snoozed = {firm: rest for firm, *rest in _read(store, _SNOOZED, ids)}
    found = {}
    for id, end_state, entered in _read(store, _FIRMS, ids):
        touched, agreed = last.get(id, (None, None))
        # A touch that took place after it was put off needs no waiting any more.
        put_off, until = snoozed.get(id, (None, None))
        found[id] = TouchDates(
            end_state=end_state,
            entered_on=date.fromisoformat(entered),
            last_touch=_day(touched),
            agreed_on=_day(agreed),
            first_drawn_on=PartialDate(drawn[id]).first_day() if id in drawn else None,
            inspected_on=_day(inspected.get(id)),
            snoozed_until=_day(until) if until and (touched is None or put_off >= touched) else None,
        )
    return found


def guarded_meetings(store: Store, firm_ids: Sequence[str]) -> dict[tuple[str, str], str]:
    """Return the held meetings of some firms that an output may leave out, by firm and day (ISO)."""
    rows = _read(store, _GUARDED, json.dumps(list(firm_ids)))
    return {(firm, day): meeting for firm, day, meeting in rows}


def guarded_moves(store: Store, firm_ids: Sequence[str]) -> dict[str, str]:
    """Return the moves into their stage of some firms that an output may leave out, by firm; they set the rhythm."""
    return dict(_read(store, _GUARDED_MOVES, json.dumps(list(firm_ids))))


def touch_columns(facts: TouchFacts) -> tuple[object, ...]:
    """Return what the card of a firm says: last touch, next touch, interval in days, kind, last day before silence."""
    due = next_touch(facts)
    last, silent = _text(facts.dates.last_touch), _text(silent_after(facts))
    found = NO_TOUCH[1:] if due is None else (due.on.isoformat(), due.days, due.kind)
    return (last, *found, silent)


def touch_facts(store: Store, firm_id: str) -> TouchFacts | None:
    """Return all that the next touch of one firm depends on; None where the book has no such firm."""
    return facts_of(store, [firm_id]).get(firm_id)


def facts_of(store: Store, firm_ids: Sequence[str]) -> dict[str, TouchFacts]:
    """Return all that the next touches of some firms depend on; firms that are not in the book are left out.

    The days are those of this moment, the rest is what the cards say.
    """
    ids = json.dumps(list(firm_ids))
    heads = store.rows(_HEADS, (ids,))
    dates = touch_dates(store, ids)
    return {
        firm: TouchFacts(stage, tier, watch, nature, status, dates[firm])
        for firm, stage, tier, watch, nature, status in heads
        if firm in dates
    }


def _read(store: Store, sql: str, ids: str | None) -> list[tuple[Any, ...]]:
    scoped = {
        f"{name}_scope" if name else "scope": "1" if ids is None else f"{column} IN (SELECT value FROM json_each(:ids))"
        for name, column in (
            ("", "firm_id"),
            ("m", "m.firm_id"),
            ("o", "o.firm_id"),
            ("f", "f.firm_id"),
            ("e", "e.firm_id"),
            ("id", "id"),
        )
    }
    bound = {"ids": ids} if ids is not None else {}
    if ":banks" in sql:
        bound["banks"] = json.dumps(sorted(bank_names(store)))
    return store.rows(sql.format(**scoped), bound)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None

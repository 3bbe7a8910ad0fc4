"""The days on which the rhythm of contact depends, read for one firm, some or all at once (domain 4.4)."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from rmapp.domain.partial_date import PartialDate
from rmapp.domain.rhythm import NOT_OF_SUBSTANCE, TouchDates, TouchFacts, next_touch
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
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


def touch_columns(facts: TouchFacts) -> tuple[object, ...]:
    """Return what the card of a firm says: last touch, next touch, interval in days and kind."""
    due = next_touch(facts)
    last = facts.dates.last_touch.isoformat() if facts.dates.last_touch else None
    return (last, *NO_TOUCH[1:]) if due is None else (last, due.on.isoformat(), due.days, due.kind)


def touch_facts(store: Store, firm_id: str) -> TouchFacts | None:
    """Return all that the next touch of one firm depends on; None where the book has no such firm."""
    heads = store.rows("SELECT stage, tier, watch, nature, status FROM firm_card WHERE firm_id = ?", (firm_id,))
    dates = touch_dates(store, json.dumps([firm_id]))
    if not heads or firm_id not in dates:
        return None
    stage, tier, watch, nature, status = heads[0]
    return TouchFacts(stage, tier, watch, nature, status, dates[firm_id])


def _read(store: Store, sql: str, ids: str | None) -> list[tuple[Any, ...]]:
    scoped = {
        f"{name}_scope" if name else "scope": "1" if ids is None else f"{column} IN (SELECT value FROM json_each(:ids))"
        for name, column in (("", "firm_id"), ("m", "m.firm_id"), ("o", "o.firm_id"), ("f", "f.firm_id"), ("id", "id"))
    }
    bound = {"ids": ids} if ids is not None else {}
    if ":banks" in sql:
        bound["banks"] = json.dumps(sorted(bank_names(store)))
    return store.rows(sql.format(**scoped), bound)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

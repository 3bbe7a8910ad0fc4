"""Which covenants are tested next and which have failed, in the whole book, read by the engine."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

    from rmapp.storage.store import Store

_SCHEDULES = """SELECT f.firm_id, c.facility_id, c.id, c.type, c.frequency, c.first_test_on,
        c.days_to_deliver, c.grace_days,
        (SELECT max(t.test_on) FROM covenant_test AS t WHERE t.covenant_id = c.id AND t.deleted_at IS NULL
            AND (t.result <> 'pending' OR EXISTS (SELECT 1 FROM covenant_waiver AS w
                WHERE w.test_id = t.id AND w.until IS NULL AND w.deleted_at IS NULL))),
        (SELECT max(w.until) FROM covenant_test AS t JOIN covenant_waiver AS w ON w.test_id = t.id
            WHERE t.covenant_id = c.id AND t.result = 'pending' AND t.deleted_at IS NULL AND w.deleted_at IS NULL)
    FROM covenant AS c JOIN facility AS f ON f.id = c.facility_id
    WHERE c.deleted_at IS NULL AND c.active AND c.first_test_on IS NOT NULL AND c.frequency <> 'event'
        AND f.deleted_at IS NULL AND f.status IN (SELECT value FROM json_each(?)) AND {scope}"""

_FAILED = """SELECT DISTINCT t.covenant_id FROM covenant_test AS t
    JOIN covenant AS c ON c.id = t.covenant_id JOIN facility AS f ON f.id = c.facility_id
    WHERE t.result = 'failed' AND t.deleted_at IS NULL AND c.deleted_at IS NULL AND c.active
        AND f.deleted_at IS NULL AND f.status IN (SELECT value FROM json_each(?)) AND {scope}"""


class ScheduleRow(NamedTuple):
    """One covenant with the dates that its next test follows from.

    `settled_on` is the last period that needs no more test, `waived_to` the last day to which a missing
    proof is waived.
    """

    firm_id: str
    facility_id: str
    covenant_id: str
    type: str
    frequency: str
    first_test_on: date
    days_to_deliver: int
    grace_days: int
    settled_on: date | None
    waived_to: date | None


def schedules(store: Store, states: Collection[str], firm_ids: Collection[str] | None = None) -> list[ScheduleRow]:
    """Return the covenants that are tested on a schedule, of lines in these states; of some firms, or of all."""
    return [
        ScheduleRow(firm, line, id, kind, often, date.fromisoformat(first), days, grace, _day(settled), _day(waived))
        for firm, line, id, kind, often, first, days, grace, settled, waived in _rows(
            store, _SCHEDULES, states, firm_ids
        )
    ]


def failed(store: Store, states: Collection[str], firm_ids: Collection[str] | None = None) -> set[str]:
    """Return the ids of the covenants with a failed test, waived or not, of lines in these states."""
    return {row[0] for row in _rows(store, _FAILED, states, firm_ids)}


def _rows(store: Store, sql: str, states: Collection[str], firm_ids: Collection[str] | None) -> list[tuple[Any, ...]]:
    bound = [json.dumps(sorted(states))]
    scope = "1"
    if firm_ids is not None:
        scope = "f.firm_id IN (SELECT value FROM json_each(?))"
        bound.append(json.dumps(sorted(firm_ids)))
    return store.rows(sql.format(scope=scope), bound)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None

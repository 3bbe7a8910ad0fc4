"""Who is to be met: the most urgent of the whole book, read from the cards."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rmapp.storage.store import Store

# A firm with a planned visit is taken care of; there are few such beside the firms that are due.
_DUE = """FROM firm_card WHERE next_touch <= :until AND firm_id NOT IN (
        SELECT firm_id FROM meeting WHERE deleted_at IS NULL AND status = 'planned' AND starts_at >= :today
        UNION SELECT o.firm_id FROM meeting m JOIN meeting_firm o ON o.meeting_id = m.id AND o.deleted_at IS NULL
            WHERE m.deleted_at IS NULL AND m.status = 'planned' AND m.starts_at >= :today)"""

RANK = "(julianday({today}) - julianday(next_touch)) / touch_days"
"""How urgent a touch is as SQL: the days it is overdue over its interval, NULL for a firm without a rhythm."""

_RANKED = f"""SELECT firm_id {_DUE} ORDER BY {RANK.format(today=":today")} DESC, next_touch, firm_id LIMIT :most"""

_COUNTED = f"SELECT count(*), coalesce(sum(next_touch < :today), 0) {_DUE}"

_UNSEEN = """SELECT firm_id FROM firm_card WHERE tier = ? AND touch_days > 0 AND nature <> 'public_facts'
    ORDER BY last_touch, firm_id LIMIT ?"""


class DueFirms(NamedTuple):
    """How many firms are due and of them late, and the ids of the most urgent ones, most urgent first."""

    due: int
    late: int
    firm_ids: tuple[str, ...]


def due_firms(store: Store, until: date, most: int) -> DueFirms:
    """Return the firms to be met up to a day for whom no visit is planned."""
    bound = {"until": until.isoformat(), "today": store.clock.today().isoformat()}
    due, late = store.rows(_COUNTED, bound)[0]
    ranked = store.rows(_RANKED, {**bound, "most": most})
    return DueFirms(due, late, tuple(row[0] for row in ranked))


def longest_unseen(store: Store, tier: str, most: int) -> tuple[str, ...]:
    """Return the firms of a tier that were not met for longest, those never met first."""
    return tuple(row[0] for row in store.rows(_UNSEEN, (tier, most)))


def planned_on(store: Store, firm_id: str) -> date | None:
    """Return the day of the next planned visit of a firm, today's included."""
    sql = """SELECT min(starts_at) FROM (
        SELECT starts_at FROM meeting WHERE firm_id = :firm AND deleted_at IS NULL AND status = 'planned'
        UNION ALL SELECT m.starts_at FROM meeting_firm o JOIN meeting m ON m.id = o.meeting_id
            WHERE o.firm_id = :firm AND o.deleted_at IS NULL AND m.deleted_at IS NULL AND m.status = 'planned')
        WHERE starts_at >= :today"""
    found = store.rows(sql, {"firm": firm_id, "today": store.clock.today().isoformat()})[0][0]
    return date.fromisoformat(found[:10]) if found else None

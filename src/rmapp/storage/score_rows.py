"""Which assessments are to be made anew, found by an index and not by reading what was scored."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from rmapp.storage.store import Store

_NEWEST = """NOT EXISTS (SELECT 1 FROM assessment l WHERE l.firm_id = a.firm_id AND l.deleted_at IS NULL
    AND (l.as_of, l.created_at, l.id) > (a.as_of, a.created_at, a.id))"""

_DUE = f"""FROM assessment a JOIN firm_card c ON c.firm_id = a.firm_id
    WHERE a.deleted_at IS NULL AND a.valid_until <= :until AND {_NEWEST}"""

_OF_FIRM = f"SELECT a.valid_until FROM assessment a WHERE a.deleted_at IS NULL AND a.firm_id = ? AND {_NEWEST}"


class DueReview(NamedTuple):
    """A firm whose assessment holds to a day; the grade is that of its card, empty where it may not be told."""

    firm_id: str
    on: date
    grade: str


def reviews_due(store: Store, until: date, most: int) -> tuple[int, list[DueReview]]:
    """Return how many newest assessments hold up to a day at most, and those that ended first."""
    bound: dict[str, object] = {"until": until.isoformat()}
    count: int = store.rows(f"SELECT count(*) {_DUE}", bound)[0][0]
    sql = f"SELECT a.firm_id, a.valid_until, c.grade {_DUE} ORDER BY a.valid_until, a.rid LIMIT :most"
    rows = store.rows(sql, {**bound, "most": most}) if count else []
    return count, [DueReview(firm, date.fromisoformat(on), grade or "") for firm, on, grade in rows]


def review_on(store: Store, firm_id: str) -> date | None:
    """Return the day to which the newest assessment of a firm holds."""
    rows = store.rows(_OF_FIRM, (firm_id,))
    return date.fromisoformat(rows[0][0]) if rows and rows[0][0] else None

"""The order of stage moves of one day, as SQL: the rule of `domain.stage_rules.valid_events` for cards."""

from __future__ import annotations

_MOST = 1_000
"""So many corrections of one move are followed back; a damaged book may have a ring of them."""


def first_recorded(move: str, table: str = "stage_event") -> str:
    """Return SQL that orders a row of moves: when it was first recorded, and as what.

    A correction keeps the place of what it corrects, however often that was corrected before. `move` is what
    a statement calls the row, `table` where the rows before it are.
    """
    return (
        f"CASE WHEN {move}.supersedes IS NULL THEN {_key(move)} ELSE ("
        f"WITH RECURSIVE former(id, recorded_at, supersedes, steps) AS ("
        f"SELECT {move}.id, {move}.recorded_at, {move}.supersedes, 0 UNION ALL"
        f" SELECT r.id, r.recorded_at, r.supersedes, former.steps + 1 FROM {table} r JOIN former"
        f" ON r.id = former.supersedes WHERE r.deleted_at IS NULL AND former.steps < {_MOST})"
        f" SELECT {_key('former')} FROM former ORDER BY former.steps DESC LIMIT 1) END"
    )


def _key(row: str) -> str:
    return f"coalesce({row}.recorded_at, '') || ' ' || {row}.id"

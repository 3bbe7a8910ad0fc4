"""What the change log says of some rows since a moment, each column as a whole: from what it was to what it is."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from rmapp.storage.store import Store

_CLOCK_BITS = 16
"""The log's clock counts milliseconds above this many bits."""

_LOGGED = """SELECT row_id, tbl, kind, data, hlc, command_id FROM change_log
    WHERE row_id IN (SELECT value FROM json_each(?)) AND hlc >= ? ORDER BY hlc, n"""

_ROWS = {
    "facility_id": ("ledger_entry", "line_status_event", "tranche", "drawing_condition"),
    "firm_id": (
        *("facility", "stage_event", "designation_holding", "ip_right", "role", "funding_event"),
        *("financial_snapshot", "other_line", "promise", "signal", "assessment", "risk_flag"),
    ),
}

_LINES = "(SELECT id FROM facility WHERE firm_id = :firm AND deleted_at IS NULL)"
_COVENANTS = f"(SELECT id FROM covenant WHERE deleted_at IS NULL AND facility_id IN {_LINES})"
_THINGS = "(SELECT id FROM collateral WHERE firm_id = :firm AND deleted_at IS NULL)"
_OF_FIRM = " UNION ALL ".join(
    [
        "SELECT :firm",
        *(f"SELECT id FROM {table} WHERE firm_id = :firm AND deleted_at IS NULL" for table in _ROWS["firm_id"]),
        *(
            f"SELECT id FROM {table} WHERE deleted_at IS NULL AND facility_id IN {_LINES}"
            for table in _ROWS["facility_id"]
        ),
        f"SELECT id FROM covenant_test WHERE deleted_at IS NULL AND covenant_id IN {_COVENANTS}",
        f"SELECT id FROM valuation WHERE deleted_at IS NULL AND collateral_id IN {_THINGS}",
    ]
)


@dataclass(slots=True)
class RowChange:
    """What became of one row: whether it was added, and each changed column with its first and last value.

    `at` is the moment of the last change of the row, `changed_at` that of each column, in milliseconds since
    1970 (UTC). A column whose last value is its first one is not there.
    """

    table: str
    added: bool = False
    at: int = 0
    columns: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    changed_at: dict[str, int] = field(default_factory=dict)


def rows_of_firm(store: Store, firm_id: str) -> list[str]:
    """Return the ids of a firm and of its living rows that can be news."""
    return [row[0] for row in store.rows(_OF_FIRM, {"firm": firm_id})]


def changes_since(
    store: Store, ids: Collection[str], moment_ms: int, *, without: Collection[str] = ()
) -> dict[str, RowChange]:
    """Return what became of these rows since a moment, by id; commands of `without` do not count.

    Undone and corrected changes meet their opposites and are gone; a row that was added and taken back is gone.
    """
    found: dict[str, RowChange] = {}
    rows = store.rows(_LOGGED, (json.dumps(sorted(ids)), moment_ms << _CLOCK_BITS))
    for row_id, table, kind, data, clock, command in rows:
        if command in without:
            continue
        change = found.setdefault(row_id, RowChange(table))
        change.added = change.added or kind == "I"
        change.at = clock >> _CLOCK_BITS
        for name, (old, new) in json.loads(data).items():
            first = change.columns[name][0] if name in change.columns else old
            change.columns[name] = (first, new)
            change.changed_at[name] = change.at
    for change in found.values():
        change.columns = {name: pair for name, pair in change.columns.items() if pair[0] != pair[1]}
    return {row_id: change for row_id, change in found.items() if change.columns and not _is_gone(change)}


def commands_of(store: Store, ids: Iterable[str]) -> frozenset[str]:
    """Return the ids of the commands that wrote any of these rows."""
    sql = "SELECT DISTINCT command_id FROM change_log WHERE row_id IN (SELECT value FROM json_each(?))"
    return frozenset(row[0] for row in store.rows(sql, (json.dumps(sorted(ids)),)))


def _is_gone(change: RowChange) -> bool:
    return change.columns.get("deleted_at", (None, None))[1] is not None

"""The opposite of a command, computed from its part of the change log, mostly inside the database.

Rows that a command added are compared and marked as gone in one statement each table, so that an import
of many thousand rows is taken back in seconds. Changed columns get their old values row by row.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rmapp.storage import capture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.storage.commands import Command
    from rmapp.storage.store import Store

Columns = dict[str, list[Any]]
"""Column → the value before the command and the value after it."""

_GATHER = """
INSERT INTO temp.reversal (tbl, row_id, added, updated)
SELECT tbl, row_id, max(kind = 'I'), max(kind = 'U') FROM change_log
WHERE dev = ? AND n BETWEEN ? AND ? GROUP BY tbl, row_id
"""


class Reversal:
    """A finished command, ready to be taken back; one at a time for each connection.

    Its rows are gathered in a table in memory first, for the log is wide and slow to read again.
    """

    def __init__(self, store: Store, command: Command) -> None:
        self._store = store
        self._range = (command.dev, command.n_first, command.n_last)
        self._columns = capture.logged_tables(store.connection)
        store.execute("DROP TABLE IF EXISTS temp.reversal")
        store.execute(
            "CREATE TEMP TABLE reversal (tbl TEXT, row_id TEXT, added INTEGER, updated INTEGER,"
            " PRIMARY KEY (tbl, row_id)) WITHOUT ROWID"
        )
        store.execute(_GATHER, self._range)
        found = store.rows("SELECT DISTINCT tbl FROM temp.reversal")
        self._tables = [table for (table,) in found if table in self._columns]

    def changed_later(self) -> bool:
        """Tell whether a row no longer has the values that the command left in it."""
        return any(self._added_differ(table) or self._updated_differ(table) for table in self._tables)

    def referred_to_later(self) -> bool:
        """Tell whether a live row that this command did not add belongs to a row that it added.

        Mere records of what happened, such as a printed page, do not count.
        """
        return any(
            self._refers(other, f"{table}_id", table)
            for table in self._tables
            for other, names in self._columns.items()
            if f"{table}_id" in names
        )

    def write(self) -> None:
        """Mark what was added as gone and put the old values back."""
        for table in self._tables:
            self._store.execute(
                f'UPDATE "{table}" SET deleted_at = ? WHERE deleted_at IS NULL AND id IN'
                " (SELECT row_id FROM temp.reversal WHERE tbl = ? AND added)",
                (self._store.now(), table),
            )
            for names, rows in self._old_values(table):
                places = ", ".join(f'"{name}" = ?' for name in names)
                self._store.executemany(f'UPDATE "{table}" SET {places} WHERE id = ?', rows)

    def _added_differ(self, table: str) -> bool:
        """Compare rows that were only added: what the trigger would log today with what it logged then."""
        found = self._store.rows(
            f'SELECT 1 FROM change_log l JOIN "{table}" t ON t.id = l.row_id'
            " WHERE l.dev = ?1 AND l.n BETWEEN ?2 AND ?3 AND l.tbl = ?4"
            " AND EXISTS (SELECT 1 FROM temp.reversal m WHERE m.tbl = ?4 AND m.row_id = t.id AND NOT m.updated)"
            f" AND l.data IS NOT ({capture.inserted_data(self._columns[table], 't')}) LIMIT 1",
            (*self._range, table),
        )
        return bool(found)

    def _updated_differ(self, table: str) -> bool:
        """Compare rows that were updated: of those also added all columns, of the others the changed ones."""
        net, names = self._net(table), self._columns[table]
        selected = ", ".join(f'"{name}"' for name in names)
        for row in self._store.rows(
            f'SELECT {selected} FROM "{table}" WHERE id IN'
            " (SELECT row_id FROM temp.reversal WHERE tbl = ? AND updated)",
            (table,),
        ):
            now = dict(zip(names, row, strict=True))
            added, columns = net[now.pop("id")]
            left = {name: new for name, (_old, new) in columns.items()}
            if any(now[name] != left.get(name) for name in (now if added else left)):
                return True
        return False

    def _refers(self, other: str, reference: str, table: str) -> bool:
        found = self._store.rows(
            # The cross join keeps the command's own rows outside: a small command asks few questions.
            f'SELECT 1 FROM temp.reversal m CROSS JOIN "{other}" o ON o."{reference}" = m.row_id'
            " WHERE m.tbl = ?1 AND m.added AND o.deleted_at IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM temp.reversal own WHERE own.tbl = ?2 AND own.row_id = o.id AND own.added)"
            " AND NOT EXISTS (SELECT 1 FROM change_log l JOIN command c ON c.id = l.command_id"
            " WHERE l.row_id = o.id AND l.kind = 'I' AND c.kind = 'record') LIMIT 1",
            (table, other),
        )
        return bool(found)

    def _net(self, table: str) -> dict[str, tuple[bool, Columns]]:
        """Return for each row that was updated whether it was also added, and its columns as a whole."""
        net: dict[str, tuple[bool, Columns]] = {}
        for row_id, kind, data in self._store.rows(
            "SELECT l.row_id, l.kind, l.data FROM temp.reversal m CROSS JOIN change_log l ON l.row_id = m.row_id"
            " WHERE m.tbl = ?4 AND m.updated AND l.dev = ?1 AND l.n BETWEEN ?2 AND ?3 ORDER BY l.n",
            (*self._range, table),
        ):
            _added, columns = net.setdefault(row_id, (kind == "I", {}))
            for name, (old, new) in json.loads(data).items():
                columns[name] = [columns[name][0] if name in columns else old, new]
        return net

    def _old_values(self, table: str) -> Iterator[tuple[tuple[str, ...], list[tuple[Any, ...]]]]:
        """Yield the rows that were changed, by the set of their columns, with the values to put back."""
        groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        for row_id, (added, columns) in self._net(table).items():
            names = tuple(sorted(name for name, (old, new) in columns.items() if old != new))
            if names and not added:
                groups.setdefault(names, []).append((*(columns[name][0] for name in names), row_id))
        yield from groups.items()

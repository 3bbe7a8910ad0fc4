"""Taking a command back: the opposite of what it logged, as a new command.

What was added is marked as gone, what was changed gets its old values. If a later change stands in the
way, nothing is done: silently losing someone's work would be worse than not undoing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rmapp import errors
from rmapp.i18n import _
from rmapp.storage import capture, commands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rmapp.storage.commands import Command
    from rmapp.storage.store import Store

Columns = dict[str, list[Any]]
"""Column → the value before the command and the value after it."""


def undoable(store: Store, command_id: str | None = None) -> Command:
    """Return the command to take back: the last one that stands, or the named one. Raises `RuleError`."""
    if command_id is None:
        found = commands.newest_standing(store)
        if found is None:
            raise errors.RuleError(_("There is nothing to undo."))
        return found
    named = commands.find(store, command_id)
    if named is None or named.kind not in ("do", "redo"):
        raise errors.RuleError(_("This entry of the log cannot be undone."))
    if store.rows("SELECT 1 FROM command WHERE target = ? AND kind = 'undo'", (command_id,)):
        raise errors.RuleError(_("This was already undone."))
    return named


def redoable(store: Store) -> Command:
    """Return the undo to take back. Raises `RuleError`."""
    found = commands.newest_undone(store)
    if found is None:
        raise errors.RuleError(_("There is nothing to redo."))
    return found


def invert(store: Store, command: Command) -> None:
    """Write the opposite of what a command logged. Raises `RuleError` if a later change stands in the way."""
    columns = capture.logged_tables(store.connection)
    for table, (added, changed) in _net(store, command).items():
        if table not in columns:
            continue
        _require_untouched(store, command, table, columns[table], added, changed)
        _require_unreferenced(store, command, table, columns, added)
        store.executemany(
            f'UPDATE "{table}" SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL',
            [(store.now(), row_id) for row_id in added],
        )
        for names, rows in _grouped(changed):
            places = ", ".join(f'"{name}" = ?' for name in names)
            store.executemany(f'UPDATE "{table}" SET {places} WHERE id = ?', rows)


def _net(store: Store, command: Command) -> dict[str, tuple[dict[str, Columns], dict[str, Columns]]]:
    """Return per table what the command added and changed as a whole, row by row."""
    net: dict[str, tuple[dict[str, Columns], dict[str, Columns]]] = {}
    for table, row_id, kind, data in store.rows(
        "SELECT tbl, row_id, kind, data FROM change_log WHERE dev = ? AND n BETWEEN ? AND ? ORDER BY n",
        (command.dev, command.n_first, command.n_last),
    ):
        added, changed = net.setdefault(table, ({}, {}))
        columns: Columns = json.loads(data)
        if kind == "I":
            added[row_id] = columns
            continue
        known = added.get(row_id)
        if known is None:
            known = changed.setdefault(row_id, {})
        for name, (old, new) in columns.items():
            known[name] = [known[name][0] if name in known else old, new]
    return net


def _require_untouched(
    store: Store,
    command: Command,
    table: str,
    names: tuple[str, ...],
    added: dict[str, Columns],
    changed: dict[str, Columns],
) -> None:
    """Compare the rows with what the command left: of an added row all columns, else the changed ones."""
    selected = ", ".join(f'"{name}"' for name in names)
    for row in store.rows(
        f'SELECT {selected} FROM "{table}" WHERE id IN (SELECT row_id FROM change_log'
        " WHERE dev = ? AND n BETWEEN ? AND ? AND tbl = ?)",
        (command.dev, command.n_first, command.n_last, table),
    ):
        now = dict(zip(names, row, strict=True))
        row_id = now.pop("id")
        if row_id in added:
            left = {name: new for name, (_old, new) in added[row_id].items()}
            same = all(value == left.get(name) for name, value in now.items())
        else:
            same = all(now[name] == new for name, (_old, new) in changed[row_id].items())
        if not same:
            raise errors.RuleError(
                _("“{label}” cannot be undone: what it wrote was changed again later. Nothing was changed.").format(
                    label=command.label
                )
            )


def _require_unreferenced(
    store: Store, command: Command, table: str, columns: dict[str, tuple[str, ...]], added: dict[str, Columns]
) -> None:
    """See that nothing written later belongs to a row that is about to go; mere records may."""
    if not added:
        return
    reference = f"{table}_id"
    for other in (other for other, names in columns.items() if reference in names):
        if store.rows(
            f'SELECT 1 FROM "{other}" o WHERE o.deleted_at IS NULL AND o."{reference}" IN'
            " (SELECT row_id FROM change_log WHERE dev = ?1 AND n BETWEEN ?2 AND ?3 AND tbl = ?4 AND kind = 'I')"
            " AND NOT EXISTS (SELECT 1 FROM change_log l LEFT JOIN command c ON c.id = l.command_id"
            " WHERE l.row_id = o.id AND l.kind = 'I'"
            " AND (l.dev = ?1 AND l.n BETWEEN ?2 AND ?3 OR c.kind = 'record')) LIMIT 1",
            (command.dev, command.n_first, command.n_last, table),
        ):
            raise errors.RuleError(
                _("“{label}” cannot be undone: something added later belongs to it. Nothing was changed.").format(
                    label=command.label
                )
            )


def _grouped(changed: dict[str, Columns]) -> Iterator[tuple[tuple[str, ...], Iterable[tuple[Any, ...]]]]:
    """Yield the changed rows by the set of their columns, with the values to put back."""
    groups: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for row_id, columns in changed.items():
        names = tuple(sorted(name for name, (old, new) in columns.items() if old != new))
        if names:
            groups.setdefault(names, []).append((*(columns[name][0] for name in names), row_id))
    yield from groups.items()

"""The change log as people read it: which commands were run, by whom, and what they touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.catalogue import ENTITIES
from rmapp.i18n import _
from rmapp.storage.table import table_of

if TYPE_CHECKING:
    from rmapp.storage.store import Store


class Entry(NamedTuple):
    """One command of the log; `at` is a UTC timestamp, `changes` counts the logged row changes."""

    id: str
    at: str
    actor: str
    label: str
    kind: str
    changes: int


class FieldChange(NamedTuple):
    """One changed column of a row: what it was and what it became, as stored."""

    at: str
    actor: str
    label: str
    table: str
    column: str
    old: object
    new: object


def newest(store: Store, count: int = 20) -> list[Entry]:
    """Return the newest commands, newest first; what one that touched something hidden was called is left out."""
    rows = store.rows(
        "SELECT id, at, actor, label, kind, n_last - n_first + 1 FROM command ORDER BY rid DESC LIMIT ?", (count,)
    )
    entries = [Entry(*row) for row in rows]
    if not store.hides:
        return entries
    views = _views(store)
    return [one._replace(label=_("Something restricted")) if _is_hidden(store, one, views) else one for one in entries]


def _views(store: Store) -> set[str]:
    """Return the tables of which rows are hidden now."""
    every = {table_of(one).name for one in ENTITIES}
    return {name for (name,) in store.rows("SELECT name FROM temp.sqlite_master WHERE type = 'view'")} & every


def _is_hidden(store: Store, entry: Entry, views: set[str]) -> bool:
    own = "FROM command c JOIN change_log l ON l.dev = c.dev AND l.n BETWEEN c.n_first AND c.n_last WHERE c.id = ?"
    found = {row[0] for row in store.rows(f"SELECT DISTINCT l.tbl {own}", (entry.id,))}
    return any(
        store.rows(
            f'SELECT 1 {own} AND l.tbl = ? AND EXISTS (SELECT 1 FROM main."{name}" m WHERE m.id = l.row_id)'  # noqa: S608 - a table of ours
            f' AND NOT EXISTS (SELECT 1 FROM temp."{name}" v WHERE v.id = l.row_id) LIMIT 1',
            (entry.id, name),
        )
        for name in sorted(found & views)
    )


def history(store: Store, row_id: str) -> list[FieldChange]:
    """Return every change of one row, newest first, column by column."""
    rows = store.rows(
        "SELECT c.at, c.actor, c.label, l.tbl, e.key, json_extract(e.value, '$[0]'), json_extract(e.value, '$[1]') "
        "FROM change_log l JOIN command c ON c.id = l.command_id, json_each(l.data) e "
        "WHERE l.row_id = ? ORDER BY l.n DESC",
        (row_id,),
    )
    return [FieldChange(*row) for row in rows]

"""The change log as people read it: which commands were run, by whom, and what they touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
    """Return the newest commands, newest first."""
    rows = store.rows(
        "SELECT id, at, actor, label, kind, n_last - n_first + 1 FROM command ORDER BY rid DESC LIMIT ?", (count,)
    )
    return [Entry(*row) for row in rows]


def history(store: Store, row_id: str) -> list[FieldChange]:
    """Return every change of one row, newest first, column by column."""
    rows = store.rows(
        "SELECT c.at, c.actor, c.label, l.tbl, e.key, json_extract(e.value, '$[0]'), json_extract(e.value, '$[1]') "
        "FROM change_log l JOIN command c ON c.id = l.command_id, json_each(l.data) e "
        "WHERE l.row_id = ? ORDER BY l.n DESC",
        (row_id,),
    )
    return [FieldChange(*row) for row in rows]

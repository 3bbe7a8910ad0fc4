"""The change log's triggers: every change of a business table is written down by the database itself.

A table is logged if it has the marks of an entity. An insert logs its columns that are not NULL, an
update the columns that changed, each as `{column: [old, new]}`. Deleting, changing an id and touching
the log itself are refused. The triggers are generated from the schema as it stands, so that comparing
them with what the database holds shows a missing, altered or outdated one: rebuilding a table (as
sqlite-utils' `transform()` does) drops its triggers without a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.storage.driver import translated
from rmapp.storage.table import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rmapp.storage.driver import Connection

_PREFIX = "log_"
_APPEND_ONLY = ("change_log", "command")


def missing(connection: Connection) -> list[str]:
    """Return the names of triggers that are missing, altered or not ours; empty means all stand."""
    with translated():
        wanted, present = dict(_expected(connection)), _present(connection)
    return sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))


def rebuild(connection: Connection) -> None:
    """Make all triggers anew from the schema; the end of every migration."""
    drop(connection)
    for _name, sql in _expected(connection):
        connection.execute(sql)


def drop(connection: Connection) -> None:
    """Take all triggers away: SQLite reads each of them again for every column that a migration adds."""
    for name in _present(connection):
        connection.execute(f'DROP TRIGGER "{name}"')


def logged_tables(connection: Connection) -> dict[str, tuple[str, ...]]:
    """Return the logged tables with their columns, without `rid`."""
    columns: dict[str, list[str]] = {}
    for table, column in connection.execute(
        "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p"
        " WHERE m.type = 'table' ORDER BY m.name, p.cid"
    ):
        columns.setdefault(table, []).append(column)
    return {
        table: tuple(name for name in names if name != "rid")
        for table, names in columns.items()
        if {"rid", *MARKS} <= set(names)
    }


def inserted_data(columns: Iterable[str], row: str) -> str:
    """Return the SQL of what an insert logs about a row: `{column: [null, value]}` of all that is known."""
    known = " UNION ALL ".join(f"SELECT '{name}' c, {row}.\"{name}\" v" for name in columns if name != "id")
    return f"SELECT json_group_object(c, json_array(NULL, v)) FROM ({known}) WHERE v IS NOT NULL"


def _updated_data(columns: Iterable[str]) -> str:
    both = " UNION ALL ".join(
        f'SELECT \'{name}\' c, old."{name}" o, new."{name}" v' for name in columns if name != "id"
    )
    return f"SELECT json_group_object(c, json_array(o, v)) FROM ({both}) WHERE o IS NOT v"


def _present(connection: Connection) -> dict[str, str]:
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 4) = ?", (_PREFIX,)
    )
    return dict(rows.fetchall())


def _expected(connection: Connection) -> Iterator[tuple[str, str]]:
    for table, columns in logged_tables(connection).items():
        yield from _triggers(table, columns)
    for table in _APPEND_ONLY:
        for event in ("update", "delete"):
            yield _refusal(f"{_PREFIX}{table}_no_{event}", f'{event.upper()} ON "{table}"', "the log is kept as it is")


def _triggers(table: str, columns: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    changed = " OR ".join(f'old."{name}" IS NOT new."{name}"' for name in columns if name != "id")
    yield _record(table, "insert", "", inserted_data(columns, "new"))
    yield _record(table, "update", f" WHEN {changed}", _updated_data(columns))
    yield _refusal(f"{_PREFIX}{table}_no_delete", f'DELETE ON "{table}"', "rows are kept: set deleted_at")
    yield _refusal(
        f"{_PREFIX}{table}_same_id", f'UPDATE OF id ON "{table}" WHEN old.id IS NOT new.id', "an id never changes"
    )


def _record(table: str, event: str, condition: str, data: str) -> tuple[str, str]:
    """Return the trigger that writes one log row under the next running number.

    The hybrid clock never runs back: it is the moment of the command or one more than before.
    Hashing is left to the gate, for functions of the program may not run inside triggers while
    `trusted_schema` is off.
    """
    name = f"{_PREFIX}{table}_{event}"
    return name, (
        f'CREATE TRIGGER "{name}" AFTER {event.upper()} ON "{table}"{condition} BEGIN '
        "UPDATE device_state SET n = n + 1, hlc = max(hlc + 1, now); "
        "INSERT INTO change_log (dev, n, hlc, command_id, tbl, row_id, kind, data) "
        f"SELECT dev, n, hlc, command_id, '{table}', new.id, '{event[0].upper()}', ({data}) FROM device_state; END"
    )


def _refusal(name: str, event: str, reason: str) -> tuple[str, str]:
    return name, f"CREATE TRIGGER \"{name}\" BEFORE {event} BEGIN SELECT raise(ABORT, '{reason}'); END"

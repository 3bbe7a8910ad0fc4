"""The list of commands: who did what when, chained by hashes over what each one logged.

A changed or missing row of the log, or a command taken out, breaks the chain. Whoever can write the
book could compute a new chain: it shows accidents and clumsy hands, not an expert with the key.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rmapp.domain.entity import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.storage.store import Store

Kind = Literal["do", "undo", "redo", "record"]
Touched = dict[str, set[str]]

_COLUMNS = "id, dev, n_first, n_last, label, actor, at, kind, target"
_LOG_ROWS = (
    "SELECT json_array(dev, n, hlc, command_id, tbl, row_id, kind, data) FROM change_log"
    " WHERE dev = ? AND n BETWEEN ? AND ? ORDER BY n"
)
_NEWEST_STANDING = (
    f"SELECT {_COLUMNS} FROM command c WHERE kind IN ('do', 'redo')"
    " AND NOT EXISTS (SELECT 1 FROM command u WHERE u.target = c.id AND u.kind = 'undo')"
    " ORDER BY rid DESC LIMIT 1"
)
_NEWEST_UNDONE = (
    f"SELECT {_COLUMNS} FROM command c WHERE kind = 'undo'"
    " AND rid > (SELECT ifnull(max(rid), 0) FROM command WHERE kind = 'do')"
    " AND NOT EXISTS (SELECT 1 FROM command r WHERE r.target = c.id AND r.kind = 'redo')"
    " ORDER BY rid DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Command:
    """One finished command; `n_first` to `n_last` is its part of the device's log.

    An undo's `target` is the command it took back, a redo's target the undo it took back.
    """

    id: str
    dev: str
    n_first: int
    n_last: int
    label: str
    actor: str
    at: str
    kind: Kind
    target: str | None


def begin(store: Store) -> tuple[str, int]:
    """Start a command inside its transaction; return its id and the log's last number before it."""
    command_id = new_id()
    hlc = int(store.clock.now().timestamp() * 1000) << 16
    store.execute("UPDATE device_state SET now = ?, command_id = ?", (hlc, command_id))
    return command_id, _last_number(store)


def touched_since(store: Store, before: int) -> Touched:
    """Return the tables and ids of rows that were logged after a number."""
    touched: Touched = {}
    for table, row_id in store.rows(
        "SELECT DISTINCT tbl, row_id FROM change_log WHERE dev = ? AND n > ?", (store.device, before)
    ):
        touched.setdefault(table, set()).add(row_id)
    return touched


def logged_now(store: Store, events: str = "IU") -> list[tuple[str, str, dict[str, list[Any]]]]:
    """Return what the command under way has logged: table, id and `{column: [before, after]}` of each row.

    `events` are the initials of the kinds that are wanted: insert, update.
    """
    found = store.rows(
        "SELECT tbl, row_id, data FROM change_log WHERE dev = ?1 AND instr(?2, kind) AND n >"
        " ifnull((SELECT n_last FROM command WHERE dev = ?1 ORDER BY rid DESC LIMIT 1), 0) ORDER BY n",
        (store.device, events),
    )
    return [(table, row_id, json.loads(data)) for table, row_id, data in found]


def finish(store: Store, command_id: str, before: int, *, label: str, kind: Kind, target: str | None) -> Command:
    """Write the row of a command that has logged something after number `before`."""
    command = Command(
        command_id, store.device, before + 1, _last_number(store), label, store.actor, store.now(), kind, target
    )
    last = store.rows("SELECT hash FROM command ORDER BY rid DESC LIMIT 1")
    previous = last[0][0] if last else ""
    store.execute(
        f"INSERT INTO command ({_COLUMNS}, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*_values(command), previous, _hash(store, command, previous)),
    )
    return command


def newest_standing(store: Store) -> Command | None:
    """Return the command that undo takes back next; None if there is none."""
    return _one(store, _NEWEST_STANDING)


def newest_undone(store: Store) -> Command | None:
    """Return the undo that redo takes back next; none once something new was done."""
    return _one(store, _NEWEST_UNDONE)


def find(store: Store, command_id: str) -> Command | None:
    """Return the command with this id."""
    return _one(store, f"SELECT {_COLUMNS} FROM command WHERE id = ?", command_id)


def broken_links(store: Store) -> Iterator[str]:
    """Yield the ids of commands whose part of the log, or whose place in the chain, was altered."""
    previous = ""
    for *values, prev_hash, own_hash in store.rows(f"SELECT {_COLUMNS}, prev_hash, hash FROM command ORDER BY rid"):
        command = Command(*values)
        if prev_hash != previous or own_hash != _hash(store, command, previous):
            yield command.id
        previous = own_hash


def loose_changes(store: Store) -> int:
    """Return how many rows of the log belong to no command: changes made past the gate."""
    number: int = store.rows(
        "SELECT count(*) FROM change_log l WHERE NOT EXISTS (SELECT 1 FROM command c"
        " WHERE c.id = l.command_id AND c.dev = l.dev AND l.n BETWEEN c.n_first AND c.n_last)"
    )[0][0]
    return number


def gaps(store: Store) -> int:
    """Return how many running numbers are missing from the log of all devices."""
    number: int = store.rows(
        "SELECT ifnull(sum(last - known), 0) FROM (SELECT max(n) last, count(*) known FROM change_log GROUP BY dev)"
    )[0][0]
    return number


def _one(store: Store, sql: str, *params: str) -> Command | None:
    found = store.rows(sql, params)
    return Command(*found[0]) if found else None


def _last_number(store: Store) -> int:
    number: int = store.rows("SELECT n FROM device_state")[0][0]
    return number


def _values(command: Command) -> tuple[object, ...]:
    return tuple(getattr(command, name) for name in command.__slots__)


def _hash(store: Store, command: Command, previous: str) -> str:
    chain = hashlib.sha256(json.dumps([previous, *_values(command)], ensure_ascii=False).encode())
    for (row,) in store.rows(_LOG_ROWS, (command.dev, command.n_first, command.n_last)):
        chain.update(row.encode())
    return chain.hexdigest()

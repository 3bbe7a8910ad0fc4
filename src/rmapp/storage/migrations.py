"""The steps from an empty file to today's schema; a step is never changed after its release.

To change the schema, append a step and raise `SCHEMA` by one. Steps only add. Tables of derived data
(search, cards of the list) have no marks of an entity, so that they are not logged. The triggers of the
change log are taken away before each step and made anew after it, in the same transaction.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rmapp.storage import (
    capture,
    driver,
    schema_credit,
    schema_lifecycle,
    schema_lines,
    schema_lists,
    schema_v1,
    schema_visits,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlite_utils

    from rmapp.storage.driver import Connection


def _first_schema(database: sqlite_utils.Database) -> None:
    schema_v1.create(database.conn)


def _lists_and_search(database: sqlite_utils.Database) -> None:
    schema_lists.create(database.conn)


def _credit_in_full(database: sqlite_utils.Database) -> None:
    schema_credit.create(database.conn)
    schema_lines.create(database.conn)


def _visit_loop(database: sqlite_utils.Database) -> None:
    schema_visits.create(database.conn)


def _lifecycle(database: sqlite_utils.Database) -> None:
    schema_lifecycle.create(database.conn)


STEPS: tuple[Callable[[sqlite_utils.Database], None], ...] = (
    _first_schema,
    _lists_and_search,
    _credit_in_full,
    _visit_loop,
    _lifecycle,
)
SCHEMA = len(STEPS)
"""The number of today's schema, kept in the file as `user_version`."""


def version(connection: Connection) -> int:
    """Return the number of the schema that a file has; 0 for an empty one."""
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def migrate(connection: Connection) -> None:
    """Bring the file to today's schema; each step is done wholly or not at all."""
    with driver.translated():
        _migrations().apply(driver.utils(connection))


@cache
def _migrations() -> sqlite_utils.Migrations:
    import sqlite_utils

    migrations = sqlite_utils.Migrations("rmapp")
    for number, step in enumerate(STEPS, 1):
        migrations(name=f"{number:04d}{step.__name__}")(_numbered(number, step))
    return migrations


def _numbered(number: int, step: Callable[[sqlite_utils.Database], None]) -> Callable[[sqlite_utils.Database], None]:
    def run(database: sqlite_utils.Database) -> None:
        capture.drop(database.conn)
        step(database)
        capture.rebuild(database.conn)
        database.conn.execute(f"PRAGMA user_version = {number}")

    return run

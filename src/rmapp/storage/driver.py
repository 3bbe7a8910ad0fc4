"""The one door to SQLite: which library it is, how a connection is opened, what its errors mean.

The encrypted build of SQLite takes the place of `pysqlite3` before sqlite-utils is first imported:
sqlite-utils then catches this library's exceptions and not those of the standard library, which
would leave transactions open behind its back.
"""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from rmapp import errors
from rmapp.i18n import _
from rmapp.storage.private_file import disk_full

if TYPE_CHECKING:
    import sqlite3 as sqlite  # the same interface, with types
    from collections.abc import Iterator
    from pathlib import Path

    import sqlite_utils
else:
    import sqlcipher3
    import sqlcipher3.dbapi2 as sqlite

    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", sqlite)

Mode = Literal["write", "read", "immutable"]

FLOOR = (3, 51, 3)
"""Before this release two connections could corrupt the write-ahead log."""

BUSY_SECONDS = 0.5
"""How long a write waits for another one: less than a user takes for a hang."""

_KEY = re.compile(r"[0-9a-f]{64}", re.ASCII)

_COMMON = (
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else INSERT OR REPLACE would delete rows past their triggers
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "cache_size=-65536",
)
_WRITING = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "checkpoint_fullfsync=ON")

Connection = sqlite.Connection
Error = sqlite.Error


def assert_floor() -> None:
    """Refuse to work with an SQLite that can corrupt a book."""
    if tuple(int(part) for part in sqlite.sqlite_version.split(".")) < FLOOR:
        raise errors.StorageError(
            _("The database library of this installation is too old and could damage a book. Install rmapp again.")
        )


def connect(path: Path, key: str | None, mode: Mode = "write") -> Connection:
    """Open an existing database file; `key` is 64 hexadecimal digits, or None for an unprotected book.

    `read` sees what others commit but writes nothing, `immutable` also works in a folder that cannot be
    written. Raises `BookDamaged` where the key does not open the file, for the key was checked before.
    """
    assert_floor()
    if key is not None and not _KEY.fullmatch(key):
        raise ValueError("a key has 64 hexadecimal digits")  # a PRAGMA cannot bind values
    uri = path.absolute().as_uri() + ("?immutable=1" if mode == "immutable" else "?mode=rw")
    with translated():
        connection = sqlite.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        with translated():
            # SQLCipher would write a line to stderr for every damaged page.
            connection.execute("PRAGMA cipher_log_level=NONE")
            if key is not None:
                connection.execute(f"PRAGMA key=\"x'{key}'\"")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for pragma in _COMMON + (_WRITING if mode == "write" else ("query_only=ON",)):
                connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def require_sound(connection: Connection) -> None:
    """Raise `BookDamaged` if an encrypted connection has ever met a damaged page.

    SQLCipher hands out zeros for the damaged rest of a long text without an error; only its status tells.
    """
    if connection.execute("PRAGMA cipher_status").fetchone() != ("1",):
        raise _damaged()


def damaged_pages(connection: Connection) -> list[str]:
    """Return what is wrong with the file: pages altered from outside, then what the engine finds in them."""
    with translated():
        found = [line for (line,) in connection.execute("PRAGMA cipher_integrity_check")]
        if not found:
            found = [line for (line,) in connection.execute("PRAGMA integrity_check") if line != "ok"]
    return found


def utils(connection: Connection) -> sqlite_utils.Database:
    """Wrap a connection in sqlite-utils, which is heavy and only needed to change a schema."""
    import sqlite_utils.utils

    if vars(sqlite_utils.utils)["sqlite3"] is not sys.modules["sqlcipher3"]:
        raise RuntimeError("sqlite_utils was imported before rmapp.storage.driver")
    return sqlite_utils.Database(connection)


@contextmanager
def translated() -> Iterator[None]:
    """Turn errors of SQLite about the world (disk, file, other users) into errors of the program.

    Errors about SQL itself are bugs and pass unchanged.
    """
    try:
        yield
    except sqlite.Error as error:
        known = explain(error)
        if known is None:
            raise
        raise known from error
    except UnicodeDecodeError as error:  # what was never written: neither a text nor the engine's own message
        raise _damaged() from error


def explain(error: sqlite.Error) -> errors.StorageError | None:
    """Say in the user's words what an SQLite error means; None if it is a bug of the program."""
    code = getattr(error, "sqlite_errorcode", None)
    match None if code is None else code & 0xFF:
        case sqlite.SQLITE_BUSY | sqlite.SQLITE_LOCKED:
            return errors.BookBusy(
                _("The book is busy with another change. Nothing was changed; please try again in a moment.")
            )
        case sqlite.SQLITE_FULL:
            return disk_full()
        case sqlite.SQLITE_READONLY | sqlite.SQLITE_PERM | sqlite.SQLITE_CANTOPEN:
            return errors.ReadOnly(
                _("The book's folder cannot be written. Nothing was changed. Check the folder's permissions.")
            )
        case sqlite.SQLITE_NOTADB | sqlite.SQLITE_CORRUPT:
            return _damaged()
        case sqlite.SQLITE_IOERR:
            return errors.StorageError(
                _(
                    "The disk reported an error while the book was read or written. This change was taken back. "
                    "Check the disk and try again."
                )
            )
        case _:
            return None


def _damaged() -> errors.BookDamaged:
    return errors.BookDamaged(
        _("The book's file is damaged. Nothing was changed. Restore the newest backup from the book's folder.")
    )

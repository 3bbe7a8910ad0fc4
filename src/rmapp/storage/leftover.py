"""The write-ahead file that a crash leaves beside a book, and one that does not belong to it.

SQLite would replay a foreign file and on closing write it into the book, which destroys the book. So
the pair is tried on a copy before it is opened.
"""

from __future__ import annotations

import errno
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rmapp import errors
from rmapp.i18n import _
from rmapp.storage import backup, driver

if TYPE_CHECKING:
    from rmapp.domain.clock import Clock


def beside(database: Path) -> Path | None:
    """Return the write-ahead file next to a closed database, if it holds anything."""
    path = database.with_name(database.name + "-wal")
    return path if path.exists() and path.stat().st_size else None


def set_aside_if_foreign(database: Path, key: str | None, clock: Clock) -> list[str]:
    """Move a write-ahead file aside that does not belong to the book; return what to tell the user.

    Nobody else may have the book open. Raises `BookDamaged` if the book is not whole without it either.
    """
    log = beside(database)
    if log is None or _fits(database, log, key):
        return []
    backup.verify(database, key)
    kept = log.with_name(f"{log.name}.aside-{clock.now():%Y%m%dT%H%M%S}")
    log.replace(kept)
    database.with_name(database.name + "-shm").unlink(missing_ok=True)
    return [
        _(
            "A file beside the book did not belong to it and was set aside as {name}. The book is whole; please "
            "look whether your last changes are there."
        ).format(name=kept.name)
    ]


def _fits(database: Path, log: Path, key: str | None) -> bool:
    """Tell whether book and write-ahead file together make a sound book."""
    try:
        with tempfile.TemporaryDirectory(prefix=".trial-", dir=database.parent) as folder:
            copy = Path(folder) / database.name
            shutil.copyfile(database, copy)
            shutil.copyfile(log, copy.with_name(log.name))
            return _opens_whole(copy, key)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            return True  # without room for a trial the book is opened as it always was
        raise
    except errors.DiskFull:
        return True


def _opens_whole(database: Path, key: str | None) -> bool:
    try:
        connection = driver.connect(database, key)
    except errors.BookDamaged:
        return False
    try:
        return not driver.damaged_pages(connection) and _log_is_whole(connection)
    except errors.BookDamaged:
        return False
    finally:
        connection.close()


def _log_is_whole(connection: driver.Connection) -> bool:
    """Tell whether the change log ends where the device's counter stands."""
    with driver.translated():
        row = connection.execute(
            "SELECT n = (SELECT ifnull(max(n), 0) FROM change_log WHERE dev = device_state.dev) FROM device_state"
        ).fetchone()
    return bool(row and row[0])

"""Copies of the book: encrypted with the same key, checked when made, thinned out with age.

A copy is a folder in `backups/` with the database and the vault. Files of an open database are never
copied: the engine writes the copy, so that it holds every committed change. The files of attachments never
change; all copies share the spares in `backups/attachments`.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rmapp import errors
from rmapp.i18n import _
from rmapp.storage import attachments, driver, vault
from rmapp.storage.private_file import file_errors, make_empty, make_folder, sync_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmapp.domain.clock import Clock
    from rmapp.storage.driver import Connection

NEWEST, WEEKS, MONTHS = 7, 5, 12
"""How many copies are kept: the newest, and one for each of the last weeks and months with copies."""

_STAMP = "%Y%m%dT%H%M%S%fZ"


@file_errors()
def make(folder: Path, connection: Connection, key: str | None, clock: Clock, reason: str = "copy") -> Path:
    """Write and check a copy of the open book and return its folder.

    `reason` is one word for the folder's name. Raises `DiskFull`; then nothing is left of the copy.
    """
    home = folder / "backups"
    make_folder(home)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=home))
    try:
        copy = draft / "book.db"
        make_empty(copy)
        _require_sound(connection)
        with driver.translated():
            connection.execute("VACUUM INTO ?", (str(copy),))
        _copy_vault(folder, draft)
        verify(copy, key)
        # After the database: what its rows name was written before them.
        attachments.AttachmentFiles(folder, key).copy_spares()
        for file in draft.iterdir():
            _sync(file)
        finished = draft.rename(_unused(home / f"{_stamp(clock)}-{reason}"))
        sync_folder(home)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    for old in too_old(one for one in present(folder) if one != finished):
        shutil.rmtree(old, ignore_errors=True)
    return finished


def present(folder: Path) -> list[Path]:
    """Return the folders of all finished copies, newest first."""
    home = folder / "backups"
    return sorted((path for path in home.glob("*Z-*") if (path / "book.db").exists()), reverse=True)


def made_at(copy: Path) -> datetime:
    """Return the moment a copy was made, in UTC, from its name."""
    return datetime.strptime(copy.name.partition("-")[0], _STAMP).replace(tzinfo=UTC)


def too_old(copies: Iterable[Path]) -> list[Path]:
    """Return the copies to remove: beyond the newest ones, one for each week and month stays."""
    newest_first = sorted(copies, reverse=True)
    kept = set(newest_first[:NEWEST])
    for pattern, count in (("%G-%V", WEEKS), ("%Y-%m", MONTHS)):
        groups: dict[str, Path] = {}
        for copy in newest_first:
            groups.setdefault(made_at(copy).strftime(pattern), copy)
        kept |= set(list(groups.values())[:count])
    return [copy for copy in newest_first if copy not in kept]


def verify(database: Path, key: str | None) -> None:
    """Read a closed database file from end to end. Raises `BookDamaged` if any of it is wrong."""
    connection = driver.connect(database, key, "immutable")
    try:
        _require_sound(connection)
    finally:
        connection.close()


@file_errors()
def restore(folder: Path, copy: Path, key: str | None, clock: Clock) -> Path:
    """Put a copy in the book's place and return the folder where the replaced files are kept.

    The copy is tried first, on a copy of its own. The caller holds the book's lock and has closed it, so
    that at every moment the folder holds the old book or the restored one. Raises `BookDamaged` if the copy
    cannot be used; the book then stays as it was.
    """
    database = folder / "book.db"
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=folder) as trial:
        fresh = Path(trial) / "book.db"
        make_empty(fresh)
        shutil.copyfile(copy / "book.db", fresh)
        verify(fresh, key)
        _sync(fresh)
        aside = _keep_replaced(folder, clock)
        attachments.AttachmentFiles(folder, key).bring(_files_of(copy))
        if not vault.exists(folder):
            _copy_vault(copy, folder)
        for ending in ("-wal", "-shm"):
            database.with_name(database.name + ending).unlink(missing_ok=True)
        fresh.replace(database)
        sync_folder(folder)
    return aside


def was_replaced(folder: Path) -> bool:
    """Tell whether the copies hold a book that another one took the place of, and may come back."""
    return any("-replaced" in copy.name for copy in present(folder))


def _files_of(copy: Path) -> list[Path]:
    """Return where the files of a copy may lie: carried with it, among the spares beside it, in its book."""
    return [copy / attachments.FOLDER, copy.parent / attachments.FOLDER, copy.parent.parent / attachments.FOLDER]


def _keep_replaced(folder: Path, clock: Clock) -> Path:
    """Copy the closed book's files as they are, sound or not, and return their folder."""
    home = folder / "backups"
    make_folder(home)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=home))
    for name in ("book.db", "book.db-wal"):
        if (folder / name).exists():
            make_empty(draft / name)
            shutil.copyfile(folder / name, draft / name)
            _sync(draft / name)
    _copy_vault(folder, draft)
    return draft.rename(_unused(home / f"{_stamp(clock)}-replaced"))


def _require_sound(connection: Connection) -> None:
    """See that a copy will not carry damage on: SQLCipher would copy zeros for the rest of a long text."""
    if driver.damaged_pages(connection):
        raise errors.BookDamaged(
            _("The book's file is damaged, so no copy was made of it. Restore the newest sound backup.")
        )


def _stamp(clock: Clock) -> str:
    return clock.now().astimezone(UTC).strftime(_STAMP)


def _unused(path: Path) -> Path:
    """Return the path, with a number if there is already something."""
    number = 1
    candidate = path
    while candidate.exists():
        number += 1
        candidate = path.with_name(f"{path.name}-{number}")
    return candidate


def _copy_vault(source: Path, target: Path) -> None:
    for name in vault.NAMES:
        if (source / name).exists():
            make_empty(target / name)
            shutil.copyfile(source / name, target / name)


def _sync(file: Path) -> None:
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""The book as a folder: making it, opening it with care, and refusing what would do harm.

A book is `book.db`, the vault, `attachments/` and `backups/`. Whoever writes holds `book.lock`.
"""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from rmapp import errors
from rmapp.i18n import _
from rmapp.storage import attachments, backup, capture, device, driver, leftover, migrations, place, vault
from rmapp.storage.lock import BookLock
from rmapp.storage.private_file import file_errors, make_empty, make_folder

if TYPE_CHECKING:
    from pathlib import Path

    from rmapp.domain.clock import Clock
    from rmapp.storage.driver import Connection

State = Literal["missing", "locked", "unprotected", "damaged"]

SMALLEST = 4096
"""Bytes of one page: a shorter file is not a book, and the engine would take it for a new one."""


@dataclass(slots=True)
class Book:
    """An open book; `notices` are sentences for its user, `key` opens more connections.

    `held_elsewhere` tells that another program writes to it meanwhile.
    """

    folder: Path
    key: str | None
    connection: Connection
    mode: driver.Mode = "write"
    notices: list[str] = field(default_factory=list)
    lock: BookLock | None = None
    held_elsewhere: bool = False

    @property
    def read_only(self) -> bool:
        """Tell whether writes are refused."""
        return self.mode != "write"

    @property
    def files(self) -> attachments.AttachmentFiles:
        """Return the files of attachments beside the book."""
        return attachments.AttachmentFiles(self.folder, self.key)

    def connect(self) -> Connection:
        """Open another connection, for work in another thread."""
        return driver.connect(database_of(self.folder), self.key, self.mode)

    def close(self) -> None:
        """Close the book and let others open it."""
        self.connection.close()
        if self.lock is not None:
            self.lock.release()


def database_of(folder: Path) -> Path:
    """Return the path of a book's database."""
    return folder / "book.db"


def state(folder: Path) -> State:
    """Tell what lies in a folder without opening it; opening says why a folder cannot be read."""
    database = database_of(folder)
    if folder.is_dir() and not os.access(folder, os.R_OK | os.X_OK):
        return "locked"
    if not vault.exists(folder) and not database.exists():
        return "missing"
    try:
        protected = vault.read(folder).protected
    except errors.BookDamaged:
        return "damaged"
    except errors.StorageError:  # newer, or not for this user
        return "locked"
    if _is_fragment(database):
        return "damaged"
    return "locked" if protected else "unprotected"


def create(folder: Path, key: str | None, info: dict[str, str]) -> None:
    """Make the files of a new book in a folder that holds nothing but its vault."""
    for name in (attachments.FOLDER, "backups"):
        make_folder(folder / name)
    make_empty(database_of(folder))
    connection = driver.connect(database_of(folder), key)
    try:
        migrations.migrate(connection)
        with driver.translated():
            device.start(connection)
            connection.executemany("INSERT INTO book_info (key, value) VALUES (?, ?)", info.items())
    finally:
        connection.close()


@file_errors()
def open_book(folder: Path, key: str | None, clock: Clock, *, read_only: bool = False) -> Book:
    """Open a book with its key, bring it to today's schema and see that its change log works.

    With `read_only` others may write meanwhile. A folder that cannot be written opens for reading.
    Raises the storage errors named in `rmapp.errors`; whatever is refused stays as it was.
    """
    database = database_of(folder)
    _refuse_fragment(database)
    writable = _is_writable(folder)
    lock = _take_lock(folder, needed=not read_only) if writable else None
    try:
        if lock is None and not (read_only and writable):
            book = _open_immutable(folder, key)
        else:
            if lock is not None:
                _sweep(folder)
            notices = [] if lock is None else leftover.set_aside_if_foreign(database, key, clock)
            mode: driver.Mode = "read" if read_only else "write"
            connection = driver.connect(database, key, mode)
            book = Book(folder, key, connection, mode, place.warnings(folder) + notices, lock)
            book.held_elsewhere = lock is None
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    try:
        _bring_to_today(book, clock)
        if lock is not None and read_only:
            lock.release()
    except BaseException:
        book.close()
        raise
    return book


def _sweep(folder: Path) -> None:
    """Remove unfinished copies that a crash left behind."""
    for pattern in (".trial-*", ".restore-*", "backups/.draft-*"):
        for path in folder.glob(pattern):
            shutil.rmtree(path, ignore_errors=True)


def _refuse_fragment(database: Path) -> None:
    if _is_fragment(database):
        raise errors.BookDamaged(
            _(
                "The book's file (book.db) is missing or cut off. Nothing was changed. Restore the newest backup "
                "from the book's folder."
            )
        )


def _is_fragment(database: Path) -> bool:
    return not database.is_file() or database.stat().st_size < SMALLEST


def _is_writable(folder: Path) -> bool:
    # The lock's file may be writable in a folder that is not.
    return all(os.access(path, os.W_OK) for path in (folder, database_of(folder)))


def _take_lock(folder: Path, *, needed: bool) -> BookLock | None:
    """Return the book's lock; None if it cannot be written, or if it is not needed and not free."""
    try:
        return BookLock(folder / "book.lock")
    except errors.BookBusy:
        if needed:
            raise
        return None
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return None
        raise


def _open_immutable(folder: Path, key: str | None) -> Book:
    if leftover.beside(database_of(folder)) is not None:
        raise errors.ReadOnly(
            _(
                "This folder cannot be written, and the book's last changes still wait in a second file. Copy the "
                "whole folder to a place where you may write, and open it there."
            )
        )
    connection = driver.connect(database_of(folder), key, "immutable")
    notice = _("This folder cannot be written. The book is open for reading only.")
    return Book(folder, key, connection, "immutable", [notice])


def _bring_to_today(book: Book, clock: Clock) -> None:
    """Refuse newer books and broken capture, migrate older books after a backup."""
    found = migrations.version(book.connection)
    if found > migrations.SCHEMA:
        raise errors.BookTooNew(
            _("This book was written by a newer rmapp. It was not touched; install the newer version to open it.")
        )
    if found == 0:
        raise errors.BookDamaged(_("This file is not a book of rmapp. It was not touched."))
    if found < migrations.SCHEMA:
        if book.read_only:
            raise errors.ReadOnly(
                _(
                    "This book was written by an older rmapp and must be brought up to date first. Open it once "
                    "where it can be written."
                )
            )
        backup.make(book.folder, book.connection, book.key, clock, "before-update")
        migrations.migrate(book.connection)
    if capture.missing(book.connection):
        raise errors.BookDamaged(
            _(
                "The change log of this book is switched off or was altered, so changes would not be recorded. "
                "Nothing was changed. Restore the newest backup from the book's folder."
            )
        )
    if not book.read_only:
        with driver.translated():
            device.settle(book.connection, place.fingerprint(database_of(book.folder)))

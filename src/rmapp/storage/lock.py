"""The lock that lets one program at a time write a book; the system frees it when the program ends."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from rmapp import errors
from rmapp.i18n import _
from rmapp.storage.private_file import FILE_MODE

if TYPE_CHECKING:
    from pathlib import Path


class BookLock:
    """A held lock; `release` gives it back."""

    def __init__(self, path: Path) -> None:
        """Take the lock. Raises `BookBusy` if another program has it, OSError in a read-only folder."""
        self._handle: int | None = os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE)
        try:
            _lock(self._handle)
        except OSError as error:
            self.release()
            raise errors.BookBusy(
                _("This book is already open in another window of rmapp. Use that window, or close it and try again.")
            ) from error

    def release(self) -> None:
        """Give the lock back; harmless when done twice."""
        if self._handle is not None:
            with suppress(OSError):
                os.close(self._handle)
            self._handle = None


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

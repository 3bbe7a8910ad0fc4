"""Which book a command works on, and how it is unlocked."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rmapp import errors
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.services.workspace import Workspace

ENVIRONMENT_NAME = "RMAPP_PASSPHRASE_FILE"


@dataclass(frozen=True, slots=True)
class Session:
    """The options that all commands share; they stand before the command's name."""

    folder: Path
    passphrase_fd: int | None
    debug: bool

    @contextmanager
    def reading(self) -> Iterator[Workspace]:
        """Open the book for reading, also while the window has it open."""
        with self._opened(read_only=True) as workspace:
            yield workspace

    @contextmanager
    def writing(self) -> Iterator[Workspace]:
        """Open the book for reading and writing."""
        with self._opened(read_only=False) as workspace:
            yield workspace

    def passphrase(self, prompt: str) -> str:
        """Return the passphrase from the file descriptor, the named file or the keyboard, in this order.

        It is never taken from an argument, which other users of the machine could read.
        """
        if self.passphrase_fd is not None:
            return _first_line(os.fdopen(self.passphrase_fd, encoding="utf-8", closefd=False).read())
        named = os.environ.get(ENVIRONMENT_NAME)
        if named:
            try:
                return _first_line(Path(named).read_text("utf-8"))
            except OSError as error:
                raise errors.BookLocked(_("The passphrase file {path} cannot be read.").format(path=named)) from error
        if not sys.stdin.isatty():
            raise errors.BookLocked(
                _(
                    "This book needs its passphrase. Give it with --passphrase-fd or in the file that {name} names."
                ).format(name=ENVIRONMENT_NAME)
            )
        from getpass import getpass

        return getpass(prompt)

    @contextmanager
    def _opened(self, *, read_only: bool) -> Iterator[Workspace]:
        from rmapp.services import books

        needed = books.book_state(self.folder) == "locked"
        secret = self.passphrase(_("Passphrase: ")) if needed else None
        workspace = books.open_book(self.folder, secret, read_only=read_only)
        try:
            for notice in workspace.notices:
                sys.stderr.write(notice + "\n")
            yield workspace
        finally:
            workspace.close()


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0].rstrip("\r")

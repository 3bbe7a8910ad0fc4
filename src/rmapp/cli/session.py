"""Which book a command works on, and how it is unlocked."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rmapp import errors
from rmapp.cli.output import tell
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.services.workspace import Workspace

ENVIRONMENT_NAME = "RMAPP_PASSPHRASE_FILE"


@dataclass(frozen=True, slots=True)
class Session:
    """The options that all commands share; they stand before the command's name."""

    folder: Path
    passphrase_fd: int | None = None
    include_restricted: str | None = None
    """Why restricted records are shown in what is read; None leaves them out."""
    remove_numbers: bool = False
    """Whether what looks like a personal number is taken out of what is written, and not only told of."""

    @contextmanager
    def reading(self) -> Iterator[Workspace]:
        """Open the book for reading, also while the window has it open; nothing restricted is seen.

        With a reason it is, and the book notes that; then no other program may have it open.
        """
        from rmapp.services.privacy import discretion, free_text

        if self.include_restricted is None:
            with self._opened(read_only=True) as workspace:
                yield discretion.hide_restricted(workspace)
            return
        with self._opened(read_only=False) as workspace:
            workspace.look_through(free_text.Look(tell, remove=self.remove_numbers))
            workspace.do(
                discretion.log_reading, self.include_restricted, label=_("Restricted records read"), undoable=False
            )
            yield workspace

    @contextmanager
    def writing(self) -> Iterator[Workspace]:
        """Open the book for reading and writing; what looks like a personal number in it is told of."""
        from rmapp.services import books
        from rmapp.services.privacy import free_text

        with self._opened(read_only=False) as workspace:
            books.run_daily_rules(workspace)
            workspace.look_through(free_text.Look(tell, remove=self.remove_numbers))
            yield workspace

    def passphrase(self) -> str:
        """Return the passphrase from the file descriptor, the named file or the keyboard, in this order.

        It is never taken from an argument, which other users of the machine could read.
        """
        given = self._given_passphrase()
        return given if given is not None else _typed(_("Passphrase: "))

    def new_passphrase(self) -> str:
        """Return the passphrase of a new book, from the same places; typed, it is asked for twice."""
        from rmapp.domain.passphrase import check_new_passphrase

        given = self._given_passphrase()
        if given is not None:
            return check_new_passphrase(given, given)
        first = _typed(_("New passphrase: "))
        return check_new_passphrase(first, _typed(_("The same again: ")))

    def _given_passphrase(self) -> str | None:
        if self.passphrase_fd is not None:
            return _first_line(self.passphrase_fd, _("file descriptor {n}").format(n=self.passphrase_fd))
        named = os.environ.get(ENVIRONMENT_NAME)
        return _first_line(named, named) if named else None

    @contextmanager
    def _opened(self, *, read_only: bool) -> Iterator[Workspace]:
        from rmapp.services import books

        needed = books.book_state(self.folder) == "locked"
        secret = self.passphrase() if needed else None
        workspace = books.open_book(self.folder, secret, read_only=read_only)
        try:
            for notice in workspace.notices:
                tell(notice)
            yield workspace
        finally:
            workspace.close()


def _first_line(source: int | str, name: str) -> str:
    try:
        # The descriptor belongs to whoever started the program; it stays open.
        with open(source, encoding="utf-8-sig", closefd=isinstance(source, str)) as file:
            return file.readline().rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise errors.BookLocked(_("The passphrase cannot be read from {name}.").format(name=name)) from error


def _typed(prompt: str) -> str:
    if not sys.stdin.isatty():
        sentence = _("A passphrase is needed. Give it with --passphrase-fd or in the file that {name} names.")
        raise errors.BookLocked(sentence.format(name=ENVIRONMENT_NAME))
    from getpass import getpass

    return getpass(prompt)

"""The gate: every read and every write of the book goes through here, each write in one transaction.

What a write touched is not asked of the verb; the database's own change log tells. From it come the
audit trail, undo, the refresh of screens and of derived tables.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

from rmapp import errors
from rmapp.i18n import _
from rmapp.services import undo
from rmapp.storage import commands
from rmapp.storage.driver import require_sound, translated
from rmapp.storage.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rmapp.domain.clock import Clock
    from rmapp.storage.database import Book

T = TypeVar("T")
P = ParamSpec("P")

Touched = commands.Touched
Refresher = Callable[[Store, Touched], None]
"""Brings derived tables up to date inside the transaction, given the rows that changed."""
Reaction = Callable[[Store, Touched], None]
"""Does what follows from the rows that a user's command changed, as a part of that command."""


class Look(Protocol):
    """Looks at what each command of a caller writes."""

    def write(self, store: Store, verb: Callable[..., T], *args: Any, **kw: Any) -> T:
        """Run a verb inside the command's transaction and return its result."""

    def kept(self) -> None:
        """Do what follows once the command is in the book."""


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """What a write did; `command_id` is None if no business data changed."""

    result: T
    label: str
    touched: Touched
    command_id: str | None


class Workspace:
    """An open book with its gate. One workspace belongs to one thread."""

    def __init__(
        self,
        book: Book,
        clock: Clock,
        refreshers: tuple[Refresher, ...] = (),
        reactions: tuple[Reaction, ...] = (),
    ) -> None:
        self._book = book
        self._clock = clock
        self._refreshers = refreshers
        self._reactions = reactions
        self.store = Store(book.connection, clock, book.files, read_only=book.read_only)
        self.notices = tuple(book.notices)
        self._look: Look | None = None

    @property
    def folder(self) -> Path:
        """Return the book's folder."""
        return self._book.folder

    @property
    def book(self) -> Book:
        """Return the open book, for backups and checks."""
        return self._book

    @property
    def read_only(self) -> bool:
        """Tell whether writes are refused."""
        return self._book.read_only

    @property
    def held_elsewhere(self) -> bool:
        """Tell whether another program has the book open for writing."""
        return self._book.held_elsewhere

    def ask(self, verb: Callable[Concatenate[Store, P], T], *args: P.args, **kw: P.kwargs) -> T:
        """Return what a reading verb finds, in one consistent view of the book."""
        before = self.store.connection.total_changes
        with self._transaction("BEGIN", "ROLLBACK"):
            result = verb(self.store, *args, **kw)
        if self.store.connection.total_changes != before:
            raise RuntimeError("a reading verb wrote to the book")
        return result

    def do(self, verb: Callable[..., T], *args: object, label: str, undoable: bool = True, **kw: object) -> Change[T]:
        """Run a writing verb as one command: all of it is kept or, after any error, none.

        What follows from it, such as a warning signal, is part of the command and is undone with it.
        `label` names the command for the user. A command that is not undoable is a record of something
        that happened outside (a brief was printed); undo passes over it. Raises what the verb raises,
        `ReadOnly`, `BookBusy`, `DiskFull`.
        """
        kind: commands.Kind = "do" if undoable else "record"
        look = self._look
        if look is None:
            return self._run(lambda store: verb(store, *args, **kw), label, kind)
        change = self._run(lambda store: look.write(store, verb, *args, **kw), label, kind)
        look.kept()
        return change

    def look_through(self, look: Look) -> None:
        """Let each command from now on be looked at, for a caller who cannot be asked before it is kept."""
        self._look = look

    def undo(self, command_id: str | None = None) -> Change[None]:
        """Take back the last command, or a named one. Raises `RuleError` if that is not possible."""
        target = self.ask(undo.undoable, command_id)
        return self._run(lambda store: undo.invert(store, target), target.label, "undo", target.id)

    def redo(self) -> Change[None]:
        """Do again what was undone last. Raises `RuleError` if there is nothing."""
        target = self.ask(undo.redoable)
        return self._run(lambda store: undo.invert(store, target), target.label, "redo", target.id)

    def undo_label(self) -> str | None:
        """Return the label of what undo would take back; None if there is nothing."""
        found = self.ask(commands.newest_standing)
        return found.label if found else None

    def redo_label(self) -> str | None:
        """Return the label of what redo would do again; None if there is nothing."""
        found = self.ask(commands.newest_undone)
        return found.label if found else None

    def another(self) -> Workspace:
        """Open the book once more for work in the calling thread; that thread closes it."""
        book = replace(self._book, connection=self._book.connect(), lock=None)
        return Workspace(book, self._clock, self._refreshers, self._reactions)

    def close(self) -> None:
        """Close the book; harmless when done twice."""
        self._book.close()

    def _run(self, work: Callable[[Store], T], label: str, kind: commands.Kind, target: str | None = None) -> Change[T]:
        if self.read_only:
            raise errors.ReadOnly(_("The book is open for reading only. Nothing was changed."))
        store = self.store
        # A transaction that first reads and then writes would fail where another one wrote meanwhile.
        with self._transaction("BEGIN IMMEDIATE", "COMMIT"):
            command_id, before = commands.begin(store)
            result = work(store)
            touched = commands.touched_since(store, before)
            # Undo and redo invert exactly what a command did, what followed from it included.
            if touched and kind == "do":
                for react in self._reactions:
                    react(store, touched)
                touched = commands.touched_since(store, before)
            if touched:
                for refresh in self._refreshers:
                    refresh(store, touched)
                commands.finish(store, command_id, before, label=label, kind=kind, target=target)
        return Change(result, label, touched, command_id if touched else None)

    @contextmanager
    def _transaction(self, begin: str, end: str) -> Iterator[None]:
        """Run the body in a transaction and take it back after any error or damage in what it read."""
        connection = self.store.connection
        with translated():
            connection.execute(begin)
        try:
            try:
                yield
            finally:
                if self._book.key is not None:
                    require_sound(connection)
            with translated():
                connection.execute(end)
        finally:
            if connection.in_transaction:  # after a full disk the engine has rolled back by itself
                connection.execute("ROLLBACK")

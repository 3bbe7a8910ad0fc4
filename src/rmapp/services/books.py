"""Books as a whole: making, opening, checking, copying and restoring them."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rmapp import errors
from rmapp.domain.clock import Clock, SystemClock
from rmapp.domain.entity import new_id
from rmapp.i18n import _
from rmapp.services.early_warning import signals
from rmapp.services.lines import line_refresh
from rmapp.services.paperwork import attachments
from rmapp.services.privacy import classes
from rmapp.services.stages import stage_proposals
from rmapp.services.workspace import Change, Reaction, Refresher, Workspace
from rmapp.storage import backup, cards, database, line_cards, note_index, person_index, vault
from rmapp.storage.attempts import Attempts
from rmapp.storage.lock import BookLock
from rmapp.storage.private_file import file_errors, make_folder
from rmapp.storage.recovery_key import read_key
from rmapp.storage.vault import STRONG, Kdf

if TYPE_CHECKING:
    from rmapp.storage.check import CheckReport
    from rmapp.storage.database import State
    from rmapp.storage.store import Store

REACTIONS: tuple[Reaction, ...] = (classes.react, signals.react)
REFRESHERS: tuple[Refresher, ...] = (
    cards.refresh_touched,
    line_refresh.refresh_touched,
    person_index.refresh,
    note_index.refresh,
    stage_proposals.refresh_touched,
)
"""What keeps the derived tables of the book up to date, in the order they run."""


@file_errors()
def create_book(
    folder: Path,
    passphrase: str | None,
    info: dict[str, str],
    *,
    kdf: Kdf | None = None,
    clock: Clock | None = None,
) -> tuple[Workspace, str | None]:
    """Make a book and open it; return it with its printable recovery key (None if unprotected).

    `info` are facts about the book: name, kind, user_name, bank, branch. The book is made beside the
    folder and moved there when it is whole. Raises `RuleError` if the folder holds anything, `StorageError`
    if it cannot be made.
    """
    require_new_folder(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise _no_folder(folder) from error
    try:
        make_folder(draft)
        key, printed = vault.create(draft, passphrase, kdf or STRONG)
        database.create(draft, key, {"portfolio_id": new_id(), **info})
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return _workspace(folder, key, clock or SystemClock(), read_only=False), printed


def require_new_folder(folder: Path) -> None:
    """Raise `RuleError` if the folder for a new book holds anything, `StorageError` if it is a file."""
    if folder.is_dir():
        if any(folder.iterdir()):
            raise errors.RuleError(_("This folder is not empty. Choose another folder for the new book."))
    elif folder.exists():
        raise _no_folder(folder)


def open_book(
    folder: Path,
    passphrase: str | None = None,
    *,
    recovery_key: str | None = None,
    read_only: bool = False,
    clock: Clock | None = None,
) -> Workspace:
    """Open a book by its passphrase or recovery key; an unprotected one needs neither.

    With `read_only` it can be read while another program writes. Raises `NotFoundError` if there is no
    book, `BookLocked` without a needed passphrase or while one must wait, `WrongPassphrase`, `BookBusy`,
    `BookTooNew`, `BookDamaged`, `ReadOnly`.
    """
    clock = clock or SystemClock()
    key = _unlock(folder, passphrase, recovery_key, clock)
    return _workspace(folder, key, clock, read_only=read_only)


def book_state(folder: Path) -> State:
    """Tell what lies in a folder: no book, one that needs a passphrase, one that does not, a damaged one."""
    return database.state(folder)


def change_passphrase(folder: Path, old: str, new: str, *, clock: Clock | None = None) -> None:
    """Let the book open by a new passphrase only; the recovery key stays. Raises `WrongPassphrase`."""
    key = _unlock(folder, old, None, clock or SystemClock())
    if key is None:
        raise errors.RuleError(_("This book is unprotected; it has no passphrase to change."))
    vault.change_passphrase(folder, key, new)


def set_new_passphrase(folder: Path, recovery_key: str, new: str, *, clock: Clock | None = None) -> None:
    """Set a passphrase by the recovery key, after the old one was forgotten."""
    key = _unlock(folder, None, recovery_key, clock or SystemClock())
    if key is None:
        raise errors.RuleError(_("This book is unprotected; it has no passphrase to change."))
    vault.change_passphrase(folder, key, new)


def check(workspace: Workspace) -> CheckReport:
    """Read the whole book and report what is wrong."""
    from rmapp.storage.check import CheckReport, check_book

    try:
        return workspace.ask(check_book)
    except errors.BookDamaged as error:
        return CheckReport((error.message,), 0)


def run_daily_rules(workspace: Workspace) -> Change[int] | None:
    """Let rules look at the book once a day; None where they did already or may not write.

    They raise warning signals and propose stage moves.
    """
    if workspace.read_only or not workspace.ask(_is_due):
        return None
    return workspace.do(_run_daily, label=_("Daily look for warning signals"), undoable=False)


def _is_due(store: Store) -> bool:
    return signals.is_due(store) or stage_proposals.is_due(store)


def _run_daily(store: Store) -> int:
    if stage_proposals.is_due(store):
        stage_proposals.refresh_all(store)
    return signals.run_daily(store) if signals.is_due(store) else 0


def backup_now(workspace: Workspace) -> Path:
    """Write a checked, encrypted copy and return its folder. Raises `DiskFull`, `ReadOnly`."""
    if workspace.read_only:
        raise errors.ReadOnly(_("The book is open for reading only. Nothing was changed."))
    book = workspace.book
    return backup.make(book.folder, book.connection, book.key, workspace.store.clock)


def backup_if_due(workspace: Workspace) -> Path | None:
    """Write a copy if the newest one is of an earlier day."""
    copies = backup.present(workspace.folder)
    if workspace.read_only or (copies and backup.made_at(copies[0]).date() >= workspace.store.clock.now().date()):
        return None
    workspace.ask(attachments.sweep)
    return backup_now(workspace)


@file_errors()
def make_restore_folder(folder: Path) -> None:
    """Make the folder that a copy is restored into. Raises `StorageError`, `DiskFull`."""
    make_folder(folder)


def list_backups(folder: Path) -> list[Path]:
    """Return the folders of all copies, newest first."""
    return backup.present(folder)


def restore_backup(folder: Path, copy: Path, passphrase: str | None = None, *, clock: Clock | None = None) -> Path:
    """Put a copy in the place of a closed book; return the folder that keeps what was replaced.

    The passphrase is the book's own; if its key file is lost, that of the copy's time.
    """
    clock = clock or SystemClock()
    keeper = folder if _vault_is_whole(folder) else copy
    key = _unlock(keeper, passphrase, None, clock)
    with suppress(errors.BookDamaged, errors.BookTooNew, errors.ReadOnly):
        # A sound book is closed cleanly first, so that all of it is kept beside the copies.
        database.open_book(folder, key, clock).close()
    lock = BookLock(folder / "book.lock")
    try:
        return backup.restore(folder, copy, key, clock)
    finally:
        lock.release()


def _no_folder(folder: Path) -> errors.StorageError:
    sentence = _("The folder {folder} cannot be made. Choose another folder for the new book.")
    return errors.StorageError(sentence.format(folder=folder))


def _vault_is_whole(folder: Path) -> bool:
    try:
        vault.read(folder)
    except errors.BookDamaged:
        return False
    return True


def _unlock(folder: Path, passphrase: str | None, recovery_key: str | None, clock: Clock) -> str | None:
    """Return the data key, None for an unprotected book."""
    if database.state(folder) == "missing":
        raise errors.NotFoundError(_("There is no book in the folder {folder}.").format(folder=folder))
    if not vault.read(folder).protected:
        return None
    if passphrase is None and recovery_key is None:
        raise errors.BookLocked(_("This book is locked. Please enter its passphrase."))
    if recovery_key is not None:
        read_key(recovery_key)  # a typing mistake is not a wrong try
    attempts = Attempts(folder / "attempts.json", clock)
    attempts.begin()
    key = (
        vault.unlock(folder, passphrase)
        if passphrase is not None
        else vault.unlock_with_recovery(folder, recovery_key or "")
    )
    attempts.succeed()
    return key


def _workspace(folder: Path, key: str | None, clock: Clock, *, read_only: bool) -> Workspace:
    book = database.open_book(folder, key, clock, read_only=read_only)
    try:
        workspace = Workspace(book, clock, REFRESHERS, REACTIONS)
        workspace.notices += tuple(filter(None, (workspace.ask(attachments.missing_notice),)))
        stale = workspace.ask(cards.passed)
        if stale and not workspace.read_only:
            workspace.do(cards.refresh, stale, label=_("Bring the list up to date"))
        if not workspace.read_only and workspace.ask(line_cards.are_missing):
            workspace.do(line_refresh.rebuild, label=_("Bring the list up to date"))
        if not workspace.read_only and workspace.ask(note_index.is_missing):
            workspace.do(note_index.rebuild, label=_("Bring the list up to date"))
        return workspace
    except BaseException:
        book.close()
        raise

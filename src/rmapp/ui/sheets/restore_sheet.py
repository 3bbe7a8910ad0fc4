"""The sheet that puts a backup into a folder of its own and opens it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from rmapp import errors, log, paths
from rmapp.i18n import _
from rmapp.services import books
from rmapp.ui import messages
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import Field, LineEdit
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.ui.context import UiContext


class RestoreSheet(Sheet):
    """The book that is open now stays where it is; `restored` carries the opened workspace."""

    restored = Signal(object)

    def __init__(self, window: QWidget, context: UiContext) -> None:
        super().__init__(window, _("Open a backup"), kind="dialog", width=520)
        self._context = context
        self.body.addWidget(
            PlainLabel(
                _(
                    "Choose the folder of one backup. It is checked, copied into a folder of its own and opened; "
                    "the backup itself and the present book are not changed."
                ),
                tone="secondary",
                wrap=True,
            )
        )
        self.folder = LineEdit(name=_("Folder of the backup"), icon="folder-open")
        self._folder_field = Field(_("Folder of the backup"), self.folder)
        self.body.addWidget(self._folder_field)
        choose = Button(_("Choose a folder"), icon="folder-open", size="small")
        choose.clicked.connect(self._on_choose_clicked)
        self.add_left(choose)
        self.passphrase = LineEdit(name=_("Passphrase of that time"), icon="key-round", password=True)
        self._passphrase_field = Field(
            _("Passphrase of that time"), self.passphrase, hint=_("Leave it empty for a book without a passphrase.")
        )
        self.body.addWidget(self._passphrase_field)
        go = Button(_("Open the backup"), kind="primary", icon="archive")
        go.clicked.connect(self.restore)
        self.passphrase.returnPressed.connect(self.restore)
        self.add_right(go)

    def restore(self) -> None:
        """Restore what was chosen, or say beside the field what is wrong."""
        self._folder_field.clear()
        self._passphrase_field.clear()
        copy = Path(self.folder.text().strip())
        if not self.folder.text().strip() or not (copy / "book.db").exists():
            self._folder_field.set_error(_("There is no backup in this folder. It holds a file named book.db."))
            return
        target = free_folder()
        passphrase = self.passphrase.text() or None
        try:
            books.make_restore_folder(target)
            books.restore_backup(target, copy, passphrase, clock=self._context.clock)
            workspace = books.open_book(target, passphrase, clock=self._context.clock)
        except (errors.WrongPassphrase, errors.BookLocked) as problem:
            self._passphrase_field.set_error(problem.message)
        except errors.RmappError as problem:
            self._folder_field.set_error(problem.message)
        else:
            log.event("restored")
            self.restored.emit(workspace)
            return
        _drop_if_empty(target)

    def _on_choose_clicked(self) -> None:
        folder = messages.choose_folder(self, _("Folder of the backup"))
        if folder is not None:
            self.folder.setText(str(folder))
            self.passphrase.setFocus()


def free_folder() -> Path:
    """Return a folder beside the user's books that does not exist yet."""
    home = paths.data_dir()
    names = [home / "book", *(home / f"book-{number}" for number in range(2, 1000))]
    return next(folder for folder in names if not folder.exists())


def _drop_if_empty(folder: Path) -> None:
    """Leave nothing of a restore that did not work; a folder that holds a book is never touched."""
    if (folder / "book.db").exists():
        return
    for name in ("book.lock", "attempts.json"):
        (folder / name).unlink(missing_ok=True)
    try:
        folder.rmdir()
    except OSError as problem:
        log.error(problem)

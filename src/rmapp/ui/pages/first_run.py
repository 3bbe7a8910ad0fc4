"""The first page: make a book with a passphrase, keep its recovery key, or open what is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmapp import errors, log
from rmapp.domain.passphrase import check_new_passphrase, describe
from rmapp.i18n import _
from rmapp.services import books
from rmapp.ui import messages, metrics, recovery_paper
from rmapp.ui.door import Door
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import Field, LineEdit
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QFocusEvent

    from rmapp.services.workspace import Workspace
    from rmapp.ui.context import UiContext


class FirstRunPage(Door):
    """Two steps on one card: the form, then the recovery key."""

    book_chosen = Signal(object)
    """Carries the folder of a book that is there already."""
    book_made = Signal(object)
    """Carries the open workspace of a new book whose recovery key was kept."""
    sample_asked = Signal()
    restore_asked = Signal()

    def __init__(self, context: UiContext, folder: Path) -> None:
        super().__init__(context)
        self._folder = folder
        self._workspace: Workspace | None = None
        self._key = ""
        self.setAccessibleName(_("First start"))
        self._form = self._build_form()
        self._paper = self._build_paper()
        self.card.addWidget(self._form)
        self.card.addWidget(self._paper)
        self._paper.hide()

    def make_book(self) -> None:
        """Make the book from what was typed and show its recovery key."""
        self._clear()
        try:
            passphrase = check_new_passphrase(self.passphrase.text(), self.again.text())
            self.maker.repaint()
            info = {
                "name": _("Client book"),
                "kind": "book",
                "user_name": self.user_name.text().strip(),
                "bank": self.bank.text().strip(),
                "branch": self.branch.text().strip(),
            }
            workspace, key = books.create_book(self._folder, passphrase, info, clock=self.context.clock)
        except errors.InputError as problem:
            for name, text in problem.fields.items():
                self._fields[name].set_error(text)
            next(self._fields[name] for name in problem.fields).control.setFocus(Qt.FocusReason.OtherFocusReason)
        except errors.RmappError as problem:
            self._say(problem.message)
        else:
            log.event("book_made")
            self._show_paper(workspace, key or "")

    def recovery_key(self) -> str:
        """Return the recovery key while it is shown."""
        return self._key

    def message(self) -> str:
        """Return the sentence about what hindered."""
        return self._message.text()

    def holds_something(self) -> bool:
        """Keep the page while it shows the recovery key, which is shown once only."""
        return self._workspace is not None

    def abandon(self) -> None:
        """Close the new book; its passphrase opens it next time."""
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the first field."""
        self.user_name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_form(self) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(3))
        self._add_form_heading(column)
        self.user_name = LineEdit(name=_("Your name"), icon="user")
        self.bank = LineEdit(name=_("Bank"))
        self.branch = LineEdit(name=_("Branch"))
        self.passphrase = LineEdit(name=_("Passphrase"), icon="key-round", password=True)
        self.again = LineEdit(name=_("Passphrase again"), icon="key-round", password=True)
        self.passphrase.textChanged.connect(self._on_typed)
        self._fields = {
            "user_name": Field(_("Your name"), self.user_name),
            "bank": Field(_("Bank"), self.bank),
            "branch": Field(_("Branch"), self.branch),
            "passphrase": Field(
                _("Passphrase"),
                self.passphrase,
                hint=_("It cannot be looked up anywhere. Without it and the recovery key, nobody can read the book."),
            ),
            "again": Field(_("Passphrase again"), self.again),
        }
        column.addWidget(self._fields["user_name"])
        pair = QHBoxLayout()
        pair.setSpacing(metrics.space(3))
        pair.addWidget(self._fields["bank"])
        pair.addWidget(self._fields["branch"])
        column.addLayout(pair)
        column.addWidget(self._fields["passphrase"])
        column.addWidget(self._fields["again"])
        self._message = PlainLabel("", role="small", tone="danger", wrap=True)
        self._message.hide()
        column.addWidget(self._message)
        self.maker = Button(_("Create the book"), kind="primary", icon="lock", key="Enter", size="large")
        self.maker.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.maker.clicked.connect(self.make_book)
        for edit in (self.user_name, self.bank, self.branch, self.passphrase, self.again):
            edit.returnPressed.connect(self.make_book)
        column.addWidget(self.maker)
        column.addLayout(self._build_links())
        return form

    def _add_form_heading(self, column: QVBoxLayout) -> None:
        self.add_heading(
            _("Start your client book"),
            _("Everything stays in one encrypted file on this laptop. It works on the road without a network."),
        )

    def _build_links(self) -> QHBoxLayout:
        row = QHBoxLayout()
        sample = LinkLabel(_("Sample data"))
        sample.clicked.connect(self.sample_asked)
        other = LinkLabel(_("Other book"))
        other.clicked.connect(self._on_other_clicked)
        backup = LinkLabel(_("Open a backup"))
        backup.clicked.connect(self.restore_asked)
        row.addWidget(sample)
        row.addStretch(1)
        row.addWidget(backup)
        row.addStretch(1)
        row.addWidget(other)
        return row

    def _build_paper(self) -> QWidget:
        paper = QWidget()
        column = QVBoxLayout(paper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(3))
        column.addWidget(PlainLabel(_("Your recovery key"), role="section"))
        column.addWidget(
            PlainLabel(
                _(
                    "If you forget the passphrase, only this key opens the book. Print it or write it down, "
                    "and keep the paper away from the laptop."
                ),
                tone="secondary",
                wrap=True,
            )
        )
        self._shown_key = PlainLabel("", role="subtitle", numeric=True, selectable=True)
        self._shown_key.setAccessibleName(_("Recovery key"))
        self._shown_key.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(metrics.space(2))
        column.addWidget(self._shown_key)
        column.addSpacing(metrics.space(2))
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        for text, icon, slot in (
            (_("Print"), "printer", self._on_print_clicked),
            (_("Save as a file"), "save", self._on_save_clicked),
        ):
            button = Button(text, icon=icon)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.kept = CheckBox(_("The key is on paper and put away"))
        self.kept.toggled.connect(self._on_kept_toggled)
        column.addWidget(self.kept)
        self.go_on = Button(_("Open the book"), kind="primary", icon="arrow-right", size="large")
        self.go_on.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.go_on.setEnabled(False)
        self.go_on.clicked.connect(self._on_go_on_clicked)
        column.addWidget(self.go_on)
        return paper

    def _show_paper(self, workspace: Workspace, key: str) -> None:
        self._workspace, self._key = workspace, key
        self.passphrase.clear()
        self.again.clear()
        self._shown_key.setText(key)
        self._form.hide()
        self._paper.show()
        self.kept.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._message.show()

    def _clear(self) -> None:
        self._message.hide()
        for field in self._fields.values():
            field.clear()

    def _on_typed(self, text: str) -> None:
        self._fields["passphrase"].set_echo(describe(text))

    def _on_kept_toggled(self, kept: bool) -> None:
        self.go_on.setEnabled(kept)

    def _on_print_clicked(self) -> None:
        recovery_paper.print_key(self, self._key)

    def _on_save_clicked(self) -> None:
        target = messages.save_file(self, _("Save the recovery key"), "rmapp-recovery-key.txt", "*.txt")
        if target is None:
            return
        try:
            recovery_paper.save_key(target, self._key)
        except OSError:
            messages.show_error(self, _("The file could not be written there. Please choose another place."))

    def _on_go_on_clicked(self) -> None:
        workspace, self._workspace = self._workspace, None
        if workspace is not None:
            self.book_made.emit(workspace)

    def _on_other_clicked(self) -> None:
        folder = messages.choose_folder(self, _("Open another book"), str(self._folder.parent))
        if folder is None:
            return
        if books.book_state(folder) == "missing":
            self._say(_("There is no book in the folder {folder}.").format(folder=folder))
            return
        self.book_chosen.emit(folder)

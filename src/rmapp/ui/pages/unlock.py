"""The page that opens a locked book: passphrase, or the printed recovery key and a new passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QObject, QPoint, QPropertyAnimation, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from rmapp import errors, log
from rmapp.domain.passphrase import check_new_passphrase
from rmapp.i18n import _, ngettext
from rmapp.services import books
from rmapp.ui import metrics
from rmapp.ui.door import Door
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.fields import Field, LineEdit
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QFocusEvent

    from rmapp.services.workspace import Workspace
    from rmapp.ui.context import UiContext


class UnlockPage(Door):
    """Says nothing about who or what is in the book."""

    unlocked = Signal(object)
    other_book_asked = Signal()
    restore_asked = Signal()

    def __init__(self, context: UiContext, folder: Path, why: str = "") -> None:
        super().__init__(context)
        self._folder = folder
        self._why = why
        self._wrong = 0
        self.setAccessibleName(_("Unlock"))
        self.add_heading(_("Welcome back"), _("Your client book is encrypted on this laptop."))
        self.passphrase = LineEdit(name=_("Passphrase"), icon="key-round", password=True)
        self.passphrase.installEventFilter(self)
        self._passphrase_field = Field(_("Passphrase"), self.passphrase)
        self.card.addWidget(self._passphrase_field)
        self._build_recovery()
        self._build_hints()
        self.button = Button(_("Unlock"), kind="primary", icon="lock-open", key="Enter", size="large")
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self.unlock)
        self.card.addWidget(self.button)
        self._build_links()
        self._build_below()
        for edit in (self.passphrase, self.recovery_key, self.new_passphrase, self.again):
            edit.returnPressed.connect(self.unlock)
        self._show_recovery(shown=False)
        if books.book_state(folder) == "damaged":
            self._say(
                _(
                    "The files of this book are damaged or incomplete. They were not changed. Open a backup, or "
                    "ask for help before trying anything else."
                )
            )

    def unlock(self) -> None:
        """Try what was typed."""
        self._clear()
        # Deriving the key takes a moment on purpose; say so before it begins.
        self.button.set_label(_("Unlocking…"))
        self.button.setEnabled(False)
        self.button.repaint()
        try:
            workspace = self._open()
        except errors.InputError as problem:
            self._show_fields(problem.fields)
        except errors.WrongPassphrase as problem:
            self._refuse(problem)
        except errors.RmappError as problem:
            self._say(problem.message)
            self.passphrase.selectAll()
        else:
            log.event("unlock")
            self.unlocked.emit(workspace)
        finally:
            self.button.set_label(_("Unlock"))
            self.button.setEnabled(True)

    def message(self) -> str:
        """Return what is said about the last try."""
        return self._message.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice caps lock from what a letter key gives without Shift."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._note_caps(event)
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the focus to the field that is asked for."""
        (self.recovery_key if self._recovering else self.passphrase).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_recovery(self) -> None:
        self.recovery_key = LineEdit(name=_("Recovery key"), icon="key", placeholder="XXXXX-XXXXX-…")
        self.new_passphrase = LineEdit(name=_("New passphrase"), icon="key-round", password=True)
        self.again = LineEdit(name=_("New passphrase again"), icon="key-round", password=True)
        self._recovery = {
            "recovery_key": Field(_("Recovery key"), self.recovery_key),
            "passphrase": Field(_("New passphrase"), self.new_passphrase),
            "again": Field(_("New passphrase again"), self.again),
        }
        for field in self._recovery.values():
            self.card.addWidget(field)

    def _build_hints(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        self._caps_mark = IconLabel("arrow-big-up-dash", role="warning")
        self._caps = PlainLabel(_("Caps lock is on"), role="small", tone="warning")
        for widget in (self._caps_mark, self._caps):
            row.addWidget(widget)
            widget.hide()
        row.addStretch(1)
        row.addWidget(PlainLabel(_keyboard(), role="small", tone="tertiary"))
        self.card.addLayout(row)
        self._message = PlainLabel("", role="small", tone="danger", wrap=True)
        self._message.hide()
        self.card.addWidget(self._message)

    def _build_links(self) -> None:
        row = QHBoxLayout()
        self._recover_link = LinkLabel(_("Use recovery key"))
        self._recover_link.clicked.connect(self._on_recover_clicked)
        other = LinkLabel(_("Other book"))
        other.clicked.connect(self.other_book_asked)
        backup = LinkLabel(_("Open a backup"))
        backup.clicked.connect(self.restore_asked)
        for place, link in enumerate((self._recover_link, backup, other)):
            if place:
                row.addStretch(1)
            row.addWidget(link)
        self.card.addLayout(row)

    def _build_below(self) -> None:
        self.below.addStretch(1)
        self.below.addWidget(IconLabel("shield-check", role="success"))
        for text in filter(None, (_("AES-256. The key never leaves this device."), self._why)):
            self.below.addWidget(PlainLabel(text, role="small", tone="tertiary"))
        self.below.addStretch(1)

    def _open(self) -> Workspace:
        clock = self.context.clock
        if not self._recovering:
            return self._open_or_read(self.passphrase.text())
        chosen = check_new_passphrase(self.new_passphrase.text(), self.again.text())
        books.set_new_passphrase(self._folder, self.recovery_key.text(), chosen, clock=clock)
        return self._open_or_read(chosen)

    def _open_or_read(self, passphrase: str) -> Workspace:
        """Open the book, only for reading where another program holds it."""
        clock = self.context.clock
        try:
            return books.open_book(self._folder, passphrase, clock=clock)
        except errors.BookBusy:
            return books.open_book(self._folder, passphrase, read_only=True, clock=clock)

    def _refuse(self, problem: errors.WrongPassphrase) -> None:
        self._wrong += 1
        tries = ngettext("{n} wrong try so far.", "{n} wrong tries so far.", self._wrong).format(n=self._wrong)
        self._say(f"{problem.message} {tries}")
        edit = self.recovery_key if self._recovering else self.passphrase
        edit.set_state("error")
        edit.selectAll()
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        # The message below moves the field first; the shake begins where it then stands.
        QTimer.singleShot(0, self._on_refused)

    def _on_refused(self) -> None:
        if active().reduced_motion:
            return
        widget: QWidget = self._recovery["recovery_key"] if self._recovering else self._passphrase_field
        home = widget.pos()
        shake = QPropertyAnimation(widget, b"pos", self)
        shake.setDuration(240)
        for share, offset in ((0.0, 0), (0.2, -8), (0.4, 8), (0.6, -5), (0.8, 5), (1.0, 0)):
            shake.setKeyValueAt(share, home + QPoint(offset, 0))
        shake.start(QPropertyAnimation.DeletionPolicy.DeleteWhenStopped)

    def _show_fields(self, fields: dict[str, str]) -> None:
        for name, text in fields.items():
            field = self._recovery.get(name) if self._recovering else self._passphrase_field
            if field is None:
                self._say(text)
            else:
                field.set_error(text)

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._message.show()

    def _clear(self) -> None:
        self._message.hide()
        for field in (self._passphrase_field, *self._recovery.values()):
            field.clear()
        self.passphrase.set_state("")

    def _show_recovery(self, *, shown: bool) -> None:
        self._recovering = shown
        self._passphrase_field.setVisible(not shown)
        for field in self._recovery.values():
            field.setVisible(shown)
        self._recover_link.set_label(_("Use passphrase") if shown else _("Use recovery key"))

    def _note_caps(self, event: QKeyEvent) -> None:
        text = event.text()
        if len(text) != 1 or not text.isalpha() or text.lower() == text.upper():
            return
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        locked = text.isupper() != shift
        self._caps.setVisible(locked)
        self._caps_mark.setVisible(locked)

    def _on_recover_clicked(self) -> None:
        self._clear()
        self._show_recovery(shown=not self._recovering)
        self.setFocus()
        (self.recovery_key if self._recovering else self.passphrase).setFocus(Qt.FocusReason.OtherFocusReason)


def _keyboard() -> str:
    locale = QGuiApplication.inputMethod().locale()
    if locale.language() == QLocale.Language.C:
        return ""
    return _("Layout: {name}").format(name=QLocale.languageToString(locale.language()))

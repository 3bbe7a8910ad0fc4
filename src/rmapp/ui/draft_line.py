"""What is typed in a form is kept in the book while it is typed; a line in the footer says so.

A draft is written at most 400 ms after a key and at every change of the focus, also in the middle of fast
typing, so that a killed program loses less than a second of it (design, 4).
"""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from rmapp.domain.entity import new_id
from rmapp.i18n import _
from rmapp.ui import messages, metrics
from rmapp.ui.owner_file import write_text
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.labels import ElidedLabel
from rmapp.ui.widgets.sheet import ask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rmapp.ui.context import UiContext

DRAFT_MS = 400
"""Milliseconds after a key at which the draft is written."""

RETRY_MS = 5000
"""Milliseconds after which a draft that could not be written is tried again."""


class Typing(Protocol):
    """A form whose draft is kept."""

    def raw(self) -> dict[str, Any]:
        """Return everything as typed, JSON-like."""

    def set_raw(self, body: Mapping[str, Any]) -> None:
        """Show a draft again as it was typed."""

    def is_blank(self) -> bool:
        """Tell whether nothing has been written yet."""

    def text(self) -> str:
        """Return what is typed for a file outside the book."""


class DraftLine(QWidget):
    """The state of one draft: saved when, or why not; `failed` carries the problem, empty once it is gone."""

    failed = Signal(str)

    def __init__(self, context: UiContext, form: Typing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._form = context, form
        self._kind = ""
        self._firm_id: str | None = None
        self._meeting_id: str | None = None
        self._id = new_id()
        self._is_done = False
        self._kept: dict[str, Any] = {}
        self._said = ElidedLabel("", role="small", tone="tertiary")
        self._icon = IconLabel("circle-check", role="success")
        self._as_text = Button(_("Save as a text file"), kind="ghost", size="small")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(1))
        for part in (self._icon, self._said, self._as_text):
            row.addWidget(part)
        self._icon.hide()
        self._as_text.hide()
        self._as_text.clicked.connect(self._save_as_text)
        self._timer.timeout.connect(self.keep)
        self._context.closing.connect(self.keep)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    @property
    def draft_id(self) -> str:
        """Return the id of the draft, written or not."""
        return self._id

    def begin(self, kind: str, firm_id: str | None, meeting_id: str | None = None) -> bool:
        """Keep drafts of this kind from now on; True where an older one was found and is shown again."""
        self._kind, self._firm_id, self._meeting_id = kind, firm_id, meeting_id
        self._is_done = False
        self._id = new_id()
        self._said.setText("")
        self._icon.hide()
        found = self._context.drafts.newest(self._context.workspace, kind, firm_id, meeting_id)
        if found is not None:
            self._id = found.id
            self._form.set_raw(found.body)
            self._say(_("Draft of {time}"), datetime.fromisoformat(found.saved_at).astimezone().time())
        self._kept = self._form.raw()
        return found is not None

    def set_firm(self, firm_id: str | None) -> None:
        """Keep the draft for another client."""
        self._firm_id = firm_id

    def know(self, part: Mapping[str, Any]) -> None:
        """Take a part of the form that is built later as it is now for what the form began with."""
        self._kept |= part

    def touch(self) -> None:
        """Something was typed."""
        # A timer that began anew at each key would write nothing while somebody types fast.
        if not self._timer.isActive() and not self._is_done:
            self._timer.start(DRAFT_MS)

    def keep(self) -> bool:
        """Write what is typed into the book as a draft; False if that was not possible, and it is tried again."""
        self._timer.stop()
        if self._is_done or not self._kind or not self._context.is_open or self._context.read_only:
            return True
        raw = self._form.raw()
        if raw == self._kept or self._form.is_blank():
            return True
        body = raw | {"meeting_id": self._meeting_id}
        problem = self._context.drafts.keep(self._context.workspace, self._id, self._kind, self._firm_id, body)
        self._as_text.setVisible(problem is not None)
        self._icon.setVisible(problem is None)
        self.failed.emit(problem.message if problem else "")
        if problem is not None:
            self._said.setText(_("Could not write, kept in memory"))
            self._timer.start(RETRY_MS)
            return False
        self._kept = raw
        self._say(_("Draft saved {time} on this device"), self._context.clock.now().astimezone().time())
        return True

    def may_go(self, leave: Callable[[], None]) -> bool:
        """Keep what is typed before its form goes; where that fails a question may call `leave`."""
        if self.keep():
            return True
        ask(
            self.window(),
            _("Leave without saving?"),
            _("The draft could not be written. Leaving drops what you typed since then."),
            confirm=_("Leave without saving"),
            danger=True,
            on_yes=leave,
        )
        return False

    def finish(self) -> None:
        """Keep nothing any more: it is saved, or dropped on purpose."""
        self._is_done = True
        self._timer.stop()
        self._context.drafts.forget(self._id)

    def _say(self, text: str, moment: time) -> None:
        self._said.setText(text.format(time=moment.strftime("%H:%M:%S")))
        self._icon.show()

    def _on_focus_changed(self, _old: QWidget | None, _now: QWidget | None) -> None:
        if self._timer.isActive():
            self.keep()

    def _save_as_text(self) -> None:
        target = messages.save_file(self, _("Save what was typed as a text file, without encryption"), "note.txt")
        if target is None:
            return
        try:
            write_text(target, self._form.text())
        except OSError as problem:
            self.failed.emit(_("The file could not be written: {cause}").format(cause=problem.strerror))

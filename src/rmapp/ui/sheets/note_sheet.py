"""The sheet of a meeting note: written in one go, kept as a draft while it is typed."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.entity import new_id
from rmapp.domain.personal_data import personal_data_in
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services import firms, meetings, people
from rmapp.services.meetings import AttendeeDraft, MeetingDraft
from rmapp.ui import messages, metrics
from rmapp.ui.owner_file import write_text
from rmapp.ui.sheets.note_fields import NoteFields
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.labels import ElidedLabel
from rmapp.ui.widgets.person_picker import Candidate
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.sheet import Sheet, ask

if TYPE_CHECKING:
    from rmapp.ui.context import UiContext

DRAFT_MS = 400
"""Milliseconds after the last key at which the draft is written (design, 4)."""

RETRY_MS = 5000
"""Milliseconds after which a draft that could not be written is tried again."""

_NEW, _EDITED = "note", "note_edit"


def open_note(window: QWidget, context: UiContext, firm_id: str | None = None, meeting_id: str | None = None) -> Sheet:
    """Open the sheet for a new note, or for one of the book; a closed one takes addenda only."""
    if meeting_id is not None:
        view = context.ask(meetings.view_meeting, meeting_id)
        if view.is_closed or context.read_only:
            from rmapp.ui.sheets.note_reader import open_reader

            return open_reader(window, context, view)
        firm_id = view.meeting.firm_id
    sheet = NoteSheet(window, context, firm_id, meeting_id)
    sheet.open(sheet.first_field())
    return sheet


class NoteSheet(Sheet):
    """The open note."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str | None, meeting_id: str | None) -> None:
        super().__init__(window, _("Edit note") if meeting_id else _("New note"))
        self._context = context
        self._meeting_id = meeting_id
        self._draft_id = new_id()
        self._firm_id = firm_id
        self._is_done = False
        self._fields = NoteFields(context)
        self._saved = ElidedLabel("", role="small", tone="tertiary")
        self._saved_icon = IconLabel("circle-check", role="success")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep_draft)
        self._build_sheet()
        self._fill()
        self._kept = self._fields.raw()
        self._fields.changed.connect(self._on_edited)
        self._fields.firm_changed.connect(self._on_firm_changed)
        context.closing.connect(self.keep_draft)

    def _build_sheet(self) -> None:
        scroll = PageScroll(surface="surface", margin=0)
        scroll.body.addWidget(self._fields)
        scroll.body.addStretch(1)
        self.body.addWidget(scroll, 1)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(1))
        self._saved_icon.hide()
        row.addWidget(self._saved_icon)
        row.addWidget(self._saved)
        self._as_text = Button(_("Save as a text file"), kind="ghost", size="small")
        self._as_text.clicked.connect(self._save_as_text)
        self._as_text.hide()
        row.addWidget(self._as_text)
        self.add_left(line)
        later = Button(_("Keep draft"), kind="ghost", key="Esc")
        later.clicked.connect(self.dismiss)
        save = Button(_("Save note"), kind="primary", icon="check", key="Ctrl Enter")
        save.clicked.connect(self.save)
        self.add_right(later)
        self.add_right(save)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self, self.save)
        self.set_guard(self._may_go)

    def first_field(self) -> QWidget:
        """Return the field the cursor starts in: the discussion, or the client where none is chosen."""
        return self._fields.discussion if self._firm_id else self._fields.firm

    def _fill(self) -> None:
        if self._meeting_id is not None:
            self._fields.set_draft(self._stored(self._meeting_id))
        self._fields.firm.set_firm(self._firm_id)
        if self._firm_id is not None:
            self._fields.fix_firm()
        self._offer_people()
        kept = self._context.drafts.newest(self._context.workspace, self._draft_kind(), self._firm_id, self._meeting_id)
        if kept is not None:
            self._draft_id = kept.id
            self._fields.set_raw(kept.body)
            self._say_saved(_("Draft of {time}"), datetime.fromisoformat(kept.saved_at).astimezone().time())
        elif self._meeting_id is None:
            self._fields.start(self._context.clock.now().astimezone())

    def _draft_kind(self) -> str:
        return _NEW if self._meeting_id is None else _EDITED

    def _stored(self, meeting_id: str) -> MeetingDraft:
        view = self._context.ask(meetings.view_meeting, meeting_id)
        shared = {
            name: getattr(view.meeting, name) for name in MeetingDraft.model_fields if hasattr(view.meeting, name)
        }
        attendees = tuple(
            AttendeeDraft(side=one.side, person_id=one.person_id, name=name, role_text=one.role_text)
            for one, name in zip(view.attendees, view.names, strict=True)
        )
        return MeetingDraft(**shared, attendees=attendees, other_firm_ids=view.other_firm_ids)

    def _offer_people(self) -> None:
        self._set_subtitle()
        if self._firm_id is None:
            self._fields.set_people([])
            return
        found = self._context.ask(people.people, self._firm_id)
        self._fields.set_people(
            [
                Candidate(
                    one.person.id,
                    one.person.called(),
                    one.role.title or reference.text("person_role", one.role.role),
                    one.person.name if one.person.called() != one.person.name else one.person.name_latin,
                )
                for one in found
            ]
        )

    def _set_subtitle(self) -> None:
        name = self._context.ask(firms.display_name, self._firm_id) if self._firm_id else _("Choose the client first")
        self.set_title(_("Edit note") if self._meeting_id else _("New note"), name)

    def _on_firm_changed(self, firm_id: object) -> None:
        self._firm_id = str(firm_id) if firm_id else None
        self._offer_people()
        self._on_edited()

    def _on_edited(self) -> None:
        self._timer.start(DRAFT_MS)

    def keep_draft(self) -> bool:
        """Write what is typed into the book as a draft; False if that was not possible, and it is tried again."""
        raw = self._fields.raw()
        if self._is_done or self._context.read_only or self._fields.is_blank() or raw == self._kept:
            return True
        body = raw | {"meeting_id": self._meeting_id}
        book, kind = self._context.workspace, self._draft_kind()
        problem = self._context.drafts.keep(book, self._draft_id, kind, self._firm_id, body)
        self._as_text.setVisible(problem is not None)
        self._saved_icon.setVisible(problem is None)
        if problem is not None:
            self._saved.setText(_("Could not write, kept in memory"))
            self.show_problem(problem.message)
            self._timer.start(RETRY_MS)
            return False
        self._kept = raw
        self.show_problem("")
        self._say_saved(_("Draft saved {time} on this device"), self._context.clock.now().astimezone().time())
        return True

    def _save_as_text(self) -> None:
        target = messages.save_file(self, _("Save what was typed as a text file, without encryption"), "note.txt")
        if target is None:
            return
        try:
            write_text(target, self._fields.text())
        except OSError as problem:
            self.show_problem(_("The file could not be written: {cause}").format(cause=problem.strerror))

    def _say_saved(self, text: str, moment: time) -> None:
        self._saved.setText(text.format(time=moment.strftime("%H:%M:%S")))
        self._saved_icon.show()

    def _may_go(self) -> bool:
        self._timer.stop()
        if self.keep_draft():
            return True
        ask(
            self.window(),
            _("Leave without saving?"),
            _("The draft could not be written. Leaving drops what you typed since then."),
            confirm=_("Leave without saving"),
            danger=True,
            on_yes=self._leave_unwritten,
        )
        return False

    def _leave_unwritten(self) -> None:
        self._context.drafts.forget(self._draft_id)
        self._close()

    def _close(self) -> None:
        self._is_done = True
        self._timer.stop()
        self.dismiss()

    def save(self) -> None:
        """Write the note into the book and close; errors stand beside their fields."""
        if not self._fields.take_typed():
            return
        try:
            draft = self._draft()
            change = self._context.do(
                meetings.save_note,
                draft,
                self._meeting_id,
                self._draft_id,
                label=_("Note saved"),
                toast=_("Note saved"),
            )
        except InputError as problem:
            self._fields.show_errors(problem.fields)
            return
        if change is not None:
            self._context.drafts.forget(self._draft_id)
            self._close()

    def _draft(self) -> MeetingDraft:
        if self._firm_id is None:
            raise InputError({"firm": _("Choose the client this note is about.")})
        draft = self._fields.draft(self._firm_id)
        found = personal_data_in(f"{draft.summary}\n{draft.discussion}")
        if found and not self._fields.is_warned():
            self._fields.warn(found[0].sentence)
            raise InputError({"discussion": _("{problem} Save again to keep it.").format(problem=found[0].sentence)})
        return draft

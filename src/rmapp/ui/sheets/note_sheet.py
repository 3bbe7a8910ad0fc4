"""The sheet of a meeting note: written in one go, kept as a draft while it is typed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from rmapp.domain import reference
from rmapp.domain.wording import format_date
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients import firms, people
from rmapp.services.notes import meetings, topics
from rmapp.services.notes.meetings import AttendeeDraft, MeetingDraft
from rmapp.services.visits import call_report, visit_plan
from rmapp.ui.draft_line import DraftLine
from rmapp.ui.sheets.note_stage import NoteForm
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.person_picker import Candidate
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from rmapp.ui.context import UiContext

_NEW, _EDITED = "note", "note_edit"


def open_note(
    window: QWidget,
    context: UiContext,
    firm_id: str | None = None,
    meeting_id: str | None = None,
    *,
    with_agenda: bool = False,
) -> Sheet:
    """Open the sheet for a new note, or for one of the book; a closed one and a call report are read.

    A planned meeting whose day has come becomes the note. `with_agenda` begins a new note with what is due at
    the client: open promises, tests, expiries.
    """
    if meeting_id is not None:
        view = context.ask(meetings.view_meeting, meeting_id)
        if view.is_closed or context.read_only or context.ask(call_report.has_report, meeting_id):
            from rmapp.ui.sheets.note_reader import open_reader

            return open_reader(window, context, view)
        firm_id = view.meeting.firm_id
    sheet = NoteSheet(window, context, firm_id, meeting_id)
    if with_agenda and meeting_id is None and firm_id is not None:
        sheet.propose_agenda()
    sheet.open(sheet.first_field())
    return sheet


class NoteSheet(Sheet):
    """The open note."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str | None, meeting_id: str | None) -> None:
        super().__init__(window, _("Edit note") if meeting_id else _("New note"))
        self._context = context
        self._meeting_id = meeting_id
        self._firm_id = firm_id
        self._waiting: str | None = None
        self._fields = NoteForm(context)
        self._files = self._fields.files
        self._draft_line = DraftLine(context, self._fields)
        self._build_sheet()
        self._fill()
        self._fields.changed.connect(self._draft_line.touch)
        self._fields.firm_changed.connect(self._on_firm_changed)

    def _build_sheet(self) -> None:
        self.add_tool(Chip(_("Offline, all saved here"), icon="hard-drive", tone="success"))
        scroll = PageScroll(surface="raised", margin=0)
        scroll.body.addWidget(self._fields)
        scroll.body.addStretch(1)
        self.body.addWidget(scroll, 1)
        self.add_left(self._draft_line)
        self._draft_line.failed.connect(self.show_problem)
        if self._meeting_id is not None:
            longer = Button(_("As a call report"), kind="ghost", icon="clipboard")
            longer.clicked.connect(self._on_longer_clicked)
            self.add_right(longer)
        later = Button(_("Keep draft"), kind="ghost", key="Esc")
        later.clicked.connect(self.dismiss)
        save = Button(_("Save note"), kind="primary", icon="check", key="Ctrl Enter")
        save.clicked.connect(self.save)
        self.add_right(later)
        self.add_right(save)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self, self.save)
        self.set_guard(self._may_go)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the kind by a digit where no field takes it."""
        if event.modifiers() or not self._fields.kinds.take_key(event):
            super().keyPressEvent(event)

    def first_field(self) -> QWidget:
        """Return the field the cursor starts in: the discussion, or the client where none is chosen."""
        return self._fields.discussion if self._firm_id else self._fields.firm

    def propose_agenda(self) -> None:
        """Begin with what is due at the client."""
        if self._firm_id is not None:
            lines = self._context.ask(visit_plan.prefill, [self._firm_id]).agenda
            self._fields.show_agenda(lines)

    def _fill(self) -> None:
        if self._meeting_id is not None:
            self._fields.set_draft(self._stored(self._meeting_id))
        self._fields.firm.set_firm(self._firm_id)
        if self._firm_id is not None:
            self._fields.fix_firm()
        self._offer_people()
        if self._meeting_id is None and self._firm_id is not None:
            self._offer_visit(self._firm_id)
        kind = _NEW if self._meeting_id is None else _EDITED
        resumed = self._draft_line.begin(kind, self._firm_id, self._meeting_id)
        if not resumed and self._meeting_id is None and self._waiting is None:
            self._fields.start(self._context.clock.now().astimezone())

    def _offer_visit(self, firm_id: str) -> None:
        """Offer to close the visit of this client that was planned for about now or the last days."""
        waiting = self._context.ask(call_report.visit_to_close, firm_id)
        if waiting is None or self._context.read_only:
            return
        self._waiting = waiting.id
        day, _t, clock = waiting.starts_at.partition("T")
        when = ", ".join(part for part in (format_date(date.fromisoformat(day)), clock) if part)
        words = _("This note closes the visit planned for {when}").format(when=when)
        self._fields.offer_visit(self._stored(waiting.id), words)

    def _stored(self, meeting_id: str) -> MeetingDraft:
        view = self._context.ask(meetings.view_meeting, meeting_id)
        shared = {
            name: getattr(view.meeting, name) for name in MeetingDraft.model_fields if hasattr(view.meeting, name)
        }
        attendees = tuple(
            AttendeeDraft(side=one.side, person_id=one.person_id, name=name, role_text=one.role_text)
            for one, name in zip(view.attendees, view.names, strict=True)
        )
        if view.meeting.status == "planned" and view.meeting.starts_at[:10] <= self._context.clock.today().isoformat():
            shared["status"] = "held"
        return MeetingDraft(**shared, attendees=attendees, other_firm_ids=view.other_firm_ids)

    def _offer_people(self) -> None:
        self._set_subtitle()
        self._files.set_target(self._firm_id, self._meeting_id)
        self._fields.set_client(self._firm_id)
        self._fields.set_topics(self._topics)
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

    def _topics(self) -> tuple[str, ...]:
        return self._context.ask(topics.topics, self._firm_id) or self._context.ask(topics.topics)

    def _set_subtitle(self) -> None:
        name = self._context.ask(firms.display_name, self._firm_id) if self._firm_id else _("Choose the client first")
        self.set_title(_("Edit note") if self._meeting_id else _("New note"), name)

    def _on_firm_changed(self, firm_id: object) -> None:
        self._firm_id = str(firm_id) if firm_id else None
        self._draft_line.set_firm(self._firm_id)
        self._fields.withdraw_visit()
        self._waiting = None
        if self._firm_id is not None:
            self._offer_visit(self._firm_id)
        self._offer_people()
        self._draft_line.touch()

    def _on_longer_clicked(self) -> None:
        meeting_id = self._meeting_id
        self.dismiss()
        if not self.is_open():
            self._context.open_page("call_report", meeting_id=meeting_id)

    def _may_go(self) -> bool:
        return self._draft_line.may_go(self._close)

    def _close(self) -> None:
        self._draft_line.finish()
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
                self._waiting if self._fields.closes_visit() else self._meeting_id,
                self._draft_line.draft_id,
                self._files.pending(),
                self._fields.said(),
                label=_("Note saved"),
                toast=_("Note saved"),
            )
        except InputError as problem:
            self._fields.show_errors(problem.fields)
            return
        if change is not None:
            self._close()

    def _draft(self) -> MeetingDraft:
        if self._firm_id is None:
            raise InputError({"firm": _("Choose the client this note is about.")})
        return self._fields.draft(self._firm_id)

"""A closed meeting note: read as it was written, with addenda below."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from rmapp.domain import reference
from rmapp.domain.wording import format_date
from rmapp.errors import InputError
from rmapp.i18n import _, listed
from rmapp.services import firms, meetings
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import Field, TextArea
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from rmapp.services.meetings import MeetingView
    from rmapp.ui.context import UiContext


def open_reader(window: QWidget, context: UiContext, view: MeetingView) -> Sheet:
    """Open a note for reading; where the book can be written an addendum can be added."""
    sheet = NoteReader(window, context, view)
    sheet.open()
    return sheet


class NoteReader(Sheet):
    """One closed note."""

    def __init__(self, window: QWidget, context: UiContext, view: MeetingView) -> None:
        name = context.ask(firms.display_name, view.meeting.firm_id)
        super().__init__(window, reference.text("meeting_type", view.meeting.type), subtitle=name)
        self._context = context
        self._view = view
        scroll = PageScroll(surface="raised", margin=0)
        self._write(scroll.body)
        self.body.addWidget(scroll, 1)
        if not context.read_only:
            self._build_addendum(scroll.body)
        scroll.body.addStretch(1)

    def _write(self, column: QVBoxLayout) -> None:
        meeting = self._view.meeting
        day, _t, clock = meeting.starts_at.partition("T")
        when = format_date(date.fromisoformat(day), "long")
        facts = [f"{when} {clock}".strip(), meeting.place, meeting.purpose, listed(self._view.names)]
        column.addWidget(PlainLabel("\n".join(fact for fact in facts if fact), tone="secondary", wrap=True))
        for text in (meeting.summary, meeting.discussion, "\n".join(meeting.agenda)):
            if text:
                column.addWidget(PlainLabel(text, wrap=True, selectable=True))
        for promise in self._view.promises:
            whose = _("we") if promise.side == "ours" else _("they")
            due = format_date(promise.due_on, "medium")
            line = _("{side}: {text}, {owner}, {date}").format(
                side=whose, text=promise.text, owner=promise.owner, date=due
            )
            column.addWidget(PlainLabel(line, role="small", wrap=True))
        written = _("Written by {name}").format(name=meeting.author) if meeting.author else ""
        column.addWidget(PlainLabel(written, role="small", tone="tertiary"))
        for addendum in self._view.addenda:
            head = _("Addendum by {name}, {date}").format(name=addendum.author, date=addendum.created_at[:10])
            column.addWidget(PlainLabel(head, role="small", tone="tertiary", weight=600))
            column.addWidget(PlainLabel(addendum.text, wrap=True, selectable=True))

    def _build_addendum(self, column: QVBoxLayout) -> None:
        self._area = TextArea(name=_("Addendum"), lines=3)
        self._field = Field(
            _("Addendum"), self._area, hint=_("This note is closed. What you add stands below it with your name.")
        )
        column.addWidget(self._field)
        save = Button(_("Add"), kind="primary", icon="check", key="Ctrl Enter")
        save.clicked.connect(self._on_save_clicked)
        self.add_right(save)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self, self._on_save_clicked)

    def _on_save_clicked(self) -> None:
        try:
            change = self._context.do(
                meetings.add_addendum, self._view.meeting.id, self._area.text(), label=_("Addendum added")
            )
        except InputError as problem:
            self._field.set_error(problem.message)
            return
        if change is not None:
            self.dismiss()

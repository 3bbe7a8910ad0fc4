"""A written note or call report: read as it was written, its judgement apart, with addenda below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from rmapp.domain.note_content import note_parts, note_title
from rmapp.domain.wording import format_date
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.services.notes import meetings
from rmapp.services.notes.note_contents import note_contents
from rmapp.ui import metrics
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import Field, TextArea
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from rmapp.domain.note_content import NoteContent, NotePart
    from rmapp.services.notes.meetings import MeetingView
    from rmapp.ui.context import UiContext


def open_reader(window: QWidget, context: UiContext, view: MeetingView) -> Sheet:
    """Open a note for reading; where the book can be written an addendum can be added."""
    sheet = NoteReader(window, context, view)
    sheet.open()
    return sheet


class NoteReader(Sheet):
    """One note; a report that is still fresh can be changed from here, an older one takes addenda."""

    def __init__(self, window: QWidget, context: UiContext, view: MeetingView) -> None:
        name = context.ask(firms.display_name, view.meeting.firm_id)
        super().__init__(window, note_title(view.meeting), subtitle=name)
        self._context = context
        self._view = view
        content = context.ask(note_contents, [view.meeting])[view.meeting.id]
        scroll = PageScroll(surface="raised", margin=0)
        self._write(scroll.body, content)
        self.body.addWidget(scroll, 1)
        if view.meeting.status == "held":
            self._add_print()
        if not context.read_only:
            self._build_writing(scroll.body)
        scroll.body.addStretch(1)

    def _write(self, column: QVBoxLayout, content: NoteContent) -> None:
        column.setSpacing(0)
        when = " ".join(part for part in (format_date(content.on, "long"), content.time) if part)
        column.addWidget(PlainLabel(when, tone="secondary"))
        parts = note_parts(content)
        shown = ""
        for part in (one for one in parts if one.kind not in ("judgement", "addendum")):
            shown = self._write_part(column, part, shown)
        judged = [one for one in parts if one.kind == "judgement"]
        if judged:
            column.addSpacing(metrics.space(3))
            column.addWidget(Banner("info", _("Judgement: never shown to the client")))
        for part in judged:
            shown = self._write_part(column, part, shown)
        written = _("Written by {name}").format(name=content.meeting.author) if content.meeting.author else ""
        column.addSpacing(metrics.space(3))
        column.addWidget(PlainLabel(written, role="small", tone="tertiary"))
        for part in (one for one in parts if one.kind == "addendum"):
            shown = self._write_part(column, part, shown)

    def _write_part(self, column: QVBoxLayout, part: NotePart, shown: str) -> str:
        """Add a part below its heading, which is not said twice; return the heading."""
        if part.heading != shown:
            heading = PlainLabel(part.heading, role="small", tone="tertiary", weight=600)
            heading.setContentsMargins(0, metrics.space(2), 0, 0)
            column.addWidget(heading)
        column.addWidget(PlainLabel(part.text, wrap=True, selectable=True))
        return part.heading

    def _add_print(self) -> None:
        paper = Button(_("Print"), kind="ghost", icon="printer")
        paper.clicked.connect(self._on_print_clicked)
        self.add_left(paper)

    def _build_writing(self, column: QVBoxLayout) -> None:
        if not self._view.is_closed:
            change = Button(_("Edit the report"), kind="primary", icon="pencil", key="E")
            change.clicked.connect(self._on_change_clicked)
            self.add_right(change)
            QShortcut(QKeySequence("E"), self, self._on_change_clicked)
            return
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

    def _on_change_clicked(self) -> None:
        self.dismiss()
        self._context.open_page("call_report", meeting_id=self._view.meeting.id)

    def _on_print_clicked(self) -> None:
        self.dismiss()
        self._context.open_page("report_paper", meeting_id=self._view.meeting.id)

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

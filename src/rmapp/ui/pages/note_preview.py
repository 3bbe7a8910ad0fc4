"""The pane beside the list of notes: one note in full, part by part, with the searched words marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.wording import format_date, format_weekday
from rmapp.i18n import _, listed
from rmapp.ui import metrics, paint
from rmapp.ui.pages.note_columns import RESTRICTED_ICON, title_of
from rmapp.ui.pages.preview_dock import DockedPane
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.flow import FlowLayout
from rmapp.ui.widgets.labels import ElidedLabel, LinkLabel, PlainLabel
from rmapp.ui.widgets.marked_text import MarkedText

if TYPE_CHECKING:
    from rmapp.services.notes.note_list import NoteReading


class NotePreview(DockedPane):
    """Shows the note that `show_note` gives it; it decides nothing."""

    open_asked = Signal()
    client_asked = Signal()
    print_asked = Signal()
    close_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Preview"))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(_("Text of the note"))
        self.opener = Button(_("Open"), kind="soft", icon="arrow-right", key=_("Enter"))
        self.printer = Button(_("Print"), icon="printer")
        self._foot = QWidget()
        self._build()
        self.show_note(None)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(metrics.space(5) - 1, metrics.space(2), metrics.space(5), metrics.space(4))
        row.setSpacing(metrics.space(2))
        row.addWidget(self.opener)
        row.addWidget(self.printer)
        row.addStretch(1)
        column.addWidget(self._foot)
        self.opener.clicked.connect(self.open_asked)
        self.printer.clicked.connect(self.print_asked)

    def show_note(self, note: NoteReading | None) -> None:
        """Show a note, or nothing."""
        content = QWidget()
        content.setProperty("surface", "none")
        column = QVBoxLayout(content)
        side = metrics.space(5)
        column.setContentsMargins(side - 1, side - 2, side, metrics.space(3))
        column.setSpacing(metrics.space(1))
        if note is not None:
            self._fill(column, note)
        column.addStretch(1)
        self._scroll.setWidget(content)
        self._foot.setVisible(note is not None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line at the left edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        paint.vline(painter, 0, 0, self.height(), active().colour("border_subtle"))
        painter.end()

    def _fill(self, column: QVBoxLayout, note: NoteReading) -> None:
        row = note.row
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(title_of(row), role="subtitle"), 1)
        closer = IconButton("panel-right-close", _("Hide the preview"), key=_("Space"))
        closer.clicked.connect(self.close_asked)
        head.addWidget(closer)
        column.addLayout(head)
        firm = LinkLabel(row.firm_name)
        firm.clicked.connect(self.client_asked)
        column.addWidget(firm)
        column.addWidget(PlainLabel(_when(note), role="small", tone="secondary", wrap=True))
        column.addWidget(_chips(note))
        for one in note.parts:
            heading = PlainLabel(one.part.heading, role="small", tone="secondary", weight=600, wrap=True)
            heading.setContentsMargins(0, metrics.space(2), 0, 0)
            column.addWidget(heading)
            column.addWidget(MarkedText(one.part.text, one.spans))


def _when(note: NoteReading) -> str:
    row = note.row
    if row.on is None:
        return _("day not known")
    day = _("{weekday} {date}").format(weekday=format_weekday(row.on), date=format_date(row.on, "long"))
    return " ".join(part for part in (day, row.time) if part)


def _chips(note: NoteReading) -> QWidget:
    row = note.row
    holder = QWidget()
    flow = FlowLayout(holder, gap=6)
    icon = RESTRICTED_ICON if row.is_restricted else ""
    flow.addWidget(Chip(reference.text("confidentiality", row.confidentiality), icon=icon))
    if row.author:
        flow.addWidget(Chip(listed((row.author,)), icon="user"))
    if note.is_closed:
        flow.addWidget(Chip(_("closed for edits"), icon="lock"))
    return holder

"""The pane beside the list: the selected client in short, and the ways on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import actions, metrics, pages, paint
from rmapp.ui.pages import client_preview_parts as parts
from rmapp.ui.pages.preview_dock import DockedPane
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.labels import plain

if TYPE_CHECKING:
    from rmapp.services.visits.client_preview import ClientPreview

_LOW = 720
"""Below this height people give their rows to the notes."""


class PreviewPane(DockedPane):
    """Shows what `show_client` gives it; it decides nothing."""

    open_asked = Signal()
    close_asked = Signal()
    command_chosen = Signal(str)

    def __init__(self, *, may_write: bool) -> None:
        super().__init__()
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Preview"))
        self._may_write = may_write
        self._shown: ClientPreview | None = None
        self._people: QWidget | None = None
        self._opener: Button | None = None
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        self._foot = self._build_foot()
        column.addWidget(self._foot)
        self.show_client(None)

    def shown(self) -> str | None:
        """Return the id of the client shown."""
        return self._shown.header.firm.id if self._shown else None

    def show_client(self, client: ClientPreview | None) -> None:
        """Show a client, or nothing."""
        self._shown = client
        self._people = None
        content = QWidget()
        content.setProperty("surface", "none")
        column = QVBoxLayout(content)
        side = metrics.space(5)
        column.setContentsMargins(side - 1, side - 2, side, metrics.space(3))
        column.setSpacing(metrics.space(3))
        if client is not None:
            self._fill(column, client)
        column.addStretch(1)
        self._scroll.setWidget(content)
        self._foot.setVisible(client is not None)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out rows that a low window has no room for."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line at the left edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        paint.vline(painter, 0, 0, self.height(), active().colour("border_subtle"))
        painter.end()

    def _fill(self, column: QVBoxLayout, client: ClientPreview) -> None:
        head = parts.Head(client)
        head.closed.connect(self.close_asked)
        column.addWidget(head)
        column.addWidget(parts.chips(client))
        stage = parts.stage(client)
        if stage is not None:
            column.addWidget(stage)
        for part in (parts.credit(client), parts.following(client)):
            if part is not None:
                parts.add_section(column, part)
        if client.people_count:
            parts.add_section(column, parts.counted_title(_("People"), client.people_count))
            self._people = parts.people(client)
            column.addWidget(self._people)
        if client.note_count:
            parts.add_section(column, parts.counted_title(_("Last notes"), client.note_count))
            column.addWidget(parts.notes(client))

    def _fit(self) -> None:
        if self._opener is not None:
            self._opener.set_key(_("Enter"))
            if self._foot.sizeHint().width() > self.width():
                self._opener.set_key("")
        if self._people is not None:
            self._people.setVisible(self.height() >= metrics.grown(_LOW, lines=20))

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(metrics.space(5) - 1, metrics.space(2), metrics.space(5), metrics.space(4))
        row.setSpacing(metrics.space(2))
        if pages.offers("page:client"):
            self._opener = Button(_("Open"), kind="primary", icon="arrow-right")
            self._opener.clicked.connect(self.open_asked)
            row.addWidget(self._opener)
        for action_id, label in (("brief.open", _("Brief")), ("note.new", _("New note"))):
            action = actions.action(action_id)
            if action is not None:
                button = Button(label, icon=action.icon)
                button.setObjectName(action_id)
                button.setToolTip(plain(f"{action.text}  {action.keys[-1]}"))
                button.setEnabled(self._may_write or not action.writes)
                button.clicked.connect(self._on_command_clicked)
                row.addWidget(button)
        row.addStretch(1)
        return foot

    def _on_command_clicked(self) -> None:
        self.command_chosen.emit(self.sender().objectName())

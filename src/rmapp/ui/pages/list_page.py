"""What every page that is one long list does: its columns follow the window, and its keys work at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from rmapp.ui.page import Page

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent

    from rmapp.ui.widgets.entity_table import EntityTable


class ListPage(Page):
    """The base of such a page; `table` is its list."""

    table: EntityTable

    def focus_list(self) -> None:
        """Let the keys of the list work."""
        self.table.setFocus()
        if self.table.current_id() is None:
            self.table.select_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the window."""
        super().resizeEvent(event)
        self.table.set_window_width(self.window().width())

    def showEvent(self, event: QShowEvent) -> None:
        """Let the keys of the list work at once."""
        super().showEvent(event)
        if not event.spontaneous():
            self.focus_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Find the list from any button by J and K."""
        keys = (Qt.Key.Key_J, Qt.Key.Key_K)
        if event.key() in keys and not event.modifiers() and not self.table.hasFocus():
            self.focus_list()
        else:
            super().keyPressEvent(event)

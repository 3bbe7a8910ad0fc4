"""The small dialog that asks for the name of a saved view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from rmapp.i18n import _
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import Field, LineEdit
from rmapp.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget


class ViewNameSheet(Sheet):
    """Says which name was typed; whoever asked closes the sheet or shows what is wrong with the name."""

    named = Signal(str)

    def __init__(self, window: QWidget, title: str, name: str = "") -> None:
        super().__init__(window, title, kind="dialog", width=420)
        self._edit = LineEdit(name=_("Name of the view"), placeholder=_("For example: Battery makers to call"))
        self._edit.setText(name)
        self._edit.selectAll()
        self._field = Field(_("Name of the view"), self._edit, hint=_("Filters, order and columns are kept with it."))
        self.body.addWidget(self._field)
        cancel = Button(_("Cancel"), key="Esc")
        cancel.clicked.connect(self.dismiss)
        save = Button(_("Save"), kind="primary", key=_("Enter"))
        save.clicked.connect(self._on_save_clicked)
        self.add_right(cancel)
        self.add_right(save)

    def ask(self) -> None:
        """Show the dialog."""
        self.open(first=self._edit)

    def refuse(self, problem: str) -> None:
        """Say what is wrong with the name."""
        self._field.set_error(problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_save_clicked()
            return
        super().keyPressEvent(event)

    def _on_save_clicked(self) -> None:
        self.named.emit(self._edit.text())

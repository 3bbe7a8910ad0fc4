"""The filter box of a page: it waits a frame after each key, then says what to look for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal

from rmapp.ui.widgets.fields import LineEdit

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

DELAY_MS = 15


class FilterBox(LineEdit):
    """A field whose words narrow a list; Esc clears it, Down leaves it for the list."""

    searched = Signal(str)
    left_down = Signal()

    def __init__(
        self,
        placeholder: str,
        parent: QWidget | None = None,
        *,
        name: str,
        icon: str = "list-filter",
        delay_ms: int = DELAY_MS,
    ) -> None:
        super().__init__(parent, name=name, icon=icon, placeholder=placeholder)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay_ms)
        self._timer.timeout.connect(self._on_waited)
        self.textChanged.connect(self._on_text_changed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear on Esc, go to the list on Down or Enter."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._timer.stop()
            self.searched.emit(self.text())
            self.left_down.emit()
            return
        super().keyPressEvent(event)

    def _on_text_changed(self, _text: str) -> None:
        self._timer.start()

    def _on_waited(self) -> None:
        self.searched.emit(self.text())

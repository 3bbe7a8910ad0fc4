"""A part of a form that is folded away until it is needed; its heading is a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.labels import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence


class FoldSection(QWidget):
    """Heading and body; the note beside the heading says in a few words what is inside."""

    folded = Signal()

    def __init__(self, title: str, parts: Sequence[QWidget]) -> None:
        super().__init__()
        self._title = title
        self.head = Button(title, kind="ghost", icon="chevron-right", size="small")
        self.head.clicked.connect(self._on_clicked)
        self._note = ElidedLabel("", role="small", tone="secondary")
        self._body = QWidget()
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(metrics.space(3))
        for part in parts:
            inner.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(2))
        row = QHBoxLayout()
        row.addWidget(self.head)
        row.addWidget(self._note, 1)
        column.addLayout(row)
        column.addWidget(self._body)
        self.set_open(False)

    def is_open(self) -> bool:
        """Tell whether the body is shown."""
        return not self._body.isHidden()

    def set_open(self, shown: bool) -> None:
        """Show the body, or fold it away."""
        self._body.setVisible(shown)
        self.head.set_icon_name("chevron-down" if shown else "chevron-right")
        state = _("shown") if shown else _("folded")
        self.head.setAccessibleName(_("{title}, {state}").format(title=self._title, state=state))

    def set_note(self, note: str) -> None:
        """Say in a few words what is inside."""
        self._note.setText(note)

    def note(self) -> str:
        """Return what is said of the inside."""
        return self._note.text()

    def _on_clicked(self) -> None:
        self.set_open(not self.is_open())
        self.folded.emit()

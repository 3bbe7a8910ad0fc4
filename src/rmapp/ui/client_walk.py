"""The arrows beside a client's name that walk through the list the user came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from rmapp.ui.context import UiContext


class ClientWalk(QWidget):
    """Previous, next, and "1 of 184"."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._firm_id = ""
        self._up = IconButton("chevron-up", _("Previous client of the list"), size=28)
        self._down = IconButton("chevron-down", _("Next client of the list"), size=28)
        self._place = PlainLabel("", role="small", tone="tertiary")
        self._up.clicked.connect(self._on_up_clicked)
        self._down.clicked.connect(self._on_down_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(1))
        for part in (self._up, self._down, self._place):
            row.addWidget(part)

    def holds(self, firm_id: str) -> bool:
        """Tell whether the user came to this client through a list."""
        return firm_id in self._context.walk_ids

    def show_place(self, firm_id: str) -> None:
        """Show where in the list a client stands."""
        self._firm_id = firm_id
        if not self.holds(firm_id):
            return
        ids = self._context.walk_ids
        at = ids.index(firm_id)
        self._up.setEnabled(at > 0)
        self._down.setEnabled(at < len(ids) - 1)
        self._place.setText(_("{n} of {total}").format(n=at + 1, total=len(ids)))

    def _go(self, by: int) -> None:
        ids = self._context.walk_ids
        if self._firm_id in ids and 0 <= ids.index(self._firm_id) + by < len(ids):
            self._context.open_client(ids[ids.index(self._firm_id) + by])

    def _on_up_clicked(self) -> None:
        self._go(-1)

    def _on_down_clicked(self) -> None:
        self._go(1)

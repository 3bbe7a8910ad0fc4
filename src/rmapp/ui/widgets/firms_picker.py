"""A field for several clients: the first is the main one; type a name, pinyin or initials, Enter takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.services.line_queues import firm_names
from rmapp.ui import metrics
from rmapp.ui.widgets.chips import FilterChip
from rmapp.ui.widgets.firm_picker import FirmPicker
from rmapp.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.ui.context import UiContext


class FirmsPicker(QWidget):
    """The clients picked, as chips, and a field to add more."""

    changed = Signal()

    def __init__(self, context: UiContext, *, name: str) -> None:
        super().__init__()
        self._context = context
        self._ids: list[str] = []
        self._chips = FlowLayout(gap=metrics.space(1))
        self.field = FirmPicker(context, name=name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(1))
        column.addLayout(self._chips)
        column.addWidget(self.field)
        self.setFocusProxy(self.field)
        self.setAccessibleName(name)
        self.field.changed.connect(self._on_picked)

    def firm_ids(self) -> tuple[str, ...]:
        """Return the ids of the clients picked, the main one first."""
        return tuple(self._ids)

    def set_firms(self, firm_ids: Sequence[str]) -> None:
        """Show these clients as picked; those that are no longer in the book are left out."""
        names = self._context.ask(firm_names, firm_ids)
        self._ids = [one for one in dict.fromkeys(firm_ids) if one in names]
        self._show(names)

    def set_state(self, state: str) -> None:
        """Look as usual (""), wrong ("error") or doubtful ("warning")."""
        self.field.set_state(state)

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        self.field.set_locked(locked)

    def _show(self, names: dict[str, str]) -> None:
        while self._chips.count():
            item = self._chips.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for place, firm_id in enumerate(self._ids):
            name = names.get(firm_id, "")
            chip = FilterChip(_("main") if place == 0 and len(self._ids) > 1 else "", name)
            chip.setAccessibleName(name)
            chip.setProperty("firm", firm_id)
            chip.removed.connect(self._on_removed)
            self._chips.addWidget(chip)
        self.updateGeometry()

    def _on_picked(self) -> None:
        firm_id = self.field.firm_id()
        if firm_id is None:
            return
        self.field.set_firm(None)
        self.set_firms((*self._ids, firm_id))
        self.changed.emit()

    def _on_removed(self) -> None:
        gone = self.sender().property("firm")
        self.set_firms([one for one in self._ids if one != gone])
        self.changed.emit()
        self.field.setFocus()

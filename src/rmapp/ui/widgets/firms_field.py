"""A field for several clients: each picked one becomes a chip, and the field is free for the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.services.clients import firms
from rmapp.ui import metrics
from rmapp.ui.widgets.chips import FilterChip
from rmapp.ui.widgets.firm_picker import FirmPicker
from rmapp.ui.widgets.flow_box import FlowBox

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmapp.ui.context import UiContext


class FirmsField(QWidget):
    """Holds clients of the book by their ids, in the order of picking."""

    changed = Signal()

    def __init__(self, context: UiContext, *, name: str) -> None:
        super().__init__()
        self._context = context
        self._picked: list[str] = []
        self._picker = FirmPicker(context, name=name)
        self._chips = FlowBox(gap=metrics.space(1))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(1))
        column.addWidget(self._chips)
        column.addWidget(self._picker)
        self.setFocusProxy(self._picker)
        self.setAccessibleName(name)
        self._picker.changed.connect(self._on_picked)
        self._show()

    def firm_ids(self) -> tuple[str, ...]:
        """Return who is picked."""
        return tuple(self._picked)

    def set_firms(self, firm_ids: Iterable[str]) -> None:
        """Show these as picked."""
        self._picked = list(dict.fromkeys(firm_ids))
        self._show()

    def set_state(self, state: str) -> None:
        """Look as usual (""), wrong ("error") or doubtful ("warning")."""
        self._picker.set_state(state)

    def _on_picked(self) -> None:
        firm_id = self._picker.firm_id()
        if firm_id is None:
            return
        if firm_id not in self._picked:
            self._picked.append(firm_id)
        self._picker.set_firm(None)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        chips = []
        for firm_id in self._picked:
            name = self._context.ask(firms.display_name, firm_id)
            chip = FilterChip("", name)
            chip.setAccessibleName(name)
            chip.setProperty("firm", firm_id)
            chip.removed.connect(self._on_removed)
            chips.append(chip)
        self._chips.set_widgets(chips)
        self._chips.setVisible(bool(chips))

    def _on_removed(self) -> None:
        self._picked.remove(str(self.sender().property("firm")))
        self._show()
        self.changed.emit()
        self._picker.setFocus()

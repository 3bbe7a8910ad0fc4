"""A widget whose parts stand side by side and wrap: chips, small facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.ui import metrics
from rmapp.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Iterable


class FlowBox(QWidget):
    """Holds widgets in a row that wraps; it is as high as its rows."""

    def __init__(self, parent: QWidget | None = None, *, gap: int | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=metrics.space(2) if gap is None else gap)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_widgets(self, widgets: Iterable[QWidget]) -> None:
        """Show these widgets instead of those before."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for widget in widgets:
            self._flow.addWidget(widget)
            widget.show()
        self.updateGeometry()

"""A card with a chart that can be read as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.ui.widgets.chart import Chart


class ChartCard(Card):
    """Shows a chart; its table button shows the same numbers as text, under `headers`."""

    def __init__(
        self,
        title: str,
        chart: Chart,
        parent: QWidget | None = None,
        *,
        headers: Sequence[str] = (),
        note: str = "",
        icon: str = "",
    ) -> None:
        super().__init__(title, parent, note=note, icon=icon)
        self.chart = chart
        self._headers = tuple(headers)
        self._table: QWidget | None = None
        self._switch = IconButton("table-2", _("Show as table"), size=26, checkable=True)
        self._switch.toggled.connect(self._on_switch_toggled)
        self.set_tools(self._switch)
        self.add(chart)

    def shows_table(self) -> bool:
        """Whether the table stands in place of the picture."""
        return self._switch.isChecked()

    def set_headers(self, headers: Sequence[str]) -> None:
        """Change the heads of the table; one that is shown follows the chart."""
        self._headers = tuple(headers)
        if self.shows_table():
            self._on_switch_toggled(True)

    def _on_switch_toggled(self, as_table: bool) -> None:
        if self._table is not None:
            self._table.deleteLater()
            self._table = None
        self.chart.setVisible(not as_table)
        self._switch.set_name(_("Show as picture") if as_table else _("Show as table"))
        if as_table:
            self._table = self._build_table()
            self.add(self._table)

    def _build_table(self) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(metrics.space(4))
        grid.setVerticalSpacing(metrics.space(1))
        for column, header in enumerate(self._headers):
            grid.addWidget(PlainLabel(header, role="small", tone="tertiary"), 0, column)
        for line, cells in enumerate(self.chart.table(), start=1):
            for column, cell in enumerate(cells):
                grid.addWidget(PlainLabel(cell, numeric=column > 0, selectable=True), line, column)
        grid.setColumnStretch(max(len(self._headers), 2), 1)
        return table

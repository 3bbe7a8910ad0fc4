"""The sheet of one period's figures: typed or pasted, with what follows from them shown at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.wording import format_period
from rmapp.i18n import _
from rmapp.services.clients import figures
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.fact_forms import USUAL_VALUES, origin_specs
from rmapp.ui.sheets.paste_panel import PastePanel
from rmapp.ui.sheets.snapshot_forms import figure_groups, from_snapshot, period_specs, to_snapshot_fields
from rmapp.ui.sheets.snapshot_result import SnapshotResult
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.pasted_figures import PastedColumn
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.entity_form import EntityForm

WIDTH = 720


def open_snapshot(
    window: QWidget, context: UiContext, firm_id: str, snapshot_id: str = "", *, paste: bool = False
) -> SnapshotSheet:
    """Open a new period of a firm, with `paste` ready to take a table from the clipboard, or a stored one."""
    snapshot = context.ask(figures.snapshot_of, snapshot_id) if snapshot_id else None
    sheet = SnapshotSheet(window, context, firm_id, snapshot)
    sheet.open(sheet.first_field())
    if paste:
        sheet.show_paste()
    return sheet


class SnapshotSheet(EntitySheet):
    """A stored period is corrected where something was mistyped, or restated where the client restated it."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, snapshot: FinancialSnapshot | None) -> None:
        title = _("Add figures")
        if snapshot is not None:
            period = format_period(snapshot.period_type, snapshot.period_end)
            title = _("Figures, {period}").format(period=period)
        removes = _("Remove") if snapshot is not None else ""
        super().__init__(window, context, title, width=WIDTH, removes=removes)
        self._firm_id, self._snapshot = firm_id, snapshot
        self._modes = Segmented(
            [("correct", _("Correct a slip")), ("restate", _("Restated by the client"))], name=_("Kind of change")
        )
        self._paste = PastePanel()
        self._result = SnapshotResult()
        self._figures: list[EntityForm] = []
        self._fill_in()
        self._show_result()

    def _fill_in(self) -> None:
        if self._snapshot is not None and not self.context.read_only:
            self.page.addWidget(self._modes)
        if not self.context.read_only:
            paste = Button(_("Paste"), kind="ghost", icon="clipboard-paste", size="small")
            paste.clicked.connect(self.show_paste)
            self.add_tool(paste)
        self._paste.hide()
        self._paste.taken.connect(self._on_taken)
        self.page.addWidget(self._paste)
        self._period = self.add_form(period_specs())
        self._source = self.add_form(origin_specs())
        self.page.addWidget(self._result)
        for title, specs in figure_groups():
            self._figures.append(self.add_form(specs, title=title))
        values = from_snapshot(self._snapshot) if self._snapshot else self._first_values()
        for form in (self._period, self._source, *self._figures):
            form.set_values(values)
            form.changed.connect(self._show_result)
        self.page.addStretch(1)

    def first_field(self) -> QWidget | None:
        """Begin with the period, or of a stored one with the revenue."""
        if self._snapshot is None:
            return self._period.control("period_end")
        return self._figures[0].control("revenue")

    def show_paste(self) -> None:
        """Offer room for a table from the clipboard."""
        self._paste.show()
        self._paste.begin()

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Add, correct or restate the figures."""
        fields = to_snapshot_fields(values)
        if self._snapshot is None:
            snapshot = FinancialSnapshot(firm_id=self._firm_id, **fields)
            return self.context.do(figures.add_snapshot, snapshot, label=_("Figures added"))
        if self._modes.code() == "restate":
            return self.context.do(figures.supersede, self._snapshot.id, label=_("Figures restated"), **fields)
        return self.context.do(figures.change_snapshot, self._snapshot.id, label=_("Figures corrected"), **fields)

    def remove(self) -> Change[Any] | None:
        """Take the figures of the period out of the book."""
        if self._snapshot is None:
            return None
        return self.context.do(figures.remove_snapshot, self._snapshot.id, label=_("Figures removed"))

    def _first_values(self) -> dict[str, object]:
        today = self.context.clock.today()
        return {"period_type": "fy", "period_end": date(today.year - 1, 12, 31), "received_on": today, **USUAL_VALUES}

    def _show_result(self) -> None:
        read: dict[str, Any] = {}
        for form in (self._period, self._source, *self._figures):
            read |= form.readable()
        known = {name: value for name, value in to_snapshot_fields(read).items() if value is not None}
        if known.get("period_end") is None:
            return
        self._result.show_snapshot(FinancialSnapshot(firm_id=self._firm_id, **known))

    def _on_taken(self, column: PastedColumn) -> None:
        for form in self._figures:
            held = form.readable()
            form.set_values({name: value for name, value in column.figures.items() if name in held})
        self._paste.hide()
        self._show_result()
        self._figures[0].control("revenue").setFocus()

"""The check before a calendar or contact cards come into the book: each thing, what becomes of it, whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmapp.domain.exchange_check import CheckRow, outcome
from rmapp.errors import ImportRejected
from rmapp.i18n import _
from rmapp.services.clients.firm_names import firm_names
from rmapp.ui import messages, metrics
from rmapp.ui.models.lazy_table import LazyTable
from rmapp.ui.sheets.exchange_rows import Kind, columns, sentence, source
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.entity_table import EntityTable
from rmapp.ui.widgets.fields import Field
from rmapp.ui.widgets.firm_picker import FirmPicker
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.sheet import Sheet

WIDTH = 900
_LEAST_TABLE = 320


def choose_exchange(window: QWidget | None, context: UiContext, what: Kind) -> None:
    """Ask for a file and open the check of what is in it."""
    chosen = source(what)
    path = messages.choose_file(window, chosen.choose, chosen.pattern)
    if path is not None:
        context.open_sheet("exchange", what=what, path=path)


def open_exchange(window: QWidget, context: UiContext, what: Kind, path: Path) -> Sheet | None:
    """Read a file and open the check; a file that cannot be read is told about above the page."""
    try:
        read = source(what).read(path)
    except ImportRejected as problem:
        context.show_problem(problem)
        return None
    sheet = ExchangeSheet(window, context, what)
    sheet.check(path.name, read)
    sheet.open(sheet.table)
    return sheet


class ExchangeSheet(FormSheet):
    """A table of what is in the file; the client of the selected row can be chosen, or the row left out."""

    def __init__(self, window: QWidget, context: UiContext, kind: Kind) -> None:
        self._source = source(kind)
        super().__init__(window, self._source.title, save=_("Bring in"), width=WIDTH)
        self._context = context
        self._name = ""
        self._read: Any = None
        self._plan: Any = None
        self._decisions: dict[int, str] = {}
        self._rows: dict[str, CheckRow] = {}
        self._names: dict[str, str] = {}
        self._counts = PlainLabel("", weight=600, wrap=True)
        self._notes = PlainLabel("", role="small", tone="tertiary", wrap=True)
        cells = columns(self._source.what, self._names)
        self.model: LazyTable[CheckRow] = LazyTable(cells, self._fetch, key=_id_of, sentence=sentence)
        self.table = EntityTable(self.model, name=self._source.title)
        self._picker = FirmPicker(context, name=_("Client of the selected row"))
        self._out = Button(_("Leave out"), icon="circle-minus", size="small")
        self._build_check()

    def _build_check(self) -> None:
        self.page.addWidget(self._counts)
        self.page.addWidget(self._notes)
        self.table.setMinimumHeight(_LEAST_TABLE)
        self.page.addWidget(self.table, 1)
        line = QHBoxLayout()
        line.setSpacing(metrics.space(3))
        line.addWidget(Field(_("Client of the selected row"), self._picker), 1)
        line.addWidget(self._out)
        self.page.addLayout(line)
        self.table.moved.connect(self._on_moved)
        self.table.opened.connect(self._on_opened)
        self._picker.changed.connect(self._on_picked)
        self._out.clicked.connect(self._on_left_out)

    def check(self, name: str, read: Any) -> None:  # noqa: ANN401 - what the source of the file gave
        """Show what a file that was read would do."""
        self._name, self._read = name, read
        self.set_title(self._source.title, name)
        self._check()

    def save(self) -> None:
        """Write all that goes in as one step, and close."""
        if self._plan is None or not any(row.goes_in for row in self._plan.rows):
            self.say(_("Nothing of this file goes into the book yet. Choose clients, or leave."), "warning")
            return
        if self._source.apply(self._context, self._plan) is not None:
            self.finish()

    def is_changed(self) -> bool:
        """Tell whether choices were made that would be lost."""
        return bool(self._decisions)

    def _check(self) -> None:
        self._plan = self._source.plan(self._context, self._name, self._read, self._decisions)
        rows: tuple[CheckRow, ...] = self._plan.rows
        firms = {firm for row in rows for firm in (*row.firm_ids, *row.candidates)}
        self._names.update(self._context.ask(firm_names, firms))
        self._rows = {str(row.number): row for row in rows}
        # What waits for a person comes first, then what goes in.
        order = {"choose": 0, "add": 1, "update": 1, "same": 2, "leave": 3}
        self.model.set_ids([str(row.number) for row in sorted(rows, key=lambda row: (order[row.action], row.number))])
        self._counts.setText(_("Would be: {counts}").format(counts=outcome(rows).sentence()))
        self._notes.setText("\n".join(self._plan.notes))
        self._notes.setVisible(bool(self._plan.notes))
        self.saver.setEnabled(not self._context.read_only)
        self.say("")
        self._show_row()

    def _fetch(self, ids: Sequence[str]) -> list[CheckRow]:
        return [self._rows[id] for id in ids if id in self._rows]

    def _current(self) -> CheckRow | None:
        return self._rows.get(self.table.current_id() or "")

    def _show_row(self) -> None:
        row = self._current()
        can_choose = row is not None and (row.action in ("choose", "add") or row.number in self._decisions)
        self._picker.setEnabled(can_choose)
        self._out.setEnabled(can_choose)
        self._picker.set_firm(row.firm_ids[0] if row is not None and row.firm_ids else None)

    def _decide(self, firm_id: str) -> None:
        row = self._current()
        if row is None:
            return
        self._decisions[row.number] = firm_id
        self._check()
        self.table.select(str(row.number))

    def _on_moved(self, _id: str) -> None:
        self._show_row()

    def _on_opened(self, _id: str) -> None:
        self._picker.setFocus()

    def _on_picked(self) -> None:
        firm_id = self._picker.firm_id()
        row = self._current()
        if firm_id is not None and row is not None and row.firm_ids[:1] != (firm_id,):
            self._decide(firm_id)

    def _on_left_out(self) -> None:
        self._decide("")


def _id_of(row: CheckRow) -> str:
    return str(row.number)

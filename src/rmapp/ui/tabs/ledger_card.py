"""The ledger of a line: entries are only added; what was taken back stays, struck through and said in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from rmapp.domain import reference
from rmapp.domain.export_table import ExportColumn, ExportTable
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date, format_partial
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.lines.ledger import balance_on, ledger_rows
from rmapp.services.privacy.discretion import require_open
from rmapp.ui import metrics
from rmapp.ui.table_export import export_now
from rmapp.ui.tabs.card import count_words
from rmapp.ui.tabs.line_table import Column, LineTable, StruckLabel
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.export_table import ExportValue
    from rmapp.services.lines.ledger import LedgerRow
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.ui.context import UiContext

SHOWN_FIRST = 12
_UNTAKEABLE = frozenset({"limit_change", "correction"})


class LedgerCard(Card):
    """The newest entries first, the rest on demand; and what was owed at the end of any day."""

    def __init__(self, context: UiContext, view: FacilityView) -> None:
        super().__init__(_("Ledger"), icon="receipt-text")
        self._context = context
        self._view = view
        self._rows = ledger_rows(view)
        self._ccy = view.facility.ccy
        self._table: LineTable | None = None
        self._all = LinkLabel(count_words(len(self._rows) - SHOWN_FIRST))
        self._all.clicked.connect(self._on_all_clicked)
        self.set_count(len(self._rows))
        self.set_note(_("entries are only added, never changed"))
        self._show(SHOWN_FIRST)
        self.add(self._all)
        self._all.setVisible(len(self._rows) > SHOWN_FIRST)
        self._day = DateEdit(name=_("Balance on"), future=False, today=context.clock.today())
        self._owed = PlainLabel("", numeric=True, weight=600)
        self._add_balance()
        export = IconButton("file-spreadsheet", _("Export the ledger"), size=26)
        export.clicked.connect(self._on_export_clicked)
        self.set_tools(export)

    def _add_balance(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        row.addWidget(PlainLabel(_("Balance on"), role="small", tone="secondary"))
        self._day.setFixedWidth(self._day.minimumSizeHint().width())
        row.addWidget(self._day)
        row.addWidget(self._owed)
        row.addStretch(1)
        self.add(row)
        self._day.changed.connect(self._on_day_changed)
        self._day.failed.connect(self._on_day_failed)
        self._day.set_date(self._context.clock.today())
        self._on_day_changed()

    def _show(self, count: int) -> None:
        table = LineTable(
            (
                Column(_("Date")),
                Column(_("Entry"), share=3),
                Column(_("For"), share=5),
                Column(_("Amount, {ccy}").format(ccy=self._ccy), is_number=True),
                Column(_("Balance after"), is_number=True),
                Column("", is_number=True),
            )
        )
        for row in self._rows[:count]:
            table.add_row(self._cells(row), tone="tertiary" if row.balance is None else "primary")
        if self._table is not None:
            self.body.replaceWidget(self._table, table)
            self._table.deleteLater()
        else:
            self.body.insertWidget(0, table)
        self._table = table

    def _cells(self, row: LedgerRow) -> list[QWidget | str]:
        entry = row.entry
        day = format_partial(entry.value_on) if entry.value_on else _("day not known")
        kind = reference.text("tx_kind", entry.kind)
        amount: QWidget | str = format_money(entry.amount, "table")
        words: QWidget | str = kind
        if row.is_taken_back:
            words = StruckLabel(kind, tone="tertiary")
            struck = StruckLabel(format_money(entry.amount, "table"), tone="tertiary", numeric=True)
            struck.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            amount = struck
        balance = "" if row.balance is None else format_money(row.balance, "table")
        return [day, words, _purpose(row), amount, balance, self._taking_back(row)]

    def _taking_back(self, row: LedgerRow) -> QWidget | str:
        if row.is_taken_back or row.entry.kind in _UNTAKEABLE or self._context.read_only:
            return ""
        button = IconButton("undo-2", _("Take this entry back"), size=26)
        button.setObjectName(row.entry.id)
        button.clicked.connect(self._on_take_back_clicked)
        return button

    def _on_take_back_clicked(self) -> None:
        self._context.open_sheet("ledger_reversal", entry_id=self.sender().objectName())

    def _on_day_changed(self) -> None:
        """Show the balance at the end of the day written; while the day cannot be read, nothing."""
        try:
            day = self._day.date()
        except InputError:
            day = None
        self._owed.set_tone("primary")
        self._day.set_state("")
        if not isinstance(day, date):
            self._owed.setText("")
            return
        owed = self._context.ask(balance_on, self._view.facility.id, day)
        words = _("not known") if owed is None else format_money(owed, "full")
        self._owed.setText(words)
        self._owed.setAccessibleName(_("Balance on {date}: {amount}").format(date=format_date(day), amount=words))

    def _on_day_failed(self, sentence: str) -> None:
        self._day.set_state("error")
        self._owed.set_tone("danger")
        self._owed.setText(sentence)

    def _on_export_clicked(self) -> None:
        try:
            require_open(self._view.facility.confidentiality)
        except RuleError as problem:
            self._context.show_problem(problem)
            return
        title = _("Ledger of {line}").format(line=self._view.name)
        columns = (
            ExportColumn(_("Date"), "date"),
            ExportColumn(_("Entry")),
            ExportColumn(_("For")),
            ExportColumn(_("Amount"), "money", self._ccy),
            ExportColumn(_("Balance after"), "money", self._ccy),
        )
        number = self._view.facility.reference_no
        notes = (number,) if number else ()
        table = ExportTable(title, columns, [_exported(row) for row in self._rows], notes)
        export_now(self, self._context, table, firm_id=self._view.facility.firm_id)

    def _on_all_clicked(self) -> None:
        self._all.hide()
        self._show(len(self._rows))


def _exported(row: LedgerRow) -> list[ExportValue]:
    entry = row.entry
    return [entry.value_on, reference.text("tx_kind", entry.kind), _purpose(row), entry.amount, row.balance]


def _purpose(row: LedgerRow) -> str:
    if row.is_taken_back:
        return _("taken back: {reason}").format(reason=row.reason) if row.reason else _("taken back")
    said = [row.draw.payee, row.draw.purpose] if row.draw is not None else []
    return " · ".join(filter(None, [*said, row.entry.note]))

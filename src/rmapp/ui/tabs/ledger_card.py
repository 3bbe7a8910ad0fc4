"""The ledger of a line: entries are only added; what was taken back stays, struck through and said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from rmapp.domain import reference
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_partial
from rmapp.i18n import _
from rmapp.services.ledger import ledger_rows
from rmapp.ui.tabs.card import count_words
from rmapp.ui.tabs.line_table import Column, LineTable, StruckLabel
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.labels import LinkLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.ledger import LedgerRow
    from rmapp.services.line_views import FacilityView
    from rmapp.ui.context import UiContext

SHOWN_FIRST = 12
_UNTAKEABLE = frozenset({"limit_change", "correction"})


class LedgerCard(Card):
    """The newest entries first; the rest on demand."""

    def __init__(self, context: UiContext, view: FacilityView) -> None:
        super().__init__(_("Ledger"), icon="receipt-text")
        self._context = context
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

    def _on_all_clicked(self) -> None:
        self._all.hide()
        self._show(len(self._rows))


def _purpose(row: LedgerRow) -> str:
    if row.is_taken_back:
        return _("taken back: {reason}").format(reason=row.reason) if row.reason else _("taken back")
    said = [row.draw.payee, row.draw.purpose] if row.draw is not None else []
    return " · ".join(filter(None, [*said, row.entry.note]))

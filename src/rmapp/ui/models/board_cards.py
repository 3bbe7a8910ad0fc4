"""The rows of one column of the lifecycle board: its cards, a gap for a dragged one, and what is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from rmapp.domain.money import format_compact
from rmapp.domain.wording import format_number
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from rmapp.services.stages.stage_board import BoardCard, BoardColumn

Index = QModelIndex | QPersistentModelIndex
RowKind = Literal["card", "slot", "more", "empty"]
ROW_ROLE = Qt.ItemDataRole.UserRole
NOWHERE = QModelIndex()


class BoardRow(NamedTuple):
    """One row; `text` is what a row that is no card says, `note` what stands beside it."""

    kind: RowKind
    card: BoardCard | None = None
    text: str = ""
    note: str = ""


class BoardCards(QAbstractListModel):
    """Shows a `BoardColumn`; a column without cards says `nothing`.

    `sentence` reads a card out, `tip` says what a tooltip adds to it.
    """

    def __init__(self, nothing: str, *, sentence: Callable[[BoardCard], str], tip: Callable[[BoardCard], str]) -> None:
        super().__init__()
        self._nothing, self._sentence, self._tip = nothing, sentence, tip
        self._rows: list[BoardRow] = []
        self._slot: int | None = None

    def set_column(self, column: BoardColumn) -> None:
        """Show the cards of a column."""
        self.beginResetModel()
        self._slot = None
        self._rows = [BoardRow("card", card) for card in column.cards]
        if column.rest:
            text = _("{n} more").format(n=format_number(column.rest))
            self._rows.append(BoardRow("more", text=text, note=format_compact(column.rest_outstanding)))
        if not self._rows:
            self._rows.append(BoardRow("empty", text=self._nothing))
        self.endResetModel()

    def row(self, number: int) -> BoardRow | None:
        """Return a row; None outside the column."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def firm_at(self, number: int) -> str | None:
        """Return the firm of a row; None for a row that is no card."""
        found = self.row(number)
        return found.card.firm.id if found is not None and found.card is not None else None

    def row_of(self, firm_id: str) -> int | None:
        """Return the row of a firm; None for one that is not shown."""
        return next((at for at in range(len(self._rows)) if self.firm_at(at) == firm_id), None)

    def open_slot(self, at: int, text: str) -> None:
        """Open a gap before a row, or move it there; it says what happens to a card that is dropped."""
        last = sum(row.kind == "card" for row in self._rows)
        at = max(0, min(at, last))
        if at == self._slot:
            return
        self.close_slot()
        self.beginInsertRows(NOWHERE, at, at)
        self._rows.insert(at, BoardRow("slot", text=text))
        self._slot = at
        self.endInsertRows()

    def close_slot(self) -> None:
        """Close the gap."""
        if self._slot is None:
            return
        self.beginRemoveRows(NOWHERE, self._slot, self._slot)
        del self._rows[self._slot]
        self._slot = None
        self.endRemoveRows()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let cards and the row of what is not shown be the current one."""
        found = self.row(index.row())
        if found is None or found.kind in ("slot", "empty"):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row for painting, in words, or as a tooltip."""
        found = self.row(index.row())
        if found is None or role == ROW_ROLE:
            return found
        if found.card is None:
            said = {Qt.ItemDataRole.DisplayRole: found.text, Qt.ItemDataRole.AccessibleTextRole: _spoken(found)}
            return said.get(Qt.ItemDataRole(role))
        if role == Qt.ItemDataRole.DisplayRole:
            return found.card.firm.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._sentence(found.card)
        return self._tip(found.card) if role == Qt.ItemDataRole.ToolTipRole else None


def _spoken(row: BoardRow) -> str:
    if row.kind != "more":
        return row.text
    return _("{n_more}, {amount}; Enter shows more of them").format(n_more=row.text, amount=row.note)

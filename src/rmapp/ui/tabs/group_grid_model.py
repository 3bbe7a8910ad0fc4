"""The grid of a group as a table model: firms down, types of credit across, a row of sums below."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from rmapp.domain import reference
from rmapp.i18n import _, pgettext
from rmapp.services.limits.explain_ownership import share_words
from rmapp.ui.line_wording import amount, in_unit
from rmapp.ui.widgets.labels import plain

if TYPE_CHECKING:
    from rmapp.domain.money import Money
    from rmapp.services.limits.group_grid import GridRow, GroupGrid

Index = QModelIndex | QPersistentModelIndex
STRONG = Qt.ItemDataRole.UserRole
TONE = Qt.ItemDataRole.UserRole + 1
DASH = "–"


class _Column(NamedTuple):
    code: str
    title: str


class GroupGridModel(QAbstractTableModel):
    """Cells read drawn / limit; an empty one means that the firm has no such line."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[GridRow, ...] = ()
        self._columns: tuple[_Column, ...] = ()
        self._top_id = ""

    def show_grid(self, grid: GroupGrid) -> None:
        """Show another grid."""
        self.beginResetModel()
        self._rows = (*grid.rows, grid.total) if grid.rows else ()
        self._top_id = grid.top_id
        has_shares = any(row.share_bp is not None for row in grid.rows)
        self._columns = (
            _Column("name", _("Firm")),
            *((_Column("share", _("Held by the group")),) if has_shares else ()),
            *(_Column(code, reference.text("facility_type", code)) for code in grid.types),
            _Column("use", pgettext("of a limit", "Use")),
            _Column("sub_limit", _("Part of the limit")),
            _Column("room", _("Room")),
        )
        self.endResetModel()

    def firm_at(self, row: int) -> str:
        """Return the firm of a row; empty for the sums."""
        return self._rows[row].firm_id if 0 <= row < len(self._rows) else ""

    def share_at(self, index: Index) -> str:
        """Return the firm of a cell that says what the group holds of it; empty for all other cells."""
        if not index.isValid() or self._columns[index.column()].code != "share":
            return ""
        row = self._rows[index.row()]
        return row.firm_id if row.firm_id != self._top_id else ""

    def row_of(self, firm_id: str) -> int:
        """Return the row of a firm; 0 where it is not shown."""
        return next((at for at, row in enumerate(self._rows) if row.firm_id == firm_id), 0)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the firms and the row of sums."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return the columns."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the head of a column."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self._columns[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return int((side | Qt.AlignmentFlag.AlignVCenter).value | Qt.TextFlag.TextWordWrap.value)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell, what a screen reader says of it, or how it looks."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, column.code)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            more = (_("How computed: Space"),) if self.share_at(index) else ()
            return plain("\n".join((self._spoken(row, column), *more)))
        if role == STRONG:
            return not row.firm_id
        if role == TONE:
            return self._tone(row, column.code)
        return None

    def _words(self, row: GridRow, code: str) -> str:
        if code == "name":
            return row.name
        if code == "share":
            return "" if row.firm_id in ("", self._top_id) else share_words(row.share_bp)
        if code == "use" and not row.has_ours:
            return _("none of ours")
        if code in ("use", "room"):
            return in_unit(row.use if code == "use" else row.room)
        if code == "sub_limit":
            return in_unit(row.sub_limit) if row.is_split else _("split not known")
        cell = row.cells.get(code)
        return "" if cell is None else f"{in_unit(cell.drawn)} / {in_unit(cell.limit)}"

    def _spoken(self, row: GridRow, column: _Column) -> str:
        cell = row.cells.get(column.code)
        if cell is not None:
            said = _("{firm}, {type}: {drawn} drawn of {limit}")
            return said.format(firm=row.name, type=column.title, drawn=amount(cell.drawn), limit=amount(cell.limit))
        if column.code == "name":
            return row.name
        values: dict[str, Money | None] = {"use": row.use, "sub_limit": row.sub_limit, "room": row.room}
        if column.code in values and (row.has_ours if column.code == "use" else row.is_split):
            words = amount(values[column.code])
        elif column.code in ("sub_limit", "room"):
            words = _("split not known")
        else:
            words = self._words(row, column.code) or _("none")
        return _("{firm}, {column}: {value}").format(firm=row.name, column=column.title, value=words)

    def _tone(self, row: GridRow, code: str) -> str:
        if code == "room" and row.room is not None and row.room.minor < 0:
            return "danger_text"
        in_words = (code == "sub_limit" and not row.is_split) or (code == "use" and not row.has_ours)
        if in_words or self._words(row, code) == DASH:
            return "text_tertiary"
        return "text_primary"

"""A table of any length: the ids in order, and a bounded cache of windows of rows fetched when they are seen."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from rmapp.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rmapp.ui.models.column import Column

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

WINDOW = 200
KEPT = 32
ROW_ROLE = Qt.ItemDataRole.UserRole
NOWHERE = QModelIndex()
_CENTRED = Qt.AlignmentFlag.AlignVCenter


class LazyTable(QAbstractTableModel, Generic[R]):
    """Rows by id; `fetch` reads some ids, `key` tells the id of a row and `sentence` reads it out.

    Rows are read in windows: fewer at once where a row takes long to read.
    """

    failed = Signal(object)
    """Carries the `StorageError` of rows that could not be read, perhaps in the middle of painting."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: Callable[[Sequence[str]], Sequence[R]],
        *,
        key: Callable[[R], str],
        sentence: Callable[[R], str],
        window: int = WINDOW,
    ) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._fetch, self._key, self._sentence = fetch, key, sentence
        self._size = window
        self._ids: list[str] = []
        self._windows: OrderedDict[int, dict[str, R]] = OrderedDict()

    def set_ids(self, ids: Sequence[str]) -> bool:
        """Show these rows in this order; False when they are the same, whose contents are then read again."""
        if ids == self._ids:
            self.refresh_rows()
            return False
        self.beginResetModel()
        self._ids = list(ids)
        self._windows.clear()
        self.endResetModel()
        return True

    def refresh_rows(self) -> None:
        """Read what is shown again; ids and order stay."""
        self._windows.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1))

    def ids(self) -> list[str]:
        """Return the ids in order."""
        return list(self._ids)

    def id_at(self, row: int) -> str | None:
        """Return the id in a row; None outside the table."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, id: str) -> int | None:
        """Return the row of an id; None when it is not shown."""
        try:
            return self._ids.index(id)
        except ValueError:
            return None

    def row(self, number: int) -> R | None:
        """Return a row, fetched with its neighbours; None when it has gone from the book meanwhile."""
        id = self.id_at(number)
        return None if id is None else self._window(number // self._size).get(id)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return the true number of rows."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return the number of columns, shown or not."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a column says of a row; `ROW_ROLE` gives the row itself."""
        if not index.isValid() or role not in _ROLES:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align | _CENTRED
        row = self.row(index.row())
        if row is None or role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip else None
        return self._sentence(row) if role == Qt.ItemDataRole.AccessibleTextRole else column.text(row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the title of a column."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[section].align | _CENTRED
        return self.columns[section].title if role == Qt.ItemDataRole.DisplayRole else None

    def _window(self, number: int) -> dict[str, R]:
        found = self._windows.get(number)
        if found is None:
            ids = self._ids[number * self._size : (number + 1) * self._size]
            found = self._read(ids)
            self._windows[number] = found
            if len(self._windows) > KEPT:
                self._windows.popitem(last=False)
        else:
            self._windows.move_to_end(number)
        return found

    def _read(self, ids: Sequence[str]) -> dict[str, R]:
        try:
            return {self._key(row): row for row in self._fetch(ids)}
        except StorageError as problem:
            # Rows that cannot be read stay empty; asking for them anew with each cell would only fail as often.
            self.failed.emit(problem)
            return {}


_ROLES = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        ROW_ROLE,
    }
)

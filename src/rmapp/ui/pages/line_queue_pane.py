"""One queue of credit lines as a table: late first, Enter opens the client, Space does what is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rmapp.i18n import listed
from rmapp.ui import metrics
from rmapp.ui.models.lazy_table import LazyTable
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.entity_table import EntityTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.ui.context import UiContext
    from rmapp.ui.pages.line_queues import Queue


class LineQueuePane(QWidget):
    """Shows a `Queue`; its rows are few and are read at once."""

    opened = Signal(object)
    """Carries the row to open."""

    def __init__(self, context: UiContext, queue: Queue) -> None:
        super().__init__()
        self._context, self.queue = context, queue
        self._rows: dict[str, Any] = {}
        self.model: LazyTable[Any] = LazyTable(queue.columns, self._fetch, key=_id_of, sentence=self._sentence)
        self.table = EntityTable(self.model, name=queue.title)
        self._tick = Button(queue.tick_text, icon=queue.tick_icon, key="Space")
        self._middle = QStackedWidget()
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if self.queue.tick is not None:
            row = QHBoxLayout()
            row.setContentsMargins(metrics.space(5), metrics.space(2), metrics.space(5), metrics.space(2))
            row.addWidget(self._tick)
            row.addStretch(1)
            column.addLayout(row)
        else:
            self._tick.setParent(None)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.addStretch(2)
        inner.addWidget(EmptyState(self.queue.icon, self.queue.empty_title, self.queue.empty_text))
        inner.addStretch(3)
        self._middle.addWidget(self.table)
        self._middle.addWidget(holder)
        column.addWidget(self._middle, 1)
        self._tick.clicked.connect(self._on_ticked)
        self.table.peeked.connect(self._on_ticked)
        self.table.opened.connect(self._on_opened)

    def refresh(self) -> None:
        """Read the queue again; selection and place stay."""
        self._rows = {row.id: row for row in self.queue.read(self._context)}
        self.model.set_ids(list(self._rows))
        self._middle.setCurrentIndex(0 if self._rows else 1)
        self._tick.setEnabled(bool(self._rows) and not self._context.read_only)

    def count(self) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def current(self) -> Any | None:  # noqa: ANN401 - each queue has rows of its own
        """Return the selected row."""
        return self.model.row(self.table.currentIndex().row())

    def focus_list(self) -> None:
        """Let the keys of the list work."""
        self.table.setFocus()
        if self.table.current_id() is None:
            self.table.select_first()

    def set_window_width(self, width: int) -> None:
        """Show the columns that suit the window."""
        self.table.set_window_width(width)

    def _fetch(self, ids: Sequence[str]) -> list[Any]:
        return [self._rows[id] for id in ids if id in self._rows]

    def _sentence(self, row: Any) -> str:  # noqa: ANN401 - each queue has rows of its own
        return listed(column.text(row).replace("\n", " ") for column in self.queue.columns)

    def _on_opened(self, _id: str) -> None:
        row = self.current()
        if row is not None:
            self.opened.emit(row)

    def _on_ticked(self) -> None:
        row = self.current()
        if row is not None and self.queue.tick is not None and not self._context.read_only:
            self.queue.tick(self._context, row)


def _id_of(row: Any) -> str:  # noqa: ANN401 - each queue has rows of its own
    return str(row.id)

"""A box of rows of things to do, on the page Today: the focus walks through it and stays through changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.ui import metrics, paint
from rmapp.ui.tabs.rows import clear
from rmapp.ui.tokens import active
from rmapp.ui.widgets.painted import Painted
from rmapp.ui.widgets.task_row import TaskRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.ui.widgets.task_row import Task


class TaskBox(Painted):
    """Rows between hairlines; it says what was asked for and changes nothing."""

    opened = Signal(str)
    ticked = Signal(str)
    put_off = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.rows: list[TaskRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def set_tasks(self, tasks: Sequence[Task]) -> None:
        """Show these rows; the focus stays on its row, or goes to the one that took its place."""
        focused = next((place for place, row in enumerate(self.rows) if row.hasFocus()), -1)
        key = self.rows[focused].task.key if focused >= 0 else ""
        clear(self._column)
        self.rows = [TaskRow(task, is_first=place == 0) for place, task in enumerate(tasks)]
        for row in self.rows:
            row.opened.connect(self.opened)
            row.ticked.connect(self.ticked)
            row.put_off.connect(self.put_off)
            row.stepped.connect(self._on_stepped)
            self._column.addWidget(row)
        if focused >= 0 and self.rows:
            kept = next((place for place, row in enumerate(self.rows) if row.task.key == key), focused)
            self.rows[min(kept, len(self.rows) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)

    def row(self, key: str) -> TaskRow | None:
        """Return the row with this key."""
        return next((row for row in self.rows if row.task.key == key), None)

    def focused_firm(self) -> str:
        """Return the firm of the row that has the focus, empty for none."""
        return next((row.task.firm_id for row in self.rows if row.hasFocus()), "")

    def insert_below(self, key: str, widget: QWidget) -> bool:
        """Put a widget under a row; False where there is no such row."""
        row = self.row(key)
        if row is not None:
            self._column.insertWidget(self._column.indexOf(row) + 1, widget)
        return row is not None

    def take_out(self, widget: QWidget) -> None:
        """Take a widget out that was put under a row, before the rows are made anew."""
        self._column.removeWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground with its hairline."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        fill, border = theme.colour("bg_surface"), theme.colour("border_subtle")
        paint.box(painter, QRectF(self.rect()), fill=fill, border=border, radius=metrics.radius("lg"))
        painter.end()

    def _on_stepped(self, step: int) -> None:
        sender = self.sender()
        if isinstance(sender, TaskRow):
            place = self.rows.index(sender) + step
            if 0 <= place < len(self.rows):
                self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)

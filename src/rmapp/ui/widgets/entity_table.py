"""The table of a long list: rows of one height, one delegate for all columns, selection kept by id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from rmapp.ui import fonts, metrics, paint
from rmapp.ui.models.column import Cell
from rmapp.ui.tokens import active
from rmapp.ui.widgets.labels import plain
from rmapp.ui.widgets.painted import REFRESHING
from rmapp.ui.widgets.table_header import PADDING, TableHeader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent

    from rmapp.ui.models.lazy_table import LazyTable

ONE_LINE_FROM = 1.5
"""The text size from which rows drop their second line."""


class EntityTable(QTableView):
    """Shows a `LazyTable`; Up, Down, J, K, Home and End move, Enter and a double click open, Space peeks."""

    moved = Signal(str)
    """Another row is the current one; carries its id, empty when there is none."""
    opened = Signal(str)
    peeked = Signal()
    sort_asked = Signal(str, bool)
    columns_changed = Signal()

    def __init__(self, model: LazyTable[Any], *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = model
        self.setAccessibleName(name)
        self._chosen: tuple[str, ...] = ()
        self._widths: dict[str, int] = {}
        self._window_width = 0
        self._hovered = -1
        self._laying = False
        self._titles = TableHeader()
        self.setHorizontalHeader(self._titles)
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self._build()
        model.modelReset.connect(self._on_model_reset)
        self._titles.sort_asked.connect(self.sort_asked)
        self._titles.sectionMoved.connect(self._on_section_moved)
        self._titles.sectionResized.connect(self._on_section_resized)
        self.doubleClicked.connect(self._on_double_clicked)
        self._kept: str | None = None

    def _build(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._titles.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._measure()

    def current_id(self) -> str | None:
        """Return the id of the current row."""
        return self.table.id_at(self.currentIndex().row())

    def select(self, id: str | None, *, scroll: bool = True) -> bool:
        """Make the row of this id the current one; False when it is not shown."""
        row = self.table.row_of(id) if id else None
        if row is not None:
            self._go(row, scroll=scroll)
        return row is not None

    def select_first(self) -> None:
        """Make the first row the current one."""
        if self.table.rowCount():
            self._go(0)

    def hovered(self) -> int:
        """Return the row under the mouse; -1 for none."""
        return self._hovered

    def is_compact(self) -> bool:
        """Tell whether rows have room for one line only."""
        return active().text_factor >= ONE_LINE_FROM

    def set_sort(self, key: str, descending: bool) -> None:
        """Show by what the rows are sorted."""
        self._titles.set_sort(key, descending)

    def shown_columns(self) -> tuple[str, ...]:
        """Return the codes of the columns on screen, in their order."""
        order = sorted(range(len(self.table.columns)), key=self._titles.visualIndex)
        return tuple(self.table.columns[at].code for at in order if not self._titles.isSectionHidden(at))

    def chosen_columns(self) -> tuple[str, ...]:
        """Return the columns the user chose, in order; empty while the table chooses by itself."""
        return self._chosen

    def choose_columns(self, codes: Sequence[str]) -> None:
        """Show these columns in this order; none means those that suit the window."""
        known = {column.code for column in self.table.columns}
        self._chosen = tuple(code for code in codes if code in known)
        self._arrange()

    def toggle_column(self, code: str) -> None:
        """Show a hidden column at the end, or hide a shown one."""
        shown = self.shown_columns()
        self._chosen = tuple(one for one in shown if one != code) if code in shown else (*shown, code)
        self._arrange()
        self.columns_changed.emit()

    def set_window_width(self, width: int) -> None:
        """Say how wide the window is, which decides the columns shown by themselves."""
        if width != self._window_width:
            self._window_width = width
            self._arrange()

    def first_visible(self) -> str | None:
        """Return the id of the row at the top, to come back to this place."""
        return self.table.id_at(self.rowAt(0))

    def scroll_to_top(self, id: str) -> None:
        """Scroll so that this row stands at the top."""
        row = self.table.row_of(id)
        if row is not None:
            self.scrollTo(self.table.index(row, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, open and peek by keys; letters never search, which would read every row."""
        key = event.key()
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_J):
            self._go(self.currentIndex().row() + 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_K):
            self._go(self.currentIndex().row() - 1)
        elif key == Qt.Key.Key_Home:
            self._go(0)
        elif key == Qt.Key.Key_End:
            self._go(self.table.rowCount() - 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif key == Qt.Key.Key_Space:
            self.peeked.emit()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def keyboardSearch(self, text: str) -> None:
        """Do nothing: the filter box is there to search."""

    def currentChanged(
        self, now: QModelIndex | QPersistentModelIndex, before: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell which row is the current one."""
        super().currentChanged(now, before)
        if now.row() != before.row():
            self._kept = self.table.id_at(now.row()) or self._kept
            self.moved.emit(self.table.id_at(now.row()) or "")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint the whole row under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(int(event.position().y())))

    def leaveEvent(self, event: QEvent) -> None:
        """Lose the tint."""
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share_width()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in REFRESHING:
            self._measure()
            self._share_width()

    def _measure(self) -> None:
        high = metrics.row_compact() if self.is_compact() else metrics.row()
        self.verticalHeader().setMinimumSectionSize(high)
        self.verticalHeader().setDefaultSectionSize(high)

    def _arrange(self) -> None:
        columns = self.table.columns
        by_itself = tuple(
            column.code
            for column in columns
            if column.from_width is not None and column.from_width <= self._window_width
        )
        shown = self._chosen or by_itself
        places = {column.code: at for at, column in enumerate(columns)}
        self._laying = True
        for at, column in enumerate(columns):
            self._titles.setSectionHidden(at, column.code not in shown and not column.fixed)
        for place, code in enumerate(dict.fromkeys((*shown, *places))):
            self._titles.moveSection(self._titles.visualIndex(places[code]), place)
        self._laying = False
        self._share_width()

    def _share_width(self) -> None:
        """Give every column its width, and what is left to those that stretch."""
        # Paddings, bars and chips grow less than the text.
        factor = 1 + (active().text_factor - 1) * 0.8
        shown = [(at, one) for at, one in enumerate(self.table.columns) if not self._titles.isSectionHidden(at)]
        wanted = {at: self._widths.get(one.code, round(one.width * factor)) for at, one in shown}
        growing = {at: one.stretch for at, one in shown if one.stretch and one.code not in self._widths}
        spare = self.viewport().width() - sum(wanted.values())
        weights = sum(growing.values())
        if spare > 0 and weights:
            for at, weight in growing.items():
                wanted[at] += spare * weight // weights
        self._laying = True
        for at, wide in wanted.items():
            self._titles.resizeSection(at, wide)
        self._laying = False

    def _go(self, row: int, *, scroll: bool = True) -> None:
        row = max(0, min(row, self.table.rowCount() - 1))
        index = self.table.index(row, self._first_column())
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        if scroll:
            self.scrollTo(index)

    def is_first_column(self, column: int) -> bool:
        """Tell whether a column stands at the left edge."""
        return column == self._first_column()

    def _first_column(self) -> int:
        order = (self._titles.logicalIndex(place) for place in range(self._titles.count()))
        return next((at for at in order if not self._titles.isSectionHidden(at)), 0)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def _open(self) -> None:
        current = self.current_id()
        if current is not None:
            self.opened.emit(current)

    def _on_model_reset(self) -> None:
        self._hovered = -1
        if not self.select(self._kept, scroll=False):
            self.select_first()
        if not self.table.rowCount():
            self.moved.emit("")

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self._open()

    def _on_section_moved(self, _section: int, _before: int, _after: int) -> None:
        if not self._laying:
            self._chosen = self.shown_columns()
            self.columns_changed.emit()

    def _on_section_resized(self, section: int, _before: int, after: int) -> None:
        if not self._laying and after:
            self._widths[self.table.columns[section].code] = after
            self.columns_changed.emit()


class RowDelegate(QStyledItemDelegate):
    """Draws every column of a row: the ground by its state, then what the column draws or says."""

    def __init__(self, view: EntityTable) -> None:
        super().__init__(view)
        self._view = view

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        view = self._view
        painter.save()
        # Qt marks the one cell under the mouse; here the whole row is marked.
        option.state &= ~QStyle.StateFlag.State_MouseOver
        if index.row() == view.hovered():
            option.state |= QStyle.StateFlag.State_MouseOver
        paint.row_background(painter, option)
        bounds = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected and view.is_first_column(index.column()):
            paint.selection_edge(painter, bounds)
        row = view.table.row(index.row())
        if row is not None:
            column = view.table.columns[index.column()]
            cell = Cell(bounds.adjusted(PADDING, 0, -PADDING, -1), view.is_compact())
            if column.paint is not None:
                column.paint(painter, cell, row)
            else:
                ink = active().colour("text_secondary")
                paint.text(painter, cell.rect, column.text(row), fonts.font("small"), ink, align=column.align)
        painter.restore()

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Show the tooltip of a cell as typed."""
        tip = index.data(Qt.ItemDataRole.ToolTipRole)
        QToolTip.showText(event.globalPos(), plain(tip or ""), view)
        return True

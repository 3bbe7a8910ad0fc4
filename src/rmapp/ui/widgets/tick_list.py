"""A short list in an order of one's own: tick to take along, drag or Alt and the arrows to move."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.switch import paint_check

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from PySide6.QtGui import QPainter

_KEY = Qt.ItemDataRole.UserRole
_COUNT = Qt.ItemDataRole.UserRole + 1
_NOTE = Qt.ItemDataRole.UserRole + 2
_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsUserCheckable
    | Qt.ItemFlag.ItemIsDragEnabled
)


class TickRow(NamedTuple):
    """One entry: its key, its name, and what stands small below it."""

    key: str
    text: str
    note: str = ""
    ticked: bool = True


class TickList(QListWidget):
    """Entries that are ticked and moved; it is as high as its rows."""

    reordered = Signal()
    """An entry was ticked, unticked or moved."""

    def __init__(self, *, name: str, with_notes: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._with_notes = with_notes
        self._counts: Mapping[str, int | None] = {}
        self._hidden: Collection[str] = ()
        self.setItemDelegate(_RowDelegate(self))
        self.itemChanged.connect(self._on_item_changed)
        self.model().rowsMoved.connect(self._on_rows_moved)

    def set_rows(self, rows: Sequence[TickRow]) -> None:
        """Show these entries in place of those before."""
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.text)
            item.setData(_KEY, row.key)
            item.setData(_NOTE, row.note)
            item.setFlags(_FLAGS)
            item.setCheckState(Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, self.row_height()))
            self.addItem(item)
        self.blockSignals(False)
        self._write()

    def row_height(self) -> int:
        """Return the height of a row in pixels."""
        return metrics.small_control() + (metrics.line("caption") if self._with_notes else 0)

    def ticks(self) -> tuple[tuple[str, bool], ...]:
        """Return the keys in order, each with whether it is ticked."""
        items = [self.item(row) for row in range(self.count())]
        return tuple((item.data(_KEY), item.checkState() == Qt.CheckState.Checked) for item in items)

    def set_counts(self, counts: Mapping[str, int | None]) -> None:
        """Write the numbers behind the names."""
        self._counts = counts
        self._write()

    def hide_keys(self, keys: Collection[str]) -> None:
        """Leave these entries out of sight."""
        self._hidden = keys
        self._write()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the entry with Alt and the arrows."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() == Qt.KeyboardModifier.AltModifier:
            self._move(step)
            return
        super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        row = self.currentRow()
        target = row + step
        if row < 0 or not 0 <= target < self.count():
            return
        item = self.takeItem(row)
        self.insertItem(target, item)
        self.setCurrentRow(target)
        self.reordered.emit()

    def _write(self) -> None:
        self.blockSignals(True)
        for row in range(self.count()):
            item = self.item(row)
            count = self._counts.get(item.data(_KEY))
            item.setData(_COUNT, count)
            spoken = [item.text(), item.data(_NOTE) or "", "" if count is None else str(count)]
            item.setData(Qt.ItemDataRole.AccessibleTextRole, "  ".join(text for text in spoken if text))
            item.setHidden(item.data(_KEY) in self._hidden)
        self.blockSignals(False)
        self._fit()

    def _fit(self) -> None:
        shown = sum(not self.item(row).isHidden() for row in range(self.count()))
        self.setFixedHeight(shown * self.row_height() + metrics.space(2))

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        self.reordered.emit()

    def _on_rows_moved(self, *moved: object) -> None:
        self.reordered.emit()


class _RowDelegate(QStyledItemDelegate):
    """Draws the grip, the box to tick, the name with its note, and a number."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, metrics.small_control() + (metrics.line("caption") if index.data(_NOTE) else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, rect, side = active(), QRectF(option.rect), metrics.icon()
        painter.save()
        paint.smooth(painter)
        if option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus:
            paint.box(painter, rect, fill=theme.colour("bg_selected"), radius=metrics.radius("sm"))
        top = rect.center().y() - side / 2
        icons.paint(painter, "grip-vertical", QRectF(rect.left() + 2, top, side, side), theme.colour("text_tertiary"))
        box = _box_in(rect)
        ticked = _is_ticked(index)
        paint_check(painter, box, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked, enabled=True)
        count, note = index.data(_COUNT), index.data(_NOTE)
        beside = 44 if count is not None else 10
        words = QRectF(box.right() + 9, rect.top(), rect.right() - box.right() - beside, rect.height())
        if note:
            below = metrics.line("caption")
            lower = QRectF(words.left(), rect.center().y() + 1, words.width(), below)
            paint.text(painter, lower, note, fonts.font("caption"), theme.colour("text_secondary"))
            words.setBottom(rect.center().y() + 2)
        paint.text(painter, words, index.data(), fonts.font(), theme.colour("text_primary"))
        if count is not None:
            face, ink = fonts.font("small", numeric=True), theme.colour("text_tertiary")
            paint.text(painter, rect.adjusted(0, 0, -8, 0), str(count), face, ink, align=paint.RIGHT)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Tick where the box is drawn, and with the space bar."""
        by_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        clicked = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease
        if clicked and isinstance(event, QMouseEvent):
            clicked = _box_in(QRectF(option.rect)).adjusted(-6, -6, 6, 6).contains(event.position())
        if not (clicked or (by_key and event.type() == QEvent.Type.KeyPress)):
            return False
        ticked = _is_ticked(index)
        state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        return model.setData(index, state.value, Qt.ItemDataRole.CheckStateRole)


def _is_ticked(index: QModelIndex | QPersistentModelIndex) -> bool:
    return Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked


def _box_in(rect: QRectF) -> QRectF:
    """Return where the box of a row is drawn."""
    side = metrics.icon()
    return QRectF(rect.left() + side + 8, rect.center().y() - side / 2, side, side)

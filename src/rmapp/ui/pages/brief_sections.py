"""The sections of a brief in their order: tick to show, drag or Alt and the arrows to move."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

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

from rmapp.domain.brief_options import SectionChoice, SectionCode, section_text
from rmapp.i18n import _
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.switch import paint_check

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

_CODE = Qt.ItemDataRole.UserRole
_COUNT = Qt.ItemDataRole.UserRole + 1


class SectionList(QListWidget):
    """The sections in their order; tick to show, drag or Alt and arrows to move."""

    reordered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Sections of the brief"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._counts: dict[str, int] = {}
        self._locked: frozenset[SectionCode] = frozenset()
        for code in get_args(SectionCode):
            item = QListWidgetItem(section_text(code))
            item.setData(_CODE, code)
            item.setFlags(
                Qt.ItemFlag.ItemIsEnabled
                | Qt.ItemFlag.ItemIsSelectable
                | Qt.ItemFlag.ItemIsUserCheckable
                | Qt.ItemFlag.ItemIsDragEnabled
            )
            item.setCheckState(Qt.CheckState.Checked)
            item.setSizeHint(QSize(0, metrics.small_control()))
            self.addItem(item)
        self.setItemDelegate(_SectionDelegate(self))
        self._fit()
        self.itemChanged.connect(self._on_item_changed)
        self.model().rowsMoved.connect(self._on_rows_moved)

    def choices(self) -> tuple[SectionChoice, ...]:
        """Return the sections in order with whether they are shown."""
        items = [self.item(row) for row in range(self.count())]
        return tuple(
            SectionChoice(code=item.data(_CODE), shown=item.checkState() == Qt.CheckState.Checked) for item in items
        )

    def set_counts(self, counts: dict[str, int]) -> None:
        """Write the numbers behind the names."""
        self._counts = counts
        self._write()

    def lock(self, codes: frozenset[SectionCode]) -> None:
        """Grey out the sections that this edition cannot hold."""
        self._locked = codes
        self._write()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the section with Alt and the arrows."""
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
            count = self._counts.get(item.data(_CODE))
            item.setData(_COUNT, count)
            spoken = item.text() if count is None else f"{item.text()}  {count}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            item.setHidden(item.data(_CODE) in self._locked)
        self.blockSignals(False)
        self._fit()

    def _fit(self) -> None:
        shown = sum(not self.item(row).isHidden() for row in range(self.count()))
        self.setFixedHeight(shown * metrics.small_control() + metrics.space(2))

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        self.reordered.emit()

    def _on_rows_moved(self, *moved: object) -> None:
        self.reordered.emit()


class _SectionDelegate(QStyledItemDelegate):
    """Draws the grip, the box to tick, the name and how much the section holds."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, metrics.small_control())

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
        words = QRectF(box.right() + 9, rect.top(), rect.right() - box.right() - 44, rect.height())
        paint.text(painter, words, index.data(), fonts.font(), theme.colour("text_primary"))
        count = index.data(_COUNT)
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

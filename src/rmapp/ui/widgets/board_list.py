"""The cards of one column of the lifecycle board: moved through by keys, picked up by the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QListView, QStyledItemDelegate, QToolTip

from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.models.board_cards import ROW_ROLE, BoardCards, BoardRow
from rmapp.ui.tokens import active
from rmapp.ui.widgets.board_card import card_height, paint_card
from rmapp.ui.widgets.labels import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem

    Index = QModelIndex | QPersistentModelIndex

GAP = 8
_FADED = 0.35


class BoardList(QListView):
    """Shows a `BoardCards`; Up, Down, J, K, Home and End move, Left and Right leave for the next column.

    A card that the mouse moves is reported with its place on screen: `picked`, `carried`, `dropped` or, on Esc
    and where the window loses the focus, `put_back`.
    """

    opened = Signal(str)
    more_asked = Signal()
    side_asked = Signal(int)
    menu_asked = Signal(str, QPoint)
    entered_by = Signal()
    picked = Signal(str, QPoint)
    carried = Signal(QPoint)
    dropped = Signal(QPoint)
    put_back = Signal()

    def __init__(self, model: BoardCards, today: Callable[[], date]) -> None:
        super().__init__()
        self.cards = model
        self._press: QPoint | None = None
        self._is_carrying = False
        self.faded = ""
        """The firm whose card is drawn faintly, for it is on its way to another column."""
        self.is_chosen = False
        """Whether the current card is the one that commands act on."""
        self.setModel(model)
        self.setItemDelegate(_CardDelegate(self, today))
        self._build()

    def _build(self) -> None:
        self.setProperty("surface", "none")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)

    def current_firm(self) -> str | None:
        """Return the firm of the current card."""
        return self.cards.firm_at(self.currentIndex().row())

    def select_row(self, number: int) -> None:
        """Make a row the current one, or the nearest that can be."""
        last = self.cards.rowCount() - 1
        index = self.cards.index(max(0, min(number, last)), 0)
        if index.flags() & Qt.ItemFlag.ItemIsSelectable:
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def select_firm(self, firm_id: str) -> bool:
        """Make the card of a firm the current one; False when it is not shown."""
        found = self.cards.row_of(firm_id)
        if found is not None:
            self.select_row(found)
        return found is not None

    def row_at(self, place: QPoint) -> int:
        """Return the row at a place of the screen; one after the last card below them."""
        index = self.indexAt(self.viewport().mapFromGlobal(place))
        return index.row() if index.isValid() else self.cards.rowCount()

    def card_rect(self, firm_id: str) -> QRectF:
        """Return where on this widget's viewport the card of a firm is drawn."""
        found = self.cards.row_of(firm_id)
        index = self.cards.index(found if found is not None else -1, 0)
        return QRectF(self.visualRect(index)).adjusted(0, 0, 0, -GAP)

    def is_carrying(self) -> bool:
        """Tell whether the mouse holds a card of this column."""
        return self._is_carrying

    def let_go(self) -> None:
        """Hold no card any more."""
        self._press, self._is_carrying = None, False
        self.viewport().unsetCursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, open and leave for another column by keys; letters never search."""
        key, row, last = event.key(), self.currentIndex().row(), self.cards.rowCount() - 1
        sides = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        steps = {Qt.Key.Key_Down: row + 1, Qt.Key.Key_J: row + 1, Qt.Key.Key_Up: row - 1, Qt.Key.Key_K: row - 1}
        steps |= {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape and self._is_carrying:
            self.put_back.emit()
        elif held:
            event.ignore()
        elif key in sides:
            self.side_asked.emit(sides[Qt.Key(key)])
        elif key in steps:
            self.select_row(steps[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._use(self.currentIndex())
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def keyboardSearch(self, text: str) -> None:
        """Do nothing: the filter box is there to search."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a current card as soon as the keys work here."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.select_row(0)
        self.entered_by.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put a held card back when the window is left."""
        super().focusOutEvent(event)
        if self._is_carrying:
            self.put_back.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a card, which may be the begin of a move."""
        index = self.indexAt(event.position().toPoint())
        self.select_row(index.row() if index.isValid() else self.currentIndex().row())
        if event.button() == Qt.MouseButton.LeftButton and self.cards.firm_at(index.row()) is not None:
            self._press = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry a card once the mouse has gone far enough."""
        place = event.globalPosition().toPoint()
        if self._is_carrying:
            self.carried.emit(place)
        elif self._press is None:
            super().mouseMoveEvent(event)
            self.viewport().update()
        elif (place - self._press).manhattanLength() >= QApplication.startDragDistance():
            self._is_carrying = True
            self.picked.emit(self.current_firm() or "", self._press)
            self.carried.emit(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop a carried card, or show more where that was clicked."""
        held = self._is_carrying
        self.let_go()
        if held:
            self.dropped.emit(event.globalPosition().toPoint())
        elif event.button() == Qt.MouseButton.LeftButton:
            index = self.indexAt(event.position().toPoint())
            if self.cards.firm_at(index.row()) is None:
                self._use(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a client."""
        self._use(self.indexAt(event.position().toPoint()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the current card, at the mouse or at the card."""
        firm_id = self.current_firm()
        if firm_id is not None:
            by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
            below = self.viewport().mapToGlobal(self.card_rect(firm_id).bottomLeft().toPoint())
            self.menu_asked.emit(firm_id, below if by_key else event.globalPos())

    def leaveEvent(self, event: QEvent) -> None:
        """Lose the look of the mouse."""
        super().leaveEvent(event)
        self.viewport().update()

    def _use(self, index: Index) -> None:
        row = self.cards.row(index.row())
        if row is not None and row.card is not None:
            self.opened.emit(row.card.firm.id)
        elif row is not None and row.kind == "more":
            self.more_asked.emit()


class _CardDelegate(QStyledItemDelegate):
    """Draws cards, the gap for a dragged one, and the button of what is not shown."""

    def __init__(self, view: BoardList, today: Callable[[], date]) -> None:
        super().__init__(view)
        self._view, self._today = view, today

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: BoardRow = index.data(ROW_ROLE)
        high = {"more": metrics.small_control(), "empty": 3 * metrics.line()}.get(row.kind, card_height())
        return QSize(0, high + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: BoardRow = index.data(ROW_ROLE)
        rect = QRectF(option.rect).adjusted(0, 0, 0, -GAP)
        here = index.row() == self._view.currentIndex().row() and self._view.is_chosen
        hot = option.rect.contains(self._view.viewport().mapFromGlobal(self._view.cursor().pos()))
        painter.save()
        if row.card is not None:
            if row.card.firm.id == self._view.faded:
                painter.setOpacity(_FADED)
            paint_card(painter, rect, row.card, self._today(), chosen=here, hot=hot and self._view.underMouse())
        elif row.kind == "more":
            _paint_more(painter, rect, row, chosen=here)
        else:
            _paint_place(painter, rect, row)
        painter.restore()

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        tip = index.data(Qt.ItemDataRole.ToolTipRole)
        QToolTip.showText(event.globalPos(), plain(tip or ""), view)
        return True


def _paint_more(painter: QPainter, rect: QRectF, row: BoardRow, *, chosen: bool) -> None:
    theme = active()
    paint.smooth(painter)
    border = theme.colour("accent" if chosen else "border_default")
    paint.box(painter, rect, border=border, radius=metrics.radius("md"), width=2 if chosen else 1)
    strong, small, side = fonts.font("small", 500), fonts.font("small"), metrics.icon() - 2
    parts = (paint.text_width(row.text, strong) + 6, paint.text_width(row.note, small) + 6)
    x = rect.left() + max(6.0, (rect.width() - sum(parts) - side) / 2)
    for words, wide, face, role in (
        (row.text, parts[0], strong, "text_primary"),
        (row.note, parts[1], small, "text_secondary"),
    ):
        paint.text(painter, QRectF(x, rect.top(), wide, rect.height()), words, face, theme.colour(role), elide=False)
        x += wide
    square = QRectF(x, rect.center().y() - side / 2, side, side)
    icons.paint(painter, "chevron-down", square, theme.colour("text_secondary"))


def _paint_place(painter: QPainter, rect: QRectF, row: BoardRow) -> None:
    """Draw the gap for a dragged card, or what an empty column says."""
    theme = active()
    paint.smooth(painter)
    if row.kind == "slot":
        fill = theme.colour("accent_soft")
        paint.box(painter, rect, fill=fill, radius=metrics.radius("md"))
        pen = QPen(theme.colour("accent"), 2)
        pen.setDashPattern([3.0, 2.5])
        painter.setPen(pen)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), metrics.radius("md"), metrics.radius("md"))
    face = fonts.font("small", 500 if row.kind == "slot" else None)
    ink = theme.colour("accent_text" if row.kind == "slot" else "text_tertiary")
    paint.text(painter, rect.adjusted(6, 0, -6, 0), row.text, face, ink, align=paint.CENTRE)

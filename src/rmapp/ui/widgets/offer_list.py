"""The list below a field: what can be picked, each with a sign, a title and a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from rmapp.i18n import listed
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent

OFFER = Qt.ItemDataRole.UserRole
_MOST_SHOWN = 7
_SIDE = 10
_NARROWEST = 300
_EDGE = 4


class Offer(NamedTuple):
    """Something that can be picked: `mark` is the character of its sign, empty for none."""

    key: str
    title: str
    note: str = ""
    mark: str = ""


class _Offers(QAbstractListModel):
    """The offers as rows."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Offer] = []

    def set_rows(self, rows: Sequence[Offer]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Offer | str | None:
        offer = self.rows[index.row()]
        if role == OFFER:
            return offer
        if role == Qt.ItemDataRole.DisplayRole:
            return offer.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return listed(part for part in (offer.title, offer.note) if part)
        return None


class OfferList(QWidget):
    """Stands below a place in a field; a child of the window, so that it never takes the focus."""

    taken = Signal(object)

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self.hide()
        self._room = window
        self._offers = _Offers()
        self._view = QListView()
        self._view.setModel(self._offers)
        self._view.setItemDelegate(_OfferDelegate(self._view))
        self._view.setAccessibleName(name)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setMouseTracking(True)
        self._view.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        column.addWidget(self._view)

    def offers(self) -> list[Offer]:
        """Return what is listed."""
        return self._offers.rows

    def offer(self) -> Offer:
        """Return the offer that Enter takes."""
        found: Offer = self._view.currentIndex().data(OFFER)
        return found

    def step(self, by: int) -> None:
        """Go to another offer, from the last to the first and back."""
        row = (self._view.currentIndex().row() + by) % len(self._offers.rows)
        self._view.setCurrentIndex(self._offers.index(row))

    def take_key(self, event: QKeyEvent) -> bool:
        """Move with Up and Down, take with Enter or Tab, close with Esc; False for every other key."""
        key = event.key()
        if not self.isVisible() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self._take(self.offer())
        elif key == Qt.Key.Key_Escape:
            self.hide()
        else:
            return False
        return True

    def show_offers(self, offers: Sequence[Offer], field: QWidget, place: QRect | None = None) -> None:
        """List these below a field, or below a place in it."""
        self._offers.set_rows(offers)
        self._view.setCurrentIndex(self._offers.index(0))
        rows = range(min(len(offers), _MOST_SHOWN))
        high = sum(self._view.sizeHintForRow(row) for row in rows) + 2 * _EDGE
        at = place or field.rect()
        wide = max(at.width(), _NARROWEST)
        room = self._room.size()
        corner = field.mapTo(self._room, at.bottomLeft() + QPoint(0, 3))
        if corner.y() + high > room.height() and corner.y() - at.height() - 4 > high:
            corner.setY(corner.y() - at.height() - 4 - high)
        corner.setX(max(0, min(corner.x(), room.width() - wide - 4)))
        self.setGeometry(corner.x(), corner.y(), wide, min(high, room.height() - corner.y()))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and its edge."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        ground, edge = theme.colour("bg_raised"), theme.colour("border_strong")
        paint.box(painter, QRectF(self.rect()), fill=ground, border=edge, radius=metrics.radius("md"))
        painter.end()

    def _take(self, offer: Offer) -> None:
        self.hide()
        self.taken.emit(offer)

    def _on_clicked(self, index: QModelIndex) -> None:
        self._take(index.data(OFFER))


class _OfferDelegate(QStyledItemDelegate):
    """Paints an offer: its sign, its title, and a note below where there is one."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, metrics.row() if index.data(OFFER).note else metrics.row_compact())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        offer: Offer = index.data(OFFER)
        rect, theme = QRectF(option.rect), active()
        painter.save()
        paint.smooth(painter)
        hot = option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
        if hot:
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            ground = theme.colour("bg_selected" if chosen else "bg_hover")
            paint.box(painter, rect.adjusted(2, 1, -2, -1), fill=ground, radius=metrics.radius("sm"))
        left = rect.left() + _SIDE
        if offer.mark:
            side = metrics.grown(26)
            paint.monogram(painter, QRectF(left, rect.center().y() - side / 2, side, side), offer.mark)
            left += side + _SIDE
        first, second = metrics.line("body"), metrics.line("small") if offer.note else 0
        top = rect.center().y() - (first + second) / 2
        wide = rect.right() - _SIDE - left
        ink, quiet = theme.colour("text_primary"), theme.colour("text_secondary")
        paint.text(painter, QRectF(left, top, wide, first), offer.title, fonts.font("body", 500), ink)
        if offer.note:
            paint.text(painter, QRectF(left, top + first, wide, second), offer.note, fonts.font("small"), quiet)
        painter.restore()

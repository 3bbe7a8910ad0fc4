"""A field that finds one thing among many: type a few letters, choose from the list below, Enter takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
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
from rmapp.ui.widgets.fields import LineEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QPaintEvent

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


class PickSource(Protocol):
    """Where a field finds what can be picked."""

    def find(self, text: str) -> Sequence[Offer]:
        """Return what fits the letters typed, best first; for no letters a few to begin with."""

    def offer(self, key: str) -> Offer:
        """Return the thing of this key."""


class PickField(LineEdit):
    """Holds one picked thing by its key, or none."""

    changed = Signal()

    def __init__(
        self,
        source: PickSource,
        parent: QWidget | None = None,
        *,
        name: str,
        icon: str = "search",
        placeholder: str = "",
    ) -> None:
        super().__init__(parent, name=name, icon=icon, placeholder=placeholder)
        self._source = source
        self._picked: Offer | None = None
        self._list: _OfferList | None = None
        self.textEdited.connect(self._on_text_edited)

    def key(self) -> str | None:
        """Return the key of what is picked."""
        return self._picked.key if self._picked else None

    def unknown_text(self) -> str:
        """Return what is typed without being picked; empty where nothing is or where it is picked."""
        return "" if self._picked else self.text().strip()

    def set_key(self, key: str | None) -> None:
        """Show this as picked; None empties the field."""
        self._hold(self._source.offer(key) if key else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list with Up and Down, take with Enter, close it with Esc."""
        key, open_ = event.key(), self.is_listing()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self.unknown_text():
            self._take()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not self.isReadOnly():
            if open_ and self._list is not None:
                self._list.step(1 if key == Qt.Key.Key_Down else -1)
            elif key == Qt.Key.Key_Down:
                self._show_list("" if self._picked else self.text())
        elif key == Qt.Key.Key_Escape and open_:
            self._hide_list()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what is named exactly, and close the list."""
        super().focusOutEvent(event)
        typed = self.unknown_text()
        found = self._source.find(typed) if typed else ()
        exact = [offer for offer in found if offer.title.casefold() == typed.casefold()]
        self._hide_list()
        if len(exact) == 1:
            self._pick(exact[0])

    def hideEvent(self, event: QHideEvent) -> None:
        """Take the list away with the field."""
        super().hideEvent(event)
        self._hide_list()

    def is_listing(self) -> bool:
        """Tell whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def offers(self) -> list[Offer]:
        """Return what the list shows."""
        return self._list.offers() if self._list is not None and self._list.isVisible() else []

    def _hold(self, offer: Offer | None) -> None:
        self._picked = offer
        self.setText(offer.title if offer else "")
        if not self.hasFocus():
            self.setCursorPosition(0)  # the beginning of a long name says most
        self._hide_list()

    def _take(self) -> None:
        if self.is_listing() and self._list is not None:
            self._pick(self._list.offer())
            return
        found = self._source.find(self.unknown_text())
        if found:
            self._pick(found[0])

    def _pick(self, offer: Offer | None) -> None:
        self._hold(offer)
        self.changed.emit()

    def _show_list(self, text: str) -> None:
        found = list(self._source.find(text))
        if not found:
            self._hide_list()
            return
        if self._list is None:
            self._list = _OfferList(self.window(), self.accessibleName())
            self._list.taken.connect(self._pick)
            self.destroyed.connect(self._list.deleteLater)
        self._list.show_offers(found, self)

    def _hide_list(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _on_text_edited(self, text: str) -> None:
        self._picked = None
        if text.strip():
            self._show_list(text)
        else:
            self._hide_list()
        self.changed.emit()


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


class _OfferList(QWidget):
    """The list below the field; a child of the window, so that it never takes the focus."""

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
        return self._offers.rows

    def offer(self) -> Offer:
        found: Offer = self._view.currentIndex().data(OFFER)
        return found

    def step(self, by: int) -> None:
        row = (self._view.currentIndex().row() + by) % len(self._offers.rows)
        self._view.setCurrentIndex(self._offers.index(row))

    def show_offers(self, offers: Sequence[Offer], field: QWidget) -> None:
        self._offers.set_rows(offers)
        self._view.setCurrentIndex(self._offers.index(0))
        rows = range(min(len(offers), _MOST_SHOWN))
        high = sum(self._view.sizeHintForRow(row) for row in rows) + 2 * _EDGE
        wide = max(field.width(), _NARROWEST)
        room = self._room.size()
        place = field.mapTo(self._room, QPoint(0, field.height() + 2))
        if place.y() + high > room.height() and place.y() - field.height() - 4 > high:
            place.setY(place.y() - field.height() - 4 - high)
        place.setX(max(0, min(place.x(), room.width() - wide - 4)))
        self.setGeometry(place.x(), place.y(), wide, min(high, room.height() - place.y()))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        ground, edge = theme.colour("bg_raised"), theme.colour("border_strong")
        paint.box(painter, QRectF(self.rect()), fill=ground, border=edge, radius=metrics.radius("md"))
        painter.end()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.taken.emit(index.data(OFFER))


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

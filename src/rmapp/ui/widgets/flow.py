"""A layout that sets widgets side by side and goes on in the next line where the room ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator


class FlowLayout(QLayout):
    """Items keep the size of their hint, but one wider than the room is cut to it as far as it allows.

    Hidden items take no room; lines are centred vertically. With `spread` a line of several items reaches
    from edge to edge.
    """

    def __init__(self, parent: QWidget | None = None, *, gap: int = 8, spread: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self._spread = spread
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item to the end."""
        self._items.append(item)

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget in at a place."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item; None outside."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item away; None outside."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Want no more than the hint."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Say that lines wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at a width."""
        return max((place.bottom() + 1 for _item, place in self._placed(QRect(0, 0, width, 0))), default=0)

    def sizeHint(self) -> QSize:
        """Be one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        gaps = self._gap * max(0, len(sizes) - 1)
        return QSize(sum(size.width() for size in sizes) + gaps, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Be as narrow as the widest item."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0)
        )

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        for item, place in self._placed(rect):
            item.setGeometry(place)

    def _placed(self, rect: QRect) -> Iterator[tuple[QLayoutItem, QRect]]:
        line: list[tuple[QLayoutItem, QSize]] = []
        top, used = rect.top(), 0
        for item in self._shown():
            size = item.sizeHint()
            size.setWidth(max(item.minimumSize().width(), min(size.width(), rect.width())))
            if line and used + size.width() > rect.width():
                high = max(one.height() for _item, one in line)
                yield from self._line(line, rect, top, high)
                line, top, used = [], top + high + self._gap, 0
            line.append((item, size))
            used += size.width() + self._gap
        yield from self._line(line, rect, top, max((one.height() for _item, one in line), default=0))

    def _line(
        self, line: list[tuple[QLayoutItem, QSize]], rect: QRect, top: int, high: int
    ) -> Iterator[tuple[QLayoutItem, QRect]]:
        left, gap = rect.left(), self._gap
        if self._spread and len(line) > 1:
            gap = max(gap, (rect.width() - sum(size.width() for _item, size in line)) // (len(line) - 1))
        for item, size in line:
            yield item, QRect(QPoint(left, top + (high - size.height()) // 2), size)
            left += size.width() + gap

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

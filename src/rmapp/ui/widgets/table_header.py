"""The header of a long list: a click or the keyboard sorts, an arrow shows by what."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QHeaderView

from rmapp.i18n import _
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter

    from rmapp.ui.models.lazy_table import LazyTable

PADDING = 8


class TableHeader(QHeaderView):
    """Titles in columns; Left and Right walk through them, Enter or Space sorts by the one marked."""

    sort_asked = Signal(str, bool)
    """Carries the sort key and whether it goes downwards."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._sort, self._descending = "", False
        self._at = 0
        self.setAccessibleName(_("Columns"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(metrics.space(8))
        self.sectionClicked.connect(self._on_section_clicked)

    def set_sort(self, key: str, descending: bool) -> None:
        """Show by what the rows are sorted."""
        self._sort, self._descending = key, descending
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """Be as high as a compact row."""
        return QSize(super().sizeHint().width(), metrics.row_compact())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the titles and sort."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._walk(1 if key == Qt.Key.Key_Right else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_section_clicked(self._at)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark a title that is shown."""
        super().focusInEvent(event)
        if self.isSectionHidden(self._at):
            self._walk(1)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the mark away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw the title, with an arrow where it sorts."""
        column = self._table().columns[section]
        theme = active()
        painter.save()
        painter.fillRect(rect, theme.colour("bg_canvas"))
        paint.hline(painter, rect.left(), rect.bottom(), rect.width(), theme.colour("border_subtle"))
        if self.hasFocus() and section == self._at:
            mark = QRectF(rect).adjusted(2, 3, -2, -3)
            paint.smooth(painter)
            paint.box(painter, mark, border=theme.colour("focus_ring"), radius=metrics.radius("xs"), width=2)
        inner = QRectF(rect).adjusted(PADDING, 0, -PADDING, -1)
        sorts = bool(column.sort) and column.sort == self._sort
        side = metrics.icon() - 4
        if sorts:
            self._paint_arrow(painter, inner, side, column.title, column.align)
            if column.align == paint.RIGHT:
                inner.setLeft(inner.left() + side + 3)
            else:
                inner.setRight(inner.right() - side - 3)
        face = fonts.font("small", 500 if sorts else None)
        ink = theme.colour("text_primary" if sorts else "text_secondary")
        paint.text(painter, inner, column.title, face, ink, align=column.align)
        painter.restore()

    def _paint_arrow(self, painter: QPainter, inner: QRectF, side: float, title: str, align: Qt.AlignmentFlag) -> None:
        words = min(paint.text_width(title, fonts.font("small", 500)), inner.width() - side - 3)
        left = inner.right() - words - 3 - side if align == paint.RIGHT else inner.left() + words + 3
        name = "arrow-down" if self._descending else "arrow-up"
        square = QRectF(left, inner.center().y() - side / 2, side, side)
        icons.paint(painter, name, square, active().colour("accent_text"))

    def _walk(self, step: int) -> None:
        place = self.visualIndex(self._at)
        for _tried in range(self.count()):
            place = (place + step) % self.count()
            self._at = self.logicalIndex(place)
            if not self.isSectionHidden(self._at):
                break
        self.viewport().update()

    def _on_section_clicked(self, section: int) -> None:
        column = self._table().columns[section]
        self._at = section
        if column.sort:
            again = column.sort == self._sort
            self.sort_asked.emit(column.sort, not self._descending if again else column.descends)

    def _table(self) -> LazyTable[object]:
        return cast("LazyTable[object]", self.model())

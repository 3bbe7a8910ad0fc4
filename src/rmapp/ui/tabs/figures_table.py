"""The view of the table of figures: hairlines, numbers at the right, as high as its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from rmapp.i18n import _
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tabs.figures_model import DASH, FORECAST, RISES, STRONG, FiguresModel
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QPainter, QResizeEvent

    from rmapp.services.clients.figures import Figures

PAD = 10
NARROWEST = 76
WIDEST = 104
NAMES = 170


class FiguresTable(QTableView):
    """Enter or a double click on a figure opens its period."""

    period_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._model = FiguresModel(self)
        self._names = NAMES
        self.setModel(self._model)
        self.setItemDelegate(_FigureDelegate(self))
        self.setAccessibleName(_("Key figures"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._on_section_clicked)
        self.activated.connect(self._on_activated)

    def show_figures(self, figures: Figures, *, whole: bool) -> None:
        """Show periods and make room for all rows."""
        self._model.show_figures(figures, whole=whole)
        self.verticalHeader().setDefaultSectionSize(metrics.row_compact())
        self._fit_columns()
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """Be as high as header and rows."""
        header = self.horizontalHeader().sizeHint().height()
        # The bar of a table that is too wide lies below the last row.
        bar = self.horizontalScrollBar().sizeHint().height()
        return QSize(500, header + metrics.row_compact() * self._model.rowCount() + bar)

    def _fit_columns(self) -> None:
        face = fonts.font("body", 600, numeric=True)
        header = self.horizontalHeader()
        grown = active().text_factor
        for column in range(self._model.columnCount()):
            title = str(self._model.headerData(column, Qt.Orientation.Horizontal) or "")
            texts = [str(self._model.index(row, column).data()) for row in range(self._model.rowCount())]
            wide = max(paint.text_width(text, face) for text in texts) + 2 * PAD
            if column == 0:
                self._names = round(max(wide, NAMES * grown))
                continue
            # A long word such as the source may be cut, the period and the figures never.
            needed = max(paint.text_width(title, face) + 2 * PAD, min(wide, WIDEST * grown), NARROWEST * grown)
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, round(needed))
        self._stretch_names()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what room is left."""
        super().resizeEvent(event)
        self._stretch_names()

    def _stretch_names(self) -> None:
        if not self._model.columnCount():
            return
        header = self.horizontalHeader()
        others = sum(header.sectionSize(column) for column in range(1, self._model.columnCount()))
        header.resizeSection(0, max(self._names, self.viewport().width() - others))

    def _open(self, column: int) -> None:
        snapshot = self._model.snapshot(column)
        if snapshot is not None:
            self.period_opened.emit(snapshot.id)

    def _on_section_clicked(self, column: int) -> None:
        self._open(column)

    def _on_activated(self, index: QModelIndex) -> None:
        self._open(index.column())


class _FigureDelegate(QStyledItemDelegate):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        theme = active()
        paint.row_background(painter, option)
        rect = QRectF(option.rect).adjusted(PAD, 0, -PAD, 0)
        words = str(index.data() or "")
        ink = "text_primary"
        if words == DASH:
            ink = "text_tertiary"
        elif index.data(FORECAST):
            ink = "text_secondary"
        elif index.data(RISES):
            ink = "success_text"
        face = fonts.font("body", 600 if index.data(STRONG) else 400, numeric=index.column() > 0)
        align = paint.LEFT if index.column() == 0 else paint.RIGHT
        paint.text(painter, rect, words, face, theme.colour(ink), align=align)
        painter.restore()

"""The card with the grid of a group: firms down, types of credit across, use and room; and its exposure in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from rmapp.domain import reference
from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed, ngettext
from rmapp.services.limits.explain import explain_group, explain_group_limit
from rmapp.services.limits.explain_ownership import explain_ownership
from rmapp.services.limits.group_grid import GroupGrid, grid_table, group_grid
from rmapp.services.privacy.discretion import discreetly
from rmapp.ui import fonts, line_wording, metrics, paint
from rmapp.ui.table_export import export_now
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.tabs.explained import Figure, show_sums
from rmapp.ui.tabs.group_grid_model import STRONG, TONE, GroupGridModel
from rmapp.ui.tabs.limit_words import split_words
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.flow_box import FlowBox
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent

    from rmapp.domain.money import Money
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.limits.exposure import GroupLimitUse
    from rmapp.ui.context import UiContext

PAD = 10
NAMES = 170
NARROWEST = 84
MOST_REPORTED = 2
_STEPS = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}


class GroupGridCard(ClientCard):
    """Hidden for a firm without a group; Enter opens a firm on its credit."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Group by firm and type of credit"), icon="table-2")
        self._grid: GroupGrid | None = None
        export = IconButton("file-spreadsheet", _("Export this table"), size=26)
        export.clicked.connect(self._on_export_clicked)
        self.set_tools(export)

    def fill(self, header: FirmHeader) -> None:
        """Show the table, the exposure and the limits of the group."""
        grid = self._grid = self.context.ask(group_grid, header.firm.id)
        alone = len(grid.rows) < 2 and not grid.exposure.limits
        self.setVisible(not alone)
        if alone:
            return
        self.set_count(len(grid.rows))
        self.set_note(_("drawn / limit, {unit}").format(unit=line_wording.unit_name("CNY")))
        table = GroupGridTable()
        table.show_grid(grid, header.firm.id)
        table.firm_opened.connect(self._on_firm_opened)
        table.share_asked.connect(self._on_share_asked)
        self.add(table)
        self.add(self._exposure(grid))
        for used in grid.exposure.limits:
            self.add(self._limit(used))
        for words in _notes(grid):
            self.add(PlainLabel(words, role="small", tone="tertiary", wrap=True))

    def _exposure(self, grid: GroupGrid) -> QWidget:
        found = grid.exposure
        row = FlowBox(gap=metrics.space(5))
        made = [
            self._explained(_("Use of limits"), _of_ours(grid, found.use), "use"),
            self._explained(_("Exposure, direct"), _direct(grid), "exposure"),
            self._explained(_("Indirect, by guarantees"), _of_ours(grid, found.indirect), "indirect"),
            self._explained(_("Affiliated by dependence"), _of_ours(grid, found.affiliated), "affiliated"),
        ]
        row.set_widgets(made)
        return row

    def _explained(self, label: str, words: str, what: str) -> QWidget:
        figure = Figure(self.context, label, words, explain_group, self.firm_id, what, weight=600)
        return _labelled(label, figure)

    def _limit(self, used: GroupLimitUse) -> QWidget:
        slot = QWidget()
        row = QHBoxLayout(slot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(3))
        row.addWidget(ElidedLabel(used.name, weight=500))
        tone = "warning" if used.over_allocated is not None else "secondary"
        row.addWidget(ElidedLabel(split_words(used), role="small", tone=tone), 1)
        if used.binds:
            said = _("{used} used of {limit}")
            words = said.format(used=line_wording.amount(used.use), limit=line_wording.amount(used.limit.limit))
            row.addWidget(PlainLabel(words, role="small", tone="secondary", numeric=True))
        else:
            words = _("{limit}, does not bind us").format(limit=line_wording.amount(used.limit.limit))
            row.addWidget(PlainLabel(words, role="small", tone="secondary", numeric=True))
        room = line_wording.amount(used.room)
        left = _("room not known") if used.room is None else _("{room} left").format(room=room)
        tone = "secondary" if used.room is None else "danger" if used.room.minor < 0 else "accent"
        label = _("Room under {limit}").format(limit=used.name)
        row.addWidget(Figure(self.context, label, left, explain_group_limit, used.limit.id, tone=tone, weight=600))
        return slot

    def _on_firm_opened(self, firm_id: str) -> None:
        self.context.open_client(firm_id, "credit")

    def _on_share_asked(self, firm_id: str) -> None:
        table = self.sender()
        if self._grid is not None and isinstance(table, QWidget):
            show_sums(self.context, table, [(explain_ownership, (self._grid.top_id, firm_id))])

    def _on_export_clicked(self) -> None:
        if self._grid is None:
            return
        grid = self.context.ask(discreetly(group_grid), self.firm_id, restricted=False)
        names = {code: reference.text("facility_type", code) for code in grid.types}
        firm = next((row.name for row in grid.rows), "")
        title = _("Group of {firm}").format(firm=firm)
        export_now(self, self.context, grid_table(grid, title, names), firm_id=self.firm_id)


class GroupGridTable(QTableView):
    """Arrow keys move from cell to cell, J and K down and up; Enter or a double click opens the firm of the row.

    Space or a click on what the group holds of a firm asks how that was computed.
    """

    firm_opened = Signal(str)
    share_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._model = GroupGridModel(self)
        self._names = NAMES
        self.setModel(self._model)
        self.setItemDelegate(_CellDelegate(self))
        self.setAccessibleName(_("Firms and their lines"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMouseTracking(True)
        self.clicked.connect(self._ask_share)
        self.doubleClicked.connect(self._on_double_clicked)

    def show_grid(self, grid: GroupGrid, firm_id: str) -> None:
        """Show a grid with the row of this firm as the current one, and make room for all rows."""
        self._model.show_grid(grid)
        self.verticalHeader().setDefaultSectionSize(metrics.row_compact())
        self.horizontalHeader().setFixedHeight(2 * metrics.line("small") + 8)
        self._fit_columns()
        self.setFixedHeight(self.sizeHint().height())
        self.setCurrentIndex(self._model.index(self._model.row_of(firm_id), 0))

    def sizeHint(self) -> QSize:
        """Be as high as header and rows, with the bar of a table that is too wide."""
        bar = self.horizontalScrollBar().sizeHint().height()
        rows = metrics.row_compact() * self._model.rowCount()
        return QSize(500, self.horizontalHeader().height() + rows + bar)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with J and K, open on Enter, ask on Space."""
        step = _STEPS.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Space:
            self._ask_share(self.currentIndex())
        elif step is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            now = self.currentIndex()
            row = max(0, min(now.row() + step, self._model.rowCount() - 1))
            self.setCurrentIndex(self._model.index(row, now.column()))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, text: str) -> None:
        """Do nothing: single letters are commands."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the names what room is left."""
        super().resizeEvent(event)
        self._stretch_names()

    def _fit_columns(self) -> None:
        face, small = fonts.font("body", 600, numeric=True), fonts.font("small")
        header, model, grown = self.horizontalHeader(), self._model, active().text_factor
        for column in range(model.columnCount()):
            texts = [str(model.index(row, column).data() or "") for row in range(model.rowCount())]
            wide = max((paint.text_width(text, face) for text in texts), default=0) + 2 * PAD
            if column == 0:
                self._names = round(max(wide, NAMES * grown))
                continue
            # The head has two lines, so half of its words are enough; figures are never cut.
            title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            longest = max((paint.text_width(word, small) for word in title.split()), default=0)
            head = max(longest, paint.text_width(title, small) * 0.62) + 2 * PAD
            header.resizeSection(column, round(max(wide, head, NARROWEST * grown)))
        self._stretch_names()

    def _stretch_names(self) -> None:
        if not self._model.columnCount():
            return
        header = self.horizontalHeader()
        others = sum(header.sectionSize(column) for column in range(1, self._model.columnCount()))
        header.resizeSection(0, max(self._names, self.viewport().width() - others))

    def _open(self, row: int) -> None:
        firm_id = self._model.firm_at(row)
        if firm_id:
            self.firm_opened.emit(firm_id)

    def _ask_share(self, index: QModelIndex) -> None:
        firm_id = self._model.share_at(index)
        if firm_id:
            self.share_asked.emit(firm_id)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self._open(index.row())


class _CellDelegate(QStyledItemDelegate):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        paint.row_background(painter, option)
        rect = QRectF(option.rect).adjusted(PAD, 0, -PAD, 0)
        first = index.column() == 0
        face = fonts.font("body", 600 if index.data(STRONG) else 400, numeric=not first)
        ink = active().colour(str(index.data(TONE)))
        paint.text(painter, rect, str(index.data() or ""), face, ink, align=paint.LEFT if first else paint.RIGHT)
        painter.restore()


def _labelled(label: str, figure: QWidget) -> QWidget:
    slot = QWidget()
    column = QVBoxLayout(slot)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    left = Qt.AlignmentFlag.AlignLeft
    column.addWidget(PlainLabel(label, role="small", tone="tertiary"), 0, left)
    column.addWidget(figure, 0, left)
    return slot


def _of_ours(grid: GroupGrid, money: Money | None) -> str:
    """Return an amount; a zero of a group that has no line of our bank is said in words, for it tells nothing."""
    if not grid.total.has_ours and money is not None and money.is_zero:
        return _("none of ours")
    return line_wording.amount(money)


def _direct(grid: GroupGrid) -> str:
    if grid.total.has_ours or not grid.reported_credit:
        return _of_ours(grid, grid.exposure.direct)
    said = _("{limit} of {lender}")
    told = [said.format(limit=line_wording.amount(limit), lender=lender) for lender, limit in grid.reported_credit]
    rest = len(told) - MOST_REPORTED
    if rest > 0:
        told[MOST_REPORTED:] = [_("{n} more").format(n=rest)]
    return _("none of ours; reported: {credit}").format(credit=listed(told))


def _notes(grid: GroupGrid) -> list[str]:
    said = []
    if grid.exposure.rate_on is not None:
        words = _("Foreign currency at the rates of {date}").format(date=format_date(grid.exposure.rate_on))
        said.append(_("{sentence}, which are old").format(sentence=words) if grid.exposure.stale else words)
    if grid.reported:
        words = ngettext(
            "{n} line of another lender is not in this table.",
            "{n} lines of other lenders are not in this table.",
            grid.reported,
        )
        said.append(words.format(n=grid.reported))
    return said

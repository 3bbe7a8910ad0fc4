"""The palette (Ctrl K): one box to find clients, people, notes and commands, by keyboard."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from rmapp.i18n import _, ngettext
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.palette_delegate import ROW, PaletteDelegate
from rmapp.ui.palette_rows import Listing, Row, rows_for, rows_on
from rmapp.ui.tokens import active
from rmapp.ui.widgets.cards import Divider, IconLabel
from rmapp.ui.widgets.chips import Chip, KeyCap
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widths import widened

if TYPE_CHECKING:
    from rmapp.ui.context import UiContext

_WIDTH = 720
_TOP = 130
_HEIGHT = 520
_SCRIM = 0.5
_SPARE = 8
_CROWDED = 1.5
"""From this size of text on there is no room for the count of results."""


class Palette(QWidget):
    """Covers the window while it is open; `chosen` carries the row and deletes nothing."""

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, window: QWidget, context: UiContext) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("overlay", True)
        self._context = context
        self._subject: Row | None = None
        self._giver: QWidget | None = None
        self._model = RowModel(self)
        self._build()
        window.installEventFilter(self)
        self.hide()

    def open(self, text: str = "") -> None:
        """Show the palette with the cursor in its box."""
        self._giver = QApplication.focusWidget()
        self._subject = None
        self.box.setFont(fonts.font("figure", 400))
        self._sum.setVisible(active().text_factor < _CROWDED)
        self._cover()
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.setText(text)
        self._list()

    def close_palette(self) -> None:
        """Hide the palette and give the focus back."""
        if not self.isVisible():
            return
        self.hide()
        if self._giver is not None and self._giver.isVisible():
            self._giver.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            # Hidden, the box would keep the focus, and no key of the page would act.
            self.box.clearFocus()
        self.closed.emit()

    def rows(self) -> list[Row]:
        """Return the rows listed now."""
        return self._model.rows

    def _build(self) -> None:
        self._panel = _Panel(self)
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(metrics.space(5), metrics.space(3), metrics.space(4), metrics.space(3))
        head.setSpacing(metrics.space(2))
        head.addWidget(IconLabel("search", role="text_secondary"))
        self.box = QLineEdit()
        self.box.setProperty("bare", True)
        self.box.setAccessibleName(_("Search clients, people, notes and commands"))
        self.box.setPlaceholderText(_("Name, pinyin, note or command"))
        self.box.textEdited.connect(self._on_edited)
        self.box.installEventFilter(self)
        head.addWidget(self.box, 1)
        self._how = Chip("")
        head.addWidget(self._how)
        head.addWidget(KeyCap("Esc"))
        column.addLayout(head)
        column.addWidget(Divider())
        self.view = QListView()
        self.view.setProperty("surface", "none")
        self.view.setModel(self._model)
        self.view.setItemDelegate(PaletteDelegate(self.view))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName(_("Results"))
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.clicked.connect(self._on_clicked)
        holder = QHBoxLayout()
        holder.setContentsMargins(metrics.space(2), metrics.space(1), metrics.space(2), metrics.space(1))
        holder.addWidget(self.view)
        column.addLayout(holder, 1)
        column.addLayout(self._build_foot())

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(metrics.space(5), metrics.space(2), metrics.space(5), metrics.space(3))
        foot.setSpacing(metrics.space(2))
        hints = (
            ("↑ ↓", _("move")),
            ("Enter", _("open")),
            ("Tab", _("actions")),
            (">", _("commands")),
            ("@", _("people")),
            ("#", _("topics")),
        )
        for key, text in hints:
            foot.addWidget(KeyCap(key))
            foot.addWidget(PlainLabel(text, role="small", tone="secondary"))
            foot.addSpacing(metrics.space(1))
        foot.addStretch(1)
        self._sum = PlainLabel("", role="small", tone="tertiary")
        foot.addWidget(self._sum)
        return foot

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Send moving keys from the box to the list; follow the size of the window."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        if watched is self.parent() and event.type() == QEvent.Type.Resize:
            self._cover()
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus in the box; Tab means actions here."""
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close on a click beside the panel."""
        self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the scrim."""
        colour = active().colour("scrim")
        colour.setAlphaF(_SCRIM)
        QPainter(self).fillRect(self.rect(), colour)

    def _take_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in steps:
            self._move(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self._model.row(self.view.currentIndex()))
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._show_actions(self._model.row(self.view.currentIndex()))
        elif key == Qt.Key.Key_Escape:
            self._step_back()
        else:
            return False
        return True

    def _step_back(self) -> None:
        if self._subject is None:
            self.close_palette()
        else:
            self._subject = None
            self._list()

    def _show_actions(self, row: Row | None) -> None:
        if row is not None and row.firm_id and row.kind != "command":
            self._subject = row
            self._list()

    def _list(self) -> None:
        began = perf_counter()
        if self._subject is not None:
            listing = rows_on(self._context, self._subject)
        else:
            listing = rows_for(self._context, self.box.text())
        self._model.show(listing)
        self._how.setVisible(bool(listing.how))
        self._how.set_text(listing.how)
        self._sum.setText(_sum(listing, perf_counter() - began) if self.box.text().strip() else "")
        self.view.setCurrentIndex(self._model.index(0, 0))
        self._move(0)
        self.view.scrollToTop()
        self._cover()

    def _move(self, steps: int) -> None:
        """Go to the next row that can be chosen, over headings."""
        rows = self._model.rows
        choosable = [place for place, row in enumerate(rows) if row.kind != "heading"]
        if not choosable:
            return
        present = self.view.currentIndex().row()
        at = next((rank for rank, place in enumerate(choosable) if place >= present), 0)
        at = max(0, min(at + steps, len(choosable) - 1)) if abs(steps) != 1 else (at + steps) % len(choosable)
        self.view.setCurrentIndex(self._model.index(choosable[at], 0))
        self.box.setAccessibleDescription(rows[choosable[at]].spoken())

    def _choose(self, row: Row | None) -> None:
        if row is not None and row.kind != "heading":
            self.close_palette()
            self.chosen.emit(row)

    def _cover(self) -> None:
        window = self._window
        self.setGeometry(QRect(0, 0, window.width(), window.height()))
        width = min(widened(_WIDTH), window.width() - 40)
        top = min(_TOP, window.height() // 8)
        room = min(round(_HEIGHT * active().text_factor), window.height() - top - 24)
        listed = sum(self.view.sizeHintForRow(place) for place in range(min(len(self._model.rows), 12)))
        height = min(room, self._panel.sizeHint().height() - self.view.sizeHint().height() + listed + _SPARE)
        self._panel.setGeometry((window.width() - width) // 2, top, width, height)

    def _on_edited(self) -> None:
        self._subject = None
        self._list()

    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(self._model.row(index))


class RowModel(QAbstractListModel):
    """The rows of a listing."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, listing: Listing) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = listing.rows
        self.endResetModel()

    def row(self, index: QModelIndex | QPersistentModelIndex) -> Row | None:
        """Return the row at an index, or None."""
        return self.rows[index.row()] if index.isValid() and index.row() < len(self.rows) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row to paint, or its sentence for a screen reader."""
        row = self.row(index)
        if row is None:
            return None
        if role == ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return row.spoken()
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Make headings unselectable."""
        row = self.row(index)
        if row is None or row.kind == "heading":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


class _Panel(QFrame):
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        paint.box(
            painter,
            QRectF(self.rect()),
            fill=theme.colour("bg_raised"),
            border=theme.colour("border_default"),
            radius=metrics.radius("xl"),
        )


def _sum(listing: Listing, seconds: float) -> str:
    count = listing.results()
    milliseconds = max(1, round(seconds * 1000))
    return ngettext("{n} result in {ms} ms", "{n} results in {ms} ms", count).format(n=count, ms=milliseconds)

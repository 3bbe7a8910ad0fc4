"""The rail at the left: where one can go, the saved views, and how the book is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import metrics, registry
from rmapp.ui.app_mark import AppMark
from rmapp.ui.rail_item import RailItem
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.cards import Divider, IconLabel
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel
from rmapp.ui.widths import widened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.services.clients.views import View

LOWER = ("import", "settings")
"""Pages that stand at the foot of the rail."""

URGENT = frozenset({"today"})
"""Pages whose count says what is late or due."""


class Rail(QFrame):
    """Names, icons and counts; it says what was clicked and decides nothing."""

    page_chosen = Signal(str)
    view_chosen = Signal(str)
    view_add_asked = Signal()
    lock_asked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, book_name: str) -> None:
        super().__init__()
        self.setProperty("surface", "window")
        self.setAccessibleName(_("Navigation"))
        self._open = True
        self._items: dict[str, RailItem] = {}
        self._views: dict[str, RailItem] = {}
        self._listed: list[tuple[str, str]] = []
        self._words: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head(book_name))
        for place, entry in enumerate((each for each in registry.pages() if each.rail), start=1):
            column.addWidget(self._build_item(entry, key=f"Ctrl {place}"))
        column.addWidget(self._build_views(), 1)
        for entry in registry.pages():
            if entry.code in LOWER:
                column.addWidget(self._build_item(entry, small=True))
        column.addSpacing(metrics.space(2))
        column.addWidget(self._build_foot())

    def set_open(self, opened: bool) -> None:
        """Show names, or only icons."""
        self._open = opened
        self.setFixedWidth(widened(metrics.RAIL) if opened else metrics.RAIL_COLLAPSED)
        for item in (*self._items.values(), *self._views.values()):
            item.set_open(opened)
        for widget in self._words:
            widget.setVisible(opened)
        self._views_area.setVisible(opened and bool(self._views))

    def is_open(self) -> bool:
        """Tell whether names are shown."""
        return self._open

    def set_current(self, code: str) -> None:
        """Mark where the user is; a page without a line marks none."""
        for each, item in self._items.items():
            item.setChecked(each == code)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show counts by page code."""
        for code, item in self._items.items():
            item.set_count(counts.get(code), urgent=code in URGENT)

    def set_views(self, views: Sequence[View], counts: Mapping[str, int]) -> None:
        """Show the saved views with how many clients each holds."""
        if [(view.id, view.name) for view in views] != self._listed:
            self._list_views(views)
        for view_id, item in self._views.items():
            item.set_count(counts.get(view_id))

    def set_keeping(self, title: str, note: str, *, safe: bool, lockable: bool) -> None:
        """Say at the foot how the book is kept and when it was backed up."""
        self._keeping.setText(title)
        self._backup.setText(note)
        self._shield.set_icon(*(("shield-check", "success") if safe else ("shield-alert", "warning")))
        self._lock.setEnabled(lockable)

    def _list_views(self, views: Sequence[View]) -> None:
        for item in self._views.values():
            item.deleteLater()
        self._views = {}
        for view in views:
            item = RailItem(view.name, view.icon, small=True)
            item.setObjectName(view.id)
            item.set_open(self._open)
            item.clicked.connect(self._on_view_clicked)
            self._view_column.insertWidget(len(self._views), item)
            self._views[view.id] = item
        self._listed = [(view.id, view.name) for view in views]
        self._views_area.setVisible(self._open and bool(views))

    def _build_head(self, book_name: str) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(15, 14, metrics.space(1), 10)
        row.setSpacing(metrics.space(2))
        row.addWidget(AppMark(28))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        names = [PlainLabel("rmapp", role="body", weight=600), ElidedLabel(book_name, role="caption", tone="tertiary")]
        for label in names:
            texts.addWidget(label)
        row.addLayout(texts, 1)
        self._menu = IconButton("chevrons-up-down", _("Book menu"), size=metrics.small_control())
        self._menu.clicked.connect(self._on_menu_clicked)
        row.addWidget(self._menu)
        self._words += [*names, self._menu]
        return head

    def _build_item(self, entry: registry.PageEntry, *, small: bool = False, key: str = "") -> RailItem:
        item = RailItem(entry.title, entry.icon, small=small, key=key)
        item.setObjectName(entry.code)
        item.clicked.connect(self._on_item_clicked)
        self._items[entry.code] = item
        return item

    def _build_views(self) -> QWidget:
        area = QWidget()
        column = QVBoxLayout(area)
        column.setContentsMargins(0, metrics.space(4), 0, 0)
        column.setSpacing(0)
        self._views_area = QWidget()
        inner = QVBoxLayout(self._views_area)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(metrics.space(1))
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, metrics.space(3), 0)
        head.addWidget(PlainLabel(_("Saved views"), role="caption", tone="secondary", weight=600))
        head.addStretch(1)
        add = IconButton("plus", _("Save the present view"), size=metrics.small_control())
        add.clicked.connect(self.view_add_asked)
        head.addWidget(add)
        inner.addLayout(head)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        holder.setProperty("surface", "none")
        self._view_column = QVBoxLayout(holder)
        self._view_column.setContentsMargins(0, 0, 0, 0)
        self._view_column.setSpacing(0)
        self._view_column.addStretch(1)
        scroll.setWidget(holder)
        inner.addWidget(scroll, 1)
        column.addWidget(self._views_area, 1)
        column.addStretch(0)
        return area

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(metrics.space(2) + 2, 0, metrics.space(2) + 2, 0)
        column.setSpacing(0)
        line = Divider()
        column.addWidget(line)
        row = QHBoxLayout()
        row.setContentsMargins(metrics.space(2), metrics.space(2), 0, metrics.space(2))
        row.setSpacing(metrics.space(2) + 1)
        self._shield = IconLabel("shield-check", role="success")
        row.addWidget(self._shield)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        self._keeping = ElidedLabel("", role="small", tone="secondary", weight=500)
        self._backup = ElidedLabel("", role="caption", tone="tertiary")
        texts.addWidget(self._keeping)
        texts.addWidget(self._backup)
        row.addLayout(texts, 1)
        self._lock = IconButton("lock", _("Lock now"), key="Ctrl L")
        self._lock.clicked.connect(self.lock_asked)
        row.addWidget(self._lock)
        column.addLayout(row)
        self._words += [self._shield, self._keeping, self._backup, line]
        return foot

    def _on_item_clicked(self) -> None:
        self.page_chosen.emit(self.sender().objectName())

    def _on_view_clicked(self) -> None:
        self.view_chosen.emit(self.sender().objectName())

    def _on_menu_clicked(self) -> None:
        self.menu_asked.emit(self._menu.mapToGlobal(QPoint(0, self._menu.height())))

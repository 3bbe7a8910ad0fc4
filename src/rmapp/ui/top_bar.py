"""The bar over the page: where one is, the search box, and the page's buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import actions, icons, metrics
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.cards import Divider, IconLabel
from rmapp.ui.widgets.chips import CountBadge
from rmapp.ui.widgets.labels import ElidedLabel, LinkLabel, PlainLabel
from rmapp.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.ui.page import Crumb, Page


class TopBar(QFrame):
    """Shows what a page says about itself; it says which command or page was chosen."""

    command_chosen = Signal(str)
    crumb_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "canvas")
        self.fit()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(metrics.space(6), 0, metrics.space(5), 0)
        row.setSpacing(metrics.space(2))
        self._way = QHBoxLayout()
        self._way.setSpacing(metrics.space(2))
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(metrics.space(2))
        self._search = SearchBox(_("Search clients, people, notes"), key="Ctrl K")
        self._search.setMinimumWidth(min(300, metrics.grown(300)))
        self._search.clicked.connect(self._on_search_clicked)
        row.addLayout(self._way)
        row.addStretch(1)
        row.addWidget(self._search)
        row.addLayout(self._buttons)
        column.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        column.addWidget(Divider())
        self._tools: QWidget | None = None
        self._menu: tuple[str, ...] = ()
        self._crumbs: tuple[Crumb, ...] = ()
        self._title = ""

    def fit(self) -> None:
        """Take the height that the size of text needs."""
        self.setFixedHeight(metrics.grown(metrics.TOPBAR, "title"))

    def show_page(self, page: Page, *, read_only: bool) -> None:
        """Show the title or breadcrumb, the tools and the buttons of a page."""
        self._show_way(page)
        self._search.setVisible(page.shows_search())
        self._show_buttons(page.primary_actions(), page.menu_actions(), read_only=read_only)

    def words(self) -> str:
        """Return the title or the last step of the breadcrumb as shown."""
        return self._title

    def _show_way(self, page: Page) -> None:
        self._empty(self._way, keep=self._tools)
        crumbs = page.breadcrumb()
        self._title = crumbs[-1].text if crumbs else page.title()
        if crumbs:
            self._show_crumbs(crumbs)
        else:
            self._way.addWidget(PlainLabel(page.title(), role="subtitle", weight=600))
            count = page.count()
            if count is not None:
                self._way.addWidget(CountBadge(count))
        self._tools = page.header_tools()
        if self._tools is not None:
            self._way.addSpacing(metrics.space(2))
            self._way.addWidget(self._tools)
            self._tools.show()

    def _show_crumbs(self, crumbs: Sequence[Crumb]) -> None:
        self._crumbs = tuple(crumbs)
        for place, crumb in enumerate(crumbs[:-1]):
            link = LinkLabel(crumb.text, role="body")
            link.setObjectName(str(place))
            link.clicked.connect(self._on_crumb_clicked)
            self._way.addWidget(link)
            self._way.addWidget(IconLabel("chevron-right", role="text_tertiary"))
        last = ElidedLabel(crumbs[-1].text, role="body", weight=600)
        last.setMaximumWidth(420)
        self._way.addWidget(last)

    def _show_buttons(self, ids: Sequence[str], menu: Sequence[str], *, read_only: bool) -> None:
        self._empty(self._buttons)
        offered = [action for action in map(actions.action, ids) if action is not None]
        for action in offered:
            primary = action is offered[-1]
            button = Button(action.text, kind="primary" if primary else "secondary", icon=action.icon, key=action.cap())
            button.setEnabled(not (read_only and action.writes))
            button.setObjectName(action.id)
            button.clicked.connect(self._on_command_clicked)
            self._buttons.addWidget(button)
        self._menu = tuple(menu)
        if menu:
            more = IconButton("ellipsis", _("More actions"))
            more.clicked.connect(self._on_more_clicked)
            self._buttons.addWidget(more)

    def _empty(self, layout: QHBoxLayout, keep: QWidget | None = None) -> None:
        while layout.count():
            item = layout.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is None:
                continue
            if widget is keep:
                widget.hide()
                widget.setParent(None)
            else:
                widget.hide()
                widget.deleteLater()

    def _on_search_clicked(self) -> None:
        self.command_chosen.emit("palette.open")

    def _on_command_clicked(self) -> None:
        self.command_chosen.emit(self.sender().objectName())

    def _on_crumb_clicked(self) -> None:
        self.crumb_chosen.emit(self._crumbs[int(self.sender().objectName())])

    def _on_more_clicked(self) -> None:
        anchor = self.sender()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in filter(None, map(actions.action, self._menu)):
            entry = menu.addAction(icons.icon(action.icon), action.text.replace("&", "&&"))
            entry.setObjectName(action.id)
            entry.triggered.connect(self._on_command_clicked)
        if isinstance(anchor, QWidget):
            menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height())))

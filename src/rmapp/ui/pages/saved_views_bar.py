"""The saved views as tabs with counts; those without room, and what can be done with a view, are in a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from rmapp.i18n import _
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets import tabs
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.labels import literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.services.clients.views import View

ALL = "all"
"""The tab without filters."""


class SavedViewsBar(QWidget):
    """Says which view was chosen and what shall be done with it."""

    chosen = Signal(str)
    save_asked = Signal()
    update_asked = Signal()
    rename_asked = Signal()
    removal_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._views: tuple[View, ...] = ()
        self._counts: dict[str, int] = {}
        self._labels: list[tuple[str, str]] = []
        self._code = ALL
        self._may_write = True
        self._tabs = tabs.TabBar(_("Saved views"))
        self._tabs.chosen.connect(self.chosen)
        self._menu = IconButton("ellipsis", _("More views and what to do with them"))
        self._menu.clicked.connect(self._on_menu_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.space(5), metrics.space(1), metrics.space(4), 0)
        row.setSpacing(metrics.space(2))
        row.addWidget(self._tabs, 1)
        row.addWidget(self._menu)

    def set_views(self, views: Sequence[View], *, may_write: bool) -> None:
        """Show these views after the tab “All”."""
        self._views, self._may_write = tuple(views), may_write
        self._fill()

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show the counts by view id, and of “All”."""
        self._counts = dict(counts)
        self._fill()

    def set_code(self, code: str) -> None:
        """Mark the view that is shown."""
        if code != self._code:
            self._code = code
            self._fill()

    def code(self) -> str:
        """Return the view that is shown."""
        return self._code

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many tabs as there is room for."""
        super().resizeEvent(event)
        self._fill()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line below the tabs, from edge to edge."""
        painter = QPainter(self)
        paint.hline(painter, 0, self.height() - 1, self.width(), active().colour("border_subtle"))
        painter.end()

    def _entries(self) -> list[tuple[str, str, int | None]]:
        named = [(view.id, view.name) for view in self._views]
        return [(code, name, self._counts.get(code)) for code, name in ((ALL, _("All")), *named)]

    def _fill(self) -> None:
        shown = self._fitting()
        if [entry[:2] for entry in shown] == self._labels and self._tabs.codes():
            for code, _label, count in shown:
                self._tabs.set_count(code, count)
        else:
            self._labels = [entry[:2] for entry in shown]
            self._tabs.set_tabs(shown)
        if self._code in self._tabs.codes():
            self._tabs.set_code(self._code)

    def _fitting(self) -> list[tuple[str, str, int | None]]:
        """Return the tabs there is room for; the one of the shown list is always among them."""
        room = self.width() - self._menu.sizeHint().width() - metrics.space(5) - metrics.space(4) - metrics.space(2)
        entries = self._entries()
        room -= sum(_width(entry) for entry in entries if entry[0] == self._code)
        fitting = []
        for entry in entries:
            if entry[0] == self._code:
                fitting.append(entry)
            elif _width(entry) <= room:
                room -= _width(entry)
                fitting.append(entry)
            else:
                room = 0
        return fitting

    def _on_menu_clicked(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        hidden = [view for view in self._views if view.id not in self._tabs.codes()]
        for view in hidden:
            entry = menu.addAction(icons.icon(view.icon), literal(view.name))
            entry.setObjectName(view.id)
            entry.triggered.connect(self._on_view_triggered)
        if hidden:
            menu.addSeparator()
        own = any(view.id == self._code and not view.built_in for view in self._views)
        for icon, text, signal, offered in (
            ("star", _("Save this list as a view"), self.save_asked, True),
            ("refresh-cw", _("Save the filters into this view"), self.update_asked, own),
            ("pencil", _("Rename this view"), self.rename_asked, own),
            ("trash-2", _("Remove this view"), self.removal_asked, own),
        ):
            if offered:
                entry = menu.addAction(icons.icon(icon), text)
                entry.setEnabled(self._may_write)
                entry.triggered.connect(signal)
        menu.popup(self._menu.mapToGlobal(QPoint(0, self._menu.height() + 2)))

    def _on_view_triggered(self) -> None:
        self.chosen.emit(self.sender().objectName())


def _width(entry: tuple[str, str, int | None]) -> int:
    _code, label, count = entry
    words = paint.text_width(label, fonts.font("body", 600))
    number = tabs.GAP + paint.text_width(str(count), fonts.font("small")) if count is not None else 0
    return round(words + number) + 1 + 2 * tabs.PADDING + tabs.BETWEEN

"""The line over a long list: filter box, filters as plain sentences, and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from rmapp.i18n import _, ngettext
from rmapp.ui import metrics
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.chips import FilterChip
from rmapp.ui.widgets.filter_box import FilterBox
from rmapp.ui.widgets.filter_popup import FilterPopup
from rmapp.ui.widgets.flow import FlowLayout
from rmapp.ui.widgets.labels import literal, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rmapp.domain.query import Chip
    from rmapp.ui.filters import Filter
    from rmapp.ui.models.column import AnyColumn

_BOX = 198
_LONGEST_WORDS = 30


class FilterBar(QWidget):
    """Shows the query of a list and says which one the user asks for.

    A query is a value with a `text` and a field for each filter; `chips` puts its filters into words and
    `without` drops one. `offered` filters stand beside the box as room allows, the others behind “More”.
    """

    asked = Signal(object)
    """Carries the changed query."""
    left_down = Signal()
    column_toggled = Signal(str)
    columns_reset = Signal()

    def __init__(  # noqa: PLR0913 - what a list is made of
        self,
        query: Any,  # noqa: ANN401 - each list has a query of its own
        columns: Sequence[AnyColumn],
        *,
        chips: Callable[[Any], Sequence[Chip]],
        without: Callable[[Any, str], Any],
        offered: Sequence[Filter],
        others: Sequence[Filter],
        placeholder: str,
        name: str,
        extra: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self._query = query
        self._say, self._without = chips, without
        self._columns = tuple(columns)
        self._shown_columns: tuple[str, ...] = ()
        self._offered, self._extra = tuple(offered), tuple(extra)
        self._filters = {one.field: one for one in (*self._offered, *others)}
        self._chips: dict[str, FilterChip] = {}
        self.box = FilterBox(placeholder, name=name)
        self._more = Button(_("More"), icon="list-filter")
        self._columns_button = IconButton("columns-3", _("Columns"))
        self._build()
        self.box.searched.connect(self._on_searched)
        self.box.left_down.connect(self.left_down)
        self._more.clicked.connect(self._on_more_clicked)
        self._columns_button.clicked.connect(self._on_columns_clicked)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.space(5), metrics.space(2), metrics.space(4), metrics.space(2))
        row.setSpacing(metrics.space(2))
        holder = QWidget()
        self._flow = FlowLayout(holder, gap=metrics.space(2))
        self.box.setFixedWidth(metrics.grown(_BOX))
        self._flow.addWidget(self.box)
        for widget in self._extra:
            self._flow.addWidget(widget)
        for field, one in self._filters.items():
            chip = FilterChip(one.name)
            chip.setObjectName(field)
            chip.clicked.connect(self._on_chip_clicked)
            chip.removed.connect(self._on_chip_removed)
            chip.hide()
            self._flow.addWidget(chip)
            self._chips[field] = chip
        self._flow.addWidget(self._more)
        row.addWidget(holder, 1)
        row.addWidget(self._columns_button, 0, Qt.AlignmentFlag.AlignTop)

    def show_query(self, query: Any) -> None:  # noqa: ANN401 - each list has a query of its own
        """Show what a query asks; the text of the box is left alone while it says the same."""
        self._query = query
        if self.box.text() != query.text:
            self.box.blockSignals(True)
            self.box.setText(query.text)
            self.box.blockSignals(False)
        asked = {chip.field: chip.value for chip in self._say(query)}
        for field, one in self._filters.items():
            words = asked.get(field, "")
            codes = len(one.chosen(query))
            chip = self._chips[field]
            counted = ngettext("{n} chosen", "{n} chosen", codes).format(n=codes)
            shown = words if len(words) <= _LONGEST_WORDS else counted
            if chip.value() != shown:
                chip.set_value(shown)
            chip.setToolTip(plain(words if shown != words else ""))
        self._fit()

    def show_columns(self, shown: Sequence[str]) -> None:
        """Say which columns are on screen."""
        self._shown_columns = tuple(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer as many filters as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the filters in use, and those on offer as long as all stays on one line."""
        room = self.width() - self._columns_button.sizeHint().width() - metrics.space(5) - metrics.space(4) * 2
        fixed: list[QWidget] = [self.box, *self._extra, self._more]
        used = {field for field, chip in self._chips.items() if chip.value()}
        wide = self.box.width() + sum(each.sizeHint().width() + metrics.space(2) for each in fixed[1:])
        wide += sum(self._chips[field].sizeHint().width() + metrics.space(2) for field in used)
        offered = set()
        for one in self._offered:
            if one.field in used:
                continue
            wide += self._chips[one.field].sizeHint().width() + metrics.space(2)
            if wide <= room:
                offered.add(one.field)
        for field, chip in self._chips.items():
            chip.setVisible(field in used or field in offered)

    def _open_popup(self, field: str, anchor: QWidget) -> None:
        one = self._filters[field]
        popup = FilterPopup(self, one, one.chosen(self._query))
        popup.setObjectName(field)
        popup.chosen.connect(self._on_popup_chosen)
        popup.show_below(anchor)

    def _on_searched(self, text: str) -> None:
        if text != self._query.text:
            self.asked.emit(self._query.model_copy(update={"text": text}))

    def _on_chip_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, FilterChip):
            self._open_popup(chip.objectName(), chip)

    def _on_chip_removed(self) -> None:
        self.asked.emit(self._without(self._query, self.sender().objectName()))

    def _on_popup_chosen(self, codes: tuple[str, ...]) -> None:
        self.asked.emit(self._filters[self.sender().objectName()].applied(self._query, codes))

    def _on_more_clicked(self) -> None:
        menu = self._new_menu()
        for field, one in self._filters.items():
            if not self._chips[field].isVisible():
                entry = menu.addAction(literal(one.name))
                entry.setObjectName(field)
                entry.triggered.connect(self._on_field_chosen)
        _drop(menu, self._more)

    def _on_field_chosen(self) -> None:
        self._open_popup(self.sender().objectName(), self._more)

    def _on_columns_clicked(self) -> None:
        menu = self._new_menu()
        for column in self._columns:
            entry = QAction(literal(column.title), menu)
            entry.setCheckable(True)
            entry.setChecked(column.code in self._shown_columns)
            entry.setEnabled(not column.fixed)
            entry.setObjectName(column.code)
            entry.triggered.connect(self._on_column_triggered)
            menu.addAction(entry)
        menu.addSeparator()
        menu.addAction(_("Columns that suit the window")).triggered.connect(self.columns_reset)
        _drop(menu, self._columns_button)

    def _on_column_triggered(self) -> None:
        self.column_toggled.emit(self.sender().objectName())

    def _new_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu


def _drop(menu: QMenu, anchor: QWidget) -> None:
    menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 2)))

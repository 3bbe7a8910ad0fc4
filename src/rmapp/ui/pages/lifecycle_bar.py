"""The line over the lifecycle board: whose firms, filters, the order of the cards and how many of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from rmapp.domain.query import FirmQuery, Sort, chips, without
from rmapp.i18n import _, ngettext
from rmapp.ui import metrics
from rmapp.ui.pages.client_filters import main_filters, more_filters
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.filter_bar import FilterBar
from rmapp.ui.widgets.labels import PlainLabel, literal
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Sequence

NUMBERS = (4, 6, 10, 20, 50)
"""How many cards of a column may be shown at first."""
USUAL_NUMBER = 6
_BESIDE = ("tiers", "industries", "designations")


class Order(NamedTuple):
    """One order of the cards, and its name."""

    sort: Sort
    descending: bool
    name: str


def orders() -> tuple[Order, ...]:
    """Return the orders that the cards can have, the usual one first."""
    return (
        Order("outstanding", True, _("Largest outstanding")),
        Order("utilisation", True, _("Highest utilisation")),
        Order("stage_since", False, _("Longest in the stage")),
        Order("next_action", False, _("Next action")),
        Order("contact", False, _("Longest without contact")),
        Order("tier", False, _("Tier")),
        Order("name", False, _("Name")),
    )


def usual_query(**filters: object) -> FirmQuery:
    """Return the query of a board with the largest firms first."""
    return FirmQuery.model_validate({"sort": "outstanding", "descending": True, **filters})


class LifecycleFilters(FilterBar):
    """The filters of the list of clients, without the stage, which the columns are."""

    def __init__(self) -> None:
        self._scope = Segmented([("mine", _("Mine")), ("all", _("Whole book"))], name=_("Whose clients"))
        known = {one.field: one for one in (*main_filters(), *more_filters()) if one.field != "stages"}
        super().__init__(
            usual_query(),
            (),
            chips=chips,
            without=without,
            offered=[known[field] for field in _BESIDE],
            others=[one for field, one in known.items() if field not in _BESIDE],
            placeholder=_("Name, pinyin or 汉字"),
            name=_("Filter clients by name"),
            extra=[self._scope],
        )
        self._columns_button.hide()
        self._scope.chosen.connect(self._on_scope_chosen)

    def show_query(self, query: FirmQuery) -> None:
        """Show what a query asks."""
        self._scope.set_code(query.scope)
        super().show_query(query)

    def _on_scope_chosen(self, code: str) -> None:
        self.asked.emit(self._query.model_copy(update={"scope": code}))


class LifecycleBar(QWidget):
    """Shows query and number of cards, and says which ones are asked for."""

    asked = Signal(object)
    """Carries the changed query."""
    number_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._query = usual_query()
        self._number = USUAL_NUMBER
        self.filters = LifecycleFilters()
        self._order = Button("", icon="list-filter")
        self._each = Button("", icon="layers")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, metrics.space(5), 0)
        row.setSpacing(metrics.space(2))
        row.addWidget(self.filters, 1)
        self._word = PlainLabel(_("Sort"), role="small", tone="secondary")
        for widget in (self._word, self._order, self._each):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.filters.asked.connect(self.asked)
        self._order.clicked.connect(self._on_order_clicked)
        self._each.clicked.connect(self._on_each_clicked)

    def show_query(self, query: FirmQuery, number: int) -> None:
        """Show what a query asks, and how many cards of a column are shown at first."""
        self._query, self._number = query, number
        self.filters.show_query(query)
        name = next((one.name for one in orders() if one.sort == query.sort), _("Name"))
        self._order.set_label(name)
        self._order.setAccessibleName(_("Order of the cards: {order}").format(order=name))
        each = ngettext("Show {n} each", "Show {n} each", number).format(n=number)
        self._each.set_label(each)

    def _on_order_clicked(self) -> None:
        self._offer(self._order, [(one.sort, one.name, one.sort == self._query.sort) for one in orders()])

    def _on_each_clicked(self) -> None:
        said = ngettext("Show {n} each", "Show {n} each", 2)
        self._offer(self._each, [(str(n), said.format(n=n), n == self._number) for n in NUMBERS])

    def _offer(self, anchor: Button, entries: Sequence[tuple[str, str, bool]]) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code, name, chosen in entries:
            entry = QAction(literal(name), menu)
            entry.setCheckable(True)
            entry.setChecked(chosen)
            entry.setObjectName(code)
            entry.triggered.connect(self._on_chosen)
            menu.addAction(entry)
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + 2)))

    def _on_chosen(self) -> None:
        code = self.sender().objectName()
        if code.isdigit():
            self.number_asked.emit(int(code))
            return
        order = next(one for one in orders() if one.sort == code)
        change = {"sort": order.sort, "descending": order.descending}
        self.asked.emit(self._query.model_copy(update=change))

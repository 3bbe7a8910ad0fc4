"""The line over the list of clients: filter box, scope, filters as plain sentences, and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.query import FirmQuery, chips, without
from rmapp.i18n import _
from rmapp.ui.pages.client_filters import main_filters, more_filters
from rmapp.ui.widgets.filter_bar import FilterBar
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.ui.models.column import AnyColumn


class ClientFilterBar(FilterBar):
    """Shows a `FirmQuery` and says which one the user asks for."""

    def __init__(self, columns: Sequence[AnyColumn]) -> None:
        self._scope = Segmented([("mine", _("Mine")), ("all", _("Whole book"))], name=_("Whose clients"))
        super().__init__(
            FirmQuery(),
            columns,
            chips=chips,
            without=without,
            offered=main_filters(),
            others=more_filters(),
            placeholder=_("Name, pinyin or 汉字"),
            name=_("Filter clients by name"),
            extra=[self._scope],
        )
        self._scope.chosen.connect(self._on_scope_chosen)

    def show_query(self, query: FirmQuery) -> None:
        """Show what a query asks; the text of the box is left alone while it says the same."""
        self._scope.set_code(query.scope)
        super().show_query(query)

    def _on_scope_chosen(self, code: str) -> None:
        self.asked.emit(self._query.model_copy(update={"scope": code}))

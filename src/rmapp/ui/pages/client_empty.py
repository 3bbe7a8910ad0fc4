"""What the list says when it has no client: which filter to drop, or how to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.domain.query import FirmQuery, chips, is_narrow, without
from rmapp.i18n import _, ngettext
from rmapp.services.clients import cards
from rmapp.ui import actions, pages
from rmapp.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from rmapp.ui.context import UiContext

_OFFERED = 2


class ClientsEmpty(QWidget):
    """Offers queries that would show something."""

    query_chosen = Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._queries: list[FirmQuery] = []
        self._ways: list[tuple[str, str]] = []
        self._words = EmptyState("users", "")
        self._words.chosen.connect(self._on_chosen)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._words)
        column.addStretch(3)

    def show_for(self, query: FirmQuery) -> None:
        """Say why this query finds no client."""
        if is_narrow(query) or query.scope == "mine":
            self._show_filters(query)
        else:
            self._show_beginning()

    def _show_filters(self, query: FirmQuery) -> None:
        hints = self._context.ask(cards.hints, query)[:_OFFERED]
        filters = len(chips(query)) + bool(query.text.strip()) + (query.scope == "mine")
        self._queries = [without(query, hint.chip.field) for hint in hints]
        buttons = [(_("Remove {filter}").format(filter=hint.chip.label), "soft") for hint in hints]
        cleared = FirmQuery(sort=query.sort, descending=query.descending, columns=query.columns)
        self._queries.append(cleared)
        buttons.append((_("Clear all"), "ghost"))
        text = ""
        if hints:
            best = hints[0]
            text = ngettext("{n} matches without “{filter}”.", "{n} match without “{filter}”.", best.count).format(
                n=best.count, filter=_("{name} {value}").format(name=best.chip.label, value=best.chip.value)
            )
        title = ngettext("No client matches this filter", "No client matches these {n} filters", filters)
        self._words.set_texts(title.format(n=filters), text)
        self._words.set_actions(buttons)

    def _show_beginning(self) -> None:
        self._queries = []
        self._ways = []
        if pages.offers("page:import"):
            self._ways.append(("import", _("Import a spreadsheet")))
        if actions.action("client.new") is not None:
            self._ways.append(("client.new", _("Add a client")))
        self._words.set_texts(_("There is no client in this book yet"), _("Clients you add or import are listed here."))
        self._words.set_actions([(text, "soft") for _way, text in self._ways])

    def _on_chosen(self, number: int) -> None:
        if self._queries:
            self.query_chosen.emit(self._queries[number])
        elif self._ways[number][0] == "import":
            self._context.open_page("import")
        else:
            self._context.run(self._ways[number][0])

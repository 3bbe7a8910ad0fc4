"""The list of clients: saved views, filters, the table with its preview, and the sums of what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rmapp.domain.money import format_compact
from rmapp.domain.query import FirmQuery
from rmapp.domain.wording import format_number
from rmapp.errors import NotFoundError
from rmapp.i18n import _, ngettext
from rmapp.services.clients import cards, views
from rmapp.ui.models.lazy_table import LazyTable
from rmapp.ui.page import Page
from rmapp.ui.pages.client_columns import client_columns, row_sentence
from rmapp.ui.pages.client_empty import ClientsEmpty
from rmapp.ui.pages.client_filter_bar import ClientFilterBar
from rmapp.ui.pages.client_preview import PreviewPane
from rmapp.ui.pages.preview_dock import PreviewDock
from rmapp.ui.pages.saved_views_bar import ALL, SavedViewsBar
from rmapp.ui.pages.view_keeper import ViewKeeper
from rmapp.ui.widgets.entity_table import EntityTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent

    from rmapp.domain.card import FirmCard, ListTotals
    from rmapp.services.clients.views import View
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

PREVIEW_MS = 80
SUMS_MS = 150
# Changes elsewhere (drafts, printed papers, facts of the client page) leave the list as it is.
_LISTED = frozenset(
    {"firm", "firm_name", "listing", "meeting", "meeting_firm", "promise", "facility", "group_limit", "stage_event"}
    | {"signal", "designation_holding", "ledger_entry", "drawdown", "tranche", "drawing_condition", "fx_rate"}
)
_PREVIEWED = frozenset({"person", "role", "attendee"})


class ClientsPage(Page):
    """Answers which clients there are and what to do next with each."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._query = FirmQuery()
        self._view = ALL
        self._views: list[View] = []
        self._totals: ListTotals | None = None
        self._counts: cards.Counts | None = None
        today = context.clock.today
        self.model: LazyTable[FirmCard] = LazyTable(
            client_columns(today), self._fetch, key=_id_of, sentence=row_sentence(today)
        )
        self.table = EntityTable(self.model, name=_("Clients"))
        self.filter_bar = ClientFilterBar(self.model.columns)
        self.views_bar = SavedViewsBar()
        self.preview = PreviewPane(may_write=not context.read_only)
        self._empty = ClientsEmpty(context)
        self._keeper = ViewKeeper(self, context)
        self._middle = QStackedWidget()
        self._build()
        self._connect()
        self._preview_wait = self._timer(PREVIEW_MS, self._on_preview_due)
        self._sums_wait = self._timer(SUMS_MS, self._on_sums_due)
        self._stale_counts = True
        self._load_views()
        self._use_all()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.views_bar)
        column.addWidget(self.filter_bar)
        self._middle.addWidget(self.table)
        self._middle.addWidget(self._empty)
        column.addWidget(self._middle, 1)
        row.addWidget(left, 1)
        self.dock = PreviewDock(self, row, self.preview)

    def _connect(self) -> None:
        self.views_bar.chosen.connect(self.show_view)
        self.views_bar.save_asked.connect(self.save_view)
        self.views_bar.update_asked.connect(self._on_update_asked)
        self.views_bar.rename_asked.connect(self._on_rename_asked)
        self.views_bar.removal_asked.connect(self._on_removal_asked)
        self.filter_bar.asked.connect(self._on_query_asked)
        self.filter_bar.left_down.connect(self._on_left_down)
        self.filter_bar.column_toggled.connect(self.table.toggle_column)
        self.filter_bar.columns_reset.connect(self._on_columns_reset)
        # A banner moves the table, which may not happen while it is painted.
        self.model.failed.connect(self.context.show_problem, Qt.ConnectionType.QueuedConnection)
        self.table.moved.connect(self._on_moved)
        self.table.opened.connect(self.context.open_client)
        self.table.peeked.connect(self.toggle_preview)
        self.table.sort_asked.connect(self._on_sort_asked)
        self.table.columns_changed.connect(self._on_columns_changed)
        self.preview.open_asked.connect(self._on_open_asked)
        self.preview.close_asked.connect(self.toggle_preview)
        self.preview.command_chosen.connect(self.context.run)
        self._empty.query_chosen.connect(self._on_query_asked)
        self._keeper.kept.connect(self._on_kept)

    def enter(self, view: str | None = None, query: FirmQuery | None = None, **args: Any) -> None:
        """Show the list as it was left, a saved view, or what a query asks for."""
        if query is not None:
            self._view = ALL
            self._use(query)
        elif view is not None:
            self.show_view(view)

    def title(self) -> str:
        """Return the page's name."""
        return _("Clients")

    def count(self) -> int | None:
        """Return how many clients are listed."""
        return self.model.rowCount()

    def footer_text(self) -> str:
        """Return the sums of the clients listed."""
        if self._totals is None:
            return ""
        count = self._totals.count
        return _("{clients}   outstanding {outstanding}   undrawn {undrawn}").format(
            clients=ngettext("{n} client", "{n} clients", count).format(n=format_number(count)),
            outstanding=format_compact(self._totals.outstanding),
            undrawn=format_compact(self._totals.undrawn),
        )

    def current_firm(self) -> str | None:
        """Return the selected client."""
        return self.table.current_id()

    def focus_filter(self) -> bool:
        """Move the focus into the filter box."""
        self.filter_bar.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_bar.box.selectAll()
        return True

    def state(self) -> dict[str, Any]:
        """Return filters, view, selection, place and preview."""
        return {
            "query": self._query.to_json(),
            "view": self._view,
            "selected": self.table.current_id(),
            "top": self.table.first_visible(),
            "preview": self.dock.is_wanted(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Show the list as it was left."""
        self._view = str(state.get("view", ALL))
        self._use(FirmQuery.from_json(str(state.get("query", "{}"))))
        self.dock.set_wanted(bool(state.get("preview", True)))
        if state.get("top"):
            self.table.scroll_to_top(str(state["top"]))
        self.table.select(state.get("selected"))

    def refresh(self) -> None:
        """Read views, list and preview again; selection and place stay."""
        self._stale_counts = True
        self._load_views()
        self._show_list()
        self._preview_wait.start()

    def on_changed(self, change: Change[Any]) -> None:
        """Read again what the change may have touched."""
        touched = set(change.touched)
        if "saved_view" in touched:
            self._stale_counts = True
            self._load_views()
            self._sums_wait.start()
        if touched & _LISTED:
            self._stale_counts = True
            self._show_list()
        if touched & (_LISTED | _PREVIEWED):
            self._preview_wait.start()

    def query(self) -> FirmQuery:
        """Return what is listed."""
        return self._query

    def show_view(self, view_id: str) -> None:
        """List what a saved view says; an unknown one lists all."""
        found = next((view for view in self._views if view.id == view_id), None)
        self._view = found.id if found else ALL
        if found:
            self._use(found.query)
        else:
            self._use_all()

    def save_view(self) -> None:
        """Ask for a name and keep filters, order and columns under it."""
        self._keeper.save(self._query)

    def toggle_preview(self) -> None:
        """Show or hide the preview."""
        focus = QApplication.focusWidget()
        if focus is not None and self.preview.isAncestorOf(focus):
            self.table.setFocus()
        self.dock.set_wanted(not self.dock.is_wanted())
        self._on_preview_due()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit columns and preview to the window."""
        super().resizeEvent(event)
        self.dock.fit()
        self.table.set_window_width(self.window().width())
        self.filter_bar.show_columns(self.table.shown_columns())

    def showEvent(self, event: QShowEvent) -> None:
        """Let the keys of the list work at once."""
        super().showEvent(event)
        if not event.spontaneous():
            self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hide a preview that covers the list on Esc; J and K find the list from any button."""
        if event.key() == Qt.Key.Key_Escape and self.dock.is_over() and self.dock.is_wanted():
            self.toggle_preview()
        elif event.key() in (Qt.Key.Key_J, Qt.Key.Key_K) and not event.modifiers() and not self.table.hasFocus():
            self.table.setFocus()
            self.table.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _fetch(self, ids: Sequence[str]) -> list[FirmCard]:
        return self.context.ask(cards.cards, ids)

    def _use_all(self) -> None:
        """List all clients of the user, or of the book while none is theirs."""
        self._use(FirmQuery(scope="mine"))
        if not self.model.rowCount():
            self._use(FirmQuery())

    def _load_views(self) -> None:
        self._views = self.context.ask(views.views)
        self.views_bar.set_views(self._views, may_write=not self.context.read_only)
        if self._view != ALL and all(view.id != self._view for view in self._views):
            self._view = ALL

    def _use(self, query: FirmQuery) -> None:
        """List what a query asks."""
        if query.columns != self._query.columns:
            self.table.choose_columns(query.columns)
        self._query = query
        self._show_list()

    def _show_list(self) -> None:
        query = self._query
        self.views_bar.set_code(self._view)
        self.filter_bar.show_query(query)
        self.filter_bar.show_columns(self.table.shown_columns())
        self.table.set_sort(query.sort, query.descending)
        self.model.set_ids(self.context.ask(cards.ids, query))
        if self.model.rowCount():
            self._middle.setCurrentWidget(self.table)
        else:
            self._empty.show_for(query)
            self._middle.setCurrentWidget(self._empty)
        self._sums_wait.start()

    def _own_view(self) -> View | None:
        return next((view for view in self._views if view.id == self._view and not view.built_in), None)

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    def _on_query_asked(self, query: FirmQuery) -> None:
        self._use(query)

    def _on_sort_asked(self, key: str, descending: bool) -> None:
        self._use(FirmQuery.model_validate({**dict(self._query), "sort": key, "descending": descending}))

    def _on_columns_changed(self) -> None:
        self._query = self._query.model_copy(update={"columns": self.table.chosen_columns()})
        self.filter_bar.show_columns(self.table.shown_columns())

    def _on_columns_reset(self) -> None:
        self.table.choose_columns(())
        self._on_columns_changed()

    def _on_left_down(self) -> None:
        self.table.setFocus()
        if self.table.current_id() is None:
            self.table.select_first()

    def _on_moved(self, _firm_id: str) -> None:
        self._preview_wait.start()

    def _on_open_asked(self) -> None:
        firm_id = self.table.current_id()
        if firm_id is not None:
            self.context.open_client(firm_id)

    def _on_preview_due(self) -> None:
        if not self.dock.is_wanted() or not self.context.is_open:
            return
        # Late, so that the list is painted before what only the preview needs is loaded.
        from rmapp.services.visits.client_preview import client_preview

        firm_id = self.table.current_id()
        try:
            self.preview.show_client(self.context.ask(client_preview, firm_id) if firm_id else None)
        except NotFoundError:
            self.preview.show_client(None)

    def _on_sums_due(self) -> None:
        if not self.context.is_open:
            return
        self._totals = self.context.ask(cards.totals, self._query)
        if self._counts is None or self._stale_counts:
            self._counts, self._stale_counts = self.context.ask(cards.counts), False
        whole = self._counts.mine if self._query.scope == "mine" else self._counts.firms
        self.views_bar.set_counts({**self._counts.views, ALL: whole})
        self.chrome_changed.emit()

    def _on_kept(self, view_id: str) -> None:
        self._view = view_id
        self.views_bar.set_code(view_id)

    def _on_update_asked(self) -> None:
        own = self._own_view()
        if own is not None:
            self._keeper.update(own, self._query)

    def _on_rename_asked(self) -> None:
        own = self._own_view()
        if own is not None:
            self._keeper.rename(own)

    def _on_removal_asked(self) -> None:
        own = self._own_view()
        if own is not None and self._keeper.remove(own):
            self.show_view(ALL)


def _id_of(card: FirmCard) -> str:
    return card.id

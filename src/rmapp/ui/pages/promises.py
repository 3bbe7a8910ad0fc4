"""The page of all promises: who owes what to whom, late first, closed with a result."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rmapp.domain.promise_query import PromiseQuery, chips, is_narrow, without
from rmapp.domain.wording import format_number, format_percent
from rmapp.i18n import _, ngettext
from rmapp.services.clients import firms, promises
from rmapp.services.visits import promise_ledger
from rmapp.ui import metrics
from rmapp.ui.models.lazy_table import LazyTable
from rmapp.ui.pages.list_page import ListPage
from rmapp.ui.pages.promise_columns import main_filters, more_filters, promise_columns, row_sentence
from rmapp.ui.table_export import TableExport
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.chips import FilterChip
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.entity_table import EntityTable
from rmapp.ui.widgets.filter_bar import FilterBar
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from rmapp.domain.export_table import ExportTable
    from rmapp.services.visits.promise_ledger import LedgerSums, PromiseRow, SideSums
    from rmapp.services.workspace import Change, Workspace
    from rmapp.ui.context import UiContext

_OFFERED = 2
_SHOWN = frozenset({"promise", "firm", "firm_name", "meeting"})


class PromisesPage(ListPage):
    """Lists promises of both sides; Space closes the selected one, and its sheet also moves or drops it."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._query = PromiseQuery()
        self._offers: list[PromiseQuery] = []
        today = context.clock.today
        self.model: LazyTable[PromiseRow] = LazyTable(
            promise_columns(today), self._fetch, key=_id_of, sentence=row_sentence(today)
        )
        self.table = EntityTable(self.model, name=_("Promises"))
        self._firm = FilterChip(_("Firm"))
        self.filter_bar = FilterBar(
            self._query,
            self.model.columns,
            chips=chips,
            without=without,
            offered=main_filters(),
            others=more_filters(context),
            placeholder=_("Firm, promise or owner"),
            name=_("Filter promises by firm, text or owner"),
            extra=(self._firm,),
        )
        self._exports = TableExport(self, context)
        self._empty = EmptyState("handshake", "")
        self._middle = QStackedWidget()
        self._sums = PlainLabel("", role="small", tone="secondary", numeric=True)
        self._close = Button(_("Done or moved…"), kind="soft", icon="check", key=_("Space"))
        self._reopen = Button(_("Open again"), icon="undo-2")
        self._note = Button(_("Open the note"), icon="message-square-text")
        self._export = Button(_("Export"), kind="ghost", icon="file-spreadsheet", size="small")
        self._build()
        self._connect()
        self.use(self._query)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter_bar)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.addStretch(2)
        inner.addWidget(self._empty)
        inner.addStretch(3)
        self._middle.addWidget(self.table)
        self._middle.addWidget(holder)
        column.addWidget(self._middle, 1)
        foot = QHBoxLayout()
        side = metrics.space(5)
        foot.setContentsMargins(side, metrics.space(2), side, metrics.space(2))
        foot.setSpacing(metrics.space(2))
        for button in (self._close, self._reopen, self._note):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self._sums)
        foot.addWidget(self._export)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.filter_bar.asked.connect(self.use)
        self.filter_bar.left_down.connect(self.focus_list)
        self.filter_bar.column_toggled.connect(self.table.toggle_column)
        self.filter_bar.columns_reset.connect(self._on_columns_reset)
        self._firm.removed.connect(self._on_firm_removed)
        # A banner moves the table, which may not happen while it is painted.
        self.model.failed.connect(self.context.show_problem, Qt.ConnectionType.QueuedConnection)
        self.table.moved.connect(self._show_buttons)
        self.table.opened.connect(self._on_opened)
        self.table.peeked.connect(self.close_promise)
        self.table.sort_asked.connect(self._on_sort_asked)
        self.table.columns_changed.connect(self._on_columns_changed)
        self._close.clicked.connect(self.close_promise)
        self._reopen.clicked.connect(self.reopen_promise)
        self._note.clicked.connect(self.open_note)
        self._export.clicked.connect(self.export_table)
        self._empty.chosen.connect(self._on_offer_chosen)

    # What the shell asks

    def enter(self, firm_id: str = "", query: PromiseQuery | None = None, **args: Any) -> None:
        """Show the page as it was left, what a query asks for, or all promises of one client."""
        if firm_id:
            self.use(PromiseQuery(firms=(firm_id,), states=("open", "kept", "dropped")))
        elif query is not None:
            self.use(query)

    def title(self) -> str:
        """Return the page's name."""
        return _("Promises")

    def count(self) -> int | None:
        """Return how many promises are listed."""
        return self.model.rowCount()

    def footer_text(self) -> str:
        """Return how many promises are listed."""
        count = self.model.rowCount()
        return ngettext("{n} promise", "{n} promises", count).format(n=format_number(count))

    def current_firm(self) -> str | None:
        """Return the client of the selected promise."""
        row = self._row()
        return row.firm_id if row is not None else None

    def focus_filter(self) -> bool:
        """Move the focus into the filter box."""
        self.filter_bar.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_bar.box.selectAll()
        return True

    def state(self) -> dict[str, Any]:
        """Return filters, selection and place."""
        return {
            "query": self._query.to_json(),
            "selected": self.table.current_id(),
            "top": self.table.first_visible(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Show the list as it was left."""
        self.use(PromiseQuery.from_json(str(state.get("query", "{}"))))
        if state.get("top"):
            self.table.scroll_to_top(str(state["top"]))
        self.table.select(state.get("selected"))

    def refresh(self) -> None:
        """Read the list again; selection and place stay."""
        query = self._query
        self.filter_bar.show_query(query)
        self.filter_bar.show_columns(self.table.shown_columns())
        self._show_firm()
        self.table.set_sort(query.sort, query.descending)
        self.model.set_ids(self.context.ask(promise_ledger.ids, query))
        if self.model.rowCount():
            self._middle.setCurrentIndex(0)
        else:
            self._show_empty()
            self._middle.setCurrentIndex(1)
        self._sums.setText(_sum_words(self.context.ask(promise_ledger.sums, query)))
        self._show_buttons()
        self.chrome_changed.emit()

    def on_changed(self, change: Change[Any]) -> None:
        """Read again what the change may have touched."""
        if set(change.touched) & _SHOWN:
            self.refresh()

    # Commands of the page

    def use(self, query: PromiseQuery) -> None:
        """List what a query asks."""
        if query.columns != self._query.columns:
            self.table.choose_columns(query.columns)
        self._query = query
        self.refresh()

    def close_promise(self) -> None:
        """Ask how the selected promise ended, or for its new day."""
        row = self._row()
        if row is not None and row.promise.is_open and not self.context.read_only:
            self.context.open_sheet("promise", promise_id=row.id)

    def reopen_promise(self) -> None:
        """Open the selected closed promise again."""
        row = self._row()
        if row is not None and not row.promise.is_open:
            self.context.do(promises.reopen_promise, row.id, label=_("Commitment open again"))

    def open_note(self) -> None:
        """Open the note in which the selected promise was made."""
        row = self._row()
        if row is not None and row.promise.meeting_id:
            self.context.open_sheet("note", meeting_id=row.promise.meeting_id)

    def export_table(self) -> None:
        """Write what is listed into a spreadsheet."""
        self._exports.ask(_("Promises"), partial(_collect, self._query))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the window."""
        super().resizeEvent(event)
        self.filter_bar.show_columns(self.table.shown_columns())

    def _fetch(self, ids: Sequence[str]) -> list[PromiseRow]:
        return self.context.ask(promise_ledger.rows, ids)

    def _row(self) -> PromiseRow | None:
        return self.model.row(self.table.currentIndex().row())

    def _show_firm(self) -> None:
        ids = self._query.firms
        self._firm.set_value(self.context.ask(firms.display_name, ids[0]) if ids else "")
        self._firm.setVisible(bool(ids))

    def _show_buttons(self) -> None:
        row = self._row()
        writes = not self.context.read_only
        is_open = row is not None and row.promise.is_open
        self._close.setEnabled(writes and is_open)
        self._reopen.setVisible(row is not None and not is_open)
        self._reopen.setEnabled(writes)
        self._note.setEnabled(row is not None and bool(row.promise.meeting_id))

    def _show_empty(self) -> None:
        query = self._query
        if not is_narrow(query):
            self._offers = []
            self._empty.set_texts(
                _("Nobody owes anything"), _("Promises are written in notes, or added on the client's overview.")
            )
            self._empty.set_actions([])
            return
        hints = self.context.ask(promise_ledger.hints, query)[:_OFFERED]
        self._offers = [without(query, hint.chip.field) for hint in hints]
        self._offers.append(PromiseQuery(sort=query.sort, descending=query.descending, columns=query.columns))
        self._empty.set_texts(_("No promise matches these filters"), "")
        buttons = [(_("Remove {filter}").format(filter=hint.chip.label), "soft") for hint in hints]
        self._empty.set_actions([*buttons, (_("Clear all"), "ghost")])

    def _on_offer_chosen(self, number: int) -> None:
        self.use(self._offers[number])

    def _on_firm_removed(self) -> None:
        self.use(self._query.model_copy(update={"firms": ()}))

    def _on_opened(self, _id: str) -> None:
        row = self._row()
        if row is not None:
            self.context.open_client(row.firm_id, "overview")

    def _on_sort_asked(self, key: str, descending: bool) -> None:
        self.use(PromiseQuery.model_validate({**dict(self._query), "sort": key, "descending": descending}))

    def _on_columns_changed(self) -> None:
        self._query = self._query.model_copy(update={"columns": self.table.chosen_columns()})
        self.filter_bar.show_columns(self.table.shown_columns())

    def _on_columns_reset(self) -> None:
        self.table.choose_columns(())
        self._on_columns_changed()


def _sum_words(sums: LedgerSums) -> str:
    said = (_("We: {words}"), sums.ours), (_("They: {words}"), sums.theirs)
    return "   ".join(words.format(words=_side_words(side)) for words, side in said)


def _side_words(side: SideSums) -> str:
    if not side.due:
        return _("{open} open, {late} late").format(open=side.open, late=side.late)
    return _("{open} open, {late} late, kept {kept} of {due} ({share})").format(
        open=side.open,
        late=side.late,
        kept=side.kept,
        due=side.due,
        share=format_percent(side.kept * 10_000 // side.due, 0),
    )


def _collect(query: PromiseQuery, workspace: Workspace) -> ExportTable:
    return workspace.ask(promise_ledger.promises_table, query)


def _id_of(row: PromiseRow) -> str:
    return row.id

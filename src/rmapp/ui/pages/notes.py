"""The page of all notes: find a word in everything that was written, read it beside the list, open it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rmapp.domain.note_query import NoteQuery, chips, is_narrow, without
from rmapp.domain.wording import format_number
from rmapp.errors import NotFoundError
from rmapp.i18n import _, ngettext
from rmapp.services.notes import note_list
from rmapp.ui.models.lazy_table import LazyTable
from rmapp.ui.pages.list_page import ListPage
from rmapp.ui.pages.note_columns import main_filters, more_filters, note_columns, row_sentence
from rmapp.ui.pages.note_preview import NotePreview
from rmapp.ui.pages.preview_dock import PreviewDock
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.entity_table import EntityTable
from rmapp.ui.widgets.filter_bar import FilterBar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from rmapp.services.notes.note_list import NoteRow
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

PREVIEW_MS = 80
_OFFERED = 2
# A row is read with everything that belongs to its meeting.
_WINDOW = 50
_SHOWN = frozenset(
    {"meeting", "addendum", "attendee", "promise", "answer", "need", "call_report", "attachment", "person"}
    | {"firm", "firm_name"}
)


class NotesPage(ListPage):
    """Lists the notes of the whole book, newest first."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._query = NoteQuery()
        self._offers: list[NoteQuery] = []
        today = context.clock.today
        self.model: LazyTable[NoteRow] = LazyTable(
            note_columns(today), self._fetch, key=_id_of, sentence=row_sentence(today), window=_WINDOW
        )
        self.table = EntityTable(self.model, name=_("Notes"))
        self.filter_bar = FilterBar(
            self._query,
            self.model.columns,
            chips=chips,
            without=without,
            offered=main_filters(),
            others=more_filters(context),
            placeholder=_("Words in all notes"),
            name=_("Search all notes"),
        )
        self.preview = NotePreview()
        self._empty = EmptyState("notebook-pen", "")
        self._middle = QStackedWidget()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PREVIEW_MS)
        self._build()
        self._connect()
        self.use(self._query)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = QWidget()
        column = QVBoxLayout(left)
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
        row.addWidget(left, 1)
        self.dock = PreviewDock(self, row, self.preview)

    def _connect(self) -> None:
        self.filter_bar.asked.connect(self.use)
        self.filter_bar.left_down.connect(self.focus_list)
        self.filter_bar.column_toggled.connect(self.table.toggle_column)
        self.filter_bar.columns_reset.connect(self._on_columns_reset)
        # A banner moves the table, which may not happen while it is painted.
        self.model.failed.connect(self.context.show_problem, Qt.ConnectionType.QueuedConnection)
        self.table.moved.connect(self._on_moved)
        self.table.opened.connect(self._on_opened)
        self.table.peeked.connect(self.toggle_preview)
        self.table.sort_asked.connect(self._on_sort_asked)
        self.table.columns_changed.connect(self._on_columns_changed)
        self.preview.open_asked.connect(self.open_note)
        self.preview.client_asked.connect(self.open_client)
        self.preview.print_asked.connect(self.print_page)
        self.preview.close_asked.connect(self.toggle_preview)
        self._empty.chosen.connect(self._on_offer_chosen)
        self._wait.timeout.connect(self._on_preview_due)

    # What the shell asks

    def enter(self, text: str | None = None, query: NoteQuery | None = None, **args: Any) -> None:
        """Show the page as it was left, what a query asks for, or the notes that hold a text."""
        if text is not None:
            self.use(NoteQuery(text=text))
        elif query is not None:
            self.use(query)

    def title(self) -> str:
        """Return the page's name."""
        return _("Notes")

    def count(self) -> int | None:
        """Return how many notes are listed."""
        return self.model.rowCount()

    def footer_text(self) -> str:
        """Return how many notes are listed, of how many."""
        shown = self.model.rowCount()
        said = ngettext("{n} note", "{n} notes", shown).format(n=format_number(shown))
        if not is_narrow(self._query) or not self.context.is_open:
            return said
        whole = self.context.ask(note_list.count, NoteQuery())
        return _("{shown} of {n}").format(shown=said, n=format_number(whole))

    def current_firm(self) -> str | None:
        """Return the client of the selected note."""
        row = self._row()
        return row.firm_id if row is not None else None

    def focus_filter(self) -> bool:
        """Move the focus into the search box."""
        self.filter_bar.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_bar.box.selectAll()
        return True

    def state(self) -> dict[str, Any]:
        """Return words and filters, selection, place and preview."""
        return {
            "query": self._query.to_json(),
            "selected": self.table.current_id(),
            "top": self.table.first_visible(),
            "preview": self.dock.is_wanted(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Show the list as it was left."""
        self.use(NoteQuery.from_json(str(state.get("query", "{}"))))
        self.dock.set_wanted(bool(state.get("preview", True)))
        if state.get("top"):
            self.table.scroll_to_top(str(state["top"]))
        self.table.select(state.get("selected"))

    def refresh(self) -> None:
        """Read the list again; selection and place stay."""
        query = self._query
        self.filter_bar.show_query(query)
        self.filter_bar.show_columns(self.table.shown_columns())
        self.table.set_sort(query.sort, query.descending)
        self.model.set_ids(self.context.ask(note_list.ids, query))
        if self.model.rowCount():
            self._middle.setCurrentIndex(0)
            if self.table.current_id() is None:
                self.table.select_first()
        else:
            self._show_empty()
            self._middle.setCurrentIndex(1)
        self._wait.start()
        self.chrome_changed.emit()

    def on_changed(self, change: Change[Any]) -> None:
        """Read again what the change may have touched."""
        if set(change.touched) & _SHOWN:
            self.refresh()

    # Commands of the page

    def use(self, query: NoteQuery) -> None:
        """List what a query asks."""
        if query.columns != self._query.columns:
            self.table.choose_columns(query.columns)
        changed_words = query.text != self._query.text
        self._query = query
        self.refresh()
        if changed_words:
            self.model.refresh_rows()

    def open_note(self) -> None:
        """Open the selected note."""
        id = self.table.current_id()
        if id is not None:
            self.context.open_sheet("note", meeting_id=id)

    def open_client(self) -> None:
        """Open the client of the selected note."""
        row = self._row()
        if row is not None:
            self.context.open_client(row.firm_id, "timeline")

    def print_page(self) -> None:
        """Show the selected note as it prints."""
        id = self.table.current_id()
        if id is not None:
            self.context.open_page("report_paper", meeting_id=id)

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
        self.filter_bar.show_columns(self.table.shown_columns())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hide a preview that covers the list on Esc."""
        if event.key() == Qt.Key.Key_Escape and self.dock.is_over() and self.dock.is_wanted():
            self.toggle_preview()
        else:
            super().keyPressEvent(event)

    def _fetch(self, ids: Sequence[str]) -> list[NoteRow]:
        return self.context.ask(note_list.rows, ids, self._query.text)

    def _row(self) -> NoteRow | None:
        return self.model.row(self.table.currentIndex().row())

    def _show_empty(self) -> None:
        query = self._query
        if not is_narrow(query):
            self._offers = []
            self._empty.set_texts(_("No note in this book yet"), _("Ctrl N writes one, with or without a network."))
            self._empty.set_actions([])
            return
        hints = self.context.ask(note_list.hints, query)[:_OFFERED]
        self._offers = [without(query, hint.chip.field) for hint in hints]
        self._offers.append(NoteQuery(sort=query.sort, descending=query.descending, columns=query.columns))
        self._empty.set_texts(_("No note holds these words and filters"), _("Fewer words find more notes."))
        buttons = [(_("Remove {filter}").format(filter=hint.chip.label), "soft") for hint in hints]
        self._empty.set_actions([*buttons, (_("Clear all"), "ghost")])

    def _on_offer_chosen(self, number: int) -> None:
        self.use(self._offers[number])

    def _on_moved(self, _id: str) -> None:
        self._wait.start()

    def _on_preview_due(self) -> None:
        if not self.dock.is_wanted() or not self.context.is_open:
            return
        id = self.table.current_id() if self.model.rowCount() else None
        try:
            self.preview.show_note(self.context.ask(note_list.reading, id, self._query.text) if id else None)
        except NotFoundError:
            self.preview.show_note(None)

    def _on_opened(self, _id: str) -> None:
        self.open_note()

    def _on_sort_asked(self, key: str, descending: bool) -> None:
        self.use(NoteQuery.model_validate({**dict(self._query), "sort": key, "descending": descending}))

    def _on_columns_changed(self) -> None:
        self._query = self._query.model_copy(update={"columns": self.table.chosen_columns()})
        self.filter_bar.show_columns(self.table.shown_columns())

    def _on_columns_reset(self) -> None:
        self.table.choose_columns(())
        self._on_columns_changed()


def _id_of(row: NoteRow) -> str:
    return row.id

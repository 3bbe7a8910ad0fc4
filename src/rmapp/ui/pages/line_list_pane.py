"""All credit lines of the book: filters, the table, and the sums of what is shown, use by use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rmapp.domain.line_query import LineQuery, chips, is_narrow, use_text, without
from rmapp.domain.money import format_compact
from rmapp.domain.wording import format_number
from rmapp.i18n import _, ngettext
from rmapp.services.portfolio import line_list
from rmapp.services.portfolio.line_tables import rate_sentences
from rmapp.ui import metrics
from rmapp.ui.models.lazy_table import LazyTable
from rmapp.ui.pages.credit_line_columns import line_columns, row_sentence
from rmapp.ui.pages.credit_line_filters import main_filters, more_filters
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.entity_table import EntityTable
from rmapp.ui.widgets.filter_bar import FilterBar
from rmapp.ui.widgets.flow_box import FlowBox
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.line_row import LineRow, LineSums, ListSums
    from rmapp.ui.context import UiContext

SUMS_MS = 120
_OFFERED = 2
# A row is made of a line with all its parts, which takes several times as long as a client.
_WINDOW = 50


class LineListPane(QWidget):
    """The list with its filters; it tells which line is to be opened."""

    opened = Signal(object)
    """Carries the `LineRow` to open."""
    counted = Signal()
    """The sums of the list are known."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._query = LineQuery()
        self._sums: ListSums | None = None
        self._offers: list[LineQuery] = []
        today = context.clock.today
        self.model: LazyTable[LineRow] = LazyTable(
            line_columns(today), self._fetch, key=_id_of, sentence=row_sentence(today), window=_WINDOW
        )
        self.table = EntityTable(self.model, name=_("Credit lines"))
        self.filter_bar = FilterBar(
            self._query,
            self.model.columns,
            chips=chips,
            without=without,
            offered=main_filters(),
            others=more_filters(),
            placeholder=_("Firm, pinyin or number"),
            name=_("Filter credit lines by firm or number"),
        )
        self._empty = EmptyState("landmark", "")
        self._middle = QStackedWidget()
        self._foot = SumsBar()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(SUMS_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter_bar)
        self._middle.addWidget(self.table)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.addStretch(2)
        inner.addWidget(self._empty)
        inner.addStretch(3)
        self._middle.addWidget(holder)
        column.addWidget(self._middle, 1)
        column.addWidget(self._foot)

    def _connect(self) -> None:
        self.filter_bar.asked.connect(self.use)
        self.filter_bar.left_down.connect(self._on_left_down)
        self.filter_bar.column_toggled.connect(self.table.toggle_column)
        self.filter_bar.columns_reset.connect(self._on_columns_reset)
        # A banner moves the table, which may not happen while it is painted.
        self.model.failed.connect(self._context.show_problem, Qt.ConnectionType.QueuedConnection)
        self.table.opened.connect(self._on_opened)
        self.table.sort_asked.connect(self._on_sort_asked)
        self.table.columns_changed.connect(self._on_columns_changed)
        self._empty.chosen.connect(self._on_offer_chosen)
        self._wait.timeout.connect(self._on_sums_due)

    def query(self) -> LineQuery:
        """Return what is listed."""
        return self._query

    def use(self, query: LineQuery) -> None:
        """List what a query asks."""
        if query.columns != self._query.columns:
            self.table.choose_columns(query.columns)
        self._query = query
        self.refresh()

    def refresh(self) -> None:
        """Read the list again; selection and place stay."""
        query = self._query
        self.filter_bar.show_query(query)
        self.filter_bar.show_columns(self.table.shown_columns())
        self.table.set_sort(query.sort, query.descending)
        self.model.set_ids(self._context.ask(line_list.ids, query))
        if self.model.rowCount():
            self._middle.setCurrentIndex(0)
        else:
            self._show_empty()
            self._middle.setCurrentIndex(1)
        self._wait.start()

    def current(self) -> LineRow | None:
        """Return the selected line."""
        return self.model.row(self.table.currentIndex().row())

    def sums(self) -> ListSums | None:
        """Return the sums of the list; None until they were read."""
        return self._sums

    def focus_filter(self) -> None:
        """Move the focus into the filter box."""
        self.filter_bar.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter_bar.box.selectAll()

    def focus_list(self) -> None:
        """Let the keys of the list work."""
        self.table.setFocus()

    def set_window_width(self, width: int) -> None:
        """Show the columns that suit the window."""
        self.table.set_window_width(width)
        self.filter_bar.show_columns(self.table.shown_columns())

    def state(self) -> dict[str, Any]:
        """Return filters, selection and place."""
        return {
            "query": self._query.to_json(),
            "selected": self.table.current_id(),
            "top": self.table.first_visible(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Show the list as it was left."""
        self.use(LineQuery.from_json(str(state.get("query", "{}"))))
        if state.get("top"):
            self.table.scroll_to_top(str(state["top"]))
        self.table.select(state.get("selected"))

    def _fetch(self, ids: Sequence[str]) -> list[LineRow]:
        return self._context.ask(line_list.rows, ids)

    def _show_empty(self) -> None:
        query = self._query
        if not is_narrow(query):
            self._offers = []
            self._empty.set_texts(
                _("No credit line in this book yet"),
                _("Open a client and add a line on its Credit tab, or import a spreadsheet."),
            )
            self._empty.set_actions([])
            return
        hints = self._context.ask(line_list.hints, query)[:_OFFERED]
        self._offers = [without(query, hint.chip.field) for hint in hints]
        self._offers.append(LineQuery(sort=query.sort, descending=query.descending, columns=query.columns))
        filters = len(chips(query)) + bool(query.text.strip())
        title = ngettext("No credit line matches this filter", "No credit line matches these {n} filters", filters)
        text = ""
        if hints:
            best = hints[0]
            said = _("{name} {value}").format(name=best.chip.label, value=best.chip.value)
            text = ngettext("{n} matches without “{filter}”.", "{n} match without “{filter}”.", best.lines).format(
                n=format_number(best.lines), filter=said
            )
        self._empty.set_texts(title.format(n=filters), text)
        buttons = [(_("Remove {filter}").format(filter=hint.chip.label), "soft") for hint in hints]
        self._empty.set_actions([*buttons, (_("Clear all"), "ghost")])

    def _on_offer_chosen(self, number: int) -> None:
        self.use(self._offers[number])

    def _on_left_down(self) -> None:
        self.table.setFocus()
        if self.table.current_id() is None:
            self.table.select_first()

    def _on_opened(self, _id: str) -> None:
        row = self.current()
        if row is not None:
            self.opened.emit(row)

    def _on_sort_asked(self, key: str, descending: bool) -> None:
        self.use(LineQuery.model_validate({**dict(self._query), "sort": key, "descending": descending}))

    def _on_columns_changed(self) -> None:
        self._query = self._query.model_copy(update={"columns": self.table.chosen_columns()})
        self.filter_bar.show_columns(self.table.shown_columns())

    def _on_columns_reset(self) -> None:
        self.table.choose_columns(())
        self._on_columns_changed()

    def _on_sums_due(self) -> None:
        if self._context.is_open:
            self._sums = self._context.ask(line_list.sums, self._query)
            self._foot.show_sums(self._sums)
            self.counted.emit()


class SumsBar(FlowBox):
    """The sums of a list in CNY: one group of words for each use, and the day of the exchange rates."""

    def __init__(self) -> None:
        super().__init__(gap=metrics.space(1))
        side, above = metrics.space(5), metrics.space(1)
        self.setContentsMargins(side, above, side, above)
        self.setAccessibleName(_("Sums of the list"))

    def show_sums(self, sums: ListSums) -> None:
        """Show these sums."""
        labels = [PlainLabel(_sum_words(one), role="small", tone="secondary") for one in sums.sums]
        tone = "warning" if sums.stale else "tertiary"
        labels += [
            PlainLabel(words, role="small", tone=tone) for words in rate_sentences(sums.rate_on, stale=sums.stale)
        ]
        for label in labels:
            label.setContentsMargins(0, 0, metrics.space(4), 0)
        self.set_widgets(labels)
        self.setVisible(bool(labels))


def _sum_words(sums: LineSums) -> str:
    use = use_text(sums.use) if sums.own else _("{use}, other lenders").format(use=use_text(sums.use))
    if sums.outstanding.is_zero and not sums.outstandings_unknown:
        said = ngettext("{use}: {n} line, limit {limit}", "{use}: {n} lines, limit {limit}", sums.lines)
    else:
        said = ngettext(
            "{use}: {n} line, limit {limit}, outstanding {outstanding}",
            "{use}: {n} lines, limit {limit}, outstanding {outstanding}",
            sums.lines,
        )
    return said.format(
        use=use,
        n=format_number(sums.lines),
        limit=_known(format_compact(sums.limit), sums.limits_unknown, sums.lines),
        outstanding=_known(format_compact(sums.outstanding), sums.outstandings_unknown, sums.lines),
    )


def _known(amount: str, unknown: int, lines: int) -> str:
    """Return a sum, with of how many lines it is not known; without any known amount it is not known."""
    if not unknown:
        return amount
    if unknown == lines:
        return _("not known")
    return _("{amount} ({n} not known)").format(amount=amount, n=format_number(unknown))


def _id_of(row: LineRow) -> str:
    return row.id

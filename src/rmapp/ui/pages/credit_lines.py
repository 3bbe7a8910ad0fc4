"""The page of all credit lines: the list, the maturity ladder, and what waits along the lines."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from rmapp.domain.line_query import LineQuery, use_text
from rmapp.domain.wording import format_number
from rmapp.i18n import _, ngettext
from rmapp.services.portfolio import line_tables
from rmapp.ui import metrics
from rmapp.ui.page import Page
from rmapp.ui.pages.line_ladder_pane import LineLadderPane
from rmapp.ui.pages.line_list_pane import LineListPane
from rmapp.ui.pages.line_queue_pane import LineQueuePane
from rmapp.ui.pages.line_queues import queues
from rmapp.ui.table_export import TableExport
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.tabs import TabBar

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent

    from rmapp.domain.export_table import ExportTable
    from rmapp.services.lines.line_views import LineUse
    from rmapp.services.workspace import Change, Workspace
    from rmapp.ui.context import UiContext

LIST, LADDER = "lines", "ladder"
# What the page shows; drafts, notes and printed papers leave it as it is.
_SHOWN = frozenset(
    {"firm", "firm_name", "facility", "ledger_entry", "drawdown", "tranche", "drawing_condition", "fx_rate"}
    | {"base_rate_quote", "charge", "collateral", "valuation"}
    | {"covenant", "covenant_test", "covenant_waiver"}
)


class CreditLinesPage(Page):
    """Answers what is promised and drawn over the whole book, what matures when, and what waits."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._bar = TabBar(_("Views of the credit lines"))
        self._stack = QStackedWidget()
        self.list = LineListPane(context)
        self.ladder = LineLadderPane(context)
        self.queues = {queue.code: LineQueuePane(context, queue) for queue in queues(context.clock.today)}
        self._panes: dict[str, LineListPane | LineLadderPane | LineQueuePane] = {
            LIST: self.list,
            LADDER: self.ladder,
            **self.queues,
        }
        self._stale = set(self._panes)
        self._exports = TableExport(self, context)
        self._rates = Button(_("Rates"), kind="ghost", icon="coins", size="small")
        self._export = Button(_("Export"), kind="ghost", icon="file-spreadsheet", size="small")
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(0)
        self._build()
        self._connect()
        self.show_view(LIST)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QFrame()
        top.setProperty("surface", "surface")
        row = QVBoxLayout(top)
        row.setContentsMargins(0, 0, 0, 0)
        titles = {LIST: _("All lines"), LADDER: _("Maturity ladder")}
        titles |= {code: pane.queue.title for code, pane in self.queues.items()}
        self._bar.set_tabs([(code, titles[code], None) for code in self._panes])
        tabs = self._bar.layout()
        if tabs is not None:
            tabs.setContentsMargins(metrics.space(5), 0, metrics.space(4), 0)
        tools = QHBoxLayout()
        tools.setContentsMargins(0, 0, metrics.space(4), 0)
        tools.addStretch(1)
        tools.addWidget(self._rates)
        tools.addWidget(self._export)
        self._head.addWidget(self._bar, 1)
        self._head.addLayout(tools)
        row.addLayout(self._head)
        column.addWidget(top)
        for pane in self._panes.values():
            self._stack.addWidget(pane)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._bar.chosen.connect(self.show_view)
        self._rates.clicked.connect(self._on_rates_clicked)
        self._export.clicked.connect(self.export_table)
        self.list.opened.connect(self._on_opened)
        self.list.counted.connect(self.chrome_changed)
        self.ladder.chosen.connect(self._on_step_chosen)
        for pane in self.queues.values():
            pane.opened.connect(self._on_opened)

    # What the shell asks

    def enter(self, view: str = "", query: LineQuery | None = None, **args: Any) -> None:
        """Show the page as it was left, one of its views, or the list that a query asks for."""
        if query is not None:
            self.list.use(query)
            self._stale.discard(LIST)
            view = LIST
        if view in self._panes:
            self.show_view(view)

    def title(self) -> str:
        """Return the page's name."""
        return _("Credit lines")

    def count(self) -> int | None:
        """Return how many rows the view lists."""
        view = self._bar.code()
        if view == LIST:
            return self.list.model.rowCount()
        return self.queues[view].count() if view in self.queues else None

    def footer_text(self) -> str:
        """Return how many lines are listed; their sums stand below the list."""
        sums = self.list.sums()
        if self._bar.code() != LIST or sums is None:
            return ""
        return ngettext("{n} credit line", "{n} credit lines", sums.lines).format(n=format_number(sums.lines))

    def current_firm(self) -> str | None:
        """Return the client of the selected line."""
        row = self._row()
        return row.firm_id if row is not None else None

    def focus_filter(self) -> bool:
        """Move the focus into the filter box of the list."""
        self.show_view(LIST)
        self.list.focus_filter()
        return True

    def state(self) -> dict[str, Any]:
        """Return the view, the use of the ladder, and how the list looks."""
        return {"view": self._bar.code(), "use": self.ladder.use(), "list": self.list.state()}

    def restore(self, state: dict[str, Any]) -> None:
        """Look again as it was left."""
        self.list.restore(dict(state.get("list", {})))
        self._stale.discard(LIST)
        self.ladder.set_use(str(state.get("use", "in_use")))
        view = str(state.get("view", LIST))
        self.show_view(view if view in self._panes else LIST)

    def refresh(self) -> None:
        """Read the view again; the others follow when they are shown."""
        self._stale = set(self._panes)
        self._read(self._bar.code())

    def on_changed(self, change: Change[Any]) -> None:
        """Read again what the change may have touched."""
        if set(change.touched) & _SHOWN:
            self.refresh()

    # Commands of the table

    def show_view(self, view: str) -> None:
        """Show one of the views."""
        self._bar.set_code(view)
        self._stack.setCurrentWidget(self._panes[view])
        self._read(view)
        self.focus_list()
        self.chrome_changed.emit()

    def next_tab(self) -> None:
        """Show the next view."""
        self._bar.step(1)

    def previous_tab(self) -> None:
        """Show the view before."""
        self._bar.step(-1)

    def new_drawdown(self) -> None:
        """Record a draw-down of the selected line."""
        row = self._row()
        if row is not None:
            self.context.open_sheet("draw_down", firm_id=row.firm_id, facility_id=_line_of(row))

    def edit_client(self) -> None:
        """Open the editor of the selected line."""
        row = self._row()
        if row is not None:
            self.context.open_sheet("facility", firm_id=row.firm_id, facility_id=_line_of(row))

    def export_table(self) -> None:
        """Write what is shown into a spreadsheet."""
        view = self._bar.code()
        if view == LIST:
            self._exports.ask(_("Credit lines"), partial(_lines, self.list.query()))
        elif view == LADDER:
            use = self.ladder.use()
            self._exports.ask(_("Maturity ladder, {use}").format(use=use_text(use)), partial(_ladder, use))
        else:
            queue = self.queues[view].queue
            self._exports.ask(queue.title, queue.table)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the window, and set the buttons under the tabs where these need the whole width."""
        super().resizeEvent(event)
        tools = self._rates.sizeHint().width() + self._export.sizeHint().width() + metrics.space(6)
        beside = self._bar.sizeHint().width() + tools <= self.width()
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._head.setDirection(across if beside else down)
        width = self.window().width()
        self.list.set_window_width(width)
        for pane in self.queues.values():
            pane.set_window_width(width)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the keys of the list work at once."""
        super().showEvent(event)
        if not event.spontaneous():
            self.focus_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Find the list from any button by J and K."""
        if event.key() in (Qt.Key.Key_J, Qt.Key.Key_K) and not event.modifiers():
            self.focus_list()
        else:
            super().keyPressEvent(event)

    def focus_list(self) -> None:
        """Move the focus to the rows of the view."""
        view = self._bar.code()
        if view == LIST:
            self.list.focus_list()
        elif view in self.queues:
            self.queues[view].focus_list()

    def _read(self, view: str) -> None:
        if view in self._stale:
            self._stale.discard(view)
            self._panes[view].refresh()
        if view in self.queues:
            self._bar.set_count(view, self.queues[view].count())

    def _row(self) -> Any | None:  # noqa: ANN401 - each view has rows of its own
        view = self._bar.code()
        if view == LIST:
            return self.list.current()
        return self.queues[view].current() if view in self.queues else None

    def _on_opened(self, row: Any) -> None:  # noqa: ANN401 - each view has rows of its own
        self.context.open_page("client", firm_id=row.firm_id, tab="credit", line=_line_of(row))

    def _on_step_chosen(self, query: LineQuery) -> None:
        self.list.use(query.model_copy(update={"columns": self.list.query().columns}))
        self._stale.discard(LIST)
        self.show_view(LIST)

    def _on_rates_clicked(self) -> None:
        self.context.open_sheet("rates")


def _line_of(row: Any) -> str:  # noqa: ANN401 - each view has rows of its own
    return str(getattr(row, "facility_id", "") or row.id)


def _lines(query: LineQuery, workspace: Workspace) -> ExportTable:
    return line_tables.lines_table(workspace, query)


def _ladder(use: LineUse, workspace: Workspace) -> ExportTable:
    return workspace.ask(line_tables.ladder_table, use)

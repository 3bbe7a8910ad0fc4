"""The page of papers that left the book: what is still out, what is late, and what became of the rest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast, get_args

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rmapp.domain.whereabouts import Whereabouts, whereabouts_text
from rmapp.domain.wording import format_number
from rmapp.i18n import _, ngettext
from rmapp.services.paperwork import custody, custody_table
from rmapp.ui import metrics
from rmapp.ui.models.lazy_table import LazyTable
from rmapp.ui.pages.list_page import ListPage
from rmapp.ui.pages.paper_columns import PaperColumns
from rmapp.ui.table_export import TableExport
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.entity_table import EntityTable
from rmapp.ui.widgets.filter_box import FilterBox
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from rmapp.domain.export_table import ExportTable
    from rmapp.services.paperwork.custody import PaperOut
    from rmapp.services.workspace import Change, Workspace
    from rmapp.ui.context import UiContext

_ORDER: tuple[Whereabouts, ...] = ("out", "late", "client", "ended", "all")
_BOX = 320


class BriefsPage(ListPage):
    """Lists papers and tables; Space marks them, X ends the marked ones or the selected one, Enter opens the client."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._ticked: set[str] = set()
        columns = PaperColumns(self._ticked)
        self.model: LazyTable[PaperOut] = LazyTable(
            columns.columns(), self._fetch, key=_id_of, sentence=columns.sentence
        )
        self.table = EntityTable(self.model, name=_("Papers that left the book"))
        self._offered = _options({})
        self._which = Segmented(self._offered, name=_("Where the papers are"))
        self._box = FilterBox(_("Paper, firm, copy number or person"), name=_("Search papers"))
        self._exports = TableExport(self, context)
        self._empty = EmptyState("printer", "")
        self._middle = QStackedWidget()
        self._marked = PlainLabel("", role="small", tone="secondary")
        self._end = Button(_("What became of it…"), kind="primary", icon="check", key="X")
        self._open = Button(_("Open the client"), icon="building-2")
        self._export = Button(_("Export"), kind="ghost", icon="file-spreadsheet", size="small")
        self._build()
        self._connect()
        self._which.set_code("out")
        self.refresh()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        side = metrics.space(5)
        head.setContentsMargins(side, metrics.space(3), side, metrics.space(3))
        head.setSpacing(metrics.space(3))
        self._box.setFixedWidth(_BOX)
        head.addWidget(self._box)
        head.addWidget(self._which)
        head.addStretch(1)
        column.addLayout(head)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.addStretch(2)
        inner.addWidget(self._empty)
        inner.addStretch(3)
        self._middle.addWidget(self.table)
        self._middle.addWidget(holder)
        column.addWidget(self._middle, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(side, metrics.space(2), side, metrics.space(2))
        foot.setSpacing(metrics.space(2))
        foot.addWidget(self._end)
        foot.addWidget(self._open)
        foot.addWidget(self._marked)
        foot.addStretch(1)
        foot.addWidget(self._export)
        column.addLayout(foot)

    def _connect(self) -> None:
        self._which.chosen.connect(self._on_chosen)
        self._box.searched.connect(self._on_searched)
        self._box.left_down.connect(self.focus_list)
        # A banner moves the table, which may not happen while it is painted.
        self.model.failed.connect(self.context.show_problem, Qt.ConnectionType.QueuedConnection)
        self.table.moved.connect(self._show_buttons)
        self.table.opened.connect(self._on_opened)
        self.table.peeked.connect(self.mark_paper)
        self._end.clicked.connect(self.end_papers)
        self._open.clicked.connect(self.open_firm)
        self._export.clicked.connect(self.export_table)

    # What the shell asks

    def enter(self, whereabouts: str = "", text: str = "", **args: Any) -> None:
        """Show the page as it was left, or papers that stand so or hold a text."""
        if whereabouts in get_args(Whereabouts):
            self._which.set_code(whereabouts)
        if text:
            self._box.setText(text)
        self.refresh()

    def title(self) -> str:
        """Return the page's name."""
        return _("Briefs")

    def count(self) -> int | None:
        """Return how many papers are listed."""
        return self.model.rowCount()

    def footer_text(self) -> str:
        """Return how many papers are listed."""
        count = self.model.rowCount()
        return ngettext("{n} paper", "{n} papers", count).format(n=format_number(count))

    def current_firm(self) -> str | None:
        """Return the first client of the selected paper."""
        row = self._row()
        return row.firm_ids[0] if row is not None and row.firm_ids else None

    def focus_filter(self) -> bool:
        """Move the focus into the search box."""
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()
        return True

    def state(self) -> dict[str, Any]:
        """Return what is searched, the selection and the place."""
        return {
            "which": self._which.code(),
            "text": self._box.text(),
            "selected": self.table.current_id(),
            "top": self.table.first_visible(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Show the list as it was left."""
        self.enter(str(state.get("which", "")), str(state.get("text", "")))
        if state.get("top"):
            self.table.scroll_to_top(str(state["top"]))
        self.table.select(state.get("selected"))

    def refresh(self) -> None:
        """Read the list again; selection, marks and place stay."""
        self._show_counts()
        self.model.set_ids(self.context.ask(custody.paper_ids, self._whereabouts(), self._box.text()))
        self._ticked &= set(self.model.ids())
        if not self.model.rowCount():
            self._empty.set_texts(self._nothing())
        self._middle.setCurrentIndex(0 if self.model.rowCount() else 1)
        self._show_buttons()
        self.chrome_changed.emit()

    def on_changed(self, change: Change[Any]) -> None:
        """Read again what the change may have touched."""
        if set(change.touched) & {"paper_record", "table_export", "firm", "firm_name"}:
            self.refresh()

    # Commands of the page

    def mark_paper(self) -> None:
        """Mark the selected paper, or take its mark away."""
        row = self._row()
        if row is not None and row.state != "ended":
            self._ticked ^= {row.id}
            self.table.viewport().update()
            self._show_buttons()

    def end_papers(self) -> None:
        """Ask what became of the marked papers, or of the selected one."""
        ids = self._ending()
        if ids and not self.context.read_only:
            self.context.open_sheet("paper_end", ids=ids)

    def open_firm(self) -> None:
        """Open the client that the selected paper is about."""
        firm_id = self.current_firm()
        if firm_id is not None:
            self.context.open_client(firm_id)

    def export_table(self) -> None:
        """Write what is listed into a spreadsheet."""
        self._exports.ask(_("Papers"), partial(_collect, self._whereabouts(), self._box.text()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End by X."""
        if event.key() == Qt.Key.Key_X and not event.modifiers():
            self.end_papers()
        else:
            super().keyPressEvent(event)

    def _show_counts(self) -> None:
        offered, chosen = _options(self.context.ask(custody.counts)), self._which.code()
        if offered != self._offered:
            self._offered = offered
            self._which.set_options(offered)
            self._which.set_code(chosen)

    def _fetch(self, ids: Sequence[str]) -> list[PaperOut]:
        return self.context.ask(custody.papers, ids)

    def _row(self) -> PaperOut | None:
        return self.model.row(self.table.currentIndex().row())

    def _whereabouts(self) -> Whereabouts:
        return cast("Whereabouts", self._which.code())

    def _ending(self) -> list[str]:
        """Return the papers to end: the marked ones in their order, else the selected one."""
        if self._ticked:
            return [id for id in self.model.ids() if id in self._ticked]
        row = self._row()
        return [row.id] if row is not None and row.state != "ended" else []

    def _show_buttons(self) -> None:
        row = self._row()
        self._end.setEnabled(bool(self._ending()) and not self.context.read_only)
        self._open.setEnabled(row is not None and bool(row.firm_ids))
        count = len(self._ticked)
        marked = ngettext("{n} marked", "{n} marked", count).format(n=count)
        self._marked.setText(marked if count else _("Space marks several"))

    def _nothing(self) -> str:
        if self._box.text().strip():
            return _("No paper holds these words.")
        if self._whereabouts() == "late":
            return _("Nothing is late: every paper is back in time.")
        return _("No paper stands so. What is printed or saved appears here.")

    def _on_chosen(self) -> None:
        self._ticked.clear()
        self.refresh()

    def _on_searched(self) -> None:
        self.refresh()

    def _on_opened(self) -> None:
        self.open_firm()


def _id_of(row: PaperOut) -> str:
    return row.id


def _options(counts: dict[Whereabouts, int]) -> list[tuple[str, str]]:
    named = [(code, whereabouts_text(code)) for code in _ORDER]
    return [(code, f"{text} {format_number(counts[code])}" if code in counts else text) for code, text in named]


def _collect(whereabouts: Whereabouts, text: str, workspace: Workspace) -> ExportTable:
    return workspace.ask(custody_table.custody_table, whereabouts, text)

"""The desk of all open applications for a listing: what lapses and what is late first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rmapp.domain.wording import format_number
from rmapp.i18n import _, ngettext
from rmapp.services.stages import ipo
from rmapp.ui import metrics
from rmapp.ui.models.lazy_table import LazyTable
from rmapp.ui.pages.ipo_columns import ipo_columns, row_sentence
from rmapp.ui.pages.list_page import ListPage
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.entity_table import EntityTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.services.stages.ipo import IpoRow
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

_SHOWN = frozenset({"ipo_application", "ipo_event", "ipo_action", "firm", "firm_name"})


class IpoDeskPage(ListPage):
    """One row for each open application; Enter opens the client at it."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._rows: dict[str, IpoRow] = {}
        self.model: LazyTable[IpoRow] = LazyTable(ipo_columns(), self._fetch, key=_id_of, sentence=row_sentence)
        self.table = EntityTable(self.model, name=_("IPO desk"))
        self._secret = Banner(
            "info",
            _("Unannounced listings are inside information. All of this stays off paper and out of files."),
            icon="lock",
        )
        self._middle = QStackedWidget()
        self._empty = EmptyState(
            "trending-up",
            _("No firm is on its way to the stock exchange"),
            _("An application is started on the page of its client, from the menu or the search."),
        )
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        side = metrics.space(5)
        head.setContentsMargins(side, metrics.space(3), side, metrics.space(3))
        head.addWidget(self._secret)
        column.addLayout(head)
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.addStretch(2)
        inner.addWidget(self._empty)
        inner.addStretch(3)
        self._middle.addWidget(self.table)
        self._middle.addWidget(holder)
        column.addWidget(self._middle, 1)
        self.table.opened.connect(self._on_opened)
        # A banner moves the table, which may not happen while it is painted.
        self.model.failed.connect(self.context.show_problem, Qt.ConnectionType.QueuedConnection)

    def enter(self, **args: Any) -> None:
        """Show the desk."""
        self.refresh()

    def title(self) -> str:
        """Return the page's name."""
        return _("IPO desk")

    def count(self) -> int | None:
        """Return how many applications are open."""
        return self.model.rowCount()

    def footer_text(self) -> str:
        """Return how many applications are open, and how many of them need an eye."""
        count, late = self.model.rowCount(), sum(row.is_late for row in self._rows.values())
        said = ngettext("{n} open application", "{n} open applications", count).format(n=format_number(count))
        return _("{applications}, {n} late").format(applications=said, n=late) if late else said

    def current_firm(self) -> str | None:
        """Return the client of the selected application."""
        row = self.model.row(self.table.currentIndex().row())
        return row.firm_id if row is not None else None

    def state(self) -> dict[str, Any]:
        """Return what is selected."""
        return {"selected": self.table.current_id()}

    def restore(self, state: dict[str, Any]) -> None:
        """Select what was selected."""
        self.table.select(state.get("selected"))

    def refresh(self) -> None:
        """Read the desk again; the selection stays."""
        self._rows = {row.application.id: row for row in self.context.ask(ipo.desk)}
        self.model.set_ids(list(self._rows))
        self._middle.setCurrentIndex(0 if self._rows else 1)
        self._secret.setVisible(bool(self._rows))
        self.chrome_changed.emit()

    def on_changed(self, change: Change[Any]) -> None:
        """Read again what the change may have touched."""
        if set(change.touched) & _SHOWN:
            self.refresh()

    def _fetch(self, ids: Sequence[str]) -> list[IpoRow]:
        return [self._rows[one] for one in ids if one in self._rows]

    def _on_opened(self, application_id: str) -> None:
        row = self._rows.get(application_id)
        if row is not None:
            self.context.open_client(row.firm_id, "listing")


def _id_of(row: IpoRow) -> str:
    return row.application.id

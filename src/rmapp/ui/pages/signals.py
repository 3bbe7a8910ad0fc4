"""The page of all warning signals: seen, looked after, and closed with what came of them, which stays to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rmapp.domain.wording import format_number
from rmapp.i18n import _, ngettext, pgettext
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.early_warning import signals
from rmapp.ui import metrics
from rmapp.ui.models.lazy_table import LazyTable
from rmapp.ui.pages.list_page import ListPage
from rmapp.ui.pages.signal_columns import SignalRow, signal_columns, signal_sentence
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.entity_table import EntityTable
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from rmapp.domain.signal import Signal
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

_SHOWN = frozenset({"signal", "firm", "firm_name"})
_WHICH = {"serious": ("red", "amber"), "red": ("red",), "info": ("info",)}
_CLOSED = "closed"


class SignalsPage(ListPage):
    """Red ones first; A acknowledges the selected one, X closes it, Enter opens the client."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._found: dict[str, Signal] = {}
        self.model: LazyTable[SignalRow] = LazyTable(
            signal_columns(), self._fetch, key=_id_of, sentence=signal_sentence
        )
        self.table = EntityTable(self.model, name=_("Warning signals"))
        options = [("serious", _("Red and amber")), ("red", _("Red")), ("info", _("For information"))]
        options.append((_CLOSED, pgettext("signals", "Closed")))
        self._which = Segmented(options, name=_("How severe"))
        self._middle = QStackedWidget()
        self._empty = EmptyState("bell", "")
        self._close = Button(_("Close…"), kind="primary", icon="check", key="X")
        self._seen = Button(_("Acknowledge"), icon="eye", key="A")
        self._open = Button(_("Open the client"), kind="ghost", icon="building-2")
        self._build()
        self._which.chosen.connect(self._on_which_chosen)
        self.table.moved.connect(self._show_buttons)
        self.table.opened.connect(self._on_opened)
        self._close.clicked.connect(self.close_signal)
        self._seen.clicked.connect(self.acknowledge)
        self._open.clicked.connect(self.open_firm)
        # A banner moves the table, which may not happen while it is painted.
        self.model.failed.connect(self.context.show_problem, Qt.ConnectionType.QueuedConnection)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        side = metrics.space(5)
        head = QHBoxLayout()
        head.setContentsMargins(side, metrics.space(3), side, metrics.space(3))
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
        for button in (self._close, self._seen, self._open):
            foot.addWidget(button)
        foot.addStretch(1)
        column.addLayout(foot)

    # What the shell asks

    def enter(self, **args: Any) -> None:
        """Show the list."""
        self.refresh()

    def title(self) -> str:
        """Return the page's name."""
        return _("Warning signals")

    def count(self) -> int | None:
        """Return how many are listed."""
        return self.model.rowCount()

    def footer_text(self) -> str:
        """Return how many are listed."""
        count = self.model.rowCount()
        return ngettext("{n} signal", "{n} signals", count).format(n=format_number(count))

    def current_firm(self) -> str | None:
        """Return the client of the selected signal."""
        found = self._current()
        return found.firm_id if found is not None else None

    def state(self) -> dict[str, Any]:
        """Return what is chosen and selected."""
        return {"which": self._which.code(), "selected": self.table.current_id()}

    def restore(self, state: dict[str, Any]) -> None:
        """Choose and select as it was."""
        if state.get("which") in (*_WHICH, _CLOSED):
            self._which.set_code(state["which"])
            self.refresh()
        self.table.select(state.get("selected"))

    def refresh(self) -> None:
        """Read the list again; the selection stays."""
        which = self._which.code()
        found = (
            self.context.ask(signals.closed_signals)
            if which == _CLOSED
            else self.context.ask(signals.open_signals, _WHICH[which])
        )
        self._found = {one.id: one for one in found}
        self.model.set_ids(list(self._found))
        self._empty.set_texts(
            _("No signal has been closed yet") if which == _CLOSED else _("No signal of this kind is open")
        )
        self._middle.setCurrentIndex(0 if self._found else 1)
        self._show_buttons()
        self.chrome_changed.emit()

    def on_changed(self, change: Change[Any]) -> None:
        """Read again what the change may have touched."""
        if set(change.touched) & _SHOWN:
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Acknowledge by A, close by X."""
        acts = {Qt.Key.Key_A: self.acknowledge, Qt.Key.Key_X: self.close_signal}
        act = acts.get(Qt.Key(event.key())) if not event.modifiers() else None
        if act is not None:
            act()
        else:
            super().keyPressEvent(event)

    # What can be done

    def acknowledge(self) -> None:
        """Note that the selected signal was seen."""
        found = self._current()
        if found is not None and found.status == "open" and not self.context.read_only:
            self.context.do(signals.acknowledge_signal, found.id, label=_("Signal acknowledged"))

    def close_signal(self) -> None:
        """Ask what came of the selected signal."""
        found = self._current()
        if found is not None and found.status != "closed" and not self.context.read_only:
            self.context.open_sheet("signal", signal_id=found.id)

    def open_firm(self) -> None:
        """Open the client of the selected signal."""
        found = self._current()
        if found is not None:
            self.context.open_client(found.firm_id, "credit")

    def _current(self) -> Signal | None:
        return self._found.get(self.table.current_id() or "")

    def _show_buttons(self) -> None:
        found, locked = self._current(), self.context.read_only
        self._close.setEnabled(found is not None and found.status != "closed" and not locked)
        self._seen.setEnabled(found is not None and found.status == "open" and not locked)
        self._open.setEnabled(found is not None)

    def _fetch(self, ids: Sequence[str]) -> list[SignalRow]:
        found = [self._found[one] for one in ids if one in self._found]
        names = self.context.ask(firm_names, {one.firm_id for one in found})
        return [SignalRow(one, names.get(one.firm_id, "")) for one in found]

    def _on_which_chosen(self, _code: str) -> None:
        self.refresh()

    def _on_opened(self, _signal_id: str) -> None:
        self.open_firm()


def _id_of(row: SignalRow) -> str:
    return row.signal.id

"""The warning signals of a client: how severe, what shows it, since when, and what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.wording import format_date
from rmapp.i18n import _, pgettext
from rmapp.services.early_warning import signals
from rmapp.ui import metrics
from rmapp.ui.tabs.card import count_words
from rmapp.ui.tabs.rows import EmptyLine, clear
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.cards import Card, Divider
from rmapp.ui.widgets.chips import Chip, StatusChip
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.signal import Signal
    from rmapp.ui.context import UiContext

_STATES = {"red": "late", "amber": "close"}
_CLOSED_SHOWN = 3


class SignalCard(Card):
    """Signals that are not closed, the most severe first, and the last ones that were closed."""

    def __init__(self, context: UiContext, firm_id: str) -> None:
        super().__init__(_("Warning signals"), icon="bell")
        self._context = context
        self._firm_id = firm_id
        add = IconButton("plus", _("Raise a warning signal"), size=26)
        add.setEnabled(not context.read_only)
        add.clicked.connect(self._on_raise_clicked)
        self.set_tools(add)
        self._closed: Sequence[Signal] = ()
        self._more = LinkLabel("")
        self._show()

    def _show(self) -> None:
        clear(self.body)
        found = self._context.ask(signals.firm_signals, self._firm_id)
        self.set_count(len(found) or None)
        watch = self._context.ask(signals.firm_watch, self._firm_id)
        self.set_note("" if watch == "none" else reference.text("watch_status", watch))
        if not found:
            empty = EmptyLine(_("No open signal."), _("Raise a warning signal"), enabled=not self._context.read_only)
            empty.clicked.connect(self._on_raise_clicked)
            self.add(empty)
        for number, signal in enumerate(found):
            if number:
                self.add(Divider())
            self.add(self._row(signal))
        self._add_closed()
        every = LinkLabel(_("Signals of all clients"))
        every.clicked.connect(self._on_all_clicked)
        self.add(every)

    def _row(self, signal: Signal) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        named = reference.text("warning_signal", signal.code)
        head = QHBoxLayout()
        head.setSpacing(metrics.space(2))
        head.addWidget(_severity_chip(signal), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(PlainLabel(named, weight=600, wrap=True), 1)
        column.addLayout(head)
        column.addWidget(PlainLabel(signal.evidence, role="small", tone="secondary", wrap=True, selectable=True))
        column.addWidget(PlainLabel(_history(signal), role="small", tone="tertiary", wrap=True))
        if not self._context.read_only:
            column.addLayout(self._buttons(signal, named))
        return row

    def _buttons(self, signal: Signal, named: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        if signal.status == "open":
            seen = Button(_("Acknowledge"), kind="ghost", size="small")
            seen.setAccessibleName(_("Acknowledge: {signal}").format(signal=named))
            seen.setObjectName(signal.id)
            seen.clicked.connect(self._on_seen_clicked)
            row.addWidget(seen)
        close = Button(_("Close…"), kind="ghost", size="small")
        close.setAccessibleName(_("Close: {signal}").format(signal=named))
        close.setObjectName(signal.id)
        close.clicked.connect(self._on_close_clicked)
        row.addWidget(close)
        row.addStretch(1)
        return row

    def _add_closed(self) -> None:
        closed = self._context.ask(signals.firm_signals, self._firm_id, closed=True)
        self._closed = sorted(closed, key=_closed_on, reverse=True)
        if self._closed:
            self.add(PlainLabel(pgettext("signals", "Closed"), role="small", tone="secondary", weight=600))
        self._list_closed(self._closed[:_CLOSED_SHOWN])
        if len(self._closed) > _CLOSED_SHOWN:
            self._more = LinkLabel(count_words(len(self._closed) - _CLOSED_SHOWN))
            self._more.clicked.connect(self._on_more_clicked)
            self.add(self._more)

    def _list_closed(self, found: Sequence[Signal]) -> None:
        pattern = _("{date} · {signal}: {result}")
        for signal in found:
            named = reference.text("warning_signal", signal.code)
            day = format_date(signal.closed_on) if signal.closed_on is not None else ""
            said = pattern.format(date=day, signal=named, result=signal.result)
            self.add(PlainLabel(said, role="small", tone="tertiary", wrap=True, selectable=True))

    def _on_more_clicked(self) -> None:
        self._more.hide()
        self._list_closed(self._closed[_CLOSED_SHOWN:])

    def _on_all_clicked(self) -> None:
        self._context.open_page("signals")

    def _on_raise_clicked(self) -> None:
        self._context.open_sheet("signal", firm_id=self._firm_id)

    def _on_seen_clicked(self) -> None:
        self._context.do(signals.acknowledge_signal, self.sender().objectName(), label=_("Signal acknowledged"))

    def _on_close_clicked(self) -> None:
        self._context.open_sheet("signal", signal_id=self.sender().objectName())


def _severity_chip(signal: Signal) -> Chip:
    word = reference.text("signal_severity", signal.severity)
    return StatusChip(_STATES[signal.severity], word) if signal.severity in _STATES else Chip(word)


def _history(signal: Signal) -> str:
    said = [
        (_("since {date}") if signal.origin == "rule" else _("raised by hand on {date}")).format(
            date=format_date(signal.raised_on)
        )
    ]
    if signal.acknowledged_on is not None:
        said.append(_("acknowledged on {date}").format(date=format_date(signal.acknowledged_on)))
    if signal.gone_on is not None:
        said.append(
            _("cause no longer found since {date}; close it with a result").format(date=format_date(signal.gone_on))
        )
    return " · ".join(said)


def _closed_on(signal: Signal) -> str:
    return signal.closed_on.isoformat() if signal.closed_on is not None else ""

"""Open promises in both directions, each with the day it is due; a tick asks how it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.i18n import _, listed
from rmapp.services.clients.promises import kept_rate, open_promises
from rmapp.ui import metrics
from rmapp.ui.promise_words import due_words, kept_tip, kept_words, put_off
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.widgets.chips import Chip, StatusChip
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel, plain
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.promise import Promise
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext


class CommitmentsCard(ClientCard):
    """What we promised, then what they promised, the earliest day first; below it how often each side kept its word."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Open commitments"), icon="handshake", adds=_("Add a commitment"))

    def fill(self, header: FirmHeader) -> None:
        """List the open promises of both sides."""
        found = self.context.ask(open_promises, header.firm.id)
        self.set_count(len(found) or None)
        if not found:
            self.say_empty(_("Nobody owes anything: no open commitment on either side."), _("Add a commitment"))
        titles = (("ours", _("We promised")), ("theirs", _("They promised")))
        for side, title in titles:
            promises = [promise for promise in found if promise.side == side]
            if promises:
                self.add(PlainLabel(title, role="small", tone="secondary", weight=600))
            for promise in promises:
                self.add(self._row(promise))
        self._add_rate(header.firm.id)

    def add_one(self) -> None:
        """Open the sheet of a new promise."""
        self.context.open_sheet("promise", firm_id=self.firm_id)

    def _add_rate(self, firm_id: str) -> None:
        rate = self.context.ask(kept_rate, firm_id)
        for words in kept_words(rate):
            label = PlainLabel(words, role="small", tone="secondary", numeric=True)
            label.setToolTip(plain(kept_tip(rate)))
            label.setAccessibleDescription(kept_tip(rate))
            self.add(label)
        if any(rate[:4]) and self.context.offers("page:promises"):
            every = LinkLabel(_("All commitments of this client"))
            every.clicked.connect(self._on_every_clicked)
            self.add(every)

    def _row(self, promise: Promise) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(metrics.space(2))
        tick = CheckBox(name=_("Close: {promise}").format(promise=promise.text))
        tick.setObjectName(promise.id)
        tick.setEnabled(not self.context.read_only)
        tick.clicked.connect(self._on_ticked)
        line.addWidget(tick, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(promise.text, wrap=True))
        proof = _("proof: {text}").format(text=promise.proof) if promise.proof else ""
        below = listed(part for part in (promise.owner, put_off(promise), proof) if part)
        words.addWidget(PlainLabel(below, role="small", tone="tertiary", wrap=True))
        line.addLayout(words, 1)
        line.addWidget(due_chip(promise, self.context.clock.today()), 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _on_ticked(self) -> None:
        tick = self.sender()
        if isinstance(tick, CheckBox):
            # The tick stands only once the result is written; then the promise leaves the list.
            tick.setChecked(False)
            self.context.open_sheet("promise", promise_id=tick.objectName())

    def _on_every_clicked(self) -> None:
        self.context.open_page("promises", firm_id=self.firm_id)


def due_chip(promise: Promise, today: date) -> Chip:
    """Return the chip that says when a promise is due: late in words, amber within a week."""
    words = due_words(promise, today)
    if words.state == "late":
        return StatusChip("late", words.left)
    chip: Chip = StatusChip("due", words.day) if words.state else Chip(words.day)
    chip.setAccessibleName(_("due {date}").format(date=words.day))
    return chip

"""Open promises in both directions, each with the day it is due; a tick asks how it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain.wording import format_date, format_days_left
from rmapp.i18n import _
from rmapp.services.promises import open_promises
from rmapp.ui import metrics
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.widgets.chips import Chip, StatusChip
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.promise import Promise
    from rmapp.services.firms import FirmHeader
    from rmapp.ui.context import UiContext

SOON_DAYS = 7


class CommitmentsCard(ClientCard):
    """What we promised, then what they promised, the earliest day first."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Open commitments"), icon="handshake", adds=_("Add a commitment"))

    def fill(self, header: FirmHeader) -> None:
        """List the open promises of both sides."""
        found = self.context.ask(open_promises, header.firm.id)
        self.set_count(len(found) or None)
        if not found:
            self.say_empty(_("Nobody owes anything: no open commitment on either side."), _("Add a commitment"))
            return
        titles = (("ours", _("We promised")), ("theirs", _("They promised")))
        for side, title in titles:
            promises = [promise for promise in found if promise.side == side]
            if promises:
                self.add(PlainLabel(title, role="small", tone="secondary", weight=600))
            for promise in promises:
                self.add(self._row(promise))

    def add_one(self) -> None:
        """Open the sheet of a new promise."""
        self.context.open_sheet("promise", firm_id=self.firm_id)

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
        words.addWidget(PlainLabel(promise.owner, role="small", tone="tertiary", wrap=True))
        line.addLayout(words, 1)
        line.addWidget(due_chip(promise, self.context.clock.today()), 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _on_ticked(self) -> None:
        tick = self.sender()
        if isinstance(tick, CheckBox):
            # The tick stands only once the result is written; then the promise leaves the list.
            tick.setChecked(False)
            self.context.open_sheet("promise", promise_id=tick.objectName())


def due_chip(promise: Promise, today: date) -> Chip:
    """Return the chip that says when a promise is due: late in words, amber within a week."""
    if promise.is_overdue(today):
        return StatusChip("late", format_days_left(promise.due_on, today))
    day = format_date(promise.due_on, "short" if promise.due_on.year == today.year else "medium")
    soon = (promise.due_on - today).days <= SOON_DAYS
    chip: Chip = StatusChip("due", day) if soon else Chip(day)
    chip.setAccessibleName(_("due {date}").format(date=day))
    return chip

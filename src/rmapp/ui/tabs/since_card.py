"""The card of what changed since the last visit, and of what ends before the visit after the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmapp.domain.change_wording import ahead_text, change_text
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.visit_change import CHANGE_CAP
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _
from rmapp.services.visits.since_visit import since_last_visit
from rmapp.ui import metrics
from rmapp.ui.tabs.card import ClientCard, count_words
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext

_DAY_ROOM = 66


class SinceCard(ClientCard):
    """Changes newest first, six at first; below them what is ahead."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Since my last visit"), icon="history")
        self._rest: Sequence[tuple[PartialDate, str]] = ()
        self._more = LinkLabel("")
        self._place = 0

    def fill(self, header: FirmHeader) -> None:
        """Read what changed and show it."""
        found = self.context.ask(since_last_visit, header.firm.id)
        self.set_note(_("visit of {date}").format(date=format_date(found.since)) if found.since else "")
        rows = [(one.on, change_text(one)) for one in found.changes]
        if not rows:
            self.say_empty(_("Nothing recorded") if found.since else _("No visit held yet"))
        for row in rows[:CHANGE_CAP]:
            self.add(_row(*row))
        self._rest = rows[CHANGE_CAP:]
        if self._rest:
            self._more = LinkLabel(count_words(len(self._rest)))
            self._more.clicked.connect(self._on_more_clicked)
            self.add(self._more)
            self._place = self.body.count() - 1
        if found.ahead:
            self.add(PlainLabel(_("Ahead"), role="small", tone="secondary", weight=600))
        for ahead in found.ahead:
            self.add(_row(PartialDate.of(ahead.on), ahead_text(ahead)))

    def _on_more_clicked(self) -> None:
        self._more.hide()
        for at, row in enumerate(self._rest):
            self.body.insertWidget(self._place + at, _row(*row))
        self._rest = ()


def _row(on: PartialDate, text: str) -> QWidget:
    """Return a day and what it is about; a screen reader reads both as one."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 1, 0, 1)
    line.setSpacing(metrics.space(2))
    day = PlainLabel(format_partial(on, "short"), role="small", tone="tertiary", numeric=True)
    day.setFixedWidth(_DAY_ROOM)
    day.setToolTip(plain(format_partial(on)))
    line.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(PlainLabel(text, wrap=True), 1)
    row.setAccessibleName(f"{format_partial(on)}: {text}")
    return row

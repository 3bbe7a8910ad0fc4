"""The hard stops and caps of a firm: which hold, since when and on what evidence, and which were cleared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.scoring import flags
from rmapp.ui import metrics
from rmapp.ui.grade_bands import flag_chip
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.tabs.rows import source_line
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import Divider
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from rmapp.domain.assessment import RiskFlag
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.lines.loan_flags import LoanFlag
    from rmapp.ui.context import UiContext

_CLEARED_SHOWN = 3


class FlagCard(ClientCard):
    """Flags that hold first: written ones can be cleared with a reason, those that lines give go with their line."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Hard stops and caps"), icon="shield-alert", adds=_("Raise a hard stop or a cap"))

    def fill(self, header: FirmHeader) -> None:
        """List the flags."""
        found = self.context.ask(flags.firm_flags, header.firm.id)
        open_ones = [flag for flag in found if flag.cleared_on is None]
        cleared = [flag for flag in found if flag.cleared_on is not None]
        given = self.context.ask(flags.found_by_book, header.firm.id)
        self.set_count(len(open_ones) + len(given) or None)
        if not open_ones and not given:
            self.add(PlainLabel(_("No hard stop and no cap is recorded."), tone="tertiary", wrap=True))
        rows = [*(self._row(flag) for flag in open_ones), *(_given_row(one) for one in given)]
        for number, row in enumerate(rows):
            if number:
                self.add(Divider())
            self.add(row)
        if cleared:
            self.add(PlainLabel(_("Cleared"), role="small", tone="secondary", weight=600))
        for flag in cleared[:_CLEARED_SHOWN]:
            self.add(PlainLabel(_cleared(flag), role="small", tone="tertiary", wrap=True, selectable=True))

    def add_one(self) -> None:
        """Open the sheet that raises one."""
        self.context.open_sheet("risk_flag", firm_id=self.firm_id)

    def _row(self, flag: RiskFlag) -> QWidget:
        named = reference.text("hard_stop", flag.flag)
        since = _("found on {date} · {source}").format(date=format_date(flag.found_on), source=source_line(flag))
        row, column = _flag_row(flag.flag, flag.evidence, since)
        if not self.context.read_only:
            column.addWidget(self._clearer(flag, named), 0, Qt.AlignmentFlag.AlignLeft)
        return row

    def _clearer(self, flag: RiskFlag, named: str) -> Button:
        button = Button(_("Clear…"), kind="ghost", size="small")
        button.setAccessibleName(_("Clear: {flag}").format(flag=named))
        button.setObjectName(flag.id)
        button.clicked.connect(self._on_clear_clicked)
        return button

    def _on_clear_clicked(self) -> None:
        self.context.open_sheet("risk_flag", flag_id=self.row_key())


def _given_row(given: LoanFlag) -> QWidget:
    """Return the row of a flag that a line gives; it goes when the line is in order again."""
    by_book = _("found by the book")
    if given.since is not None:
        by_book = _("found by the book, since {date}").format(date=format_date(given.since))
    return _flag_row(given.flag, given.evidence, by_book)[0]


def _flag_row(code: str, evidence: str, since: str) -> tuple[QWidget, QVBoxLayout]:
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    head = QHBoxLayout()
    head.setSpacing(metrics.space(2))
    head.addWidget(flag_chip(code), 0, Qt.AlignmentFlag.AlignTop)
    head.addWidget(PlainLabel(reference.text("hard_stop", code), weight=600, wrap=True), 1)
    column.addLayout(head)
    if evidence:
        column.addWidget(PlainLabel(evidence, role="small", tone="secondary", wrap=True, selectable=True))
    column.addWidget(PlainLabel(since, role="small", tone="tertiary", wrap=True))
    return row, column


def _cleared(flag: RiskFlag) -> str:
    day = format_date(flag.cleared_on) if flag.cleared_on is not None else ""
    named = reference.text("hard_stop", flag.flag)
    return _("{date} · {flag}: {note}").format(date=day, flag=named, note=flag.cleared_note)

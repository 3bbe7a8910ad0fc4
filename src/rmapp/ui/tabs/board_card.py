"""The financial tests of a board beside what is known of the firm: numbers and what is missing, never a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.ipo_rules import boards_of
from rmapp.domain.listing_boards import board_tests, boards_as_of, disclaimer, listing_boards
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _, listed
from rmapp.services.stages import ipo
from rmapp.ui import metrics
from rmapp.ui.tabs.line_table import Column, LineTable
from rmapp.ui.tabs.listing_cards import ListingCard
from rmapp.ui.tabs.rows import clear
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.cards import Divider, IconLabel
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.fields import Choice
from rmapp.ui.widgets.labels import PlainLabel, plain

if TYPE_CHECKING:
    from rmapp.domain.condition import Truth
    from rmapp.services.stages.ipo import BoardResult, IpoView, TestLine
    from rmapp.ui.context import UiContext

_WIDE = 230
_MARKS = {True: ("check", "success"), False: ("x", "text_secondary"), None: ("circle-help", "text_tertiary")}


class BoardCard(ListingCard):
    """The tests of the application's board; another board of its way can be looked at."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Financial tests of the board"), icon="scale")
        self._choice = Choice((), name=_("Board"))
        self._choice.setMinimumWidth(metrics.grown(_WIDE))
        self._choice.changed.connect(self._on_board_chosen)
        self.set_tools(self._choice)
        self._board = ""
        self._shown_for = ("", "")

    def show_view(self, view: IpoView) -> None:
        """Show the tests of the board that was chosen last for this application, else of its own."""
        boards = [code for code in boards_of(view.application.track) if board_tests(code)]
        own = view.application.board if view.application.board in boards else ""
        if self._shown_for != (view.application.id, own) or self._board not in boards:
            self._shown_for, self._board = (view.application.id, own), own or (boards[0] if boards else "")
        self._choice.set_options([(code, reference.text("board", code)) for code in boards])
        self._choice.set_code(self._board)
        self._show_tests()

    def _show_tests(self) -> None:
        clear(self.body)
        if not self._board:
            self.say_empty(_("No tests of these boards are in the code lists."))
            return
        if self.context.ask(ipo.rules_are_old):
            said = _("The rules of the boards were checked on {date}, more than 12 months ago. They may have changed.")
            self.add(Banner("warning", said.format(date=format_date(boards_as_of()))))
        results = self.context.ask(ipo.board_results, self.firm_id, self._board)
        for number, result in enumerate(results):
            if number:
                self.add(Divider())
            self._add_result(result)
        self._add_foot()

    def _add_result(self, result: BoardResult) -> None:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(2))
        row.addWidget(_mark(result.truth), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(PlainLabel(result.words, weight=600, wrap=True, selectable=True), 1)
        if not result.verified:
            doubt = Chip(_("not verified"), icon="circle-help")
            doubt.setToolTip(plain(result.source))
            row.addWidget(doubt, 0, Qt.AlignmentFlag.AlignTop)
        head.setAccessibleName(result.words)
        self.add(head)
        self.add(PlainLabel(result.summary, role="small", tone="secondary", wrap=True, selectable=True))
        table = LineTable(
            (
                Column(""),
                Column(_("Figure"), share=1),
                Column(_("Known"), is_number=True),
                Column(_("Asked for"), is_number=True),
                Column(_("As of"), is_number=True),
            )
        )
        for line in result.lines:
            table.add_row(_cells(line), tone="primary" if line.truth is not None else "tertiary")
        self.add(table)
        if result.missing:
            said = _("Missing: {figures}").format(figures=listed(result.missing))
            self.add(PlainLabel(said, role="small", tone="secondary", wrap=True, selectable=True))

    def _add_foot(self) -> None:
        rules = listing_boards()[self._board]
        days = []
        if rules.rule_date is not None:
            days.append(_("Rules of {date}").format(date=format_date(rules.rule_date)))
        if rules.last_change is not None:
            days.append(_("last changed {date}").format(date=format_date(rules.last_change)))
        days.append(_("checked {date}").format(date=format_date(boards_as_of())))
        self.add(Divider())
        self.add(PlainLabel(listed(days), role="small", tone="tertiary", wrap=True))
        self.add(PlainLabel(disclaimer().text(), role="small", tone="secondary", wrap=True, selectable=True))

    def _on_board_chosen(self, code: str) -> None:
        if code != self._board:
            self._board = code
            self._show_tests()


def _cells(line: TestLine) -> list[QWidget | str]:
    as_of = format_partial(line.as_of) if line.as_of else "–"
    return [_mark(line.truth), line.label, line.actual, line.requirement, as_of]


def _mark(truth: Truth) -> IconLabel:
    icon, role = _MARKS[truth]
    mark = IconLabel(icon, role=role)
    words = {True: _("met"), False: _("not met"), None: _("not known")}
    mark.setAccessibleName(words[truth])
    mark.setToolTip(plain(words[truth]))
    return mark

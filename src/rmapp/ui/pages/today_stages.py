"""The card of Today about stage moves that the facts propose."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.i18n import _, ngettext
from rmapp.services.stages import stage_proposals
from rmapp.ui import metrics
from rmapp.ui.pages.today_part import TodayCard
from rmapp.ui.suggested_move import Answers, accept_move, move_words, put_off_move
from rmapp.ui.tabs.rows import RowButton
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from rmapp.services.stages.stage_proposals import Proposal
    from rmapp.ui.context import UiContext

MOST = 3


class Suggested(NamedTuple):
    """The first proposals, and how many there are."""

    first: tuple[Proposal, ...]
    number: int


class StagesCard(TodayCard[Suggested]):
    """The first proposals with their reasons; each can be accepted, with Undo, or put off with a reason."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Stage suggestions"), icon="lightbulb")
        self.hide()

    def read(self) -> Suggested:
        """Return what is proposed."""
        number = len(self.context.ask(stage_proposals.waiting))
        return Suggested(self.context.ask(stage_proposals.proposals, MOST) if number else (), number)

    def fill(self, found: Suggested) -> None:
        """List the first ones; without any the card is not there."""
        self.setVisible(bool(found.first))
        if not found.first:
            return
        self.set_count(found.number)
        for proposal in found.first:
            self.add(SuggestedMove(self.context, proposal))
        rest = found.number - len(found.first)
        if rest > 0:
            said = ngettext("{n} more comes when these are answered.", "{n} more come when these are answered.", rest)
            self.add(PlainLabel(said.format(n=rest), role="small", tone="tertiary", wrap=True))


class SuggestedMove(QWidget):
    """One proposal; a click on its head opens the client."""

    def __init__(self, context: UiContext, proposal: Proposal) -> None:
        super().__init__()
        self._context, self._proposal = context, proposal
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = RowButton(proposal.firm_name, move_words(proposal), icon="lightbulb", tone="accent")
        head.clicked.connect(self._on_opened)
        answers = Answers(locked=context.read_only)
        answers.name_for(proposal.firm_name, move_words(proposal))
        answers.accepted.connect(self._on_accepted)
        answers.put_off.connect(self._on_put_off)
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        row.addWidget(head, 1)
        row.addWidget(answers, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        column.addWidget(PlainLabel(proposal.words(), role="small", tone="secondary", wrap=True))

    def _on_opened(self) -> None:
        self._context.open_client(self._proposal.firm_id)

    def _on_accepted(self) -> None:
        accept_move(self._context, self._proposal)

    def _on_put_off(self) -> None:
        put_off_move(self._context, self._proposal)

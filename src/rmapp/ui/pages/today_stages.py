"""The card of Today about stage moves that the facts propose."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.i18n import _, ngettext
from rmapp.services import stage_proposals
from rmapp.ui.pages.today_part import TodayCard
from rmapp.ui.suggested_move import SuggestedMove
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from rmapp.services.stage_proposals import Proposal
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

"""The tab with the people of a client and its group: who controls it, who owns it, whom we know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from rmapp.ui import metrics
from rmapp.ui.tabs.group_card import GroupCard
from rmapp.ui.tabs.group_grid import GroupGridCard
from rmapp.ui.tabs.owners_card import OwnersCard
from rmapp.ui.tabs.partners_card import PartnersCard
from rmapp.ui.tabs.people_card import GapCard, PeopleListCard
from rmapp.ui.tabs.tab import ClientTab
from rmapp.ui.widgets.scroll import PageScroll

if TYPE_CHECKING:
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext


class PeopleTab(ClientTab):
    """Group and owners at the left, people at the right, partners and the grid of the group below both."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.group = GroupCard(context)
        self.grid = GroupGridCard(context)
        self.owners = OwnersCard(context)
        self.partners = PartnersCard(context)
        self.people = PeopleListCard(context)
        self.gap = GapCard(context)
        self._build()

    def _build(self) -> None:
        self._scroll = PageScroll(max_width=1400, margin=6)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        columns = QHBoxLayout()
        columns.setSpacing(metrics.space(4))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, cards in ((left, (self.group, self.owners)), (right, (self.people, self.gap))):
            column.setSpacing(metrics.space(4))
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
        columns.addLayout(left, 66)
        columns.addLayout(right, 34)
        self._scroll.body.addLayout(columns)
        self._scroll.body.addWidget(self.partners)
        self._scroll.body.addWidget(self.grid)
        self._scroll.body.addStretch(1)

    def show_client(self, header: FirmHeader) -> None:
        """Fill every card."""
        for card in (self.group, self.partners, self.grid, self.owners, self.people, self.gap):
            card.show_client(header)

    def state(self) -> dict[str, Any]:
        """Return how far the tab is scrolled."""
        return {"scroll": self._scroll.verticalScrollBar().value()}

    def restore(self, state: dict[str, Any]) -> None:
        """Scroll as far as before."""
        self._scroll.verticalScrollBar().setValue(int(state.get("scroll", 0)))

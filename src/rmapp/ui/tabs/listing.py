"""The tab of a client that wants to be listed: its application, what the bank does, and the tests of the boards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from rmapp.i18n import _
from rmapp.services.stages import ipo
from rmapp.ui import metrics
from rmapp.ui.tabs.board_card import BoardCard
from rmapp.ui.tabs.listing_cards import ActionsCard, PartiesCard, StepsCard, WayCard
from rmapp.ui.tabs.tab import ClientTab
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.scroll import PageScroll

if TYPE_CHECKING:
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext
    from rmapp.ui.tabs.listing_cards import ListingCard


class ListingTab(ClientTab):
    """The way across the page; below it tests at the left, and what we do, steps and parties at the right."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.way = WayCard(context)
        self.boards = BoardCard(context)
        self.deeds = ActionsCard(context)
        self.steps = StepsCard(context)
        self.parties = PartiesCard(context)
        self._firm_id = ""
        self._empty = EmptyState(
            "trending-up",
            _("No application for a listing"),
            _("Its steps, what we do along it and the tests of the boards stand here once one is started."),
            actions=[(_("Start an application"), "primary")],
        )
        self._empty.chosen.connect(self._on_start_chosen)
        self._cards: tuple[ListingCard, ...] = (self.way, self.boards, self.deeds, self.steps, self.parties)
        self._build()

    def _build(self) -> None:
        self._scroll = PageScroll(max_width=1400, margin=6)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self._scroll.body.addWidget(self._empty)
        self._scroll.body.addWidget(self.way)
        columns = QHBoxLayout()
        columns.setSpacing(metrics.space(4))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, cards in ((left, (self.boards,)), (right, (self.deeds, self.steps, self.parties))):
            column.setSpacing(metrics.space(4))
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
        columns.addLayout(left, 62)
        columns.addLayout(right, 38)
        self._scroll.body.addLayout(columns)
        self._scroll.body.addStretch(1)

    def show_client(self, header: FirmHeader) -> None:
        """Fill every card, or say that there is no application."""
        self._firm_id = header.firm.id
        view = self.context.ask(ipo.application, header.firm.id)
        self._empty.setVisible(view is None)
        for card in self._cards:
            card.view = view
            card.setVisible(view is not None)
            if view is not None:
                card.show_client(header)

    def state(self) -> dict[str, Any]:
        """Return how far the tab is scrolled."""
        return {"scroll": self._scroll.verticalScrollBar().value()}

    def restore(self, state: dict[str, Any]) -> None:
        """Scroll as far as before."""
        self._scroll.verticalScrollBar().setValue(int(state.get("scroll", 0)))

    def _on_start_chosen(self) -> None:
        self.context.open_sheet("ipo", firm_id=self._firm_id)

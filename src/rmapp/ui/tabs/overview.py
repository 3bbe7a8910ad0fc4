"""The first tab of a client: what to raise, how it stands, what happened last, and who it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from rmapp.ui import metrics
from rmapp.ui.tabs.ask_card import AskCard
from rmapp.ui.tabs.assessment_card import AssessmentCard
from rmapp.ui.tabs.best_fit_card import BestFitCard
from rmapp.ui.tabs.commitments_card import CommitmentsCard
from rmapp.ui.tabs.firm_cards import FundingCard, KeyFactsCard, PeopleCard, TechnologyCard
from rmapp.ui.tabs.overview_cards import BalanceCard, PointsCard, RecentCard
from rmapp.ui.tabs.since_card import SinceCard
from rmapp.ui.tabs.stage_card import StageCard
from rmapp.ui.tabs.tab import ClientTab
from rmapp.ui.widgets.scroll import PageScroll

if TYPE_CHECKING:
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext
    from rmapp.ui.tabs.card import ClientCard


class OverviewTab(ClientTab):
    """Cards in two columns: what is asked first at the left, people and promises at the right."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.points = PointsCard(context)
        self.since = SinceCard(context)
        self.ask = AskCard(context)
        self.balance = BalanceCard(context)
        self.assessment = AssessmentCard(context)
        self.stage = StageCard(context)
        self.technology = TechnologyCard(context)
        self.recent = RecentCard(context)
        self.facts = KeyFactsCard(context)
        self.commitments = CommitmentsCard(context)
        self.people = PeopleCard(context)
        self.funding = FundingCard(context)
        self.fit = BestFitCard(context)
        for card in (self.balance, self.assessment, self.recent, self.people, self.technology, self.fit):
            card.tab_requested.connect(self.tab_requested)
        self._build()

    def _build(self) -> None:
        self._scroll = PageScroll(max_width=1400, margin=6)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        columns = QHBoxLayout()
        columns.setSpacing(metrics.space(4))
        left = QVBoxLayout()
        left.setSpacing(metrics.space(4))
        left.addWidget(self.points)
        left.addWidget(self.since)
        left.addWidget(self.ask)
        beside = QHBoxLayout()
        beside.setSpacing(metrics.space(4))
        beside.addWidget(self.balance, 1)
        beside.addWidget(self.assessment, 1)
        left.addLayout(beside)
        left.addWidget(self.recent)
        left.addWidget(self.stage)
        left.addWidget(self.technology)
        left.addWidget(self.facts)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(metrics.space(4))
        for card in (self.commitments, self.people, self.fit, self.funding):
            right.addWidget(card)
        right.addStretch(1)
        columns.addLayout(left, 68)
        columns.addLayout(right, 32)
        self._scroll.body.addLayout(columns)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_client(self, header: FirmHeader) -> None:
        """Fill every card."""
        cards: tuple[ClientCard, ...] = (
            *(self.points, self.since, self.ask, self.balance, self.assessment, self.technology),
            *(self.stage, self.recent, self.facts),
            *(self.commitments, self.people, self.fit, self.funding),
        )
        for card in cards:
            card.show_client(header)

    def state(self) -> dict[str, Any]:
        """Return how far the tab is scrolled."""
        return {"scroll": self._scroll.verticalScrollBar().value()}

    def restore(self, state: dict[str, Any]) -> None:
        """Scroll as far as before."""
        self._scroll.verticalScrollBar().setValue(int(state.get("scroll", 0)))

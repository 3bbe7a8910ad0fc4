"""The figures of a client: revenue and cash flow as pictures, all periods as a table, other reported facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from rmapp.ui import metrics
from rmapp.ui.tabs.figures_cards import CashFlowCard, FiguresCard, RevenueCard
from rmapp.ui.tabs.firm_cards import FundingCard
from rmapp.ui.tabs.investment_card import InvestmentCard
from rmapp.ui.tabs.reported_cards import ClaimsCard, OverseasCard
from rmapp.ui.tabs.tab import ClientTab
from rmapp.ui.widgets.scroll import PageScroll

if TYPE_CHECKING:
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext


class FinancialsTab(ClientTab):
    """Pictures, table, and below them what was reported without a statement."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self.revenue = RevenueCard(context)
        self.cash_flow = CashFlowCard(context)
        self.figures = FiguresCard(context)
        self.claims = ClaimsCard(context)
        self.overseas = OverseasCard(context)
        self.funding = FundingCard(context)
        self.investment = InvestmentCard(context)
        self._build()

    def _build(self) -> None:
        self._scroll = PageScroll(max_width=1400, margin=6)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        charts = QHBoxLayout()
        charts.setSpacing(metrics.space(4))
        charts.addWidget(self.revenue, 54)
        charts.addWidget(self.cash_flow, 46)
        below = QHBoxLayout()
        below.setSpacing(metrics.space(4))
        beside = QVBoxLayout()
        beside.setSpacing(metrics.space(4))
        beside.addWidget(self.overseas)
        beside.addWidget(self.funding)
        beside.addWidget(self.investment)
        beside.addStretch(1)
        facts = QVBoxLayout()
        facts.addWidget(self.claims)
        facts.addStretch(1)
        below.addLayout(facts, 54)
        below.addLayout(beside, 46)
        self._scroll.body.addLayout(charts)
        self._scroll.body.addWidget(self.figures)
        self._scroll.body.addLayout(below)
        self._scroll.body.addStretch(1)

    def show_client(self, header: FirmHeader) -> None:
        """Fill every card."""
        for card in (self.revenue, self.cash_flow, self.figures):
            card.show_client(header)
        for facts in (self.claims, self.overseas, self.funding, self.investment):
            facts.show_client(header)

    def state(self) -> dict[str, Any]:
        """Return how far the tab is scrolled."""
        return {"scroll": self._scroll.verticalScrollBar().value()}

    def restore(self, state: dict[str, Any]) -> None:
        """Scroll as far as before."""
        self._scroll.verticalScrollBar().setValue(int(state.get("scroll", 0)))

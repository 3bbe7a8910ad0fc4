"""One place of the matrix in words: how many clients stand how, and which of them to speak to first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.match_wording import asked_for, result_text, said_against, state_text
from rmapp.domain.offers import products
from rmapp.domain.wording import format_number
from rmapp.i18n import _, listed
from rmapp.services import matching
from rmapp.services.clients import cards
from rmapp.ui.tabs.rows import RowButton, clear
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import Card, Divider
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.services.matching.coverage import Cell, FirmCell
    from rmapp.services.matching.states import State
    from rmapp.ui.context import UiContext

MOST = 12


class CellCard(Card):
    """Product and scenario, the counts, and clients with whom nobody spoke of it."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(_("This place"), icon="target")
        self._context = context
        self._firm_id = self._product = ""

    def show_cell(self, cell: Cell, open_firms: Sequence[str]) -> None:
        """Show the counts of the book and the first clients of the gap."""
        self._begin(cell.scenario, cell.product)
        self._product = cell.product
        for state, count in cell.counts.items():
            if count:
                said = _("{state}: {n}").format(state=state_text(state), n=format_number(count))
                self.add(PlainLabel(said, tone="primary" if state == "eligible" else "secondary"))
        if not any(cell.counts.values()):
            self.add(PlainLabel(_("No client is in a stage of this scenario."), tone="tertiary", wrap=True))
        if open_firms:
            self.add(Divider())
            self.add(PlainLabel(_("To speak to"), weight=600))
        for card in self._context.ask(cards.cards, open_firms[:MOST]):
            row = RowButton(card.name, card.second_name, opens=card.id)
            row.clicked.connect(self._on_clicked)
            self.add(row)
        if cell.gap > MOST:
            rest = format_number(cell.gap - min(MOST, len(open_firms)))
            self.add(PlainLabel(_("{n} more").format(n=rest), role="small", tone="tertiary"))
        self.body.addStretch(1)

    def show_firm(self, firm_id: str, cell: FirmCell) -> None:
        """Show how the product stands for one client, and what to ask or what is in the way."""
        self._begin(cell.scenario, cell.product)
        self._firm_id, self._product = firm_id, cell.product
        found = next(one for one in self._context.ask(matching.match_firm, firm_id) if one.product.code == cell.product)
        if cell.state in ("in_use", "proposed", "refused", "mentioned"):
            self.add(PlainLabel(state_text(cell.state), weight=500))
        elif found.result == "eligible":
            said = _("{state}, fit {fit} of 100").format(state=result_text(found.result), fit=found.fit)
            self.add(PlainLabel(said, weight=500))
        else:
            self.add(PlainLabel(result_text(found.result), weight=500))
        if found.result == "possible":
            self._tell(_("To ask: {facts}").format(facts=listed(asked_for(found.lines))))
        elif found.result == "not_eligible":
            self._tell(_("Why not: {facts}").format(facts=" · ".join(said_against(found.lines))))
        more = Button(_("Show its rules"), kind="ghost", size="small", icon="list-checks")
        more.clicked.connect(self._on_rules_clicked)
        self.add(more)
        self.body.addStretch(1)

    def _tell(self, text: str) -> None:
        self.add(PlainLabel(text, role="small", tone="secondary", wrap=True))

    def _begin(self, scenario: str, product: str) -> None:
        clear(self.body)
        self.add(PlainLabel(reference.text("product", product), role="section", wrap=True))
        self.add(PlainLabel(reference.text("scenario", scenario), role="small", tone="tertiary", wrap=True))
        self.add(PlainLabel(products()[product].pitch.text(), tone="secondary", wrap=True))
        self.add(Divider())

    def _on_clicked(self) -> None:
        self._context.open_page("client", firm_id=self.sender().objectName(), tab="products", product=self._product)

    def _on_rules_clicked(self) -> None:
        self._context.open_page("client", firm_id=self._firm_id, tab="products", product=self._product)


def state_words(counts: Mapping[State, int]) -> str:
    """Return the states that occur with their counts, in one line."""
    pattern = _("{state}: {n}")
    said = [pattern.format(state=state_text(state), n=count) for state, count in counts.items() if count]
    return _(", ").join(said) or _("no client")

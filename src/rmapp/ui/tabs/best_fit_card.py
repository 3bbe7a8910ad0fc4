"""The products that fit a client best now, with the reason that counts most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from rmapp.i18n import _, ngettext
from rmapp.services import matching
from rmapp.services.matching.states import product_states
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.tabs.rows import RowButton
from rmapp.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.matching import Match
    from rmapp.ui.context import UiContext

MOST = 3


class BestFitCard(ClientCard):
    """Three products at most that may be offered and are not in use yet; a click shows them all."""

    tab_requested = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Best fit now"), icon="package-check")

    def fill(self, header: FirmHeader) -> None:
        """List the products by fit."""
        firm_id = header.firm.id
        found = self.context.ask(matching.match_firm, firm_id)
        _stage, states = self.context.ask(product_states, [firm_id])[firm_id]
        fitting = [one for one in found if one.result == "eligible" and not one.quiet]
        new = [one for one in fitting if states[one.product.code] != "in_use"]
        self.set_count(len(fitting) or None)
        for one in new[:MOST]:
            said = _("{n} %").format(n=one.fit)
            row = RowButton(one.product.label.text(), _reason(one), right=said, opens=one.product.code)
            row.clicked.connect(self._on_product_clicked)
            self.add(row)
        possible = sum(one.result == "possible" and not one.quiet for one in found)
        if not new:
            self.say_empty(_("No further product fits now."))
        if possible:
            said = ngettext("{n} product to ask about", "{n} products to ask about", possible).format(n=possible)
            ask = Button(said, kind="ghost", size="small", icon="circle-help")
            ask.clicked.connect(self._on_clicked)
            self.add(ask)

    def _on_product_clicked(self) -> None:
        self.context.open_page("client", firm_id=self.firm_id, tab="products", product=self.row_key())

    def _on_clicked(self) -> None:
        self.tab_requested.emit("products")


def _reason(match: Match) -> str:
    """Return what speaks most for the product: the preferred condition with most points that is met."""
    met = [line for line in match.lines if line.is_preferred and line.mark == "met"]
    best = max(met, key=_points, default=None)
    if best is None:
        return match.product.pitch.text()
    return _("{label}: {actual}").format(label=best.label, actual=best.actual)


def _points(line: matching.MatchLine) -> int:
    return line.points or 0

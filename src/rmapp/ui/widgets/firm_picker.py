"""A field for one client: type its name, pinyin, initials or credit code; Enter takes the first that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.query import FirmQuery
from rmapp.i18n import _
from rmapp.services import cards, search
from rmapp.ui.widgets.pick_field import Offer, PickField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.card import FirmCard
    from rmapp.ui.context import UiContext

_MOST = 8


class FirmPicker(PickField):
    """Holds a client of the book by its id; the Down key in the empty field lists some."""

    def __init__(self, context: UiContext, *, name: str) -> None:
        super().__init__(self._search, name=name, icon="building-2", placeholder=_("type a name, pinyin works"))
        self._context = context

    def firm_id(self) -> str | None:
        """Return the id of the client picked, None where none is."""
        return self.key()

    def set_firm(self, firm_id: str | None) -> None:
        """Show this client as picked; NotFoundError where the book has it no more."""
        self.set_offer(_offer(self._context.ask(cards.card, firm_id)) if firm_id else None)

    def _search(self, text: str) -> Sequence[Offer]:
        if text.strip():
            return [_offer(hit.card, hit.line) for hit in self._context.ask(search.find_clients, text, _MOST)]
        ids = self._context.ask(cards.ids, FirmQuery())[:_MOST]
        return [_offer(card) for card in self._context.ask(cards.cards, ids)]


def _offer(card: FirmCard, line: str = "") -> Offer:
    note = " · ".join(dict.fromkeys(part for part in (line or card.second_name, card.city) if part))
    return Offer(card.id, card.name, note, card.monogram)

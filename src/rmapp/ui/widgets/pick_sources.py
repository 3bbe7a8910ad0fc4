"""What pick fields find: clients and people of the book, and codes of the long lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.names_search import search_key, search_terms
from rmapp.domain.query import FirmQuery
from rmapp.i18n import _
from rmapp.services import search
from rmapp.services.clients import cards, people
from rmapp.ui.widgets.offer_list import Offer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.card import FirmCard
    from rmapp.ui.context import UiContext

_MOST = 8


class Clients:
    """The clients of the book, by any name, pinyin, initials or code."""

    def __init__(self, context: UiContext) -> None:
        self._context = context

    def find(self, text: str) -> Sequence[Offer]:
        """Return the clients that fit; none once the book is closed."""
        if not self._context.is_open:
            return ()
        if text.strip():
            return [_client(hit.card, hit.line) for hit in self._context.ask(search.find_clients, text, _MOST)]
        ids = self._context.ask(cards.ids, FirmQuery())[:_MOST]
        return [_client(card) for card in self._context.ask(cards.cards, ids)]

    def offer(self, key: str) -> Offer:
        """Return a client by id; NotFoundError where the book has it no more."""
        return _client(self._context.ask(cards.card, key))


class People:
    """The people of the book, by name or pinyin."""

    def __init__(self, context: UiContext) -> None:
        self._context = context

    def find(self, text: str) -> Sequence[Offer]:
        """Return the people who fit; none once the book is closed."""
        found = self._context.ask(search.find_people, text, _MOST) if self._context.is_open else ()
        return [Offer(one.person_id, one.name, _joined(one.title, one.firm_name), one.name[:1]) for one in found]

    def offer(self, key: str) -> Offer:
        """Return a person by id; NotFoundError where the book has them no more."""
        page = self._context.ask(people.person_page, key)
        first = page.roles[0] if page.roles else None
        return Offer(key, page.person.name, first.firm_name if first else "", page.person.name[:1])


class Codes:
    """The codes of a long list of reference data that are offered, by code or label in either language."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._keys = {code: search_key([code, label.en, label.zh]) for code, label in reference.choices(name).items()}

    def find(self, text: str) -> Sequence[Offer]:
        """Return the codes that fit: those that begin with the text first; all for no text."""
        terms = search_terms(text)
        fitting = [code for code, key in self._keys.items() if all(term in key for term in terms)]
        begin = text.strip().casefold()
        fitting.sort(key=lambda code: not code.casefold().startswith(begin))
        return [self.offer(code) for code in fitting]

    def offer(self, key: str) -> Offer:
        """Return a code with its label."""
        label = reference.text(self._name, key)
        return Offer(key, label if label == key else _("{code} {label}").format(code=key, label=label))


def _client(card: FirmCard, line: str = "") -> Offer:
    return Offer(card.id, card.name, _joined(line or card.second_name, card.city), card.monogram)


def _joined(*parts: str) -> str:
    return " · ".join(dict.fromkeys(part for part in parts if part))

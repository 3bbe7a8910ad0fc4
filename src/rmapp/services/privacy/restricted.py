"""What of a firm is restricted, and how strict a paper about it therefore is."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.catalogue import ENTITIES
from rmapp.domain.classes import RESTRICTED
from rmapp.domain.firm import Firm
from rmapp.domain.person import Person, Role
from rmapp.domain.record import PaperRecord, TableExport
from rmapp.storage.discreet import candid
from rmapp.storage.table import table_of

if TYPE_CHECKING:
    from rmapp.domain.entity import Entity
    from rmapp.storage.store import Store


class RestrictedItem(NamedTuple):
    """One record of a firm of the class restricted."""

    entity: type[Entity]
    id: str


def restricted_items(store: Store, firm_id: str) -> tuple[RestrictedItem, ...]:
    """Return the restricted records of a firm and its restricted people, whatever the caller may see."""
    with candid(store):
        found = [
            RestrictedItem(entity, one.id)
            for entity in _of_firms()
            for one in store.all(entity, firm_id=firm_id, confidentiality=RESTRICTED)
        ]
        people = sorted({role.person_id for role in store.all(Role, firm_id=firm_id)})
        persons = store.all(Person, id=people, confidentiality=RESTRICTED) if people else []
        return (*found, *(RestrictedItem(Person, one.id) for one in persons))


def paper_class(store: Store, firm_id: str, *, restricted: bool = False) -> str:
    """Return the class of a paper about a firm: the firm's own, or restricted where such a thing was let in."""
    if restricted and restricted_items(store, firm_id):
        return RESTRICTED
    return store.get(Firm, firm_id).confidentiality


@cache
def _of_firms() -> tuple[type[Entity], ...]:
    return tuple(
        one
        for one in ENTITIES
        if {"firm_id", "confidentiality"} <= set(table_of(one).names) and one not in (PaperRecord, TableExport)
    )

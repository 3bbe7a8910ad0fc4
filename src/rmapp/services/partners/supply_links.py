"""Suppliers, dealers and buyers of a firm: who of them is in the book, and whether it is a client or has a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.classes import is_hidden
from rmapp.domain.exposure import is_ours
from rmapp.domain.facility import Facility
from rmapp.domain.firm import Firm
from rmapp.domain.introductions import Partner, ranked
from rmapp.domain.names import normalise_name
from rmapp.domain.supply_link import SupplyLink
from rmapp.services.clients import facts, firms
from rmapp.services.clients.duplicates import SameName, same_name
from rmapp.services.clients.firm_names import display_names
from rmapp.services.lines.line_views import is_counted
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from rmapp.storage.store import Store

_MOST_LOOKED_UP = 20
"""For how many partners a firm of the book is looked for by name at a time."""


def partners(store: Store, firm_id: str, *, restricted: bool = True) -> tuple[Partner, ...]:
    """Return the trading partners of a firm, the best introductions first.

    Without `restricted` links of that class are left out, and nothing is told of a firm or line of that class.
    """
    links = [one for one in store.all(SupplyLink, firm_id=firm_id) if _is_shown(store, one, restricted=restricted)]
    ids = sorted({one.other_firm_id for one in links if one.other_firm_id})
    known = {one.id: one for one in store.all(Firm, id=ids) if _is_shown(store, one, restricted=restricted)}
    with_line = _with_line(store, known, restricted=restricted)
    found = []
    for link in links:
        firm = known.get(link.other_firm_id or "")
        if firm is None:
            found.append(Partner(link=link))
            continue
        names = display_names(firms.names(store, firm.id))
        found.append(Partner(link=link, names=names, status=firm.relationship_status, has_line=firm.id in with_line))
    return tuple(ranked(found))


def alike(store: Store, firm_id: str, found_partners: Iterable[Partner]) -> dict[str, SameName]:
    """Return for partners that are linked to no firm the firm of the book with the same name, by link id.

    The first `_MOST_LOOKED_UP` of them are looked up.
    """
    unlinked = [one.link for one in found_partners if not one.link.other_firm_id][:_MOST_LOOKED_UP]
    if not unlinked:
        return {}
    found: dict[str, SameName] = {}
    for same in same_name(store, [one.name for one in unlinked], firm_id):
        cores = {normalise_name(name.text) for name in firms.names(store, same.firm_id)}
        for link in unlinked:
            if normalise_name(link.name) in cores:
                found.setdefault(link.id, same)
    return found


def link_partner(store: Store, link_id: str, firm_id: str | None) -> SupplyLink:
    """Say which firm of the book a partner is, or with None that it is none. Raises InputError, NotFoundError."""
    return facts.change_fact(store, SupplyLink, link_id, other_firm_id=firm_id)


def _with_line(store: Store, firm_ids: Collection[str], *, restricted: bool) -> set[str]:
    """Return which of some firms have a line of ours that is in use or approved."""
    if not firm_ids:
        return set()
    banks = bank_names(store)
    return {
        line.firm_id
        for line in store.all(Facility, firm_id=sorted(firm_ids))
        if is_counted(line.status) and is_ours(line.lender, banks) and _is_shown(store, line, restricted=restricted)
    }


def _is_shown(store: Store, row: SupplyLink | Firm | Facility, *, restricted: bool) -> bool:
    """Tell whether a row may be told of; a discreet book keeps a restricted firm in sight, but not as a client."""
    return not is_hidden(row.confidentiality, restricted=restricted) and row.confidentiality not in store.hides

"""Firms and visits that are themselves of the class that stays off paper (domain reference, 7.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.classes import RESTRICTED
from rmapp.domain.firm import Firm
from rmapp.domain.meeting import Meeting
from rmapp.errors import RuleError
from rmapp.i18n import _, listed
from rmapp.services.clients.firm_names import firm_names

if TYPE_CHECKING:
    from collections.abc import Collection

    from rmapp.storage.store import Store


FOR_CLIENTS = frozenset({"public", "client_confidential"})
"""The classes of what a client may read; what is internal stays in the house."""


def restricted_firms(store: Store, firm_ids: Collection[str]) -> set[str]:
    """Return which of some firms are restricted."""
    return {one.id for one in store.all(Firm, id=sorted(firm_ids), confidentiality=RESTRICTED)}


def refuse_restricted(store: Store, firm_ids: Collection[str], meeting_ids: Collection[str] = ()) -> None:
    """Raise RuleError, naming the firms, where a paper of these firms and visits would be of something restricted."""
    visits = store.all(Meeting, id=sorted(meeting_ids), confidentiality=RESTRICTED)
    hidden = restricted_firms(store, firm_ids) | {one.firm_id for one in visits}
    if hidden:
        sentence = _("Restricted, and therefore not on paper: {names}. Leave it out, or include it and say why.")
        raise RuleError(sentence.format(names=listed(sorted(firm_names(store, hidden).values()))))


def refuse_for_client(store: Store, firm_id: str) -> None:
    """Raise RuleError where nothing about a firm may be printed for it: its own class keeps it in the house."""
    firm = store.get(Firm, firm_id)
    if firm.confidentiality not in FOR_CLIENTS:
        sentence = _("This client is of the class “{name}”: no paper about it may leave the house.")
        raise RuleError(sentence.format(name=reference.text("confidentiality", firm.confidentiality)))

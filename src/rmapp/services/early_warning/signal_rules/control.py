"""Control that ended as the links of ownership tell it, beside the roles of people (domain reference, 1.3 and 5.6)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rmapp.domain.names import display_name
from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.ownership_rules import node_of
from rmapp.domain.person import Person
from rmapp.domain.wording import format_partial
from rmapp.i18n import _
from rmapp.services.clients.firms import names
from rmapp.services.early_warning.signal_rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from rmapp.storage.store import Store

_YEAR = timedelta(days=365)


def find_ended(store: Store, firm_ids: Sequence[str], told: Collection[tuple[str, str]]) -> Iterator[Finding]:
    """Yield who ended to control a firm within a year; `told` are firms with the people whose roles say so already.

    Whoever controls it by another link has not given it up.
    """
    today = store.clock.today()
    links = [one for one in store.all(OwnershipLink, order="valid_to, rid", child_id=firm_ids) if one.controls]
    holds = {(one.child_id, node_of(one)) for one in links if one.valid_to is None or one.valid_to.last_day() >= today}
    ended = {(one.child_id, node_of(one)): one for one in links}
    for (firm_id, node), link in ended.items():
        end = link.valid_to
        if (firm_id, node) in holds or (firm_id, node) in told or end is None or end.last_day() < today - _YEAR:
            continue
        words = _("{name} gave up control ({date}).").format(name=_called(store, link), date=format_partial(end))
        subject = node if link.parent_kind == "person" else link.id
        yield Finding(firm_id, "controller_change", subject, f"control {end}", words)


def _called(store: Store, link: OwnershipLink) -> str:
    if link.parent_kind == "person" and (person := store.find(Person, link.parent_id)) is not None:
        return person.called()
    if link.parent_kind == "firm" and (name := display_name(names(store, link.parent_id))):
        return name
    return link.parent_name or _("Somebody outside the book")

"""How the share of an owner in a firm comes about over all ways of ownership (domain reference, 1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import ownership_rules as rules
from rmapp.domain.explanation import Explanation, Operation, Step
from rmapp.domain.firm import Firm
from rmapp.domain.wording import format_date, format_percent
from rmapp.i18n import _, listed, sentences
from rmapp.services.clients import groups

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from rmapp.storage.store import Store


class WiderShare(NamedTuple):
    """An owner who holds a part of a firm through other firms; `owner_id` may be the node of an outsider.

    `share_bp` is what it comes to over all ways, in basis points; None where a way is not known.
    """

    owner_id: str
    name: str
    share_bp: int | None


def explain_ownership(store: Store, owner_id: str, firm_id: str, on: date | None = None) -> Explanation:
    """Return how much of a firm an owner holds, one step for each way. Raises NotFoundError.

    The links of a day count, today if none is given. `owner_id` is a firm, a person or the node of an outsider.
    """
    store.get(Firm, firm_id)
    day = on or store.clock.today()
    links = groups.links_above(store, firm_id)
    names = groups.node_names(store, links)
    found = rules.ownership_paths(owner_id, firm_id, links, day)
    title = _("What {owner} holds of {firm}").format(
        owner=names.get(owner_id, owner_id), firm=names.get(firm_id, firm_id)
    )
    steps = [_step(path, names, "+" if at else "") for at, path in enumerate(found.paths)]
    share = share_words(found.share_bp)
    notes = [_("By the links of {date}.").format(date=format_date(on))] if on is not None else []
    if not found.paths:
        notes.append(_("No way of ownership leads from one to the other."))
    elif found.share_bp is None:
        known = share_words(rules.share_bp(found.known))
        notes.append(_("A share on the way is not known. The ways that are known come to {share}.").format(share=known))
    if found.circle is not None:
        circle = " → ".join(names.get(node, node) for node in found.circle)
        notes.append(_("A circle of shares: {firms}. No way goes around it.").format(firms=circle))
    return Explanation(title, (*steps, Step(title, None, "=", value=share)), None, share, sentences(notes))


def wider_shares(store: Store, firm_id: str) -> tuple[WiderShare, ...]:
    """Return who holds a part of a firm through others today, the largest first. Raises NotFoundError.

    Owners who only have a direct share are left out, for that says it all.
    """
    store.get(Firm, firm_id)
    today, links = store.clock.today(), groups.links_above(store, firm_id)
    names = groups.node_names(store, links)
    found = []
    for owner in rules.owners_above(firm_id, links, today):
        ways = rules.ownership_paths(owner, firm_id, links, today)
        if any(len(path.shares) > 1 for path in ways.paths):
            found.append(WiderShare(owner, names.get(owner, owner), ways.share_bp))
    return tuple(sorted(found, key=_order))


def share_words(share_bp: int | None) -> str:
    """Return a share of a firm in words, with no more decimals than it needs."""
    if share_bp is None:
        return _("not known")
    places = 0 if share_bp % 100 == 0 else 1 if share_bp % 10 == 0 else 2
    return format_percent(share_bp, places)


def _step(path: rules.SharePath, names: Mapping[str, str], op: Operation) -> Step:
    parts = [_held(share, names.get(node, node)) for share, node in zip(path.shares, path.nodes[1:], strict=True)]
    product = None if path.product is None else rules.share_bp(path.product)
    return Step(listed(parts), None, op, value=share_words(product))


def _held(share: int | None, name: str) -> str:
    if share is None:
        return _("an unknown share of {firm}").format(firm=name)
    return _("{share} of {firm}").format(share=share_words(share), firm=name)


def _order(one: WiderShare) -> tuple[bool, int, str]:
    return one.share_bp is None, -(one.share_bp or 0), one.name

"""Groups: who owns and controls whom, drawn as a tree, and the limits a group shares (domain reference, 1.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rmapp.domain import ownership_rules as rules
from rmapp.domain.code_checks import code_problems
from rmapp.domain.firm import Firm
from rmapp.domain.money import Money, total
from rmapp.domain.ownership import GroupLimit, OwnershipLink
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Person
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _
from rmapp.services.clients.cards import cards

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from rmapp.domain.card import FirmCard
    from rmapp.storage.store import Store

OwnerKind = Literal["firm", "person", "outsider"]

_WHOLE = 10_000
_SHARES = ("equity", "joint_venture")


class GroupNode(NamedTuple):
    """One box of the tree. Money is in CNY, None where not known.

    `owned_bp` is the direct share of the node above. `controlled` is False for a minority holding, below
    which the tree does not go on. `repeated` marks a firm that stands in the tree already. A person or an
    outsider may stand at the top (`kind`); `firm_id` is then the id of that node.
    """

    firm_id: str
    kind: OwnerKind
    name: str
    second_name: str
    city: str
    owned_bp: int | None
    controlled: bool
    limit: Money | None
    outstanding: Money | None
    utilisation_bp: int | None
    children: tuple[GroupNode, ...]
    repeated: bool


class Owner(NamedTuple):
    """Who holds a share of a firm; `id` is empty for an outsider of the book."""

    link_id: str
    id: str
    kind: OwnerKind
    name: str
    link_kind: str
    pct_bp: int | None
    controls: bool
    as_of: PartialDate | None


class GroupView(NamedTuple):
    """The group of one firm on the links of a day.

    `top` is the tree of the group, and `other_tops` further ones where control comes from several sides.
    `others_bp` is what the known owners leave, None where a share is not known. `dependent` are links of
    economic dependence. Sums count controlled firms only.
    """

    firm_id: str
    top: GroupNode
    other_tops: tuple[GroupNode, ...]
    size: int
    owners: tuple[Owner, ...]
    others_bp: int | None
    dependent: tuple[Owner, ...]
    limits: tuple[GroupLimit, ...]
    cycle: bool
    outstanding: Money | None
    limit: Money | None


def group(store: Store, firm_id: str, on: date | None = None) -> GroupView:
    """Return the group of a firm as trees, with its owners, limits and sums. Raises NotFoundError.

    It is drawn from the links of a day, today if none is given; amounts are always those of today.
    """
    store.get(Firm, firm_id)
    today = on or store.clock.today()
    links = links_around(store, {firm_id}, today)
    found = rules.group_of(firm_id, links, today)
    owners = _owners(store, firm_id, links)
    shares = [owner.pct_bp for owner in owners if owner.link_kind in _SHARES]
    known = [pct for pct in shares if pct is not None]
    drawn = {card.id: card for card in cards(store, sorted(found.firms | {link.child_id for link in links}))}
    members = [drawn[id] for id in sorted(found.firms) if id in drawn]
    tree = _Tree(links, drawn, _names(store, links))
    trees = tuple(tree.node(top, None, frozenset()) for top in found.tops)
    return GroupView(
        firm_id=firm_id,
        top=trees[0],
        other_tops=trees[1:],
        size=len(members),
        owners=tuple(owner for owner in owners if owner.link_kind != "economic"),
        others_bp=_WHOLE - sum(known) if shares and len(known) == len(shares) else None,
        dependent=tuple(owner for owner in owners if owner.link_kind == "economic"),
        limits=tuple(store.all(GroupLimit, firm_id=sorted(found.firms | {firm_id}))),
        cycle=rules.find_cycle(links, today) is not None,
        outstanding=_sum(card.outstanding for card in members),
        limit=_sum(card.limit for card in members),
    )


def group_of(store: Store, firm_id: str, on: date | None = None) -> tuple[str, ...]:
    """Return the ids of the firms under the same control on a day, the firm itself first."""
    today = on or store.clock.today()
    found = rules.group_of(firm_id, links_around(store, {firm_id}, today), today)
    return (firm_id, *sorted(found.firms - {firm_id}))


def links_around(store: Store, firm_ids: Collection[str], on: date, *, economic: bool = False) -> list[OwnershipLink]:
    """Return the links that hold on a day around all firms joined to these by control, read level by level.

    With `economic` firms joined by economic dependence are joined too.
    """
    links: dict[str, OwnershipLink] = {}
    waiting = set(firm_ids)
    seen: set[str] = set()
    while waiting:
        seen |= waiting
        ids = sorted(waiting)
        around = [*store.all(OwnershipLink, child_id=ids), *store.all(OwnershipLink, parent_id=ids)]
        valid = {link.id: link for link in around if rules.is_valid(link, on)}
        links |= valid
        joining = [link for link in valid.values() if rules.has_control(link) or (economic and link.kind == "economic")]
        waiting = {id for link in joining for id in (link.parent_id, link.child_id) if id} - seen
    return list(links.values())


def effective_bp(store: Store, owner_id: str, firm_id: str) -> int | None:
    """Return how much of a firm an owner holds over all paths, in basis points; None where not known."""
    return rules.effective_bp(owner_id, firm_id, links_above(store, firm_id), store.clock.today())


def links_above(store: Store, firm_id: str) -> list[OwnershipLink]:
    """Return the links down to a firm from all who hold a part of it, and from those above them, of any day."""
    links: dict[str, OwnershipLink] = {}
    waiting = {firm_id}
    seen: set[str] = set()
    while waiting:
        seen |= waiting
        found = store.all(OwnershipLink, child_id=sorted(waiting))
        links |= {link.id: link for link in found}
        waiting = {link.parent_id for link in found if link.parent_id} - seen
    return list(links.values())


def node_names(store: Store, links: Collection[OwnershipLink]) -> dict[str, str]:
    """Return what the owners and the firms of some links are called, by node."""
    firms = cards(store, sorted({link.child_id for link in links}))
    return _names(store, list(links)) | {card.id: card.name for card in firms}


def add_link(store: Store, link: OwnershipLink) -> OwnershipLink:
    """Write a link of ownership or control.

    Raises InputError beside the fields; on `pct_bp` where all shares in the child would exceed 100 %.
    """
    _check_link(store, link)
    return store.add(link)


def change_link(store: Store, link_id: str, **fields: Any) -> OwnershipLink:
    """Change some fields of a link, under the same rules."""
    changed = store.get(OwnershipLink, link_id).model_copy(update=fields)
    _check_link(store, changed)
    return store.change(OwnershipLink, link_id, **fields)


def end_link(store: Store, link_id: str, on: PartialDate | date) -> OwnershipLink:
    """Let a link end on a day; it stays in the history."""
    day = on if isinstance(on, PartialDate) else PartialDate.of(on)
    return change_link(store, link_id, valid_to=day)


def remove_link(store: Store, link_id: str) -> None:
    """Take a link that was wrong out of the book."""
    store.remove(OwnershipLink, link_id)


def circle_of(store: Store, link: OwnershipLink) -> tuple[str, ...] | None:
    """Return the firms of the circle that a link would close, or None; a circle is allowed, with a warning."""
    today = store.clock.today()
    around = {one.id: one for one in links_around(store, {link.child_id}, today)}
    return rules.find_cycle([*around.values(), link], today)


class _Tree:
    """Builds the trees of a group from its links; each firm is opened once."""

    def __init__(self, links: list[OwnershipLink], drawn: dict[str, FirmCard], names: dict[str, str]) -> None:
        self._cards = drawn
        self._names = names
        self._opened: set[str] = set()
        self._below: dict[str, list[OwnershipLink]] = {}
        for link in sorted(links, key=lambda one: -(one.pct_bp or 0)):
            if link.kind != "economic":
                self._below.setdefault(rules.node_of(link), []).append(link)

    def node(self, id: str, link: OwnershipLink | None, path: frozenset[str]) -> GroupNode:
        """Return the box of a node with all below it."""
        controlled = link is None or rules.has_control(link)
        repeated = id in self._opened or id in path
        self._opened.add(id)
        below = self._below.get(id, []) if controlled and not repeated else []
        card = self._cards.get(id)
        kind: OwnerKind = "firm" if card else ("outsider" if id.startswith("outsider:") else "person")
        return GroupNode(
            firm_id=id,
            kind=kind,
            name=card.name if card else self._names.get(id, id),
            second_name=card.second_name if card else "",
            city=card.city if card else "",
            owned_bp=link.pct_bp if link else None,
            controlled=controlled,
            limit=card.limit if card else None,
            outstanding=card.outstanding if card else None,
            utilisation_bp=card.utilisation_bp if card else None,
            children=tuple(self.node(one.child_id, one, path | {id}) for one in below if one.child_id in self._cards),
            repeated=repeated,
        )


def _owners(store: Store, firm_id: str, links: list[OwnershipLink]) -> list[Owner]:
    names = _names(store, links)
    found = [
        Owner(
            link_id=link.id,
            id=link.parent_id,
            kind=link.parent_kind,
            name=names.get(rules.node_of(link), link.parent_name),
            link_kind=link.kind,
            pct_bp=link.pct_bp,
            controls=rules.has_control(link),
            as_of=link.as_of,
        )
        for link in links
        if link.child_id == firm_id
    ]
    return sorted(found, key=lambda owner: (owner.pct_bp is None, -(owner.pct_bp or 0), owner.name))


def _names(store: Store, links: list[OwnershipLink]) -> dict[str, str]:
    names = {rules.node_of(link): link.parent_name for link in links}
    firm_ids = sorted({link.parent_id for link in links if link.parent_kind == "firm" and link.parent_id})
    names |= {card.id: card.name for card in cards(store, firm_ids)}
    person_ids = sorted({link.parent_id for link in links if link.parent_kind == "person" and link.parent_id})
    if person_ids:
        names |= {person.id: person.called() for person in store.all(Person, id=person_ids)}
    return names


def _check_link(store: Store, link: OwnershipLink) -> None:
    store.get(Firm, link.child_id)
    rules.check_link(link)
    problems = code_problems(link)
    if link.parent_kind == "outsider" and not link.parent_name.strip():
        problems["parent_name"] = _("Write who holds the share.")
    elif link.parent_kind == "firm" and (not link.parent_id or store.find(Firm, link.parent_id) is None):
        problems["parent_id"] = _("Choose a firm of the book, or write the name of an outsider.")
    elif link.parent_kind == "person" and (not link.parent_id or store.find(Person, link.parent_id) is None):
        problems["parent_id"] = _("Choose a person of the book, or write the name of an outsider.")
    if problems:
        raise InputError(problems)
    others = [one for one in store.all(OwnershipLink, child_id=link.child_id) if one.id != link.id]
    try:
        rules.check_equity_sum([*others, link], store.clock.today())
    except RuleError as error:
        raise InputError({"pct_bp": error.message}) from error


def _sum(amounts: Iterable[Money | None]) -> Money | None:
    known = [amount for amount in amounts if amount is not None]
    return total(known) if known else None

"""Who controls whom, what makes a group, and how much of a firm somebody owns in effect (domain 1.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import prod
from typing import NamedTuple

from rmapp.domain.money import round_half_away
from rmapp.domain.ownership import OwnershipLink
from rmapp.domain.wording import format_percent
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _

_WHOLE = 10_000
_MAJORITY = 5_000
_SHARES = ("equity", "joint_venture")
_CONTROL = ("vie", "common_controller")
_ECONOMIC = "economic"


@dataclass(frozen=True, slots=True)
class Group:
    """The firms under common control and the tops they hang from (firm, person or outsider nodes)."""

    tops: tuple[str, ...]
    firms: frozenset[str]


class SharePath(NamedTuple):
    """One way from an owner down to a firm: `nodes` from the owner on, `shares` in basis points between them.

    `product` is what it comes to, exactly; a share of nothing makes it nothing, else one that is not known
    makes it None.
    """

    nodes: tuple[str, ...]
    shares: tuple[int | None, ...]
    product: Fraction | None


class OwnershipPaths(NamedTuple):
    """All ways from an owner down to a firm, the largest first, those not known last.

    `circle` are the firms of a circle of shares among the ways, the first again at the end; each way stops
    before it meets itself.
    """

    paths: tuple[SharePath, ...]
    circle: tuple[str, ...] | None

    @property
    def known(self) -> Fraction:
        """The sum of the ways that are known."""
        return sum((path.product for path in self.paths if path.product is not None), Fraction(0))

    @property
    def share_bp(self) -> int | None:
        """The effective share in basis points; None where a way is not known."""
        if any(path.product is None for path in self.paths):
            return None
        return share_bp(self.known)


def share_bp(part: Fraction) -> int:
    """Return a part of a whole in basis points, rounded half away from zero."""
    return round_half_away(part * _WHOLE)


def node_of(link: OwnershipLink) -> str:
    """Return the parent's id, or for a parent outside the book a name of its own."""
    return link.parent_id or f"outsider:{link.parent_name}"


def is_valid(link: OwnershipLink, on: date) -> bool:
    """Tell whether a link holds on a day; an unknown start or end does not limit it."""
    started = link.valid_from is None or link.valid_from.first_day() <= on
    return started and (link.valid_to is None or on <= link.valid_to.last_day())


def has_control(link: OwnershipLink) -> bool:
    """Tell whether the parent controls the child: more than half of the shares, or control otherwise."""
    majority = link.kind in _SHARES and link.pct_bp is not None and link.pct_bp > _MAJORITY
    return majority or link.controls or link.kind in _CONTROL


def group_of(firm_id: str, links: Iterable[OwnershipLink], on: date, *, economic: bool = False) -> Group:
    """Return the group of a firm: its ultimate parents and all that control links reach from them.

    With `economic` the firms joined by economic dependence, and their groups, are in it too.
    """
    valid = [link for link in links if is_valid(link, on)]
    control = [link for link in valid if has_control(link)]
    waiting, tops, nodes = [firm_id], set[str](), set[str]()
    while waiting:
        own_tops = ultimate_parents(waiting.pop(), control, on)
        reached = _reach(own_tops, control)
        tops |= set(own_tops)
        nodes |= reached
        if economic:
            joined = {node for pair in _economic_pairs(valid) if set(pair) & reached for node in pair}
            waiting.extend(joined - nodes)
    not_firms = {node_of(link) for link in valid if link.parent_kind != "firm"}
    return Group(tuple(sorted(tops)), frozenset(nodes - not_firms))


def ultimate_parents(firm_id: str, links: Iterable[OwnershipLink], on: date) -> tuple[str, ...]:
    """Return the nodes at the top of the control links above a firm, the firm itself if it has none.

    Where control runs in a circle that nobody outside controls, the first id of the circle stands for it.
    """
    parents: dict[str, set[str]] = defaultdict(set)
    for link in links:
        if is_valid(link, on) and has_control(link):
            parents[link.child_id].add(node_of(link))
    above = {node: _ancestors(node, parents) for node in _ancestors(firm_id, parents) | {firm_id}}
    roots = [node for node, over in above.items() if all(node in above[one] for one in over)]
    return tuple(sorted({min(above[node] | {node}) for node in roots}))


def effective_bp(parent: str, child: str, links: Iterable[OwnershipLink], on: date) -> int | None:
    """Return how much of `child` the node `parent` owns in effect, in basis points.

    It is the sum over all paths of the product of the shares; a path stops where it meets itself. None
    where a share on one of the paths is not known.
    """
    return _WHOLE if parent == child else ownership_paths(parent, child, links, on).share_bp


def ownership_paths(parent: str, child: str, links: Iterable[OwnershipLink], on: date) -> OwnershipPaths:
    """Return each way on which `parent` owns a part of `child` by the links of a day (domain reference, 1.3)."""
    valid = [link for link in links if is_valid(link, on) and link.kind in _SHARES]
    between = _reach([parent], valid)
    valid = [link for link in valid if node_of(link) in between]
    held: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    for link in valid:
        held[link.child_id].append((node_of(link), link.pct_bp))
    found = [_path(nodes, shares) for nodes, shares in _ways(parent, (child,), (), held)]
    above = _above(child, held)
    around = sorted((link for link in valid if link.child_id in above), key=_ends)
    return OwnershipPaths(tuple(sorted(found, key=_path_order)), find_cycle(around, on))


def owners_above(child: str, links: Iterable[OwnershipLink], on: date) -> frozenset[str]:
    """Return all who own a part of a firm by the links of a day, directly or through others."""
    held: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    for link in links:
        if is_valid(link, on) and link.kind in _SHARES:
            held[link.child_id].append((node_of(link), link.pct_bp))
    return frozenset(_above(child, held) - {child})


def find_cycle(links: Iterable[OwnershipLink], on: date) -> tuple[str, ...] | None:
    """Return the firms of a circle of ownership, the first again at the end, or None."""
    children: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if is_valid(link, on) and (has_control(link) or link.kind in _SHARES):
            children[node_of(link)].append(link.child_id)
    done: set[str] = set()
    for start in sorted(children):
        found = _walk_cycle(start, children, done)
        if found:
            return found
    return None


def check_link(link: OwnershipLink) -> None:
    """Raise InputError on `pct_bp`, `child_id` or `valid_to` where one link by itself is wrong."""
    if link.pct_bp is not None and not 0 <= link.pct_bp <= _WHOLE:
        raise InputError({"pct_bp": _("A share is between 0% and 100%.")})
    if link.parent_id == link.child_id:
        raise InputError({"child_id": _("A firm cannot be its own parent.")})
    if link.valid_from and link.valid_to and link.valid_to.last_day() < link.valid_from.first_day():
        raise InputError({"valid_to": _("The end is before the start.")})


def check_equity_sum(links: Iterable[OwnershipLink], on: date) -> None:
    """Raise RuleError where the known shares in one child exceed 100% on a day or when a later link begins."""
    by_child: dict[str, list[OwnershipLink]] = defaultdict(list)
    for link in links:
        if link.kind in _SHARES:
            by_child[link.child_id].append(link)
    for held in by_child.values():
        starts = {link.valid_from.first_day() for link in held if link.valid_from}
        for day in {on} | {start for start in starts if start > on}:
            whole = sum(link.pct_bp or 0 for link in held if is_valid(link, day))
            if whole > _WHOLE:
                sentence = _("The shares in this firm would add up to {share}. Lower one, or end an earlier link.")
                raise RuleError(sentence.format(share=format_percent(whole)))


def _ancestors(node: str, parents: Mapping[str, set[str]]) -> frozenset[str]:
    """Return all above a node; itself too where control comes back to it."""
    found, waiting = set[str](), [node]
    while waiting:
        for parent in parents.get(waiting.pop(), set()) - found:
            found.add(parent)
            waiting.append(parent)
    return frozenset(found)


def _economic_pairs(links: list[OwnershipLink]) -> list[tuple[str, str]]:
    return [(node_of(link), link.child_id) for link in links if link.kind == _ECONOMIC]


def _reach(tops: Iterable[str], control: list[OwnershipLink]) -> set[str]:
    reached = set(tops)
    waiting = list(reached)
    while waiting:
        node = waiting.pop()
        below = {link.child_id for link in control if node_of(link) == node} - reached
        reached |= below
        waiting.extend(below)
    return reached


def _ways(
    parent: str, nodes: tuple[str, ...], shares: tuple[int | None, ...], held: dict[str, list[tuple[str, int | None]]]
) -> Iterator[tuple[tuple[str, ...], tuple[int | None, ...]]]:
    """Walk up from the first of `nodes` and yield each way that comes to `parent` without meeting itself."""
    for owner, pct_bp in held[nodes[0]]:
        if owner == parent:
            yield (owner, *nodes), (pct_bp, *shares)
        elif owner not in nodes:
            yield from _ways(parent, (owner, *nodes), (pct_bp, *shares), held)


def _path(nodes: tuple[str, ...], shares: tuple[int | None, ...]) -> SharePath:
    known = [Fraction(share, _WHOLE) for share in shares if share is not None]
    is_known = len(known) == len(shares) or 0 in known
    return SharePath(nodes, shares, prod(known, start=Fraction(1)) if is_known else None)


def _path_order(path: SharePath) -> tuple[bool, Fraction, int, tuple[str, ...], tuple[int, ...]]:
    size = path.product or Fraction(0)
    shares = tuple(-1 if share is None else share for share in path.shares)
    return path.product is None, -size, len(path.nodes), path.nodes, shares


def _above(child: str, held: dict[str, list[tuple[str, int | None]]]) -> set[str]:
    above, waiting = {child}, [child]
    while waiting:
        owners = {owner for owner, _share in held[waiting.pop()]} - above
        above |= owners
        waiting.extend(owners)
    return above


def _ends(link: OwnershipLink) -> tuple[str, str]:
    return node_of(link), link.child_id


def _walk_cycle(start: str, children: dict[str, list[str]], done: set[str]) -> tuple[str, ...] | None:
    path: list[str] = []
    waiting = [(start, False)]
    while waiting:
        node, leaving = waiting.pop()
        if leaving:
            done.add(path.pop())
        elif node in path:
            return (*path[path.index(node) :], node)
        elif node not in done:
            path.append(node)
            waiting.append((node, True))
            waiting.extend((child, False) for child in children.get(node, ()))
    return None

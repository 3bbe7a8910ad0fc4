"""Where the boxes of a group stand: parents above their children, each child below its parent."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.services.clients.groups import GroupNode


class Place(NamedTuple):
    """A node at column `x` (in boxes, halves between two) of row `depth`; `parent` is an index, -1 for a top."""

    node: GroupNode
    x: float
    depth: int
    parent: int


def places(tops: Sequence[GroupNode]) -> list[Place]:
    """Return all nodes in reading order of the trees, side by side where there are several."""
    placed: list[Place] = []
    free = 0.0
    for top in tops:
        free = _place(top, 0, -1, free, placed)
    return placed


def neighbour(placed: Sequence[Place], at: int, way: str) -> int:
    """Return the index that an arrow leads to from `at`; `at` itself where there is nothing that way."""
    here = placed[at]
    if way == "up":
        return here.parent if here.parent >= 0 else at
    if way == "down":
        below = [index for index, place in enumerate(placed) if place.parent == at]
        return below[0] if below else at
    level = sorted((place.x, index) for index, place in enumerate(placed) if place.depth == here.depth)
    order = [index for _x, index in level]
    step = order.index(at) + (1 if way == "right" else -1)
    return order[step] if 0 <= step < len(order) else at


def _place(node: GroupNode, depth: int, parent: int, free: float, placed: list[Place]) -> float:
    """Place a node with all below it from column `free` on; return the next free column."""
    at = len(placed)
    placed.append(Place(node, free, depth, parent))
    start = free
    below: list[int] = []
    for child in node.children:
        below.append(len(placed))
        free = _place(child, depth + 1, at, free, placed)
    if below:
        middle = (placed[below[0]].x + placed[below[-1]].x) / 2
        placed[at] = placed[at]._replace(x=middle)
    return max(free, start + 1)

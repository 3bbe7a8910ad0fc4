"""Columns of figures: right edges that keep numbers of any length apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = 8.0


def right_edges(columns: Sequence[tuple[float, float]], gap: float = _GAP) -> tuple[float, ...]:
    """Return right edges for columns given as the edge each would like and the width of its widest text.

    A column moves to the left where the one right of it needs the room.
    """
    edges: list[float] = []
    limit = float("inf")
    for liked, widest in reversed(columns):
        edge = min(liked, limit)
        edges.insert(0, edge)
        limit = edge - widest - gap
    return tuple(edges)

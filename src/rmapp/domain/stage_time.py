"""From when a firm has stayed unusually long in its stage, measured against the other firms of that stage.

Source: our own rule (product paper, 2.6; the domain reference names no length). A stage has no fixed length: a
biotech firm rightly stays in the first ones for years. So a firm is compared with those that are in the
same stage of the same book: it has stalled after one and a half times the upper quartile of their days.
"""

from __future__ import annotations

from typing import Literal

Pace = Literal["", "soon", "stalled"]
"""How a stay compares: as usual, about to be too long, or too long."""

ENOUGH_PEERS = 8
"""So many other firms a stage must have, or nothing is said about the stays in it."""

MEDIAN, UPPER_QUARTILE = 50, 75
SHORTEST_ALARM = 90
"""Days below which no stay is too long: just after an import all stays may be short."""

SOON = 30
"""A stay that will be too long within so many days is about to be."""


def rank(count: int, percent: int) -> int:
    """Return the place of a percentile among so many values in ascending order, from 1 (nearest rank).

    ValueError for no values.
    """
    if count < 1:
        raise ValueError(count)
    return max(1, -(-count * percent // 100))


def stalled_after(firms: int, upper_quartile: int | None) -> int | None:
    """Return the days after which a stay is too long; None where too few firms tell.

    `firms` counts those of the stage, the one in question among them, and `upper_quartile` is of their days.
    """
    if upper_quartile is None or firms <= ENOUGH_PEERS:
        return None
    return max(SHORTEST_ALARM, upper_quartile * 3 // 2)


def pace(days: int | None, limit: int | None) -> Pace:
    """Return how a stay of some days compares with the days after which it is too long."""
    if days is None or limit is None:
        return ""
    if days > limit:
        return "stalled"
    return "soon" if days + SOON > limit else ""

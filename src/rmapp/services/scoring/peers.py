"""The medians of firms of the same stage, by dimension; only equal versions are compared (domain reference, 5.4)."""

from __future__ import annotations

import json
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from rmapp.services.scoring.assessments import latest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.storage.store import Store

_LEAST = 3
_SAME_STAGE = """SELECT a.dimensions FROM assessment a JOIN firm_card c ON c.firm_id = a.firm_id
    WHERE a.deleted_at IS NULL AND a.firm_id <> ? AND a.scorecard = ? AND a.version = ?
        AND c.stage = (SELECT stage FROM firm_card WHERE firm_id = ?)
        AND NOT EXISTS (SELECT 1 FROM assessment later WHERE later.firm_id = a.firm_id AND later.deleted_at IS NULL
            AND (later.as_of, later.created_at, later.id) > (a.as_of, a.created_at, a.id))"""


class PeerScores(NamedTuple):
    """How many other firms there are, and the median of each dimension of which three of them know something."""

    firms: int
    dimensions: Mapping[str, Decimal]


def peers(store: Store, firm_id: str) -> PeerScores | None:
    """Return the medians of the other firms in the stage of this one; None below three."""
    view = latest(store, firm_id)
    if view is None:
        return None
    now = view.assessment
    rows = store.rows(_SAME_STAGE, (firm_id, now.scorecard, now.version, firm_id))
    if len(rows) < _LEAST:
        return None
    found: dict[str, list[Decimal]] = {}
    for (dimensions,) in rows:
        for one in json.loads(dimensions):
            if one["score"] is not None:
                found.setdefault(one["code"], []).append(Decimal(one["score"]))
    medians = {code: median(scores) for code, scores in found.items() if len(scores) >= _LEAST}
    return PeerScores(len(rows), medians)

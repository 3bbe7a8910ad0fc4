"""Which version of the scorecard holds on a day, and the one that an assessment was made with."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from rmapp.domain.assessment import ScorecardEdition
from rmapp.domain.scorecard import parse_scorecard, shipped_scorecard

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.scorecard_items import Scorecard
    from rmapp.storage.store import Store


def active_scorecard(store: Store, on: date) -> Scorecard:
    """Return the edition of the book whose days hold this one, ended ones too, else the scorecard that was shipped."""
    found = [
        one
        for one in store.all(ScorecardEdition)
        if one.status != "draft" and one.effective_from <= on and (one.effective_to is None or on <= one.effective_to)
    ]
    newest = max(found, key=_began, default=None)
    return shipped_scorecard() if newest is None else _parsed(newest.content)


def scorecard_of(store: Store, code: str, version: str) -> Scorecard | None:
    """Return a version of a scorecard, whatever its status; None for one that this book does not have."""
    shipped = shipped_scorecard()
    if (code, version) == (shipped.code, shipped.version):
        return shipped
    editions = store.all(ScorecardEdition, code=code, version=version)
    return _parsed(editions[0].content) if editions else None


def _began(edition: ScorecardEdition) -> date:
    return edition.effective_from


@lru_cache(maxsize=8)
def _parsed(content: str) -> Scorecard:
    return parse_scorecard(json.loads(content))

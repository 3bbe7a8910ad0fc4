"""Products matched to a firm: what may be offered, why and why not, and what was decided about it (6.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import matching as rules
from rmapp.domain.match_wording import MatchLine, match_lines
from rmapp.domain.offers import products, scenarios
from rmapp.services.firm_values import converter, firm_values
from rmapp.services.matching.decisions import (
    QUIET_DAYS,
    decline,
    dismiss,
    is_quiet,
    latest_decisions,
    mention,
    offer_again,
    propose,
    reopened_by,
)
from rmapp.services.matching.match import Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.matching import ScenarioFit
    from rmapp.storage.store import Store

__all__ = [
    "COMMON",
    "QUIET_DAYS",
    "Match",
    "MatchLine",
    "decline",
    "dismiss",
    "match_firm",
    "mention",
    "offer_again",
    "propose",
    "scenario_scores",
]


COMMON = ("stage", "hard_stop")
"""Fields that nearly every product asks for, so that they say little about one."""


def match_firm(store: Store, firm_id: str) -> tuple[Match, ...]:
    """Return every product that is still offered with what it is for a firm, the best first."""
    values, convert = firm_values(store, firm_id), converter(store)
    decided = latest_decisions(store, firm_id)
    found = rules.match_all(products().values(), values, convert)
    today = store.clock.today()
    matches = []
    for one in found:
        decision = decided.get(one.product.code)
        if decision is None:
            matches.append(Match(one, match_lines(one), None, quiet=False))
            continue
        basis = rules.basis(one.product, values, convert)
        quiet, again = is_quiet(decision, basis, today), reopened_by(store, decision, basis, today)
        matches.append(Match(one, match_lines(one), decision, quiet, again))
    return tuple(matches)


def scenario_scores(matches: Sequence[Match], stage: str | None) -> tuple[ScenarioFit, ...]:
    """Return how each scenario stands for a firm in a stage, those that fire first."""
    return rules.scenario_fits(scenarios().values(), [one.finding for one in matches], stage)

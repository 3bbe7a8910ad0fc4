"""Which move the book proposes to a firm, from its stage, its evidence and its steps to the exchange (domain 2.1, 2.4).

A proposal is always a move of the table of transitions. It never skips a stage on evidence alone: what a firm
has never been seen to be is left to a person.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference, stage_rules
from rmapp.domain.listing_boards import ipo_statuses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rmapp.domain.condition import Truth
    from rmapp.domain.partial_date import PartialDate
    from rmapp.domain.stage import StageEvent

    Truths = Callable[[str], Truth]

PRE_IPO, LISTED = "pre_ipo", "listed"

QUIET_AFTER_BACK = timedelta(days=180)
"""So long after a move back nothing is proposed from evidence: the person who moved it knew that evidence."""

IPO_BASIS = "ipo:"
"""What the basis of a proposal begins with that a step towards the exchange made."""

_BACK_REASONS: Mapping[str, str] = {
    "withdrawn": "ipo_withdrawn",
    "terminated": "ipo_terminated",
    "committee_rejected": "ipo_rejected",
    "registration_refused": "ipo_rejected",
}
_OUT_OF_USE = "closed"


class Way(NamedTuple):
    """The newest step of a firm's newest application for a listing, and the day it was reached."""

    status: str
    on: PartialDate | None


class Standing(NamedTuple):
    """Where a firm stands: its moves that count, oldest first, and whether an open listing record is there."""

    moves: Sequence[StageEvent]
    is_listed: bool = False
    way: Way | None = None

    @property
    def stage(self) -> str | None:
        """Return the stage it is in."""
        return self.moves[-1].to_stage if self.moves else None


class Proposed(NamedTuple):
    """A move with what speaks for it: evidence codes that are `met` of usually `needed`, or a step to the exchange.

    `reasons` are the codes that fit where the move needs one; the only one is meant. `basis` names all of it.
    """

    to: str
    met: tuple[str, ...]
    needed: int
    reasons: tuple[str, ...]
    status: str
    basis: str


def proposed(standing: Standing, truth: Truths, today: date) -> Proposed | None:
    """Return the move that the facts propose, None where they propose none.

    A step towards the exchange counts before evidence. `truth` tells of each kind of evidence
    whether it is met.
    """
    return _by_way(standing, truth) or _by_evidence(standing, truth, today)


def is_quiet_basis(basis: str, said: str, until: date | None, today: date) -> bool:
    """Tell whether a "not yet" said on the basis `said` still holds for a proposal that stands on `basis`."""
    return basis == said and (until is None or until > today)


def _by_way(standing: Standing, truth: Truths) -> Proposed | None:
    stage, way = standing.stage, standing.way
    status = way.status if way else ""
    basis = f"{IPO_BASIS}{status}:{way.on or ''}" if way else f"{IPO_BASIS}listing"
    if standing.is_listed or status == LISTED:
        backfill = ("direct_entry_backfill",) if status == LISTED else ()
        found = _move(stage, LISTED, truth, status, basis, backfill)
        if found is not None:
            return found
    if way is None:
        return None
    if status in _BACK_REASONS:
        return _back(standing, way, truth, basis)
    if ipo_statuses()[status].phase == _OUT_OF_USE or not _is_before(stage, PRE_IPO):
        return None
    return _move(stage, PRE_IPO, truth, status, basis)


def _back(standing: Standing, way: Way, truth: Truths, basis: str) -> Proposed | None:
    """Return the move back to where the firm came from, unless it entered the stage after that end."""
    if standing.stage != PRE_IPO:
        return None
    entered = standing.moves[-1]
    if way.on is not None and way.on.last_day() < entered.effective_on.first_day():
        return None
    before = entered.from_stage
    to = before if before and _is_before(before, PRE_IPO) else "maturity"
    return _move(PRE_IPO, to, truth, way.status, basis, (_BACK_REASONS[way.status],))


def _by_evidence(standing: Standing, truth: Truths, today: date) -> Proposed | None:
    moves = standing.moves
    if moves and _is_before(moves[-1].to_stage, moves[-1].from_stage) and (
        today - moves[-1].effective_on.first_day() < QUIET_AFTER_BACK
    ):  # fmt: skip
        return None
    failed = standing.way is not None and standing.way.status in _BACK_REASONS
    for to in _targets(standing.stage):
        if (to == PRE_IPO and failed) or (to == LISTED and not standing.is_listed):
            continue
        found = _move(standing.stage, to, truth)
        if found is not None and len(found.met) >= found.needed and _has_required(standing.stage, found):
            return found
    return None


def _targets(stage: str | None) -> Iterator[str]:
    """Yield the next stage; without a stage all of them, the latest first."""
    stages = list(reference.stages())
    if stage is None:
        yield from reversed(stages)
    else:
        yield from stages[stages.index(stage) + 1 :][:1]


def _move(
    stage: str | None,
    to: str,
    truth: Truths,
    status: str = "",
    basis: str = "",
    reasons: tuple[str, ...] = (),
) -> Proposed | None:
    """Return a move as a proposal, None where the rules do not allow it."""
    if to == stage or to not in stage_rules.possible_moves(stage):
        return None
    rule = reference.transitions().get((stage or "", to))
    fitting: tuple[str, ...] = ()
    if rule is not None and rule.reason_required:
        fitting = tuple(code for code in rule.allowed_reasons if not reasons or code in reasons)
    target = reference.stages()[to]
    met = tuple(code for code in target.entry_evidence if truth(code) is True)
    return Proposed(to, met, target.min_evidence, fitting, status, basis or f"{to}:{','.join(sorted(met))}")


def _has_required(stage: str | None, found: Proposed) -> bool:
    rule = reference.transitions().get((stage or "", found.to))
    if rule is None:
        return True
    return set(rule.requires) <= set(found.met) and (
        not rule.requires_any or bool(set(rule.requires_any) & set(found.met))
    )


def _is_before(stage: str | None, other: str | None) -> bool:
    """Tell whether a stage is earlier than another; no stage is earlier than any."""
    stages = reference.stages()
    return (stages[stage].ordinal if stage else 0) < (stages[other].ordinal if other else 0)

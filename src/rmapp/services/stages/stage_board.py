"""The lifecycle board: its columns with sums and first cards, and what stands below it (product paper, 2.6)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp import i18n
from rmapp.domain import reference, stage_time
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.services.clients import cards
from rmapp.services.stages import stage_proposals
from rmapp.storage import stage_board

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.domain.card import FirmCard
    from rmapp.domain.query import FirmQuery
    from rmapp.domain.stage_time import Pace
    from rmapp.storage.store import Store

NO_STAGE = ""
"""The code of the column with firms of whom no stage is known."""

_WHOLE = len("2026-01-31")


class Stay(NamedTuple):
    """How long a firm is in its stage.

    `days` counts from the first day that the begin of the stage can mean, None where it is not known.
    `stalled_after` are the days after which a stay in this stage is too long, None where too few firms tell.
    """

    days: int | None
    pace: Pace
    stalled_after: int | None


class BoardCard(NamedTuple):
    """One firm on the board; `end_state` is a code for one that no longer operates: its stage is frozen.

    The facts propose to move it to the stage `proposes`, where there is one.
    """

    firm: FirmCard
    stay: Stay
    end_state: str
    proposes: str = ""


class BoardColumn(NamedTuple):
    """One stage: all its firms counted, sums in CNY of what is known, and the cards of the first of them.

    `utilisation_bp` is over the firms of which both amounts are known. `rest` firms without a card owe
    `rest_outstanding`.
    """

    stage: str
    firms: int
    outstanding: Money
    limit: Money
    utilisation_bp: int | None
    cards: tuple[BoardCard, ...]
    rest: int
    rest_outstanding: Money


class BoardFacts(NamedTuple):
    """What stands below the board: moves in this calendar quarter, days in the present stage, firms that have stalled.

    `median_days` is None where no stay is known.
    """

    moves: int
    median_days: int | None
    stalled: int


def board(
    store: Store, query: FirmQuery, most: Mapping[str, int], *, usual: int, also: str | None = None
) -> tuple[BoardColumn, ...]:
    """Return the columns of the board, earliest stage first; firms without a stage come before, if there are any.

    `most` says for a stage how many cards to read, `usual` for the others. The firm `also` has a card even if
    it is not among the first of its stage.
    """
    found = {sums.stage or NO_STAGE: sums for sums in stage_board.sums(store, query)}
    stages = [*([NO_STAGE] if NO_STAGE in found else []), *reference.stages()]
    ids = {stage: _ids(store, query, stage, most.get(stage, usual)) for stage in stages if stage in found}
    for stage in stage_board.stage_in(store, query, also) if also else ():
        shown = ids.get(stage or NO_STAGE, [])
        if shown and also and also not in shown:
            shown.append(also)
    made = _cards(store, [firm_id for some in ids.values() for firm_id in some])
    nothing = stage_board.StageSums(None, 0, 0, 0, 0, 0)
    return tuple(
        _column(stage, found.get(stage, nothing), [made[id] for id in ids.get(stage, ()) if id in made])
        for stage in stages
    )


def stage_on_board(store: Store, query: FirmQuery, firm_id: str) -> str | None:
    """Return the stage in whose column a firm stands; None for one that the query leaves out."""
    found = stage_board.stage_in(store, query, firm_id)
    return (found[0] or NO_STAGE) if found else None


def stay_of(store: Store, firm_id: str) -> Stay:
    """Return how long a firm is in its stage; of one that is not in the book nothing is known."""
    found = _cards(store, [firm_id]).get(firm_id)
    return found.stay if found is not None else Stay(None, "", None)


def facts(store: Store, query: FirmQuery) -> BoardFacts:
    """Return what stands below the board; this may read much of a large book."""
    today = store.clock.today()
    latest = {stage: (today - timedelta(days=days)).isoformat() for stage, days in _limits(store).items()}
    firms, stalled = Counter[str](), 0
    # A large book has thousands of such days: they are compared as they are written.
    for stage, since, number in stage_board.begun(store, query):
        day = since if len(since) == _WHOLE else f"{since}-01-01"[:_WHOLE]
        firms[day] += number
        if day < latest.get(stage or NO_STAGE, ""):
            stalled += number
    return BoardFacts(
        moves=stage_board.moves(store, query, _quarter(today), today),
        median_days=_days(_percentile(firms, stage_time.MEDIAN), today),
        stalled=stalled,
    )


def _percentile(firms: Counter[str], percent: int) -> str | None:
    """Return since when firms are in their stage at a percentile of their days; None without firms."""
    left = stage_time.rank(firms.total(), percent) if firms else 0
    for day in sorted(firms, reverse=True):
        left -= firms[day]
        if left <= 0:
            return day
    return None


def _ids(store: Store, query: FirmQuery, stage: str, most: int) -> list[str]:
    return stage_board.first_ids(store, query, stage or None, i18n.current(), most) if most else []


def _cards(store: Store, firm_ids: Sequence[str]) -> dict[str, BoardCard]:
    today, limits = store.clock.today(), _limits(store)
    ended, hints = stage_board.ended(store, firm_ids), stage_proposals.waiting(store, firm_ids)
    made = {}
    for firm in cards.cards(store, firm_ids):
        state = ended.get(firm.id, "")
        days = _days(firm.stage_since, today)
        limit = limits.get(firm.stage or NO_STAGE) if not state else None
        made[firm.id] = BoardCard(firm, Stay(days, stage_time.pace(days, limit), limit), state, hints.get(firm.id, ""))
    return made


def _limits(store: Store) -> dict[str, int]:
    """Return for each stage the days after which a stay is too long, where enough firms tell."""
    today = store.clock.today()
    found = stage_board.stays(store, stage_time.UPPER_QUARTILE)
    limits = {stage: stage_time.stalled_after(one.firms, _days(one.since, today)) for stage, one in found.items()}
    return {stage: days for stage, days in limits.items() if days is not None}


def _column(stage: str, sums: stage_board.StageSums, shown: Sequence[BoardCard]) -> BoardColumn:
    owed = sum(card.firm.outstanding.minor for card in shown if card.firm.outstanding is not None)
    return BoardColumn(
        stage=stage,
        firms=sums.firms,
        outstanding=Money(minor=sums.outstanding),
        limit=Money(minor=sums.limit),
        utilisation_bp=round(sums.drawn * 10_000 / sums.drawable) if sums.drawable else None,
        cards=tuple(shown),
        rest=sums.firms - len(shown),
        rest_outstanding=Money(minor=sums.outstanding - owed),
    )


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _days(since: str | None, today: date) -> int | None:
    return (today - PartialDate(since).first_day()).days if since else None

"""Reading the lifecycle board: counts and sums by stage, the first cards of a stage, and how long firms stay."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.query import FirmQuery, is_narrow
from rmapp.domain.stage_time import rank
from rmapp.storage import card_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rmapp.storage.store import Store

# Stays only count while a firm operates. There are few others; the condition is that of their index.
_ENDED = "SELECT id FROM firm WHERE deleted_at IS NULL AND end_state <> 'operating'"
_STAYS = f"stage_since IS NOT NULL AND firm_id NOT IN ({_ENDED})"

_SUMS = """count(*), coalesce(sum(outstanding), 0), coalesce(sum(limit_minor), 0),
    coalesce(sum(outstanding) FILTER (WHERE limit_minor IS NOT NULL), 0),
    coalesce(sum(limit_minor) FILTER (WHERE outstanding IS NOT NULL), 0)"""

# Only firms that are in the book have a card: of one that was merged into another the moves stay behind.
_MOVES = """SELECT count(*) FROM stage_event e WHERE deleted_at IS NULL AND from_stage IS NOT NULL
    AND effective_on BETWEEN ? AND ? AND NOT EXISTS (SELECT 1 FROM stage_event AS later
        WHERE later.firm_id = e.firm_id AND later.supersedes = e.id AND later.deleted_at IS NULL)
    AND EXISTS (SELECT 1 FROM firm_card WHERE firm_card.firm_id = e.firm_id AND {condition})"""


class StageSums(NamedTuple):
    """The firms of a stage and what they owe and may owe, in minor units of CNY; `stage` None for no stage.

    `drawn` and `drawable` are the parts of both sums of firms of which both are known.
    """

    stage: str | None
    firms: int
    outstanding: int
    limit: int
    drawn: int
    drawable: int


class Stays(NamedTuple):
    """How many firms are in a stage since a known day, and the percentile of these days, ISO and maybe partial."""

    firms: int
    since: str | None


def sums(store: Store, query: FirmQuery) -> list[StageSums]:
    """Return the sums of a list by stage; stages without firms are left out."""
    condition, bound = card_list.where(store, query)
    found = store.rows(f"SELECT stage, {_SUMS} FROM firm_card WHERE {condition} GROUP BY stage", bound)
    return [StageSums(*row) for row in found]


def first_ids(store: Store, query: FirmQuery, stage: str | None, lang: str, most: int) -> list[str]:
    """Return the ids of the first firms of a list that are in a stage, in the order of the list."""
    condition, bound = card_list.where(store, query)
    order = card_list.order(query, lang, store.clock.today())
    # Of two indexes that begin with the stage the engine takes either, whatever the order.
    index = "firm_card_by_stay" if query.sort == "stage_since" else "firm_card_on_board"
    found = store.rows(
        f"SELECT firm_id FROM firm_card INDEXED BY {index} WHERE stage IS ? AND {condition} ORDER BY {order} LIMIT ?",
        [stage, *bound, most],
    )
    return [row[0] for row in found]


def stage_in(store: Store, query: FirmQuery, firm_id: str) -> tuple[str | None, ...]:
    """Return the stage of a firm that is in a list, as the one item; nothing for a firm that is not."""
    condition, bound = card_list.where(store, query)
    found = store.rows(f"SELECT stage FROM firm_card WHERE firm_id = ? AND {condition}", [firm_id, *bound])
    return tuple(row[0] for row in found)


def ended(store: Store, firm_ids: Sequence[str]) -> dict[str, str]:
    """Return the end states of those of some firms that no longer operate."""
    ids = json.dumps(list(firm_ids))
    sql = "SELECT id, end_state FROM firm WHERE id IN (SELECT value FROM json_each(?)) AND end_state <> 'operating'"
    return dict(store.rows(sql, (ids,)))


def stays(store: Store, percent: int) -> Mapping[str, Stays]:
    """Return for each stage of the whole book the day since when so many percent of its firms are there at most."""
    counted = store.rows(f"SELECT stage, count(*) FROM firm_card WHERE stage IS NOT NULL AND {_STAYS} GROUP BY stage")
    return {stage: Stays(firms, _since(store, "stage = ?", [stage], firms, percent)) for stage, firms in counted}


def begun(store: Store, query: FirmQuery) -> list[tuple[str | None, str, int]]:
    """Return stage, day and number of firms for each day since when firms of a list that operate are in their stage.

    The days are ISO and maybe partial, and stand in no order.
    """
    condition, bound = card_list.where(store, query)
    # The index that is in this order has nothing that a filter asks for: each of its firms would be looked up.
    groups = "+stage, +stage_since" if is_narrow(query) or query.scope != "all" else "stage, stage_since"
    return store.rows(
        f"SELECT stage, stage_since, count(*) FROM firm_card WHERE {condition} AND {_STAYS} GROUP BY {groups}", bound
    )


def moves(store: Store, query: FirmQuery, start: date, end: date) -> int:
    """Return how many moves of firms of a list took effect from the month of one day to another day.

    One of which only the month is known counts, one of which only the year is known does not; the first stage of
    a firm is none.
    """
    condition, values = card_list.where(store, query)
    bound = [start.isoformat()[:7], end.isoformat(), *values]
    number: int = store.rows(_MOVES.format(condition=condition), bound)[0][0]
    return number


def _since(store: Store, condition: str, bound: list[object], firms: int, percent: int) -> str | None:
    """Return the day at a percentile: many days in a stage are an early day, so the order is turned round."""
    if not firms:
        return None
    sql = f"SELECT stage_since FROM firm_card WHERE {condition} AND {_STAYS} ORDER BY stage_since LIMIT 1 OFFSET ?"
    found = store.rows(sql, [*bound, firms - rank(firms, percent)])
    return str(found[0][0])

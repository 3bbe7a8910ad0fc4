"""Reading the promises of the whole book: ids in order, windows of rows, counts, from one `PromiseQuery`."""

from __future__ import annotations

import json
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp.domain.query import FirmQuery, searchable
from rmapp.storage import card_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.domain.promise_query import PromiseQuery
    from rmapp.storage.store import Store

MADE = "coalesce((SELECT substr(m.starts_at, 1, 10) FROM meeting m WHERE m.id = meeting_id), substr(created_at, 1, 10))"
"""The day on which a promise was made: that of its meeting, else that of writing."""

_OPEN = "status IN ('open', 'in_progress')"
_STATES: Mapping[str, str] = MappingProxyType(
    {
        "open": _OPEN,
        "late": f"({_OPEN} AND due_on < :today)",
        "moved": f"({_OPEN} AND first_due_on < due_on)",
        "kept": "status = 'done'",
        "dropped": "status = 'cancelled'",
    }
)
_LISTS: Mapping[str, str] = MappingProxyType({"sides": "side", "owners": "owner", "firms": "firm_id"})
_SORTS: Mapping[str, str] = MappingProxyType(
    {"due": "due_on", "text": "text COLLATE NOCASE", "owner": "owner", "made": MADE, "side": "side"}
)


def ids(store: Store, query: PromiseQuery, lang: str) -> list[str]:
    """Return the ids of the promises of a list, in order; `lang` is the language that firm names are sorted for."""
    condition, bound = _where(store, query)
    cards = "LEFT JOIN (SELECT firm_id AS card_of, sort_en, sort_zh FROM firm_card) ON card_of = firm_id"
    order = _order(query, lang)
    chosen = f"SELECT id FROM promise {cards} WHERE {condition} ORDER BY {order}"
    joined = store.rows(f"SELECT group_concat(id) FROM ({chosen})", bound)[0][0]
    return joined.split(",") if joined else []


def count(store: Store, query: PromiseQuery) -> int:
    """Return how many promises a list has."""
    condition, bound = _where(store, query)
    number: int = store.rows(f"SELECT count(*) FROM promise WHERE {condition}", bound)[0][0]
    return number


def tally(store: Store, query: PromiseQuery) -> dict[str, tuple[int, int, int, int]]:
    """Return for each side of a list: how many are open, are late, came due, and were kept."""
    condition, bound = _where(store, query)
    due = f"(NOT {_OPEN} OR coalesce(first_due_on, due_on) < :today)"
    found = store.rows(
        f"""SELECT side, sum({_OPEN}), sum({_OPEN} AND due_on < :today), sum({due}), sum(status = 'done')
            FROM promise WHERE {condition} GROUP BY side""",
        bound,
    )
    return {side: (open_, late, came_due, kept) for side, open_, late, came_due, kept in found}


def made_on(store: Store, promise_ids: Sequence[str]) -> dict[str, str]:
    """Return the days on which some promises were made, by id."""
    found = store.rows(
        f"SELECT id, {MADE} FROM promise WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(promise_ids)),)
    )
    return dict(found)


def owners(store: Store) -> list[str]:
    """Return who owns promises, by name."""
    found = store.rows("SELECT DISTINCT owner FROM promise WHERE deleted_at IS NULL AND owner <> '' ORDER BY owner")
    return [row[0] for row in found]


def _where(store: Store, query: PromiseQuery) -> tuple[str, dict[str, object]]:
    today = store.clock.today()
    parts = ["deleted_at IS NULL"]
    bound: dict[str, object] = {"today": today.isoformat()}
    states = query.states or ("open",)
    parts.append(f"({' OR '.join(_STATES[state] for state in states)})")
    for field, column in _LISTS.items():
        if chosen := getattr(query, field):
            parts.append(f"{column} IN (SELECT value FROM json_each(:{field}))")
            bound[field] = json.dumps(chosen)
    if query.due_within_days is not None:
        parts.append("due_on <= :until")
        bound["until"] = (today + timedelta(days=query.due_within_days)).isoformat()
    if query.mine is not None:
        parts.append(f"owner {'=' if query.mine else '<>'} :actor")
        bound["actor"] = store.actor
    if words := searchable(query.text).strip():
        firms = card_list.ids(store, FirmQuery(text=words), "en")
        parts.append(
            "(firm_id IN (SELECT value FROM json_each(:named))"
            " OR instr(lower(concat_ws(char(10), text, owner, proof, result)), :words))"
        )
        bound |= {"named": json.dumps(firms), "words": words.lower()}
    return " AND ".join(parts), bound


def _order(query: PromiseQuery, lang: str) -> str:
    direction = "DESC" if query.descending else "ASC"
    name = f"sort_{'zh' if lang.startswith('zh') else 'en'}"
    first = name if query.sort == "firm" else _SORTS[query.sort]
    return f"{first} {direction}, due_on, {name}, rid"

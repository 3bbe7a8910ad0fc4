"""Reading the cards: ids in order, windows of rows, counts and sums, from one `FirmQuery`."""

from __future__ import annotations

import json
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rmapp.domain.names_search import search_terms
from rmapp.domain.query import searchable
from rmapp.storage import groups
from rmapp.storage.touch_list import RANK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rmapp.domain.query import FirmQuery
    from rmapp.storage.store import Store

_SORTS: Mapping[str, str] = MappingProxyType(
    {
        "stage": "stage_rank",
        "stage_since": "stage_since",
        "tier": "tier",
        "outstanding": "outstanding",
        "limit": "limit_minor",
        "utilisation": "utilisation_bp",
        "next_action": "next_at",
        "contact": "last_contact",
        "maturity": "next_maturity",
        "industry": "industry",
        "watch": "CASE watch WHEN 'exit' THEN 3 WHEN 'alert' THEN 2 WHEN 'watch' THEN 1 END",
        "next_touch": "next_touch",
        "touch_rank": RANK,
        "grade": "score",
    }
)
_LISTS: Mapping[str, str] = MappingProxyType(
    {
        "stages": "stage",
        "tiers": "tier",
        "statuses": "status",
        "natures": "nature",
        "watch": "watch",
        "grades": "grade",
    }
)
_HOLDS = """deleted_at IS NULL AND granted_on <= ?
    AND (expires_on IS NULL OR expires_on >= substr(?, 1, length(expires_on)))
    AND (revoked_on IS NULL OR revoked_on > ?)"""


_FEW = 1500
_Part = tuple[str, tuple[object, ...]]
"""A condition with the values of its question marks."""


def ids(store: Store, query: FirmQuery, lang: str) -> list[str]:
    """Return the ids of the firms of a list, in order; `lang` is the language that names are sorted for.

    One text with all ids comes back from the engine: many short rows would take twice as long.
    """
    condition, bound = where(store, query)
    chosen = f"SELECT firm_id FROM firm_card WHERE {condition} ORDER BY {order(query, lang, store.clock.today())}"
    joined = store.rows(f"SELECT group_concat(firm_id) FROM ({chosen})", bound)[0][0]
    return joined.split(",") if joined else []


def sums(store: Store, query: FirmQuery) -> tuple[int, int, int]:
    """Return how many firms a list has, what they owe and what they could still draw, in minor units of CNY."""
    condition, bound = where(store, query)
    totals = "count(*), coalesce(sum(outstanding), 0), coalesce(sum(undrawn), 0)"
    count, outstanding, undrawn = store.rows(f"SELECT {totals} FROM firm_card WHERE {condition}", bound)[0]
    return count, outstanding, undrawn


def count(store: Store, query: FirmQuery) -> int:
    """Return how many firms a list has."""
    condition, bound = where(store, query)
    number: int = store.rows(f"SELECT count(*) FROM firm_card WHERE {condition}", bound)[0][0]
    return number


def window(store: Store, columns: Sequence[str], firm_ids: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    """Return these columns of some firms by id."""
    found = store.rows(
        f"SELECT firm_id, {', '.join(columns)} FROM firm_card WHERE firm_id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(firm_ids)),),
    )
    return {row[0]: row[1:] for row in found}


def active_designations(store: Store, firm_ids: Sequence[str], today: date) -> dict[str, list[str]]:
    """Return the codes of the designations that hold on a day, for some firms."""
    day = today.isoformat()
    found = store.rows(
        f"""SELECT firm_id, designation FROM designation_holding WHERE {_HOLDS}
            AND firm_id IN (SELECT value FROM json_each(?)) ORDER BY rid""",
        (day, day, day, json.dumps(list(firm_ids))),
    )
    codes: dict[str, list[str]] = {}
    for firm_id, code in found:
        codes.setdefault(firm_id, []).append(code)
    return codes


def where(store: Store, query: FirmQuery) -> tuple[str, list[object]]:
    """Return the condition of a query on `firm_card` as SQL with its values."""
    parts = _of_text(store, query.text)
    parts += [
        (f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(codes),))
        for field, column in _LISTS.items()
        if (codes := getattr(query, field))
    ]
    if query.scope == "mine":
        deputy = "deputies <> '[]' AND EXISTS (SELECT 1 FROM json_each(deputies) WHERE value = ?)"
        parts.append((f"(owner = ? OR {deputy})", (store.actor, store.actor)))
    if query.has_line is not None:
        parts.append(("has_line = ?", (int(query.has_line),)))
    for column, beginnings in (("region", query.regions), ("industry", query.industries)):
        if beginnings:
            parts.append((f"({' OR '.join([f'substr({column}, 1, ?) = ?'] * len(beginnings))})", _lengths(beginnings)))
    parts += _of_today(query, store.clock.today())
    return " AND ".join(sql for sql, _values in parts) or "1", [value for _sql, values in parts for value in values]


def _of_text(store: Store, text: str) -> list[_Part]:
    """Return the conditions on the text: a rare word is looked up, the firms with others are walked through."""
    parts: list[_Part] = []
    for term in search_terms(searchable(text)):
        parts.append(("instr(haystack, ?)", (term,)))
        rare = groups.rare_groups(store, "firm_group", term, _FEW) if len(term) > 1 else None
        if rare == "":
            parts.append(("0", ()))
        elif rare is not None:
            parts.append(("rid IN (SELECT rowid FROM firm_group WHERE firm_group MATCH ?)", (rare,)))
    return parts


def _of_today(query: FirmQuery, today: date) -> list[_Part]:
    """Return the conditions that depend on the day."""
    day = today.isoformat()
    parts: list[_Part] = []
    if query.maturing_within_days is not None:
        until = (today + timedelta(days=query.maturing_within_days)).isoformat()
        parts.append(("next_maturity BETWEEN ? AND ?", (day, until)))
    if query.quiet_days is not None:
        since = (today - timedelta(days=query.quiet_days)).isoformat()
        parts.append(("coalesce(last_contact, '') <= ?", (since,)))
    if query.designations:
        of_kind = "designation IN (SELECT value FROM json_each(?))"
        holders = f"SELECT firm_id FROM designation_holding WHERE {_HOLDS} AND {of_kind}"
        parts.append((f"firm_id IN ({holders})", (day, day, day, json.dumps(query.designations))))
    return parts


def _lengths(beginnings: Sequence[str]) -> tuple[object, ...]:
    return tuple(value for beginning in beginnings for value in (len(beginning), beginning))


def order(query: FirmQuery, lang: str, today: date) -> str:
    """Return the order of a list as SQL."""
    name = f"sort_{'zh' if lang.startswith('zh') else 'en'}"
    direction = "DESC" if query.descending else "ASC"
    if query.sort == "name":
        held = f"haystack {direction}, " if query.text.strip() else ""
        return f"{name} {direction}, {held}firm_id {direction}"
    sorted_by = _SORTS[query.sort].format(today=f"'{today.isoformat()}'")
    return f"{sorted_by} {direction} NULLS LAST, {name}, firm_id"


def best_ids(store: Store, query: FirmQuery, lang: str, limit: int) -> list[str]:
    """Return the first firms that fit a text, in name order: those with a name that begins with it come first.

    A firm's search key has its names, spellings and numbers on lines of their own.
    """
    terms = search_terms(searchable(query.text))
    if not terms:
        return []
    condition, bound = where(store, query)
    head = "SELECT firm_id FROM firm_card WHERE"
    tail = f"{condition} ORDER BY {order(query, lang, store.clock.today())} LIMIT ?"
    # Few firms have such a name, so asking for it first spares the other conditions.
    begins = "(instr(haystack, char(10) || ?) OR substr(haystack, 1, length(?)) = ?)"
    word = terms[0]
    found = [row[0] for row in store.rows(f"{head} {begins} AND {tail}", [word, word, word, *bound, limit])]
    if len(found) < limit:
        found += [row[0] for row in store.rows(f"{head} {tail}", [*bound, limit])]
    return list(dict.fromkeys(found))[:limit]

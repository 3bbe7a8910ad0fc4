"""Reading the notes of the whole book: ids in order, counts and authors, from one `NoteQuery`."""

from __future__ import annotations

import json
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp.domain.names_search import search_terms
from rmapp.domain.query import searchable
from rmapp.storage import note_index

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.note_query import NoteQuery
    from rmapp.storage.store import Store

_LISTS: Mapping[str, str] = MappingProxyType(
    {"types": "type", "statuses": "status", "authors": "author", "classes": "confidentiality"}
)
_WRITTEN = "status <> 'planned'"
_LONGEST = 100
_MOST_TERMS = 8


def terms(text: str) -> tuple[str, ...]:
    """Return the words of a search in notes; of any text the first eight of its first hundred characters."""
    return search_terms(searchable(text).strip()[:_LONGEST])[:_MOST_TERMS]


def ids(store: Store, query: NoteQuery, lang: str) -> list[str]:
    """Return the ids of the notes of a list, in order; `lang` is the language that firm names are sorted for."""
    condition, bound = _where(store, query)
    chosen = f"SELECT id FROM meeting {_joined(query)} WHERE {condition} ORDER BY {_order(query, lang)}"
    joined = store.rows(f"SELECT group_concat(id) FROM ({chosen})", bound)[0][0]
    return joined.split(",") if joined else []


def count(store: Store, query: NoteQuery) -> int:
    """Return how many notes a list has."""
    condition, bound = _where(store, query)
    number: int = store.rows(f"SELECT count(*) FROM meeting WHERE {condition}", bound)[0][0]
    return number


def authors(store: Store) -> list[str]:
    """Return who wrote notes, by name."""
    found = store.rows("SELECT DISTINCT author FROM meeting WHERE deleted_at IS NULL AND author <> '' ORDER BY author")
    return [row[0] for row in found]


def _where(store: Store, query: NoteQuery) -> tuple[str, list[object]]:
    parts = ["deleted_at IS NULL"]
    bound: list[object] = []
    words = terms(query.text)
    if words:
        held = note_index.condition(store, words)
        if held is None:
            return "0", []
        parts.append(held[0])
        bound += held[1]
    elif not query.statuses:
        parts.append(_WRITTEN)
    for field, column in _LISTS.items():
        if codes := getattr(query, field):
            parts.append(f"{column} IN (SELECT value FROM json_each(?))")
            bound.append(json.dumps(codes))
    if query.within_days is not None:
        today = store.clock.today()
        parts.append("starts_at >= ? AND starts_at < ?")
        bound += [(today - timedelta(days=query.within_days)).isoformat(), (today + timedelta(days=1)).isoformat()]
    if query.mine is not None:
        parts.append(f"author {'=' if query.mine else '<>'} ?")
        bound.append(store.actor)
    return " AND ".join(parts), bound


def _joined(query: NoteQuery) -> str:
    return "LEFT JOIN (SELECT firm_id AS card_of, sort_en, sort_zh FROM firm_card) ON card_of = firm_id" * (
        query.sort == "firm"
    )


def _order(query: NoteQuery, lang: str) -> str:
    direction = "DESC" if query.descending else "ASC"
    if query.sort == "day":
        return f"starts_at {direction}, rid {direction}"
    first = {"firm": f"sort_{'zh' if lang.startswith('zh') else 'en'}", "type": "type", "author": "author"}[query.sort]
    return f"{first} {direction}, starts_at DESC, rid DESC"

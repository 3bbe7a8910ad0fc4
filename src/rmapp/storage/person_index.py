"""The search index of people: a derived table with the spellings of each name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rmapp.domain.names_search import search_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rmapp.storage.store import Store

_PEOPLE = "SELECT id, name, name_latin FROM person WHERE deleted_at IS NULL"


def rebuild(store: Store) -> None:
    """Index every person anew."""
    store.execute("DELETE FROM person_index")
    _write(store, store.rows(_PEOPLE))


def refresh(store: Store, touched: Mapping[str, Collection[str]]) -> None:
    """Index the touched people anew, in the transaction that changed them."""
    if ids := touched.get("person"):
        chosen = json.dumps(sorted(ids))
        store.execute("DELETE FROM person_index WHERE person_id IN (SELECT value FROM json_each(?))", (chosen,))
        _write(store, store.rows(f"{_PEOPLE} AND id IN (SELECT value FROM json_each(?))", (chosen,)))


def matching(store: Store, terms: Sequence[str], limit: int) -> list[tuple[str, str, str]]:
    """Return id, name and Latin name of the people whose spellings hold all terms, by name."""
    held = " AND ".join(["instr(haystack, ?)"] * len(terms))
    found = store.rows(
        f"""SELECT person.id, person.name, person.name_latin FROM person_index
            JOIN person ON person.id = person_index.person_id
            WHERE {held} ORDER BY person_index.haystack LIMIT ?""",
        [*terms, limit],
    )
    return [(id, name, latin) for id, name, latin in found]


def _write(store: Store, people: Sequence[tuple[str, str, str]]) -> None:
    rows = [(id, search_key([name, latin] if latin else [name])) for id, name, latin in people]
    store.executemany("INSERT INTO person_index (person_id, haystack) VALUES (?, ?)", rows)

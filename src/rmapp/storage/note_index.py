"""The search index of meeting notes: every group of three characters of what was written.

Words of two characters are found through the groups that begin with them; two line ends after each text make sure
that its last characters begin a group too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rmapp.storage.store import Store

_GROUP = 3
_MOST_GROUPS = 1000
_NEWEST = 2000
_LAST_CHARACTER = "\U0010ffff"

_BODIES = """SELECT rid, concat_ws(char(10), purpose, summary, discussion, place,
        (SELECT group_concat(text, char(10)) FROM addendum
            WHERE meeting_id = meeting.id AND addendum.deleted_at IS NULL)) || char(10, 10)
    FROM meeting WHERE deleted_at IS NULL"""


def rebuild(store: Store) -> None:
    """Index every note anew."""
    store.execute("DELETE FROM note_index")
    store.execute(f"INSERT INTO note_index(rowid, body) {_BODIES}")


def refresh(store: Store, touched: Mapping[str, Collection[str]]) -> None:
    """Index the touched notes anew, in the transaction that changed them."""
    ids = set(touched.get("meeting", ()))
    if "addendum" in touched:
        addenda = json.dumps(sorted(touched["addendum"]))
        of_addenda = "SELECT meeting_id FROM addendum WHERE id IN (SELECT value FROM json_each(?))"
        ids |= {row[0] for row in store.rows(of_addenda, (addenda,))}
    if not ids:
        return
    chosen = json.dumps(sorted(ids))
    among = "id IN (SELECT value FROM json_each(?))"
    store.execute(f"DELETE FROM note_index WHERE rowid IN (SELECT rid FROM meeting WHERE {among})", (chosen,))
    store.execute(f"INSERT INTO note_index(rowid, body) {_BODIES} AND {among}", (chosen,))


def matching(store: Store, words: Sequence[str], limit: int) -> list[str]:
    """Return the ids of notes that hold all words, newest first; any text is safe to ask for.

    Single characters say too little for the index: they are looked for among the notes that the other
    words leave, or in the newest ones.
    """
    lowered = [word.lower() for word in words if word]
    queries = [_query(store, word) for word in lowered if len(word) > 1]
    if not lowered or "" in queries:
        return []
    chosen, bound = ["deleted_at IS NULL"], list[object]()
    if queries:
        chosen.append("rid IN (SELECT rowid FROM note_index WHERE note_index MATCH ?)")
        bound.append(" AND ".join(queries))
    candidates = f"SELECT * FROM meeting WHERE {' AND '.join(chosen)} ORDER BY starts_at DESC, rid DESC LIMIT ?"
    bound.append(_NEWEST)
    letters = [word for word in lowered if len(word) == 1]
    held = " AND ".join(["instr(lower(concat_ws(' ', purpose, summary, discussion, place)), ?)"] * len(letters)) or "1"
    found = store.rows(f"SELECT id FROM ({candidates}) WHERE {held} LIMIT ?", [*bound, *letters, limit])
    return [row[0] for row in found]


def _query(store: Store, word: str) -> str:
    """Return what to ask the index for one word; empty if no note can hold it."""
    if len(word) >= _GROUP:
        return _quoted(word)
    groups = store.rows(
        "SELECT term FROM note_term WHERE term >= ? AND term < ? LIMIT ?",
        (word, word + _LAST_CHARACTER, _MOST_GROUPS),
    )
    alternatives = " OR ".join(_quoted(group) for (group,) in groups)
    return f"({alternatives})" if alternatives else ""


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'

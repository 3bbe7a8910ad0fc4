"""The search index of meeting notes: every group of three characters of what was written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rmapp.storage import groups

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rmapp.storage.store import Store

_NEWEST = 300

_BODIES = f"""SELECT rid, concat_ws(char(10), purpose, summary, discussion, place,
        (SELECT group_concat(text, char(10)) FROM addendum
            WHERE meeting_id = meeting.id AND addendum.deleted_at IS NULL)) || {groups.TAIL}
    FROM meeting WHERE deleted_at IS NULL"""


def rebuild(store: Store) -> None:
    """Index every note anew."""
    store.execute("INSERT INTO note_group(note_group) VALUES ('delete-all')")
    store.execute(f"INSERT INTO note_group(rowid, body) {_BODIES}")


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
    store.execute(f"DELETE FROM note_group WHERE rowid IN (SELECT rid FROM meeting WHERE {among})", (chosen,))
    store.execute(f"INSERT INTO note_group(rowid, body) {_BODIES} AND {among}", (chosen,))


def matching(store: Store, words: Sequence[str], limit: int) -> list[str]:
    """Return the ids of notes that hold all words, newest first; any text is safe to ask for.

    Where very many notes fit, they are the newest of those written last. Single characters say too little
    for the index: they are looked for among the notes that the other words leave, or in the newest ones.
    """
    lowered = [word.lower() for word in words if word]
    queries = [groups.query(store, "note_group", word) for word in lowered if len(word) > 1]
    if not lowered or "" in queries:
        return []
    newest = "SELECT rid FROM meeting WHERE deleted_at IS NULL ORDER BY starts_at DESC LIMIT ?"
    if queries:
        newest = "SELECT rowid FROM note_group WHERE note_group MATCH ? ORDER BY rowid DESC LIMIT ?"
    bound: list[object] = [" AND ".join(queries), _NEWEST] if queries else [_NEWEST]
    letters = [word for word in lowered if len(word) == 1]
    held = "instr(lower(concat_ws(' ', purpose, summary, discussion, place)), ?)"
    chosen = " AND ".join([f"rid IN ({newest})", "deleted_at IS NULL", *[held] * len(letters)])
    found = store.rows(
        f"SELECT id FROM meeting WHERE {chosen} ORDER BY starts_at DESC, rid DESC LIMIT ?", [*bound, *letters, limit]
    )
    return [row[0] for row in found]

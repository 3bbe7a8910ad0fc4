"""The search index of notes: every character and every group of three of all that was written in a meeting.

A note is found by what stands in the meeting itself, its people, addenda, call report, answers, needs,
promises and attached files. Texts are kept as `names_search.bare` makes them, so that full-width letters,
capitals and accents are found by plain ones.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rmapp.domain.names_search import bare
from rmapp.storage import groups

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rmapp.storage.store import Store

_CHUNK = 2000
_NEWEST = 2000
_NEWEST_FIRST = "FROM meeting WHERE deleted_at IS NULL ORDER BY starts_at DESC, rid DESC"
_PARTS = {
    "addendum": "text",
    "call_report": (
        "concat_ws(char(10), absent, judgement, stage_reason, next_purpose, next_preparation, no_next_reason,"
        " (SELECT group_concat(json_extract(value, '$.text'), char(10)) FROM json_each(sights)),"
        " (SELECT group_concat(json_extract(value, '$.text'), char(10)) FROM json_each(credit_facts)))"
    ),
    "answer": "concat_ws(char(10), asked, answer)",
    "need": "concat_ws(char(10), note, timing)",
    "promise": "concat_ws(char(10), text, owner, result, proof)",
    "attachment": "concat_ws(char(10), name, caption)",
    "attendee": (
        "concat_ws(' ', name, role_text, organisation,"
        " (SELECT concat_ws(' ', name, name_latin) FROM person WHERE person.id = attendee.person_id))"
    ),
}
"""The tables whose rows belong to a meeting, with what is searched in them."""

_OWN = "purpose, objective, key_question, decision_ready, summary, discussion, place"


def rebuild(store: Store) -> None:
    """Index every note anew."""
    for index in ("note_group", "note_letter"):
        store.execute(f"INSERT INTO {index}({index}) VALUES ('delete-all')")
    rids = [row[0] for row in store.rows("SELECT rid FROM meeting WHERE deleted_at IS NULL ORDER BY rid")]
    for start in range(0, len(rids), _CHUNK):
        _write(store, rids[start : start + _CHUNK])


def is_missing(store: Store) -> bool:
    """Tell whether the book has notes but no index of them, as one of an older version."""
    return not store.rows("SELECT 1 FROM note_letter_docsize LIMIT 1") and bool(
        store.rows("SELECT 1 FROM meeting WHERE deleted_at IS NULL LIMIT 1")
    )


def refresh(store: Store, touched: Mapping[str, Collection[str]]) -> None:
    """Index the touched notes anew, in the transaction that changed them."""
    ids = set(touched.get("meeting", ()))
    for table in touched.keys() & _PARTS.keys():
        ids |= _meetings_of(store, table, touched[table])
    if "person" in touched:
        there = "SELECT meeting_id FROM attendee WHERE person_id IN (SELECT value FROM json_each(?))"
        ids |= {row[0] for row in store.rows(there, (json.dumps(sorted(touched["person"])),))}
    if not ids:
        return
    among = "SELECT rid FROM meeting WHERE id IN (SELECT value FROM json_each(?))"
    rids = [row[0] for row in store.rows(among, (json.dumps(sorted(ids)),))]
    for index in ("note_group", "note_letter"):
        store.executemany(f"DELETE FROM {index} WHERE rowid = ?", [(rid,) for rid in rids])
    for start in range(0, len(rids), _CHUNK):
        _write(store, rids[start : start + _CHUNK])


def condition(store: Store, words: Sequence[str], first_rid: int = 0) -> tuple[str, list[object]] | None:
    """Return the condition "the note holds all words" on `meeting.rid` as SQL with its values.

    Words are those of `names_search.search_terms`; None where no note can hold them all. Any text is safe.
    Notes written before the one of `first_rid` are left out.
    """
    parts: list[str] = []
    bound: list[object] = []
    for word in (each for each in words if len(each) > 1):
        query = groups.query(store, "note_group", word)
        if not query:
            return None
        parts.append("SELECT rowid FROM note_group WHERE note_group MATCH ? AND rowid >= ?")
        bound += [query, first_rid]
    if letters := [_token(word) for word in words if len(word) == 1]:
        parts.append("SELECT rowid FROM note_letter WHERE note_letter MATCH ? AND rowid >= ?")
        bound += [" AND ".join(letters), first_rid]
    # The plus lets the engine read the meetings from the index that has all of a list, not one by one.
    return (" AND ".join(f"+rid IN ({part})" for part in parts), bound) if parts else None


def matching(store: Store, words: Sequence[str], limit: int) -> list[str]:
    """Return the ids of notes that hold all words, newest first."""
    newest = [row[0] for row in store.rows(f"SELECT rid {_NEWEST_FIRST} LIMIT ?", (_NEWEST,))]
    # What most notes hold is found among the newest ones; only what is rarer is looked for in all.
    found = _matching(store, words, limit, min(newest, default=0), newest) if len(newest) == _NEWEST else []
    return found if len(found) == limit else _matching(store, words, limit, 0, None)


def _matching(store: Store, words: Sequence[str], limit: int, first_rid: int, among: Sequence[int] | None) -> list[str]:
    wanted = condition(store, words, first_rid)
    if wanted is None:
        return []
    held, bound = wanted
    if among is not None:
        held += " AND rid IN (SELECT value FROM json_each(?))"
        bound = [*bound, json.dumps(among)]
    sql = _NEWEST_FIRST.replace("ORDER BY", f"AND {held} ORDER BY")
    return [row[0] for row in store.rows(f"SELECT id {sql} LIMIT ?", [*bound, limit])]


def _write(store: Store, rids: Sequence[int]) -> None:
    parts = ", ".join(
        f"(SELECT group_concat({text}, char(10)) FROM {table} WHERE meeting_id = meeting.id AND deleted_at IS NULL)"
        for table, text in _PARTS.items()
    )
    lists = ", ".join(f"(SELECT group_concat(value, char(10)) FROM json_each({name}))" for name in _LISTS)
    found = store.rows(
        f"""SELECT rid, concat_ws(char(10), {_OWN}, {lists}, {parts}) FROM meeting
            WHERE rid IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL""",
        (json.dumps(list(rids)),),
    )
    texts = [(rid, bare(text)) for rid, text in found]
    # Two ends of line make sure that the last characters begin a group too.
    store.executemany(
        "INSERT INTO note_group(rowid, body) VALUES (?, ?)", [(rid, f"{text}\n\n") for rid, text in texts]
    )
    letters = [(rid, " ".join(map(_token, set(text)))) for rid, text in texts]
    store.executemany("INSERT INTO note_letter(rowid, body) VALUES (?, ?)", letters)


_LISTS = ("agenda", "questions")


def _token(char: str) -> str:
    """Return the word that stands for one character in the index."""
    return f"u{ord(char):x}"


def _meetings_of(store: Store, table: str, ids: Collection[str]) -> set[str]:
    """Return the meetings to which these rows belong, or belonged before they were moved."""
    chosen = json.dumps(sorted(ids))
    now = f"SELECT meeting_id FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0] for sql in (now, _FORMER) for row in store.rows(sql, (chosen,)) if row[0]}


_FORMER = """SELECT json_extract(data, '$.meeting_id[0]') FROM change_log WHERE kind = 'U'
    AND row_id IN (SELECT value FROM json_each(?)) AND json_extract(data, '$.meeting_id[0]') IS NOT NULL"""

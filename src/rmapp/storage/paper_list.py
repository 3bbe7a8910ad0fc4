"""The list of everything that left the book: papers by their copy, and tables, with where each of them stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from rmapp.domain.whereabouts import Whereabouts
    from rmapp.storage.store import Store

_LEFT = """SELECT min(id) AS id, 'paper' AS source, copy_no, kind, document, '' AS title,
        group_concat(firm_id) AS firms, max(pages) AS size, audience, max(confidentiality) AS class,
        max(copies) AS copies, max(recipient) AS recipient, max(reason) AS reason, min(created_at) AS at,
        min(created_by) AS by, max(destroy_by) AS destroy_by, max(ended_on) AS ended_on, max(fate) AS fate,
        max(meeting_id) AS meeting_id, max(language) AS language
    FROM main.paper_record WHERE deleted_at IS NULL {papers} GROUP BY copy_no, kind, document, audience, sha256
    UNION ALL SELECT id, 'table', '', 'saved', '', title, firm_id, row_count, 'internal', confidentiality, 1, '',
        reason, created_at, created_by, destroy_by, ended_on, fate, NULL, language
    FROM main.table_export WHERE deleted_at IS NULL {tables}"""
_COLUMNS = (
    "id, source, copy_no, kind, document, title, firms, size, audience, class, copies, recipient, reason, at, by, "
    "destroy_by, ended_on, fate, meeting_id, language"
)
_STANDS: dict[Whereabouts, str] = {
    "all": "1",
    "out": "ended_on IS NULL AND (audience <> 'client' OR destroy_by IS NOT NULL)",
    "late": "ended_on IS NULL AND destroy_by < :today",
    "client": "ended_on IS NULL AND audience = 'client' AND destroy_by IS NULL",
    "ended": "ended_on IS NOT NULL",
}
_SAME = "copy_no = o.copy_no AND kind = o.kind AND document = o.document AND sha256 = o.sha256"


def ids(
    store: Store, whereabouts: Whereabouts, words: Sequence[str], documents: Collection[str], today: date
) -> list[str]:
    """Return the ids of what left the book and stands so: what has to be gone first, then the newest.

    Every word is looked for in the copy number, who has it, why, by whom, the title and the names of the firms;
    `documents` are the codes of papers whose own names hold all words.
    """
    bound: dict[str, object] = {"today": today.isoformat(), "documents": json.dumps(sorted(documents))}
    parts = [_STANDS[whereabouts]]
    held = []
    for number, word in enumerate(words):
        bound[f"word{number}"] = word.casefold()
        held.append(f"instr(lower(concat_ws(' ', copy_no, title, recipient, reason, by, names)), :word{number})")
    if held:
        parts.append(f"(document IN (SELECT value FROM json_each(:documents)) OR {' AND '.join(held)})")
    names = """(SELECT group_concat(haystack, ' ') FROM firm_card
        WHERE instr(',' || firms || ',', ',' || firm_id || ','))"""
    left = f"SELECT *, {names if held else 'NULL'} AS names FROM ({_LEFT.format(papers='', tables='')})"
    order = "destroy_by IS NULL, destroy_by, at DESC" if whereabouts in ("out", "late") else "at DESC"
    chosen = f"SELECT id FROM ({left}) WHERE {' AND '.join(parts)} ORDER BY {order}"
    return [row[0] for row in store.rows(chosen, bound)]


def rows(store: Store, chosen: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return what is known of some that left, in the order of `_COLUMNS`, not in that of the ids."""
    among = "AND id IN (SELECT value FROM json_each(:ids))"
    whole = """AND EXISTS (SELECT 1 FROM main.paper_record o WHERE o.id IN (SELECT value FROM json_each(:ids))
        AND paper_record.copy_no = o.copy_no AND paper_record.kind = o.kind
        AND paper_record.document = o.document AND paper_record.sha256 = o.sha256)"""
    left = _LEFT.format(papers=whole, tables=among)
    return store.rows(f"SELECT {_COLUMNS} FROM ({left})", {"ids": json.dumps(list(chosen))})


def records(store: Store, id: str) -> list[str]:
    """Return the ids of all records of the copy that the record with this id belongs to."""
    found = store.rows(
        f"SELECT p.id FROM paper_record o JOIN paper_record p ON p.{_SAME.replace(' AND ', ' AND p.')} "
        "WHERE o.id = ? AND p.deleted_at IS NULL",
        (id,),
    )
    return [row[0] for row in found]


def counts(store: Store, today: date) -> dict[Whereabouts, int]:
    """Return how many stand how."""
    sums = ", ".join(f"coalesce(sum({condition}), 0)" for condition in _STANDS.values())
    found = store.rows(f"SELECT {sums} FROM ({_LEFT.format(papers='', tables='')})", {"today": today.isoformat()})
    return dict(zip(_STANDS, found[0], strict=True))

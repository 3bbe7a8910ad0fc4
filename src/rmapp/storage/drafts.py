"""What is being typed and not yet saved, kept in the encrypted book and not logged."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rmapp.domain.entity import new_id

if TYPE_CHECKING:
    from rmapp.storage.store import Store


@dataclass(frozen=True, slots=True)
class Draft:
    """The unsaved fields of one form; `saved_at` is a UTC timestamp."""

    id: str
    kind: str
    firm_id: str | None
    body: dict[str, Any]
    saved_at: str


def put_draft(store: Store, kind: str, firm_id: str | None, body: dict[str, Any], id: str | None = None) -> str:
    """Keep what is being typed, in place of the draft with this id; return the draft's id."""
    draft_id = id or new_id()
    store.execute(
        "INSERT OR REPLACE INTO draft (id, kind, firm_id, body, saved_at) VALUES (?, ?, ?, ?, ?)",
        (draft_id, kind, firm_id, json.dumps(body, ensure_ascii=False), store.now()),
    )
    return draft_id


def drafts(store: Store, kind: str | None = None, firm_id: str | None = None) -> list[Draft]:
    """Return the drafts of a kind and firm (or of all), newest first."""
    found = store.rows(
        "SELECT id, kind, firm_id, body, saved_at FROM draft"
        " WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR firm_id = ?2) ORDER BY saved_at DESC, id DESC",
        (kind, firm_id),
    )
    return [Draft(id, kind, firm, json.loads(body), saved_at) for id, kind, firm, body, saved_at in found]


def drop_draft(store: Store, id: str) -> None:
    """Forget a draft."""
    store.execute("DELETE FROM draft WHERE id = ?", (id,))

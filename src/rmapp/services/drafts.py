"""What is being typed in a form and not yet saved: kept while typing, offered again, forgotten after saving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.storage.drafts import Draft, drafts, drop_draft, put_draft

if TYPE_CHECKING:
    from rmapp.storage.store import Store

__all__ = ["Draft", "drafts", "drop_draft", "newest_draft", "put_draft"]


def newest_draft(store: Store, kind: str, firm_id: str | None, **facts: object) -> Draft | None:
    """Return the newest draft of a kind and firm whose body says `facts`; None if there is none."""
    for draft in drafts(store, kind, firm_id):
        if all(draft.body.get(name) == value for name, value in facts.items()):
            return draft
    return None

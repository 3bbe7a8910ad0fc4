"""What is being typed in a form and not yet saved: kept while typing, offered again, forgotten after saving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.storage import drafts

if TYPE_CHECKING:
    from rmapp.storage.drafts import Draft
    from rmapp.storage.store import Store


def keep_draft(store: Store, kind: str, firm_id: str | None, body: dict[str, Any], draft_id: str | None = None) -> str:
    """Keep what is being typed, in place of the draft with this id; return the draft's id."""
    return drafts.put_draft(store, kind, firm_id, body, draft_id)


def newest_draft(store: Store, kind: str, firm_id: str | None, **facts: object) -> Draft | None:
    """Return the newest draft of a kind and firm whose body says `facts`; None if there is none."""
    for draft in drafts.drafts(store, kind, firm_id):
        if all(draft.body.get(name) == value for name, value in facts.items()):
            return draft
    return None


def forget_draft(store: Store, draft_id: str) -> None:
    """Forget a draft, after its form was saved or given up."""
    drafts.drop_draft(store, draft_id)

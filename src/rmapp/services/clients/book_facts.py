"""Facts about the book itself: whose it is, at which bank, and the country whose business days count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.storage import cards, own_bank

if TYPE_CHECKING:
    from rmapp.storage.store import Store

KNOWN = ("name", "user_name", "bank", "branch", "country")


def set_fact(store: Store, name: str, text: str) -> None:
    """Write one fact; raises KeyError for one that is not the user's to set."""
    if name not in KNOWN:
        raise KeyError(name)
    if name == "bank" and text != store.info.get("bank"):
        own_bank.rename(store, text)
        cards.rebuild(store)
    else:
        store.set_info(**{name: text})

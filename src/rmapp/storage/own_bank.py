"""The names of our own bank: the one the book has now, and those it had before it was renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmapp.storage.store import Store

_FORMER = "former_banks"


def bank_names(store: Store) -> frozenset[str]:
    """Return all names that lines of our own bank may carry as their lender."""
    info = store.info
    return frozenset(name for name in (info.get("bank", ""), *info.get(_FORMER, "").split("\n")) if name)


def rename(store: Store, name: str) -> None:
    """Give the bank another name; lines that carry the old one stay its own."""
    former = bank_names(store) - {name}
    store.set_info(bank=name, **{_FORMER: "\n".join(sorted(former))})

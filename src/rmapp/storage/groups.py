"""Asking an index of groups of three characters for words of two or more.

A word of two characters is found through the groups that begin with it; two line ends after each text
(`TAIL`) make sure that its last characters begin a group too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rmapp.storage.store import Store

Index = Literal["firm_group", "note_group"]

TAIL = "char(10, 10)"
"""SQL of what stands after each text of an index."""

_GROUP = 3
_LAST_CHARACTER = "\U0010ffff"


def query(store: Store, index: Index, word: str) -> str:
    """Return what to ask the index for one word, whatever is in it; empty if no text can hold it."""
    if len(word) >= _GROUP:
        return _quoted(word)
    alternatives = " OR ".join(_quoted(group) for group, _texts in _beginning_with(store, index, word))
    return f"({alternatives})" if alternatives else ""


def rare_groups(store: Store, index: Index, word: str, at_most: int) -> str | None:
    """Return what to ask for texts that may hold a word, if they are few; None if they may be many.

    Empty if there are none. The texts are those that have all groups of the word, in any order:
    look for the word in them.
    """
    if len(word) < _GROUP:
        found = _beginning_with(store, index, word)
        few = sum(texts for _group, texts in found) <= at_most
        return " OR ".join(_quoted(group) for group, _texts in found) if few else None
    groups = {word[start : start + _GROUP] for start in range(len(word) - _GROUP + 1)}
    counts = [_texts_with(store, index, group) for group in groups]
    if not min(counts):
        return ""
    return " AND ".join(_quoted(group) for group in sorted(groups)) if min(counts) <= at_most else None


def _beginning_with(store: Store, index: Index, word: str) -> list[tuple[str, int]]:
    found = store.rows(
        f"SELECT term, doc FROM {index}_term WHERE term >= ? AND term < ?", (word, word + _LAST_CHARACTER)
    )
    return [(term, texts) for term, texts in found]


def _texts_with(store: Store, index: Index, group: str) -> int:
    found = store.rows(f"SELECT doc FROM {index}_term WHERE term = ?", (group,))
    return found[0][0] if found else 0


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'

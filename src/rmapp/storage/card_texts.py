"""The texts of a card: the names to show, the keys they sort by, and all that finds the firm."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.names import display_name, fold, normalise_name, second_name
from rmapp.domain.names_search import search_key, sort_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.partial_date import PartialDate


class CardName(NamedTuple):
    """One of a firm's names."""

    kind: str
    lang: str
    text: str
    valid_to: PartialDate | None


class CardTexts(NamedTuple):
    """The texts of one card, in the order of their columns; `made_of` is the mark of what they come from."""

    made_of: str
    name_en: str
    second_en: str
    name_zh: str
    second_zh: str
    sort_en: str
    sort_zh: str
    haystack: str
    monogram: str


def mark(names: Sequence[CardName], others: Sequence[str | None]) -> str:
    """Return a short mark that differs where anything differs that the texts are made of.

    Spelling names is the slow part of a card, so texts are kept as long as their mark is the same.
    """
    told = json.dumps([[*name[:3], str(name.valid_to)] for name in names] + [list(others)])
    return hashlib.blake2b(told.encode(), digest_size=12).hexdigest()


def make(names: Sequence[CardName], others: Sequence[str | None]) -> CardTexts:
    """Return the texts of a firm with these names; it is found by `others` (numbers, city, owner) too."""
    english, chinese = display_name(names, "en"), display_name(names, "zh_CN")
    return CardTexts(
        made_of=mark(names, others),
        name_en=english,
        second_en=second_name(names, "en") or "",
        name_zh=chinese,
        second_zh=second_name(names, "zh_CN") or "",
        sort_en=sort_key(english, "en"),
        sort_zh=sort_key(chinese, "zh_CN"),
        haystack=_haystack(names, others),
        monogram=_monogram(names),
    )


def _haystack(names: Sequence[CardName], others: Sequence[str | None]) -> str:
    """Return all that finds a firm, one line each; what another line of names holds already is left out."""
    key = search_key(name.text for name in names)
    lines = dict.fromkeys(fold(text) for text in others if text)
    return "\n".join([key, *(line for line in lines if line not in key)])


def _monogram(names: Sequence[CardName]) -> str:
    current = [name for name in names if name.kind != "former"] or names
    best = sorted(current, key=lambda name: (name.lang != "zh", name.kind != "short", name.kind != "legal"))
    if not best:
        return "?"
    text = best[0].text if best[0].kind in ("short", "brand") else normalise_name(best[0].text)
    return (text.strip() or "?")[0].upper()

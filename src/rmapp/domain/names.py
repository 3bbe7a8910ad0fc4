"""Choosing which of a firm's names to show, and comparing names without their legal trimmings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Protocol

from rmapp import i18n
from rmapp.domain import reference
from rmapp.domain.partial_date import PartialDate

_CHINESE_FORMS = re.compile(r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司|股份公司|有限合伙|公司)$")
_ENGLISH_FORMS = re.compile(
    r"\b(?:co|company|corp|corporation|inc|incorporated|limited|llc|llp|ltd|plc|gmbh|ag|sa|pte|pty)\b"
)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_SHORTEST_CORE = 3
_NOT_IN_NAMES = re.compile(r"[\W_]+")
_CITY_ENDS = ("壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区", "自治区", "省", "市")
_LEGAL_FIRST = ("legal", "short", "brand", "former")
_SHORT_FIRST = ("short", "brand", "legal", "former")


class Named(Protocol):
    """One name of a firm: its kind (`name_kind`), language (en, zh, other), text and end of use."""

    @property
    def kind(self) -> str:
        """The code of `name_kind`."""

    @property
    def lang(self) -> str:
        """The language: en, zh or other."""

    @property
    def text(self) -> str:
        """The name itself."""

    @property
    def valid_to(self) -> PartialDate | None:
        """The end of its use, None while it is in use."""


def display_name(names: Iterable[Named], lang: str | None = None) -> str:
    """Return the name to show first, or an empty text where there is none (domain 1.1).

    Chinese shows the Chinese legal name, English the short English one; otherwise any name, those in use
    before former ones.
    """
    own = "zh" if (lang or i18n.current()).startswith("zh") else "en"
    ordered = sorted(names, key=lambda name: _rank(name, own))
    return ordered[0].text if ordered else ""


def second_name(names: Iterable[Named], lang: str | None = None) -> str | None:
    """Return the name in the other language to show beside the first, or None where there is none.

    Beside an English name stands the short Chinese one.
    """
    known = list(names)
    first = display_name(known, lang)
    other = "en" if (lang or i18n.current()).startswith("zh") else "zh"
    others = [name for name in known if name.lang == other and name.text != first and not _is_old(name)]
    others.sort(key=lambda name: _rank(name, "en"))
    return others[0].text if others else None


def normalise_name(text: str) -> str:
    """Return the core of a firm's name, for finding duplicates (domain 1.2).

    Legal forms, punctuation, brackets and a leading province or city are left out; what would leave
    nothing is kept.
    """
    folded = _BRACKETS.sub(lambda found: "" if found[1].strip() in _places() else found[0], fold(text))
    core = _ENGLISH_FORMS.sub(" ", folded.replace(".", "")) if folded.isascii() else folded
    core = _NOT_IN_NAMES.sub("", core)
    core = _CHINESE_FORMS.sub("", core) or core
    for size in range(min(len(core) - _SHORTEST_CORE, _longest_place()), 0, -1):
        if core[:size] in _places():
            return core[size:]
    return core or _NOT_IN_NAMES.sub("", folded)


def fold(text: str) -> str:
    """Return the text in half-width lower case without accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).lower())
    return unicodedata.normalize("NFC", "".join(sign for sign in plain if not unicodedata.combining(sign)))


def _rank(name: Named, own: str) -> tuple[bool, bool, int, str]:
    order = _LEGAL_FIRST if name.lang == own == "zh" else _SHORT_FIRST
    place = order.index(name.kind) if name.kind in order else len(order)
    return _is_old(name), name.lang != own, place, name.text


def _is_old(name: Named) -> bool:
    return name.kind == "former" or name.valid_to is not None


@cache
def _places() -> frozenset[str]:
    """Return the names of provinces and cities with and without their ending."""
    found: set[str] = set()
    for region in reference.regions().values():
        chinese = region.label.zh
        bare = next((chinese.removesuffix(end) for end in _CITY_ENDS if chinese.endswith(end)), chinese)
        english = _NOT_IN_NAMES.sub("", fold(region.label.en.partition(" (")[0]))
        found |= {chinese, bare, english}
    return frozenset(found)


@cache
def _longest_place() -> int:
    return max(map(len, _places()))

"""Words in the text of a note that hint at evidence for a stage; a person decides what they are worth.

The words are in `lifecycle_lists.json`, English and Chinese, and both are looked for in any text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from rmapp.domain import reference
from rmapp.domain.reference_items import Item

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_SPACE_BESIDE_HAN = re.compile(rf"(?<=[{_HAN}])[ \t]+|[ \t]+(?=[{_HAN}])")
_SENTENCE_END = re.compile(r"[\n。！？!?；;]|\.(?=\s|$)")
_LONGEST_QUOTE = 160
_DENIAL = 60

_NOT_EN = re.compile(
    r"(?:\b(?:no|not|never|without|neither|nor|cannot)|n't)"
    r"(?:\s+(?:yet|a|an|any|the|been|be|have|had|of|to))*\s*$",
    re.IGNORECASE,
)
_NOT_ZH = re.compile(
    r"(?:未|没有?|无|不是|不|非|缺)"
    r"(?:能|有|曾|获得?|完成|取得|进行|开始|启动|任何|签订|提交|办理|到|做|新)*$"
)
"""A denial that ends right where the words begin, with nothing but small words between."""


class WordHint(NamedTuple):
    """A kind of evidence that a text speaks of: the words, and the sentence they stand in."""

    evidence: str
    words: str
    quote: str


class _Words(Item):
    evidence: str
    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()


def word_hints(text: str) -> tuple[WordHint, ...]:
    """Return the kinds of evidence that a text speaks of, each once with its first mention that is not denied.

    English words match whole, Chinese ones anywhere; letters beside Chinese still count as a word, so `pre-A轮` is
    no `A轮`. A single capital as in `A round` matches as a capital only.
    """
    plain = _plain(text)
    found = []
    for evidence, pattern in _patterns():
        hit = next((one for one in pattern.finditer(plain) if not _is_denied(plain, one.start())), None)
        if hit is not None:
            found.append(WordHint(evidence, hit.group(), _sentence(plain, hit)))
    return tuple(found)


def _plain(text: str) -> str:
    return _SPACE_BESIDE_HAN.sub("", unicodedata.normalize("NFKC", text))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (one.evidence, re.compile("|".join((*map(_english, one.en), *map(_chinese, one.zh)))))
        for one in reference.read(_Words, "lifecycle_lists", "stage_words")
        if one.en or one.zh
    )


def _english(words: str) -> str:
    parts = (re.escape(part) if len(part) == 1 else f"(?i:{re.escape(part)})" for part in _plain(words).split())
    return _edged(words, r"\s+".join(parts))


def _chinese(words: str) -> str:
    plain = _plain(words)
    return _edged(plain, f"(?i:{re.escape(plain)})")


def _edged(words: str, pattern: str) -> str:
    """Return a pattern that begins and ends where a word of Latin letters does."""
    before = r"(?<![A-Za-z0-9-])" if _is_latin(words[0]) else ""
    after = r"(?![A-Za-z0-9-])" if _is_latin(words[-1]) else ""
    return f"{before}{pattern}{after}"


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _is_denied(text: str, at: int) -> bool:
    before = text[max(0, at - _DENIAL) : at]
    return bool(_NOT_EN.search(before) or _NOT_ZH.search(before))


def _sentence(text: str, hit: re.Match[str]) -> str:
    begin = max((end.end() for end in _SENTENCE_END.finditer(text, 0, hit.start())), default=0)
    end = _SENTENCE_END.search(text, hit.end())
    said = text[begin : end.start() if end else len(text)].strip()
    return said if len(said) <= _LONGEST_QUOTE else said[: _LONGEST_QUOTE - 1].rstrip() + "…"

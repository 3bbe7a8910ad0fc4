"""Finding names by any part, by pinyin and by initials, and sorting them by pinyin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import accumulate, islice, product
from types import MappingProxyType
from typing import cast

from rmapp.domain.names import fold

_CHINESE = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MOST_SPELLINGS = 12
_LONGEST_TERM = 40
Ways = tuple[tuple[str, ...], ...]
# Characters of names that people say in two ways; the dictionary's other readings are too rare to type.
_SECOND_READINGS = MappingProxyType(
    {
        "重": ("zhong", "chong"),
        "长": ("chang", "zhang"),
        "行": ("xing", "hang"),
        "乐": ("le", "yue"),
        "都": ("du", "dou"),
        "朝": ("chao", "zhao"),
        "调": ("tiao", "diao"),
        "藏": ("cang", "zang"),
        "曾": ("zeng", "ceng"),
        "单": ("dan", "shan"),
        "盛": ("sheng", "cheng"),
        "参": ("can", "shen"),
        "车": ("che", "ju"),
        "厦": ("xia", "sha"),
        "传": ("chuan", "zhuan"),
        "会": ("hui", "kuai"),
        "强": ("qiang", "jiang"),
        "解": ("jie", "xie"),
        "仇": ("chou", "qiu"),
        "查": ("cha", "zha"),
        "翟": ("zhai", "di"),
        "尉": ("wei", "yu"),
        "区": ("qu", "ou"),
        "朴": ("pu", "piao"),
        "缪": ("miao", "mou"),
        "薄": ("bo", "bao"),
        "覃": ("qin", "tan"),
        "弹": ("dan", "tan"),
        "模": ("mo", "mu"),
        "率": ("lv", "shuai"),
        "卡": ("ka", "qia"),
        "校": ("xiao", "jiao"),
        "系": ("xi", "ji"),
        "奇": ("qi", "ji"),
        "泊": ("bo", "po"),
        "蚌": ("bang", "beng"),
        "莞": ("guan", "wan"),
        "茜": ("qian", "xi"),
        "贾": ("jia", "gu"),
        "便": ("bian", "pian"),
        "种": ("zhong", "chong"),
    }
)


def search_key(texts: Iterable[str]) -> str:
    """Return one text in which every part of every name can be found: as written, in pinyin, by initials.

    Look for each of `search_terms(query)` in it as a plain part.
    """
    lines: dict[str, None] = {}
    for text in texts:
        lines[bare(text)] = None
        if _CHINESE.search(text):
            for syllables in islice(product(*_readings(text)), _MOST_SPELLINGS):
                lines["".join(syllables)] = None
                lines["".join(syllable[:1] for syllable in syllables)] = None
    return "\n".join(lines)


def search_terms(query: str) -> tuple[str, ...]:
    """Return the words of a query, each of which a firm's search key must hold."""
    return tuple(bare(query).split())


def match_spans(query: str, name: str) -> list[tuple[int, int]]:
    """Return the parts of a name that a query means, as (start, end), for bold letters.

    A part matches as written, by pinyin, by initials or by a mixture (`chaosc` for 潮声传感).
    """
    signs = _signs(name)
    found = (_find(term, signs) for term in search_terms(query))
    return sorted({(start, start + len(taken)) for start, taken in filter(None, found)})


def spell(name: str) -> str:
    """Return a Chinese name in pinyin with tone marks, for showing: 潮声传感 → cháo shēng chuán gǎn."""
    words = _toned(name)
    return "".join(word if start else word.lstrip() for start, word in enumerate(words))


def spelling_spans(query: str, name: str) -> list[tuple[int, int]]:
    """Return the letters of `spell(name)` that a query means, as (start, end), for bold letters."""
    words, signs = _toned(name), _signs(name)
    ends = list(accumulate(len(word) for word in words))
    lost = len(words[0]) - len(words[0].lstrip()) if words else 0
    spans: set[tuple[int, int]] = set()
    for start, taken in filter(None, (_find(term, signs) for term in search_terms(query))):
        for index, count in enumerate(taken, start):
            bare = words[index].strip()
            first = ends[index] - len(bare) - lost
            if count and bare:
                spans.add((first, first + min(count, len(bare))))
    return sorted(spans)


def sort_key(name: str, lang: str | None = None) -> str:
    """Return a text that sorts names: Chinese ones by pinyin among the Latin ones, in English after them."""
    spelled = " ".join(ways[0] for ways in _readings(name)) if _CHINESE.search(name) else fold(name)
    late = (lang or "").startswith("en") and _CHINESE.match(name.strip())
    return f"{'~' if late else ''}{spelled}\n{name}"


def bare(text: str) -> str:
    """Return a text as it is compared: folded, without apostrophes."""
    return fold(text).replace("'", "").replace("’", "")


def _find(term: str, signs: Ways) -> tuple[int, tuple[int, ...]] | None:
    """Return the first character where a term begins, and how many letters of each it takes from there."""
    for start, ways in enumerate(signs):
        taken = _take(term[:_LONGEST_TERM], signs[start:]) if ways[0] else None
        if taken:
            return start, taken
    return None


def _take(term: str, signs: Ways) -> tuple[int, ...] | None:
    if not signs:
        return None
    for way in signs[0]:
        if way and way.startswith(term):
            return (len(term),)
        for length in {len(way): None, min(1, len(way)): None}:
            if term.startswith(way[:length]):
                rest = _take(term[length:], signs[1:])
                if rest:
                    return (length, *rest)
    return None


def _signs(name: str) -> Ways:
    """Return for each character every way to type it: its readings, then itself."""
    readings = _readings(name)
    return tuple((*ways, fold(sign)) if ways[0] else ways for sign, ways in zip(name, readings, strict=True))


@lru_cache(maxsize=512)
def _readings(name: str) -> Ways:
    """Return for each character its readings without tones; Latin letters read as themselves."""
    return tuple(_ways(sign, syllable) for sign, syllable in zip(name, _syllables(name), strict=True))


@lru_cache(maxsize=1 << 13)
def _ways(sign: str, syllable: str) -> tuple[str, ...]:
    if not _CHINESE.match(sign):
        return (bare(sign).strip(),)
    others = [reading for reading in _SECOND_READINGS.get(sign, ()) if reading != syllable]
    if "v" in syllable:
        others.append(syllable.replace("v", "u"))
    return (syllable, *others)


def _toned(name: str) -> list[str]:
    """Return for each character its spelling with the tone mark, with a space where a syllable begins."""
    words = _syllables(name, toned=True)
    chinese = [bool(_CHINESE.match(sign)) for sign in name]
    apart = [own or before for own, before in zip(chinese, [False, *chinese], strict=False)]
    return [f" {word.strip()}" if space else word for word, space in zip(words, apart, strict=True)]


def _syllables(name: str, *, toned: bool = False) -> list[str]:
    if not _CHINESE.search(name):
        return list(name)
    from pypinyin.seg.simpleseg import seg

    return [syllable for word in seg(name) for syllable in _spelled(word, toned=toned)]


@lru_cache(maxsize=1 << 15)
def _spelled(word: str, *, toned: bool) -> tuple[str, ...]:
    """Return the syllables of one word; names are made of few words, and the library takes long for each."""
    from pypinyin import Style, lazy_pinyin

    # The library takes a list for signs without a reading; its types only speak of text.
    one_by_one = cast("Callable[[str], str]", list)
    return tuple(lazy_pinyin([word], style=Style.TONE if toned else Style.NORMAL, errors=one_by_one))

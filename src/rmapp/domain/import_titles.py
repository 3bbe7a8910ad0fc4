"""Titles of columns: brought to one form, and the unit and currency of money that they may name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache, lru_cache
from types import MappingProxyType

UNITS = MappingProxyType({"1": 1, "k": 10**3, "wan": 10**4, "m": 10**6, "yi": 10**8, "bn": 10**9})
"""Units of money columns by code: one, thousand, 万, million, 亿, billion."""

_CHINESE_CURRENCY = "(?:元|人民币|美元|欧元|港元|港币|日元)?"
# In this order, because 百万 contains 万, and “100 million” contains “million”.
_UNIT_WORDS = (
    ("bn", f"十亿{_CHINESE_CURRENCY}|billions?|bn"),
    ("yi", f"亿{_CHINESE_CURRENCY}|100 ?(?:m|millions?)"),
    ("m", f"百万{_CHINESE_CURRENCY}|millions?|mio|mn|m"),
    ("wan", f"万{_CHINESE_CURRENCY}|10,?000|10 ?k"),
    ("k", f"千{_CHINESE_CURRENCY}|thousands?|k|'?000s?"),
    ("1", "元|美元|欧元|港元|日元|yuan"),
)
_CURRENCY_WORDS = (
    ("USD", r"usd|us\$|美元|\$"),
    ("EUR", "eur|欧元|€"),
    ("HKD", r"hkd|hk\$|港币|港元"),
    ("JPY", "jpy|日元"),
    ("GBP", "gbp|英镑|£"),
    ("CNY", "cny|rmb|人民币|¥|元|yuan"),
)
_BEFORE = r"(?:^|[\s(\[/,:：_\-]|(?<=cny|rmb|usd|eur|hkd|jpy|gbp)|(?<=[\u4e00-\u9fff¥$€£]))"
_AFTER = r"(?=$|[\s)\]/,:_\-]|cny|rmb|usd|eur|hkd)"
_BRACKETS = re.compile(r"[(\[{【].*?[)\]}】]")
_NOISE = re.compile(r"[\W_]+")
_UNIT_LINE = re.compile(r"(?:单位|金额单位|货币单位|\bunits?|amounts in|figures in)\s*(?:[:：]|in\b)?\s*(.{1,20})")


def plain_title(text: str) -> str:
    """Return a title on one line, with one form for each accented character."""
    return " ".join(unicodedata.normalize("NFC", text).split())


@lru_cache(maxsize=4096)
def normalise_title(text: str) -> str:
    """Return a title without brackets, punctuation, case and full-width forms."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    bare = _NOISE.sub("", _BRACKETS.sub("", plain))
    return bare or _NOISE.sub("", plain)


@cache
def _unit_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(f"{_BEFORE}(?:{words}){_AFTER}")) for code, words in _UNIT_WORDS)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def unit_of_title(text: str) -> str | None:
    """Return the code of the unit that a title names, such as `wan` for 注册资本(万元), else None."""
    plain = _plain(text)
    return next((code for code, pattern in _unit_patterns() if pattern.search(plain)), None)


def currency_of_title(text: str) -> str | None:
    """Return the currency that a title names, else None."""
    plain = _plain(text)
    return next((code for code, words in _CURRENCY_WORDS if re.search(words, plain)), None)


def unit_of_preface(lines: Iterable[str]) -> str | None:
    """Return the unit that a line above the table names, such as 单位：万元, else None."""
    for line in lines:
        found = _UNIT_LINE.search(_plain(line))
        unit = unit_of_title(found[1]) if found else None
        if unit is not None:
            return unit
    return None


def similarity(one: str, other: str) -> float:
    """Return how alike two normalised texts are, from 0 to 1."""
    return SequenceMatcher(None, one, other).ratio()

"""Chinese text with the marks that belong to it: full-width brackets, commas and the like (design, 9)."""

from __future__ import annotations

import re

_MARKS = str.maketrans("():;,?!", "（）：；，？！")
_HAN = re.compile("[\u3400-\u9fff]")
# A mark between two figures is part of a number or a time.
_MARK = re.compile(r"[()] ?|(?<!\d)[:;,?!] ?|(?<=\d)[:;,?!] ?(?!\d)")
_BEFORE_BRACKET = re.compile(r" (?=\()")


def full_width(text: str) -> str:
    """Return a text with Han characters with its marks full-width, without the spaces that stand around narrow ones.

    Other text, and marks between two figures as in 1,200, stay as they are.
    """
    if _HAN.search(text) is None:
        return text
    return _MARK.sub(_wide, _BEFORE_BRACKET.sub("", text))


def _wide(found: re.Match[str]) -> str:
    return found[0].strip().translate(_MARKS)

"""The gist of a meeting: one text in the book, two sentences on the sheet."""

from __future__ import annotations

import re

_WIDE_ENDS = "。！？"
_END = re.compile(rf"(?<=[{_WIDE_ENDS}])|(?<=[.!?])\s+")


def split_gist(text: str) -> tuple[str, str]:
    """Return what happened and what follows from it: the first sentence and the rest."""
    whole = text.strip()
    for end in _END.finditer(whole):
        if whole[end.end() :].strip():
            return whole[: end.start()].strip(), whole[end.end() :].strip()
    return whole, ""


def join_gist(happened: str, follows: str) -> str:
    """Return both sentences as one text, with the stop between them that makes them two again."""
    first, second = happened.strip(), follows.strip()
    if not first or not second:
        return first or second
    is_chinese = not first[-1].isascii()
    if first[-1] not in ".!?" + _WIDE_ENDS:
        first += "。" if is_chinese else "."
    return first + ("" if first[-1] in _WIDE_ENDS else " ") + second

"""Promises as they are typed in a note: `quote a forward /we @Lin fri`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.date_entry import parse_date
from rmapp.errors import InputError
from rmapp.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.promise import Side

_MARKS: dict[str, Side] = {
    "/we": "ours",
    "/us": "ours",
    "/我们": "ours",
    "/我方": "ours",
    "/they": "theirs",
    "/client": "theirs",
    "/对方": "theirs",
    "/客户": "theirs",
}
# An input method for Chinese types the signs full-width.
_PATTERN = "[/／](?:" + "|".join(re.escape(mark[1:]) for mark in _MARKS) + r")(?![A-Za-z])"
_MARK = re.compile(_PATTERN, re.IGNORECASE)
_OWNER = re.compile(r"[@＠](\S+)")
_DAY_WORDS = 3


class TypedPromise(NamedTuple):
    """What a typed line means: the promise, whose it is, its owner as typed and its day."""

    text: str
    side: Side
    owner: str
    due_on: date


def mark_pattern() -> str:
    """Return the regular expression that finds the marks in a text, in upper or lower case."""
    return _PATTERN


def has_mark(line: str) -> bool:
    """Tell whether a line says whose promise it is."""
    return _MARK.search(line) is not None


def parse_promise(line: str, today: date) -> TypedPromise:
    """Read one typed promise: what, `/we` or `/they`, optionally `@owner`, and the day; the mark may come first.

    The owner is empty where none is typed. Raises InputError with a sentence for `text` or `due_on`.
    """
    marks = list(_MARK.finditer(line))
    if not marks:
        raise InputError({"text": _("Say whose promise it is: write /we or /they after the text.")})
    mark = marks[-1]
    text = line[: mark.start()].strip()
    rest = line[mark.end() :].strip()
    owner = _OWNER.search(rest)
    due = _OWNER.sub("", rest, count=1).strip() if owner else rest
    if not text:
        text, due = _split_day(due, today)
    if not text:
        raise InputError({"text": _("Write what is promised before /we or /they.")})
    if not due:
        raise InputError({"due_on": _("Add the day, for example fri, 18 Dec or +10.")})
    return TypedPromise(
        text, _MARKS["/" + mark.group()[1:].lower()], owner.group(1) if owner else "", parse_date(due, today)
    )


def _split_day(words: str, today: date) -> tuple[str, str]:
    """Part the day at the end from what is promised; the day is empty where the end is none."""
    parts = words.split()
    for count in range(_DAY_WORDS, 0, -1):
        day = " ".join(parts[-count:])
        try:
            parse_date(day, today)
        except InputError:
            continue
        return " ".join(parts[:-count]), day
    return words, ""

"""What commands print: aligned columns for people, JSON for programs, messages beside both."""

from __future__ import annotations

import json
import sys
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = "  "
_NARROW = frozenset({"Mn", "Me", "Cf"})
"""Characters that take no room: accents written on their own, marks of direction."""


def say(text: str) -> None:
    """Print one line of what was asked for to standard output."""
    sys.stdout.write(one_line(text) + "\n")


def tell(text: str) -> None:
    """Print a message for the person at the terminal to standard error; its own line breaks stay."""
    lines = (one_line(line) for line in text.split("\n"))
    sys.stderr.write("\n".join(lines) + "\n")


def say_json(value: object) -> None:
    """Print plain values as JSON."""
    # What is not ASCII stays readable; the line separators of Unicode are legal JSON.
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def say_table(titles: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Print rows in columns; `right` names the columns, from 0, that are aligned to the right."""
    clean = [[one_line(cell) for cell in row] for row in (titles, *rows)]
    widths = [max(width(row[at]) for row in clean) for at in range(len(titles))]
    for row in clean:
        cells = (_pad(cell, widths[at], at_right=at in right) for at, cell in enumerate(row))
        say(_GAP.join(cells).rstrip())


def one_line(text: str) -> str:
    """Return a text without line breaks and without control characters, which a terminal would obey."""
    return "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char for char in text)


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes: Chinese characters take two."""
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in _NARROW:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _pad(text: str, room: int, *, at_right: bool) -> str:
    blank = " " * (room - width(text))
    return blank + text if at_right else text + blank

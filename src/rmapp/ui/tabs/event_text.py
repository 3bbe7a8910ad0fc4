"""The text of an event as lines that fit, each with the places of searched words in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QFontMetricsF, QTextLayout, QTextOption

from rmapp.ui import paint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from PySide6.QtGui import QFont

    from rmapp.ui.marks import Place

_CUT = "…"


class TextLine(NamedTuple):
    """One line of a text, and the places of searched words in it."""

    words: str
    places: tuple[Place, ...] = ()


def text_lines(words: str, places: Sequence[Place], face: QFont, width: float, most: int) -> tuple[TextLine, ...]:
    """Return a text as at most `most` lines that fit, the last one cut with an ellipsis."""
    spans: list[tuple[int, int]] = []
    start = 0
    for row in words.splitlines(keepends=True):
        paragraph = row.strip()
        if paragraph:
            first = start + row.index(paragraph)
            spans += [(first + begin, first + end) for begin, end in _broken(paragraph, face, width)]
        start += len(row)
    lines = [_line(words, begin, end, places) for begin, end in spans[:most]]
    if len(spans) > most:
        lines[-1] = _shortened(lines[-1], face, width)
    return tuple(lines)


def _line(words: str, begin: int, end: int, places: Iterable[Place]) -> TextLine:
    within = [(max(left, begin) - begin, min(right, end) - begin) for left, right in places]
    return TextLine(words[begin:end], tuple((left, right) for left, right in within if left < right))


def _shortened(line: TextLine, face: QFont, width: float) -> TextLine:
    room = width - QFontMetricsF(face).horizontalAdvance(_CUT)
    cut = line.words.rstrip()
    while cut and paint.text_width(cut, face) > room:
        cut = cut[:-1]
    kept = tuple((left, min(right, len(cut))) for left, right in line.places if left < len(cut))
    return TextLine(cut + _CUT, kept)


def _broken(paragraph: str, face: QFont, width: float) -> Iterator[tuple[int, int]]:
    """Yield where each line of a paragraph begins and ends; the layout counts in units of UTF-16."""
    layout = QTextLayout(paragraph, face)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    at = _characters(paragraph)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        yield at[line.textStart()], at[line.textStart() + line.textLength()]
    layout.endLayout()


def _characters(paragraph: str) -> Sequence[int]:
    """Return for each unit of UTF-16 the character it belongs to, and the end."""
    if max(paragraph, default="") <= "\uffff":
        return range(len(paragraph) + 1)
    units: list[int] = []
    for at, char in enumerate(paragraph):
        units += [at] * (2 if char > "\uffff" else 1)
    return [*units, len(paragraph)]

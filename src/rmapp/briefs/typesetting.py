"""Text as typed to lines of glyphs: the one way from a string to a printed page.

No markup is read anywhere, so hostile text prints as typed. Lines break by the rules of domain reference,
7.5: no closing mark at a line's start, no opening one at its end, no number torn from its unit, no lone
last character.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.fonts import Glyph, Weight, is_ideograph, typeface

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NOT_AT_START = frozenset("。，、；：？！）》」』】〕〉”’…—～·%％,.;:?!)]}»›°′″‰")
_NOT_AT_END = frozenset("（《「『【〔〈“‘([{«‹¥￥$€£#")
_TAKES_SCRIPT_OF_NEIGHBOUR = frozenset("“”‘’…—·")
_THIN_SPACE = 0.16
_ELLIPSIS = "…"
_SLACK = 0.01
"""Points by which a text may pass its room, so that its own measured width is always room enough."""

_KEEP_TOGETHER = re.compile(
    r"(?:[A-Z]{3} )?[-−+]?\d[\d,.:/-]*"
    r"(?:\s?(?:million|billion|trillion|bp|days?|d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)\b"
    r"|\s?(?:万亿|亿|万)?(?:美元|欧元|港元|日元|英镑|元)?[余多]?"
    r"(?:个百分点|个基点|个月|个|年|月|日|天|件|项|家|人|期|笔|条|台|辆|号|名|次|轮|倍|周)?)?"
)


class Style(NamedTuple):
    """Size and line height in points, and weight."""

    size: float
    weight: Weight = "regular"
    leading: float = 0.0


class Run(NamedTuple):
    """Neighbouring characters of one font; `x` in points from the line's start, `code` if framed."""

    x: float
    font: str
    size: float
    text: str
    code_width: float = 0.0


class Line(NamedTuple):
    """One line ready to print, with its width in points."""

    runs: tuple[Run, ...]
    width: float


def shape(text: str, weight: Weight) -> list[Glyph]:
    """Return the glyphs of a text in its typed order.

    Control, zero-width and direction characters are left out, so that nothing can turn the order of what
    is read; other white space becomes a space.
    """
    clean = _clean(text)
    face = typeface(weight)
    if clean.isascii():
        return [face.glyph(char) for char in clean]
    return [
        face.glyph(char, beside_han=char in _TAKES_SCRIPT_OF_NEIGHBOUR and _beside_han(clean, index))
        for index, char in enumerate(clean)
    ]


def plain(text: str) -> str:
    """Return a text as it is printed, for the places of a file that hold no glyphs."""
    return "".join(glyph.text for glyph in shape(text, "regular"))


def set_line(text: str, style: Style, width: float | None = None) -> Line:
    """Return the text as one line, ended with … where it is wider than `width`."""
    glyphs = shape(text.replace("\n", " "), style.weight)
    if width is not None and _measure(glyphs) * style.size > width + _SLACK:
        glyphs = _cut(glyphs, style, width)
    return _line(glyphs, style)


def set_lines(text: str, style: Style, width: float, most: int | None = None) -> list[Line]:
    """Return the text broken into lines; more than `most` are cut, and the last one ends with …."""
    broken: list[list[Glyph]] = []
    for paragraph in text.strip().splitlines():
        glyphs = shape(paragraph, style.weight)
        broken += [glyphs[start:end] for start, end in _break(glyphs, (width + _SLACK) / style.size)]
    if most is not None and len(broken) > most:
        broken = [*broken[: most - 1], _cut(broken[most - 1], style, width)]
    return [_line(glyphs, style) for glyphs in broken]


def text_width(text: str, style: Style) -> float:
    """Return the width of a text on one line, in points."""
    return _measure(shape(text, style.weight)) * style.size


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    kept = []
    for char in composed:
        category = unicodedata.category(char)
        if category in ("Zs", "Zl", "Zp") or char in "\t\n\r\v\f":
            kept.append(" ")
        elif category not in ("Cc", "Cf"):
            kept.append(char)
    return "".join(kept)


def _is_wide(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\uffef" or char >= "\U00020000"


def _beside_han(text: str, index: int) -> bool:
    return any(_is_wide(char) for char in text[max(0, index - 1) : index + 2])


def _gap(before: Glyph, after: Glyph) -> float:
    """Return the thin space between Chinese and Latin letters or figures."""
    if before.is_ideograph == after.is_ideograph:
        return 0.0
    other = after.text[0] if before.is_ideograph else before.text[-1]
    return _THIN_SPACE if other.isalnum() or other in "%+" else 0.0


def _measure(glyphs: Sequence[Glyph]) -> float:
    return sum(glyph.width for glyph in glyphs) + sum(map(_gap, glyphs, glyphs[1:]))


def _cut(glyphs: list[Glyph], style: Style, width: float) -> list[Glyph]:
    end = len(glyphs)
    while True:
        beside = glyphs[end - 1].text[-1] if end else ""
        tail = shape(beside + _ELLIPSIS, style.weight)[-1]
        fits = min(end, _fill(glyphs, 0, width / style.size - tail.width))
        while fits and glyphs[fits - 1].text in (" ", _ELLIPSIS):
            fits -= 1
        if fits == end or not fits:
            return [*glyphs[:fits], tail]
        end = fits


def _break(glyphs: list[Glyph], room: float) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    allowed = set(_opportunities(glyphs))
    start = 0
    while start < len(glyphs):
        end = _fill(glyphs, start, room)
        if end < len(glyphs):
            end = next((at for at in range(end, start, -1) if at in allowed), end)
        spans.append((start, end))
        start = end
        while start < len(glyphs) and glyphs[start].text == " ":
            start += 1
    return _join_lone_end(glyphs, spans, allowed) or [(0, 0)]


def _fill(glyphs: list[Glyph], start: int, room: float) -> int:
    used = 0.0
    for index in range(start, len(glyphs)):
        used += glyphs[index].width
        if index > start:
            used += _gap(glyphs[index - 1], glyphs[index])
        if used > room and index > start:
            return index
    return len(glyphs)


def _join_lone_end(glyphs: list[Glyph], spans: list[tuple[int, int]], allowed: set[int]) -> list[tuple[int, int]]:
    if len(spans) < 2:
        return spans
    (before, _end), (start, end) = spans[-2:]
    last = [glyph.text for glyph in glyphs[start:end] if glyph.text not in _NOT_AT_START]
    if len(last) != 1 or not is_ideograph(last[0]):
        return spans
    earlier = next((at for at in range(start - 1, before, -1) if at in allowed), start)
    return [*spans[:-2], (before, earlier), (earlier, end)]


def _opportunities(glyphs: list[Glyph]) -> Iterator[int]:
    text = "".join(glyph.text[0] if len(glyph.text) > 1 else glyph.text for glyph in glyphs)
    kept = {at for match in _KEEP_TOGETHER.finditer(text) for at in range(match.start() + 1, match.end())}
    for at in range(1, len(text)):
        if at not in kept and _may_part(text[at - 1], text[at]):
            yield at


def _may_part(before: str, after: str) -> bool:
    if after == " " or after in _NOT_AT_START or before in _NOT_AT_END:
        return False
    if before == " " or _is_wide(before) or _is_wide(after):
        return True
    return before in "-/–" and after.isalpha()


def _line(glyphs: list[Glyph], style: Style) -> Line:
    while glyphs and glyphs[-1].text == " ":
        glyphs = glyphs[:-1]
    runs: list[Run] = []
    x = 0.0
    start, font, text = 0.0, "", ""
    previous: Glyph | None = None
    for glyph in glyphs:
        gap = _gap(previous, glyph) * style.size if previous else 0.0
        if text and (gap or glyph.font != font or glyph.scale != 1.0):
            runs.append(Run(start, font, style.size, text))
            text = ""
        x += gap
        if glyph.scale != 1.0:
            runs.append(Run(x, glyph.font, style.size * glyph.scale, glyph.text, glyph.width * style.size))
        else:
            if not text:
                start, font = x, glyph.font
            text += glyph.text
        x += glyph.width * style.size
        previous = glyph
    if text:
        runs.append(Run(start, font, style.size, text))
    return Line(tuple(runs), x)

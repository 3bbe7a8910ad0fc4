"""Marking the words of a search in text: on one painted line, and in laid-out paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextLayout

from rmapp.ui import fonts, paint
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from PySide6.QtGui import QColor, QPainter

Place = tuple[int, int]
"""From the first character of a mark up to but not including the last."""


def line(painter: QPainter, rect: QRectF, words: str, places: Sequence[Place], role: str, colour: QColor) -> None:
    """Draw one line with its marks; what does not fit is cut with an ellipsis."""
    x = rect.left()
    theme = active()
    for piece, marked in pieces(words, places):
        face = fonts.font(role, 600 if marked else 400)
        room = rect.right() - x
        if room < paint.text_width("…", face):
            return
        wide = min(paint.text_width(piece, face), room)
        if marked:
            high = QFontMetricsF(face).height()
            ground = QRectF(x - 1, rect.center().y() - high / 2, wide + 2, high)
            paint.box(painter, ground, fill=theme.colour("accent_soft"), radius=2)
        ink = theme.colour("accent_text") if marked else colour
        paint.text(painter, QRectF(x, rect.top(), room, rect.height()), piece, face, ink)
        x += wide


def pieces(words: str, places: Iterable[Place]) -> Iterator[tuple[str, bool]]:
    """Return a text cut at its marks, with which pieces are marked."""
    at = 0
    for start, end in sorted(places):
        if start < at or end > len(words):
            continue
        if start > at:
            yield words[at:start], False
        yield words[start:end], True
        at = end
    if at < len(words):
        yield words[at:], False


def formats(words: str, places: Iterable[Place]) -> list[QTextLayout.FormatRange]:
    """Return the marks for a text layout, which counts in units of UTF-16."""
    theme = active()
    mark = QTextCharFormat()
    mark.setBackground(theme.colour("accent_soft"))
    mark.setForeground(theme.colour("accent_text"))
    mark.setFontWeight(QFont.Weight.DemiBold)
    ranges = []
    for start, end in places:
        one = QTextLayout.FormatRange()
        one.start = _units(words[:start])
        one.length = _units(words[start:end])
        one.format = mark
        ranges.append(one)
    return ranges


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

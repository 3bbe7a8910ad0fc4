"""Pieces of any number down as many pages as they take: headings stay with what follows, long texts run on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.drawing import Drawing
from rmapp.briefs.frame import CONTENT_BOTTOM, CONTENT_TOP
from rmapp.briefs.layout import Sheet
from rmapp.briefs.typesetting import set_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rmapp.briefs.typesetting import Style


class Piece(NamedTuple):
    """One piece of a page, with the points of air after it; one that `leads` never ends a page."""

    drawing: Drawing
    after: float = 0.0
    leads: bool = False


def flow(pieces: Iterable[Piece]) -> list[Sheet]:
    """Put pieces on pages from the top down; at least one page."""
    sheets = [Sheet([], CONTENT_TOP)]
    waiting: list[Piece] = []
    for piece in pieces:
        waiting.append(piece)
        if piece.leads:
            continue
        _put(sheets, waiting)
        waiting = []
    _put(sheets, waiting)
    return sheets


def _put(sheets: list[Sheet], pieces: list[Piece]) -> None:
    """Put pieces that belong together on the last page, or on a new one where they do not fit."""
    height = sum(one.drawing.height + one.after for one in pieces) - (pieces[-1].after if pieces else 0)
    if sheets[-1].bands and sheets[-1].y + height > CONTENT_BOTTOM:
        sheets.append(Sheet([], CONTENT_TOP))
    for one in pieces:
        sheets[-1].bands.append((sheets[-1].y, one.drawing))
        sheets[-1].y += one.drawing.height + one.after


def paragraph(text: str, style: Style, left: float, width: float, ink: str = "text_primary") -> Iterator[Piece]:
    """Yield a text of any length as lines that may stand on different pages."""
    for line in set_lines(text, style, width - left):
        drawing = Drawing(width, style.leading)
        drawing.text(left, style.size, line, style, ink)
        yield Piece(drawing)

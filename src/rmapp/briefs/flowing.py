"""Pieces that flow over pages, as the sheets that a paper is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.frame import CONTENT_BOTTOM, CONTENT_TOP
from rmapp.briefs.layout import Sheet
from rmapp.briefs.record_flow import Piece, flow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmapp.briefs.drawing import Drawing


def flowed(pieces: Iterable[Piece]) -> list[Sheet]:
    """Return pieces on as many sheets as they take; `y` of a sheet is where its last piece ends."""
    sheets = []
    for page in flow(list(pieces), CONTENT_TOP, CONTENT_TOP, CONTENT_BOTTOM):
        end = page[-1].y + page[-1].drawing.height if page else CONTENT_TOP
        sheets.append(Sheet([(placed.y, placed.drawing) for placed in page], end))
    return sheets


def block(drawing: Drawing, gap: float = 12.0) -> Piece:
    """Return a finished section that is never cut and has its own heading."""
    return Piece(drawing, "", gap=gap, opens="section")

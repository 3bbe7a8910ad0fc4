"""Rows of a paper that flows over pages: a label with its text beside it, or a text over the whole width."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rmapp.briefs.blocks import tick_box
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.record_flow import Piece, paragraph
from rmapp.briefs.styles import BODY, SMALL, TINY, WIDTH, spaced
from rmapp.briefs.typesetting import Style, set_lines
from rmapp.briefs.wording import not_disclosed

if TYPE_CHECKING:
    from rmapp.domain.note_content import NotePart

HEADING = Style(7.8, "semibold", 12.0)

_LABEL = 118.0
_LEFT = 128.0
_INDENT = 14.0
_ROW_GAP = 3.0


def row(section: str, label: str, text: str, aside: str = "", *, part: str = "", ticks: bool = False) -> list[Piece]:
    """Return a label with its text beside it; both part over pages line by line."""
    style, small = spaced(BODY), spaced(SMALL)
    labels = set_lines(label, small, _LABEL, 3)
    left = _LEFT + (_INDENT if ticks else 0)
    lines = set_lines(text or not_disclosed(), style, WIDTH - left)
    pieces = []
    rows = list(zip_longest(labels, lines))
    for at, (name, line) in enumerate(rows):
        drawing = Drawing(WIDTH, style.leading)
        if name is not None:
            drawing.text(0, BODY.size, name, small, "text_tertiary")
        if line is not None:
            drawing.text(left, BODY.size, line, style)
        if ticks and at == 0:
            tick_box(drawing, _LEFT, 1.2)
        pieces.append(Piece(drawing, section, part, keeps=len(rows) > 1 and at in (0, len(rows) - 2)))
    if aside:
        drawing = Drawing(WIDTH, TINY.size + 3)
        drawing.text(left, TINY.size - 1, aside, TINY, "text_tertiary", room=WIDTH - left)
        pieces[-1] = pieces[-1]._replace(keeps=True)
        pieces.append(Piece(drawing, section))
    pieces[0] = pieces[0]._replace(gap=_ROW_GAP)
    return pieces


def long_part(section: str, part: str, one: NotePart) -> list[Piece]:
    """Return a text over the whole width, below its heading."""
    style = spaced(BODY)
    heading = set_lines(one.heading, HEADING, WIDTH, 2)
    named = paragraph(heading, HEADING, section=section, part=part, ink="text_secondary")
    pieces = [piece._replace(keeps=True) for piece in named]
    pieces[0] = pieces[0]._replace(gap=_ROW_GAP)
    return [*pieces, *paragraph(set_lines(one.text, style, WIDTH), style, section=section, part=part)]

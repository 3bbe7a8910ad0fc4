"""Text of any length over pages: pieces one below the other, heads said again where a page begins inside a part.

A piece is a line of text or a row; a long paragraph is many pieces, so it parts between any two lines, but
never leaves its first or its last line alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.drawing import Drawing
from rmapp.briefs.styles import ASIDE, SECTION, STRONG, TINY, WIDTH
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.briefs.typesetting import Line, Style

SECTION_HEIGHT = 20.0
PART_HEIGHT = 13.5
_SECTION_GAP = 16.0
_PART_GAP = 9.0


class Piece(NamedTuple):
    """A drawing that is never cut; `gap` is the room above it, which falls away at the top of a page.

    `keeps` ties it to the next piece. `section` and `part` are the heads under which it stands, said again where
    a page begins with it, unless it is that head itself (`opens`).
    """

    drawing: Drawing
    section: str
    part: str = ""
    gap: float = 0.0
    keeps: bool = False
    opens: str = ""


class Placed(NamedTuple):
    """A drawing at its height on the page, and the section that begins with it, if one does."""

    y: float
    drawing: Drawing
    begins: str = ""


def flow(pieces: Sequence[Piece], first_y: float, top: float, bottom: float) -> list[list[Placed]]:
    """Put pieces on pages from the top down; the first page begins at `first_y`, the others at `top`."""
    pages: list[list[Placed]] = [[]]
    y = first_y
    fresh = True
    for group in _groups(pieces):
        height = sum(piece.drawing.height + piece.gap for piece in group) - (group[0].gap if fresh else 0.0)
        if y + height > bottom and not (fresh and len(pages) > 1):
            pages.append([])
            y, fresh = top, True
            for again in _heads_again(group[0]):
                pages[-1].append(Placed(y, again))
                y += again.height
        for piece in group:
            y += 0.0 if fresh else piece.gap
            pages[-1].append(Placed(y, piece.drawing, piece.section if piece.opens == "section" else ""))
            y += piece.drawing.height
            fresh = False
    return pages


def section_head(title: str, aside: str = "", width: float = WIDTH) -> Piece:
    """Return the head of a section."""
    return Piece(_section_drawing(title, aside, width), title, gap=_SECTION_GAP, keeps=True, opens="section")


def part_head(section: str, part: str, aside: str = "", width: float = WIDTH) -> Piece:
    """Return the head of a part of a section, such as one note."""
    return Piece(_part_drawing(part, aside, width), section, part, gap=_PART_GAP, keeps=True, opens="part")


def paragraph(
    lines: Sequence[Line], style: Style, *, section: str, part: str = "", left: float = 0.0, ink: str = "text_primary"
) -> list[Piece]:
    """Return the lines of a paragraph, of which at least two stay together at either end."""
    pieces = []
    for at, line in enumerate(lines):
        drawing = Drawing(WIDTH, style.leading)
        drawing.text(left, style.size, line, style, ink)
        keeps = len(lines) > 1 and (at == 0 or at == len(lines) - 2)
        pieces.append(Piece(drawing, section, part, keeps=keeps))
    return pieces


def _groups(pieces: Sequence[Piece]) -> Iterable[list[Piece]]:
    group: list[Piece] = []
    for piece in pieces:
        group.append(piece)
        if not piece.keeps:
            yield group
            group = []
    if group:
        yield group


def _heads_again(piece: Piece) -> list[Drawing]:
    if piece.opens == "section":
        return []
    heads = [_section_drawing(piece.section, _("continued"), WIDTH)]
    if piece.part and piece.opens != "part":
        heads.append(_part_drawing(piece.part, _("continued"), WIDTH))
    return heads


def _section_drawing(title: str, aside: str, width: float) -> Drawing:
    drawing = Drawing(width, SECTION_HEIGHT)
    taken = drawing.text(0, 8.2, title, SECTION, room=width)
    if aside:
        drawing.text(width, 8.2, aside, ASIDE, "text_tertiary", align="right", room=width - taken - 12)
    drawing.rule(0, 13.8, width)
    return drawing


def _part_drawing(part: str, aside: str, width: float) -> Drawing:
    drawing = Drawing(width, PART_HEIGHT)
    room = width
    if aside:
        room -= drawing.text(width, 9.4, aside, TINY, "text_tertiary", align="right", room=width / 2) + 12
    drawing.text(0, 9.4, part, STRONG, "accent_text", room=room)
    return drawing

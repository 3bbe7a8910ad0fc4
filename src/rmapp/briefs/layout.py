"""Sections to pages: side by side in pairs, moved whole, with what is left of the last page ruled to write on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.drawing import Drawing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BAND_GAP = 12.0
COLUMN_GAP = 18.0

_HALF = 0.5
_COLUMNS_FROM = 3
_LEVEL = 0.5
"""Points by which another arrangement has to be shorter to be worth it."""


class Section(NamedTuple):
    """A section to set: how to draw it for a width, and its share of a row (0 for a whole row).

    `turns` marks a section of the second page, `may_wait` one that may stand later where there is room.
    """

    draw: Callable[[float], Drawing]
    share: float = 0.0
    turns: bool = False
    may_wait: bool = False


class Band(NamedTuple):
    """One row of sections, finished."""

    drawing: Drawing
    turns: bool
    may_wait: bool


@dataclass(slots=True)
class Sheet:
    """The content of one page: bands with the height at which each begins."""

    bands: list[tuple[float, Drawing]]
    y: float


def pair(sections: Sequence[Section], width: float) -> list[Band]:
    """Set neighbours that take less than a row side by side; one without a neighbour gets the row.

    Three and more halves in a row that may wait fill two columns, which end as level as can be.
    """
    bands = []
    waiting = list(sections)
    while waiting:
        halves = _leading_halves(waiting)
        if halves >= _COLUMNS_FROM:
            bands.append(_columns(waiting[:halves], width))
            del waiting[:halves]
            continue
        section = waiting.pop(0)
        if section.share and waiting and waiting[0].share and waiting[0].turns == section.turns:
            bands.append(_row(section, waiting.pop(0), width))
        else:
            bands.append(Band(section.draw(width), section.turns, section.may_wait))
    return bands


def _leading_halves(sections: Sequence[Section]) -> int:
    return next(
        (at for at, one in enumerate(sections) if one.share != _HALF or one.turns or not one.may_wait), len(sections)
    )


def _columns(sections: Sequence[Section], width: float) -> Band:
    column = (width - COLUMN_GAP) / 2
    drawings = [section.draw(column) for section in sections]
    block = Drawing(width)
    ends = [0.0, 0.0]
    for drawing, side in zip(drawings, _level_sides([drawing.height for drawing in drawings]), strict=True):
        block.place(drawing, side * (column + COLUMN_GAP), ends[side])
        ends[side] += drawing.height + BAND_GAP
    block.height = max(ends) - BAND_GAP
    return Band(block, turns=False, may_wait=True)


def _level_sides(heights: Sequence[float]) -> tuple[int, ...]:
    """Return the column of each section so that the longer column is as short as can be; the first stands left."""
    best: tuple[int, ...] = ()
    least = float("inf")
    for rest in product((1, 0), repeat=len(heights) - 1):
        sides = (0, *rest)
        ends = [0.0, 0.0]
        for height, side in zip(heights, sides, strict=True):
            ends[side] += height + BAND_GAP
        if max(ends) < least - _LEVEL:
            best, least = sides, max(ends)
    return best


def _row(left: Section, right: Section, width: float) -> Band:
    room = width - COLUMN_GAP
    first = left.draw(room * left.share / (left.share + right.share))
    second = right.draw(room - first.width)
    row = Drawing(width, max(first.height, second.height))
    row.place(first, 0, 0)
    row.place(second, first.width + COLUMN_GAP, 0)
    return Band(row, left.turns, left.may_wait and right.may_wait)


def distribute(
    bands: Sequence[Band],
    first_y: float,
    top: float,
    bottom: float,
    space: Callable[[float], Drawing] | None,
    least_space: float,
    *,
    scant: float,
) -> list[Sheet]:
    """Put bands on pages from the top down; none is cut, and one that does not fit begins the next page.

    Sections of the second page begin it, unless everything fits on one page with `least_space` to write
    on. `space` draws the ruled lines for a height; they take the rest of the last page, or a page of
    their own where that is `scant`.
    """
    sheets = [Sheet([], first_y)]
    whole = first_y + sum(band.drawing.height + BAND_GAP for band in bands) + (least_space if space else -BAND_GAP)
    turning = len(bands) if whole <= bottom else _turning(bands)
    later: list[Band] = []
    for at, band in enumerate(bands):
        turns = at == turning and len(sheets) == 1
        if not turns and _fits(sheets[-1], band, bottom):
            _put(sheets[-1], band.drawing)
        elif band.may_wait and not band.turns:
            later.append(band)
        else:
            sheets.append(Sheet([], top))
            _put(sheets[-1], band.drawing)
    for band in later:
        if not _fits(sheets[-1], band, bottom):
            sheets.append(Sheet([], top))
        _put(sheets[-1], band.drawing)
    if space:
        if bottom - _next(sheets[-1]) < scant:
            sheets.append(Sheet([], top))
        _put(sheets[-1], space(bottom - _next(sheets[-1])))
    return sheets


def _turning(bands: Sequence[Band]) -> int:
    """Return the index of the band that begins the second page; not before sections of the first page."""
    for at, band in enumerate(bands):
        if band.turns and all(later.turns or later.may_wait for later in bands[at:]):
            return at
    return len(bands)


def _next(sheet: Sheet) -> float:
    return sheet.y + (BAND_GAP if sheet.bands else 0)


def _fits(sheet: Sheet, band: Band, bottom: float) -> bool:
    return _next(sheet) + band.drawing.height <= bottom


def _put(sheet: Sheet, drawing: Drawing) -> None:
    y = _next(sheet)
    sheet.bands.append((y, drawing))
    sheet.y = y + drawing.height

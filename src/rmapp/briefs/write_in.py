"""Places for a pen: lines far enough apart to write on, boxes to tick, and words before them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.styles import SECTION, SECTION_TOP
from rmapp.briefs.typesetting import Style, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.briefs.drawing import Drawing
    from rmapp.domain.sheet_items import SheetItem, SheetSection

LINE = 20.4
"""Points from line to line: 7.2 mm, so that a hand of usual size fits."""

NUMBER_ROOM = 22.0
"""Points for the number of an item before its words."""

ITEM = Style(8.2)
PRINTED = Style(9.0, "medium")
_NUMBER = Style(7.4, "medium")
_CHOICE = Style(8.0)
_BOX = 9.4
_WORD_GAP = 3.4
PICK_ROW = 14.5
"""Points from row to row of boxes."""

FOOT = 5.2
"""Points from the foot of a word to the line that it stands on."""


class Pick(NamedTuple):
    """One box with its word; `ticked` prints a cross where the answer is known before the visit."""

    text: str
    ticked: bool = False


def write_line(drawing: Drawing, x: float, y: float, end: float) -> None:
    """Draw a line to write on."""
    drawing.rule(x, y, end, "border_strong", 0.55)


def part_head(drawing: Drawing, part: SheetSection, note: str = "") -> float:
    """Write the number and name of a part with its rule; return where its first row begins."""
    taken = drawing.text(0, 8.2, f"{part.number}  {part.title}", SECTION)
    if note:
        drawing.text(drawing.width, 8.2, note, ITEM, "text_secondary", align="right", room=drawing.width - taken - 12)
    drawing.rule(0, 12.6, drawing.width, "border_strong", 0.7)
    return SECTION_TOP - 1.5


def item_line(drawing: Drawing, x: float, y: float, end: float, item: SheetItem, printed: str = "") -> float:
    """Write one item with a line up to `end`; `printed` is what is known already. Return the next row's top."""
    at = item_words(drawing, x, y, end, item)
    foot = y + LINE
    write_line(drawing, at, foot, end)
    if printed:
        drawing.text(at + 2, foot - FOOT, printed, PRINTED, room=end - at - 4)
    return foot


def item_words(drawing: Drawing, x: float, y: float, end: float, item: SheetItem, share: float = 0.62) -> float:
    """Write the number and the words of an item; return where its line or boxes begin."""
    base = y + LINE - FOOT
    number(drawing, x, base, item)
    taken = drawing.text(x + NUMBER_ROOM, base, item.title, ITEM, "text_secondary", room=(end - x) * share)
    return x + NUMBER_ROOM + taken + 7


def number(drawing: Drawing, x: float, base: float, item: SheetItem) -> None:
    """Write the number of an item at a baseline."""
    drawing.text(x, base, item.number, _NUMBER, "text_secondary")


def free_lines(drawing: Drawing, x: float, y: float, end: float, count: int) -> float:
    """Draw lines to write on below each other and return the next row's top."""
    for _row in range(count):
        y += LINE
        write_line(drawing, x, y, end)
    return y


def tick(drawing: Drawing, x: float, base: float, *, ticked: bool = False) -> None:
    """Draw a box to tick beside a baseline, crossed where it is ticked already."""
    top = base - _BOX + 1.6
    drawing.box((x, top), (_BOX, _BOX), stroke="text_secondary", radius=1.4, weight=0.8)
    if ticked:
        left, right, low = x + 2.2, x + _BOX - 2.2, top + _BOX - 2.2
        drawing.path([(left, top + 2.2), (right, low)], stroke="text_primary", weight=1.2)
        drawing.path([(right, top + 2.2), (left, low)], stroke="text_primary", weight=1.2)


def picks(
    drawing: Drawing, x: float, base: float, choices: Sequence[Pick], end: float, *, gap: float = 8.5
) -> tuple[float, float]:
    """Write boxes with their words, in further rows where `end` is reached; return where the last row ends."""
    left = x
    for choice in choices:
        wide = _BOX + _WORD_GAP + text_width(choice.text, _CHOICE)
        if x > left and x + wide > end:
            x, base = left, base + PICK_ROW
        tick(drawing, x, base, ticked=choice.ticked)
        drawing.text(x + _BOX + _WORD_GAP, base, choice.text, _CHOICE, room=end - x - _BOX)
        x += wide + gap
    return x, base

"""Pieces that several sections of a brief share: headings, chips, tick boxes, bars and marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.drawing import Drawing
from rmapp.briefs.styles import ASIDE, CHIP, LABEL, ROW, SECTION, SECTION_TOP, SMALL, VALUE
from rmapp.briefs.typesetting import text_width
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

CHIP_HEIGHT = 13.0
_WIDE = 320.0
_GUTTER = 27.0
_MOST_ENTRIES = 4
_LEAST_ABOUT = 34.0
"""Points that words need behind a date: less shows nothing but dots."""


def section(width: float, title: str, aside: str = "") -> Drawing:
    """Return a drawing that begins with a section's heading; its content starts at `SECTION_TOP`."""
    drawing = Drawing(width)
    taken = drawing.text(0, 8.2, title, SECTION, room=width)
    if aside:
        drawing.text(width, 8.2, aside, ASIDE, "text_tertiary", align="right", room=width - taken - 12)
    drawing.rule(0, 13.8, width)
    drawing.height = SECTION_TOP
    return drawing


def empty_section(width: float, title: str) -> Drawing:
    """Return a section that says that nothing is on file."""
    drawing = section(width, title)
    drawing.text(0, SECTION_TOP + 10.5, _("None on file"), SMALL, "text_tertiary")
    drawing.height = SECTION_TOP + 15
    return drawing


def more(drawing: Drawing, x: float, y: float, left_out: int) -> None:
    """Say at a baseline how many entries of a list were left out; nothing for none."""
    if left_out > 0:
        text = ngettext("+{n} more", "+{n} more", left_out).format(n=left_out)
        drawing.text(x, y, text, SMALL, "text_tertiary")


class Entry(NamedTuple):
    """One row of a short list: its name, words about it and its date, and the value at the right."""

    name: str
    about: str
    when: str
    value: str
    known: bool = True


def listing(width: float, title: str, entries: Sequence[Entry]) -> Drawing:
    """Return a short list, in two columns where it has a whole row of the page."""
    drawing = section(width, title)
    columns = 2 if width > _WIDE else 1
    column = (width - _GUTTER * (columns - 1)) / columns
    shown = entries[: _MOST_ENTRIES * columns]
    rows = -(-len(shown) // columns)
    for at, entry in enumerate(shown):
        x = (at // rows) * (column + _GUTTER)
        _entry(drawing, entry, x, SECTION_TOP + 11 + (at % rows) * ROW, column)
    drawing.height = SECTION_TOP + rows * ROW
    if len(entries) > len(shown):
        more(drawing, 0, drawing.height + 10, len(entries) - len(shown))
        drawing.height += 14
    return drawing


def _entry(drawing: Drawing, entry: Entry, x: float, y: float, width: float) -> None:
    ink, style = ("text_primary", VALUE) if entry.known else ("text_tertiary", SMALL)
    taken = drawing.text(x + width, y, entry.value, style, ink, align="right", room=width * 0.6)
    named = drawing.text(x, y, entry.name, LABEL, room=width - taken - 10)
    about = " · ".join(text for text in (entry.when, entry.about) if text)
    room = width - taken - named - 18
    if about and room > 24:
        if room < text_width(entry.when, SMALL) + _LEAST_ABOUT:
            about = entry.when or entry.about
        drawing.text(x + named + 8, y, about, SMALL, "text_tertiary", room=room)


def chips(width: float, texts: Sequence[tuple[str, str, str]]) -> Drawing:
    """Return rows of chips; each has its text, its ink and its fill."""
    drawing = Drawing(width, CHIP_HEIGHT)
    x, y = 0.0, 0.0
    for text, ink, fill in texts:
        wide = min(text_width(text, CHIP) + 13, width)
        if x and x + wide > width:
            x, y = 0.0, y + CHIP_HEIGHT + 4
        drawing.box((x, y), (wide, CHIP_HEIGHT), fill=fill, radius=CHIP_HEIGHT / 2)
        drawing.text(x + 6.5, y + 9.3, text, CHIP, ink, room=wide - 13)
        x += wide + 5
    drawing.height = y + CHIP_HEIGHT
    return drawing


def bar(drawing: Drawing, x: float, y: float, width: float, share: float) -> None:
    """Draw a thin bar, filled by a share of 0 to 1."""
    drawing.box((x, y), (width, 4.5), fill="track", radius=2.25)
    if share > 0:
        drawing.box((x, y), (max(4.5, width * min(share, 1.0)), 4.5), fill="accent", radius=2.25)


def tick_box(drawing: Drawing, x: float, y: float) -> None:
    """Draw an empty box to tick with a pen."""
    drawing.box((x, y), (8.6, 8.6), stroke="border_strong", radius=2, weight=0.8)


def key(drawing: Drawing, x: float, y: float, ink: str, text: str, *, hollow: bool = False) -> float:
    """Draw one entry of a legend at a baseline and return where the next one starts."""
    drawing.box((x, y - 6.5), (7, 7), fill=None if hollow else ink, stroke=ink if hollow else None, radius=1.4)
    return x + 11.3 + drawing.text(x + 11.3, y, text, ASIDE, "text_secondary") + 15


def mark(drawing: Drawing, x: float, y: float, kind: str) -> None:
    """Draw the small mark of a fact at a baseline: triangle stale, circle client-stated, square public."""
    if kind == "stale":
        drawing.path([(x, y), (x + 5, y), (x + 2.5, y - 4.8), (x, y)], stroke="warning_text", weight=0.7)
    elif kind == "client_statement":
        drawing.circle((x + 2.3, y - 2.4), 2.1, stroke="text_secondary", weight=0.7)
    else:
        drawing.box((x + 0.2, y - 4.4), (4.2, 4.2), stroke="text_secondary", weight=0.7)

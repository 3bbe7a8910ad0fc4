"""Sizes in pixels that follow the text: every height is a line of text plus padding from the tokens."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from rmapp.ui import fonts
from rmapp.ui.tokens import active, tokens

RAIL = 224
RAIL_COLLAPSED = 57
TOPBAR = 56
PREVIEW = 372
PREVIEW_NARROW = 340
SHEET = 640
READING = 1180
WINDOW_MINIMUM = (1120, 680)


def line(role: str = "body") -> int:
    """Return the height of one line: the taller of the Latin and the Chinese font."""
    return _line(fonts.pixels(role))


def grown(size: float, role: str = "body", lines: int = 1) -> int:
    """Return a size of the design, grown by what its lines of text grew over the normal text size."""
    normal = _line(fonts.pixels(role) / active().text_factor)
    return math.ceil(size) + lines * (line(role) - normal)


def control() -> int:
    """Return the height of a button or input, 32 at normal text size."""
    return grown(tokens()["size"]["button"])


def small_control() -> int:
    """Return the height of a small button, 26 at normal text size."""
    return grown(tokens()["size"]["button_small"])


def large_control() -> int:
    """Return the height of a large button, 36 at normal text size."""
    return grown(tokens()["size"]["button_large"])


def row() -> int:
    """Return the height of a table row with two lines, 44 at normal text size."""
    return grown(tokens()["size"]["row_table"], lines=2)


def row_compact() -> int:
    """Return the height of a table row with one line, 32 at normal text size."""
    return grown(tokens()["size"]["row_table_compact"])


def row_list() -> int:
    """Return the height of a row of a list, 36 at normal text size."""
    return grown(tokens()["size"]["row_list"])


def chip() -> int:
    """Return the height of a chip, 20 at normal text size."""
    return grown(20, "caption")


def icon() -> int:
    """Return the side of a line icon, 16 at normal text size."""
    return round(float(tokens()["size"]["icon"]) * active().text_factor)


def space(step: int) -> int:
    """Return a step of the spacing scale: 4 8 12 16 20 24 32 40 for 1 to 8."""
    return int(tokens()["space"][str(step)])


def radius(name: str) -> int:
    """Return a corner radius: xs 4, sm 6, md 8, lg 10, xl 14."""
    return int(tokens()["radius"][name])


@lru_cache(maxsize=128)
def _line(pixels: float) -> int:
    heights = []
    for family in (fonts.LATIN, fonts.CHINESE):
        face = fonts.font()
        face.setFamilies([family])
        face.setPointSizeF(face.pointSizeF() * pixels / fonts.pixels("body"))
        heights.append(QFontMetricsF(QFont(face)).height())
    return math.ceil(max(heights) - 0.25)

"""Type sizes and measures of the client brief, in points (design, 11)."""

from __future__ import annotations

from rmapp import i18n
from rmapp.briefs.typesetting import Style

LEFT = 45.36
RIGHT = 549.92
WIDTH = RIGHT - LEFT

NAME = Style(24, "semibold")
SECOND_NAME = Style(12.6)
LEAD = Style(9.5)
SECTION = Style(10.5, "semibold")
ASIDE = Style(7.8)
STRONG = Style(9.2, "semibold")
LABEL = Style(8.6)
VALUE = Style(8.8, "medium")
TOTAL = Style(8.8, "semibold")
BODY = Style(8.7)
SMALL = Style(8.0)
CHIP = Style(7.8, "medium")
STEP = Style(8.0, "medium")
TINY = Style(7.2)
CAPS = Style(8.0, "medium")

ROW = 14.2
SECTION_TOP = 16.5
"""Where a section's content starts below the top of its heading."""


def spaced(style: Style) -> Style:
    """Return a style with the line height of a paragraph in the current language."""
    return style._replace(leading=style.size * (1.5 if is_chinese() else 1.41))


def is_chinese() -> bool:
    """Tell whether the page is in Chinese."""
    return i18n.current() == "zh_CN"

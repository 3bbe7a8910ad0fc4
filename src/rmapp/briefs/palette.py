"""Inks of the printed page by name, in colour and in black and white.

The colours are those of the light theme in `resources/themes/tokens.json`, with a few that only paper has.
"""

from __future__ import annotations

import json
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp import paths

if TYPE_CHECKING:
    from collections.abc import Mapping

Rgb = tuple[float, float, float]

_PAPER_ONLY = MappingProxyType(
    {
        "white": "#FFFFFF",
        "note_box": "#F4F8F7",
        "waiting": "#E3B869",
        "forecast": "#D5E7E5",
        "future": "#F2F4F3",
        "dots": "#B5BDBA",
        "watermark": "#F0F0F0",
    }
)
_DARKEST_TEXT = 0.0
_LIGHTEST_TEXT = 0.27
_STRONG = frozenset({"accent", "c2", "danger", "warning", "success"})
_FAINT = frozenset({"border_default", "border_subtle", "chart_grid", "dots", "track"})


class Palette:
    """The inks of one printing; in black and white all lines are thicker and one fill is hatched."""

    def __init__(self, *, black_and_white: bool) -> None:
        self.black_and_white = black_and_white
        self.line_scale = 1.5 if black_and_white else 1.0

    def ink(self, name: str) -> Rgb:
        """Return the red, green and blue of an ink, each 0 to 1; KeyError for a name there is not."""
        colour = _inks()[name]
        return _grey(name, colour) if self.black_and_white else colour

    def hatched(self, name: str | None) -> bool:
        """Tell whether a fill is drawn as slanting lines, to stand apart from grey."""
        return self.black_and_white and name == "waiting"


def _grey(name: str, colour: Rgb) -> Rgb:
    red, green, blue = colour
    light = 0.299 * red + 0.587 * green + 0.114 * blue
    if name == "c1":
        light = 0.42
    elif name in _STRONG or name.endswith(".fill"):
        light = 0.1
    elif name.startswith("stage.") and name.endswith(".soft"):
        light = 0.84
    elif "text" in name:
        light = max(_DARKEST_TEXT, min(light, _LIGHTEST_TEXT))
        light = 1.0 if name == "text_on_accent" else light
    elif name == "waiting":
        light = 0.3
    elif name in _FAINT:
        light *= 0.87
    return (light, light, light)


@cache
def _inks() -> Mapping[str, Rgb]:
    tokens = json.loads((paths.resources() / "themes" / "tokens.json").read_text("utf-8"))
    found = {name: shades["light"] for name, shades in tokens["colour"].items()}
    found |= tokens["chart"]["series"]["light"]
    for code, stage in tokens["stage"].items():
        found |= {f"stage.{code}.{part}": value for part, value in stage["light"].items()}
    found |= _PAPER_ONLY
    return MappingProxyType({name: _rgb(value) for name, value in found.items()})


def _rgb(value: str) -> Rgb:
    red, green, blue = (int(value[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return (red, green, blue)

"""Marks on paper, kept until the page is painted: text, rules, boxes, circles, paths and pictures.

A drawing measures in points from its own top left corner, knows its height, and can be placed on another
one. Inks are names that the palette turns into colours at the end, so one drawing prints in colour and in
black and white.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rmapp.briefs.typesetting import Line, Style, set_line

Align = Literal["left", "right", "centre"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TextMark:
    """A line of text at its left end and baseline."""

    x: float
    y: float
    line: Line
    ink: str


@dataclass(frozen=True, slots=True)
class PathMark:
    """A line through points, closed and filled where a fill is given."""

    points: tuple[Point, ...]
    fill: str | None
    stroke: str | None
    weight: float
    dash: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class BoxMark:
    """A rectangle with its top left corner; corners are rounded by `radius`."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    fill: str | None
    stroke: str | None
    weight: float
    dash: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class CircleMark:
    """A circle around a centre."""

    x: float
    y: float
    radius: float
    fill: str | None
    stroke: str | None
    weight: float


@dataclass(frozen=True, slots=True)
class PlacedDrawing:
    """Another drawing with its top left corner at a point."""

    x: float
    y: float
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class ImageMark:
    """A picture, a JPEG or PNG, with its top left corner."""

    x: float
    y: float
    width: float
    height: float
    content: bytes


Mark = TextMark | PathMark | BoxMark | CircleMark | ImageMark | PlacedDrawing


@dataclass(slots=True)
class Drawing:
    """A piece of a page; whoever fills it sets `height` to what it takes."""

    width: float
    height: float = 0.0
    marks: list[Mark] = field(default_factory=list)

    def text(
        self,
        x: float,
        y: float,
        text: str | Line,
        style: Style,
        ink: str = "text_primary",
        *,
        align: Align = "left",
        room: float | None = None,
    ) -> float:
        """Write one line at a baseline and return its width; a text wider than `room` ends with …."""
        line = set_line(text, style, room) if isinstance(text, str) else text
        shift = {"left": 0.0, "right": line.width, "centre": line.width / 2}[align]
        self.marks.append(TextMark(x - shift, y, line, ink))
        return line.width

    def lines(self, x: float, y: float, lines: list[Line], style: Style, ink: str = "text_primary") -> float:
        """Write lines from a first baseline down and return the baseline after the last one."""
        for line in lines:
            self.text(x, y, line, style, ink)
            y += style.leading
        return y

    def rule(
        self,
        x: float,
        y: float,
        end: float,
        ink: str = "border_default",
        weight: float = 0.5,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """Draw a level line from `x` to `end`."""
        self.marks.append(PathMark(((x, y), (end, y)), None, ink, weight, dash))

    def path(
        self,
        points: list[Point],
        *,
        fill: str | None = None,
        stroke: str | None = None,
        weight: float = 0.8,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """Draw straight lines through points."""
        self.marks.append(PathMark(tuple(points), fill, stroke, weight, dash))

    def box(
        self,
        corner: Point,
        size: Point,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        radius: float = 0.0,
        weight: float = 0.8,
        dash: tuple[float, float] | None = None,
    ) -> None:
        """Draw a rectangle from its top left corner."""
        self.marks.append(BoxMark(*corner, *size, radius, fill, stroke, weight, dash))

    def circle(
        self,
        centre: Point,
        radius: float,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        weight: float = 0.8,
    ) -> None:
        """Draw a circle."""
        self.marks.append(CircleMark(*centre, radius, fill, stroke, weight))

    def image(self, corner: Point, size: Point, content: bytes) -> None:
        """Draw a picture from its top left corner."""
        self.marks.append(ImageMark(*corner, *size, content))

    def place(self, drawing: Drawing, x: float, y: float) -> None:
        """Put another drawing here with its top left corner at a point."""
        self.marks.append(PlacedDrawing(x, y, drawing))

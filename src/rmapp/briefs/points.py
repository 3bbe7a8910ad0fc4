"""What to raise in the meeting: the box that is read first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.blocks import more
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.styles import SECTION, is_chinese
from rmapp.briefs.typesetting import Style, set_line, set_lines, text_width
from rmapp.briefs.wording import point_explanation, point_heading
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.brief import BriefPoint

MOST_POINTS = 3
"""How many points a brief has room for."""

_HEADING = Style(9.4, "semibold", 13.0)
_REASON = Style(8.8, leading=12.6)
_NUMBER = Style(8.0, "semibold")
_TEXT_LEFT = 34.4
_GAP = 8.0
_STEP = 17.2


def points_to_raise(points: Sequence[BriefPoint], width: float) -> Drawing:
    """Return the numbered points in their order of weight."""
    drawing = Drawing(width)
    content = Drawing(width)
    y = 34.0
    for number, point in enumerate(points[:MOST_POINTS], 1):
        y = _point(content, number, point, y) + _STEP
    if not points:
        content.text(14.6, y, _("Nothing is waiting to be raised"), _REASON, "text_tertiary")
        y += _STEP
    height = y - _STEP + 13
    drawing.box((0, 0), (width, height), fill="note_box", radius=4.5)
    drawing.box((0, 0), (3, height), fill="accent")
    taken = drawing.text(14.7, 17, _("Raise in this meeting"), SECTION)
    more(drawing, 14.7 + taken + 9, 17, len(points) - MOST_POINTS)
    drawing.place(content, 0, 0)
    drawing.height = height
    return drawing


def _point(drawing: Drawing, number: int, point: BriefPoint, y: float) -> float:
    drawing.circle((20, y - 3), 6.8, fill="accent")
    drawing.text(20, y - 0.2, str(number), _NUMBER, "text_on_accent", align="centre")
    room = drawing.width - _TEXT_LEFT - 9
    heading, reason = point_heading(point), point_explanation(point)
    if reason and heading[-1:] not in ".。!！?？":
        heading += "。" if is_chinese() else "."
    after = text_width(heading, _HEADING) + _GAP
    if after + text_width(reason, _REASON) <= room:
        drawing.text(_TEXT_LEFT, y, heading, _HEADING)
        drawing.text(_TEXT_LEFT + after, y, set_line(reason, _REASON), _REASON, "text_secondary")
        return y
    y = drawing.lines(_TEXT_LEFT, y, set_lines(heading, _HEADING, room, 2), _HEADING)
    if reason:
        y = drawing.lines(_TEXT_LEFT, y, set_lines(reason, _REASON, room, 2), _REASON, "text_secondary")
    return y - _REASON.leading

"""The story of the line: steps of the limit with their reasons, and what was drawn under it, in one small plot."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.blocks import more, section
from rmapp.briefs.styles import ASIDE, SECTION_TOP, SMALL
from rmapp.briefs.typesetting import Style, text_width
from rmapp.briefs.wording import TableUnit
from rmapp.domain import reference
from rmapp.domain.wording import format_partial
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.briefs.drawing import Drawing, Point
    from rmapp.domain.brief_credit import BriefStory, StoryPoint, StoryStep
    from rmapp.domain.money import Money

_PLOT_TOP = SECTION_TOP + 14.0
_PLOT_HEIGHT = 46.0
_TIGHT_HEIGHT = 30.0
_LEFT = 32.0
_MOST_STEPS = 4
_TIGHT_STEPS = 3
_STEP_ROW = 11.6
_BADGE_ROOM = 5.6
"""What is kept free above the highest amount, so that a number upon it stands below the legend."""

_AXIS = Style(7.0)
_NUMBER = Style(6.6, "semibold")
_LIMIT = Style(8.0, "semibold")


class _Frame(NamedTuple):
    """Where days and amounts fall: the first and last day, the top of the scale in minor units, the height of it."""

    first: int
    last: int
    top: int
    right: float
    height: float

    @property
    def foot(self) -> float:
        return _PLOT_TOP + self.height

    def x(self, day: date) -> float:
        share = (day.toordinal() - self.first) / max(1, self.last - self.first)
        return _LEFT + (self.right - _LEFT) * min(1.0, max(0.0, share))

    def y(self, minor: int) -> float:
        return _PLOT_TOP + self.height * (1 - min(1.0, max(0, minor) / self.top))


def line_story(story: BriefStory, as_of: date, width: float, *, tight: bool = False) -> Drawing:
    """Return the plot of limits and drawn balance, and the latest steps of the limits with their reasons.

    With `tight` the plot is lower and has fewer steps.
    """
    points = (*story.limits, *story.balance)
    unit = TableUnit([*(step.limit for step in story.steps), *(point.amount for point in points)])
    drawing = section(width, _("Story of the line"), unit.name)
    y = SECTION_TOP
    shown = story.steps[-(_TIGHT_STEPS if tight else _MOST_STEPS) :]
    first = len(story.steps) - len(shown) + 1
    if points:
        _legend(drawing, story)
        frame = _frame(points, as_of, width, _TIGHT_HEIGHT if tight else _PLOT_HEIGHT)
        _axes(drawing, frame, max((point.amount for point in points), key=_minor), unit, as_of)
        _drawn(drawing, frame, story.balance)
        _limits(drawing, frame, story.limits, as_of)
        _badges(drawing, frame, story.limits, list(enumerate(shown, first)))
        y = frame.foot + 13
    with_types = len({step.facility_type for step in story.steps}) > 1
    for at, step in enumerate(shown, first):
        _reason(drawing, at, step, unit, y, with_type=with_types or not step.reason)
        y += _STEP_ROW
    left_out = len(story.steps) - len(shown)
    more(drawing, 13, y + 8, left_out)
    drawing.height = y + (11 if left_out > 0 else 0)
    return drawing


def _minor(money: Money) -> int:
    return money.minor


def _legend(drawing: Drawing, story: BriefStory) -> None:
    y = SECTION_TOP + 7.5
    drawing.rule(0, y - 2.4, 12, "text_primary", 1.2)
    x = 16 + drawing.text(16, y, _("Limit"), ASIDE, "text_secondary") + 14
    if story.balance:
        drawing.box((x, y - 6), (9, 7), fill="forecast", stroke="c1", weight=0.8)
        x += 13 + drawing.text(x + 13, y, _("Drawn"), ASIDE, "text_secondary") + 10
        note = _("movements without a day left out") if story.partial else ""
    else:
        note = _("drawn balance not disclosed")
    drawing.text(x, y, note, ASIDE, "text_tertiary", room=drawing.width - x)


def _frame(points: Sequence[StoryPoint], as_of: date, width: float, height: float) -> _Frame:
    days = [point.on.toordinal() for point in points]
    highest = max(1, *(point.amount.minor for point in points))
    top = round(highest * height / (height - _BADGE_ROOM))
    return _Frame(min(days), max(as_of.toordinal(), *days), top, width - 4, height)


def _axes(drawing: Drawing, frame: _Frame, highest: Money, unit: TableUnit, as_of: date) -> None:
    foot = frame.foot
    drawing.rule(_LEFT - 4, foot, frame.right, "border_strong", 0.6)
    drawing.text(_LEFT - 8, foot + 2.4, "0", _AXIS, "text_tertiary", align="right")
    if highest.minor > 0:
        y = frame.y(highest.minor)
        drawing.rule(_LEFT - 4, y, frame.right, "chart_grid", 0.5)
        drawing.text(_LEFT - 8, y + 2.4, unit.number(highest), _AXIS, "text_tertiary", align="right")
    first, last = date.fromordinal(frame.first).year, as_of.year
    drawing.text(_LEFT, foot + 7.6, str(first), _AXIS, "text_tertiary")
    if last != first:
        drawing.text(frame.right, foot + 7.6, str(last), _AXIS, "text_tertiary", align="right")


def _drawn(drawing: Drawing, frame: _Frame, points: Sequence[StoryPoint]) -> None:
    if not points:
        return
    outline = _stairs([(frame.x(point.on), frame.y(point.amount.minor)) for point in points], frame.right)
    foot = frame.foot
    drawing.path([(outline[0][0], foot), *outline, (outline[-1][0], foot)], fill="forecast")
    drawing.path(outline, stroke="c1", weight=0.9)


def _limits(drawing: Drawing, frame: _Frame, points: Sequence[StoryPoint], as_of: date) -> None:
    if points:
        corners = [(frame.x(point.on), frame.y(point.amount.minor)) for point in points]
        drawing.path(_stairs(corners, max(corners[-1][0], frame.x(as_of))), stroke="text_primary", weight=1.2)


def _badges(
    drawing: Drawing, frame: _Frame, limits: Sequence[StoryPoint], steps: Sequence[tuple[int, StoryStep]]
) -> None:
    """Draw the numbers of the steps on the line of the limits, side by side where they lie close."""
    taken = 0.0
    for number, step in steps:
        if step.on is None:
            continue
        day = step.on.first_day()
        level = [point.amount.minor for point in limits if point.on <= day]
        taken = min(max(frame.x(day) + 4, taken + 9), frame.right)
        _badge(drawing, taken, frame.y(level[-1] if level else 0) - 5.2, number)


def _stairs(corners: Sequence[Point], end: float) -> list[Point]:
    """Return the line through the corners that stays level from one to the next."""
    found = [corners[0]]
    for x, y in corners[1:]:
        found += [(x, found[-1][1]), (x, y)]
    return [*found, (end, found[-1][1])]


def _badge(drawing: Drawing, x: float, y: float, number: int) -> None:
    drawing.circle((x, y), 4.0, fill="white", stroke="text_primary", weight=0.6)
    drawing.text(x, y + 2.3, str(number), _NUMBER, align="centre")


def _reason(drawing: Drawing, number: int, step: StoryStep, unit: TableUnit, y: float, *, with_type: bool) -> None:
    _badge(drawing, 4.2, y + 5.6, number)
    x = (
        13
        + drawing.text(
            13, y + 8.2, format_partial(step.on, "iso") if step.on else _("day not known"), SMALL, "text_tertiary"
        )
        + 7
    )
    amount = unit.number(step.limit)
    x += drawing.text(x, y + 8.2, amount, _LIMIT) + 7
    line = reference.text("facility_type", step.facility_type) if with_type and step.facility_type else ""
    about = " · ".join(text for text in (step.reason, line) if text)
    drawing.text(x, y + 8.2, about, SMALL, "text_secondary", room=max(drawing.width - x, text_width("…", SMALL)))

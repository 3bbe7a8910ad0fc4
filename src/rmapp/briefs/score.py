"""The assessment on paper: the grade, a small radar with its numbers, and what is strongest, weakest, least known."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.blocks import section
from rmapp.briefs.styles import LABEL, SECTION_TOP, SMALL, TINY
from rmapp.briefs.typesetting import set_lines
from rmapp.domain import reference
from rmapp.domain.scoring import format_score
from rmapp.domain.wording import format_date, format_percent
from rmapp.i18n import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from rmapp.briefs.drawing import Align, Drawing, Point
    from rmapp.domain.brief_score import BriefDimension, BriefScore

_RADIUS, _TIGHT_RADIUS = 46.0, 30.0
_BESIDE = 84.0
_HALF = 0.35
_ROW = 11.4
_NUMBER = TINY._replace(weight="semibold")
_LEADING = 8.4


def score(value: BriefScore, width: float, *, tight: bool = False) -> Drawing:
    """Return the section; it says of itself that it is a working aid. A `tight` one has a smaller radar."""
    drawing = section(width, _("Assessment"), _aside(value))
    y = SECTION_TOP + 3
    for line in set_lines(_head(value), LABEL, width, 2):
        drawing.text(0, y + 8, line, LABEL)
        y += _ROW
    y = _radar(drawing, value, y + 2, _TIGHT_RADIUS if tight else _RADIUS)
    for line in set_lines(" · ".join(_said(value)), SMALL, width, 2):
        drawing.text(0, y + 8, line, SMALL, "text_secondary")
        y += _ROW
    for line in set_lines(_("A working aid for the conversation, never a credit decision."), TINY, width, 2):
        drawing.text(0, y + 7, line, TINY, "text_tertiary")
        y += _LEADING
    drawing.height = y + 3
    return drawing


def _aside(value: BriefScore) -> str:
    when = format_date(value.as_of)
    if value.before_on is not None:
        when = _("{date}, dashed: {before}").format(date=when, before=format_date(value.before_on))
    return f"{when} · v{value.version}" if value.version else when


def _head(value: BriefScore) -> str:
    if value.total is None:
        named = listed(reference.text("hard_stop", code) for code in value.flags)
        return _("Grade {grade}: {flags}").format(grade=value.grade, flags=named) if named else value.grade
    said = _("{score} of 100, grade {grade}").format(score=format_score(value.total), grade=value.grade)
    if value.meaning is None:
        return said
    return _("{grade}: {meaning}").format(grade=said, meaning=value.meaning.text())


def _radar(drawing: Drawing, value: BriefScore, top: float, radius: float) -> float:
    count = len(value.dimensions)
    if not count:
        return top
    web = _Web((drawing.width / 2, top + _LEADING + 3 + radius), radius, count)
    for ring in (50, 100):
        points = [web.point(at, ring) for at in range(count)]
        drawing.path([*points, points[0]], stroke="border_default" if ring == 100 else "chart_grid", weight=0.5)
    for at in range(count):
        drawing.path([web.centre, web.point(at, 100)], stroke="chart_grid", weight=0.4)
    _outline(drawing, web, [one.before for one in value.dimensions], "text_secondary", dash=(2.2, 1.6))
    _outline(drawing, web, [one.score for one in value.dimensions], "c1")
    for at, one in enumerate(value.dimensions):
        if one.score is not None:
            drawing.circle(web.point(at, float(one.score)), 1.5, fill="c1")
        _label(drawing, web, at, one)
    return web.centre[1] + radius + _LEADING + 4


class _Web(NamedTuple):
    """The net of a radar: one ray for each dimension, the first one upright."""

    centre: Point
    radius: float
    rays: int

    def point(self, at: int, score: float) -> Point:
        """Return where a score, 0 to 100, lies on a ray."""
        angle = 2 * math.pi * at / self.rays
        far = self.radius * score / 100
        return self.centre[0] + math.sin(angle) * far, self.centre[1] - math.cos(angle) * far


def _outline(
    drawing: Drawing,
    web: _Web,
    scores: Sequence[Decimal | None],
    ink: str,
    dash: tuple[float, float] | None = None,
) -> None:
    """Draw the sides between neighbours that are both known: what is not known has a gap."""
    count = len(scores)
    for at, one in enumerate(scores):
        other = scores[(at + 1) % count]
        if one is not None and other is not None:
            ends = [web.point(at, float(one)), web.point((at + 1) % count, float(other))]
            drawing.path(ends, stroke=ink, weight=0.7 if dash else 1.3, dash=dash)


def _label(drawing: Drawing, web: _Web, at: int, one: BriefDimension) -> None:
    across = math.sin(2 * math.pi * at / web.rays)
    x, y = web.point(at, 100)
    number = _("not known") if one.score is None else f"{one.score:.0f}"
    if abs(across) <= _HALF:
        words = _("{dimension} {score}").format(dimension=_short(one), score=number)
        drawing.text(x, y - 3.5 if y < web.centre[1] else y + 8.5, words, TINY, align="centre", room=drawing.width)
        return
    align: Align = "left" if across > 0 else "right"
    x += 5.0 if across > 0 else -5.0
    room = drawing.width - x if across > 0 else x
    lines = set_lines(_short(one), TINY, min(_BESIDE, room), 2)
    top = y - (len(lines) + 1) * _LEADING / 2 + 6.5
    for place, line in enumerate(lines):
        drawing.text(x, top + place * _LEADING, line, TINY, "text_secondary", align=align)
    drawing.text(x, top + len(lines) * _LEADING, number, _NUMBER, align=align)


def _said(value: BriefScore) -> Iterator[str]:
    known = [(one.score, one) for one in value.dimensions if one.score is not None]
    if known:
        best, worst = max(known, key=_first)[1], min(known, key=_first)[1]
        yield _("Strongest: {dimension}").format(dimension=_with_score(best))
        yield _("Weakest: {dimension}").format(dimension=_with_score(worst))
    least = min(value.dimensions, key=_known, default=None)
    if least is not None and least.known < 1:
        share = format_percent(least.known, 0)
        yield _("Least known: {dimension}, {share} of its weight").format(dimension=_short(least), share=share)


def _with_score(one: BriefDimension) -> str:
    return f"{_short(one)} {one.score:.0f}"


def _short(one: BriefDimension) -> str:
    return re.split(r"\s*[(（]", one.label.text())[0]


def _first(pair: tuple[Decimal, BriefDimension]) -> Decimal:
    return pair[0]


def _known(one: BriefDimension) -> Decimal:
    return one.known

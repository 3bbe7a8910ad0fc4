"""The way to the stock exchange on paper: a strip of steps, what comes next, what we do, and tests in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.blocks import more, section, tick_box
from rmapp.briefs.styles import LABEL, SECTION_TOP, SMALL, TINY
from rmapp.briefs.typesetting import set_lines
from rmapp.domain import reference
from rmapp.domain.ipo_wording import result_words, track_words
from rmapp.domain.listing_boards import board_tests, disclaimer, ipo_steps, metrics
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date, format_days, format_partial
from rmapp.i18n import _, listed, ngettext, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.briefs.drawing import Drawing
    from rmapp.domain.brief_listing import BriefListing, ListingDeed, ListingStep, ListingTest
    from rmapp.domain.ipo import Track

_MOST_DEEDS = 3
_MOST_TESTS = 5
_GAP = 4.0
_BAR = 4.0
_ROW = 13.0
_LABEL = TINY._replace(leading=8.4)
_FINE = TINY._replace(leading=9.4)


def listing(value: BriefListing, width: float) -> Drawing:
    """Return the strip with the lines below it; its tests are followed by the disclaimer."""
    drawing = section(width, _("Way to the stock exchange"), _aside(value))
    y = _strip(drawing, value, SECTION_TOP + 3)
    for words, ink in _lines(value):
        for line in set_lines(words, LABEL, width, 2):
            drawing.text(0, y + 9, line, LABEL, ink)
            y += _ROW
    for deed in value.deeds[:_MOST_DEEDS]:
        tick_box(drawing, 0, y + 1.5)
        drawing.text(14, y + 9, _deed(deed), LABEL, room=width - 14)
        y += _ROW
    left_out = len(value.deeds) - _MOST_DEEDS
    if left_out > 0:
        more(drawing, 14, y + 8, left_out)
        y += _ROW
    y = _tests(drawing, value, y)
    drawing.height = y + 1
    return drawing


def _strip(drawing: Drawing, value: BriefListing, top: float) -> float:
    """Draw the steps side by side, reached ones filled; return where the words below end."""
    if not value.steps:
        return top
    room = (drawing.width + _GAP) / len(value.steps)
    for at, step in enumerate(value.steps):
        left, wide = at * room, room - _GAP
        reached = step.state in ("past", "now", "setback")
        fill = "text_primary" if reached else None
        stroke = None if reached else "border_strong"
        drawing.box((left, top), (wide, _BAR), fill=fill, stroke=stroke, radius=1.5, weight=0.6)
        here = step.state in ("now", "setback")
        style = _LABEL._replace(weight="semibold") if here else _LABEL
        ink = "text_primary" if reached else "text_tertiary"
        # Where no day stands below, a long name has room for a third line.
        lines = set_lines(reference.text("ipo_status", step.status), style, wide, 2 if step.reached_on else 3)
        drawing.lines(left, top + _BAR + 8.4, lines, style, ink)
        if step.reached_on is not None:
            drawing.text(left, top + _BAR + 25.4, str(step.reached_on), TINY, "text_secondary", room=wide)
    return top + _BAR + 30


def _lines(value: BriefListing) -> Iterator[tuple[str, str]]:
    """Yield the step now, what comes next and what lapses, and what the step changes in the credit, with their inks."""
    now = value.now()
    if now is not None:
        yield _now(now), "text_primary"
    if value.next_status is not None:
        yield _next(value), "danger_text" if (value.next_days or 0) < 0 else "text_primary"
    for lapse in value.lapses:
        step = ipo_steps().get(lapse.status)
        what = step.window.lapses.text() if step and step.window else reference.text("ipo_status", lapse.status)
        said = _("{what}: {date}").format(what=what, date=format_date(lapse.on))
        yield said, "danger_text" if lapse.days < 0 else "text_primary"
    step = ipo_steps().get(now.status) if now else None
    if step is not None:
        yield step.credit.text(), "text_secondary"


def _now(step: ListingStep) -> str:
    name = reference.text("ipo_status", step.status)
    if step.round is not None:
        name = _("{step}, round {n}").format(step=name, n=step.round)
    if step.reached_on is None:
        return _("Now: {stage}").format(stage=name)
    return _("Now: {stage}, since {date}").format(stage=name, date=format_partial(step.reached_on))


def _next(value: BriefListing) -> str:
    name = reference.text("ipo_status", value.next_status or "")
    if value.next_days is None:
        return _("Next: {step}").format(step=name)
    if value.next_days < 0:
        said = ngettext(
            "Next: {step}, {n} day over the usual time", "Next: {step}, {n} days over the usual time", -value.next_days
        )
        return said.format(step=name, n=-value.next_days)
    return _("Next: {step}, usually in {days}").format(step=name, days=format_days(value.next_days))


def _tests(drawing: Drawing, value: BriefListing, y: float) -> float:
    shown = value.tests[:_MOST_TESTS]
    for test in shown:
        for line in set_lines(_test(test), SMALL, drawing.width, 2):
            drawing.text(0, y + 9, line, SMALL, "text_secondary")
            y += 11.4
    if shown:
        for line in set_lines(disclaimer().text(), _FINE, drawing.width, 3):
            drawing.text(0, y + 8, line, _FINE, "text_tertiary")
            y += _FINE.leading
        y += 2
    return y


def _test(test: ListingTest) -> str:
    names = {one.code: one.name.text() for one in board_tests(test.board)}
    board = reference.text("board", test.board)
    said = result_words(board, names.get(test.test, test.test), test.truth, test.data_of, assumed=test.assumed)
    if not test.missing:
        return said
    missing = _("Missing: {figures}").format(figures=listed(metrics()[one].label.text() for one in test.missing))
    return sentences((said, missing))


def _aside(value: BriefListing) -> str:
    track: Track = "hkex" if value.track == "hkex" else "a_share"
    board = reference.text("board", value.board) if value.board else track_words(track)
    raised = (
        _("plans to raise {amount}").format(amount=format_money(value.planned_raise)) if value.planned_raise else ""
    )
    return " · ".join(part for part in (board, value.sponsor, raised) if part)


def _deed(deed: ListingDeed) -> str:
    name = deed.note if deed.kind == "other" and deed.note else reference.text("ipo_action", deed.kind)
    if deed.due_on is None:
        return name
    return _("{action}, due {date}").format(action=name, date=format_date(deed.due_on))

"""What the visit is about on the first page: what we want, what is new since the last visit, what to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.blocks import more, section
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.layout import COLUMN_GAP
from rmapp.briefs.points import MOST_POINTS
from rmapp.briefs.styles import BODY, LABEL, SECTION, SECTION_TOP, SMALL
from rmapp.briefs.typesetting import Style, set_lines, text_width
from rmapp.domain.change_wording import ahead_text, change_text
from rmapp.domain.question_wording import question_text
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.domain.brief import ClientBrief
    from rmapp.domain.brief_visit import BriefAim, BriefAsk, BriefSince
    from rmapp.domain.question import Question

_DATE = Style(8.2, "medium")
_TEXT = BODY._replace(leading=11.6)
_AIM = Style(9.2, "medium", 12.2)
_ASKED = Style(8.7, "medium", 11.4)
_NUMBER = Style(8.0, "semibold")
_ROW = 13.4
_DATE_ROOM = 46.0
_AIM_ROOM = 96.0
_NUMBER_ROOM = 14.0
_WRITE_ROW = 17.0
"""Points from the last word of a question to its line: room for a hand."""

_CELL_GAP = 8.6
_OF_POINTS = {
    "designation_expiring": "designation_ends",
    "line_maturing": "line_matures",
    "listing_window": "ipo_window",
    "unmet_condition": "condition_due",
}
"""What a point is called among the things ahead."""

_AHEAD_SHARE = 0.4
_MOST_AHEAD = 4


def objective(aim: BriefAim, purpose: str, width: float) -> Drawing:
    """Return what we want from the meeting, in three short lines, with the purpose as it was planned."""
    has_aim = any(aim.lines())
    drawing = section(width, _("Objective"), purpose if has_aim else "")
    labels = (_("What we want"), _("The one question"), _("What we can decide"), _("Purpose of the visit"))
    y = SECTION_TOP + 10.5
    for label, text in zip(labels, (*aim.lines(), "" if has_aim else purpose), strict=True):
        if not text:
            continue
        drawing.text(0, y, label, LABEL, "text_tertiary", room=_AIM_ROOM - 8)
        y = drawing.lines(_AIM_ROOM, y, set_lines(text, _AIM, width - _AIM_ROOM, 2), _AIM) + 2.6
    drawing.height = y - _AIM.leading + 2
    return drawing


def since_last_visit(told: BriefSince, most: int, width: float) -> Drawing:
    """Return what changed since the last visit, newest first, and beside it what is ahead."""
    drawing = Drawing(width)
    room = width if not told.ahead else (width - COLUMN_GAP) * (1 - _AHEAD_SHARE)
    news = _news(told, most, room)
    drawing.place(news, 0, 0)
    drawing.height = news.height
    if told.ahead:
        left = room + COLUMN_GAP
        coming = section(width - left, _("Ahead"))
        rows = [(format_date(one.on, "short"), ahead_text(one)) for one in told.ahead[:_MOST_AHEAD]]
        more(coming, text_width(_("Ahead"), SECTION) + 9, 8.2, len(told.ahead) - _MOST_AHEAD)
        _dated(coming, rows)
        drawing.place(coming, left, 0)
        drawing.height = max(news.height, coming.height)
    return drawing


def told_elsewhere(brief: ClientBrief) -> frozenset[tuple[str, date]]:
    """Return what is ahead and stands among the credit alerts or the points of the same brief, by kind and day."""
    told: set[tuple[str, date]] = {
        ("covenant_proof" if one.kind == "covenant_test" else one.kind, one.on) for one in brief.credit.alerts
    }
    for point in brief.points[:MOST_POINTS]:
        if point.kind in _OF_POINTS and point.on is not None:
            told.add((_OF_POINTS[point.kind], point.on.last_day()))
    return frozenset(told)


def _news(told: BriefSince, most: int, width: float) -> Drawing:
    title = _("Since my last visit")
    aside = _("visit of {date}").format(date=format_date(told.since)) if told.since else ""
    drawing = section(width, title, aside)
    if told.changes:
        more(drawing, text_width(title, SECTION) + 9, 8.2, len(told.changes) - most)
        _dated(drawing, [(format_partial(one.on, "short"), change_text(one)) for one in told.changes[:most]])
        return drawing
    text = _("Nothing recorded") if told.since else _("No visit held yet")
    drawing.text(0, SECTION_TOP + 10.5, text, SMALL, "text_tertiary")
    drawing.height = SECTION_TOP + 14
    return drawing


def _dated(drawing: Drawing, rows: Sequence[tuple[str, str]]) -> None:
    y = SECTION_TOP + 10.5
    for day, text in rows:
        drawing.text(0, y, day, _DATE, "accent_text", room=_DATE_ROOM - 6)
        lines = set_lines(text, _TEXT, drawing.width - _DATE_ROOM, 2)
        y = drawing.lines(_DATE_ROOM, y, lines, _TEXT) - _TEXT.leading + _ROW
    drawing.height = y - _ROW + 4


def ask_list(asked: BriefAsk, most: int, width: float) -> Drawing:
    """Return the questions in two columns, each with a line to write the answer on."""
    title = _("Ask")
    drawing = section(width, title, _("what we do not know, what depends most on it first"))
    shown = asked.questions[:most]
    more(drawing, text_width(title, SECTION) + 9, 8.2, asked.left_out + len(asked.questions) - len(shown))
    column = (width - COLUMN_GAP) / 2
    rows = -(-len(shown) // 2)
    y = SECTION_TOP
    for row in range(rows):
        cells = [_question(at + 1, shown[at], column) for at in (row, row + rows) if at < len(shown)]
        height = max(cell.height for cell in cells)
        for side, cell in enumerate(cells):
            x = side * (column + COLUMN_GAP)
            drawing.place(cell, x, y)
            drawing.rule(x + _NUMBER_ROOM, y + height, x + column, "border_strong", 0.5)
        y += height + _CELL_GAP
    drawing.height = y - _CELL_GAP + 1
    return drawing


def _question(number: int, question: Question, width: float) -> Drawing:
    drawing = Drawing(width)
    drawing.text(0, 10, str(number), _NUMBER, "accent_text")
    lines = set_lines(question_text(question), _ASKED, width - _NUMBER_ROOM, 3)
    drawing.height = drawing.lines(_NUMBER_ROOM, 10, lines, _ASKED) - _ASKED.leading + _WRITE_ROW
    return drawing

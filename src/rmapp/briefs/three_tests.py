"""The printed page "Three tests": fifteen questions with boxes to tick and room for what shows the answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rmapp.briefs.drawing import Drawing
from rmapp.briefs.firm_page import render_firm_paper
from rmapp.briefs.record_flow import Piece, section_head
from rmapp.briefs.styles import BODY, NAME, SECOND_NAME, SMALL, WIDTH, is_chinese
from rmapp.briefs.typesetting import Style, set_lines, text_width
from rmapp.briefs.write_in import Pick, free_lines, picks, write_line
from rmapp.domain.wording import format_date
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.domain.brief_options import PaperOptions
    from rmapp.domain.three_tests_paper import TestLine, ThreeTestsPaper

_QUESTION = Style(9.0, "medium")
_INDENT = 16.0
_BOXES = 368.0
"""Where the boxes of a question begin: right of words that take two lines at most."""

_ROW = 12.0
_PEN = 19.0
_NOTE_LINES = 2


def render_tests(value: ThreeTestsPaper, options: PaperOptions) -> bytes:
    """Return the page as a PDF, in the languages of the options, one after the other."""
    return render_firm_paper(value, options, _title, partial(_pieces, value))


def _title() -> str:
    return _("Three tests")


def _pieces(value: ThreeTestsPaper) -> Iterator[Piece]:
    yield Piece(_head(value), "", opens="section")
    number = 0
    for part in value.parts:
        name = part.label.text()
        yield section_head(name, "")
        for line in part.lines:
            number += 1
            yield Piece(_line(number, line), name, gap=2.0)
    if value.answered_on is not None and not value.note:
        return
    note = _("Note")
    yield section_head(note, "")
    yield Piece(_note(value), note)


def _head(value: ThreeTestsPaper) -> Drawing:
    language = "zh" if is_chinese() else "en"
    drawing = Drawing(WIDTH, 42)
    first, second = value.names.first(language), value.names.second(language)
    taken = drawing.text(0, 19.0, first or "–", NAME, room=WIDTH)
    if second and taken + 12 + text_width(second, SECOND_NAME) <= WIDTH:
        drawing.text(taken + 12, 19.0, second, SECOND_NAME, "text_secondary")
    if value.answered_on is not None:
        said = _("Answered on {date}. A working aid for the conversation, never a credit decision.")
        drawing.text(0, 36.0, said.format(date=format_date(value.answered_on)), SMALL, "text_secondary", room=WIDTH)
        return drawing
    said = _("A working aid for the conversation, never a credit decision.")
    drawing.text(0, 36.0, said, SMALL, "text_secondary", room=WIDTH * 0.55)
    half = WIDTH * 0.58
    for left, end, words in (
        (half, half + (WIDTH - half) * 0.42, _("Day")),
        (half + (WIDTH - half) * 0.46, WIDTH, _("Answered by")),
    ):
        taken = drawing.text(left, 36.0, words, SMALL, "text_tertiary")
        write_line(drawing, left + taken + 5, 38.0, end)
    return drawing


def _line(number: int, line: TestLine) -> Drawing:
    drawing = Drawing(WIDTH)
    drawing.text(0, 9.4, f"{number}.", SMALL, "text_secondary")
    words = set_lines(line.label.text(), _QUESTION, _BOXES - _INDENT - 12, 2)
    for at, one in enumerate(words):
        drawing.text(_INDENT, 9.4 + at * _ROW, one, _QUESTION)
    boxes = [
        Pick(said, ticked=line.answer == code)
        for code, said in (("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known")))
    ]
    picks(drawing, _BOXES, 9.4, boxes, WIDTH)
    y = 9.4 + (len(words) - 1) * _ROW
    if line.answer is None:
        write_line(drawing, _INDENT, y + _PEN, WIDTH)
        drawing.height = y + _PEN + 3
        return drawing
    for one in set_lines(line.comment, BODY, WIDTH - _INDENT, 3) if line.comment else ():
        y += _ROW
        drawing.text(_INDENT, y, one, BODY, "text_secondary")
    drawing.height = y + 6
    return drawing


def _note(value: ThreeTestsPaper) -> Drawing:
    drawing = Drawing(WIDTH)
    if value.answered_on is None:
        drawing.height = free_lines(drawing, 0, -4, WIDTH, _NOTE_LINES) + 2
        return drawing
    y = 0.0
    for one in set_lines(value.note, BODY, WIDTH, 6):
        y += _ROW
        drawing.text(0, y, one, BODY)
    drawing.height = y + 4
    return drawing

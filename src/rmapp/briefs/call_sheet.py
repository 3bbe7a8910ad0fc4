"""The sheet to write on in a visit: two pages in the order and with the numbers of the call report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.call_sheet_back import back_page
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.frame import CONTENT_BOTTOM, CONTENT_TOP, Frame, class_label, handling, origin_of, watermark
from rmapp.briefs.layout import Sheet
from rmapp.briefs.parties import person_words
from rmapp.briefs.styles import SMALL, WIDTH, is_chinese
from rmapp.briefs.typesetting import Style, set_lines, text_width
from rmapp.briefs.visit_words import names_text, visit_text, when_text
from rmapp.briefs.write_in import (
    FOOT,
    LINE,
    NUMBER_ROOM,
    Pick,
    free_lines,
    item_line,
    item_words,
    number,
    part_head,
    picks,
    tick,
    write_line,
)
from rmapp.domain import reference
from rmapp.domain.question_wording import question_text
from rmapp.domain.sheet_items import QUESTION_LINES, SheetSection, sheet_sections
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.brief_options import PaperOptions
    from rmapp.domain.question import Question
    from rmapp.domain.sheet_items import SheetItem
    from rmapp.domain.visit_pack import CallSheet, SheetPerson

PART_GAP = 7.0
_NAME = Style(15, "semibold")
_SECOND = Style(10)
_CODE = Style(13, "semibold")
_QUESTION = Style(8.7, "medium", 11.4)
_QUESTION_TOP = 10.2
_PERSON = Style(8.6, "medium")
_PERSON_ROW = 15.6
_HALF_GAP = 16.0
_WHEN_SHARE = 0.56
"""What the day with its times takes of its row."""

_SHAPES = ((2, 2, 3), (1, 2, 3), (1, 2, 2), (1, 1, 2), (1, 1, 1))
"""Lines for each answer and each sentence of the gist, and rows of people, from roomy to tight."""

_LEAST_LINES = 3


def sheet_frame(sheet: CallSheet, options: PaperOptions) -> Frame:
    """Return the words around both pages."""
    return Frame(
        title=_("Call sheet"),
        aside=visit_text(sheet.visit),
        label=class_label("internal", sheet.confidentiality),
        handling=handling(options),
        origin=origin_of(sheet.nature, ()),
        code=sheet.code,
        mark=watermark(options),
    )


def call_sheet(sheet: CallSheet, options: PaperOptions) -> list[Sheet]:
    """Return the two pages of the sheet in the current language."""
    parts = {part.code: part for part in sheet_sections()}
    return [_front(sheet, parts), back_page(sheet, parts, options)]


def _front(sheet: CallSheet, parts: dict[str, SheetSection]) -> Sheet:
    """Fill the first page; what is left of it goes to free lines, and where little is left the rest is tighter."""
    room = CONTENT_BOTTOM - CONTENT_TOP
    above: list[Drawing] = []
    talk, left = Drawing(WIDTH), 0.0
    for answer_lines, gist_lines, people_rows in _SHAPES:
        above = [
            _head(sheet),
            _header(sheet, parts["header"]),
            _present(sheet, parts["present"], people_rows),
            _gist(parts["gist"], gist_lines),
        ]
        talk = _questions(sheet.questions, parts["discussed"], answer_lines)
        left = room - talk.height - sum(one.height + PART_GAP for one in above)
        if left >= _LEAST_LINES * LINE:
            break
    _discussion(talk, parts["discussed"], max(1, int(left / LINE)))
    return stacked([*above, talk])


def stacked(parts: Sequence[Drawing]) -> Sheet:
    """Return a page with parts below one another."""
    sheet = Sheet([], CONTENT_TOP)
    for part in parts:
        sheet.bands.append((sheet.y, part))
        sheet.y += part.height + PART_GAP
    return sheet


def _head(sheet: CallSheet) -> Drawing:
    drawing = Drawing(WIDTH, 20)
    language = "zh" if is_chinese() else "en"
    firm = sheet.firms[0]
    code = drawing.text(WIDTH, 12.4, sheet.code, _CODE, align="right")
    room = WIDTH - code - 20
    taken = drawing.text(0, 12.4, firm.first(language), _NAME, room=room)
    if firm.second(language) and taken + 10 + text_width(firm.second(language), _SECOND) <= room:
        drawing.text(taken + 10, 12.4, firm.second(language), _SECOND, "text_secondary")
    return drawing


def _header(sheet: CallSheet, part: SheetSection) -> Drawing:
    drawing = Drawing(WIDTH)
    item = {one.code: one for one in part.items}
    visit, end = sheet.visit, WIDTH * _WHEN_SHARE
    y = part_head(drawing, part, _("Parts 1, 2, 3 and 10 must be filled"))
    y = item_line(drawing, 0, y, WIDTH, item["firms"], names_text(sheet.firms))
    when = when_text(visit) if visit else ""
    item_line(drawing, 0, y, end, item["when"], when)
    place = visit.place if visit else ""
    y = item_line(drawing, end + _HALF_GAP, y, WIDTH, item["place"], place)
    chosen = visit.purpose_kind if visit else None
    y = _choices(drawing, y, item["purpose"], "visit_purpose", chosen)
    drawing.height = _choices(drawing, y, item["class"], "confidentiality", sheet.confidentiality)
    return drawing


def _choices(drawing: Drawing, y: float, item: SheetItem, name: str, chosen: str | None) -> float:
    at = item_words(drawing, 0, y, WIDTH, item)
    options = [Pick(label.text(), code == chosen) for code, label in reference.choices(name).items()]
    _end, base = picks(drawing, at, y + LINE - FOOT, options, WIDTH)
    return base + FOOT - 1


def _present(sheet: CallSheet, part: SheetSection, rows: int) -> Drawing:
    drawing = Drawing(WIDTH)
    item = {one.code: one for one in part.items}
    half = (WIDTH - _HALF_GAP) / 2
    y = part_head(drawing, part, _("Tick who was there"))
    y = item_line(drawing, 0, y, WIDTH, item["theirs"])
    shown = sheet.people[: rows * 2]
    for at, one in enumerate(shown):
        left = NUMBER_ROOM if at % 2 == 0 else half + _HALF_GAP
        _person(drawing, one, left, y + (at // 2) * _PERSON_ROW, half - (NUMBER_ROOM if at % 2 == 0 else 0))
    y += -(-len(shown) // 2) * _PERSON_ROW
    x = item_words(drawing, 0, y, WIDTH, item["ours"])
    ours = [Pick(name) for name in (sheet.visit.ours if sheet.visit else ())]
    x, base = picks(drawing, x, y + LINE - FOOT, ours[:6], WIDTH - 60)
    y = base + FOOT
    write_line(drawing, x, y, WIDTH)
    item_line(drawing, 0, y, half, item["absent"])
    new = item["new_people"]
    drawing.height = item_line(drawing, half + _HALF_GAP, y, WIDTH, new)
    return drawing


def _person(drawing: Drawing, one: SheetPerson, x: float, y: float, room: float) -> None:
    base = y + _PERSON_ROW - 3.6
    tick(drawing, x, base)
    name, about = person_words(one.person)
    taken = drawing.text(x + 14, base, name, _PERSON, room=room - 18)
    left = room - 14 - taken - 10
    if about and left > 30:
        drawing.text(x + 14 + taken + 6, base, about, SMALL, "text_secondary", room=left)


def _gist(part: SheetSection, lines: int) -> Drawing:
    drawing = Drawing(WIDTH)
    y = part_head(drawing, part, _("At most 300 characters: the line in the timeline"))
    for item in part.items:
        y = item_line(drawing, 0, y, WIDTH, item)
        y = free_lines(drawing, NUMBER_ROOM, y, WIDTH, lines - 1)
    drawing.height = y
    return drawing


def _questions(questions: Sequence[Question], part: SheetSection, lines: int) -> Drawing:
    """Return the questions, each with so many lines for its answer."""
    drawing = Drawing(WIDTH)
    y = part_head(drawing, part, _("Said, seen or shown on paper? As of when?"))
    means = [Pick(label.text()) for label in reference.choices("answer_source").values()]
    shown = questions[:QUESTION_LINES]
    for item, question in zip(part.items, shown, strict=False):
        words = set_lines(question_text(question), _QUESTION, WIDTH - NUMBER_ROOM, 2)
        number(drawing, 0, y + _QUESTION_TOP, item)
        y = drawing.lines(NUMBER_ROOM, y + _QUESTION_TOP, words, _QUESTION) - _QUESTION.leading
        answer = _means_width(means)
        picks(drawing, WIDTH - answer, y + LINE - FOOT, means, WIDTH)
        y += LINE
        write_line(drawing, NUMBER_ROOM, y, WIDTH - answer - 8)
        y = free_lines(drawing, NUMBER_ROOM, y, WIDTH, lines - 1)
    drawing.height = y
    return drawing


def _means_width(means: Sequence[Pick]) -> float:
    measured = Drawing(WIDTH)
    end, _base = picks(measured, 0, 0, means, WIDTH)
    return end + 40


def _discussion(drawing: Drawing, part: SheetSection, lines: int) -> None:
    item = next(one for one in part.items if one.code == "discussion")
    y = item_line(drawing, 0, drawing.height, WIDTH, item)
    drawing.height = free_lines(drawing, NUMBER_ROOM, y, WIDTH, lines - 1)

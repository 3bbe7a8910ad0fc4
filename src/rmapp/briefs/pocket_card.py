"""The pocket card: one page in four parts that folds twice to the size of a pocket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.blocks import more, section
from rmapp.briefs.closing import closing
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.figures import key_facts
from rmapp.briefs.frame import CONTENT_BOTTOM, CONTENT_TOP, Frame, class_label, handling, origin_of, watermark
from rmapp.briefs.layout import Sheet
from rmapp.briefs.parties import person_words
from rmapp.briefs.points import points_to_raise
from rmapp.briefs.records import open_promises
from rmapp.briefs.styles import CAPS, LABEL, SECTION, SECTION_TOP, SMALL, WIDTH, is_chinese
from rmapp.briefs.typesetting import Style, set_lines, text_width
from rmapp.briefs.visit_words import purpose_text, when_text
from rmapp.briefs.wording import TableUnit
from rmapp.briefs.write_in import LINE, write_line
from rmapp.domain import reference
from rmapp.domain.classes import strictest
from rmapp.domain.money import format_money
from rmapp.domain.question_wording import question_text
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.brief_options import PaperOptions
    from rmapp.domain.brief_variants import PocketCard
    from rmapp.domain.question import Question

_COLUMN = 238.0
_RIGHT = WIDTH - _COLUMN
_MIDDLE = (CONTENT_TOP + CONTENT_BOTTOM) / 2
_GAP = 10.0
_NAME = Style(17, "semibold", 20)
_SECOND = Style(10.5)
_TEXT = Style(8.8, leading=12.2)
_WORD = Style(8.8, "medium", 12.2)
_MOST_PEOPLE = 4
_MOST_QUESTIONS = 5


def card_frame(card: PocketCard, options: PaperOptions) -> Frame:
    """Return the words around the card."""
    visit = card.sheet.visit
    return Frame(
        title=_("Pocket card"),
        aside=when_text(visit) if visit else "",
        label=class_label("internal", strictest([card.brief.confidentiality, card.sheet.confidentiality])),
        handling=handling(options),
        origin=origin_of(card.brief.nature, ()),
        code=card.brief.code,
        mark=watermark(options),
    )


def pocket_card(card: PocketCard) -> list[Sheet]:
    """Return the one page: who and when, what to raise, the numbers, the promises with room to write."""
    sheet = Sheet([], CONTENT_BOTTOM)
    half = _MIDDLE - CONTENT_TOP - _GAP
    parts = (
        (_who(card), 0.0, CONTENT_TOP),
        (_aim(card, half), _RIGHT, CONTENT_TOP),
        (_numbers(card), 0.0, _MIDDLE + _GAP),
        (_promised(card, half), _RIGHT, _MIDDLE + _GAP),
    )
    for drawing, x, y in parts:
        moved = Drawing(WIDTH, drawing.height)
        moved.place(drawing, x, 0)
        sheet.bands.append((y, moved))
    folds = Drawing(WIDTH, 0)
    folds.rule(0, 0, WIDTH, "border_strong", 0.5, (2.5, 3.5))
    folds.path(
        [(WIDTH / 2, CONTENT_TOP - _MIDDLE), (WIDTH / 2, CONTENT_BOTTOM - _MIDDLE)],
        stroke="border_strong",
        weight=0.5,
        dash=(2.5, 3.5),
    )
    sheet.bands.append((_MIDDLE, folds))
    return [sheet]


def _who(card: PocketCard) -> Drawing:
    language = "zh" if is_chinese() else "en"
    drawing = Drawing(_COLUMN)
    names = card.brief.names
    y = drawing.lines(0, 17, set_lines(names.first(language), _NAME, _COLUMN, 2), _NAME) - 6
    if names.second(language):
        y += 8
        drawing.text(0, y, names.second(language), _SECOND, "text_secondary", room=_COLUMN)
    y += 16
    drawing.text(0, y, _standing(card), LABEL, "text_secondary", room=_COLUMN)
    y += 18
    visit = card.sheet.visit
    address = card.sheet.address.first(language)
    texts = [when_text(visit), visit.place or address, purpose_text(visit)] if visit else [address]
    for text in (text for text in texts if text):
        y = drawing.lines(0, y, set_lines(text, _WORD, _COLUMN, 2), _WORD)
    people = section(_COLUMN, _("People you will meet"))
    drawing.place(people, 0, y)
    more(drawing, text_width(_("People you will meet"), SECTION) + 9, y + 8.2, len(card.sheet.people) - _MOST_PEOPLE)
    y += SECTION_TOP + 11
    for one in card.sheet.people[:_MOST_PEOPLE]:
        name, title = person_words(one.person)
        taken = drawing.text(_COLUMN, y, one.phone, LABEL, align="right", room=100)
        drawing.text(0, y, name, _WORD, room=_COLUMN - taken - 8)
        y += 11
        drawing.text(0, y, title, SMALL, "text_secondary", room=_COLUMN)
        y += 15
    drawing.height = y
    return drawing


def _standing(card: PocketCard) -> str:
    stage = reference.text("stage", card.brief.stage) if card.brief.stage else ""
    tier = _("Tier {tier}").format(tier=card.brief.tier) if card.brief.tier else ""
    return " · ".join(text for text in (stage, tier, card.brief.code) if text)


def _aim(card: PocketCard, room: float) -> Drawing:
    drawing = Drawing(_COLUMN)
    y = 0.0
    visit = card.sheet.visit
    if visit is not None:
        for title, text in (
            (_("Objective"), visit.objective),
            (_("The one question"), visit.key_question),
            (_("We can decide"), visit.decision_ready),
        ):
            if text:
                drawing.text(0, y + 8, title if is_chinese() else title.upper(), CAPS, "text_tertiary")
                y = drawing.lines(0, y + 20, set_lines(text, _WORD, _COLUMN, 2), _WORD) - 4
    points = points_to_raise(card.brief.points, _COLUMN)
    drawing.place(points, 0, y)
    y += points.height + _GAP
    if card.sheet.questions:
        drawing.place(_questions(card.sheet.questions, card.brief.ask.left_out, room - y), 0, y)
    drawing.height = room
    return drawing


def _questions(questions: Sequence[Question], left_out: int, room: float) -> Drawing:
    """Return as many questions as there is room for, each with a line for the answer; `left_out` are not among them."""
    drawing = section(_COLUMN, _("Ask"))
    y, shown = SECTION_TOP - 2, 0
    for question in questions[:_MOST_QUESTIONS]:
        lines = set_lines(question_text(question), _TEXT, _COLUMN, 2)
        below = y + len(lines) * _TEXT.leading + LINE
        if below > room:
            break
        drawing.lines(0, y + 11, lines, _TEXT)
        write_line(drawing, 0, below, _COLUMN)
        y, shown = below, shown + 1
    more(drawing, text_width(_("Ask"), SECTION) + 9, 8.2, left_out + len(questions) - shown)
    drawing.height = y
    return drawing


def _numbers(card: PocketCard) -> Drawing:
    drawing = Drawing(_COLUMN)
    exposure = card.brief.exposure
    exposure = closing(exposure, TableUnit((exposure.limit, exposure.drawn, exposure.waiting, exposure.free)))
    block = section(_COLUMN, _("Credit with us"))
    rows = (
        (_("Limit"), exposure.limit),
        (_("Drawn"), exposure.drawn),
        (_("Waiting"), exposure.waiting),
        (_("Free to draw today"), exposure.free),
    )
    y = SECTION_TOP + 11
    for label, money in rows:
        block.text(0, y, label, LABEL, "text_tertiary")
        block.text(_COLUMN, y, format_money(money) if money else "–", _WORD, align="right")
        y += 14
    block.height = y
    drawing.place(block, 0, 0)
    facts = tuple(one for one in card.brief.facts if one.code not in ("outstanding", "free_to_draw"))
    if facts:
        drawing.place(key_facts(facts, _COLUMN), 0, y)
    drawing.height = y
    return drawing


def _promised(card: PocketCard, room: float) -> Drawing:
    drawing = Drawing(_COLUMN, room)
    kept = [
        promise
        for side in ("ours", "theirs")
        for promise in [one for one in card.brief.promises if one.side == side][:3]
    ]
    block = open_promises(kept, card.brief.as_of, _COLUMN)
    drawing.place(block, 0, 0)
    y = block.height + _GAP
    drawing.place(section(_COLUMN, _("Notes")), 0, y)
    y += SECTION_TOP - 2 + LINE
    while y <= room:
        write_line(drawing, 0, y, _COLUMN)
        y += LINE
    return drawing

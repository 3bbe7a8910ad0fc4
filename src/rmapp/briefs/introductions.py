"""The printed page "Introductions to ask for": whom to name at the visit, with room for the answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from rmapp.briefs.drawing import Drawing
from rmapp.briefs.firm_page import render_firm_paper
from rmapp.briefs.record_flow import Piece, section_head
from rmapp.briefs.styles import BODY, NAME, SECOND_NAME, SMALL, WIDTH, is_chinese
from rmapp.briefs.typesetting import Style, set_lines, text_width
from rmapp.briefs.write_in import tick, write_line
from rmapp.domain.introductions import relation_text, share_text, standing_text
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date
from rmapp.i18n import _, clauses, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rmapp.domain.brief_options import PaperOptions
    from rmapp.domain.introductions import IntroductionsPaper, Partner

_TITLE = Style(10.4, "semibold")
_INDENT = 18.0
_ROW = 12.2
_ANSWER = 21.0


def render_introductions(value: IntroductionsPaper, options: PaperOptions) -> bytes:
    """Return the page as a PDF, in the languages of the options, one after the other."""
    return render_firm_paper(value, options, _title, partial(_pieces, value))


def _title() -> str:
    return _("Introductions to ask for")


def _pieces(value: IntroductionsPaper) -> Iterator[Piece]:
    yield Piece(_head(value), "", opens="section")
    wanted = _("To ask for now")
    count = len(value.wanted)
    yield section_head(wanted, str(count) if count else _("None on file"))._replace(keeps=bool(count))
    for number, partner in enumerate(value.wanted, 1):
        yield Piece(_wanted(number, partner), wanted, gap=11.0)
    if value.waiting:
        waiting = _("Asked for already")
        yield section_head(waiting, str(len(value.waiting)))
        for partner in value.waiting:
            yield Piece(_waiting(partner), waiting, gap=3.0)


def _head(value: IntroductionsPaper) -> Drawing:
    language = _language()
    drawing = Drawing(WIDTH, 54)
    first, second = value.names.first(language), value.names.second(language)
    taken = drawing.text(0, 19.0, first or "–", NAME, room=WIDTH)
    if second and taken + 12 + text_width(second, SECOND_NAME) <= WIDTH:
        drawing.text(taken + 12, 19.0, second, SECOND_NAME, "text_secondary")
    told = ngettext("{n} partner on file", "{n} partners on file", value.known).format(n=value.known)
    clients = ngettext("{n} is our client", "{n} are our clients", value.clients).format(n=value.clients)
    lines = ngettext("{n} has a line with us", "{n} have a line with us", value.lines).format(n=value.lines)
    drawing.text(0, 35.0, clauses((told, clients, lines)), SMALL, "text_secondary", room=WIDTH)
    said = _("Marked ones and direct partners first, then by share; clients of ours are left out. As of {date}")
    drawing.text(0, 47.0, said.format(date=format_date(value.as_of)), SMALL, "text_tertiary", room=WIDTH)
    return drawing


def _wanted(number: int, partner: Partner) -> Drawing:
    drawing, link = Drawing(WIDTH), partner.link
    tick(drawing, 0, 10.4)
    title = _("{n}. {name}").format(n=number, name=partner.name(_language()))
    taken = drawing.text(WIDTH, 10.4, standing_text(partner), SMALL, "text_secondary", align="right", room=WIDTH * 0.4)
    drawing.text(_INDENT, 10.4, title, _TITLE, room=WIDTH - _INDENT - taken - 10)
    y = 10.4 + _ROW
    about = clauses((relation_text(link), link.business, link.place, share_text(link, format_money)))
    for line in set_lines(about, BODY, WIDTH - _INDENT, 2):
        drawing.text(_INDENT, y, line, BODY, "text_secondary")
        y += _ROW
    for line in set_lines(link.note, SMALL, WIDTH - _INDENT, 2) if link.note else ():
        drawing.text(_INDENT, y, line, SMALL, "text_tertiary")
        y += _ROW - 1
    y = _answer(drawing, y)
    drawing.height = y + 3
    return drawing


def _answer(drawing: Drawing, y: float) -> float:
    """Draw the places for who introduces us and by when, and return where they end."""
    foot = y + _ANSWER - 10
    middle = _INDENT + (WIDTH - _INDENT) * 0.62
    for left, end, words in (
        (_INDENT, middle - 12, _("Who introduces us to whom")),
        (middle, WIDTH, _("By when")),
    ):
        taken = drawing.text(left, foot - 2, words, SMALL, "text_tertiary")
        write_line(drawing, left + taken + 6, foot, end)
    return foot


def _waiting(partner: Partner) -> Drawing:
    drawing, link = Drawing(WIDTH, 14), partner.link
    when = _("asked on {date}").format(date=format_date(link.asked_on)) if link.asked_on else _("day not known")
    taken = drawing.text(WIDTH, 9, when, SMALL, "text_secondary", align="right")
    about = clauses((partner.name(_language()), relation_text(link)))
    drawing.text(_INDENT, 9, about, BODY, room=WIDTH - _INDENT - taken - 10)
    return drawing


def _language() -> Literal["en", "zh"]:
    return "zh" if is_chinese() else "en"

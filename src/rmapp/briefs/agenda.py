"""The printed agenda of a day, a week or any span: each day with its visits, numbered through A4 pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.blocks import tick_box
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.frame import CONTENT_BOTTOM, CONTENT_TOP, Frame, class_label, framed, handling, watermark
from rmapp.briefs.layout import Sheet
from rmapp.briefs.painting import Page, paint_pages
from rmapp.briefs.palette import Palette
from rmapp.briefs.styles import LEFT, SMALL, VALUE, WIDTH
from rmapp.briefs.typesetting import Style, plain, set_lines
from rmapp.domain.wording import format_date, format_weekday
from rmapp.i18n import _, ngettext, pgettext, speaking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.domain.brief_options import PaperOptions
    from rmapp.i18n import Language

_DAY = Style(11.4, "semibold")
_NAME = Style(9.4, "semibold")
_TIME = Style(9.4, "medium")
_TEXT = Style(8.6, leading=11.6)
_TIMES = 92.0
_GAP = 7.0
_TAGS = {"en": "en", "zh_CN": "zh-CN"}


class PrintedVisit(NamedTuple):
    """One visit in the words of the page; `state` is empty for one that stands, else a word such as cancelled."""

    time: str
    firms: str
    lines: tuple[str, ...]
    state: str = ""


class PrintedDay(NamedTuple):
    """One day: its visits and how many promises are due."""

    on: date
    visits: tuple[PrintedVisit, ...]
    due: int


class PrintedAgenda(NamedTuple):
    """What the pages say in one language; `confidentiality` is the strictest class of what is on them."""

    title: str
    days: tuple[PrintedDay, ...]
    confidentiality: str


def render_agenda(agendas: Sequence[PrintedAgenda], options: PaperOptions) -> bytes:
    """Return the agenda as a PDF, in the languages of the options, one after the other.

    `agendas` has one value for each language of `options`, in the same order.
    """
    languages = options.languages()
    laid: list[tuple[Language, Frame, Sheet]] = []
    for language, agenda in zip(languages, agendas, strict=True):
        with speaking(language):
            frame = _frame(agenda, options)
            laid += [(language, frame, sheet) for sheet in _sheets(agenda)]
    pages = []
    for number, (language, frame, sheet) in enumerate(laid, 1):
        with speaking(language):
            page = framed(frame, options.print_id, number, len(laid))
        for y, drawing in sheet.bands:
            page.place(drawing, LEFT, y)
        pages.append(Page(page, frame.mark))
    palette = Palette(black_and_white=options.black_and_white)
    return paint_pages(pages, palette, plain(agendas[0].title), _TAGS[languages[0]])


def _frame(agenda: PrintedAgenda, options: PaperOptions) -> Frame:
    return Frame(
        title=pgettext("days with visits", "Agenda"),
        aside=agenda.title,
        label=class_label("internal", agenda.confidentiality),
        handling=handling(options),
        mark=watermark(options),
    )


def _sheets(agenda: PrintedAgenda) -> list[Sheet]:
    sheets = [Sheet([], CONTENT_TOP)]
    for day in agenda.days:
        head = _day_head(day)
        rows = [_visit(visit) for visit in day.visits] or [_nothing()]
        # The name of a day never stands alone at the foot of a page.
        if sheets[-1].y + head.height + rows[0].height > CONTENT_BOTTOM:
            sheets.append(Sheet([], CONTENT_TOP))
        _put(sheets, head)
        for row in rows:
            _put(sheets, row)
    return sheets


def _put(sheets: list[Sheet], drawing: Drawing) -> None:
    if sheets[-1].y + drawing.height > CONTENT_BOTTOM and sheets[-1].bands:
        sheets.append(Sheet([], CONTENT_TOP))
    sheets[-1].bands.append((sheets[-1].y, drawing))
    sheets[-1].y += drawing.height


def _day_head(day: PrintedDay) -> Drawing:
    drawing = Drawing(WIDTH, 27)
    name = _("{weekday} {date}").format(weekday=format_weekday(day.on), date=format_date(day.on))
    drawing.text(0, 16, name, _DAY)
    parts = []
    if day.visits:
        parts.append(ngettext("{n} visit", "{n} visits", len(day.visits)).format(n=len(day.visits)))
    if day.due:
        parts.append(ngettext("{n} promise due", "{n} promises due", day.due).format(n=day.due))
    drawing.text(WIDTH, 16, " · ".join(parts), VALUE, "text_secondary", align="right")
    drawing.rule(0, 21, WIDTH)
    return drawing


def _nothing() -> Drawing:
    drawing = Drawing(WIDTH, 16)
    drawing.text(_TIMES, 8, _("No visit that day"), SMALL, "text_tertiary")
    return drawing


def _visit(visit: PrintedVisit) -> Drawing:
    drawing = Drawing(WIDTH)
    tick_box(drawing, 0.6, 1.2)
    drawing.text(16, 9, visit.time or _("all day"), _TIME, room=_TIMES - 20)
    taken = drawing.text(WIDTH, 9, visit.state, SMALL, "text_secondary", align="right") if visit.state else 0.0
    drawing.text(_TIMES, 9, visit.firms, _NAME, room=WIDTH - _TIMES - taken - 10)
    y = 21.0
    for line in visit.lines:
        y = drawing.lines(_TIMES, y, set_lines(line, _TEXT, WIDTH - _TIMES, 3), _TEXT, "text_secondary")
    drawing.height = y - _TEXT.leading + 3 + _GAP
    return drawing

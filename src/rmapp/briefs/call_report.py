"""A call report as a PDF file: the seven points a reader needs who was not there (domain reference, 4.3 and 7.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from rmapp.briefs.call_report_parts import report_pieces
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.frame import CONTENT_BOTTOM, CONTENT_TOP, Frame, class_label, framed, handling, origin_of, watermark
from rmapp.briefs.painting import Page, paint_pages
from rmapp.briefs.palette import Palette
from rmapp.briefs.record_flow import Placed, flow
from rmapp.briefs.styles import LEFT, SECOND_NAME, SMALL, STRONG, WIDTH, is_chinese
from rmapp.briefs.typesetting import Style, plain, set_lines, text_width
from rmapp.domain.note_content import note_title
from rmapp.domain.wording import format_date, format_weekday
from rmapp.i18n import _, clauses, listed, speaking

if TYPE_CHECKING:
    from rmapp.domain.brief_options import PaperOptions
    from rmapp.domain.call_report_paper import CallReportPaper

_NAME = Style(20, "semibold")
_GIST = Style(10.0, "regular", 14.6)
_GIST_LINES = 6
_HEAD = 48.0


class _Laid(NamedTuple):
    """The pages of one language, and the words around them."""

    language: Literal["en", "zh_CN"]
    frame: Frame
    head: Drawing
    pages: list[list[Placed]]


def render_report(report: CallReportPaper, options: PaperOptions) -> bytes:
    """Return the report as a PDF file; the same value and options give the same bytes.

    Both languages print the English pages and then the Chinese ones, numbered through. Raises BriefError where a
    page cannot be made.
    """
    laid = [_laid_out(report, options, language) for language in options.languages()]
    total = sum(len(one.pages) for one in laid)
    pages: list[Page] = []
    for one in laid:
        with speaking(one.language):
            first = len(pages) + 1
            for number, placed in enumerate(one.pages, first):
                page = framed(one.frame, options.print_id, number, total)
                if number == first:
                    page.place(one.head, LEFT, CONTENT_TOP)
                for at in placed:
                    page.place(at.drawing, LEFT, at.y)
                pages.append(Page(page, one.frame.mark))
    language = options.languages()[0]
    with speaking(language):
        title = _("Call report, {firm}").format(firm=report.firms[0].first(language))
    tag = {"en": "en", "zh_CN": "zh-CN"}[language]
    return paint_pages(pages, Palette(black_and_white=options.black_and_white), plain(title), tag)


def _laid_out(report: CallReportPaper, options: PaperOptions, language: Literal["en", "zh_CN"]) -> _Laid:
    with speaking(language):
        head = _head(report)
        pages = flow(report_pieces(report), CONTENT_TOP + head.height, CONTENT_TOP, CONTENT_BOTTOM)
        return _Laid(language, _frame(report, options), head, pages)


def _frame(report: CallReportPaper, options: PaperOptions) -> Frame:
    return Frame(
        title=_("Call report"),
        label=class_label("internal", report.confidentiality),
        handling=handling(options),
        aside=report.firms[0].first("zh" if is_chinese() else "en"),
        origin=origin_of(report.nature, ()),
        code=report.code,
        mark=watermark(options),
    )


def _head(report: CallReportPaper) -> Drawing:
    """Return the name of the client, what kind of meeting it was, and the gist in a box."""
    language = "zh" if is_chinese() else "en"
    firm, meeting = report.firms[0], report.note.meeting
    drawing = Drawing(WIDTH, _HEAD)
    first, second = firm.first(language), firm.second(language)
    style = _NAME if text_width(first, _NAME) <= WIDTH else _NAME._replace(size=14)
    taken = drawing.text(0, 17.0, first or "–", style, room=WIDTH)
    if second and taken + 12 + text_width(second, SECOND_NAME) <= WIDTH:
        drawing.text(taken + 12, 17.0, second, SECOND_NAME, "text_secondary")
    day = _("{weekday} {date}").format(weekday=format_weekday(report.note.on), date=format_date(report.note.on))
    time = "–".join(part for part in (report.note.time, (meeting.ends_at or "")[11:16]) if part)
    drawing.text(0, 33.0, clauses((note_title(meeting), day, time, meeting.place)), STRONG, room=WIDTH)
    others = listed(other.first(language) for other in report.firms[1:])
    if others:
        drawing.text(0, 44.5, _("Also about: {firms}").format(firms=others), SMALL, "text_secondary", room=WIDTH)
        drawing.height += 10
    lines = set_lines(meeting.summary, _GIST, WIDTH - 20, _GIST_LINES) if meeting.summary else []
    if lines:
        high = len(lines) * _GIST.leading + 10
        drawing.box((0, drawing.height - 6), (WIDTH, high), fill="accent_soft", radius=4)
        drawing.lines(10, drawing.height + 8, lines, _GIST)
        drawing.height += high + 8
    return drawing

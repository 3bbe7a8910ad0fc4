"""A firm's whole record as a PDF file: contents on the first page, then everything, over as many pages as it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.drawing import Drawing
from rmapp.briefs.frame import CONTENT_BOTTOM, CONTENT_TOP, Frame, class_label, framed, handling, moment, watermark
from rmapp.briefs.painting import Page, paint_pages
from rmapp.briefs.palette import Palette
from rmapp.briefs.record_flow import Placed, flow
from rmapp.briefs.record_parts import record_sections
from rmapp.briefs.styles import LEFT, NAME, SECOND_NAME, SMALL, WIDTH, is_chinese
from rmapp.briefs.typesetting import Style, plain, set_lines, text_width
from rmapp.domain import reference
from rmapp.domain.wording import format_date
from rmapp.i18n import _, clauses, ngettext, speaking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from rmapp.domain.brief_options import PaperOptions
    from rmapp.domain.firm_record import FirmRecord

_CONTENTS = Style(8.6, "regular", 12.6)
_CONTENT_LINES = 3
_HEAD = 62.0


class _Laid(NamedTuple):
    """The pages of one language, and the text around them."""

    language: Literal["en", "zh_CN"]
    frame: Frame
    head: Drawing
    pages: list[list[Placed]]


def render_record(record: FirmRecord, options: PaperOptions) -> bytes:
    """Return the record as a PDF file; the same value and options give the same bytes.

    Both languages print the English pages and then the Chinese ones, numbered through. Raises BriefError where a
    page cannot be made.
    """
    laid = [_laid_out(record, options, language) for language in options.languages()]
    total = sum(len(one.pages) for one in laid)
    pages: list[Page] = []
    for one in laid:
        with speaking(one.language):
            first = len(pages) + 1
            contents = _contents(one.pages, first)
            for number, placed in enumerate(one.pages, first):
                page = framed(one.frame, options.print_id, number, total)
                if number == first:
                    page.place(one.head, LEFT, CONTENT_TOP)
                    page.place(contents, LEFT, CONTENT_TOP + one.head.height)
                for at in placed:
                    page.place(at.drawing, LEFT, at.y)
                pages.append(Page(page, one.frame.mark))
    language = options.languages()[0]
    with speaking(language):
        title = _("Whole record, {firm}").format(firm=record.names.first(language))
    tag = {"en": "en", "zh_CN": "zh-CN"}[language]
    return paint_pages(pages, Palette(black_and_white=options.black_and_white), plain(title), tag)


def _laid_out(record: FirmRecord, options: PaperOptions, language: Literal["en", "zh_CN"]) -> _Laid:
    with speaking(language):
        head = _head(record, options)
        pieces = [piece for section in record_sections(record) for piece in section]
        first_y = CONTENT_TOP + head.height + _CONTENT_LINES * _CONTENTS.leading + 10
        return _Laid(language, _frame(record, options), head, flow(pieces, first_y, CONTENT_TOP, CONTENT_BOTTOM))


def _frame(record: FirmRecord, options: PaperOptions) -> Frame:
    origin = ""
    if record.firm.nature == "sample":
        origin = _("Sample: a fictional firm, and all figures are illustrative.")
    elif record.firm.nature == "public_facts":
        origin = _("Public facts only.")
    return Frame(
        title=_("Whole record"),
        label=class_label("internal", record.confidentiality),
        handling=handling(options),
        aside=record.names.first("zh" if is_chinese() else "en"),
        origin=origin,
        code=record.code,
        mark=watermark(options),
    )


def _head(record: FirmRecord, options: PaperOptions) -> Drawing:
    language = "zh" if is_chinese() else "en"
    drawing = Drawing(WIDTH, _HEAD)
    first, second = record.names.first(language), record.names.second(language)
    style = NAME if text_width(first, NAME) <= WIDTH - 140 else NAME._replace(size=15)
    taken = drawing.text(0, 19.0, first or "–", style, room=WIDTH)
    if second and taken + 12 + text_width(second, SECOND_NAME) <= WIDTH:
        drawing.text(taken + 12, 19.0, second, SECOND_NAME, "text_secondary")
    count = len(record.notes)
    notes = ngettext("{n} meeting note", "{n} meeting notes", count).format(n=count)
    if record.notes:
        since = format_date(record.notes[-1].on)
        notes = _("{notes} since {date}").format(notes=notes, date=since)
    tier = reference.text("tier", record.firm.tier) if record.firm.tier else ""
    about = clauses((tier, record.firm.owner, notes))
    drawing.text(0, 34.0, about, SMALL, "text_secondary", room=WIDTH)
    stated = _("As of {moment}").format(moment=moment(options.printed_at))
    restricted = _("Restricted items are included.") if record.with_restricted else _("Restricted items are left out.")
    drawing.text(0, 46.0, f"{stated} · {restricted}", SMALL, "text_tertiary", room=WIDTH)
    return drawing


def _contents(pages: Sequence[Sequence[Placed]], first: int) -> Drawing:
    """Return where each section begins."""
    named = [
        _("{section} {page}").format(section=placed.begins, page=number)
        for number, page in enumerate(pages, first)
        for placed in page
        if placed.begins
    ]
    drawing = Drawing(WIDTH, _CONTENT_LINES * _CONTENTS.leading)
    text = _("Contents: {entries}").format(entries=" · ".join(named))
    drawing.lines(0, _CONTENTS.size, set_lines(text, _CONTENTS, WIDTH, _CONTENT_LINES), _CONTENTS, "text_secondary")
    return drawing

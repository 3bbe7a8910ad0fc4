"""The visit pack: day sheet, briefs and sheets to write on as one file, numbered through and fit for duplex."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.call_sheet import call_sheet, sheet_frame
from rmapp.briefs.client_brief import lay_out
from rmapp.briefs.day_sheet import day_frame, day_sheet, ruled
from rmapp.briefs.frame import CONTENT_BOTTOM, CONTENT_TOP, Frame, brief_frame, framed
from rmapp.briefs.layout import Sheet
from rmapp.briefs.painting import Page, paint_pages
from rmapp.briefs.palette import Palette
from rmapp.briefs.styles import LEFT
from rmapp.briefs.typesetting import plain
from rmapp.domain.wording import format_date
from rmapp.i18n import Language, _, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rmapp.domain.visit_pack import PackEntry, PackOptions, VisitPack

TAGS = {"en": "en", "zh_CN": "zh-CN"}


class Leaf(NamedTuple):
    """One page before it has a number: its language, the words around it and its content."""

    language: Language
    frame: Frame
    sheet: Sheet


def render_pack(pack: VisitPack, options: PackOptions, told: Callable[[int, int], None] | None = None) -> bytes:
    """Return the pack as a PDF file; the same value and options give the same bytes.

    `told` hears after each firm how many of all are laid out; what it raises stops the work. Raises BriefError
    where a page cannot be made.
    """
    parts = []
    for done, entry in enumerate(pack.entries):
        if told is not None:
            told(done, len(pack.entries))
        parts.append([_backed(part, options) for part in _parts(entry, options)])
    leaves = _with_day_sheet(pack, parts, options)
    pages = []
    for number, leaf in enumerate(leaves, 1):
        with speaking(leaf.language):
            pages.append(painted(leaf, options.print_id, number, len(leaves)))
    with speaking(options.sheet_language):
        day = format_date(pack.on or pack.as_of)
        title = _("Visit pack, {date}").format(date=day)
    palette = Palette(black_and_white=options.black_and_white)
    return paint_pages(pages, palette, plain(title), TAGS[options.sheet_language])


def painted(leaf: Leaf, print_id: str, number: int, total: int) -> Page:
    """Return a page with its number, ready to paint, in the current language."""
    page = framed(leaf.frame, print_id, number, total)
    for y, drawing in leaf.sheet.bands:
        page.place(drawing, LEFT, y)
    return Page(page, leaf.frame.mark)


def _parts(entry: PackEntry, options: PackOptions) -> list[list[Leaf]]:
    """Return the papers of one firm: its brief and its sheet to write on."""
    parts = []
    if "briefs" in options.parts:
        parts.append(_brief(entry, options))
    if "call_sheets" in options.parts and entry.sheet is not None:
        language = options.sheet_language
        with speaking(language):
            frame = sheet_frame(entry.sheet, options)
            parts.append([Leaf(language, frame, sheet) for sheet in call_sheet(entry.sheet, options)])
    return parts


def _brief(entry: PackEntry, options: PackOptions) -> list[Leaf]:
    leaves = []
    of_brief = options.of_brief(has_sheet=entry.sheet is not None and "call_sheets" in options.parts)
    for language in options.languages():
        with speaking(language):
            frame = brief_frame(entry.brief, of_brief)
            leaves += [Leaf(language, frame, sheet) for sheet in lay_out(entry.brief, of_brief)]
    return leaves


def _with_day_sheet(pack: VisitPack, parts: Sequence[Sequence[list[Leaf]]], options: PackOptions) -> list[Leaf]:
    """Return all pages in order, the day sheet first, which says on which pages each firm is."""
    counts = [sum(len(part) for part in of_firm) for of_firm in parts]
    first: list[Leaf] = []
    if "day_sheet" in options.parts:
        with speaking(options.sheet_language):
            frame = day_frame(pack, options)
            offset = 0
            # The number of its own pages moves those of the firms; it does not depend on their numbers.
            for _round in range(2):
                sheets = day_sheet(pack, _spans(counts, offset))
                first = _backed([Leaf(options.sheet_language, frame, sheet) for sheet in sheets], options)
                offset = len(first)
    return [*first, *(leaf for of_firm in parts for part in of_firm for leaf in part)]


def _spans(counts: Sequence[int], offset: int) -> list[tuple[int, int]]:
    spans = []
    for count in counts:
        spans.append((offset + 1, offset + max(count, 1)))
        offset += count
    return spans


def _backed(part: list[Leaf], options: PackOptions) -> list[Leaf]:
    """Return a paper that ends on the back of a sheet: a back without content is ruled to write on."""
    if not options.duplex or len(part) % 2 == 0:
        return part
    last = part[-1]
    with speaking(last.language):
        lines = ruled(_("Notes"), CONTENT_BOTTOM - CONTENT_TOP)
    return [*part, last._replace(sheet=Sheet([(CONTENT_TOP, lines)], CONTENT_BOTTOM))]

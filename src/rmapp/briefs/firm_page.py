"""An internal paper about one firm made of flowing pieces: its frame, its pages and their PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rmapp.briefs.flowing import flowed
from rmapp.briefs.frame import Frame, class_label, framed, handling, origin_of, watermark
from rmapp.briefs.painting import Page, paint_pages
from rmapp.briefs.palette import Palette
from rmapp.briefs.styles import LEFT
from rmapp.briefs.typesetting import plain
from rmapp.i18n import _, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rmapp.briefs.record_flow import Piece
    from rmapp.domain.brief import Names
    from rmapp.domain.brief_options import PaperOptions

_TAGS: dict[str, str] = {"en": "en", "zh_CN": "zh-CN"}


class FirmPaper(Protocol):
    """What the frame of such a paper says of its firm."""

    @property
    def names(self) -> Names:
        """Return the firm's names."""

    @property
    def nature(self) -> str:
        """Return whether the firm is a client, a sample or known from public facts."""

    @property
    def owner(self) -> str:
        """Return the account manager."""

    @property
    def code(self) -> str:
        """Return the code printed on each page."""

    @property
    def confidentiality(self) -> str:
        """Return the class of the paper."""


def render_firm_paper(
    value: FirmPaper, options: PaperOptions, title: Callable[[], str], pieces: Callable[[], Iterable[Piece]]
) -> bytes:
    """Return the paper as a PDF, in the languages of the options one after the other, numbered through.

    `title` and `pieces` are called while each language is spoken.
    """
    laid = []
    for language in options.languages():
        with speaking(language):
            frame = _frame(value, options, title())
            laid += [(language, frame, sheet) for sheet in flowed(pieces())]
    pages = []
    for number, (language, frame, sheet) in enumerate(laid, 1):
        with speaking(language):
            page = framed(frame, options.print_id, number, len(laid))
        for y, drawing in sheet.bands:
            page.place(drawing, LEFT, y)
        pages.append(Page(page, frame.mark))
    first = options.languages()[0]
    with speaking(first):
        named = _("{title}, {firm}").format(title=title(), firm=value.names.first(first))
    return paint_pages(pages, Palette(black_and_white=options.black_and_white), plain(named), _TAGS[first])


def _frame(value: FirmPaper, options: PaperOptions, title: str) -> Frame:
    return Frame(
        title=title,
        aside=_("Account manager {name}").format(name=value.owner) if value.owner else "",
        label=class_label("internal", value.confidentiality),
        handling=handling(options),
        origin=origin_of(value.nature, ()),
        code=value.code,
        mark=watermark(options),
    )

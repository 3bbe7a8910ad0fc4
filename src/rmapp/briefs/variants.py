"""The variants of a brief as PDF files: laid out in each language, numbered through, painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.first_visit import first_frame, first_visit
from rmapp.briefs.hand_over import hand_over, hand_over_frame
from rmapp.briefs.leave_behind import leave_behind, leave_frame
from rmapp.briefs.painting import paint_pages
from rmapp.briefs.palette import Palette
from rmapp.briefs.pocket_card import card_frame, pocket_card
from rmapp.briefs.typesetting import plain
from rmapp.briefs.visit_pack import TAGS, Leaf, painted
from rmapp.domain.brief_variants import FirstVisit, HandOver, PocketCard
from rmapp.i18n import _, speaking

if TYPE_CHECKING:
    from rmapp.briefs.frame import Frame
    from rmapp.briefs.layout import Sheet
    from rmapp.domain.brief_options import BriefOptions
    from rmapp.domain.brief_variants import VariantValue


def render_variant(value: VariantValue, options: BriefOptions) -> bytes:
    """Return a variant as a PDF file; the same value and options give the same bytes.

    Raises BriefError where a page cannot be made.
    """
    leaves = []
    for language in options.languages():
        with speaking(language):
            frame, sheets = _laid_out(value, options)
            leaves += [Leaf(language, frame, sheet) for sheet in sheets]
    pages = []
    for number, leaf in enumerate(leaves, 1):
        with speaking(leaf.language):
            pages.append(painted(leaf, options.print_id, number, len(leaves)))
    first = options.languages()[0]
    names = value.brief.names if isinstance(value, PocketCard | FirstVisit | HandOver) else value.names
    with speaking(first):
        title = _("{paper}, {firm}").format(paper=leaves[0].frame.title, firm=names.first(first))
    return paint_pages(pages, Palette(black_and_white=options.black_and_white), plain(title), TAGS[first])


def _laid_out(value: VariantValue, options: BriefOptions) -> tuple[Frame, list[Sheet]]:
    if isinstance(value, PocketCard):
        return card_frame(value, options), pocket_card(value)
    if isinstance(value, FirstVisit):
        return first_frame(value, options), first_visit(value, options)
    if isinstance(value, HandOver):
        return hand_over_frame(value, options), hand_over(value, options)
    return leave_frame(value, options), leave_behind(value, options)

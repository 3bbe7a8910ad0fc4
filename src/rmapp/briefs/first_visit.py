"""The first-visit brief: what is publicly known of a firm, and what to ask with room for the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.blocks import section
from rmapp.briefs.day_sheet import ruled
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.figures import key_facts
from rmapp.briefs.flowing import block, flowed
from rmapp.briefs.frame import CONTENT_BOTTOM, Frame, class_label, handling, origin_of, watermark
from rmapp.briefs.identity import identity
from rmapp.briefs.layout import COLUMN_GAP
from rmapp.briefs.parties import person_words
from rmapp.briefs.question_lines import question_lines
from rmapp.briefs.record_flow import section_head
from rmapp.briefs.records import funding, intellectual_property, reported_facts
from rmapp.briefs.styles import LABEL, SECTION_TOP, SMALL, WIDTH
from rmapp.briefs.visit_words import visit_text
from rmapp.briefs.write_in import LINE
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.briefs.layout import Sheet
    from rmapp.briefs.record_flow import Piece
    from rmapp.domain.brief import BriefPerson
    from rmapp.domain.brief_options import BriefOptions, PaperOptions
    from rmapp.domain.brief_variants import FirstVisit

_AIR = 12.0
_HALF = (WIDTH - COLUMN_GAP) / 2
_LEAST_NOTES = 4 * LINE


def first_frame(first: FirstVisit, options: PaperOptions) -> Frame:
    """Return the words around its pages."""
    brief = first.brief
    return Frame(
        title=_("First-visit brief"),
        aside=visit_text(first.visit),
        label=class_label("internal", brief.confidentiality),
        handling=handling(options),
        origin=origin_of(brief.nature, brief.sources),
        code=brief.code,
        mark=watermark(options),
    )


def first_visit(first: FirstVisit, options: BriefOptions) -> list[Sheet]:
    """Return its pages: who the firm is, public facts, questions; the rest is ruled."""
    sheets = flowed(_pieces(first, options))
    left = CONTENT_BOTTOM - sheets[-1].y - _AIR
    if left >= _LEAST_NOTES:
        sheets[-1].bands.append((sheets[-1].y + _AIR, ruled(_("Notes from the meeting"), left)))
    return sheets


def _pieces(first: FirstVisit, options: BriefOptions) -> Iterator[Piece]:
    brief = first.brief
    yield block(identity(brief, options, WIDTH))
    blocks = [
        *([key_facts(brief.facts, _HALF)] if brief.facts else []),
        *([intellectual_property(brief.ip_counts, _HALF)] if brief.ip_counts else []),
        *([funding(brief.funding, _HALF)] if brief.funding else []),
        *([_people(brief.people)] if brief.people else []),
    ]
    for at in range(0, len(blocks), 2):
        yield block(_row(blocks[at : at + 2]), _AIR)
    if brief.claims:
        yield block(reported_facts(brief.claims, WIDTH), _AIR)
    if not blocks and not brief.claims:
        empty = section(WIDTH, _("Public facts"))
        empty.text(0, SECTION_TOP + 10.5, _("None on file"), SMALL, "text_tertiary")
        empty.height = SECTION_TOP + 15
        yield block(empty, _AIR)
    yield section_head(_("Ask"), _("what most depends on comes first"))
    yield from question_lines(first.questions, _("Ask"))


def _row(blocks: Sequence[Drawing]) -> Drawing:
    row = Drawing(WIDTH, max(one.height for one in blocks))
    for at, one in enumerate(blocks):
        row.place(one, at * (_HALF + COLUMN_GAP), 0)
    return row


def _people(people: Sequence[BriefPerson]) -> Drawing:
    drawing = section(_HALF, _("People known from public sources"))
    y = SECTION_TOP + 11
    for person in people[:6]:
        name, title = person_words(person)
        taken = drawing.text(0, y, name, LABEL._replace(weight="medium"), room=_HALF * 0.5)
        drawing.text(taken + 8, y, title, SMALL, "text_secondary", room=_HALF - taken - 8)
        y += 14
    drawing.height = y - 8
    return drawing

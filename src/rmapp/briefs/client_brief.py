"""The client brief: from one value to a PDF file, for the house or for the client."""

from __future__ import annotations

from functools import cache, partial
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.charts import revenue_chart
from rmapp.briefs.covenants import covenants
from rmapp.briefs.credit_blocks import alerts, lenders, prices, signals
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.exposure import exposure
from rmapp.briefs.figures import key_facts
from rmapp.briefs.frame import CONTENT_BOTTOM, CONTENT_TOP, brief_frame, framed
from rmapp.briefs.group_grid import group_section
from rmapp.briefs.identity import identity
from rmapp.briefs.layout import BAND_GAP, Section, distribute, pair
from rmapp.briefs.line_story import line_story
from rmapp.briefs.listing import listing
from rmapp.briefs.painting import Page, paint_pages
from rmapp.briefs.palette import Palette
from rmapp.briefs.parties import people_to_meet, roles_to_meet
from rmapp.briefs.points import points_to_raise
from rmapp.briefs.products import products
from rmapp.briefs.records import (
    client_actions,
    funding,
    intellectual_property,
    open_promises,
    recent_notes,
    reported_facts,
    writing_space,
)
from rmapp.briefs.score import score
from rmapp.briefs.security import security
from rmapp.briefs.styles import LEFT, TINY, WIDTH
from rmapp.briefs.typesetting import plain
from rmapp.briefs.visit_blocks import ask_list, objective, since_last_visit, told_elsewhere
from rmapp.briefs.wording import left_out_text
from rmapp.domain.brief import CREDIT_FACTS, ClientBrief, ClientEdition
from rmapp.domain.question import QUESTION_CAP
from rmapp.domain.visit_change import CHANGE_CAP
from rmapp.i18n import _, speaking

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rmapp.briefs.layout import Sheet
    from rmapp.domain.brief_options import BriefOptions, SectionCode

_LEAST_SPACE = 262.0
"""A third of the page's content, in points, to write on in the meeting."""

_ANSWER_SPACE = 17.0
"""What the line under a question gives to write on."""

_SCANT_SPACE = 80.0
"""Less than this is not worth writing on: a full brief stays on two pages as long as it can."""

_LEAST_LINES = 34.0
"""Two short lines: what the fullest brief leaves to write on beside the lines under its questions."""

_MOST_SHEETS = 2


class _Caps(NamedTuple):
    """How many of each list are shown; `tight` has some sections take less room each.

    `scant` is the least height of the ruled lines that a page without more room still gets.
    """

    people: int
    notes: int
    changes: int
    questions: int
    tight: bool = False
    scant: float = _SCANT_SPACE


_USUAL = _Caps(people=3, notes=3, changes=CHANGE_CAP, questions=QUESTION_CAP)
_SHORTER = (
    _Caps(people=2, notes=2, changes=4, questions=4),
    _Caps(people=2, notes=1, changes=4, questions=4, tight=True),
    _Caps(people=2, notes=1, changes=4, questions=4, tight=True, scant=_LEAST_LINES),
)
"""Shorter caps where two pages are not enough."""

_FIRST_PAGE: frozenset[SectionCode] = frozenset({"objective", "since", "points", "ask", "exposure", "alerts"})
_FEWER_QUESTIONS = (6, 4, 2)
"""How many questions are shown where the first page has no room for the alerts: row after row of two less."""

_ASKED = frozenset({"unknown_fact", "statement_stale"})
"""Points that the ask-list has as questions."""

_LEFT_OUT_DROP = 5.6
"""Between the content and the footer there is room for one small line."""

_DROP_ORDER: tuple[SectionCode, ...] = (
    "reported",
    "price",
    "ip",
    "signals",
    "notes",
    "funding",
    "people",
    "fit",
    "story",
    "lenders",
    "group",
    "score",
    "listing",
    "chart",
    "security",
)
"""What goes first where two pages are not enough.

Reported facts, prices and counts of rights stand in the paragraph, with the lines and with the security as well;
then come the four of domain reference, 7.1, in its order, investors before the people one is about to meet, then
what page 1 has not.
"""


def render_brief(brief: ClientBrief | ClientEdition, options: BriefOptions) -> bytes:
    """Return the brief as a PDF file; the same value and options give the same bytes.

    Raises BriefError where a page cannot be made.
    """
    sheets = []
    for language in options.languages():
        with speaking(language):
            sheets += [(language, sheet) for sheet in lay_out(brief, options)]
    pages = []
    for number, (language, sheet) in enumerate(sheets, 1):
        with speaking(language):
            frame = brief_frame(brief, options)
            page = framed(frame, options.print_id, number, len(sheets))
            for y, drawing in sheet.bands:
                page.place(drawing, LEFT, y)
            pages.append(Page(page, frame.mark))
    with speaking(options.languages()[0]):
        firm = brief.names.first(options.languages()[0])
        title = _("Client brief, {firm}").format(firm=firm)
    tag = {"en": "en", "zh_CN": "zh-CN"}[options.languages()[0]]
    return paint_pages(pages, Palette(black_and_white=options.black_and_white), plain(title), tag)


def lay_out(brief: ClientBrief | ClientEdition, options: BriefOptions, *, whole: bool = False) -> list[Sheet]:
    """Return the sheets; where two are not enough, lists are shorter, and then sections drop and are named.

    They drop in the order of domain reference, 7.1; nothing does that does not make the brief shorter. A `whole`
    brief takes as many sheets as it needs.
    """
    head = identity(brief, options, WIDTH)
    caps = _USUAL
    known, codes, best = _set(brief, options, head, caps)
    if whole:
        return best
    for caps in _SHORTER if isinstance(brief, ClientBrief) else ():
        if len(best) <= _MOST_SHEETS:
            break
        known, codes, sheets = _set(brief, options, head, caps)
        best = sheets if len(sheets) < len(best) else best

    def without(some: Sequence[SectionCode]) -> list[Sheet]:
        return _sheets(brief, options, head, [known[code] for code in codes if code not in some], caps.scant)

    best, dropped = _shortened(best, [code for code in _DROP_ORDER if code in codes], without)
    if dropped:
        note = Drawing(WIDTH)
        note.text(0, _LEFT_OUT_DROP, left_out_text(dropped), TINY, "text_secondary", room=WIDTH)
        best[-1].bands.append((CONTENT_BOTTOM, note))
    return best


def _shortened(
    best: list[Sheet], droppable: Sequence[SectionCode], without: Callable[[Sequence[SectionCode]], list[Sheet]]
) -> tuple[list[Sheet], Sequence[SectionCode]]:
    """Return the sheets without the sections that have to go, and those; what gave no room comes back, last first."""
    dropped = droppable[:0]
    for count in range(1, len(droppable) + 1):
        if len(best) <= _MOST_SHEETS:
            break
        sheets = without(droppable[:count])
        if len(sheets) < len(best):
            best, dropped = sheets, droppable[:count]
    for code in reversed(dropped):
        others = [one for one in dropped if one != code]
        sheets = without(others)
        if len(sheets) <= len(best):
            best, dropped = sheets, others
    return best, dropped


def _set(
    brief: ClientBrief | ClientEdition, options: BriefOptions, head: Drawing, caps: _Caps
) -> tuple[dict[SectionCode, Section], list[SectionCode], list[Sheet]]:
    """Return the sections with these caps, those to print in their order, and their sheets."""
    known = _of_house(brief, options, head, caps) if isinstance(brief, ClientBrief) else _for_client(brief)
    codes = [code for code in options.shown() if code in known]
    return known, codes, _sheets(brief, options, head, [known[code] for code in codes], caps.scant)


def _of_house(brief: ClientBrief, options: BriefOptions, head: Drawing, caps: _Caps) -> dict[SectionCode, Section]:
    """Return the sections, with fewer questions where that keeps what is read first on the first page."""
    usual = _internal(brief, options, caps)
    for questions in (caps.questions, *_FEWER_QUESTIONS):
        known = _internal(brief, options, caps._replace(questions=questions)) if questions < caps.questions else usual
        codes = [code for code in options.shown() if code in known]
        first = pair([known[code] for code in takewhile(_FIRST_PAGE.__contains__, codes)], WIDTH)
        if _first_y(head) + sum(band.drawing.height + BAND_GAP for band in first) - BAND_GAP <= CONTENT_BOTTOM:
            return known
    return usual


def _first_y(head: Drawing) -> float:
    return CONTENT_TOP + head.height + BAND_GAP + 1


def _sheets(
    brief: ClientBrief | ClientEdition,
    options: BriefOptions,
    head: Drawing,
    sections: list[Section],
    scant: float,
) -> list[Sheet]:
    sheets = distribute(
        pair(sections, WIDTH),
        _first_y(head),
        CONTENT_TOP,
        CONTENT_BOTTOM,
        partial(writing_space, WIDTH) if "space" in options.shown() else None,
        _least_space(brief, options),
        scant=scant,
    )
    sheets[0].bands.insert(0, (CONTENT_TOP, head))
    return sheets


def _least_space(brief: ClientBrief | ClientEdition, options: BriefOptions) -> float:
    """Return how much of one page is to be left to write on, beside the lines of the ask-list."""
    if not isinstance(brief, ClientBrief):
        return _SCANT_SPACE
    lines = brief.ask.questions if "ask" in options.shown() else ()
    return max(_SCANT_SPACE, _LEAST_SPACE - _ANSWER_SPACE * len(lines))


def _shared(brief: ClientBrief | ClientEdition, *, tight: bool = False) -> dict[SectionCode, Section]:
    sections: dict[SectionCode, Section] = {"exposure": Section(partial(exposure, brief.exposure, brief.as_of))}
    if brief.facts:
        sections["facts"] = Section(partial(key_facts, brief.facts, tight=tight), 0.43)
    if any(year.revenue or year.rd_intensity_bp for year in brief.revenue):
        sections["chart"] = Section(partial(revenue_chart, brief.revenue, brief.forecast_on, tight=tight), 0.57)
    if brief.ip_counts:
        sections["ip"] = Section(partial(intellectual_property, brief.ip_counts), 0.5, may_wait=True)
    return sections


def _internal(brief: ClientBrief, options: BriefOptions, caps: _Caps) -> dict[SectionCode, Section]:
    sections = _shared(brief, tight=caps.tight)
    strip, grid = brief.credit.strip, brief.credit.grid
    sections["exposure"] = Section(partial(exposure, brief.exposure, brief.as_of, strip=strip))
    if strip is not None and "exposure" in options.shown():
        facts = tuple(fact for fact in brief.facts if fact.code not in CREDIT_FACTS)
        sections.pop("facts", None)
        if facts:
            sections["facts"] = Section(partial(key_facts, facts, tight=caps.tight), 0.43)
    sections |= _visit(brief, options, caps)
    sections["people"] = Section(partial(people_to_meet, brief.people, caps.people), 0.5, may_wait=True)
    notes = partial(recent_notes, brief.notes, brief.note_count, caps.notes, tight=caps.tight)
    # A short note fills a gap beside the lists; promises of both sides then stand side by side in one row.
    sections["notes"] = Section(notes, 0.5, may_wait=True) if caps.tight else Section(notes, 0.58, turns=True)
    sections["promises"] = Section(partial(open_promises, brief.promises, brief.as_of), 0.42, turns=True)
    if grid.rows:
        limits = strip.group_limits if strip is not None else ()
        sections["group"] = Section(partial(group_section, grid, limits, tight=caps.tight), may_wait=True)
    if brief.claims:
        sections["reported"] = Section(partial(reported_facts, brief.claims), may_wait=True)
    if brief.score is not None:
        sections["score"] = Section(partial(score, brief.score, tight=caps.tight), 0.5, may_wait=True)
    if brief.listing is not None:
        sections["listing"] = Section(partial(listing, brief.listing), may_wait=True)
    if brief.fit is not None:
        sections["fit"] = Section(partial(products, brief.fit, tight=caps.tight), 0.5, may_wait=True)
    if brief.funding:
        sections["funding"] = Section(partial(funding, brief.funding), 0.5, may_wait=True)
    # The same section is tried at several places, and drawn once for each width.
    drawn = sections | _credit(brief, caps)
    return {code: one._replace(draw=cache(one.draw)) for code, one in drawn.items()}


def _visit(brief: ClientBrief, options: BriefOptions, caps: _Caps) -> dict[SectionCode, Section]:
    """Return the sections about the visit itself; what one of them says is not said in another."""
    sections: dict[SectionCode, Section] = {}
    points = brief.points
    purpose = brief.visit.purpose if brief.visit is not None else ""
    if purpose or any(brief.aim.lines()):
        sections["objective"] = Section(partial(objective, brief.aim, purpose))
    if brief.since is not None:
        told = told_elsewhere(brief) if "alerts" in options.shown() else frozenset()
        ahead = tuple(one for one in brief.since.ahead if (one.kind, one.on) not in told)
        news = brief.since.model_copy(update={"ahead": ahead})
        sections["since"] = Section(partial(since_last_visit, news, caps.changes))
    if brief.ask.questions:
        sections["ask"] = Section(partial(ask_list, brief.ask, caps.questions))
        if "ask" in options.shown():
            points = tuple(point for point in points if point.kind not in _ASKED)
    sections["points"] = Section(partial(points_to_raise, points))
    return sections


def _credit(brief: ClientBrief, caps: _Caps) -> dict[SectionCode, Section]:
    """Return the sections about credit."""
    credit, today, tight = brief.credit, brief.as_of, caps.tight
    book = credit.security
    sections: dict[SectionCode, Section] = {}
    if credit.covenants:
        sections["covenants"] = Section(partial(covenants, credit.covenants, tight=tight), 0.5)
    if book.things or book.guarantors or book.stated:
        sections["security"] = Section(partial(security, book, tight=tight), 0.5)
    if credit.alerts:
        sections["alerts"] = Section(partial(alerts, credit.alerts, today))
    if credit.story.steps or credit.story.balance:
        sections["story"] = Section(partial(line_story, credit.story, today, tight=tight), 0.5, may_wait=True)
    if credit.warnings:
        sections["signals"] = Section(partial(signals, credit.warnings), 0.0 if caps == _USUAL else 0.5, may_wait=True)
    if credit.lenders.lines:
        sections["lenders"] = Section(partial(lenders, credit.lenders, tight=tight), 0.5, may_wait=True)
    if credit.prices:
        sections["price"] = Section(partial(prices, credit.prices), 0.5, may_wait=True)
    return sections


def _for_client(brief: ClientEdition) -> dict[SectionCode, Section]:
    sections = _shared(brief)
    sections["promises"] = Section(partial(client_actions, brief.actions), 0.5)
    if brief.roles:
        sections["people"] = Section(partial(roles_to_meet, brief.roles), 0.5)
    return sections

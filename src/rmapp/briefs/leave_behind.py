"""The paper that the client keeps: agenda, our understanding of the firm, options, documents needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.briefs.blocks import chips, section, tick_box
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.figures import key_facts
from rmapp.briefs.flowing import block, flowed
from rmapp.briefs.frame import CONTENT_BOTTOM, Frame, class_label, handling, moment, origin_of
from rmapp.briefs.layout import COLUMN_GAP
from rmapp.briefs.parties import roles_to_meet
from rmapp.briefs.records import intellectual_property
from rmapp.briefs.styles import LEAD, SECOND_NAME, SECTION_TOP, SMALL, WIDTH, is_chinese, spaced
from rmapp.briefs.typesetting import Style, set_lines, text_width
from rmapp.briefs.wording import designation, line_name, line_use
from rmapp.briefs.write_in import LINE, free_lines, write_line
from rmapp.domain import reference
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rmapp.briefs.layout import Sheet
    from rmapp.briefs.record_flow import Piece
    from rmapp.domain.brief import BriefLine
    from rmapp.domain.brief_options import PaperOptions
    from rmapp.domain.brief_variants import ClientDocument, ClientOption, LeaveBehind

_AIR = 14.0
_HALF = (WIDTH - COLUMN_GAP) / 2
_NAME = Style(22, "semibold")
_ROW = Style(9.2, leading=13.0)
_STRONG = Style(9.2, "medium", 13.0)
_STEP = 19.0
_LEAST_LINES = 3


def leave_frame(paper: LeaveBehind, options: PaperOptions) -> Frame:
    """Return the words around its pages; it has no watermark, which would mark it as ours alone."""
    return Frame(
        title=_("Our meeting"),
        aside=_visit(paper),
        label=class_label("client", paper.confidentiality),
        handling=handling(options, for_client=True),
        origin=origin_of(paper.nature, ()),
        code=paper.code,
    )


def leave_behind(paper: LeaveBehind, options: PaperOptions) -> list[Sheet]:
    """Return its pages; what is left of the last one is for the client's own notes."""
    sheets = flowed(_pieces(paper, options))
    left = CONTENT_BOTTOM - sheets[-1].y - _AIR
    if left >= SECTION_TOP + _LEAST_LINES * LINE:
        notes = section(WIDTH, _("Your notes"))
        free_lines(notes, 0, SECTION_TOP - 2, WIDTH, int((left - SECTION_TOP + 2) / LINE))
        sheets[-1].bands.append((sheets[-1].y + _AIR, notes))
    return sheets


def _visit(paper: LeaveBehind) -> str:
    if paper.visit is None:
        return ""
    when = _("{date}, {time}").format(
        date=format_date(paper.visit.starts_at.date()), time=f"{paper.visit.starts_at:%H:%M}"
    )
    return ("，" if is_chinese() else ", ").join(text for text in (when, paper.visit.place) if text)


def _pieces(paper: LeaveBehind, options: PaperOptions) -> Iterator[Piece]:
    yield block(_head(paper, options))
    yield block(_agenda(paper), _AIR)
    yield block(_understanding(paper), _AIR)
    yield block(_options(paper.options, paper.exposure.lines), _AIR)
    yield block(_documents(paper.documents), _AIR)


def _head(paper: LeaveBehind, options: PaperOptions) -> Drawing:
    language = "zh" if is_chinese() else "en"
    drawing = Drawing(WIDTH, 40)
    first, second = paper.names.first(language), paper.names.second(language)
    style = _NAME if text_width(first, _NAME) <= WIDTH - 140 else _NAME._replace(size=15)
    taken = drawing.text(0, 17, first, style, room=WIDTH - 140)
    if second and taken + 12 + text_width(second, SECOND_NAME) <= WIDTH - 140:
        drawing.text(taken + 12, 17, second, SECOND_NAME, "text_secondary")
    prepared = _("Account manager {name}").format(name=paper.owner) if paper.owner else ""
    drawing.text(WIDTH, 6, prepared, SMALL, "text_tertiary", align="right", room=136)
    drawing.text(WIDTH, 17, moment(options.printed_at), SMALL, "text_tertiary", align="right")
    legal = paper.legal_names.first(language)
    drawing.text(0, 33, legal if legal != first else "", SMALL, "text_tertiary", room=WIDTH)
    return drawing


def _agenda(paper: LeaveBehind) -> Drawing:
    """Return the agenda: as it was typed where somebody chose that, else the parts of this paper."""
    usual = [_("What is new on your side"), _("Whether we understand your firm rightly")]
    usual += [_("Options for financing and services")] if paper.options else []
    usual += [_("Documents and next steps")]
    return _numbered(pgettext("of a meeting", "Agenda"), paper.agenda or usual)


def _numbered(title: str, texts: Sequence[str]) -> Drawing:
    drawing = section(WIDTH, title)
    y = SECTION_TOP + 12
    for number, text in enumerate(texts, 1):
        drawing.text(0, y, f"{number}", _STRONG, "accent_text")
        y = drawing.lines(18, y, set_lines(text, _ROW, WIDTH - 18, 2), _ROW) + 3
    drawing.height = y - 10
    return drawing


def _understanding(paper: LeaveBehind) -> Drawing:
    """Return what we know of the firm, with a line to correct it."""
    drawing = section(WIDTH, _("Our understanding of your firm"), _("please correct what is wrong"))
    y = SECTION_TOP
    if paper.summary:
        style = spaced(LEAD)
        y = drawing.lines(0, y + 12, set_lines(paper.summary, style, WIDTH, 5), style) - style.leading + 6
    marks = [(designation(one), "neutral_text", "neutral_soft") for one in paper.designations]
    if paper.stage:
        marks.insert(0, (reference.text("stage", paper.stage), "accent_text", "accent_soft"))
    if marks:
        row = chips(WIDTH, marks)
        drawing.place(row, 0, y + 6)
        y += row.height + 6
    blocks = [
        *([key_facts(paper.facts, _HALF)] if paper.facts else []),
        *([intellectual_property(paper.ip_counts, _HALF)] if paper.ip_counts else []),
        *([roles_to_meet(paper.roles, _HALF)] if paper.roles else []),
    ]
    ends = [y + 10, y + 10]
    for one in blocks:
        side = 0 if ends[0] <= ends[1] else 1
        drawing.place(one, side * (_HALF + COLUMN_GAP), ends[side])
        ends[side] += one.height + 10
    y = max(ends) + 4
    base = y + LINE - 5
    taken = drawing.text(0, base, _("Corrections"), SMALL, "text_secondary")
    write_line(drawing, taken + 8, y + LINE, WIDTH)
    drawing.height = free_lines(drawing, 0, y + LINE, WIDTH, 1)
    return drawing


def _options(options: Sequence[ClientOption], booked: Sequence[BriefLine]) -> Drawing:
    """Return the lines there are and what was offered, each with its state, never mixed."""
    drawing = section(WIDTH, _("Financing and options"), _("for information, not an offer of credit"))
    y = SECTION_TOP + 12
    rows = [(line_name(line), line_use(line.use), line.limit) for line in booked]
    rows += [(_option(one), line_use("proposed"), one.amount) for one in options]
    for name, state, amount in rows:
        drawing.text(0, y, name, _STRONG, room=WIDTH * 0.5)
        drawing.text(WIDTH * 0.54, y, state, SMALL, "text_secondary")
        drawing.text(WIDTH, y, format_money(amount) if amount else _("to be discussed"), _ROW, align="right")
        y += _STEP - 3
    if not rows:
        drawing.text(0, y, _("To be discussed"), _ROW, "text_tertiary")
        y += _STEP - 3
    drawing.height = y - 8
    return drawing


def _option(option: ClientOption) -> str:
    if option.facility_type:
        return reference.text("facility_type", option.facility_type)
    return reference.text("product", option.product)


def _documents(documents: Sequence[ClientDocument]) -> Drawing:
    drawing = section(WIDTH, _("Documents and next steps on your side"))
    y = SECTION_TOP + 12
    for one in documents:
        tick_box(drawing, 0.6, y - 7.3)
        due = _("by {date}").format(date=format_partial(one.on)) if one.on and one.kind == "promised" else ""
        taken = drawing.text(WIDTH, y, due, SMALL, "text_secondary", align="right")
        y = drawing.lines(16, y, set_lines(_document(one), _ROW, WIDTH - 16 - taken - 10, 2), _ROW) + 4
    if not documents:
        drawing.text(0, y, _("Nothing is open on your side"), _ROW, "text_tertiary")
        y += _STEP
    drawing.height = y - 9
    return drawing


def _document(one: ClientDocument) -> str:
    if one.kind == "promised":
        return one.text
    if one.kind == "designation":
        name = reference.text("designation", one.code)
        return _("Papers for renewing “{name}”, valid to {date}").format(
            name=name, date=format_partial(one.on) if one.on else "–"
        )
    if one.period_end is None:
        return _("Financial statements of the last two years")
    return _("Financial statements after {date}").format(date=format_date(one.period_end))

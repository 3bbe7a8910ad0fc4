"""The group brief: one page with limits, the grid of firms, one row per facility, and what needs care."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rmapp.briefs.blocks import empty_section, more, section
from rmapp.briefs.closing import closing
from rmapp.briefs.columns import right_edges
from rmapp.briefs.covenants import by_urgency, covenant_name, covenant_state
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.exposure_strip import margin_note, mark_margin
from rmapp.briefs.frame import CONTENT_BOTTOM, CONTENT_TOP, brief_frame, framed, moment
from rmapp.briefs.group_grid import group_grid
from rmapp.briefs.layout import BAND_GAP, Section, pair
from rmapp.briefs.painting import Page, paint_pages
from rmapp.briefs.palette import Palette
from rmapp.briefs.security import security_text
from rmapp.briefs.styles import (
    ASIDE,
    LABEL,
    LEFT,
    NAME,
    SECOND_NAME,
    SECTION_TOP,
    SMALL,
    TINY,
    TOTAL,
    VALUE,
    WIDTH,
    is_chinese,
)
from rmapp.briefs.typesetting import Style, plain, text_width
from rmapp.briefs.wording import TableUnit, group_limit_name, group_limit_note, line_use, not_disclosed
from rmapp.domain import reference
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date, format_days_left, format_percent
from rmapp.i18n import _, ngettext, pgettext, speaking

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.briefs.exposure_strip import WithMargin
    from rmapp.domain.brief_credit import BriefGroupLimit, BriefMaturity, BriefSubLimit, StripRow
    from rmapp.domain.brief_options import BriefOptions
    from rmapp.domain.group_brief import GroupBrief, GroupCovenant, GroupLine
    from rmapp.domain.money import Money

_MOST_LIMITS = 3
_MOST_PARTS = 8
"""How many parts are shown of all group limits together."""

_MOST_LISTED = 5
_LEAST_LINES = 3
_LINES_HEAD = 28.0
"""Points for the head of the facilities and for saying how many were left out."""

_NOTE = 11.0
_ROW = 14.4
_LINE_ROW = 13.8
_CELL = Style(8.2)
_LIMIT_EDGES = (0.44, 0.55, 0.66)
_SUM_EDGES = (0.368, 0.450, 0.534, 0.604, 0.736, 0.862, 1.0)
_SUM_AMOUNTS = ("limit", "drawn", "waiting", "free", "direct", "indirect", "affiliated")
_LINE_AMOUNTS = ("limit", "drawn", "free")
_LINE_EDGES = (0.52, 0.60, 0.68)
_TYPE_FROM = 0.205


def render_group(group: GroupBrief, options: BriefOptions) -> bytes:
    """Return the group brief as a PDF file; the same value and options give the same bytes.

    Each language takes one page. Raises BriefError where a page cannot be made.
    """
    languages, pages = options.languages(), []
    for number, language in enumerate(languages, 1):
        with speaking(language):
            frame = brief_frame(group, options)
            page = framed(frame, options.print_id, number, len(languages))
            _fill(page, group, options)
            pages.append(Page(page, frame.mark))
    with speaking(languages[0]):
        title = _("Group brief, {firm}").format(firm=group.names.first(languages[0]))
    tag = {"en": "en", "zh_CN": "zh-CN"}[languages[0]]
    return paint_pages(pages, Palette(black_and_white=options.black_and_white), plain(title), tag)


def _fill(page: Drawing, group: GroupBrief, options: BriefOptions) -> None:
    """Put everything on the page; the rows of facilities take what the other sections leave."""
    above = [_head(group, options), _limits(group)]
    below = [
        band.drawing
        for band in pair(
            [
                Section(partial(_covenants, group.covenants), 0.52),
                Section(partial(_maturities, group.maturities, group.as_of), 0.48),
            ],
            WIDTH,
        )
    ]
    room = CONTENT_BOTTOM - CONTENT_TOP - sum(part.height + BAND_GAP for part in (*above, *below))
    least = SECTION_TOP + _LINES_HEAD + min(len(group.lines), _LEAST_LINES) * _LINE_ROW + BAND_GAP
    above.append(group_grid(group.grid, WIDTH, room - least))
    lines = _lines(group, room - above[-1].height - BAND_GAP)
    y = CONTENT_TOP
    for part in (*above, lines, *below):
        page.place(part, LEFT, y)
        y += part.height + BAND_GAP


def _head(group: GroupBrief, options: BriefOptions) -> Drawing:
    language = "zh" if is_chinese() else "en"
    drawing = Drawing(WIDTH)
    room = WIDTH - 160
    first, second = group.names.first(language), group.names.second(language)
    style = NAME if text_width(first, NAME) <= room else NAME._replace(size=15)
    taken = drawing.text(0, 17.1, first or "–", style, room=room)
    if second and taken + 12 + text_width(second, SECOND_NAME) <= room:
        drawing.text(taken + 12, 17.1, second, SECOND_NAME, "text_secondary")
    manager = _("Account manager {name}").format(name=group.owner) if group.owner else ""
    drawing.text(WIDTH, 4.9, manager, SMALL, "text_tertiary", align="right", room=150)
    drawing.text(WIDTH, 15.4, moment(options.printed_at), SMALL, "text_tertiary", align="right")
    count = len(group.grid.rows)
    firms = ngettext("Group of {n} firm", "Group of {n} firms", count).format(n=count)
    legal = group.legal_names.first(language)
    texts = [firms, legal if legal not in (first, second) else "", group.city.first(language)]
    drawing.text(0, 33, " · ".join(text for text in texts if text), SMALL, "text_tertiary", room=WIDTH)
    drawing.height = 36
    return drawing


def _limits(group: GroupBrief) -> Drawing:
    """Return the sums over the group and its limits with use, room and parts."""
    shown = group.limits[:_MOST_LIMITS]
    most = _MOST_PARTS // max(1, len(shown))
    amounts = [getattr(group.sums, name) for name in _SUM_AMOUNTS]
    amounts += [amount for one in shown for amount in _limit_amounts(one)]
    unit = TableUnit(amounts)
    drawing = section(WIDTH, _("Group limits and exposure"), _aside(group, unit))
    y = _sums(drawing, group.sums, unit)
    columns = _limit_columns(shown, unit)
    for edge, text in zip(columns, (_("Limit"), pgettext("of a limit", "Use"), _("Room")), strict=True):
        drawing.text(edge, y + 10.5, text, ASIDE, "text_tertiary", align="right")
    if not shown:
        drawing.text(0, y + 10.5, _("No group limit on file"), SMALL, "text_tertiary")
    y += _ROW
    for one in shown:
        _limit_row(drawing, one, unit, columns, y)
        y += _ROW
        if one.borrowers:
            drawing.text(12, y + 9.8, one.borrowers, SMALL, "text_secondary", room=WIDTH - 12)
            y += _ROW - 1.6
        for part in one.sub_limits[:most]:
            _part_row(drawing, part, unit, columns, y)
            y += _ROW - 1.6
        left_out = len(one.sub_limits) - most
        if left_out > 0:
            more(drawing, 12, y + 9, left_out)
            y += 12
    more(drawing, 0, y + 9, len(group.limits) - len(shown))
    drawing.height = y + (12 if len(group.limits) > len(shown) else 0) - (0 if shown else 2)
    return drawing


def _aside(group: GroupBrief, unit: TableUnit) -> str:
    pattern = _("{unit}, as of {date}")
    if group.rates_on is not None:
        pattern = _("{unit}, as of {date}, exchange rates of {rates_on}")
        if group.stale:
            pattern = _("{unit}, as of {date}, exchange rates of {rates_on} (old)")
    rates_on = format_date(group.rates_on) if group.rates_on else ""
    return pattern.format(unit=unit.name, date=format_date(group.as_of), rates_on=rates_on)


def _limit_amounts(one: BriefGroupLimit) -> list[Money | None]:
    found = [one.limit, one.use, one.room, one.over_allocated]
    for part in one.sub_limits[:_MOST_PARTS]:
        found += [part.limit, part.use, part.room]
    return found


def _sums(drawing: Drawing, sums: StripRow, unit: TableUnit) -> float:
    heads = _("Limit"), _("Drawn"), _("Waiting"), _("Free"), _("Direct"), _("Indirect"), _("Affiliated")
    columns = [
        (WIDTH * share, max(text_width(unit.number(getattr(sums, name)), TOTAL), text_width(head, ASIDE)))
        for name, head, share in zip(_SUM_AMOUNTS, heads, _SUM_EDGES, strict=True)
    ]
    y = SECTION_TOP
    edges = right_edges(columns)
    printed = closing(sums, unit)
    for name, head, edge in zip(_SUM_AMOUNTS, heads, edges, strict=True):
        drawing.text(edge, y + 10.5, head, ASIDE, "text_tertiary", align="right")
        amount: Money | None = getattr(printed, name)
        drawing.text(edge, y + 26.5, unit.number(amount), TOTAL, align="right")
    mark_margin(drawing, edges[1], y + 26.5, sums)
    drawing.rule(0, y + 16, WIDTH, weight=0.4)
    room = edges[0] - text_width(unit.number(sums.limit), TOTAL) - 6
    drawing.text(0, y + 26.5, _("All lines of the group"), TOTAL, room=room)
    drawing.rule(0, y + 31.5, WIDTH, "border_subtle", 0.4)
    return y + 31.5


def _limit_columns(shown: Sequence[BriefGroupLimit], unit: TableUnit) -> tuple[float, ...]:
    rows = [*shown, *(part for one in shown for part in one.sub_limits[:_MOST_PARTS])]
    columns = []
    for name, share in zip(("limit", "use", "room"), _LIMIT_EDGES, strict=True):
        widest = max((text_width(unit.number(getattr(row, name)), VALUE) for row in rows), default=0.0)
        columns.append((WIDTH * share, max(widest, 28.0)))
    return right_edges(columns)


def _limit_row(drawing: Drawing, row: BriefGroupLimit, unit: TableUnit, edges: Sequence[float], y: float) -> None:
    base = y + 10.4
    drawing.text(0, base, group_limit_name(row), LABEL._replace(weight="semibold"), room=_room(row.limit, unit, edges))
    for edge, amount in zip(edges, (row.limit, row.use, row.room), strict=True):
        drawing.text(edge, base, unit.number(amount), VALUE, _ink(amount), align="right")
    note = group_limit_note(row, unit)
    drawing.text(edges[-1] + 14, base, note, SMALL, "text_secondary", room=WIDTH - edges[-1] - 14)
    drawing.rule(0, y + _ROW, WIDTH, "border_subtle", 0.4)


def _part_row(drawing: Drawing, part: BriefSubLimit, unit: TableUnit, edges: Sequence[float], y: float) -> None:
    base = y + 9.8
    firm = part.firm.told("zh" if is_chinese() else "en")
    name = firm or reference.text("facility_family", part.family)
    drawing.text(12, base, name, SMALL, "text_secondary", room=_room(part.limit, unit, edges) - 12)
    for edge, amount in zip(edges, (part.limit, part.use, part.room), strict=True):
        drawing.text(edge, base, unit.number(amount), _CELL, _ink(amount), align="right")
    if part.room is not None and part.room.minor < 0:
        drawing.text(edges[-1] + 14, base, _("over the part"), SMALL, "danger_text")


def _room(limit: Money | None, unit: TableUnit, edges: Sequence[float]) -> float:
    return edges[0] - text_width(unit.number(limit), VALUE) - 6


def _ink(amount: Money | None) -> str:
    return "danger_text" if amount is not None and amount.minor < 0 else "text_primary"


def _lines(group: GroupBrief, room: float) -> Drawing:
    """Return one row per facility, as many as there is room for."""
    if not group.lines:
        return empty_section(WIDTH, _("Facilities"))
    shown = group.lines[: max(_LEAST_LINES, int((room - SECTION_TOP - _LINES_HEAD - _NOTE) / _LINE_ROW))]
    unit = TableUnit(getattr(line, name) for line in shown for name in _LINE_AMOUNTS)
    drawing = section(WIDTH, _("Facilities"), unit.name)
    heads = _("Limit"), _("Drawn"), _("Free")
    columns = []
    for name, head, share in zip(_LINE_AMOUNTS, heads, _LINE_EDGES, strict=True):
        widest = max(text_width(unit.number(getattr(line, name)), _CELL) for line in shown)
        columns.append((WIDTH * share, max(widest, text_width(head, ASIDE))))
    edges = right_edges(columns, 7.0)
    y = SECTION_TOP + 10
    drawing.text(0, y, _("Firm"), ASIDE, "text_tertiary")
    drawing.text(WIDTH * _TYPE_FROM, y, _("Facility"), ASIDE, "text_tertiary")
    for edge, head in zip(edges, heads, strict=True):
        drawing.text(edge, y, head, ASIDE, "text_tertiary", align="right")
    drawing.text(edges[-1] + 12, y, _("Matures"), ASIDE, "text_tertiary")
    drawing.text(edges[-1] + 70, y, _("Security"), ASIDE, "text_tertiary")
    drawing.rule(0, y + 5, WIDTH, weight=0.4)
    y += 5
    for line in shown:
        _line(drawing, line, unit, edges, y)
        y += _LINE_ROW
        drawing.rule(0, y, WIDTH, "border_subtle", 0.4)
    left_out = len(group.lines) - len(shown)
    more(drawing, 0, y + 10, left_out)
    drawing.height = y + (12 if left_out > 0 else 0)
    rows: list[tuple[str, WithMargin]] = [(_("All lines of the group"), group.sums)]
    note = margin_note([*rows, *((_line_name(line), line) for line in shown)], unit)
    if note:
        drawing.height += _NOTE
        drawing.text(0, drawing.height - 1, note, ASIDE, "text_secondary", room=WIDTH)
    return drawing


def _line_name(line: GroupLine) -> str:
    name = reference.text("facility_type", line.facility_type)
    if line.lender:
        return _("{facility}, {lender}").format(facility=name, lender=line.lender)
    return name


def _line(drawing: Drawing, line: GroupLine, unit: TableUnit, edges: Sequence[float], y: float) -> None:
    base, from_ = y + 10, WIDTH * _TYPE_FROM
    drawing.text(0, base, line.firm.first("zh" if is_chinese() else "en"), _CELL, room=from_ - 6)
    limit = unit.number(line.limit)
    room = edges[0] - text_width(limit, _CELL) - 6 - from_
    drawing.text(from_, base, _line_name(line), _CELL, room=room)
    drawing.text(edges[0], base, limit, _CELL, align="right")
    if line.use in ("in_use", "approved"):
        drawn = unit.number(line.drawn) if line.use == "in_use" else _("approved")
        drawing.text(edges[1], base, drawn, _CELL if line.use == "in_use" else SMALL, align="right")
        drawing.text(edges[2], base, unit.number(closing(line, unit).free), _CELL, align="right")
        if line.use == "in_use":
            mark_margin(drawing, edges[1], base, line)
    else:
        word = line_use(line.use, line.lender)
        drawing.text(edges[0] + 8, base, word, TINY, "text_tertiary", room=edges[2] - edges[0] - 4)
    matures = format_date(line.matures_on, "iso") if line.matures_on else "–"
    drawing.text(edges[-1] + 12, base, matures, _CELL)
    x = edges[-1] + 70
    text = security_text(line.secured_by) if line.secured_by else not_disclosed()
    drawing.text(x, base, text, SMALL, "text_secondary" if line.secured_by else "text_tertiary", room=WIDTH - x)


def _covenants(rows: Sequence[GroupCovenant], width: float) -> Drawing:
    title = _("Covenants close, failed or late")
    if not rows:
        return empty_section(width, title)
    drawing = section(width, title, _("headroom"))
    firm_of = {id(row.covenant): row.firm for row in rows}
    y = SECTION_TOP
    for covenant in by_urgency([row.covenant for row in rows])[:_MOST_LISTED]:
        word, ink = covenant_state(covenant)
        taken = drawing.text(width, y + 10.5, word, VALUE._replace(weight="semibold"), ink, align="right")
        if covenant.headroom_bp is not None:
            left = format_percent(covenant.headroom_bp)
            taken += 8 + drawing.text(width - taken - 8, y + 10.5, left, SMALL, "text_secondary", align="right")
        firm = firm_of[id(covenant)].first("zh" if is_chinese() else "en")
        text = _("{firm}: {covenant}").format(firm=firm, covenant=covenant_name(covenant.covenant))
        drawing.text(0, y + 10.5, text, _CELL, room=width - taken - 8)
        y += _ROW
    more(drawing, 0, y + 9, len(rows) - _MOST_LISTED)
    drawing.height = y + (12 if len(rows) > _MOST_LISTED else 0)
    return drawing


def _maturities(rows: Sequence[BriefMaturity], as_of: date, width: float) -> Drawing:
    title = _("Next maturities")
    if not rows:
        return empty_section(width, title)
    drawing = section(width, title)
    y = SECTION_TOP
    for row in rows[:_MOST_LISTED]:
        when, ink = format_date(row.on, "iso"), "text_secondary"
        if row.on < as_of:
            when, ink = _("{date}, {left}").format(date=when, left=format_days_left(row.on, as_of)), "danger_text"
        left = 8 + drawing.text(0, y + 10.5, when, SMALL, ink)
        amount = format_money(row.amount) if row.amount is not None else not_disclosed()
        taken = drawing.text(width, y + 10.5, amount, VALUE, align="right", room=width - left)
        name = reference.text("facility_type", row.facility_type)
        firm = row.firm.told("zh" if is_chinese() else "en")
        text = _("{firm}: {facility}").format(firm=firm, facility=name)
        drawing.text(left, y + 10.5, text, _CELL, room=width - taken - left - 8)
        y += _ROW
    more(drawing, 0, y + 9, len(rows) - _MOST_LISTED)
    drawing.height = y + (12 if len(rows) > _MOST_LISTED else 0)
    return drawing

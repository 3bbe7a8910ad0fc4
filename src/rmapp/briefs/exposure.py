"""Credit with us: the strip of firm and group, and the lines by what they are (in use, approved, offered)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, get_args

from rmapp.briefs.blocks import empty_section, more, section
from rmapp.briefs.closing import closing
from rmapp.briefs.columns import right_edges
from rmapp.briefs.exposure_strip import (
    BarParts,
    credit_bar,
    exposure_strip,
    firm_row,
    group_row,
    margin_note,
    mark_margin,
    shared_part,
    strip_amounts,
)
from rmapp.briefs.styles import ASIDE, SECTION_TOP, SMALL, TINY, TOTAL, VALUE
from rmapp.briefs.typesetting import Style, text_width
from rmapp.briefs.wording import TableUnit, line_name, line_use, not_disclosed, rate
from rmapp.domain.brief import LineUse
from rmapp.domain.brief_credit import BarLine
from rmapp.domain.wording import format_date
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.briefs.drawing import Drawing
    from rmapp.briefs.exposure_strip import WithMargin
    from rmapp.domain.brief import BriefExposure, BriefLine
    from rmapp.domain.brief_credit import ExposureStrip
    from rmapp.domain.money import Money

_MOST_LINES = 7
_ROW = 16.4
_NOTE = 11.0
_RATE = Style(8.1)
_BOOKED = ("in_use", "approved")


_AMOUNTS = ("limit", "drawn", "waiting", "free")
_EDGES = (0.368, 0.450, 0.534, 0.604)
"""Right edges of the amounts as shares of the width of the table, where they have room enough."""
_RATE_FROM = 0.626


class _Table(NamedTuple):
    """What is drawn on, in which unit, and the right edges of the amounts in points."""

    drawing: Drawing
    unit: TableUnit
    edges: tuple[float, ...]


def exposure(book: BriefExposure, as_of: date, width: float, strip: ExposureStrip | None = None) -> Drawing:
    """Return the table of lines; what is only offered or talked about stands apart and in no total.

    With a strip the amounts of firm and group and the bar stand over the table and take its total's place.
    """
    if not book.lines and strip is None:
        return empty_section(width, _("Exposure"))
    unit = TableUnit([*_amounts(book), *(strip_amounts(strip) if strip else ())])
    drawing = section(width, _("Exposure"), _aside(unit, book, strip, as_of))
    y = SECTION_TOP
    if strip is not None:
        with_lines = any(line.use in _BOOKED for line in book.lines)
        head = exposure_strip(strip, unit, width, with_lines=with_lines, waits_for=book.waits_for)
        drawing.place(head, 0, y)
        y += head.height
    drawing.height = y
    if book.lines:
        _lines(drawing, unit, book, y, with_total=strip is None)
    _notes(drawing, unit, book, strip)
    return drawing


def _lines(drawing: Drawing, unit: TableUnit, book: BriefExposure, y: float, *, with_total: bool) -> None:
    table = _Table(drawing, unit, _edges(book, unit, drawing.width))
    y = _head(table, y)
    shown = _ranked(book.lines)[:_MOST_LINES]
    y = _rows(table, [line for line in shown if line.use in _BOOKED], y)
    if with_total and any(line.use in _BOOKED for line in book.lines):
        y = _total(table, book, y)
    y = _rows(table, [line for line in shown if line.use not in _BOOKED], y)
    left_out = len(book.lines) - len(shown)
    if left_out:
        more(drawing, 0, y + 11, left_out)
        y += 16
    drawing.height = y + 2


def _notes(drawing: Drawing, unit: TableUnit, book: BriefExposure, strip: ExposureStrip | None) -> None:
    """Say under the table what counts of amounts with cash margin, and which lines are over their limit."""
    shown = [line for line in _ranked(book.lines)[:_MOST_LINES] if line.use in _BOOKED]
    rows: list[tuple[str, WithMargin]] = [(line_name(line), line) for line in shown]
    if strip is not None:
        rows += [(firm_row(strip), strip.firm)]
        rows += [(group_row(), strip.group)] if strip.group is not None else []
    net = margin_note(rows, unit)
    over = [f"{line_name(line)} {unit.number(excess)}" for line in shown if (excess := _excess(line)) is not None]
    told = _("Over the limit: {amounts}").format(amounts=" · ".join(over)) if over else ""
    for text, ink in ((net, "text_secondary"), (told, "danger_text")):
        if text:
            drawing.height += _NOTE
            drawing.text(0, drawing.height - 2, text, ASIDE, ink, room=drawing.width)


def _excess(line: BriefLine) -> Money | None:
    """Return what is used beyond the limit of a line; None where it is not more, or not known."""
    used = line.drawn if line.used is None else line.used
    if used is None or line.limit is None or used.ccy != line.limit.ccy or used.minor <= line.limit.minor:
        return None
    return used - line.limit


def _amounts(book: BriefExposure) -> list[Money | None]:
    found = [book.limit, book.drawn, book.used, book.waiting, book.free]
    for line in book.lines:
        found += [line.limit, line.drawn, line.used, line.waiting, line.free]
    return found


def _aside(unit: TableUnit, book: BriefExposure, strip: ExposureStrip | None, as_of: date) -> str:
    rates_on = min((day for day in (book.rates_on, strip and strip.rates_on) if day), default=None)
    pattern = _("{unit}, as of {date}")
    if rates_on is not None:
        pattern = _("{unit}, as of {date}, exchange rates of {rates_on}")
        if strip is not None and strip.stale:
            pattern = _("{unit}, as of {date}, exchange rates of {rates_on} (old)")
    text = pattern.format(unit=unit.name, date=format_date(as_of), rates_on=format_date(rates_on) if rates_on else "")
    booked = [line for line in book.lines if line.use in _BOOKED]
    is_open = any(getattr(line, name) is None for line in booked for name in _AMOUNTS)
    if is_open or any(line.limit is None for line in book.lines):
        text = f"{text} · – {not_disclosed()}"
    return text


def _ranked(lines: Sequence[BriefLine]) -> list[BriefLine]:
    order = {use: at for at, use in enumerate(get_args(LineUse))}
    return sorted(lines, key=lambda line: order[line.use])


def _heads() -> tuple[str, ...]:
    return _("Limit"), _("Drawn"), _("Waiting"), _("Free")


def _edges(book: BriefExposure, unit: TableUnit, width: float) -> tuple[float, ...]:
    columns = []
    for name, head, share in zip(_AMOUNTS, _heads(), _EDGES, strict=True):
        widest = max(text_width(unit.number(getattr(one, name)), TOTAL) for one in (book, *book.lines))
        columns.append((width * share, max(widest, text_width(head, ASIDE))))
    return right_edges(columns)


def _head(table: _Table, top: float) -> float:
    drawing, y = table.drawing, top + 11
    width = drawing.width
    drawing.text(0, y, _("Facility"), ASIDE, "text_tertiary")
    for edge, text in zip(table.edges, _heads(), strict=True):
        drawing.text(edge, y, text, ASIDE, "text_tertiary", align="right")
    drawing.text(width * _RATE_FROM, y, _("Rate"), ASIDE, "text_tertiary")
    drawing.text(width, y, _("Matures"), ASIDE, "text_tertiary", align="right")
    drawing.rule(0, y + 6, width, weight=0.4)
    return y + 6


def _rows(table: _Table, lines: Sequence[BriefLine], y: float) -> float:
    for line in lines:
        _row(table, line, y + 11.6)
        y += _ROW
        table.drawing.rule(0, y, table.drawing.width, "border_subtle", 0.4)
    return y


def _row(table: _Table, line: BriefLine, y: float) -> None:
    drawing = table.drawing
    width = drawing.width
    _amount_cells(table, line, y)
    room = table.edges[0] - text_width(table.unit.number(line.limit), VALUE) - 6
    drawing.text(0, y, line_name(line), VALUE._replace(weight="regular"), room=room)
    matures = format_date(line.matures_on, "iso") if line.matures_on else "–"
    taken = drawing.text(width, y, matures, VALUE, align="right")
    room = width * (1 - _RATE_FROM) - taken - 8
    text = rate(line.rate) or line.lender
    style = _RATE if text_width(text, _RATE) <= room else TINY
    drawing.text(width * _RATE_FROM, y, text, style, "text_secondary", room=room)


def _amount_cells(table: _Table, line: BriefLine, y: float) -> None:
    """Write the amounts; where nothing is in use, words say so in the place of what is drawn."""
    drawing, printed = table.drawing, closing(line, table.unit)
    for name, edge in zip(_AMOUNTS, table.edges, strict=True):
        amount: Money | None = getattr(printed, name)
        if name == "limit" or line.use == "in_use" or (line.use == "approved" and name != "drawn"):
            waits = name == "waiting" and amount is not None and not amount.is_zero
            ink = "warning_text" if waits else "text_primary"
            drawing.text(edge, y, table.unit.number(amount), VALUE, ink, align="right")
            if name == "drawn":
                mark_margin(drawing, edge, y, line)
        elif name == "drawn":
            drawing.text(table.edges[0] + 10, y, line_use(line.use, line.lender), SMALL, "text_tertiary")


def _total(table: _Table, book: BriefExposure, y: float) -> float:
    drawing, printed = table.drawing, closing(book, table.unit)
    drawing.text(0, y + 11.6, _("Total"), TOTAL)
    inks = ("text_primary", "text_primary", "warning_text", "accent_text")
    for name, edge, ink in zip(_AMOUNTS, table.edges, inks, strict=True):
        amount: Money | None = getattr(printed, name)
        tone = ink if amount is not None and not amount.is_zero else "text_primary"
        drawing.text(edge, y + 11.6, table.unit.number(amount), TOTAL, tone, align="right")
    whole = book.limit
    if whole is None or whole.minor <= 0 or book.drawn is None:
        return y + 20
    net = book.drawn if book.used is None else book.used
    used, waiting, free = (shared_part(part, whole) for part in (net, book.waiting, book.free))
    bar = [BarLine(limit=whole, used=used, waiting=waiting, free=free)]
    return credit_bar(drawing, bar, BarParts(book.drawn, net, book.waiting, book.free, book.waits_for), y + 20)

"""Credit with us: the lines by what they are (in use, approved, offered), their totals and a bar."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, get_args

from rmapp.briefs.blocks import Entry, empty_section, key, listing, more, section
from rmapp.briefs.styles import ASIDE, SECTION_TOP, SMALL, TOTAL, VALUE
from rmapp.briefs.typesetting import Style, text_width
from rmapp.briefs.wording import TableUnit, line_name, line_use, not_disclosed, qualified_money, rate
from rmapp.domain import reference
from rmapp.domain.brief import LineUse
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.briefs.drawing import Drawing
    from rmapp.domain.brief import BriefExposure, BriefLine, OtherLine
    from rmapp.domain.money import Money

_MOST_LINES = 7
_ROW = 20.0
_RATE = Style(8.1)
_BOOKED = ("in_use", "approved")


_AMOUNTS = ("limit", "drawn", "waiting", "free")
_EDGES = (0.368, 0.450, 0.534, 0.604)
"""Right edges of the amounts as shares of the width of the table, where they have room enough."""
_RATE_FROM = 0.626
_GAP = 8.0


class _Table(NamedTuple):
    """What is drawn on, in which unit, and the right edges of the amounts in points."""

    drawing: Drawing
    unit: TableUnit
    edges: tuple[float, ...]


def exposure(book: BriefExposure, as_of: date, width: float) -> Drawing:
    """Return the table of lines; what is only offered or talked about stands apart and in no total."""
    if not book.lines:
        return empty_section(width, _("Exposure"))
    unit = TableUnit(_amounts(book))
    drawing = section(width, _("Exposure"), _aside(unit, book, as_of))
    table = _Table(drawing, unit, _edges(book, unit, width))
    y = _head(table)
    shown = _ranked(book.lines)[:_MOST_LINES]
    y = _rows(table, [line for line in shown if line.use in _BOOKED], y)
    if any(line.use in _BOOKED for line in book.lines):
        y = _total(table, book, y)
    y = _rows(table, [line for line in shown if line.use not in _BOOKED], y)
    left_out = len(book.lines) - len(shown)
    if left_out:
        more(drawing, 0, y + 11, left_out)
        y += 16
    drawing.height = y + 2
    return drawing


def other_lenders(lines: Sequence[OtherLine], width: float) -> Drawing:
    """Return what the firm is known to owe elsewhere, each with the date it was told."""
    entries = [
        Entry(
            line.lender,
            reference.text("facility_type", line.facility_type) if line.facility_type else "",
            format_partial(line.as_of) if line.as_of else "",
            qualified_money(line.limit),
            known=line.limit is not None,
        )
        for line in lines
    ]
    return listing(width, _("Known other lenders"), entries)


def _amounts(book: BriefExposure) -> list[Money | None]:
    found = [book.limit, book.drawn, book.waiting, book.free]
    for line in book.lines:
        found += [line.limit, line.drawn, line.waiting, line.free]
    return found


def _aside(unit: TableUnit, book: BriefExposure, as_of: date) -> str:
    text = _("{unit}, as of {date}").format(unit=unit.name, date=format_date(as_of))
    if book.rates_on is not None:
        text = _("{unit}, as of {date}, exchange rates of {rates_on}").format(
            unit=unit.name, date=format_date(as_of), rates_on=format_date(book.rates_on)
        )
    booked = [line for line in book.lines if line.use in _BOOKED]
    if any(getattr(line, name) is None for line in booked for name in _AMOUNTS):
        text = f"{text} · – {not_disclosed()}"
    return text


def _ranked(lines: Sequence[BriefLine]) -> list[BriefLine]:
    order = {use: at for at, use in enumerate(get_args(LineUse))}
    return sorted(lines, key=lambda line: order[line.use])


def _heads() -> tuple[str, ...]:
    return _("Limit"), _("Drawn"), _("Waiting"), _("Free")


def _edges(book: BriefExposure, unit: TableUnit, width: float) -> tuple[float, ...]:
    """Move amounts to the left where the number right of them is long."""
    edges: list[float] = []
    limit = width * _EDGES[-1]
    for name, head, share in reversed(list(zip(_AMOUNTS, _heads(), _EDGES, strict=True))):
        edge = min(width * share, limit)
        edges.insert(0, edge)
        widest = max(text_width(unit.number(getattr(one, name)), TOTAL) for one in (book, *book.lines))
        limit = edge - max(widest, text_width(head, ASIDE)) - _GAP
    return tuple(edges)


def _head(table: _Table) -> float:
    drawing, y = table.drawing, SECTION_TOP + 11
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
        _row(table, line, y + 13.2)
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
    drawing.text(width * _RATE_FROM, y, rate(line.rate) or line.lender, _RATE, "text_secondary", room=room)


def _amount_cells(table: _Table, line: BriefLine, y: float) -> None:
    """Write the amounts; where nothing is in use, words say so in the place of what is drawn."""
    drawing = table.drawing
    for name, edge in zip(_AMOUNTS, table.edges, strict=True):
        amount: Money | None = getattr(line, name)
        if name == "limit" or line.use == "in_use" or (line.use == "approved" and name != "drawn"):
            waits = name == "waiting" and amount is not None and not amount.is_zero
            ink = "warning_text" if waits else "text_primary"
            drawing.text(edge, y, table.unit.number(amount), VALUE, ink, align="right")
        elif name == "drawn":
            drawing.text(table.edges[0] + 10, y, line_use(line.use), SMALL, "text_tertiary")


def _total(table: _Table, book: BriefExposure, y: float) -> float:
    drawing = table.drawing
    drawing.text(0, y + 13.2, _("Total"), TOTAL)
    inks = ("text_primary", "text_primary", "warning_text", "accent_text")
    for name, edge, ink in zip(_AMOUNTS, table.edges, inks, strict=True):
        amount: Money | None = getattr(book, name)
        tone = ink if amount is not None and not amount.is_zero else "text_primary"
        drawing.text(edge, y + 13.2, table.unit.number(amount), TOTAL, tone, align="right")
    y += 22.0
    return _bar(drawing, book, y) if book.limit and book.limit.minor > 0 and book.drawn else y


def _bar(drawing: Drawing, book: BriefExposure, y: float) -> float:
    """Draw how the limit divides; the bar ends at the limit, and the percentages say if more is drawn."""
    whole = book.limit.minor if book.limit else 0
    width = drawing.width
    drawing.box((0, y), (width, 8), fill="track", radius=4)
    parts = [
        (_("Drawn {percent}"), "c1", book.drawn),
        (_("Waiting for a condition {percent}"), "waiting", book.waiting),
        (_("Free {percent}"), "track", book.free),
    ]
    x, legend = 0.0, 0.0
    for text, ink, amount in parts:
        if amount is None or amount.ccy != (book.limit.ccy if book.limit else ""):
            continue
        share = amount.minor / whole
        wide = min(width * share, width - x)
        if wide > 0.5 and ink != "track":
            if x == 0 and wide > 8 and ink != "waiting":
                drawing.path(_round_left(y, min(wide, width - 4), 4), fill=ink)
            else:
                drawing.box((x, y), (wide, 8), fill=ink)
        x += max(wide, 0.0)
        if share > 0:
            percent = f"{share:.0%}" if share >= 0.01 else "<1%"
            legend = key(drawing, legend, y + 21, ink, text.format(percent=percent))
    return y + 26


def _round_left(y: float, width: float, radius: float) -> list[tuple[float, float]]:
    """Return the outline of a bar with a round left end."""
    turns = [math.pi * (0.5 + at / 12) for at in range(13)]
    arc = [(radius + radius * math.cos(turn), y + radius - radius * math.sin(turn)) for turn in turns]
    return [(width, y), *arc, (width, y + 2 * radius)]

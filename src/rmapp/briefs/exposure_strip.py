"""The exposure strip: firm and group at a glance, how far the group limit is used, and a bar with tranches."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rmapp.briefs.blocks import key, more
from rmapp.briefs.closing import closing
from rmapp.briefs.columns import right_edges
from rmapp.briefs.drawing import Drawing
from rmapp.briefs.styles import ASIDE, LABEL, SMALL, TOTAL, VALUE
from rmapp.briefs.typesetting import text_width
from rmapp.briefs.wording import group_limit_note
from rmapp.domain.brief_credit import BarLine, StripRow
from rmapp.domain.money import Money, format_money
from rmapp.domain.wording import format_date
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.briefs.wording import TableUnit
    from rmapp.domain.brief import WaitsFor
    from rmapp.domain.brief_credit import BriefGroupLimit, ExposureStrip

_AMOUNTS = ("limit", "drawn", "waiting", "free", "direct", "indirect", "affiliated")
_EDGES = (0.368, 0.450, 0.534, 0.604, 0.736, 0.862, 1.0)
_MOST_LIMITS = 2
_ROW = 15.0
_SECOND_LINE = 11.0
_BAR = 8.0
_BETWEEN = 1.6
_TICK = 3.0
_LEAST_PART = 0.3
_LEAST_SHARE = 0.005


def strip_amounts(strip: ExposureStrip) -> list[Money | None]:
    """Return all amounts of a strip, to find the unit they are written in."""
    rows = [strip.firm, *([strip.group] if strip.group else [])]
    found = [getattr(row, name) for row in rows for name in (*_AMOUNTS, "used")]
    for one in strip.group_limits:
        found += [one.limit, one.use, one.room, one.over_allocated]
    return found


def exposure_strip(
    strip: ExposureStrip, unit: TableUnit, width: float, *, with_lines: bool, waits_for: WaitsFor = ""
) -> Drawing:
    """Return the rows of firm, group and group limits, and the bar of the firm's lines.

    A firm without lines says so; dashes stand for amounts of its lines that are not known. `waits_for` is
    what holds back the waiting amount of the firm.
    """
    drawing = Drawing(width)
    edges = _edges(strip, unit, width)
    _head(drawing, edges)
    y = 17.0
    _row(drawing, unit, edges, firm_row(strip), strip.firm, y, without_line=not with_lines)
    y += _ROW
    if strip.group is not None:
        _row(drawing, unit, edges, group_row(), strip.group, y)
        y += _ROW
    for limit in strip.group_limits[:_MOST_LIMITS]:
        y = _limit(drawing, unit, edges, limit, y)
    left_out = len(strip.group_limits) - _MOST_LIMITS
    if left_out > 0:
        more(drawing, 0, y + 10, left_out)
        y += 14
    row = strip.firm
    if strip.bar and row.limit is not None:
        parts = BarParts(row.drawn, row.used, row.waiting, row.free, waits_for)
        y = credit_bar(drawing, strip.bar, parts, y + 5, _maturity(strip))
    elif strip.next_maturity is not None:
        drawing.text(0, y + 11, _maturity(strip), ASIDE, "text_secondary", room=width)
        y += 15
    drawing.height = y + 3
    return drawing


def firm_row(strip: ExposureStrip) -> str:
    """Return the name of the firm's row."""
    return _("This firm, as reported") if strip.reported else _("This firm")


def group_row() -> str:
    """Return the name of the group's row."""
    return _("Group, all firms")


class BarParts(NamedTuple):
    """What the legend of a bar gives as parts of the whole limit: `used` is `drawn` without cash margin.

    `waits_for` is what holds back `waiting`.
    """

    drawn: Money | None
    used: Money | None
    waiting: Money | None
    free: Money | None
    waits_for: WaitsFor


def credit_bar(drawing: Drawing, lines: Sequence[BarLine], parts: BarParts, y: float, beside: str = "") -> float:
    """Draw how the limits divide, line by line, with a tick at the end of each tranche; return where it ends.

    What is neither used nor waiting nor free is hollow: it cannot be drawn. The legend says if more than the
    limit is used, the bar itself ends at the limit.
    """
    whole = sum(line.limit.minor for line in lines)
    if whole <= 0:
        return y
    room = drawing.width - _BETWEEN * (len(lines) - 1)
    x = 0.0
    for line in lines:
        wide = room * line.limit.minor / whole
        _part(drawing, line, x, y, wide)
        x += wide + _BETWEEN
    return _legend(drawing, lines, parts, whole, y + 21, beside) + 5


def shared_part(part: Money | None, whole: Money) -> Money:
    """Return a part that can be drawn in a bar of the whole; nothing where it is unknown or of another currency."""
    return part if part is not None and part.ccy == whole.ccy else Money.zero(whole.ccy)


def _edges(strip: ExposureStrip, unit: TableUnit, width: float) -> tuple[float, ...]:
    rows = [strip.firm, *([strip.group] if strip.group else [])]
    limits = [StripRow(limit=one.limit, drawn=one.use, free=one.room) for one in strip.group_limits[:_MOST_LIMITS]]
    columns = []
    for name, head, share in zip(_AMOUNTS, _heads(), _EDGES, strict=True):
        widest = max(text_width(unit.number(getattr(row, name)), TOTAL) for row in (*rows, *limits))
        columns.append((width * share, max(widest, text_width(head, ASIDE))))
    return right_edges(columns)


def _heads() -> tuple[str, ...]:
    return _("Limit"), _("Drawn"), _("Waiting"), _("Free"), _("Direct"), _("Indirect"), _("Affiliated")


def _head(drawing: Drawing, edges: Sequence[float]) -> None:
    for edge, text in zip(edges, _heads(), strict=True):
        drawing.text(edge, 11, text, ASIDE, "text_tertiary", align="right")
    drawing.rule(0, 17, drawing.width, weight=0.4)


def _row(
    drawing: Drawing,
    unit: TableUnit,
    edges: Sequence[float],
    name: str,
    row: StripRow,
    y: float,
    *,
    without_line: bool = False,
) -> None:
    base = y + 11.0
    drawing.text(0, base, name, TOTAL, room=edges[0] - text_width(unit.number(row.limit), TOTAL) - 6)
    drawing.rule(0, y + _ROW, drawing.width, "border_subtle", 0.4)
    if without_line and row == StripRow():
        drawing.text(edges[3], base, _("no line"), SMALL, "text_tertiary", align="right")
        return
    printed = closing(row, unit)
    for column, edge in zip(_AMOUNTS, edges, strict=True):
        amount: Money | None = getattr(printed, column)
        waits = column == "waiting" and amount is not None and not amount.is_zero
        style = TOTAL if column in ("limit", "drawn", "waiting", "free") else VALUE
        drawing.text(edge, base, unit.number(amount), style, "warning_text" if waits else "text_primary", align="right")
    mark_margin(drawing, edges[1], base, row)


class WithMargin(Protocol):
    """What is drawn, gross and without cash margin."""

    @property
    def drawn(self) -> Money | None:
        """The gross amount."""

    @property
    def used(self) -> Money | None:
        """The amount that counts against the limit."""


def mark_margin(drawing: Drawing, edge: float, y: float, row: WithMargin) -> None:
    """Put a star behind a drawn amount that counts for less against the limit, because of cash margin."""
    if _has_margin(row):
        drawing.text(edge + 0.8, y, "*", VALUE)


def margin_note(rows: Iterable[tuple[str, WithMargin]], unit: TableUnit) -> str:
    """Return what the star means, with what counts of each named amount; nothing where there is no star."""
    net = [f"{name} {unit.number(row.used)}" for name, row in rows if _has_margin(row)]
    return _("* Before cash margin; without it: {amounts}").format(amounts=" · ".join(net)) if net else ""


def _has_margin(row: WithMargin) -> bool:
    """Tell whether cash margin makes what counts against the limit less than what is drawn."""
    return row.used is not None and row.drawn is not None and row.used != row.drawn


def _limit(drawing: Drawing, unit: TableUnit, edges: Sequence[float], limit: BriefGroupLimit, y: float) -> float:
    """Draw a group limit and return where it ends; whose it is has a second line if it is long."""
    base, end = y + 11.0, y + _ROW
    room = edges[0] - text_width(unit.number(limit.limit), TOTAL) - 6
    name = _("Group limit, use and room")
    if limit.lender:
        name = _("Group limit, {lender}").format(lender=limit.lender)
    notes = [part for part in (group_limit_note(limit, unit), limit.borrowers) if part]
    left = edges[3] + 14
    is_long = text_width(name, LABEL) > room or text_width(" · ".join(notes), SMALL) > drawing.width - left
    if limit.lender and is_long:
        name, notes = _("Group limit, use and room"), [limit.lender, *notes]
        left, end = 0.0, end + _SECOND_LINE
    drawing.text(0, base, name, LABEL, room=room)
    for edge, amount in ((edges[0], limit.limit), (edges[1], limit.use), (edges[3], limit.room)):
        drawing.text(edge, base, unit.number(amount), VALUE, align="right")
    drawing.text(left, base + end - y - _ROW, " · ".join(notes), SMALL, "text_secondary", room=drawing.width - left)
    drawing.rule(0, end, drawing.width, "border_subtle", 0.4)
    return end


def _maturity(strip: ExposureStrip) -> str:
    coming = strip.next_maturity
    if coming is None:
        return ""
    if coming.amount is None:
        return _("Next maturity {date}").format(date=format_date(coming.on))
    return _("Next maturity {date}, {amount}").format(date=format_date(coming.on), amount=format_money(coming.amount))


def _part(drawing: Drawing, line: BarLine, x: float, y: float, width: float) -> None:
    drawing.box((x, y), (width, _BAR), stroke="track", radius=2)
    if line.limit.minor <= 0:
        return
    at = x
    for part, ink in ((line.used, "c1"), (line.waiting, "waiting"), (line.free, "track")):
        wide = min(x + width - at, width * max(0, part.minor) / line.limit.minor)
        if wide > _LEAST_PART:
            drawing.box((at, y), (wide, _BAR), fill=ink, radius=min(2.0, wide / 2) if at == x else 0)
            at += wide
    reached = 0
    for tranche in line.tranches[:-1]:
        reached += tranche.minor
        at = x + width * reached / line.limit.minor
        if reached < line.limit.minor:
            drawing.path([(at, y - _TICK), (at, y + _BAR)], stroke="text_primary", weight=0.7)


def _waiting(waits_for: WaitsFor) -> str:
    """Return the words of the legend, with a place for the share; neutral where several things hold it back."""
    match waits_for:
        case "condition":
            return _("Waiting for a condition {percent}")
        case "valuation":
            return _("Waiting for a valuation {percent}")
        case _:
            return _("Waiting {percent}")


def _legend(
    drawing: Drawing,
    lines: Sequence[BarLine],
    parts: BarParts,
    whole: int,
    y: float,
    beside: str,
) -> float:
    x = 0.0
    drawn = _("Drawn without cash margin {percent}") if _has_margin(parts) else _("Drawn {percent}")
    texts = (drawn, _waiting(parts.waits_for), _("Free {percent}"))
    ccy = lines[0].limit.ccy
    shown = parts.drawn if parts.used is None else parts.used, parts.waiting, parts.free
    for text, ink, amount in zip(texts, ("c1", "waiting", "track"), shown, strict=True):
        if amount is None or amount.ccy != ccy or amount.minor <= 0:
            continue
        share = amount.minor / whole
        x = key(drawing, x, y, ink, text.format(percent=f"{share:.0%}" if share >= 0.01 else "<1%"))
    closed = sum(max(0, line.limit.minor - line.used.minor - line.waiting.minor - line.free.minor) for line in lines)
    if closed >= whole * _LEAST_SHARE:
        text = _("Not available {percent}").format(percent=f"{closed / whole:.0%}")
        x = key(drawing, x, y, "track", text, hollow=True)
    if any(len(line.tranches) > 1 for line in lines):
        drawing.path([(x + 2, y - 7.5), (x + 2, y + 0.5)], stroke="text_primary", weight=0.7)
        x += 7 + drawing.text(x + 7, y, _("Tranche"), ASIDE, "text_secondary") + 15
    room = drawing.width - x
    if not beside or text_width(beside, ASIDE) <= room:
        drawing.text(drawing.width, y, beside, ASIDE, "text_secondary", align="right")
        return y
    drawing.text(0, y + 11.5, beside, ASIDE, "text_secondary", room=drawing.width)
    return math.ceil(y + 11.5)

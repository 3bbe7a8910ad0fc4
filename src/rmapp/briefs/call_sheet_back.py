"""The back of the sheet to write on: what was seen, credit, needs, promises, judgement, what comes next."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from rmapp.briefs.drawing import Drawing
from rmapp.briefs.frame import CONTENT_BOTTOM, CONTENT_TOP
from rmapp.briefs.layout import Sheet
from rmapp.briefs.styles import ASIDE, CAPS, SMALL, WIDTH, is_chinese
from rmapp.briefs.typesetting import Style, set_lines
from rmapp.briefs.write_in import (
    FOOT,
    LINE,
    NUMBER_ROOM,
    Pick,
    free_lines,
    item_line,
    item_words,
    number,
    part_head,
    picks,
    tick,
    write_line,
)
from rmapp.domain.wording import format_date
from rmapp.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rmapp.domain.brief_options import PaperOptions
    from rmapp.domain.sheet_items import SheetItem, SheetSection
    from rmapp.domain.visit_pack import CallSheet, SheetPromise

_GAP = 6.0
_HALF = (WIDTH - 16) / 2
_RIGHT = _HALF + 16
_JUDGED = 252.0
"""Points to where the left one of two judgements ends."""

_MOST_PROMISES = 3
_PROMISE = Style(8.2, leading=10.2)
_PROMISE_ROW = 24.0
_RESULT = 88.0
_CHECK_ROW = 16.5
_NEED_SHARES = (0.22, 0.26, 0.16, 0.13, 0.11, 0.12)


def back_page(sheet: CallSheet, parts: dict[str, SheetSection], options: PaperOptions) -> Sheet:
    """Return the second page; what is left of it goes to lines for the judgement."""
    before = [
        _site(parts["site"]),
        _credit(parts["credit"]),
        _needs(parts["needs"]),
        _promises(sheet.promises, parts["promises"], sheet.as_of),
    ]
    after = [_next(parts["next"]), _record(parts["record"], options)]
    judgement = _judgement(parts["judgement"], 1)
    taken = sum(one.height + _GAP for one in (*before, judgement, *after)) - _GAP
    spare = int((CONTENT_BOTTOM - CONTENT_TOP - taken) / LINE)
    if spare > 0:
        judgement = _judgement(parts["judgement"], 1 + spare)
    page = Sheet([], CONTENT_TOP)
    for part in (*before, judgement, *after):
        page.bands.append((page.y, part))
        page.y += part.height + _GAP
    return page


def _site(part: SheetSection) -> Drawing:
    drawing = Drawing(WIDTH)
    y = part_head(drawing, part, _("Photos can be attached to the report"))
    drawing.height = _pairs(drawing, y, part.items)
    return drawing


def _pairs(drawing: Drawing, y: float, items: Sequence[SheetItem]) -> float:
    """Write items in two columns, in rows; a last one without a neighbour takes the row."""
    for at in range(0, len(items), 2):
        first, *second = items[at : at + 2]
        below = item_line(drawing, 0, y, _HALF if second else WIDTH, first)
        if second:
            item_line(drawing, _RIGHT, y, WIDTH, second[0])
        y = below
    return y


def _credit(part: SheetSection) -> Drawing:
    drawing = Drawing(WIDTH)
    y = part_head(drawing, part)
    *whole, last, ticks = part.items
    for item in whole:
        y = item_line(drawing, 0, y, WIDTH, item)
    drawing.height = _pairs(drawing, y, (last, ticks))
    return drawing


def _needs(part: SheetSection) -> Drawing:
    drawing = Drawing(WIDTH)
    y = part_head(drawing, part)
    heads = (_("Scenario"), _("Product"), _("Amount"), _("When"), _("How likely"), _("Step"))
    room = WIDTH - NUMBER_ROOM
    edges = [NUMBER_ROOM + room * sum(_NEED_SHARES[:at]) for at in range(len(heads) + 1)]
    for head, left, right in zip(heads, edges, edges[1:], strict=False):
        drawing.text(left, y + 7.4, head, ASIDE, "text_tertiary", room=right - left - 6)
    y += 4.5
    for item in part.items:
        number(drawing, 0, y + LINE - FOOT, item)
        y += LINE
        for left, right in pairwise(edges):
            write_line(drawing, left, y, right - 7 if right < WIDTH else right)
    drawing.height = y
    return drawing


def _promises(promises: Sequence[SheetPromise], part: SheetSection, today: date) -> Drawing:
    drawing = Drawing(WIDTH)
    item = {one.code: one for one in part.items}
    y = part_head(drawing, part, _("Every promise has an owner and a day"))
    earlier = item["earlier"]
    number(drawing, 0, y + 9.4, earlier)
    taken = drawing.text(NUMBER_ROOM, y + 9.4, earlier.title, SMALL, "text_secondary")
    if not promises:
        drawing.text(NUMBER_ROOM + taken + 10, y + 9.4, _("None on file"), SMALL, "text_tertiary")
        y += 13
    else:
        y = _earlier(drawing, promises, today, y + 14)
    heads = ((_("What"), 0.60), (_("Who"), 0.22), (_("By when"), 0.18))
    y = _promise_rows(drawing, y, item["they_promise"], heads)
    drawing.height = _promise_rows(drawing, y, item["we_promise"], heads)
    return drawing


def _earlier(drawing: Drawing, promises: Sequence[SheetPromise], today: date, y: float) -> float:
    ends = [y]
    for side, title, x in (("ours", _("We promised"), 0.0), ("theirs", _("They promised"), _RIGHT)):
        of_side = [one for one in promises if one.side == side]
        drawing.text(x, y + 8, title if is_chinese() else title.upper(), CAPS, "text_tertiary")
        left_out = len(of_side) - _MOST_PROMISES
        if left_out > 0:
            text = ngettext("+{n} more", "+{n} more", left_out).format(n=left_out)
            drawing.text(x + _HALF, y + 8, text, SMALL, "text_tertiary", align="right")
        row = y + 10
        for promise in of_side[:_MOST_PROMISES]:
            _earlier_row(drawing, promise, today, x, row)
            row += _PROMISE_ROW
        ends.append(row)
    return max(ends) + 1


def _earlier_row(drawing: Drawing, promise: SheetPromise, today: date, x: float, y: float) -> None:
    tick(drawing, x, y + 10.6)
    due = format_date(promise.due_on, "short")
    if promise.due_on < today:
        due = _("{date}, late").format(date=due)
    firm = promise.firm.first("zh" if is_chinese() else "en")
    about = " · ".join(text for text in (promise.text, firm, promise.owner, due) if text)
    lines = set_lines(about, _PROMISE, _HALF - 14 - _RESULT - 6, 2)
    drawing.lines(x + 14, y + 9.4, lines, _PROMISE)
    write_line(drawing, x + _HALF - _RESULT, y + _PROMISE_ROW - 4, x + _HALF)


def _promise_rows(drawing: Drawing, y: float, item: SheetItem, heads: Sequence[tuple[str, float]]) -> float:
    number(drawing, 0, y + 9, item)
    drawing.text(NUMBER_ROOM, y + 9, item.title, SMALL, "text_secondary")
    y += 6
    for _row in range(2):
        y += LINE
        left = NUMBER_ROOM
        for _head, share in heads:
            wide = (WIDTH - NUMBER_ROOM) * share
            end = left + wide
            write_line(drawing, left, y, end - 7 if end < WIDTH - 1 else WIDTH)
            left = end
    return y


def _judgement(part: SheetSection, lines: int) -> Drawing:
    drawing = Drawing(WIDTH)
    item = {one.code: one for one in part.items}
    y = part_head(drawing, part, _("+ better, = same, − worse than last time"))
    moods = [Pick(code) for code in ("−2", "−1", "0", "+1", "+2")]
    change = [Pick("+"), Pick("="), Pick("−")]
    rows = (("relation", moods, "team_change", change), ("technology_change", change, "market_change", change))
    for left, first, right, second in rows:
        for code, x, end, choices in ((left, 0.0, _JUDGED, first), (right, _JUDGED + 10, WIDTH, second)):
            at = item_words(drawing, x, y, end, item[code], 0.7)
            picks(drawing, at, y + LINE - FOOT, choices, end, gap=4.0)
        y += LINE - 1
    y = item_line(drawing, 0, y, WIDTH, item["judgement"])
    y = free_lines(drawing, NUMBER_ROOM, y, WIDTH, lines - 1)
    drawing.height = item_line(drawing, 0, y, WIDTH, item["stage"])
    return drawing


def _next(part: SheetSection) -> Drawing:
    drawing = Drawing(WIDTH)
    y = part_head(drawing, part)
    drawing.height = _pairs(drawing, y, part.items)
    return drawing


def _record(part: SheetSection, options: PaperOptions) -> Drawing:
    drawing = Drawing(WIDTH)
    item = {one.code: one for one in part.items}
    y = part_head(drawing, part)
    item_line(drawing, 0, y, _HALF, item["author"])
    copy = item["copy_no"]
    y = item_line(drawing, _RIGHT, y, WIDTH, copy, options.print_id)
    for code, left, end, text in (
        ("scan", 0.0, _HALF, _("attached")),
        ("destroyed", _RIGHT, WIDTH, _("shredded or filed")),
    ):
        at = item_words(drawing, left, y - 2, end, item[code])
        picks(drawing, at, y - 2 + LINE - FOOT, [Pick(text)], end)
    drawing.height = y + _CHECK_ROW
    return drawing

"""The grid of a group: firms down, types of credit across, drawn of limit in each cell, with totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.briefs.blocks import more, section
from rmapp.briefs.styles import LABEL, SECTION_TOP, SMALL, TOTAL, is_chinese
from rmapp.briefs.typesetting import Style, set_lines, text_width
from rmapp.briefs.wording import TableUnit, group_limit_text
from rmapp.domain import reference
from rmapp.domain.brief_credit import GridCell
from rmapp.domain.money import total
from rmapp.domain.wording import format_percent
from rmapp.i18n import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rmapp.briefs.drawing import Drawing
    from rmapp.domain.brief_credit import BriefGroupLimit, GridRow, GroupGrid
    from rmapp.domain.money import Money

_LEAST_FIRMS = 4
_HEAD_ROOM = 32.0
_MOST_NAME = 118.0
_LEAST_NAME = 50.0
_NAME_GAP = 8.0
_LEAST_TYPES = 2
"""With fewer columns than this a larger unit is used, which needs less room."""

_SHARE = 36.0
_GAP = 9.0
_LEAST_COLUMN = 52.0
_CELL = Style(8.2)
_HEAD = Style(7.4, leading=8.8)
_FOOT = 4.2
"""Points between the baseline of a row and its lower end."""

_MORE = 44.0


class _Size(NamedTuple):
    """How much a grid may take: firms, types with a column of their own, lines in their heads, points for a row."""

    firms: int
    types: int
    head_lines: int
    row: float


_WHOLE = _Size(16, 6, 3, 14.6)
_COMPACT = _Size(6, 3, 2, 12.2)
_TIGHT = _COMPACT._replace(firms=3)


class _Columns(NamedTuple):
    """The types that have a column of their own, whether the others share one, and the widths in points."""

    types: tuple[str, ...]
    with_others: bool
    width: float
    name: float

    @property
    def number(self) -> int:
        return len(self.types) + self.with_others + 1


class _Table(NamedTuple):
    """What the rows are drawn on, with the columns, all types of the grid, the unit and the height of a row."""

    drawing: Drawing
    columns: _Columns
    types: tuple[str, ...]
    unit: TableUnit
    row: float


def group_grid(grid: GroupGrid, width: float, room: float) -> Drawing:
    """Return the grid with as many firms as a height has room for.

    Types that have no room for a column are added up in one called "other".
    """
    fitting = int((room - SECTION_TOP - _HEAD_ROOM) / _WHOLE.row) - 2
    size = _WHOLE._replace(firms=min(max(fitting, _LEAST_FIRMS), _WHOLE.firms))
    return _grid(grid, size, _("Firms and types of credit"), width)


def group_section(grid: GroupGrid, limits: Sequence[BriefGroupLimit], width: float, *, tight: bool = False) -> Drawing:
    """Return the grid as a section of a firm's own brief: few firms and types, and the group limit in a line.

    With `tight` still fewer firms have a row.
    """
    return _grid(grid, _TIGHT if tight else _COMPACT, _("Group"), width, limits)


def _grid(grid: GroupGrid, size: _Size, title: str, width: float, limits: Sequence[BriefGroupLimit] = ()) -> Drawing:
    firms = _shown(grid, size.firms)
    rows = [*firms, *([grid.totals] if grid.totals else [])]
    amounts = [amount for row in rows for amount in _amounts(row)]
    amounts += [amount for one in limits[:1] for amount in (one.limit, one.use, one.room, one.over_allocated)]
    unit = TableUnit(amounts)
    columns = _columns(rows, grid.types, unit, width, size.types)
    if len(columns.types) < min(len(grid.types), _LEAST_TYPES):
        unit = TableUnit(amounts, short=True)
        columns = _columns(rows, grid.types, unit, width, size.types)
    drawing = section(width, title, _("drawn of limit, {unit}").format(unit=unit.name))
    table = _Table(drawing, columns, grid.types, unit, size.row)
    y = _heads(drawing, columns, width, size.head_lines)
    for row in firms:
        _row(table, row, y)
        y += size.row
        drawing.rule(0, y, width, "border_subtle", 0.4)
    left_out = len(grid.rows) - len(firms)
    if left_out > 0:
        more(drawing, 0, y + size.row - _FOOT, left_out)
        y += size.row
    if grid.totals is not None:
        _row(table, grid.totals, y, is_total=True)
        y += size.row
    if limits:
        more_limits = len(limits) - 1
        text = group_limit_text(limits[0], unit)
        taken = drawing.text(0, y + 9.4, text, SMALL, "text_secondary", room=width - (_MORE if more_limits else 0))
        more(drawing, taken + 8, y + 9.4, more_limits)
        y += 12
    drawing.height = y
    return drawing


def _shown(grid: GroupGrid, most: int) -> Sequence[GridRow]:
    """Return the first rows; the firm whose paper it is takes the last place where it comes later."""
    later = [row for row in grid.rows[most:] if row.is_subject]
    return [*grid.rows[: most - len(later)], *later]


def cell_text(cell: GridCell | None, unit: TableUnit) -> str:
    """Return drawn of limit; nothing for a firm without such a line."""
    if cell is None:
        return ""
    return _("{drawn} of {limit}").format(drawn=unit.number(cell.drawn), limit=unit.number(cell.limit))


def _amounts(row: GridRow) -> Iterable[Money | None]:
    for cell in (*row.cells, row.total):
        if cell is not None:
            yield from (cell.drawn, cell.limit)


def _columns(rows: Sequence[GridRow], types: Sequence[str], unit: TableUnit, width: float, most: int) -> _Columns:
    """Return as many columns as have room for their widest cell."""
    cells = [cell for row in rows for cell in (*row.cells, row.total)]
    wide = max([_LEAST_COLUMN, *(text_width(cell_text(cell, unit), TOTAL) for cell in cells)])
    longest = max((text_width(_name(row), LABEL._replace(weight="semibold")) for row in rows), default=0.0)
    name = min(max(longest, _LEAST_NAME), _MOST_NAME) + _NAME_GAP
    room = width - name - _SHARE
    fitting = max(1, int(room / (wide + _GAP)) - 1)
    own = min(len(types), most, fitting)
    with_others = len(types) > own
    if with_others:
        own = max(0, min(own, fitting - 1))
    number = own + with_others + 1
    return _Columns(tuple(types[:own]), with_others, room / number, name)


def _edge(columns: _Columns, width: float, at: int) -> float:
    return width - columns.width * (columns.number - 1 - at)


def _heads(drawing: Drawing, columns: _Columns, width: float, most_lines: int) -> float:
    names = [reference.text("facility_type", code) for code in columns.types]
    names += [_("Other types")] if columns.with_others else []
    broken = [set_lines(name, _HEAD, columns.width - _GAP, most_lines) for name in (*names, _("All"))]
    tallest = max(len(lines) for lines in broken)
    foot = SECTION_TOP + 9 + (tallest - 1) * _HEAD.leading
    drawing.text(columns.name + _SHARE - 8, foot, _("held"), _HEAD, "text_tertiary", align="right")
    for at, lines in enumerate(broken):
        y = foot - (len(lines) - 1) * _HEAD.leading
        for line in lines:
            drawing.text(_edge(columns, width, at), y, line, _HEAD, "text_tertiary", align="right")
            y += _HEAD.leading
    drawing.rule(0, foot + 4.5, width, weight=0.4)
    return foot + 4.5


def _row(table: _Table, row: GridRow, y: float, *, is_total: bool = False) -> None:
    drawing, columns, types, unit = table.drawing, table.columns, table.types, table.unit
    base, width = y + table.row - _FOOT, drawing.width
    strong = is_total or row.is_subject
    name = pgettext("the whole group", "Group") if is_total else _name(row)
    drawing.text(0, base, name, LABEL._replace(weight="semibold") if strong else LABEL, room=columns.name - 4)
    if row.owned_bp is not None:
        share = format_percent(row.owned_bp, 0)
        drawing.text(columns.name + _SHARE - 8, base, share, SMALL, "text_tertiary", align="right")
    cells = dict(zip(types, row.cells, strict=True)) if row.cells else {}
    shown = [cells.get(code) for code in columns.types]
    if columns.with_others:
        shown.append(added([cells.get(code) for code in types if code not in columns.types]))
    for at, cell in enumerate(shown):
        style = _CELL._replace(weight="semibold") if is_total else _CELL
        drawing.text(_edge(columns, width, at), base, cell_text(cell, unit) or "·", style, align="right")
    whole = row.total if row.total != GridCell() else None
    text = cell_text(whole, unit) or _("no line")
    style = TOTAL if whole else SMALL
    drawing.text(width, base, text, style, "text_primary" if whole else "text_tertiary", align="right")


def _name(row: GridRow) -> str:
    return row.firm.told("zh" if is_chinese() else "en")


def added(cells: Sequence[GridCell | None]) -> GridCell | None:
    """Return the sum of cells; None where there is none, an unknown part makes a sum unknown."""
    known = [cell for cell in cells if cell is not None]
    if not known:
        return None
    return GridCell(limit=_sum(cell.limit for cell in known), drawn=_sum(cell.drawn for cell in known))


def _sum(moneys: Iterable[Money | None]) -> Money | None:
    found = list(moneys)
    known = [money for money in found if money is not None]
    return total(known) if len(known) == len(found) else None

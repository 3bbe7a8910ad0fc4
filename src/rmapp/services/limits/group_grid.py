"""A group as a grid: one row for each firm, one column for each type of credit that it has (domain reference, 3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.export_table import ExportColumn, ExportTable
from rmapp.domain.exposure import is_ours
from rmapp.domain.wording import format_date
from rmapp.i18n import _, pgettext
from rmapp.services.clients import groups
from rmapp.services.limits.exposure import GroupExposure, GroupLimitUse, SubLimitUse, group_exposure
from rmapp.services.lines.line_risk import Purse
from rmapp.services.lines.line_views import is_counted
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rmapp.domain.export_table import ExportValue
    from rmapp.domain.money import Money
    from rmapp.services.limits.exposure import GroupFirm
    from rmapp.services.lines.line_risk import LineExposure
    from rmapp.storage.store import Store


class GridCell(NamedTuple):
    """What a firm has drawn of one type of credit and its limits, in CNY; None where a part is not known."""

    drawn: Money | None
    limit: Money | None


class GridRow(NamedTuple):
    """One firm of the group. `share_bp` is what the group's top firm holds of it over all paths.

    `sub_limit` and `room` are those of the part with the least room, in CNY; `is_split` is False where a
    limit covers the firm and nobody has told its part. `has_ours` is False where our bank has no line with
    it: its use of 0 is then not told as a number.
    """

    firm_id: str
    name: str
    share_bp: int | None
    cells: Mapping[str, GridCell]
    use: Money | None
    sub_limit: Money | None
    room: Money | None
    is_split: bool
    has_ours: bool


class GroupGrid(NamedTuple):
    """The grid of a group: `types` are its columns, the largest first, `total` its last row, without a firm.

    Lines in use or approved at our own bank count. `reported` lines of other lenders are left out. `top_id`
    is the firm whose shares in the others are told. `reported_credit` are limits that other lenders gave the
    group, each with its lender: of group limits and of lines, in their own currency, None where not known.
    """

    types: tuple[str, ...]
    rows: tuple[GridRow, ...]
    total: GridRow
    exposure: GroupExposure
    reported: int
    top_id: str
    reported_credit: tuple[tuple[str, Money | None], ...]


def group_grid(store: Store, firm_id: str, *, restricted: bool = True) -> GroupGrid:
    """Return the firms under one control with what each has of each type of credit. Raises NotFoundError."""
    exposure = group_exposure(store, firm_id, restricted=restricted)
    purse = Purse(store)
    ours = [line for line in exposure.lines if line.why_not != "other_lender"]
    by_type: dict[str, list[LineExposure]] = {}
    for line in ours:
        by_type.setdefault(line.view.facility.facility_type, []).append(line)
    whole = {code: _cell(purse, lines) for code, lines in by_type.items()}
    types = tuple(sorted(whole, key=lambda code: (-_size(whole[code]), code)))
    top_id = _top_firm(store, firm_id)
    shares = _shares(store, top_id, exposure)
    limits = [used for used in exposure.limits if used.binds]
    rows = tuple(_row(purse, firm, types, shares.get(firm.firm_id), limits) for firm in exposure.firms)
    shared = limits[0] if len(limits) == 1 else None
    total = GridRow(
        "",
        _("Total"),
        None,
        whole,
        exposure.use,
        purse.to("CNY", shared.limit.limit) if shared else None,
        purse.to("CNY", shared.room) if shared else None,
        is_split=True,
        has_ours=bool(ours),
    )
    reported = [line.view.facility for line in exposure.lines if line.why_not == "other_lender"]
    told = (*_reported_limits(store, exposure), *((line.lender, line.limit) for line in reported))
    return GroupGrid(types, rows, total, exposure, len(reported), top_id, told)


def grid_table(grid: GroupGrid, title: str, names: Mapping[str, str]) -> ExportTable:
    """Return the grid as a table to export: amounts in CNY, `names` are the heads of the types."""
    columns = [ExportColumn(_("Firm")), ExportColumn(_("Held by the group, %"), "percent")]
    for code in grid.types:
        drawn, limit = _("{type}, drawn"), _("{type}, limit")
        columns.append(ExportColumn(drawn.format(type=names[code]), "money", "CNY"))
        columns.append(ExportColumn(limit.format(type=names[code]), "money", "CNY"))
    columns += [
        ExportColumn(title, "money", "CNY")
        for title in (pgettext("of a limit", "Use"), _("Part of the limit"), _("Room"))
    ]
    notes = [_("The last row is the sum of the group, with its limit if there is one.")]
    if grid.exposure.rate_on is not None:
        notes.append(_("Foreign currency at the rates of {date}").format(date=format_date(grid.exposure.rate_on)))
    if any(not row.is_split for row in grid.rows):
        notes.append(_("How the group limit is split is not known."))
    return ExportTable(title, columns, [_values(row, grid.types) for row in (*grid.rows, grid.total)], notes)


def _values(row: GridRow, types: Sequence[str]) -> list[ExportValue]:
    values: list[ExportValue] = [row.name, row.share_bp]
    for code in types:
        cell = row.cells.get(code)
        values += [cell.drawn, cell.limit] if cell is not None else [None, None]
    return [*values, row.use if row.has_ours else None, row.sub_limit, row.room]


def _row(
    purse: Purse, firm: GroupFirm, types: Iterable[str], share_bp: int | None, limits: Sequence[GroupLimitUse]
) -> GridRow:
    cells = {}
    for code in types:
        lines = [
            line for line in firm.lines if line.view.facility.facility_type == code and line.why_not != "other_lender"
        ]
        if lines:
            cells[code] = _cell(purse, lines)
    parts = [part for used in limits for part in used.sub_limits if part.sub_limit.firm_id == firm.firm_id]
    part = _tightest(purse, parts)
    covering = [used for used in limits if firm.firm_id in used.firms]
    return GridRow(
        firm.firm_id,
        firm.name,
        share_bp,
        cells,
        firm.use,
        purse.to("CNY", part.sub_limit.limit) if part else None,
        purse.to("CNY", part.room) if part else None,
        is_split=part is not None or not any(used.limit.split == "unknown" for used in covering),
        has_ours=any(line.why_not != "other_lender" for line in firm.lines),
    )


def _reported_limits(store: Store, exposure: GroupExposure) -> list[tuple[str, Money | None]]:
    banks = bank_names(store)
    limits = [used.limit for used in exposure.limits if is_counted(used.limit.status)]
    return [(limit.lender, limit.limit) for limit in limits if not is_ours(limit.lender, banks)]


def _tightest(purse: Purse, parts: Sequence[SubLimitUse]) -> SubLimitUse | None:
    """Return the part with the least room; one whose room is not known comes first, for nothing is sure then."""
    return min(parts, key=lambda part: _order(purse.to("CNY", part.room)), default=None)


def _order(room: Money | None) -> tuple[bool, int]:
    return room is not None, room.minor if room is not None else 0


def _cell(purse: Purse, lines: Sequence[LineExposure]) -> GridCell:
    return GridCell(
        purse.sum(line.view.amounts.outstanding for line in lines),
        purse.sum(line.view.amounts.limit for line in lines),
    )


def _size(cell: GridCell) -> int:
    return cell.limit.minor if cell.limit is not None else 0


def _top_firm(store: Store, firm_id: str) -> str:
    top = groups.group(store, firm_id).top
    while top.kind != "firm" and top.children:
        # A person or an outsider may stand above the group; the first firm below speaks for it.
        top = top.children[0]
    return top.firm_id


def _shares(store: Store, top_id: str, exposure: GroupExposure) -> dict[str, int | None]:
    """Return what the group's top firm holds of each other firm."""
    return {
        firm.firm_id: groups.effective_bp(store, top_id, firm.firm_id)
        for firm in exposure.firms
        if firm.firm_id != top_id
    }

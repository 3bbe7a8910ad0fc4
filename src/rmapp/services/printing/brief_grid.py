"""The grid of a group on paper: our own lines of each firm by type, compiled without anything restricted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.brief_credit import GridCell, GridRow, GroupGrid
from rmapp.services.clients.firm_names import firm_name
from rmapp.services.lines.line_risk import Purse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rmapp.services.limits import group_grid
    from rmapp.services.lines.credit import FirmCredit
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.storage.store import Store


def firm_order(grid: group_grid.GroupGrid) -> list[str]:
    """Return the firms of a group as its papers list them: its head, then the others by name."""
    rows = sorted(grid.rows, key=lambda row: (row.firm_id != grid.top_id, row.name))
    return [row.firm_id for row in rows]


def paper_grid(store: Store, grid: group_grid.GroupGrid, found: Mapping[str, FirmCredit], subject_id: str) -> GroupGrid:
    """Return the grid of a group; `found` is the credit of its firms without what is restricted.

    Of an umbrella and the lines under it only the umbrella counts, so that the columns add up. A firm of
    which only lines of other lenders are known has no line with us.
    """
    purse = Purse(store)
    lines = {id: () if one.reported_by else one.counted for id, one in found.items()}
    sizes: dict[str, int] = {}
    for view in (view for views in lines.values() for view in views):
        limit = purse.to("CNY", view.amounts.limit)
        code = view.facility.facility_type
        sizes[code] = sizes.get(code, 0) + (limit.minor if limit else 0)
    types = tuple(sorted(sizes, key=lambda code: (-sizes[code], code)))
    shares = {row.firm_id: row.share_bp for row in grid.rows}
    rows = tuple(
        GridRow(
            firm=firm_name(store, id),
            owned_bp=shares[id],
            is_subject=id == subject_id,
            cells=tuple(_cell(purse, lines[id], code) for code in types) if lines[id] else (),
            total=GridCell(limit=found[id].limit, drawn=found[id].outstanding) if lines[id] else GridCell(),
        )
        for id in firm_order(grid)
    )
    return GroupGrid(types=types, rows=rows, totals=_totals(purse, rows, len(types)))


def _cell(purse: Purse, views: Iterable[FacilityView], code: str) -> GridCell | None:
    own = [view.amounts for view in views if view.facility.facility_type == code]
    if not own:
        return None
    return GridCell(limit=purse.sum(one.limit for one in own), drawn=purse.sum(one.outstanding for one in own))


def _totals(purse: Purse, rows: Sequence[GridRow], types: int) -> GridRow | None:
    with_lines = [row for row in rows if row.cells]
    if not with_lines:
        return None
    columns = [[cell for row in with_lines if (cell := row.cells[at]) is not None] for at in range(types)]
    return GridRow(
        cells=tuple(_added(purse, cells) for cells in columns),
        total=_added(purse, [row.total for row in with_lines]),
    )


def _added(purse: Purse, cells: Sequence[GridCell]) -> GridCell:
    return GridCell(limit=purse.sum(one.limit for one in cells), drawn=purse.sum(one.drawn for one in cells))

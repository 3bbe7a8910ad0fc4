"""The group brief: compiled from the book without anything restricted, printed for the house only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import reference
from rmapp.domain.brief import BriefSource
from rmapp.domain.brief_credit import BriefMaturity, Wording
from rmapp.domain.exposure import is_ours
from rmapp.domain.firm import Firm
from rmapp.domain.group_brief import GridCell, GridRow, GroupBrief, GroupCovenant, GroupLine
from rmapp.services import covenants, exposure, firms, groups
from rmapp.services.brief_credit import brief_covenant, brief_limit, group_credit, group_sums
from rmapp.services.brief_parts import brief_line, city_names, display_names, legal_names
from rmapp.services.briefs import PrintedBrief
from rmapp.services.line_risk import Purse
from rmapp.services.line_views import COUNTED
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from rmapp.domain.brief import Names
    from rmapp.domain.brief_options import BriefOptions
    from rmapp.services.credit import FirmCredit
    from rmapp.services.exposure import GroupExposure
    from rmapp.services.groups import GroupNode, GroupView
    from rmapp.storage.store import Store

_WORRYING = frozenset({"close", "failed", "late"})


class _Member(NamedTuple):
    """A firm of the group in the order of its tree, with what is held of it and its credit."""

    firm_id: str
    names: Names
    owned_bp: int | None
    credit: FirmCredit


def has_group(store: Store, firm_id: str) -> bool:
    """Tell whether a firm stands in a group or shares a limit, so that a group brief says more than its own."""
    return groups.group(store, firm_id).size > 1 or bool(exposure.limit_uses(store, {firm_id}, restricted=False))


def compile_group(store: Store, firm_id: str) -> GroupBrief:
    """Return everything the internal brief of a firm's group says today. Raises NotFoundError.

    Facts of class `restricted` are left out and in no sum (domain reference, 7.4).
    """
    group = exposure.group_exposure(store, firm_id, restricted=False)
    members = _members(store, groups.group(store, firm_id), [one.firm_id for one in group.firms])
    head = store.get(Firm, members[0].firm_id)
    types = _types(store, members)
    rows = tuple(_row(store, member, types, is_head=at == 0) for at, member in enumerate(members))
    found = {member.firm_id: member.credit for member in members}
    sums = group_sums(store, found, group)
    return GroupBrief(
        names=members[0].names,
        legal_names=legal_names(firms.names(store, head.id)),
        city=city_names(head),
        nature=head.nature,
        confidentiality=_strictest(store, members),
        owner=head.owner,
        as_of=store.clock.today(),
        limits=tuple(brief_limit(store, one) for one in group.limits),
        sums=sums,
        rates_on=_rates_on(group, found),
        stale=group.stale or any(one.stale for one in found.values()),
        types=types,
        rows=rows,
        totals=_totals(store, rows, types, GridCell(limit=sums.limit, drawn=sums.drawn)),
        lines=tuple(_lines(members, bank_names(store))),
        covenants=tuple(_covenants(store, members)),
        maturities=tuple(_maturities(store, members)),
        sources=_sources(members),
    )


def print_group(group: GroupBrief, firm_id: str, options: BriefOptions) -> PrintedBrief:
    """Render a compiled group brief as PDF, for the timeline of the firm it was asked for."""
    from rmapp.briefs.group_brief import render_group

    return PrintedBrief(render_group(group, options), firm_id, "internal", options, "group_brief")


def _members(store: Store, tree: GroupView, ids: Sequence[str]) -> list[_Member]:
    """Return the firms in the order of the tree, those that stand in none of it last."""
    owned: dict[str, int | None] = {}

    def walk(node: GroupNode) -> None:
        if node.kind == "firm" and node.firm_id in ids and not node.repeated:
            owned.setdefault(node.firm_id, node.owned_bp)
        for child in node.children:
            walk(child)

    for top in (tree.top, *tree.other_tops):
        walk(top)
    order = [*owned, *(id for id in ids if id not in owned)]
    found = group_credit(store, order)
    return [_Member(id, display_names(firms.names(store, id)), owned.get(id), found[id]) for id in order]


def _types(store: Store, members: Sequence[_Member]) -> tuple[str, ...]:
    """Return the facility types of the lines that count, the one with the largest limits first."""
    purse, sizes = Purse(store), dict[str, int]()
    for member in members:
        if member.credit.reported_by:
            continue
        for view in member.credit.counted:
            limit = purse.to("CNY", view.amounts.limit)
            code = view.facility.facility_type
            sizes[code] = sizes.get(code, 0) + (limit.minor if limit else 0)
    return tuple(sorted(sizes, key=lambda code: (-sizes[code], code)))


def _row(store: Store, member: _Member, types: Sequence[str], *, is_head: bool) -> GridRow:
    credit = member.credit
    if credit.reported_by or not credit.counted:
        # Lines of other lenders are listed below and in no sum of ours.
        return GridRow(names=member.names, owned_bp=member.owned_bp, is_head=is_head)
    purse = Purse(store)
    cells: list[GridCell | None] = []
    for code in types:
        own = [view.amounts for view in credit.counted if view.facility.facility_type == code]
        cells.append(
            GridCell(limit=purse.sum(one.limit for one in own), drawn=purse.sum(one.outstanding for one in own))
            if own
            else None
        )
    return GridRow(
        names=member.names,
        owned_bp=member.owned_bp,
        is_head=is_head,
        cells=tuple(cells),
        total=GridCell(limit=credit.limit, drawn=credit.outstanding),
    )


def _totals(store: Store, rows: Sequence[GridRow], types: Sequence[str], whole: GridCell) -> GridRow | None:
    with_lines = [row for row in rows if row.cells]
    if not with_lines:
        return None
    purse = Purse(store)
    cells = []
    for at in range(len(types)):
        own = [cell for row in with_lines if (cell := row.cells[at]) is not None]
        cells.append(GridCell(limit=purse.sum(one.limit for one in own), drawn=purse.sum(one.drawn for one in own)))
    return GridRow(names=with_lines[0].names, cells=tuple(cells), total=whole)


def _lines(members: Sequence[_Member], own_bank: Collection[str]) -> Iterator[GroupLine]:
    for member in members:
        for view in member.credit.lines:
            if view.use == "ended":
                continue
            line = brief_line(view, own_bank)
            shared = {name: getattr(line, name) for name in GroupLine.model_fields if name != "firm"}
            yield GroupLine(firm=member.names, **shared)


def _covenants(store: Store, members: Sequence[_Member]) -> Iterator[GroupCovenant]:
    for member in members:
        for view in covenants.firm_covenants(store, member.firm_id, restricted=False):
            if view.covenant.active and view.state in _WORRYING:
                yield GroupCovenant(firm=member.names, covenant=brief_covenant(view))


def _maturities(store: Store, members: Sequence[_Member]) -> list[BriefMaturity]:
    today, own_bank = store.clock.today(), bank_names(store)
    found = [
        BriefMaturity(
            on=view.facility.maturity_on,
            facility_type=view.facility.facility_type,
            amount=view.amounts.outstanding,
            firm=Wording(en=member.names.en, zh=member.names.zh),
        )
        for member in members
        for view in member.credit.lines
        if view.use in COUNTED
        and is_ours(view.facility.lender, own_bank)
        and view.facility.maturity_on is not None
        and view.facility.maturity_on >= today
    ]
    return sorted(found, key=lambda one: one.on)


def _rates_on(group: GroupExposure, found: Mapping[str, FirmCredit]) -> date | None:
    days = [group.rate_on, *(one.rates_on for one in found.values())]
    return min((day for day in days if day), default=None)


def _strictest(store: Store, members: Sequence[_Member]) -> str:
    """Return the class of the firm that asks for the most care."""
    classes = {store.get(Firm, member.firm_id).confidentiality for member in members}
    order = list(reference.labels("confidentiality"))
    return max(classes, key=lambda code: order.index(code) if code in order else len(order))


def _sources(members: Sequence[_Member]) -> tuple[BriefSource, ...]:
    """Return where the lines are known from, each once with its newest day."""
    found: dict[tuple[str, str], BriefSource] = {}
    for member in members:
        for view in member.credit.lines:
            line = view.facility
            if view.use == "ended":
                continue
            key = (line.source, line.citation)
            known = found.get(key)
            if known is None or (
                line.as_of and (known.as_of is None or known.as_of.last_day() < line.as_of.last_day())
            ):
                found[key] = BriefSource(source=line.source, as_of=line.as_of, citation=line.citation)
    return tuple(found.values())

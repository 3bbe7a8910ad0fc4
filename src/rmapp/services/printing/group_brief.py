"""The group brief: compiled from the book without anything restricted, printed for the house only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.brief import BriefSource
from rmapp.domain.brief_credit import BriefMaturity, Wording
from rmapp.domain.classes import strictest
from rmapp.domain.exposure import is_ours
from rmapp.domain.firm import Firm
from rmapp.domain.firm_code import firm_code
from rmapp.domain.group_brief import GroupBrief, GroupCovenant, GroupLine
from rmapp.services.clients import firms, groups
from rmapp.services.clients.firm_names import city_names, display_names, legal_names
from rmapp.services.limits import exposure, group_grid
from rmapp.services.lines import covenants
from rmapp.services.lines.line_views import COUNTED
from rmapp.services.paperwork.papers import Paper
from rmapp.services.printing.brief_credit import brief_covenant, brief_limit, group_credit, group_sums
from rmapp.services.printing.brief_grid import firm_order, paper_grid
from rmapp.services.printing.brief_parts import brief_line
from rmapp.services.privacy.discretion import discreetly
from rmapp.services.privacy.restricted import paper_class
from rmapp.storage.own_bank import bank_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from rmapp.domain.brief import Names
    from rmapp.domain.brief_options import BriefOptions
    from rmapp.domain.money import Money
    from rmapp.services.limits.exposure import GroupExposure
    from rmapp.services.lines.credit import FirmCredit
    from rmapp.storage.store import Store

_WORRYING = frozenset({"close", "failed", "late"})


class _Member(NamedTuple):
    """A firm of the group with its credit."""

    firm_id: str
    names: Names
    credit: FirmCredit


def has_group(store: Store, firm_id: str) -> bool:
    """Tell whether a firm stands in a group or shares a limit, so that a group brief says more than its own."""
    return groups.group(store, firm_id).size > 1 or bool(exposure.limit_uses(store, {firm_id}, restricted=False))


@discreetly
def compile_group(store: Store, firm_id: str, *, restricted: bool = False) -> GroupBrief:
    """Return everything the internal brief of a firm's group says today. Raises NotFoundError.

    What is of class `restricted` is left out and in no sum; with `restricted` it is in, for which the print log
    wants a reason (domain reference, 7.4).
    """
    grid = group_grid.group_grid(store, firm_id, restricted=restricted)
    group = grid.exposure
    found = group_credit(store, firm_order(grid), restricted=restricted)
    members = [_Member(id, display_names(firms.names(store, id)), one) for id, one in found.items()]
    head = store.get(Firm, members[0].firm_id)
    return GroupBrief(
        names=members[0].names,
        code=firm_code(head.id),
        legal_names=legal_names(firms.names(store, head.id)),
        city=city_names(head),
        nature=head.nature,
        confidentiality=strictest(paper_class(store, one.firm_id, restricted=restricted) for one in members),
        owner=head.owner,
        as_of=store.clock.today(),
        limits=tuple(brief_limit(store, one) for one in group.limits),
        sums=group_sums(store, found, group),
        rates_on=_rates_on(group, found),
        stale=group.stale or any(one.stale for one in found.values()),
        grid=paper_grid(store, grid, found, head.id),
        lines=tuple(_lines(members, bank_names(store))),
        covenants=tuple(_covenants(store, members, restricted=restricted)),
        maturities=tuple(_maturities(store, members)),
        sources=_sources(members),
    )


def print_group(group: GroupBrief, firm_id: str, options: BriefOptions) -> Paper:
    """Render a compiled group brief as PDF, for the timeline of the firm it was asked for."""
    from rmapp.briefs.group_brief import render_group

    return Paper(
        render_group(group, options), "group_brief", (firm_id,), options, confidentiality=group.confidentiality
    )


def _lines(members: Sequence[_Member], own_bank: Collection[str]) -> Iterator[GroupLine]:
    for member in members:
        for view in member.credit.lines:
            if view.use == "ended":
                continue
            line = brief_line(view, own_bank)
            shared = {name: getattr(line, name) for name in GroupLine.model_fields if name != "firm"}
            yield GroupLine(firm=member.names, **shared)


def _covenants(store: Store, members: Sequence[_Member], *, restricted: bool) -> Iterator[GroupCovenant]:
    for member in members:
        for view in covenants.firm_covenants(store, member.firm_id, restricted=restricted):
            if view.covenant.active and view.state in _WORRYING:
                yield GroupCovenant(firm=member.names, covenant=brief_covenant(view))


def _maturities(store: Store, members: Sequence[_Member]) -> list[BriefMaturity]:
    """Return when our lines end, the first first; one that has ended only while something may be owed."""
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
        and (view.facility.maturity_on >= today or _is_owed(view.amounts.outstanding))
    ]
    return sorted(found, key=lambda one: one.on)


def _is_owed(outstanding: Money | None) -> bool:
    return outstanding is None or not outstanding.is_zero


def _rates_on(group: GroupExposure, found: Mapping[str, FirmCredit]) -> date | None:
    days = [group.rate_on, *(one.rates_on for one in found.values())]
    return min((day for day in days if day), default=None)


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

"""A fictional group's brief for tests: Chaosheng and its subsidiaries."""

from __future__ import annotations

from datetime import date

from rmapp.domain.brief import BriefSource, Names
from rmapp.domain.brief_credit import (
    BriefGroupLimit,
    BriefMaturity,
    BriefSubLimit,
    GridCell,
    GridRow,
    GroupGrid,
    StripRow,
    Wording,
)
from rmapp.domain.group_brief import GroupBrief, GroupCovenant, GroupLine
from tests.brief_samples import TODAY
from tests.credit_samples import day, millions, overfull_grid, sample_credit

HEAD = Names(en="Chaosheng Sensors", zh="潮声传感")
MICRO = Names(en="Chaosheng Microsystems", zh="潮声微系统")


def sample_group(**changes: object) -> GroupBrief:
    """Return the sample group with some fields replaced."""
    return _SAMPLE.model_copy(update=changes)


def empty_group() -> GroupBrief:
    """Return the brief of a group of which one public fact is known: a limit whose split nobody has told."""
    return GroupBrief(
        names=Names(en="Dongling Aerospace"),
        nature="public_facts",
        confidentiality="public",
        as_of=TODAY,
        limits=(BriefGroupLimit(lender="A bank", borrowers="five subsidiaries", limit=millions("45")),),
        grid=GroupGrid(rows=(GridRow(firm=Wording(en="Dongling Aerospace"), is_subject=True),)),
    )


def overfull_group() -> GroupBrief:
    """Return a group in which every list and every name is far too long."""
    endless = "Extraordinarily Long Holding Company of Intelligent Sensing Systems " * 5
    long = Names(en=endless, zh="潮声智能传感系统国际控股集团" * 20)
    return GroupBrief(
        names=long,
        legal_names=long,
        owner=endless,
        as_of=TODAY,
        limits=tuple(
            one.model_copy(
                update={
                    "lender": endless,
                    "borrowers": endless,
                    "limit": millions("98765.43"),
                    "sub_limits": one.sub_limits * 9,
                }
            )
            for one in _SAMPLE.limits * 7
        ),
        sums=StripRow(**dict.fromkeys(StripRow.model_fields, millions("98765.43"))),
        grid=overfull_grid(),
        lines=tuple(line.model_copy(update={"firm": long, "lender": endless}) for line in _SAMPLE.lines * 30),
        covenants=tuple(one.model_copy(update={"firm": long}) for one in _SAMPLE.covenants * 9),
        maturities=tuple(
            one.model_copy(update={"firm": Wording(en=endless, zh="潮声" * 90)}) for one in _SAMPLE.maturities * 9
        ),
        sources=_SAMPLE.sources * 9,
    )


_SAMPLE = GroupBrief(
    names=HEAD,
    legal_names=Names(en="Hangzhou Chaosheng Sensors Co., Ltd.", zh="杭州潮声传感技术有限公司"),
    city=Names(en="Hangzhou", zh="杭州"),
    nature="sample",
    owner="Lin Yue",
    as_of=TODAY,
    limits=(
        BriefGroupLimit(
            reference_no="GL-0003",
            borrowers="parent and subsidiaries",
            limit=millions("200"),
            use=millions("110.08"),
            room=millions("89.92"),
            split="shared",
            over_allocated=millions("30"),
            valid_to=date(2026, 12, 31),
            sub_limits=(
                BriefSubLimit(
                    firm=Wording(en=HEAD.en, zh=HEAD.zh), limit=millions("100"), use=millions("54"), room=millions("46")
                ),
                BriefSubLimit(family="trade", limit=millions("20"), use=millions("27"), room=millions("-7")),
            ),
        ),
    ),
    sums=StripRow(
        limit=millions("160"),
        drawn=millions("74"),
        waiting=millions("66.3"),
        free=millions("19.7"),
        direct=millions("81.2"),
        indirect=millions("1.3"),
        affiliated=millions("3.7"),
    ),
    rates_on=date(2025, 12, 15),
    grid=GroupGrid(
        types=("working_capital_loan", "ip_pledge_loan"),
        rows=(
            GridRow(
                firm=Wording(en=HEAD.en, zh=HEAD.zh),
                is_subject=True,
                cells=(
                    GridCell(limit=millions("100"), drawn=millions("40")),
                    GridCell(limit=millions("30"), drawn=millions("18")),
                ),
                total=GridCell(limit=millions("130"), drawn=millions("58")),
            ),
            GridRow(
                firm=Wording(en=MICRO.en, zh=MICRO.zh),
                owned_bp=7_200,
                cells=(GridCell(limit=millions("30"), drawn=millions("16")), None),
                total=GridCell(limit=millions("30"), drawn=millions("16")),
            ),
            GridRow(firm=Wording(en="Chaosheng Trading", zh="潮声国际"), owned_bp=10_000),
        ),
        totals=GridRow(
            cells=(
                GridCell(limit=millions("130"), drawn=millions("56")),
                GridCell(limit=millions("30"), drawn=millions("18")),
            ),
            total=GridCell(limit=millions("160"), drawn=millions("74")),
        ),
    ),
    lines=(
        GroupLine(
            firm=HEAD,
            facility_type="working_capital_loan",
            use="in_use",
            secured_by=("unsecured",),
            limit=millions("100"),
            drawn=millions("40"),
            waiting=millions("60"),
            free=millions("0"),
            matures_on=date(2027, 6, 5),
        ),
        GroupLine(
            firm=MICRO,
            facility_type="working_capital_loan",
            use="approved",
            secured_by=("guarantee_corporate", "pledge_receivables"),
            limit=millions("3", "USD"),
            free=millions("3", "USD"),
        ),
        GroupLine(firm=MICRO, facility_type="fx_derivatives", use="proposed", limit=millions("10")),
        GroupLine(firm=MICRO, facility_type="finance_lease", use="in_use", limit=millions("8"), lender="Other Leasing"),
    ),
    covenants=tuple(
        GroupCovenant(firm=MICRO, covenant=row)
        for row in sample_credit().covenants
        if row.state in ("close", "failed", "late")
    ),
    maturities=(
        BriefMaturity(
            on=date(2026, 6, 30),
            facility_type="ip_pledge_loan",
            amount=millions("18"),
            firm=Wording(en=HEAD.en, zh=HEAD.zh),
        ),
        BriefMaturity(
            on=date(2027, 6, 5), facility_type="working_capital_loan", firm=Wording(en=MICRO.en, zh=MICRO.zh)
        ),
    ),
    sources=(BriefSource(source="bank_system", as_of=day("2025-12-16")),),
)

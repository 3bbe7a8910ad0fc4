"""A fictional firm's brief for tests: Chaosheng Sensors, marked as a sample, rich enough to fill two pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from rmapp.domain.brief import (
    BriefDesignation,
    BriefExposure,
    BriefFact,
    BriefIpCount,
    BriefLine,
    BriefNote,
    BriefPerson,
    BriefPoint,
    BriefPromise,
    BriefRate,
    BriefRound,
    BriefSource,
    BriefStage,
    BriefVisit,
    ClientBrief,
    Names,
    Period,
    RevenueYear,
    StageSignals,
)
from rmapp.domain.brief_options import BriefOptions
from tests.credit_samples import day, millions, overfull_credit, sample_credit

HANGZHOU = timezone(timedelta(hours=8))
TODAY = date(2025, 12, 17)
FY2024 = Period(type="fy", end=date(2024, 12, 31))
MONTHS9 = Period(type="ytd9", end=date(2025, 9, 30))


def brief_options(**changes: object) -> BriefOptions:
    """Return options of one printing at a fixed moment."""
    options = BriefOptions(
        printed_at=datetime(2025, 12, 17, 8, 12, tzinfo=HANGZHOU), printed_by="Lin Yue", print_id="B-0147-03"
    )
    return BriefOptions.model_validate({**options.model_dump(), **changes})


def sample_brief(**changes: object) -> ClientBrief:
    """Return the sample brief with some fields replaced."""
    return _SAMPLE.model_copy(update=changes)


def empty_brief() -> ClientBrief:
    """Return the brief of a firm of which one public fact is known."""
    return ClientBrief(
        names=Names(en="Dongling Aerospace"),
        city=Names(en="Hangzhou", zh="杭州"),
        industry="C37",
        nature="public_facts",
        confidentiality="public",
        as_of=TODAY,
        summary="Low-altitude aircraft. A fictional firm that stands for one known from the press only.",
        stage="growth",
        facts=(
            BriefFact(code="outstanding"),
            BriefFact(code="revenue"),
            BriefFact(code="rd_intensity"),
            BriefFact(code="headcount"),
        ),
        points=(
            BriefPoint(kind="statement_stale"),
            BriefPoint(kind="unknown_fact", code="outstanding"),
        ),
        exposure=BriefExposure(
            lines=(BriefLine(facility_type="tech_credit_loan", use="in_use", limit=millions("45")),),
            limit=millions("45"),
        ),
        sources=(BriefSource(source="public", as_of=day("2025-12-15"), citation="A newspaper, 15 December 2025"),),
    )


def overfull_brief() -> ClientBrief:
    """Return a brief in which every list and every name is far too long."""
    long_name = "Extraordinarily Long Holding Company of Intelligent Sensing Systems " * 6
    return sample_brief(
        names=Names(en=long_name[:400], zh="潮声智能传感系统国际控股集团" * 28),
        legal_names=Names(en=long_name[:390], zh="潮声智能传感系统国际控股集团股份有限公司" * 20),
        summary="One clause after another, and never a pause for breath; " * 20,
        designations=_SAMPLE.designations * 5,
        points=tuple(
            BriefPoint(kind="agenda", text=f"Point {at}: {'a matter of some weight ' * 12}") for at in range(1, 12)
        ),
        facts=_SAMPLE.facts * 3,
        revenue=tuple(RevenueYear(year=year, revenue=millions("123456.7")) for year in range(2005, 2026)),
        exposure=_SAMPLE.exposure.model_copy(
            update={
                "lines": tuple(
                    line.model_copy(update={"use": use})
                    for at in range(25)
                    for line in _SAMPLE.exposure.lines[:2]
                    for use in (("in_use", "approved", "proposed", "mentioned")[at % 4],)
                )
            }
        ),
        people=tuple(person.model_copy(update={"remark": "remark without end " * 10}) for person in _SAMPLE.people * 4),
        notes=tuple(
            note.model_copy(update={"text": f"{note.text} " * 12, "purpose": long_name}) for note in _SAMPLE.notes * 2
        ),
        note_count=321,
        promises=tuple(
            promise.model_copy(update={"text": f"{promise.text} {at} {'and so on ' * 20}"})
            for at in range(5)
            for promise in _SAMPLE.promises
        ),
        funding=_SAMPLE.funding * 4,
        ip_counts=_SAMPLE.ip_counts * 4,
        credit=overfull_credit(),
        sources=_SAMPLE.sources * 9,
    )


_SAMPLE = ClientBrief(
    names=Names(en="Chaosheng Sensors", zh="潮声传感"),
    legal_names=Names(en="Hangzhou Chaosheng Sensors Co., Ltd.", zh="杭州潮声传感技术有限公司"),
    uscc="91330100MA2K0CS47X",
    city=Names(en="Hangzhou", zh="杭州"),
    industry="C39",
    nature="sample",
    owner="Lin Yue 林悦",
    as_of=TODAY,
    summary="Smart sensors and MEMS microphones. Founded 2016. 214 staff, 61% in R&D. Five subsidiaries.",
    stage="growth",
    stages=(
        BriefStage(code="rd_seed", entered=day("2016")),
        BriefStage(code="startup", entered=day("2018")),
        BriefStage(code="early_commercial", entered=day("2021")),
        BriefStage(code="growth", entered=day("2024-10")),
        BriefStage(code="expansion"),
        BriefStage(code="maturity"),
        BriefStage(code="pre_ipo"),
        BriefStage(code="listed"),
    ),
    designations=(
        BriefDesignation(code="little_giant", expires_on=day("2026-08-31")),
        BriefDesignation(code="hnte", expires_on=day("2027")),
    ),
    tier="A",
    visit=BriefVisit(
        starts_at=datetime(2025, 12, 17, 9, 30, tzinfo=HANGZHOU), place="Binjiang Building 6", type="field_visit"
    ),
    signals=StageSignals(stage="expansion", met=2, total=4),
    points=(
        BriefPoint(
            kind="overdue_promise",
            side="theirs",
            text="Purchase contract for tranche 2",
            owner="Gu Wen",
            on=day("2025-12-10"),
            days=7,
        ),
        BriefPoint(
            kind="unmet_condition",
            text="Valuation of the third patent",
            code="ip_pledge_loan",
            money=millions("6.3"),
        ),
        BriefPoint(
            kind="designation_expiring",
            code="little_giant",
            on=day("2026-08-31"),
            days=257,
        ),
        BriefPoint(kind="agenda", text="Currency risk: 31% of sales are in USD and unhedged"),
    ),
    facts=(
        BriefFact(code="outstanding", money=millions("58"), of=millions("130")),
        BriefFact(code="free_to_draw", money=millions("5.7")),
        BriefFact(code="next_maturity", money=millions("18"), on=day("2026-06-30")),
        BriefFact(code="revenue", period=FY2024, money=millions("268"), change_bp=3137, source="registry"),
        BriefFact(code="revenue", period=MONTHS9, money=millions("241"), change_bp=3800, source="client_statement"),
        BriefFact(code="rd_intensity", period=FY2024, ratio_bp=1460),
        BriefFact(code="debt_ratio", period=FY2024, ratio_bp=5680),
        BriefFact(code="runway_months"),
        BriefFact(code="patents", count=42, qualifier="more_than", source="public", stale=True),
        BriefFact(code="headcount", count=214),
    ),
    revenue=(
        RevenueYear(year=2020, revenue=millions("62"), rd_intensity_bp=1900),
        RevenueYear(year=2021, revenue=millions("98"), rd_intensity_bp=1750),
        RevenueYear(year=2022, revenue=millions("141"), rd_intensity_bp=1610),
        RevenueYear(year=2023, revenue=millions("204"), rd_intensity_bp=1480),
        RevenueYear(year=2024, revenue=millions("268"), rd_intensity_bp=1410),
        RevenueYear(year=2025, revenue=millions("352"), rd_intensity_bp=1460, forecast=True),
    ),
    forecast_on=date(2025, 12, 3),
    exposure=BriefExposure(
        lines=(
            BriefLine(
                facility_type="working_capital_loan",
                use="in_use",
                secured_by=("unsecured",),
                limit=millions("100"),
                drawn=millions("40"),
                waiting=millions("60"),
                free=millions("0"),
                rate=BriefRate(base="lpr_1y", spread_bp=35, all_in_bp=335),
                matures_on=date(2027, 6, 5),
            ),
            BriefLine(
                facility_type="ip_pledge_loan",
                use="in_use",
                secured_by=("pledge_ip",),
                limit=millions("30"),
                drawn=millions("18"),
                waiting=millions("6.3"),
                free=millions("5.7"),
                rate=BriefRate(base="fixed", all_in_bp=360),
                matures_on=date(2026, 6, 30),
            ),
            BriefLine(facility_type="fx_derivatives", use="proposed", limit=millions("10")),
        ),
        limit=millions("130"),
        drawn=millions("58"),
        waiting=millions("66.3"),
        free=millions("5.7"),
    ),
    credit=sample_credit(),
    people=(
        BriefPerson(
            names=Names(en="Gu Wen", zh="顾雯"),
            roles=("cfo",),
            title="CFO, signs draw-downs",
            influence="decides",
            last_met=date(2025, 12, 3),
        ),
        BriefPerson(
            names=Names(en="Pan Qi", zh="潘琦"),
            roles=("founder", "chairman"),
            influence="decides",
            last_met=date(2025, 11, 19),
        ),
        BriefPerson(names=Names(en="Huo Min", zh="霍敏"), roles=("board_secretary",), remark="prepares the IPO"),
    ),
    funding=(
        BriefRound(round="b", on=day("2024-05"), amount=millions("120"), lead="Qianchao Ventures"),
        BriefRound(round="a", on=day("2021"), amount=millions("40"), qualifier="about"),
        BriefRound(round="angel", on=day("2018")),
    ),
    ip_counts=(
        BriefIpCount(ip_type="invention", status="granted", count=42, as_of=day("2025-11")),
        BriefIpCount(ip_type="utility_model", status="granted", count=90, qualifier="more_than"),
        BriefIpCount(ip_type="trademark", count=14),
    ),
    notes=(
        BriefNote(
            on=date(2025, 12, 3),
            type="phone_call",
            purpose="Call with Gu Wen, CFO",
            text="Contract draft is with the supplier’s legal team. Expects signature this week. Asked whether "
            "60% of tranche 2 could be drawn early; told her this needs the review centre.",
        ),
        BriefNote(
            on=date(2025, 11, 19),
            type="field_visit",
            purpose="Plant visit, Binjiang",
            text="Second SMT line commissioned. 26 new hires, mostly firmware. Wafer lead time down to 9 weeks. "
            "Two invention patents granted, two in examination.",
        ),
        BriefNote(
            on=date(2025, 9, 12),
            type="event",
            purpose="产品之夜",
            text="盛屹展示助听模组。对新加坡团队的跨境代发工资有兴趣，预算约4,500万元，希望明年一季度前给出方案；“先试后买”。",
        ),
    ),
    note_count=21,
    promises=(
        BriefPromise(side="ours", text="Term sheet, USD forward", owner="Lin Yue", due_on=date(2025, 12, 19)),
        BriefPromise(
            side="ours",
            text="Introduce two IPO sponsors",
            owner="Zhou Han, investment banking",
            due_on=date(2026, 1, 9),
        ),
        BriefPromise(side="theirs", text="Purchase contract, tranche 2", owner="Gu Wen", due_on=date(2025, 12, 10)),
        BriefPromise(side="theirs", text="Audited accounts 2025", owner="Gu Wen", due_on=date(2026, 3, 31)),
    ),
    sources=(
        BriefSource(source="bank_system", as_of=day("2025-12-16")),
        BriefSource(source="client_statement", as_of=day("2025-12-03")),
    ),
)

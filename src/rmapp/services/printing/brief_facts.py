"""The key figures and the revenue chart of a brief, each figure with its source and date."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain import financial_figures
from rmapp.domain.brief import BriefFact, FactCode, Period, RevenueYear
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.firm import Firm
from rmapp.domain.funding import FundingTotalClaim
from rmapp.domain.intellectual_property import IpCountClaim
from rmapp.domain.partial_date import PartialDate
from rmapp.services.visits.agenda import STALE_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from rmapp.domain.money import Money
    from rmapp.services.lines.credit import FirmCredit
    from rmapp.storage.store import Store

_CHART_YEARS = 6
_PATENTS = ("invention", "utility_model", "design", "unspecified_patent")


class KeyFacts(NamedTuple):
    """The figures of a brief; `forecast_on` is the day a forecast in the chart was given."""

    facts: tuple[BriefFact, ...]
    revenue: tuple[RevenueYear, ...]
    forecast_on: date | None


def compile_facts(store: Store, firm_id: str, credit: FirmCredit) -> KeyFacts:
    """Return the key figures of a firm as of today; a figure that is not known has no value."""
    snapshots = store.all(FinancialSnapshot, order="period_end", firm_id=firm_id)
    actual = financial_figures.current_snapshots(snapshots)
    facts = (
        *_credit_facts(store, credit),
        *_statement_facts(store, actual),
        *_count_facts(store, firm_id, actual),
    )
    forecasts = [one for one in snapshots if one.forecast and one.period_type == "fy"]
    return KeyFacts(facts, _revenue_years(actual, forecasts), forecasts[-1].received_on if forecasts else None)


def _credit_facts(store: Store, credit: FirmCredit) -> Iterator[BriefFact]:
    as_of = PartialDate.of(store.clock.today())
    if not credit.counted:
        return
    source = credit.counted[0].facility.source
    yield BriefFact(code="outstanding", money=credit.outstanding, of=credit.limit, as_of=as_of, source=source)
    yield BriefFact(code="free_to_draw", money=credit.free, as_of=as_of, source=source)
    coming = credit.next_maturity
    yield BriefFact(
        code="next_maturity",
        on=PartialDate.of(coming.on) if coming else None,
        money=coming.amount if coming else None,
        as_of=as_of,
        source=source,
    )


def _statement_facts(store: Store, actual: Sequence[FinancialSnapshot]) -> Iterator[BriefFact]:
    years = [one for one in actual if one.period_type == "fy"]
    parts = [one for one in actual if one.period_type != "fy" and (not years or one.period_end > years[-1].period_end)]
    yield _amount(store, "revenue", years[-1] if years else None, actual)
    if parts:
        yield _amount(store, "revenue", parts[-1], actual)
    latest = parts[-1] if parts else (years[-1] if years else None)
    yield _share(store, "rd_intensity", latest, financial_figures.rd_intensity(latest) if latest else None)
    yield _amount(store, "net_profit", years[-1] if years else None, actual)
    yield _amount(store, "cash", latest, actual)
    yield _share(store, "debt_ratio", latest, financial_figures.debt_ratio(latest) if latest else None)


def _amount(
    store: Store, code: FactCode, snapshot: FinancialSnapshot | None, actual: Sequence[FinancialSnapshot]
) -> BriefFact:
    if snapshot is None:
        return BriefFact(code=code)
    amount: Money | None = getattr(snapshot, code)
    growth = financial_figures.yearly_growth(code, snapshot, actual) if code != "cash" else None
    return BriefFact(
        code=code,
        period=Period(type=snapshot.period_type, end=snapshot.period_end),
        money=amount,
        change_bp=_bp(growth),
        qualifier=snapshot.qualifiers.get(code, "exact"),
        as_of=PartialDate.of(snapshot.period_end),
        source=snapshot.source,
        stale=_is_stale(store, snapshot.period_end),
    )


def _share(store: Store, code: FactCode, snapshot: FinancialSnapshot | None, share: Decimal | None) -> BriefFact:
    if snapshot is None:
        return BriefFact(code=code)
    return BriefFact(
        code=code,
        period=Period(type=snapshot.period_type, end=snapshot.period_end),
        ratio_bp=_bp(share),
        as_of=PartialDate.of(snapshot.period_end),
        source=snapshot.source,
        stale=_is_stale(store, snapshot.period_end),
    )


def _bp(share: Decimal | None) -> int | None:
    return None if share is None else int((share * 10_000).to_integral_value())


def _is_stale(store: Store, day: date) -> bool:
    return store.clock.today() - day > timedelta(days=STALE_DAYS)


def _count_facts(store: Store, firm_id: str, actual: Sequence[FinancialSnapshot]) -> Iterator[BriefFact]:
    staffed = next((one for one in reversed(actual) if one.headcount is not None), None)
    yield BriefFact(
        code="headcount",
        count=staffed.headcount if staffed else None,
        as_of=PartialDate.of(staffed.period_end) if staffed else None,
        source=staffed.source if staffed else "",
    )
    claims = store.all(IpCountClaim, order="as_of desc", firm_id=firm_id)
    patents = next((one for one in claims if one.ip_type in _PATENTS), None)
    yield _counted("patents", patents)
    marks = next((one for one in claims if one.ip_type == "trademark"), None)
    if marks is not None:
        yield _counted("trademarks", marks)
    raised = store.all(FundingTotalClaim, order="as_of desc", firm_id=firm_id)
    if raised:
        yield BriefFact(
            code="funding_total",
            money=raised[0].amount,
            qualifier=raised[0].qualifier,
            as_of=raised[0].as_of,
            source=raised[0].source,
        )
    firm = store.get(Firm, firm_id)
    if firm.established_on is not None:
        yield BriefFact(code="established_on", on=firm.established_on)


def _counted(code: FactCode, claim: IpCountClaim | None) -> BriefFact:
    if claim is None:
        return BriefFact(code=code)
    return BriefFact(code=code, count=claim.count, qualifier=claim.qualifier, as_of=claim.as_of, source=claim.source)


def _revenue_years(
    actual: Sequence[FinancialSnapshot], forecasts: Sequence[FinancialSnapshot]
) -> tuple[RevenueYear, ...]:
    years = [one for one in actual if one.period_type == "fy"]
    last = years[-1].period_end.year if years else 0
    coming = [one for one in forecasts if one.period_end.year > last][:1]
    return tuple(
        RevenueYear(
            year=one.period_end.year,
            revenue=one.revenue,
            rd_intensity_bp=_bp(financial_figures.rd_intensity(one)),
            forecast=one.forecast,
        )
        for one in [*years, *coming][-_CHART_YEARS:]
    )

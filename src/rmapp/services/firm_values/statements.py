"""Values from financial statements: the last twelve months, ratios and growth (domain reference, 1.10).

Figures older than two years show nothing of today and are not known any more. Where a group's consolidated
statements are known, those of the single firm are not looked at.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from rmapp.domain import financial_figures as figures
from rmapp.domain.known import Known
from rmapp.domain.value_fields import CASH_GENERATIVE
from rmapp.services.firm_values.knowing import bound_of, on_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rmapp.domain.financials import FinancialSnapshot
    from rmapp.domain.known import Bound
    from rmapp.domain.money import Money
    from rmapp.services.firm_values.facts import FirmFacts

OLDEST = timedelta(days=730)


_YEARLY = ("fy", "ttm")
_TRAILING = {
    "revenue_ttm": "revenue",
    "rd_expense_ttm": "rd_expense",
    "net_profit_ttm": "net_profit",
    "operating_cash_flow_ttm": "operating_cash_flow",
}


def current(facts: FirmFacts) -> list[FinancialSnapshot]:
    """Return the snapshots that count and are not too old, earliest period first."""
    found = figures.current_snapshots(facts.snapshots)
    if any(one.scope == "consolidated" for one in found):
        found = [one for one in found if one.scope == "consolidated"]
    return [one for one in found if one.period_end <= facts.today]


def statements(facts: FirmFacts, snapshots: Sequence[FinancialSnapshot]) -> Iterator[tuple[str, Known]]:
    """Yield what the statements of the last two years say."""
    oldest = facts.today - OLDEST
    recent = [one for one in snapshots if one.period_end >= oldest]
    if not recent:
        return
    for code, amount in _TRAILING.items():
        known = trailing(amount, snapshots, recent)
        if known is not None:
            yield code, known
    product = trailing("product_revenue", snapshots, recent) or trailing("revenue", snapshots, recent)
    if product is not None:
        yield "product_revenue_ttm", product
    yield from _ratios(recent)
    yield from _growths(snapshots, recent)
    heads = [one for one in recent if one.headcount is not None]
    if heads:
        yield "headcount", _count(heads[-1], heads[-1].headcount or 0)


def trailing(amount: str, snapshots: Sequence[FinancialSnapshot], recent: Sequence[FinancialSnapshot]) -> Known | None:
    """Return the last twelve months of a flow, or the last full year where a part-year cannot be made up for."""
    yearly = [one for one in recent if one.period_type in _YEARLY and getattr(one, amount) is not None]
    if not yearly:
        return None
    last = yearly[-1]
    if last.period_type == "fy":
        parts = [one for one in recent if one.period_end > last.period_end and getattr(one, amount) is not None]
        summed = figures.trailing_year(amount, [one for one in snapshots if one.period_type != "ttm"])
        full: Money = getattr(last, amount)
        if parts and summed is not None and summed != full:
            return _of(parts[-1], summed)
    return _figure(last, amount)


def _figure(snapshot: FinancialSnapshot, field: str) -> Known:
    return _of(snapshot, getattr(snapshot, field), bound(snapshot, field), _word(snapshot, field))


def _of(
    snapshot: FinancialSnapshot, value: Money | Decimal | int, bound: Bound = "exact", word: str = "exact"
) -> Known:
    """Return a figure of a statement; it is as old as its period, whenever it was told."""
    on = on_day(snapshot.period_end)
    return Known(value, bound, None, on, snapshot.source, snapshot.citation, word)


def bound(snapshot: FinancialSnapshot, field: str) -> Bound:
    """Return how exact one figure is; of a range the statement has its low end only."""
    found = bound_of(snapshot.qualifiers.get(field, "exact"))
    return "at_least" if found == "range" else found


def _word(snapshot: FinancialSnapshot, field: str) -> str:
    word = snapshot.qualifiers.get(field, "exact")
    return "at_least" if word == "range" else word


def _count(snapshot: FinancialSnapshot, value: int) -> Known:
    return _of(snapshot, value, bound(snapshot, "headcount"), _word(snapshot, "headcount"))


def _ratios(recent: Sequence[FinancialSnapshot]) -> Iterator[tuple[str, Known]]:
    yearly = [one for one in recent if one.period_type in _YEARLY]
    for code, look, of in (
        ("rd_intensity", figures.rd_intensity, yearly),
        ("rd_share_of_cost", _rd_share_of_cost, yearly),
        ("gross_margin", figures.gross_margin, recent),
        ("debt_ratio", figures.debt_ratio, recent),
        ("dso_days", figures.receivable_days, recent),
        ("export_share", _export_share, yearly),
        ("online_sales_share", _online_share, yearly),
        ("rd_staff_share", _rd_staff, recent),
        ("runway_months", _runway, recent),
    ):
        known = _newest(of, look)
        if known is not None:
            yield code, known


def _newest(
    snapshots: Sequence[FinancialSnapshot], look: Callable[[FinancialSnapshot], Decimal | None]
) -> Known | None:
    for one in reversed(snapshots):
        value = look(one)
        if value is not None:
            bound: Bound = "at_least" if value == CASH_GENERATIVE and look is _runway else "exact"
            return _of(one, value, bound)
    return None


def _rd_share_of_cost(one: FinancialSnapshot) -> Decimal | None:
    return figures.ratio(one.rd_expense, one.operating_cost)


def _export_share(one: FinancialSnapshot) -> Decimal | None:
    return figures.ratio(one.export_revenue, one.revenue)


def _online_share(one: FinancialSnapshot) -> Decimal | None:
    return figures.ratio(one.online_revenue, one.revenue)


def _rd_staff(one: FinancialSnapshot) -> Decimal | None:
    if one.rd_headcount is None or not one.headcount:
        return None
    return Decimal(one.rd_headcount) / Decimal(one.headcount)


def _runway(one: FinancialSnapshot) -> Decimal | None:
    months: Decimal | Literal["cash_generative"] | None = figures.runway_months(one)
    return CASH_GENERATIVE if months == figures.CASH_GENERATIVE else months


def _growths(
    snapshots: Sequence[FinancialSnapshot], recent: Sequence[FinancialSnapshot]
) -> Iterator[tuple[str, Known]]:
    for code, amount in (("revenue_growth_yoy", "revenue"), ("rd_growth_yoy", "rd_expense")):
        for one in reversed(recent):
            rate = figures.yearly_growth(amount, one, snapshots) if getattr(one, amount) is not None else None
            if rate is not None:
                yield code, _of(one, rate)
                break
    heads = [one for one in recent if one.headcount is not None]
    if heads:
        now = heads[-1]
        before = [
            one.headcount
            for one in snapshots
            if (one.period_end.year, one.period_end.month) == (now.period_end.year - 1, now.period_end.month)
        ]
        earlier = next((count for count in before if count), None)
        if earlier and now.headcount is not None:
            rate = Decimal(now.headcount) / Decimal(earlier) - 1
            yield "headcount_growth_yoy", _of(now, rate)

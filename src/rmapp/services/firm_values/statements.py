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
from rmapp.services.firm_values.knowing import against, bound_of, joined, on_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

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
# What a ratio grows with, and what makes it smaller; of R&D that is the cost where there is no revenue yet.
_MADE_OF: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "rd_intensity": (("rd_expense",), ("revenue", "operating_cost")),
    "rd_share_of_cost": (("rd_expense",), ("operating_cost",)),
    "gross_margin": (("revenue",), ("cost_of_sales",)),
    "debt_ratio": (("total_liabilities",), ("total_assets",)),
    "dso_days": (("receivables",), ("revenue",)),
    "export_share": (("export_revenue",), ("revenue",)),
    "online_sales_share": (("online_revenue",), ("revenue",)),
    "rd_staff_share": (("rd_headcount",), ("headcount",)),
    "runway_months": (("cash", "operating_cash_flow"), ("capex",)),
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
        single = [one for one in snapshots if one.period_type != "ttm"]
        summed = figures.trailing_year(amount, single)
        full: Money = getattr(last, amount)
        if parts and summed is not None and summed != full:
            exactness = _exactness_of_sum(amount, figures.trailing_parts(amount, single))
            return None if exactness is None else _of(parts[-1], summed, exactness)
    return _figure(last, amount)


def _exactness_of_sum(amount: str, parts: figures.TrailingParts | None) -> Bound | None:
    if parts is None or parts.since is None or parts.before is None:
        return None
    added = joined((bound(parts.year, amount), bound(parts.since, amount)))
    return against(added, bound(parts.before, amount))


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
        known = _newest(of, look, *_MADE_OF[code])
        if known is not None:
            yield code, known


def _newest(
    snapshots: Sequence[FinancialSnapshot],
    look: Callable[[FinancialSnapshot], Decimal | None],
    above: Sequence[str],
    below: Sequence[str],
) -> Known | None:
    """Return the newest value of a ratio; none where it could be more or less than what its parts give."""
    for one in reversed(snapshots):
        value = look(one)
        if value is not None:
            exactness: Bound | None = "at_least"
            if value != CASH_GENERATIVE or look is not _runway:
                exactness = against(_joined(one, above), _joined(one, below))
            return None if exactness is None else _of(one, value, exactness)
    return None


def _joined(snapshot: FinancialSnapshot, fields: Sequence[str]) -> Bound | None:
    return joined(bound(snapshot, field) for field in fields) if snapshot.qualifiers else "exact"


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
            before = figures.same_period_before(one, figures.current_snapshots(snapshots))
            if rate is not None and before is not None:
                exactness = against(bound(one, amount), bound(before, amount))
                if exactness is not None:
                    yield code, _of(one, rate, exactness)
                break
    heads = [one for one in recent if one.headcount is not None]
    if heads:
        now, month = heads[-1], (heads[-1].period_end.year - 1, heads[-1].period_end.month)
        earlier = next((one for one in snapshots if _month(one) == month and one.headcount), None)
        exactness = against(bound(now, "headcount"), bound(earlier, "headcount")) if earlier else None
        if earlier is not None and exactness is not None:
            rate = Decimal(now.headcount or 0) / Decimal(earlier.headcount or 1) - 1
            yield "headcount_growth_yoy", _of(now, rate, exactness)


def _month(one: FinancialSnapshot) -> tuple[int, int]:
    return one.period_end.year, one.period_end.month

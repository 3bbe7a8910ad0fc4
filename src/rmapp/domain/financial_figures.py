"""Figures derived from financial snapshots, what looks wrong in one, and the size class (domain 1.10, 1.4).

Every figure is None where something it needs is not known; ratios are exact decimal fractions
(0.15 = 15%).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.money import Money
from rmapp.domain.reference_items import SizeRule
from rmapp.i18n import _

SizeClass = Literal["large", "medium", "small", "micro"]

_MONTHS = {"fy": 12, "h1": 6, "h2": 6, "q1": 3, "q2": 3, "q3": 3, "q4": 3, "ytd9": 9, "ttm": 12}
_FROM_JANUARY = ("q1", "h1", "ytd9")
_BALANCE_TOLERANCE = Decimal("0.005")
_SIZE_UNIT = 10_000
CASH_GENERATIVE: Literal["cash_generative"] = "cash_generative"


def ratio(part: Money | None, whole: Money | None) -> Decimal | None:
    """Return part / whole, None where one is unknown, the whole is zero or the currencies differ."""
    if part is None or whole is None or whole.is_zero or part.ccy != whole.ccy:
        return None
    return Decimal(part.minor) / Decimal(whole.minor)


def rd_intensity(snapshot: FinancialSnapshot) -> Decimal | None:
    """Return R&D expense / revenue, and for a firm without revenue / operating cost."""
    pre_revenue = snapshot.revenue is not None and snapshot.revenue.is_zero
    return ratio(snapshot.rd_expense, snapshot.operating_cost if pre_revenue else snapshot.revenue)


def gross_margin(snapshot: FinancialSnapshot) -> Decimal | None:
    """Return (revenue − cost of sales) / revenue."""
    cost = ratio(snapshot.cost_of_sales, snapshot.revenue)
    return None if cost is None else 1 - cost


def debt_ratio(snapshot: FinancialSnapshot) -> Decimal | None:
    """Return total liabilities / total assets."""
    return ratio(snapshot.total_liabilities, snapshot.total_assets)


def receivable_days(snapshot: FinancialSnapshot) -> Decimal | None:
    """Return days sales outstanding: receivables / revenue × days in the period."""
    share = ratio(snapshot.receivables, snapshot.revenue)
    days = days_in_period(snapshot)
    return None if share is None or days is None else share * days


def monthly_burn(snapshot: FinancialSnapshot) -> Money | None:
    """Return −(operating cash flow − capex) / months; zero or less means cash-generative."""
    months = _MONTHS.get(snapshot.period_type)
    flow, capex = snapshot.operating_cash_flow, snapshot.capex
    if flow is None or capex is None or months is None or flow.ccy != capex.ccy:
        return None
    return (capex - flow).times(Fraction(1, months))


def runway_months(snapshot: FinancialSnapshot) -> Decimal | Literal["cash_generative"] | None:
    """Return how many months the cash lasts, or `CASH_GENERATIVE` where none is burnt."""
    burn = monthly_burn(snapshot)
    if burn is None:
        return None
    if burn.minor <= 0:
        return CASH_GENERATIVE
    return ratio(snapshot.cash, burn)


def growth(now: Money | None, before: Money | None) -> Decimal | None:
    """Return now / before − 1; None where the earlier amount is not above zero."""
    if before is None or before.minor <= 0:
        return None
    share = ratio(now, before)
    return None if share is None else share - 1


def cagr(first: Money | None, last: Money | None, years: int) -> Decimal | None:
    """Return the yearly growth over some years, (last / first)^(1/years) − 1."""
    if first is None or first.minor <= 0 or last is None or last.minor < 0 or years < 1:
        return None
    share = ratio(last, first)
    return None if share is None else share ** (Decimal(1) / years) - 1


class TrailingParts(NamedTuple):
    """What the last twelve months are made of: latest year + part-year since then − the same part before."""

    year: FinancialSnapshot
    since: FinancialSnapshot | None = None
    before: FinancialSnapshot | None = None


def trailing_year(amount: str, snapshots: Iterable[FinancialSnapshot]) -> Money | None:
    """Return the last twelve months of an amount: latest year + latest part-year − the same part before.

    `amount` is the name of a flow, for example `revenue`. The latest full year itself where no later
    part-year is known; None where the part-year of the year before is missing.
    """
    parts = trailing_parts(amount, snapshots)
    if parts is None:
        return None
    full: Money = getattr(parts.year, amount)
    if parts.since is None or parts.before is None:
        return full
    added, taken = getattr(parts.since, amount), getattr(parts.before, amount)
    return full + added - taken if {added.ccy, taken.ccy} == {full.ccy} else None


def trailing_parts(amount: str, snapshots: Iterable[FinancialSnapshot]) -> TrailingParts | None:
    """Return the statements that the last twelve months of an amount are reckoned from; None where one is missing."""
    known = [one for one in current_snapshots(snapshots) if getattr(one, amount) is not None]
    years = [one for one in known if one.period_type == "fy"]
    if not years:
        return None
    year = max(years, key=lambda one: (one.period_end, one.scope == "consolidated"))
    later = [one for one in known if one.period_end > year.period_end and one.scope == year.scope]
    parts = [one for one in later if one.period_type in _FROM_JANUARY]
    if not parts:
        return TrailingParts(year)
    latest = max(parts, key=lambda one: one.period_end)
    before = same_period_before(latest, known)
    return None if before is None else TrailingParts(year, latest, before)


def yearly_growth(amount: str, snapshot: FinancialSnapshot, others: Iterable[FinancialSnapshot]) -> Decimal | None:
    """Return the growth of an amount over the same period of the year before."""
    before = same_period_before(snapshot, current_snapshots(others))
    return None if before is None else growth(getattr(snapshot, amount), getattr(before, amount))


def current_snapshots(snapshots: Iterable[FinancialSnapshot]) -> list[FinancialSnapshot]:
    """Return the snapshots of facts that no restatement has superseded, earliest period first."""
    known = [one for one in snapshots if not one.forecast]
    superseded = {one.supersedes for one in known}
    return sorted((one for one in known if one.id not in superseded), key=lambda one: one.period_end)


def days_in_period(snapshot: FinancialSnapshot) -> int | None:
    """Return the days of the period that ends on its end date."""
    months = _MONTHS.get(snapshot.period_type)
    if months is None:
        return None
    end = snapshot.period_end
    year, month = divmod(end.year * 12 + end.month - months, 12)
    first_of_next = date(end.year + end.month // 12, end.month % 12 + 1, 1)
    return (first_of_next - date(year, month + 1, 1)).days


def snapshot_warnings(snapshot: FinancialSnapshot) -> list[str]:
    """Return what looks wrong in one snapshot; nothing here blocks saving."""
    warnings = []
    assets, liabilities, net = snapshot.total_assets, snapshot.total_liabilities, snapshot.net_assets
    if assets is not None and liabilities is not None and net is not None and assets.ccy == net.ccy == liabilities.ccy:
        gap = abs(assets - liabilities - net)
        if gap.minor > abs(assets.minor) * _BALANCE_TOLERANCE:
            warnings.append(_("Total assets differ from liabilities plus net assets by more than 0.5%."))
    heads, researchers = snapshot.headcount, snapshot.rd_headcount
    if heads is not None and researchers is not None and researchers > heads:
        warnings.append(_("There are more R&D staff than staff."))
    if snapshot.revenue is not None and snapshot.revenue.minor < 0:
        warnings.append(_("Revenue is negative."))
    return warnings


def size_class(
    industry_gb: str | None, headcount: int | None, revenue: Money | None, total_assets: Money | None = None
) -> SizeClass | None:
    """Return the size class of a firm by its industry (domain 1.4); all metrics must reach a bound.

    `industry_gb` is the stored form, `C39` or finer. None where the industry has no rule or a metric that
    it needs is missing or not in CNY.
    """
    rule = _size_rule(industry_gb or "")
    if rule is None:
        return None
    known = {"headcount": headcount, "revenue": _in_size_unit(revenue), "total_assets": _in_size_unit(total_assets)}
    values = [known[metric] for metric in rule.metrics]
    if any(value is None for value in values):
        return None
    present = [value for value in values if value is not None]
    if _reaches(present, rule.large):
        return "large"
    if _reaches(present, rule.medium):
        return "medium"
    return "small" if _reaches(present, rule.small) else "micro"


def _reaches(values: Collection[Decimal | int], bounds: tuple[int, ...]) -> bool:
    return all(value >= bound for value, bound in zip(values, bounds, strict=True))


def _size_rule(industry_gb: str) -> SizeRule | None:
    section, division = industry_gb[:1], industry_gb[1:3]
    if industry_gb not in reference.labels("industry_gb") and industry_gb[:3] not in reference.labels("industry_gb"):
        return None
    rules = reference.size_rules()
    by_division = next((rule for rule in rules if division and division in rule.divisions), None)
    return by_division or next((rule for rule in rules if section in rule.sections), None)


def _in_size_unit(money: Money | None) -> Decimal | None:
    return money.amount / _SIZE_UNIT if money is not None and money.ccy == "CNY" else None


def same_period_before(snapshot: FinancialSnapshot, others: Iterable[FinancialSnapshot]) -> FinancialSnapshot | None:
    """Return the statement of the same period and scope of the year before."""
    wanted = (snapshot.period_type, snapshot.scope, snapshot.period_end.year - 1, snapshot.period_end.month)
    for other in others:
        end = other.period_end
        if (other.period_type, other.scope, end.year, end.month) == wanted:
            return other
    return None

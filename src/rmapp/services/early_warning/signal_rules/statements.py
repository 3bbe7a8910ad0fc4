"""Signals read from financial statements: the newest figures held against those of a year before."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from rmapp.domain.classes import is_hidden
from rmapp.domain.financial_figures import (
    CASH_GENERATIVE,
    current_snapshots,
    growth,
    monthly_burn,
    receivable_days,
    runway_months,
)
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_number, format_percent, format_period
from rmapp.i18n import _
from rmapp.services.early_warning.signal_rules.finding import Finding, Rule
from rmapp.services.stages.lifecycle import history

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from rmapp.domain.money import Money
    from rmapp.storage.store import Store

_STALE = timedelta(days=730)
_REVENUE_DROP, _RD_CUT, _DAYS_UP = Decimal("-0.2"), Decimal("-0.3"), Decimal("1.5")
_SHORT, _VERY_SHORT = 12, 6
_PAST_GROWTH = ("expansion", "maturity", "pre_ipo", "listed")


def find(store: Store, firm_ids: Sequence[str]) -> Iterator[Finding]:
    """Yield what the newest statements of each firm show; older than two years they show nothing of today."""
    by_firm: dict[str, list[FinancialSnapshot]] = defaultdict(list)
    for snapshot in store.all(FinancialSnapshot, firm_id=firm_ids):
        by_firm[snapshot.firm_id].append(snapshot)
    oldest = store.clock.today() - _STALE
    for firm_id, snapshots in by_firm.items():
        facts = current_snapshots(snapshots)
        has_group = any(one.scope == "consolidated" for one in facts)
        facts = [one for one in facts if one.scope == "consolidated" or not has_group]
        yield from _compared(firm_id, facts, oldest)
        yield from _runway(firm_id, facts, oldest)
        yield from _cash_flow(store, firm_id, facts, oldest)


def _compared(firm_id: str, facts: Sequence[FinancialSnapshot], oldest: date) -> Iterator[Finding]:
    for code, fields, look in _COMPARISONS:
        now = _newest(facts, fields, oldest)
        before = _year_before(now, facts) if now is not None else None
        evidence = look(now, before) if now is not None and before is not None else ""
        if now is not None and evidence:
            yield Finding(firm_id, code, "", now.id, evidence)


def _newest(facts: Sequence[FinancialSnapshot], fields: Sequence[str], oldest: date) -> FinancialSnapshot | None:
    known = [one for one in facts if all(getattr(one, name) is not None for name in fields)]
    return known[-1] if known and known[-1].period_end >= oldest else None


def _year_before(now: FinancialSnapshot, facts: Sequence[FinancialSnapshot]) -> FinancialSnapshot | None:
    wanted = (now.period_type, now.period_end.year - 1, now.period_end.month)
    return next((one for one in facts if (one.period_type, one.period_end.year, one.period_end.month) == wanted), None)


def _revenue_drop(now: FinancialSnapshot, before: FinancialSnapshot) -> str:
    change = growth(now.revenue, before.revenue)
    if change is None or change > _REVENUE_DROP:
        return ""
    return _("Revenue fell by {share}: {now} after {before}.").format(
        share=format_percent(-change), now=_amount(now, now.revenue), before=_amount(before, before.revenue)
    )


def _rd_cut(now: FinancialSnapshot, before: FinancialSnapshot) -> str:
    change = growth(now.rd_expense, before.rd_expense)
    if change is None or change > _RD_CUT:
        return ""
    return _("R&D spending fell by {share}: {now} after {before}.").format(
        share=format_percent(-change), now=_amount(now, now.rd_expense), before=_amount(before, before.rd_expense)
    )


def _days_up(now: FinancialSnapshot, before: FinancialSnapshot) -> str:
    days, earlier = receivable_days(now), receivable_days(before)
    if days is None or not earlier or days < earlier * _DAYS_UP:
        return ""
    return _("Customers pay after {now} days in {period}, after {before} days in {earlier}.").format(
        now=format_number(days),
        period=format_period(now.period_type, now.period_end),
        before=format_number(earlier),
        earlier=format_period(before.period_type, before.period_end),
    )


def _inventory_build(now: FinancialSnapshot, before: FinancialSnapshot) -> str:
    stock, sales = growth(now.inventory, before.inventory), growth(now.revenue, before.revenue)
    if stock is None or sales is None or stock <= 0 or sales >= 0:
        return ""
    return _("Inventory rose by {stock} to {amount} while revenue fell by {sales}.").format(
        stock=format_percent(stock), amount=_amount(now, now.inventory), sales=format_percent(-sales)
    )


_COMPARISONS: tuple[tuple[str, tuple[str, ...], Callable[[FinancialSnapshot, FinancialSnapshot], str]], ...] = (
    ("revenue_drop", ("revenue",), _revenue_drop),
    ("rd_cut", ("rd_expense",), _rd_cut),
    ("receivable_days_up", ("receivables", "revenue"), _days_up),
    ("inventory_build", ("inventory", "revenue"), _inventory_build),
)


def _runway(firm_id: str, facts: Sequence[FinancialSnapshot], oldest: date) -> Iterator[Finding]:
    now = _newest(facts, ("cash", "operating_cash_flow", "capex"), oldest)
    months = runway_months(now) if now is not None else None
    burn = monthly_burn(now) if now is not None else None
    if now is None or burn is None or months is None or months == CASH_GENERATIVE or months >= _SHORT:
        return
    evidence = _("Cash of {cash} lasts {months} months at a burn of {burn} a month.").format(
        cash=_amount(now, now.cash), months=format_number(months, places=1), burn=format_money(burn)
    )
    yield Finding(firm_id, "runway_below_6" if months < _VERY_SHORT else "runway_below_12", "", now.id, evidence)


def _cash_flow(store: Store, firm_id: str, facts: Sequence[FinancialSnapshot], oldest: date) -> Iterator[Finding]:
    now = _newest(facts, ("operating_cash_flow",), oldest)
    before = _year_before(now, facts) if now is not None else None
    if now is None or before is None:
        return
    flow, earlier = now.operating_cash_flow, before.operating_cash_flow
    if flow is None or earlier is None or flow.minor >= 0 or earlier.minor >= 0:
        return
    steps = history(store, firm_id)
    if not steps or steps[-1].to_stage not in _PAST_GROWTH:
        return
    # With its subject a signal is hidden: this one tells that the firm is past growth, which may be restricted.
    told = [one for one in steps if not is_hidden(one.confidentiality, restricted=False)]
    yield Finding(
        firm_id,
        "ocf_negative_two_periods",
        "" if told and told[-1].to_stage in _PAST_GROWTH else steps[-1].id,
        now.id,
        _("Operating cash flow was {now} after {before}.").format(
            now=_amount(now, flow), before=_amount(before, earlier)
        ),
    )


def _amount(snapshot: FinancialSnapshot, money: Money | None) -> str:
    period = format_period(snapshot.period_type, snapshot.period_end)
    return _("{amount} in {period}").format(amount=format_money(money), period=period) if money is not None else period


RULE = Rule(
    "statements",
    frozenset(
        {
            *("revenue_drop", "rd_cut", "receivable_days_up", "inventory_build"),
            *("runway_below_6", "runway_below_12", "ocf_negative_two_periods"),
        }
    ),
    frozenset({"financial_snapshot"}),
    find,
)

"""Values over several financial years in a row: what tests of boards and evidence of stages look at."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from rmapp.domain import financial_figures as figures
from rmapp.domain.known import Known
from rmapp.domain.money import Money
from rmapp.i18n import _
from rmapp.services.firm_values.knowing import against, both, joined, on_day
from rmapp.services.firm_values.statements import OLDEST, bound

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rmapp.domain.financials import FinancialSnapshot
    from rmapp.domain.known import Bound

_Figure = tuple[str, Money | Decimal | None, "Bound | None"]
"""The code of a figure, its value, and how exact it is; None where it could be more or less."""

_LEAST = 2


class Years:
    """The financial years in a row that end with the latest one, each amount of one currency."""

    def __init__(self, snapshots: Sequence[FinancialSnapshot], today: date) -> None:
        by_year = {one.period_end.year: one for one in snapshots if one.period_type == "fy"}
        last = max(by_year, default=None)
        self.rows: list[FinancialSnapshot] = []
        if last is None or by_year[last].period_end < today - OLDEST:
            return
        year = last
        while year in by_year:
            self.rows.insert(0, by_year[year])
            year -= 1

    def amounts(self, field: str, years: int, *, before: int = 0) -> list[Money] | None:
        """Return a field of the last so many years, oldest first, leaving out the last `before` ones.

        None where a year is missing, not known, or of another currency.
        """
        end = len(self.rows) - before
        if years < 1 or end < years:
            return None
        found = [getattr(one, field) for one in self.rows[end - years : end]]
        known = [one for one in found if one is not None]
        if len(known) < years or len({one.ccy for one in known}) > 1:
            return None
        return known

    def bound(self, field: str, years: int, *, before: int = 0) -> Bound | None:
        """Return how exact a sum, the mean or the lowest of the same years is; None where it could be more or less."""
        end = len(self.rows) - before
        return joined(bound(one, field) for one in self.rows[max(0, end - years) : end] if one.qualifiers)

    def sum(self, field: str, years: int, *, before: int = 0) -> Money | None:
        """Return the sum of the last so many years."""
        found = self.amounts(field, years, before=before)
        return None if found is None else Money(minor=sum(one.minor for one in found), ccy=found[0].ccy)

    def least(self, field: str, years: int) -> Money | None:
        """Return the lowest of the last so many years."""
        found = self.amounts(field, years)
        return None if found is None else min(found, key=lambda one: one.minor)

    def known(self, value: Money | Decimal | int, bound: Bound = "exact", citation: str = "") -> Known:
        """Return a value as known from the latest year."""
        last = self.rows[-1]
        on = on_day(last.period_end)
        return Known(value, bound, None, on, last.source, citation or last.citation)


def years(snapshots: Sequence[FinancialSnapshot], today: date) -> Iterator[tuple[str, Known]]:
    """Yield the figures of the last financial years; a figure of which a year is missing is not known.

    A figure is as exact as what it is reckoned from: a sum with “more than” in it is a lower bound.
    """
    row = Years(snapshots, today)
    if not row.rows:
        return
    for code, value, exactness in (*_of_one(row), *_sums(row), *_shares(row)):
        if value is not None and exactness is not None:
            yield code, row.known(value, exactness)
    equity = [one.net_assets for one in row.rows]
    if len(row.rows) >= _LEAST and all(one is not None for one in equity[-_LEAST:]):
        yield from _returns(row)
    # The book has so many years in a row; the firm may have more.
    yield "years_in_business", row.known(Decimal(len(row.rows)), "at_least")


def _of_one(row: Years) -> Iterator[_Figure]:
    for code in ("net_profit", "revenue", "operating_cash_flow"):
        yield f"{code}_last_y", row.sum(code, 1), row.bound(code, 1)
    growth = row.amounts("revenue", 2)
    rate = figures.growth(growth[1], growth[0]) if growth else None
    yield "revenue_growth_last_y", rate, against(row.bound("revenue", 1), row.bound("revenue", 1, before=1))
    yield from _cagr(row)


def _sums(row: Years) -> Iterator[_Figure]:
    for code, field, years in (
        ("net_profit_each_last_2y", "net_profit", 2),
        ("net_profit_each_last_3y", "net_profit", 3),
        ("net_profit_3y_min", "net_profit", 3),
        ("operating_cash_flow_2y_min", "operating_cash_flow", 2),
    ):
        yield code, row.least(field, years), row.bound(field, years)
    for code, field, years in (
        ("net_profit_sum_2y", "net_profit", 2),
        ("net_profit_sum_3y", "net_profit", 3),
        ("revenue_sum_3y", "revenue", 3),
        ("operating_cash_flow_sum_3y", "operating_cash_flow", 3),
        ("rd_sum_2y", "rd_expense", 2),
    ):
        yield code, row.sum(field, years), row.bound(field, years)
    before = row.sum("net_profit", 2, before=1), row.bound("net_profit", 2, before=1)
    yield "net_profit_sum_prior_2y", *before
    two = row.sum("revenue", 2)
    yield "revenue_avg_2y", None if two is None else two.times(Decimal("0.5")), row.bound("revenue", 2)


def _shares(row: Years) -> Iterator[_Figure]:
    for code, of, years in (
        ("rd_share_2y", "revenue", 2),
        ("rd_share_3y", "revenue", 3),
        ("rd_share_opex_3y", "operating_cost", 3),
    ):
        share = figures.ratio(row.sum("rd_expense", years), row.sum(of, years))
        yield code, share, against(row.bound("rd_expense", years), row.bound(of, years))
    yield "revenue_growth_2y_min", _slowest(row), _whole(row, 3)


def _cagr(row: Years) -> Iterator[_Figure]:
    """Yield the yearly growth over three years, or over two where no more are known."""
    for span in (3, 2):
        amounts = row.amounts("revenue", span + 1)
        if amounts is not None:
            exactness = against(row.bound("revenue", 1), row.bound("revenue", 1, before=span))
            yield "revenue_cagr_2_3y", figures.cagr(amounts[0], amounts[-1], span), exactness
            return


def _slowest(row: Years) -> Decimal | None:
    amounts = row.amounts("revenue", 3)
    if amounts is None:
        return None
    rates = [figures.growth(now, before) for before, now in pairwise(amounts)]
    known = [rate for rate in rates if rate is not None]
    return min(known) if len(known) == len(rates) else None


def _whole(row: Years, years: int) -> Bound | None:
    """Return exact where every year is: the slowest growth of inexact years could be more or less."""
    return "exact" if row.bound("revenue", years) == "exact" else None


def _returns(row: Years) -> Iterator[tuple[str, Known]]:
    """Yield the return on equity over the mean of opening and closing net assets; an approximation.

    The weighted return of the rules needs the days of each change of capital, which statements do not tell.
    """
    note = _("reckoned on the mean of opening and closing net assets")
    last = _return(row, 0)
    if last is None:
        return
    share, exactness = last
    if exactness is not None:
        yield "roe_last_y", row.known(share, exactness, citation=note)
    before = _return(row, 1)
    if before is not None and (mean := both(exactness, before[1])) is not None:
        yield "roe_avg_2y", row.known((share + before[0]) / 2, mean, citation=note)


def _return(row: Years, before: int) -> tuple[Decimal, Bound | None] | None:
    profit, equity = row.sum("net_profit", 1, before=before), row.sum("net_assets", 2, before=before)
    share = figures.ratio(profit, equity)
    if share is None or equity is None or equity.minor <= 0:
        return None
    found = against(row.bound("net_profit", 1, before=before), row.bound("net_assets", 2, before=before))
    # Of a loss a larger capital makes the share larger.
    return share * 2, found if share >= 0 or found == "exact" else None

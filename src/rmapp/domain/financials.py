"""Financial statements as snapshots of one period (domain reference, 1.10)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf
from rmapp.domain.money import Money
from rmapp.domain.provenance import Qualifier, Sourced


class FinancialSnapshot(Sourced):
    """One firm's figures for one period and scope; a restatement supersedes an earlier snapshot.

    Amounts are in full units of the currency (元, never 万元); what is not known is None, never zero.
    `qualifiers` holds the qualifier of each figure that was not reported as exact.
    """

    firm_id: str
    period_type: Annotated[str, CodeOf("period_type")] = "fy"
    period_end: date
    scope: Literal["consolidated", "single"] = "consolidated"
    audited: bool | None = None
    forecast: bool = False
    received_on: date | None = None
    supersedes: str | None = None
    qualifiers: dict[str, Qualifier] = {}
    revenue: Money | None = None
    product_revenue: Money | None = None
    export_revenue: Money | None = None
    online_revenue: Money | None = None
    cost_of_sales: Money | None = None
    rd_expense: Money | None = None
    operating_cost: Money | None = None
    operating_profit: Money | None = None
    net_profit: Money | None = None
    operating_cash_flow: Money | None = None
    capex: Money | None = None
    cash: Money | None = None
    receivables: Money | None = None
    inventory: Money | None = None
    total_assets: Money | None = None
    total_liabilities: Money | None = None
    interest_bearing_debt: Money | None = None
    net_assets: Money | None = None
    tax_paid: Money | None = None
    headcount: int | None = None
    rd_headcount: int | None = None

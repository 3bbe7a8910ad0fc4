"""Which reported facts (claims) speak for which fields of conditions, scorecard and boards, in which form, how long.

A kind of claim has the name of its field unless it is older than the fields. Plans and orders are soon out of
date: after `months` they are not known any more.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Form = Literal["answer", "number", "share", "money"]
"""What of a claim holds the value: yes or no, a whole number, a share in basis points, an amount."""


class ClaimField(NamedTuple):
    """The field that a kind of claim speaks for; `ahead` facts are plans, where "expected" counts as known."""

    code: str
    form: Form
    months: int | None = None
    ahead: bool = False


_ANSWERS = (
    "founder_phd_or_senior",
    "founder_serial",
    "talent_programme",
    "has_export",
    "overseas_presence",
    "fx_receipts_or_payments",
    "anchor_buyer",
    "anchor_seller",
    "has_receivables_to_strong_buyers",
    "innovation_points_available",
    "brand_or_market_rank_top3",
    "core_product_milestone",
)
_NUMBERS = (
    "headcount",
    "countries_sold",
    "supplier_count",
    "group_entities",
    "patents_pledgeable",
    "founder_domain_years",
    "years_in_business",
    "dso_days",
)
_SHARES = (
    "export_share",
    "online_sales_share",
    "rd_staff_share",
    "key_staff_turnover_24m",
    "niche_market_share",
    "top5_customer_share",
    "gross_margin",
    "debt_ratio",
    "roe_last_y",
    "roe_avg_2y",
    "working_capital_cover_12m",
)

CLAIM_FIELDS: Mapping[str, ClaimField] = MappingProxyType(
    {
        **{code: ClaimField(code, "answer") for code in _ANSWERS},
        **{code: ClaimField(code, "number") for code in _NUMBERS},
        **{code: ClaimField(code, "share") for code in _SHARES},
        "hard_stop": ClaimField("hard_stop", "answer", 12),
        "runway_months": ClaimField("runway_months", "number", 12),
        "market_growth": ClaimField("market_growth", "share", 36, ahead=True),
        "revenue_growth": ClaimField("revenue_growth_yoy", "share", 24),
        "rd_spend_year": ClaimField("rd_expense_ttm", "money", 24),
        "signed_orders": ClaimField("signed_orders", "money", 12, ahead=True),
        "capex_plan_12m": ClaimField("capex_plan_12m", "money", 18, ahead=True),
        "equipment_plan_12m": ClaimField("equipment_plan_12m", "money", 18, ahead=True),
        "grants_pending": ClaimField("grants_pending", "money", 24, ahead=True),
        "ma_plan": ClaimField("ma_plan", "answer", 18, ahead=True),
        "seeking_equity": ClaimField("seeking_equity", "answer", 18, ahead=True),
        "equity_incentive_plan": ClaimField("equity_incentive_plan", "answer", 36, ahead=True),
        "ipo_intent": ClaimField("ipo_intent", "answer", 36, ahead=True),
    }
)
"""Kinds of claim by their code; kinds that are not here are words for people and speak for no field."""

_KINDS = MappingProxyType({field.code: kind for kind, field in CLAIM_FIELDS.items()})


def kind_of(code: str) -> str:
    """Return the kind of claim that a person can write a field down with, empty for one that is worked out."""
    return _KINDS.get(code, "")

"""The words for the kinds of free claim that the book knows."""

from __future__ import annotations

from rmapp.i18n import _


def claim_kinds() -> dict[str, str]:
    """Return the kinds of claim that are offered, with their words in the current language.

    First what is reported in words, then what rules ask for: a yes or no, a number, a share or an amount.
    """
    return _in_words() | _of_business() | _of_plans() | _of_figures()


def claim_kind_text(kind: str) -> str:
    """Return the words for a kind of claim, or the kind itself where the book does not know it."""
    return claim_kinds().get(kind, kind.replace("_", " "))


def _in_words() -> dict[str, str]:
    return {
        "legal_name": _("Legal name"),
        "description": _("What the firm does"),
        "customers": _("Customers"),
        "countries_sold": _("Countries sold to"),
        "sales_channels": _("Sales channels"),
        "online_sales_share": _("Share of online sales"),
        "export_share": _("Share of exports"),
        "outlets": _("Outlets"),
        "deliveries_cumulative": _("Deliveries so far"),
        "output_value": _("Output value"),
        "revenue_growth": _("Growth of revenue"),
        "rd_spend_year": _("R&D spending a year"),
        "market_rank": _("Market position"),
        "process_gain": _("Gain in production"),
        "pipeline": _("Product in development"),
        "milestone": _("Milestone"),
        "joint_venture": _("Joint venture"),
        "ipo_intent": _("Plans for a listing"),
        "approval_speed": _("Speed of approval"),
        "bank_plan": _("Plans of the bank"),
        "other_lenders": _("Other lenders"),
        "product_name": _("Name of the product"),
    }


def _of_business() -> dict[str, str]:
    return {
        "has_export": _("Sells abroad"),
        "overseas_presence": _("Has a place abroad"),
        "fx_receipts_or_payments": _("Regular foreign-currency flows"),
        "anchor_buyer": _("Buys from many small suppliers"),
        "supplier_count": _("Number of suppliers"),
        "anchor_seller": _("Sells through many dealers"),
        "has_receivables_to_strong_buyers": _("Receivables on listed, state or rated buyers"),
        "brand_or_market_rank_top3": _("Top three in its niche"),
        "group_entities": _("Firms under the same control"),
        "founder_phd_or_senior": _("Founder with a doctorate or senior technical title"),
        "founder_serial": _("Founder with a successful earlier venture"),
        "founder_domain_years": _("Founder's years in the field"),
        "talent_programme": _("In a talent programme"),
        "innovation_points_available": _("Has innovation points"),
        "hard_stop": _("A hard stop is present"),
        "core_product_milestone": _("Core product approved or past its milestone"),
    }


def _of_plans() -> dict[str, str]:
    return {
        "signed_orders": _("Signed orders not yet delivered"),
        "capex_plan_12m": _("Capital spending planned, 12 months"),
        "equipment_plan_12m": _("Equipment spending planned, 12 months"),
        "grants_pending": _("Grants approved and not yet received"),
        "ma_plan": _("Plans an acquisition"),
        "equity_incentive_plan": _("Plans employee equity"),
        "seeking_equity": _("Looks for equity"),
    }


def _of_figures() -> dict[str, str]:
    return {
        "headcount": _("Employees"),
        "rd_staff_share": _("Share of R&D staff"),
        "key_staff_turnover_24m": _("Key staff who left in 24 months, share"),
        "patents_pledgeable": _("Patents that can be pledged"),
        "market_growth": _("Growth of the market a year"),
        "niche_market_share": _("Share of the niche market"),
        "top5_customer_share": _("Share of the top five customers"),
        "gross_margin": _("Gross margin"),
        "debt_ratio": _("Debt ratio"),
        "dso_days": _("Days until customers pay"),
        "runway_months": _("Months that the cash lasts"),
        "years_in_business": _("Financial years in this business"),
        "roe_last_y": _("Weighted return on equity, last year"),
        "roe_avg_2y": _("Weighted return on equity, two-year average"),
        "working_capital_cover_12m": _("Working capital over the cost of 12 months"),
    }

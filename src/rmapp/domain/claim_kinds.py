"""The words for the kinds of free claim that the book knows."""

from __future__ import annotations

from rmapp.i18n import _


def claim_kinds() -> dict[str, str]:
    """Return the kinds of claim that are offered, with their words in the current language."""
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


def claim_kind_text(kind: str) -> str:
    """Return the words for a kind of claim, or the kind itself where the book does not know it."""
    return claim_kinds().get(kind, kind.replace("_", " "))

"""Questions for what products, grade and boards ask for and the book does not know, by kind of claim."""

from __future__ import annotations

from rmapp.i18n import _


def value_questions() -> dict[str, str]:
    """Return the question for each kind that a client is asked for, in the current language.

    What a bank looks up itself, such as hard stops, is not among them.
    """
    return _business() | _plans() | _people() | _figures()


def _business() -> dict[str, str]:
    return {
        "has_export": _("Is anything sold abroad?"),
        "export_share": _("What share of revenue comes from abroad?"),
        "countries_sold": _("To how many countries do you sell?"),
        "overseas_presence": _("Does the firm have a subsidiary, plant or office abroad?"),
        "fx_receipts_or_payments": _("Are there regular receipts or payments in foreign currency?"),
        "anchor_buyer": _("Does the firm buy from many small suppliers?"),
        "supplier_count": _("How many suppliers does the firm have?"),
        "anchor_seller": _("Is it sold through many dealers?"),
        "has_receivables_to_strong_buyers": _("Do listed, state-owned or rated buyers owe you money?"),
        "brand_or_market_rank_top3": _("Is the firm among the top three of its niche, and who says so?"),
        "online_sales_share": _("What share of sales is made online?"),
        "group_entities": _("How many operating firms are under the same control?"),
        "patents_pledgeable": _("How many granted patents could be pledged?"),
        "innovation_points_available": _("Does the firm have a score of innovation points?"),
        "core_product_milestone": _("Has the core product been approved or passed its milestone?"),
        "years_in_business": _("For how many financial years has this business been run?"),
    }


def _plans() -> dict[str, str]:
    return {
        "signed_orders": _("How much is signed in orders and not yet delivered?"),
        "capex_plan_12m": _("How much is to be invested in the next 12 months?"),
        "equipment_plan_12m": _("How much is to be spent on equipment in the next 12 months?"),
        "grants_pending": _("Which approved grants have not been paid yet, and how much?"),
        "ma_plan": _("Is an acquisition planned?"),
        "equity_incentive_plan": _("Is an equity plan for the staff approved or planned?"),
        "seeking_equity": _("Is the firm looking for equity?"),
        "ipo_intent": _("Does the firm think of a listing?"),
    }


def _people() -> dict[str, str]:
    return {
        "founder_phd_or_senior": _("Does a founder hold a doctorate or a senior technical title?"),
        "founder_serial": _("Has a founder built a successful firm before?"),
        "founder_domain_years": _("For how many years has the founder worked in the field?"),
        "talent_programme": _("Is a founder or the firm in a talent programme?"),
        "rd_staff_share": _("What share of the staff works on R&D?"),
        "key_staff_turnover_24m": _("What share of the key staff left in the last 24 months?"),
    }


def _figures() -> dict[str, str]:
    return {
        "market_growth": _("How fast does the market grow a year, and who says so?"),
        "niche_market_share": _("What share of its niche does the firm have, and who says so?"),
        "top5_customer_share": _("What share do the five largest customers buy?"),
        "gross_margin": _("What is the gross margin?"),
        "debt_ratio": _("What is the debt ratio?"),
        "dso_days": _("After how many days do customers pay?"),
        "runway_months": _("For how many months does the cash last?"),
    }

"""The fields of what is known of a firm: their names, their types, and their values in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from rmapp.domain import reference
from rmapp.domain.listing_boards import metrics
from rmapp.domain.money import Money, format_money
from rmapp.domain.offers import condition_fields
from rmapp.domain.wording import format_date, format_number, format_partial, format_percent, qualify
from rmapp.i18n import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.condition import FieldType
    from rmapp.domain.known import Known, Plain

CASH_GENERATIVE = Decimal(999)
"""Months of runway of a firm that burns no cash: more than any condition asks for, and never shown as a number."""

_LISTS: Mapping[str, str] = MappingProxyType(
    {
        "stage": "stage",
        "designations_active": "designation",
        "ipo_status": "ipo_status",
        "ipo_statuses_reached": "ipo_status",
        "funding_rounds": "funding_round",
        "org_form": "org_form",
        "technology_phase": "technology_phase",
        "founder_record": "venture_record",
        "talent_level": "talent_level",
        "evidence_confirmed": "evidence",
        "evidence_denied": "evidence",
        "evidence_ticked": "evidence",
    }
)
"""The code list of each field whose values are codes."""

_MORE: Mapping[str, FieldType] = MappingProxyType(
    {
        "founder_domain_years": "number",
        "founder_record": "enum",
        "talent_level": "enum",
        "rd_staff_share": "ratio",
        "key_staff_turnover_24m": "ratio",
        "rd_growth_yoy": "ratio",
        "trl": "int",
        "technology_phase": "enum",
        "market_growth": "ratio",
        "niche_market_share": "ratio",
        "gross_margin": "ratio",
        "top5_customer_share": "ratio",
        "dso_days": "number",
        "revenue_cagr_2_3y": "ratio",
        "debt_ratio": "ratio",
        "headcount_growth_yoy": "ratio",
        "funding_rounds": "set",
        "revenue_growth_2y_min": "ratio",
        "net_profit_3y_min": "money",
        "operating_cash_flow_2y_min": "money",
        "rd_share_of_cost": "ratio",
        "patents_invention_filed": "int",
        "product_revenue_ttm": "money",
        "org_form": "enum",
        "ipo_statuses_reached": "set",
        "evidence_confirmed": "set",
        "evidence_denied": "set",
        "evidence_ticked": "set",
    }
)
"""The types of the fields that no file with types names: those of the scorecard and of stage evidence."""


def more_types() -> Mapping[str, FieldType]:
    """Return the fields with their types that no file with types names."""
    return _MORE


@cache
def value_types() -> Mapping[str, FieldType]:
    """Return every field with its type: those of conditions, of boards, of the scorecard and of stage evidence."""
    boards = {code: metric.unit for code, metric in metrics().items()}
    products = {code: field.type for code, field in condition_fields().items()}
    return MappingProxyType({**_MORE, **boards, **products})


def code_list(code: str) -> str | None:
    """Return the code list that the values of a field come from, None for a field of another kind."""
    return _LISTS.get(code)


def field_type(code: str) -> FieldType:
    """Return the type of a field. KeyError for one that does not exist."""
    return value_types()[code]


def field_label(code: str) -> str:
    """Return the name of a field in the current language, or the code of one that does not exist."""
    named = condition_fields().get(code) or metrics().get(code)
    return named.label.text() if named is not None else _names().get(code, code)


def format_known(known: Known, kind: FieldType, code: str = "") -> str:
    """Return what is known in words, with its day and who said it: “more than 200 (Dec 2025, Public)”.

    `code` is the field, for the names of its codes; without it codes stay codes.
    """
    said = value_text(known, kind, code)
    source = source_text(known)
    return _("{value} ({source})").format(value=said, source=source) if source else said


def value_text(known: Known, kind: FieldType, code: str = "") -> str:
    """Return the value alone in words, with “more than” and the like."""
    if known.value == CASH_GENERATIVE and known.bound == "at_least" and kind == "number":
        return _("burns no cash")
    if isinstance(known.value, Money) and known.value.minor == 1 and known.bound == "at_least":
        return _("above zero")
    text = plain_text(known.value, kind, code)
    if known.qualifier not in ("exact", "range"):
        return qualify(text, known.qualifier)
    match known.bound:
        case "at_least":
            return qualify(text, "at_least")
        case "at_most":
            return qualify(text, "up_to")
        case "range":
            high = None if known.high is None else plain_text(known.high, kind, code)
            return text if high == text else qualify(text, "range", high)
        case _:
            return text


def plain_text(value: Plain, kind: FieldType, code: str = "") -> str:
    """Return one value of a type in words: yes, 15.0%, CNY 45 million, Growth."""
    match kind:
        case "bool":
            return _("yes") if value else _("no")
        case "money":
            return format_money(value) if isinstance(value, Money) else str(value)
        case "ratio":
            return format_percent(Decimal(str(value)))
        case "date":
            return format_date(value) if isinstance(value, date) else str(value)
        case "int" | "number":
            return _number(Decimal(str(value)))
        case "set":
            codes = cast("frozenset[str]", value)
            return _(", ").join(_coded(one, code) for one in sorted(codes)) or pgettext("set", "none")
        case _:
            return _coded(str(value), code)


def source_text(known: Known) -> str:
    """Return the day and the source of what is known, empty where there is neither."""
    who = known.citation.strip() or (reference.text("info_source", known.source) if known.source else "")
    when = format_partial(known.as_of) if known.as_of is not None else ""
    return _(", ").join(part for part in (when, who) if part)


def _coded(value: str, code: str) -> str:
    return reference.text(_LISTS[code], value) if code in _LISTS else value


def _number(value: Decimal) -> str:
    """Return a number with at most one digit after the point."""
    rounded = round(value, 1)
    return format_number(rounded, 0 if rounded == rounded.to_integral_value() else 1)


def _names() -> dict[str, str]:
    return {
        "founder_domain_years": _("Founder's years in the field"),
        "founder_record": _("Founder's record"),
        "talent_level": _("Level of the talent programme"),
        "rd_staff_share": _("R&D staff share"),
        "key_staff_turnover_24m": _("Key-staff turnover, 24 months"),
        "rd_growth_yoy": _("R&D growth year on year"),
        "trl": _("Technology readiness level (1-9)"),
        "technology_phase": _("Phase of the technology"),
        "market_growth": _("Market growth per year"),
        "niche_market_share": _("Share of the niche market"),
        "gross_margin": _("Gross margin"),
        "top5_customer_share": _("Share of the top five customers"),
        "dso_days": _("Days sales outstanding"),
        "revenue_cagr_2_3y": _("Revenue growth per year over 2 to 3 years"),
        "debt_ratio": _("Debt ratio"),
        "headcount_growth_yoy": _("Headcount growth year on year"),
        "funding_rounds": _("Funding rounds closed"),
        "revenue_growth_2y_min": _("Slower growth of revenue of the last two years"),
        "net_profit_3y_min": _("Lowest net profit of the last three years"),
        "operating_cash_flow_2y_min": _("Lower operating cash flow of the last two years"),
        "rd_share_of_cost": _("R&D share of operating cost"),
        "patents_invention_filed": _("Invention patents filed"),
        "product_revenue_ttm": _("Product revenue, last 12 months"),
        "org_form": _("Legal form"),
        "ipo_statuses_reached": _("Steps of the listing reached"),
        "evidence_confirmed": _("Evidence seen"),
        "evidence_denied": _("Evidence seen not to be there"),
        "evidence_ticked": _("Evidence noted with a stage move"),
    }

"""What briefs say in the same way: names, place, one credit line, and what an amount waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.brief import BriefLine, BriefRate, Names
from rmapp.domain.brief_credit import Wording
from rmapp.domain.exposure import is_ours
from rmapp.domain.names import display_name
from rmapp.services import firms

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rmapp.domain.brief import WaitsFor
    from rmapp.domain.firm import Firm, FirmName
    from rmapp.services.credit import FirmCredit
    from rmapp.services.line_views import FacilityView
    from rmapp.storage.store import Store


def display_names(names: Sequence[FirmName]) -> Names:
    """Return the short names: the legal ones stand in a line of their own on paper."""
    chinese = [name.text for name in names if name.lang == "zh" and name.kind == "short" and name.valid_to is None]
    return Names(en=display_name(names, "en"), zh=chinese[0] if chinese else display_name(names, "zh_CN"))


def firm_name(store: Store, firm_id: str | None) -> Wording:
    """Return the name of a firm in both languages; nothing for no firm."""
    if not firm_id:
        return Wording()
    names = display_names(firms.names(store, firm_id))
    return Wording(en=names.en, zh=names.zh)


def legal_names(names: Sequence[FirmName]) -> Names:
    """Return the legal names that are in force."""
    legal = {name.lang: name.text for name in names if name.kind == "legal" and name.valid_to is None}
    return Names(en=legal.get("en", ""), zh=legal.get("zh", ""))


def city_names(firm: Firm) -> Names:
    """Return where a firm sits, by its region where that is known."""
    region = reference.items("region").get(firm.region_code or "")
    if region is None:
        return Names(en=firm.city, zh=firm.city)
    return Names(en=region.label.en, zh=region.label.zh)


def brief_line(view: FacilityView, own_bank: Collection[str]) -> BriefLine:
    """Return a line as a brief prints it; `own_bank` are the names of our bank."""
    facility, pricing = view.facility, view.facility.pricing
    rate = BriefRate(base=pricing.base, spread_bp=pricing.spread_bp, all_in_bp=view.all_in_bp) if pricing else None
    return BriefLine(
        facility_type=facility.facility_type,
        use=view.use if view.use != "ended" else "mentioned",
        secured_by=tuple(dict.fromkeys(one.type for one in facility.security)),
        limit=facility.limit,
        limit_qualifier=facility.limit_qualifier,
        drawn=view.amounts.outstanding,
        used=view.amounts.used,
        waiting=view.amounts.waiting,
        free=view.amounts.available,
        rate=rate,
        matures_on=facility.maturity_on,
        lender="" if is_ours(facility.lender, own_bank) else facility.lender,
    )


def waits_for(lines: FirmCredit) -> WaitsFor:
    """Return what holds back all that waits of a firm's lines; empty for both causes, for none, or not known."""
    condition, value = lines.waiting_for_condition, lines.waiting_for_value
    if condition is None or value is None or condition.is_zero == value.is_zero:
        return ""
    return "condition" if value.is_zero else "valuation"

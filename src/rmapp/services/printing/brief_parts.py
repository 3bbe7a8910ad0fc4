"""What briefs say in the same way: one credit line, and what an amount waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.brief import BriefLine, BriefRate
from rmapp.domain.exposure import is_ours

if TYPE_CHECKING:
    from collections.abc import Collection

    from rmapp.domain.brief import WaitsFor
    from rmapp.services.lines.credit import FirmCredit
    from rmapp.services.lines.line_views import FacilityView


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

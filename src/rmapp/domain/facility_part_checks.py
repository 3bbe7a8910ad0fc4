"""What is wrong with price, fees, schedule, conditions, security and covenants of a line as typed (domain 3.3, 3.7)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.covenant import Covenant
from rmapp.domain.covenant_rules import covenant_problems
from rmapp.domain.draw_units import NO_DRAWS, draw_unit
from rmapp.domain.facility_draft import CovenantDraft, FacilityDraft
from rmapp.domain.money import Money, total
from rmapp.domain.pricing import fitting_base
from rmapp.domain.pricing_text import write_pricing
from rmapp.domain.problem import Fix, Problem
from rmapp.domain.repayment_schedule import schedule_problems
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

_WHOLE_BP = 10_000
_COVENANT_FIELDS = MappingProxyType(
    {
        "operator": "operator",
        "threshold": "threshold",
        "name": "threshold",
        "frequency": "frequency",
        "first_test_on": "first_test_on",
    }
)
"""The field of the form that each field of a covenant is typed in."""


def check_parts(draft: FacilityDraft, today: date) -> Iterator[Problem]:
    """Return what is wrong or doubtful about the parts of a line, in the order of the form."""
    yield from _check_charges(draft)
    yield from _check_covenants(draft)
    yield from _check_conditions(draft, today)
    yield from _check_price(draft)
    yield from _check_fees(draft)
    yield from _check_schedule(draft)
    yield from _check_kind(draft)


def _check_charges(draft: FacilityDraft) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, charge in enumerate(draft.charges):
        thing = charge.collateral_id or charge.ip_right_id
        if not thing:
            yield Problem(f"charges.{index}.thing", _("Choose what is pledged or mortgaged."))
        elif thing in seen:
            yield Problem(f"charges.{index}.thing", _("This line is secured by it already."))
        seen.add(thing)
        if charge.secured is not None and charge.secured.minor <= 0:
            yield Problem(f"charges.{index}.secured", _("What a charge secures is more than zero."))
        ends, begins = charge.registered_to, charge.registered_on
        if ends is not None and begins is not None and ends < begins:
            yield Problem(f"charges.{index}.registered_to", _("The registration would end before it begins."))
    kinds = {one.type for one in draft.security}
    if draft.charges and kinds == {"unsecured"}:
        yield Problem("security", _("A line with collateral is not unsecured. Say what secures it."))


def _check_covenants(draft: FacilityDraft) -> Iterator[Problem]:
    for index, covenant in enumerate(draft.covenants):
        for name, message in covenant_problems(as_covenant(covenant, "", draft.ccy)).items():
            yield Problem(f"covenants.{index}.{_COVENANT_FIELDS.get(name, 'what')}", message)


def as_covenant(draft: CovenantDraft, facility_id: str, ccy: str) -> Covenant:
    """Return a covenant as typed; amounts are units of the line's currency."""
    fields = {name: value for name, value in draft if name != "id"}
    return Covenant(facility_id=facility_id, ccy=ccy, **fields)


def _check_conditions(draft: FacilityDraft, today: date) -> Iterator[Problem]:
    for index, condition in enumerate(draft.conditions):
        path = f"conditions.{index}"
        if not condition.text.strip():
            yield Problem(f"{path}.text", _("Say what has to be true before the first draw-down."))
        if condition.met_on is not None and condition.met_on > today:
            yield Problem(f"{path}.met_on", _("This day is still to come. Leave it empty until the condition is met."))
        if condition.met_on is not None and condition.waived_reason.strip():
            yield Problem(f"{path}.waived_reason", _("A condition is either met or waived. Keep one of the two."))


def _check_price(draft: FacilityDraft) -> Iterator[Problem]:
    price = draft.pricing
    if price is None:
        return
    base = fitting_base(price.base, draft.tenor_months)
    if base != price.base:
        text = write_pricing(price.model_copy(update={"base": base}))
        yield Problem(
            "pricing",
            _("Above five years the LPR of over five years is the usual base."),
            Fix(_("Use {price}").format(price=text), "pricing", text),
            "warning",
        )
    if price.floor_bp is not None and price.cap_bp is not None and price.floor_bp > price.cap_bp:
        yield Problem("floor_bp", _("The lowest rate is above the highest one."))
    if price.late_bp is not None and price.late_bp < 0:
        yield Problem("late_bp", _("Late interest is added to the contract rate; write for example 50%."))


def _check_fees(draft: FacilityDraft) -> Iterator[Problem]:
    for index, fee in enumerate(draft.fees):
        if fee.rate_bp is None and fee.amount is None:
            yield Problem(f"fees.{index}.amount", _("Write the fee as a rate or as an amount."))
        elif fee.rate_bp is not None and fee.amount is not None:
            yield Problem(f"fees.{index}.amount", _("A fee is either a rate or an amount. Keep one of the two."))
        elif fee.amount is not None and fee.amount.minor <= 0:
            yield Problem(f"fees.{index}.amount", _("A fee is more than zero."))


def _check_schedule(draft: FacilityDraft) -> Iterator[Problem]:
    drawn = drawn_amount(draft)
    planned = [one.principal for one in draft.schedule if one.principal.ccy == draft.ccy]
    whole = draft.limit if drawn is None or total(planned, draft.ccy) == draft.limit else drawn
    found = schedule_problems(draft.schedule, whole, first=draft.signed_on, end=draft.maturity_on)
    for place, message in found.items():
        index = len(draft.schedule) - 1 if place is None else place
        yield Problem(f"schedule.{index}.principal", message)


def drawn_amount(draft: FacilityDraft) -> Money | None:
    """Return what was drawn as typed, None where nothing was or an amount is missing."""
    amounts = [one.amount for one in draft.draws]
    known = [money for money in amounts if money is not None and money.ccy == draft.ccy]
    return total(known, draft.ccy) if known and len(known) == len(amounts) else None


def _check_kind(draft: FacilityDraft) -> Iterator[Problem]:
    if draft.margin_bp is not None and not 0 <= draft.margin_bp <= _WHOLE_BP:
        yield Problem("margin_bp", _("Cash margin is between 0% and 100%."))
    if draft.exposure_factor_bp is not None and not 0 <= draft.exposure_factor_bp <= _WHOLE_BP:
        yield Problem("exposure_factor_bp", _("A factor is between 0% and 100%."))
    if draft.obligor_id is not None and draft.obligor_id == draft.firm_id:
        yield Problem(
            "obligor_id", _("Who owes in place of the borrower is another client. Leave it empty if none does.")
        )
    if draft.facility_type in reference.facility_types() and draw_unit(draft.facility_type) == NO_DRAWS and draft.draws:
        yield Problem(
            "draws.0.amount", _("Nothing is drawn under an umbrella limit itself. Draw under a line below it.")
        )

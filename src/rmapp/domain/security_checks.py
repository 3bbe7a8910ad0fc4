"""What is wrong with an entry of the security register: a sentence for each field that cannot be accepted."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType

from rmapp.domain import reference
from rmapp.domain.code_checks import amount_problems, code_problems, future_problems, order_problems
from rmapp.domain.collateral import Charge, Collateral, Guarantee, Valuation
from rmapp.domain.facility import Facility
from rmapp.i18n import _

GUARANTEES = ("guarantee_corporate", "guarantee_personal", "guarantee_gov_fund", "insurance")
"""The types of security that somebody gives by a promise and not by a thing."""

_NO_THING = frozenset({"unsecured", *GUARANTEES[:3]})
_GUARANTOR = MappingProxyType({"firm": "guarantor_id", "person": "guarantor_id", "outsider": "guarantor_name"})


def thing_types() -> tuple[str, ...]:
    """Return the types of security that are things, in the order of their list."""
    return tuple(code for code in reference.choices("security_type") if code not in _NO_THING)


def collateral_problems(collateral: Collateral, today: date) -> dict[str, str]:
    """Return a sentence for each field of a thing that cannot be accepted."""
    problems = code_problems(collateral) | amount_problems(collateral)
    problems |= future_problems(collateral, ("as_of",), today)
    if collateral.type in _NO_THING:
        problems["type"] = _("This is no thing that can be pledged. Record a guarantee instead.")
    elif not collateral.description.strip() and collateral.ip_right_id is None:
        problems["description"] = _("Say what it is, or choose one of the firm's rights.")
    return problems


def valuation_problems(valuation: Valuation, today: date) -> dict[str, str]:
    """Return a sentence for each field of a valuation that cannot be accepted."""
    problems = code_problems(valuation) | amount_problems(valuation)
    return problems | future_problems(valuation, ("valued_on", "as_of"), today)


def charge_problems(charge: Charge, line: Facility, today: date) -> dict[str, str]:
    """Return a sentence for each field of a charge for a line that cannot be accepted."""
    problems = amount_problems(charge) | order_problems(
        charge, (("registered_on", "registered_to"), ("registered_on", "ended_on"))
    )
    problems |= future_problems(charge, ("registered_on", "ended_on"), today)
    if charge.ranking < 1:
        problems["ranking"] = _("The first rank is 1.")
    if charge.secured is not None and line.limit is not None and charge.secured.ccy != line.limit.ccy:
        problems["secured"] = _("Write the secured amount in {ccy}, the currency of the line.").format(
            ccy=line.limit.ccy
        )
    return problems


def guarantee_problems(guarantee: Guarantee, line: Facility) -> dict[str, str]:
    """Return a sentence for each field of a guarantee for a line that cannot be accepted."""
    problems = code_problems(guarantee) | amount_problems(guarantee)
    problems |= order_problems(guarantee, (("valid_from", "valid_to"),))
    if guarantee.type not in GUARANTEES:
        problems["type"] = _("Choose a kind of guarantee.")
    missing = _GUARANTOR[guarantee.guarantor_kind]
    if not getattr(guarantee, missing).strip():
        problems[missing] = _("Say who guarantees.")
    elif guarantee.guarantor_kind == "firm" and guarantee.guarantor_id == line.firm_id:
        problems["guarantor_id"] = _("The borrower cannot guarantee its own line.")
    if guarantee.amount is not None and guarantee.amount.ccy != line.ccy:
        problems["amount"] = _("Write the amount in {ccy}, the currency of the line.").format(ccy=line.ccy)
    return problems

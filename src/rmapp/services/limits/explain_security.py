"""How what a line must wait for comes about where its security carries less than the limit (domain 3.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.explanation import Step
from rmapp.domain.money import Money, format_money, total
from rmapp.domain.wording import format_percent
from rmapp.i18n import _
from rmapp.services.collateral.security import line_security

if TYPE_CHECKING:
    from rmapp.services.collateral.security import ChargeView
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.storage.store import Store


def steps_beyond_security(store: Store, view: FacilityView) -> list[Step]:
    """Return the steps that add up to what waits for a valuation; none where nothing does.

    What is used and what could be drawn together, less what each thing carries for the line.
    """
    amounts = view.amounts
    by_value = amounts.waiting_for_value
    title = _("More than the security carries")
    if by_value is not None and by_value.is_zero:
        return []
    used, open_part = _used(view), _open_part(view)
    charges = [one for one in line_security(store, view.facility.id).charges if one.carries is not None]
    if by_value is None or used is None or open_part is None or not charges:
        return [Step(title, by_value, "+")]
    lendable = total((one.carries for one in charges if one.carries is not None), by_value.ccy)
    steps = [
        Step(_("Undrawn, without what waits for conditions"), open_part, "+"),
        Step(_("Outstanding without cash margin, with approved draws"), used, "+"),
    ]
    steps += [Step(_thing_text(one), one.carries, "-", _value_note(one)) for one in charges]
    if used > lendable:
        steps.append(Step(_("Used already beyond what the security carries"), used - lendable, "-"))
    return steps


def security_note(store: Store, view: FacilityView) -> str:
    """Return what the security of a line carries and how much of it is used; empty where it is not known."""
    used, carried = _used(view), line_security(store, view.facility.id).lendable
    if used is None or carried is None:
        return ""
    return _("The security carries {carried}, of which {used} is used.").format(
        carried=format_money(carried, "full"), used=format_money(min(used, carried), "full")
    )


def _used(view: FacilityView) -> Money | None:
    amounts = view.amounts
    return None if amounts.used is None or amounts.reserved is None else amounts.used + amounts.reserved


def _open_part(view: FacilityView) -> Money | None:
    amounts = view.amounts
    if amounts.undrawn is None or amounts.waiting_for_condition is None:
        return None
    return amounts.undrawn - amounts.waiting_for_condition


def _thing_text(charge: ChargeView) -> str:
    name = charge.collateral.description
    return _("Carried by {thing}").format(thing=name) if name else _("Carried by a thing without a name")


def _value_note(charge: ChargeView) -> str:
    share = charge.collateral.lendable_bp
    if charge.value is None or share is None:
        return ""
    if charge.warning == "lapsed":
        return _("The valuation of {value} has lapsed.").format(value=format_money(charge.value, "full"))
    return _("Value {value}, lendable share {share}").format(
        value=format_money(charge.value, "full"), share=format_percent(share)
    )

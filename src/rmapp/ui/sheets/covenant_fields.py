"""Values of a covenant in the fields of a form: money as an amount, everything else as a number with its unit."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rmapp.domain.covenant_rules import unit_of
from rmapp.domain.money import Money
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.domain.covenant import Covenant


def is_money(metric: str | None) -> bool:
    """Tell whether a metric is an amount of money."""
    return unit_of(metric) == "money"


def unit_suffix(metric: str | None) -> str:
    """Return the unit that stands at the right of a field for a metric."""
    return {"percent": "%", "months": _("months"), "days": _("days")}.get(unit_of(metric), "")


def shown_value(covenant: Covenant, value: Decimal | None) -> Money | Decimal | None:
    """Return what a field shows of a value: an amount, or a number without zeros at its end."""
    if value is None:
        return None
    if is_money(covenant.metric):
        return Money.of(value, covenant.ccy)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def number_of(typed: object) -> Decimal | None:
    """Return the number that was typed into such a field."""
    if isinstance(typed, Money):
        return typed.amount
    return typed if isinstance(typed, Decimal) else None

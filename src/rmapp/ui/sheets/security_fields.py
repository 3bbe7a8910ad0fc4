"""The fields of the sheets about security, and how they become those of the register."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rmapp.domain import reference
from rmapp.domain.security_checks import GUARANTEES, thing_types
from rmapp.errors import InputError
from rmapp.i18n import _, pgettext
from rmapp.ui.sheets.form_values import options
from rmapp.ui.widgets.entity_form import FieldSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

_HUNDRED = Decimal(100)


def thing_specs() -> tuple[FieldSpec, ...]:
    """Return the fields that say what a thing is."""
    kinds = [(code, reference.text("security_type", code)) for code in thing_types()]
    return (
        FieldSpec("type", _("Kind of security"), "choice", kinds, required=True),
        FieldSpec("owner", _("Owner"), placeholder=_("empty where the firm owns it")),
        FieldSpec("description", _("What it is"), span=2, placeholder=_("land, hall, machine, account …")),
    )


def terms_specs() -> tuple[FieldSpec, ...]:
    """Return the fields of a thing that hold for a right too."""
    return (
        FieldSpec("lendable", _("Lendable share"), "percent", hint=_("Empty where it is not agreed")),
        FieldSpec("insured_to", _("Insured until"), "date"),
        FieldSpec("confidentiality", _("Confidentiality"), "choice", options=options("confidentiality"), required=True),
        FieldSpec("note", _("Remark")),
    )


def value_specs() -> tuple[FieldSpec, ...]:
    """Return the fields of a valuation."""
    return (
        FieldSpec("value", pgettext("collateral", "Value"), "money"),
        FieldSpec("valued_on", _("Valued on"), "past_date", hint=_("It holds for twelve months.")),
        FieldSpec("valuer", _("Valuer")),
    )


def charge_specs(ccy: str, *, is_new: bool) -> tuple[FieldSpec, ...]:
    """Return the fields of a charge; a new one cannot be given back yet."""
    specs = (
        FieldSpec("registration_no", _("Registration number")),
        FieldSpec("ranking", _("Rank"), "integer", required=True, hint=_("1 is paid first")),
        FieldSpec("registered_on", _("Registered on"), "past_date", hint=_("It carries nothing before.")),
        FieldSpec("registered_to", _("Registered until"), "date"),
        FieldSpec("secured", _("Most it secures"), "money", ccy=ccy, hint=_("Empty: the whole line")),
    )
    if is_new:
        return specs
    return (
        *specs,
        FieldSpec("ended_on", _("Given back on"), "past_date", hint=_("The charge stays in the history.")),
        FieldSpec("charge_note", _("Remark"), span=2),
    )


def guarantee_specs(ccy: str) -> tuple[FieldSpec, ...]:
    """Return the fields of a guarantee."""
    who = [
        ("firm", _("A client of the book")),
        ("person", _("A person of the book")),
        ("outsider", _("Somebody else")),
    ]
    name, find = _("Guarantor"), _("type a name, pinyin works")
    kinds = [(code, reference.text("security_type", code)) for code in GUARANTEES]
    return (
        FieldSpec("guarantor_kind", _("The guarantor is"), "choice", who, required=True, span=2),
        FieldSpec("guarantor_firm", name, placeholder=find, span=2),
        FieldSpec("guarantor_person", name, placeholder=find, span=2),
        FieldSpec("guarantor_name", name, placeholder=_("name of a person, fund or firm"), span=2),
        FieldSpec("type", _("Kind of guarantee"), "choice", kinds, required=True, span=2),
        FieldSpec("amount", _("Amount"), "money", ccy=ccy, hint=_("Empty: the whole line")),
        FieldSpec("share", _("Share of each loss"), "percent", hint=_("What a guarantee fund carries")),
        FieldSpec("valid_from", _("From"), "date"),
        FieldSpec("valid_to", _("Until"), "date"),
        FieldSpec("note", _("Remark"), span=2),
    )


def basis_points(values: Mapping[str, Any], name: str) -> int | None:
    """Return a percentage of a form in basis points; raises InputError for more than two digits."""
    share = values[name]
    if share is None:
        return None
    points = Decimal(share) * _HUNDRED
    if points != points.to_integral_value():
        raise InputError({name: _("At most two digits after the point.")})
    return int(points)


def percent_of(points: int | None) -> Decimal | None:
    """Return basis points as the number before the percent sign."""
    return None if points is None else Decimal(points) / _HUNDRED

"""The form of a free reported fact: what is asked depends on what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.claim_fields import CLAIM_FIELDS
from rmapp.domain.claim_kinds import claim_kinds
from rmapp.i18n import _
from rmapp.ui.sheets.form_values import NO, YES, options
from rmapp.ui.widgets.entity_form import FieldSpec

if TYPE_CHECKING:
    from rmapp.domain.claim_fields import Form

_WITH_PERIOD = ("revenue_growth", "rd_spend_year", "market_growth")


def claim_specs(kind: str = "") -> tuple[FieldSpec, ...]:
    """Return the fields for a kind of claim: its one value where rules ask for it, else all forms a report can have."""
    field = CLAIM_FIELDS.get(kind)
    about = FieldSpec("kind", _("About"), "choice", options=tuple(claim_kinds().items()), required=True)
    if field is None:
        return (about, *_any_form())
    period = FieldSpec("period", _("Period"), placeholder=_("2025 or 2025-H1"))
    return (
        about,
        *_value(field.form),
        *((_qualifier(),) if field.form != "answer" else ()),
        *((period,) if kind in _WITH_PERIOD else ()),
        FieldSpec("text", _("In words"), "multiline", span=2),
        FieldSpec("note", _("Remark"), span=2),
    )


def _value(form: Form) -> tuple[FieldSpec, ...]:
    match form:
        case "answer":
            return (_answer(),)
        case "number":
            return (FieldSpec("number", _("Number"), "integer"),)
        case "share":
            return (FieldSpec("share_bp", _("Share"), "percent"),)
        case _:
            return (
                FieldSpec("money", _("Amount"), "money"),
                FieldSpec("high", _("Upper end of a range"), "money"),
            )


def _any_form() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("period", _("Period"), placeholder=_("2025 or 2025-H1")),
        FieldSpec("text", _("What was reported"), "multiline", span=2),
        FieldSpec("number", _("Number"), "integer"),
        FieldSpec("share_bp", _("Share"), "percent"),
        FieldSpec("money", _("Amount"), "money"),
        FieldSpec("high", _("Upper end of a range"), "money"),
        _qualifier(),
        FieldSpec("since", _("Since"), "partial_date"),
        FieldSpec("note", _("Remark"), span=2),
    )


def _answer() -> FieldSpec:
    return FieldSpec("answer", _("Yes or no"), "choice", options=((YES, _("yes")), (NO, _("no"))))


def _qualifier() -> FieldSpec:
    return FieldSpec("qualifier", _("How exact"), "choice", options=options("count_qualifier"), required=True)

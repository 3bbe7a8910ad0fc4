"""The fields of the national innovation points of a firm: the year, the three classes, the total and the rank."""

from __future__ import annotations

from rmapp.i18n import _
from rmapp.ui.widgets.entity_form import FieldSpec


def innovation_specs() -> tuple[FieldSpec, ...]:
    """Return the fields in the order of the national guideline."""
    return (
        FieldSpec("year", _("Year of the points"), "integer", required=True, placeholder="2025"),
        FieldSpec("total", _("Points in all"), "decimal", required=True),
        FieldSpec("technology", _("Technological innovation"), "decimal"),
        FieldSpec("growth", _("Growth and operation"), "decimal"),
        FieldSpec("support", _("Supporting indicators"), "decimal"),
        FieldSpec("rank_text", _("Rank as reported"), placeholder=_("for example: first tenth of the province")),
    )

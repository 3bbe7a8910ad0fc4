"""The fields of a trading partner of a firm, and of a loan that goes along with an investment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.i18n import _
from rmapp.services.clients import investment_links
from rmapp.ui.sheets.form_values import options
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.pick_sources import Clients

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.pick_field import PickSource


def partner_specs() -> tuple[FieldSpec, ...]:
    """Return the fields of a supplier, dealer or buyer."""
    return (
        FieldSpec("relation", _("What it is to the client"), "choice", options("supply_relation"), required=True),
        FieldSpec("tier", _("Tier"), "integer", required=True, hint=_("1 for a direct partner")),
        FieldSpec("name", _("Name of the partner"), required=True, span=2),
        FieldSpec(
            "other_firm_id",
            _("The same firm in our book"),
            placeholder=_("type a name, pinyin works"),
            hint=_("Empty where it is not in the book"),
            span=2,
        ),
        FieldSpec("business", _("What it makes or sells")),
        FieldSpec("place", _("Where it is")),
        FieldSpec("share_bp", _("Share of purchases or sales"), "percent"),
        FieldSpec("yearly", _("Volume a year"), "money"),
        FieldSpec("introduction", _("Introduction"), "choice", options("introduction"), required=True),
        FieldSpec("asked_on", _("Asked on"), "past_date"),
        FieldSpec("note", _("Remark"), "multiline", span=2),
    )


def partner_picks(context: UiContext) -> Mapping[str, PickSource]:
    """Return where the fields that find one thing among many look for it."""
    return {"other_firm_id": Clients(context)}


def investment_specs(context: UiContext, firm_id: str) -> tuple[FieldSpec, ...]:
    """Return the fields of a linked investment, with the rounds and lines of the firm to choose from."""
    rounds = context.ask(investment_links.round_choices, firm_id)
    lines = context.ask(investment_links.line_choices, firm_id)
    return (
        FieldSpec("investor", _("Investor")),
        FieldSpec("funding_event_id", _("Funding round"), "choice", rounds),
        FieldSpec("facility_id", _("Our line"), "choice", lines, span=2),
        FieldSpec("option", _("Right that was agreed"), "choice", options("option_kind"), span=2),
        FieldSpec("option_holder", _("Who holds the right")),
        FieldSpec("status", _("Status"), "choice", options("option_status"), required=True),
        FieldSpec("option_amount", _("Amount it is for"), "money"),
        FieldSpec("option_share_bp", _("Share of the firm"), "percent"),
        FieldSpec("exercisable_from", _("Can be used from"), "date"),
        FieldSpec("expires_on", _("Ends"), "date"),
        FieldSpec("terms", _("Terms in words"), "multiline", span=2),
    )

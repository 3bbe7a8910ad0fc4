"""The fields of a financial snapshot, in the groups of a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.i18n import _
from rmapp.ui.sheets.fact_forms import codes
from rmapp.ui.widgets.entity_form import FieldSpec

if TYPE_CHECKING:
    from rmapp.domain.financials import FinancialSnapshot

AUDITED = {"yes": True, "no": False}


def period_specs() -> tuple[FieldSpec, ...]:
    """Return the fields that say which figures these are."""
    scopes = (("consolidated", _("Consolidated")), ("single", _("Single firm")))
    audits = (("yes", _("Audited")), ("no", _("Unaudited")))
    return (
        FieldSpec("period_type", _("Period"), "choice", options=codes("period_type"), required=True),
        FieldSpec("period_end", _("Last day of the period"), "past_date", required=True, placeholder="2024-12-31"),
        FieldSpec("scope", _("Scope"), "choice", options=scopes, required=True),
        FieldSpec("audited", _("Audit"), "choice", options=audits),
        FieldSpec("forecast", _("These figures are a forecast"), "check"),
        FieldSpec("received_on", _("Received"), "past_date"),
    )


def figure_groups() -> tuple[tuple[str, tuple[FieldSpec, ...]], ...]:
    """Return the title and the fields of each group of figures."""
    return (
        (
            _("Result"),
            (
                _money("revenue", _("Revenue")),
                _money("cost_of_sales", _("Cost of sales")),
                _money("product_revenue", _("Product revenue")),
                _money("export_revenue", _("Export revenue")),
                _money("online_revenue", _("Online revenue")),
                _money("rd_expense", _("R&D spend")),
                _money("operating_cost", _("Operating cost")),
                _money("operating_profit", _("Operating profit")),
                _money("net_profit", _("Net profit")),
                _money("tax_paid", _("Tax paid")),
            ),
        ),
        (
            _("Cash"),
            (
                _money("operating_cash_flow", _("Operating cash flow")),
                _money("capex", _("Capital spending")),
                _money("cash", _("Cash")),
            ),
        ),
        (
            _("Balance sheet"),
            (
                _money("receivables", _("Receivables")),
                _money("inventory", _("Inventory")),
                _money("total_assets", _("Total assets")),
                _money("total_liabilities", _("Total liabilities")),
                _money("interest_bearing_debt", _("Interest-bearing debt")),
                _money("net_assets", _("Net assets")),
            ),
        ),
        (
            _("Staff"),
            (
                FieldSpec("headcount", _("Staff"), "integer"),
                FieldSpec("rd_headcount", _("R&D staff"), "integer"),
            ),
        ),
    )


def to_snapshot_fields(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of the forms as fields of a snapshot."""
    fields = {**values, "citation": values.get("citation") or ""}
    audited = values.get("audited")
    fields["audited"] = AUDITED[audited] if audited else None
    return fields


def from_snapshot(snapshot: FinancialSnapshot) -> dict[str, object]:
    """Return a snapshot as values for the forms."""
    words = {True: "yes", False: "no"}
    audited = None if snapshot.audited is None else words[snapshot.audited]
    return {**dict(snapshot), "audited": audited}


def _money(name: str, label: str) -> FieldSpec:
    return FieldSpec(name, label, "money")

"""The credit lines of one client as a table to export, with what the limits above each line leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.export_table import ExportColumn, ExportTable
from rmapp.domain.money import format_money
from rmapp.i18n import _
from rmapp.services.limits.explain import level_text
from rmapp.services.limits.exposure import effective_by_line
from rmapp.services.lines.credit import firm_credit

if TYPE_CHECKING:
    from rmapp.domain.export_table import ExportValue
    from rmapp.services.limits.exposure import EffectiveAvailable
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.storage.store import Store


def firm_lines_table(store: Store, firm_id: str, title: str) -> ExportTable:
    """Return all lines of a client, each in its own currency; the totals in CNY stand in the notes."""
    credit = firm_credit(store, firm_id)
    effective = effective_by_line(store, [view.facility.id for view in credit.lines]) if credit.lines else {}
    columns = (
        ExportColumn(_("Type")),
        ExportColumn(_("Reference")),
        ExportColumn(_("Status")),
        ExportColumn(_("Lender")),
        ExportColumn(_("Currency")),
        *(
            ExportColumn(name, "money", names_ccy=False)
            for name in (_("Limit"), _("Outstanding"), _("Waiting"), _("Free to draw"), _("Can be drawn"))
        ),
        ExportColumn(_("Bound by")),
        ExportColumn(_("Utilisation"), "percent"),
        ExportColumn(_("Maturity"), "date"),
    )
    notes = [
        _("{name}: {amount}").format(name=name, amount=format_money(money, "full"))
        for name, money in (
            (_("Total limit"), credit.limit),
            (_("Outstanding"), credit.outstanding),
            (_("Free to draw today"), credit.free),
        )
        if money is not None
    ]
    rows = [_row(view, effective[view.facility.id]) for view in credit.lines]
    return ExportTable(title, columns, rows, notes)


def _row(view: FacilityView, effective: EffectiveAvailable) -> list[ExportValue]:
    facility, amounts = view.facility, view.amounts
    return [
        view.name,
        facility.reference_no,
        reference.text("line_status", facility.status),
        facility.lender,
        facility.ccy,
        facility.limit,
        amounts.outstanding,
        amounts.waiting,
        amounts.available,
        effective.amount,
        level_text(effective.binding) if effective.binding is not None else "",
        amounts.utilisation_bp,
        facility.maturity_on,
    ]

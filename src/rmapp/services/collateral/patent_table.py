"""The patent desk of a client as a table to export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.export_table import ExportColumn, ExportTable
from rmapp.domain.patent_rules import right_end
from rmapp.domain.wording import format_date
from rmapp.i18n import _, pgettext
from rmapp.services.clients.firms import display_name
from rmapp.services.collateral.patents import patent_desk
from rmapp.services.portfolio.line_part_tables import yes_no

if TYPE_CHECKING:
    from rmapp.domain.export_table import ExportValue
    from rmapp.services.collateral.patents import PatentView
    from rmapp.storage.store import Store


def patent_table(store: Store, firm_id: str) -> ExportTable:
    """Return each right with its pledge, life, fee, value and the state of the twelve grounds."""
    columns = (
        ExportColumn(_("Right")),
        ExportColumn(_("Kind")),
        ExportColumn(_("Number")),
        ExportColumn(_("Applicant")),
        ExportColumn(_("Status")),
        ExportColumn(_("Core right")),
        ExportColumn(_("Filed"), "date"),
        ExportColumn(_("Granted"), "date"),
        ExportColumn(_("Ends"), "date"),
        ExportColumn(_("Years left"), "number"),
        ExportColumn(_("Outlives the debt")),
        ExportColumn(_("Next annual fee"), "date"),
        ExportColumn(_("Day of the fee")),
        ExportColumn(_("Pledge")),
        ExportColumn(_("Pledged for the line")),
        ExportColumn(_("Registration number")),
        ExportColumn(_("Registered until"), "date"),
        ExportColumn(pgettext("collateral", "Value"), "money"),
        ExportColumn(_("Valued on"), "date"),
        ExportColumn(_("Valuation lapsed")),
        ExportColumn(_("Grounds clear"), "number"),
        ExportColumn(_("Grounds open"), "number"),
        ExportColumn(_("Obstacles"), "number"),
        ExportColumn(_("What stands in the way")),
    )
    title = _("Patents and rights of {firm}").format(firm=display_name(store, firm_id))
    notes = (_("As of {date}").format(date=format_date(store.clock.today())),)
    return ExportTable(title, columns, [_row(view) for view in patent_desk(store, firm_id)], notes)


def _row(view: PatentView) -> list[ExportValue]:
    right, fee, valuation, charge = view.right, view.next_fee, view.valuation, view.charge
    obstacles = [ground for ground in view.grounds if ground.answer == "obstacle"]
    said = (" ".join(filter(None, (ground.label, ground.evidence))) for ground in obstacles)
    return [
        right.title or None,
        reference.text("ip_type", right.ip_type),
        right.number or None,
        right.applicant or None,
        reference.text("ip_status", right.status) if right.status else None,
        yes_no(right.core),
        right.filed_on,
        right.granted_on,
        right_end(right),
        view.years_left,
        yes_no(view.outlives_line),
        view.next_fee_on,
        None if fee is None else _("entered") if fee.is_entered else _("reckoned from the filing"),
        _pledge(view),
        view.line.reference_no or view.line.contract_no or None if view.line else None,
        (charge.registration_no if charge else right.pledge_registration_no) or None,
        charge.registered_to if charge else right.pledged_to,
        valuation.value if valuation else None,
        valuation.valued_on if valuation else None,
        yes_no(view.valuation_lapsed) if valuation else None,
        view.clear,
        len(view.grounds) - view.clear - len(obstacles),
        len(obstacles),
        " · ".join(said) or None,
    ]


def _pledge(view: PatentView) -> str:
    words = {
        "ours": _("Pledged"),
        "elsewhere": _("Pledged elsewhere"),
        "marked": _("Marked as pledged"),
        "free": _("Not pledged"),
    }
    return words[view.pledge]

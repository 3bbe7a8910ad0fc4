"""The suppliers, dealers and buyers of a client as a table to export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.export_table import ExportColumn, ExportTable
from rmapp.domain.introductions import OURS, Partner
from rmapp.domain.wording import format_date
from rmapp.i18n import _, current
from rmapp.services.clients.firms import display_name
from rmapp.services.partners.supply_links import partners
from rmapp.services.portfolio.line_part_tables import yes_no

if TYPE_CHECKING:
    from rmapp.domain.export_table import ExportValue
    from rmapp.storage.store import Store


def supply_table(store: Store, firm_id: str) -> ExportTable:
    """Return each partner with its share and what it is to us, the best introductions first."""
    columns = (
        ExportColumn(_("Partner")),
        ExportColumn(_("Relation")),
        ExportColumn(_("Tier"), "number"),
        ExportColumn(_("What it makes or sells")),
        ExportColumn(_("Where it is")),
        ExportColumn(_("Share"), "percent"),
        ExportColumn(_("Volume a year"), "money"),
        ExportColumn(_("In our book")),
        ExportColumn(_("Our client")),
        ExportColumn(_("Has a line with us")),
        ExportColumn(_("Introduction")),
        ExportColumn(_("Asked on"), "date"),
        ExportColumn(_("Remark")),
        ExportColumn(_("Source")),
        ExportColumn(_("As of"), "date"),
        ExportColumn(_("Citation")),
    )
    title = _("Suppliers and dealers of {firm}").format(firm=display_name(store, firm_id))
    notes = (_("As of {date}").format(date=format_date(store.clock.today())),)
    return ExportTable(title, columns, [_row(one) for one in partners(store, firm_id)], notes)


def _row(partner: Partner) -> list[ExportValue]:
    link = partner.link
    return [
        partner.name(current()),
        reference.text("supply_relation", link.relation),
        link.tier,
        link.business or None,
        link.place or None,
        link.share_bp,
        link.yearly,
        yes_no(bool(partner.status)),
        yes_no(partner.status in OURS),
        yes_no(partner.has_line),
        reference.text("introduction", link.introduction),
        link.asked_on,
        link.note or None,
        reference.text("info_source", link.source),
        link.as_of,
        link.citation or None,
    ]

"""What was told of a client's lines with other lenders as a table to export: every statement, dated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.export_table import ExportColumn, ExportTable
from rmapp.domain.money import format_money
from rmapp.i18n import _
from rmapp.services.clients.firms import display_name
from rmapp.services.lines import other_lenders
from rmapp.services.portfolio.line_part_tables import yes_no
from rmapp.services.portfolio.line_tables import rate_sentences

if TYPE_CHECKING:
    from rmapp.domain.export_table import ExportValue
    from rmapp.domain.other_line import OtherLine
    from rmapp.storage.store import Store


def other_lines_table(store: Store, firm_id: str) -> ExportTable:
    """Return the statements line by line, the newest first; only the newest of a line counts in the notes."""
    columns = (
        ExportColumn(_("Lender")),
        ExportColumn(_("Kind of lender")),
        ExportColumn(_("Type")),
        ExportColumn(_("Currency")),
        ExportColumn(_("Limit"), "money", names_ccy=False),
        ExportColumn(_("Outstanding"), "money", names_ccy=False),
        ExportColumn(_("As of"), "date"),
        ExportColumn(_("Newest statement")),
        ExportColumn(_("Matures"), "date"),
        ExportColumn(_("Security")),
        ExportColumn(_("Price")),
        ExportColumn(_("Source")),
        ExportColumn(_("Citation")),
        ExportColumn(_("Confidence")),
        ExportColumn(_("Note")),
    )
    found = other_lenders.other_lines(store, firm_id)
    rows = [
        _row(told, is_newest=told.id == line.id) for line in found.lines for told in other_lenders.history(store, line)
    ]
    notes = [
        _("{name}: {amount}").format(name=name, amount=format_money(money, "full"))
        for name, money in (
            (_("Known limit, newest statements"), found.known_limit),
            (_("Known outstanding, newest statements"), found.known_outstanding),
        )
        if money is not None
    ]
    notes += rate_sentences(found.rate_on, stale=found.stale)
    return ExportTable(_("Other lenders of {firm}").format(firm=display_name(store, firm_id)), columns, rows, notes)


def _row(line: OtherLine, *, is_newest: bool) -> list[ExportValue]:
    sure = {"low": _("low"), "medium": _("medium"), "high": _("high")}
    return [
        line.lender,
        reference.text("lender_kind", line.lender_kind) if line.lender_kind else None,
        reference.text("facility_type", line.facility_type) if line.facility_type else None,
        line.ccy,
        line.limit,
        line.outstanding,
        line.as_of,
        yes_no(is_newest),
        line.matures_on,
        reference.text("security_type", line.security) if line.security else None,
        line.price_note or None,
        reference.text("info_source", line.source),
        line.citation or None,
        sure[line.confidence],
        line.note or None,
    ]

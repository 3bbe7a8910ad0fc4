"""The papers that left the book, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.export_table import ExportColumn, ExportTable
from rmapp.domain.whereabouts import whereabouts_text
from rmapp.i18n import _
from rmapp.services.paperwork import custody

if TYPE_CHECKING:
    from rmapp.domain.whereabouts import Whereabouts
    from rmapp.storage.store import Store


def custody_table(store: Store, whereabouts: Whereabouts, text: str = "") -> ExportTable:
    """Return what left the book and stands so, with a line for each copy; it quotes nothing of the papers."""
    columns = (
        ExportColumn(_("Paper")),
        ExportColumn(_("About")),
        ExportColumn(_("Copy number")),
        ExportColumn(_("Left")),
        ExportColumn(_("Left on"), "date"),
        ExportColumn(_("By")),
        ExportColumn(_("For")),
        ExportColumn(_("Who has it")),
        ExportColumn(_("Confidentiality")),
        ExportColumn(_("Pages or rows"), "number"),
        ExportColumn(_("Copies"), "number"),
        ExportColumn(_("Destroy by"), "date"),
        ExportColumn(_("Days late"), "number"),
        ExportColumn(_("Ended on"), "date"),
        ExportColumn(_("What became of it")),
        ExportColumn(_("Reason")),
    )
    rows = [
        (
            custody.what_text(one),
            custody.firms_text(one),
            one.copy_no,
            custody.kind_text(one),
            one.on,
            one.by,
            reference.text("audience", one.audience),
            one.recipient,
            reference.text("confidentiality", one.confidentiality),
            one.size,
            one.copies,
            one.destroy_by,
            one.days_late or None,
            one.ended_on,
            reference.text("paper_fate", one.fate) if one.fate else "",
            one.reason,
        )
        for one in custody.papers(store, custody.paper_ids(store, whereabouts, text))
    ]
    return ExportTable(_("Papers: {which}").format(which=whereabouts_text(whereabouts)), columns, rows)

"""Exchange rates and base rates as tables to export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.export_table import ExportColumn, ExportTable
from rmapp.domain.wording import format_date
from rmapp.i18n import _, pgettext
from rmapp.services.lines import rates

if TYPE_CHECKING:
    from rmapp.domain.export_table import ExportValue
    from rmapp.storage.store import Store


def fx_table(store: Store) -> ExportTable:
    """Return every exchange rate of the book, newest first."""
    columns = (
        ExportColumn(_("One unit of")),
        ExportColumn(_("Is worth, in")),
        ExportColumn(pgettext("exchange rate", "Rate"), "number"),
        ExportColumn(_("Day"), "date"),
        ExportColumn(_("Days old"), "number"),
        ExportColumn(_("Source")),
    )
    today = store.clock.today()
    rows = [
        (one.base, one.quote, one.rate, one.on, (today - one.on).days, one.source or None)
        for one in rates.fx_rates(store)
    ]
    return ExportTable(_("Exchange rates"), columns, rows, _notes(store))


def base_rates_table(store: Store) -> ExportTable:
    """Return the base rates that were typed in, and those of the built-in table that hold today."""
    columns = (
        ExportColumn(_("Base rate")),
        ExportColumn(_("Percent a year"), "percent"),
        ExportColumn(_("Valid from"), "date"),
        ExportColumn(_("Source")),
    )
    rows: list[list[ExportValue]] = [
        [reference.text("rate_base", one.base), one.rate_bp, one.on, one.source or None]
        for one in rates.base_quotes(store)
    ]
    rows += [
        [reference.text("rate_base", known.base), known.rate_bp, None, _("built-in table, holds today")]
        for known in rates.latest_base_rates(store)
        if known.on is None
    ]
    return ExportTable(_("Base rates"), columns, rows, _notes(store))


def _notes(store: Store) -> tuple[str, ...]:
    return (_("As of {date}").format(date=format_date(store.clock.today())),)

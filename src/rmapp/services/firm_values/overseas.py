"""Values from what is known of sales and places abroad."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rmapp.domain.known import Known
from rmapp.services.firm_values.knowing import newer, newest, said

if TYPE_CHECKING:
    from rmapp.services.firm_values.facts import FirmFacts


def add_overseas(facts: FirmFacts, values: dict[str, Known]) -> None:
    """Add what places abroad and shares of export say; nothing on record says nothing.

    A place where the firm only sells is no presence, and tells of sales abroad.
    """
    places = [one for one in facts.overseas if one.kind != "sales"]
    latest = newest(places)
    if latest is not None:
        _put(values, "overseas_presence", said(latest, value=True))
    selling = newest(one for one in facts.overseas if one.kind == "sales")
    if selling is not None:
        _put(values, "has_export", said(selling, value=True))
    for code in ("export_share", "countries_sold"):
        share = values.get(code)
        if share is not None and _is_above_zero(share):
            _put(values, "has_export", Known(True, "exact", None, share.as_of, share.source, share.citation))


def _is_above_zero(known: Known) -> bool:
    return known.bound != "at_most" and isinstance(known.value, int | Decimal) and known.value > 0


def _put(values: dict[str, Known], code: str, known: Known) -> None:
    better = newer(known, values.get(code))
    if better is not None:
        values[code] = better

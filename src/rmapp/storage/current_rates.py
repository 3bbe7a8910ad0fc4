"""The exchange rates that hold on a day: of each pair of currencies the latest one, however long the history."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from rmapp.domain.facility import FxRate

if TYPE_CHECKING:
    from rmapp.storage.store import Store

_LATEST = """SELECT base, quote, "on", rate FROM (
        SELECT base, quote, "on", rate,
            row_number() OVER (PARTITION BY base, quote ORDER BY "on" DESC, rid) AS place
        FROM fx_rate WHERE deleted_at IS NULL AND "on" <= ? AND CAST(rate AS REAL) > 0)
    WHERE place = 1"""


def current_rates(store: Store, on: date | None = None) -> tuple[FxRate, ...]:
    """Return the latest rate of each pair on or before a day, today if none is given (domain 3.6)."""
    day = on or store.clock.today()
    found = store.rows(_LATEST, (day.isoformat(),))
    return tuple(
        FxRate(base=base, quote=quote, on=date.fromisoformat(rated_on), rate=Decimal(rate))
        for base, quote, rated_on, rate in found
    )

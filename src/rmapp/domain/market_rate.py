"""Base rates that were typed in after those of the shipped table (domain reference, 3.7)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from rmapp.domain.entity import CodeOf, Entity


class BaseRateQuote(Entity):
    """A base rate from a day on, in basis points a year."""

    base: Annotated[str, CodeOf("rate_base")]
    on: date
    rate_bp: int
    source: str = ""

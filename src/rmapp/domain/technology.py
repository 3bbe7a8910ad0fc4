"""The second clock of a firm, that of its technology: sample, product, commodity, and the readiness level."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rmapp.domain.entity import CodeOf
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.provenance import Sourced


class TechnologyStep(Sourced):
    """How far a firm's main technology was on a day; `readiness` is the level from 1 to 9, None if not known.

    The step with the latest `reached_on` counts; earlier ones are its history.
    """

    firm_id: str
    phase: Annotated[str | None, CodeOf("technology_phase")] = None
    readiness: int | None = Field(default=None, ge=1, le=9)
    reached_on: PartialDate
    note: str = ""

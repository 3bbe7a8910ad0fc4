"""A firm's moves through the lifecycle, each with evidence (domain reference, 2.3)."""

from __future__ import annotations

from typing import Annotated

from rmapp.domain.entity import CodeOf
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.provenance import Sourced


class StageEvent(Sourced):
    """One move; a correction is a new event that supersedes an earlier one.

    The first event of a firm has no `from_stage`. `evidence` holds codes of the stage model.
    """

    firm_id: str
    from_stage: Annotated[str | None, CodeOf("stage")] = None
    to_stage: Annotated[str, CodeOf("stage")]
    effective_on: PartialDate
    recorded_at: str = ""
    recorded_by: str = ""
    approver: str = ""
    reason: Annotated[str | None, CodeOf("transition_reason")] = None
    source: Annotated[str, CodeOf("info_source")] = "own_observation"
    evidence: tuple[str, ...] = ()
    note: str = ""
    supersedes: str | None = None

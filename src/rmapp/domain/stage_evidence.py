"""Evidence for a stage that a person recorded, what was decided about a proposed move, and tasks of a stage."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from rmapp.domain.entity import CodeOf, Entity
from rmapp.domain.provenance import Sourced

StageAnswer = Literal["accepted", "not_yet"]


class StageEvidence(Sourced):
    """What a person saw as evidence for a stage (`evidence` of `stages.json`), or saw not to be there.

    The newest row of a kind counts. It may name the note or the attachment that shows it.
    """

    firm_id: str
    evidence: Annotated[str, CodeOf("evidence")]
    met: bool = True
    seen_on: date
    note: str = ""
    meeting_id: str | None = None
    attachment_id: str | None = None


class StageDecision(Entity):
    """What a person said to a proposed move; `basis` names the evidence that the proposal stood on.

    "Not yet" keeps the same proposal quiet until `until`, or until its evidence changes.
    """

    firm_id: str
    from_stage: Annotated[str | None, CodeOf("stage")] = None
    to_stage: Annotated[str, CodeOf("stage")]
    answer: StageAnswer
    reason: str = ""
    decided_on: date
    until: date | None = None
    basis: str = ""


class StageTask(Entity):
    """One line of a stage's task list, as this book words it; it takes the place of the shipped one of its code.

    `due_days` counts from the day the stage is entered. A line that is not `active` is not offered.
    """

    stage: Annotated[str, CodeOf("stage")]
    code: str
    side: Literal["bank", "client"] = "bank"
    text: str
    due_days: int = Field(default=30, ge=0, le=3650)
    place: int = 0
    active: bool = True

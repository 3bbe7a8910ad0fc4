"""What a person decided about proposals of the program, each with its reason."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from rmapp.domain.entity import CodeOf, Entity


class TouchSnooze(Entity):
    """The next touch of a firm may wait until a day."""

    firm_id: str
    until: date
    reason: str


class QuestionRest(Entity):
    """A question of the ask-list is not asked again until a day, or never where there is none."""

    firm_id: str
    question: str
    until: date | None = None
    reason: str


class ClassChange(Entity):
    """The confidentiality class of a row was changed by a person; lowering it needs a reason.

    `kind` is the table of the row. Source: domain reference, 8.3 (12).
    """

    kind: str
    row_id: str
    before: Annotated[str, CodeOf("confidentiality")]
    after: Annotated[str, CodeOf("confidentiality")]
    reason: str = ""

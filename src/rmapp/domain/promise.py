"""What we promised the client and what the client promised us (domain reference, 4.2)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf, Entity

Side = Literal["ours", "theirs"]


class Promise(Entity):
    """One promise with an owner and a due date; closing it needs a result.

    `proof` says what would show that it is kept; `first_due_on` is the day that was promised at first,
    None where it never moved.
    """

    firm_id: str
    side: Side
    text: str
    owner: str
    person_id: str | None = None
    due_on: date
    status: Annotated[str, CodeOf("action_status")] = "open"
    done_on: date | None = None
    result: str = ""
    meeting_id: str | None = None
    facility_id: str | None = None
    priority: Literal["normal", "high"] = "normal"
    proof: str = ""
    first_due_on: date | None = None
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "client_confidential"

    def is_overdue(self, today: date) -> bool:
        """Tell whether the promise is open and its day has passed."""
        return self.status == "open" and self.due_on < today

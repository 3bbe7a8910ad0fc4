"""What we promised the client and what the client promised us (domain reference, 4.2)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, NamedTuple

from rmapp.domain.entity import CodeOf, Entity

Side = Literal["ours", "theirs"]
OPEN = ("open", "in_progress")
"""The states of a promise that is still to be kept."""


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

    @property
    def is_open(self) -> bool:
        """Tell whether the promise is still to be kept."""
        return self.status in OPEN

    @property
    def promised_for(self) -> date:
        """Return the day that was promised at first, however often it was moved."""
        return self.first_due_on or self.due_on

    def is_overdue(self, today: date) -> bool:
        """Tell whether the promise is open and its day has passed."""
        return self.is_open and self.due_on < today


class KeptRate(NamedTuple):
    """Promises that came due on each side, how many of them were kept, and how many by the day first promised.

    A promise came due when it was closed, kept or dropped, or when it is open and the day first promised has
    passed: moving the day does not better the rate.
    """

    ours_kept: int
    ours_due: int
    theirs_kept: int
    theirs_due: int
    ours_in_time: int
    theirs_in_time: int


def kept_rate_of(promises: Iterable[Promise], today: date) -> KeptRate:
    """Return the rate of some promises as it stands today."""
    due = [one for one in promises if not one.is_open or one.promised_for < today]
    kept = [one for one in due if one.status == "done"]
    in_time = [one for one in kept if one.done_on is not None and one.done_on <= one.promised_for]
    ours, theirs = (
        tuple(sum(1 for one in some if one.side == side) for some in (kept, due, in_time))
        for side in ("ours", "theirs")
    )
    return KeptRate(ours[0], ours[1], theirs[0], theirs[1], ours[2], theirs[2])

"""What a person decided about a product that was matched to a firm (domain reference, 6.3)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf, Entity

ProductAnswer = Literal["dismissed", "proposed", "declined", "mentioned"]


class ProductDecision(Entity):
    """One decision with the match it stood on.

    A dismissed match, and one that the client declined, is quiet until `until` or until `basis` changes: the
    facts that the match was made from. `facility_id` is the proposed line that came of it.
    """

    firm_id: str
    product: Annotated[str, CodeOf("product")]
    answer: ProductAnswer
    decided_on: date
    until: date | None = None
    reason: str = ""
    result: Literal["eligible", "possible", "not_eligible"]
    fit: int = 0
    catalogue: str = ""
    basis: str = ""
    facility_id: str | None = None
    meeting_id: str | None = None

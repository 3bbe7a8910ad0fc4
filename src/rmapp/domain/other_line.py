"""What a firm is known to have with other lenders, as it was told on a day (domain reference, 3.11)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf
from rmapp.domain.money import Money
from rmapp.domain.provenance import Sourced

Confidence = Literal["low", "medium", "high"]


class OtherLine(Sourced):
    """One statement about a line of another lender; `as_of` dates it, and a later one of the same line counts.

    The same line is one firm's with the same lender, type and currency. Credit-registry reports are never
    typed in here (domain reference, 8.3).
    """

    firm_id: str
    lender: str
    lender_kind: Annotated[str | None, CodeOf("lender_kind")] = None
    facility_type: Annotated[str | None, CodeOf("facility_type")] = None
    limit: Money | None = None
    outstanding: Money | None = None
    ccy: Annotated[str, CodeOf("currency")] = "CNY"
    security: Annotated[str | None, CodeOf("security_type")] = None
    price_note: str = ""
    matures_on: date | None = None
    confidence: Confidence = "medium"
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "client_confidential"
    note: str = ""

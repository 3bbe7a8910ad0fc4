"""Loans that go along with an investment: the round, the investor, and the option that was agreed."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from rmapp.domain.entity import CodeOf
from rmapp.domain.money import Money
from rmapp.domain.provenance import Sourced


class InvestmentLink(Sourced):
    """How a line is tied to a funding round; `option` is the right that the bank or its partner holds.

    `option_share_bp` is the share of the firm it gives a right to, in basis points.
    """

    firm_id: str
    funding_event_id: str | None = None
    facility_id: str | None = None
    investor: str = ""
    option: Annotated[str | None, CodeOf("option_kind")] = None
    option_holder: str = ""
    option_amount: Money | None = None
    option_share_bp: int | None = None
    terms: str = ""
    exercisable_from: date | None = None
    expires_on: date | None = None
    status: Annotated[str, CodeOf("option_status")] = "proposed"

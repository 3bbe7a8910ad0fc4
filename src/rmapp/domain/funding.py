"""Rounds of equity a firm raised, and totals reported without rounds (domain reference, 1.8)."""

from __future__ import annotations

from typing import Annotated

from rmapp.domain.entity import CodeOf, Value
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.provenance import Qualifier, Sourced


class Investor(Value):
    """A named investor and what kind it is (venture fund, state fund, industrial firm …)."""

    name: str
    kind: str = ""


class FundingEvent(Sourced):
    """One funding round; money and shares as far as they are known."""

    firm_id: str
    round: Annotated[str, CodeOf("funding_round")] = "undisclosed"
    announced_on: PartialDate | None = None
    closed_on: PartialDate | None = None
    amount: Money | None = None
    amount_qualifier: Qualifier = "exact"
    pre_money: Money | None = None
    post_money: Money | None = None
    lead: str = ""
    investors: tuple[Investor, ...] = ()
    share_bp: int | None = None
    redemption_clause: bool | None = None
    redemption_text: str = ""


class FundingTotalClaim(Sourced):
    """A reported sum of all money raised; it may differ from the sum of the known rounds."""

    firm_id: str
    amount: Money | None = None
    qualifier: Qualifier = "exact"
    investors: tuple[Investor, ...] = ()

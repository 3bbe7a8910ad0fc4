"""Patents, trademarks and the counts that reports give of them (domain reference, 1.7)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf, Entity
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.provenance import Qualifier, Sourced


class IpCountClaim(Sourced):
    """A reported number of rights, kept with its qualifier: "more than 320 utility patents"."""

    firm_id: str
    ip_type: Annotated[str, CodeOf("ip_type")] = "unspecified_patent"
    reported_type: str = ""
    status: Annotated[str | None, CodeOf("ip_status")] = None
    count: int | None = None
    qualifier: Qualifier = "exact"


class IpRight(Sourced):
    """One registered right; `number` may be unknown ("core patent, number not reported")."""

    firm_id: str
    ip_type: Annotated[str, CodeOf("ip_type")] = "invention"
    number: str = ""
    title: str = ""
    applicant: str = ""
    filed_on: PartialDate | None = None
    granted_on: PartialDate | None = None
    status: Annotated[str | None, CodeOf("ip_status")] = None
    expires_on: PartialDate | None = None
    annual_fee_due_on: date | None = None
    core: bool = False
    pledged: bool = False
    pledgee: str = ""
    pledge_registration_no: str = ""
    pledged_from: date | None = None
    pledged_to: date | None = None
    facility_id: str | None = None
    valuation: Money | None = None
    valued_on: date | None = None
    valuer: str = ""


class PledgeCheck(Entity):
    """The answer to one ground on which the patent office refuses to register a pledge of a right.

    `answer` is about the obstacle: `clear` says that it is not there. The newest answer to a ground counts.
    Source: measures for the registration of patent pledges of 2021, listed in `credit_lists.json`.
    """

    ip_right_id: str
    ground: Annotated[str, CodeOf("pledge_ground")]
    answer: Literal["clear", "obstacle", "unknown"] = "unknown"
    evidence: str = ""
    checked_on: date

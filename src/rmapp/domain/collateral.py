"""The register of what secures credit lines: things, their valuations and charges, and guarantors (domain 3.3).

A collateral is a thing that exists once, a charge binds it to one line. So one mortgage may secure several
lines, and a patent that is pledged cannot be pledged again unnoticed.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from rmapp.domain.entity import CodeOf, Entity
from rmapp.domain.money import Money
from rmapp.domain.provenance import Sourced


class Collateral(Sourced):
    """One thing that can secure credit.

    `firm_id` is the firm whose page shows it, `owner` who owns it where that is somebody else.
    `lendable_bp` is the part of its value that may be lent against, None where it is not agreed.
    `ip_right_id` names the right where the thing is one. `insured_to` is the last day of its insurance.
    """

    firm_id: str
    type: Annotated[str, CodeOf("security_type")]
    description: str = ""
    owner: str = ""
    ip_right_id: str | None = None
    lendable_bp: int | None = None
    insured_to: date | None = None
    confidentiality: Annotated[str, CodeOf("confidentiality")] = "client_confidential"
    note: str = ""


class Valuation(Sourced):
    """What a collateral was worth on a day, and who said so; older ones stay as the history."""

    collateral_id: str
    value: Money
    valued_on: date
    valuer: str = ""
    note: str = ""


class Charge(Entity):
    """A pledge or mortgage of one collateral for one line.

    A charge without `registered_on` is agreed but not yet in force. `registered_to` is the last day of the
    registration, `secured` the most that it secures (None: the whole line), `ended_on` the day of release.
    """

    collateral_id: str
    facility_id: str
    ranking: int = 1
    registration_no: str = ""
    registered_on: date | None = None
    registered_to: date | None = None
    secured: Money | None = None
    ended_on: date | None = None
    note: str = ""


class Guarantee(Entity):
    """Somebody who answers for a line: a firm or person of the book, or an outsider by name.

    `amount` None means the whole line. `share_bp` is the part of each loss that a guarantee fund carries.
    """

    facility_id: str
    type: Annotated[str, CodeOf("security_type")] = "guarantee_corporate"
    guarantor_kind: Literal["firm", "person", "outsider"] = "outsider"
    guarantor_id: str = ""
    guarantor_name: str = ""
    amount: Money | None = None
    share_bp: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""

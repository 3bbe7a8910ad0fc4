"""All that is known of one firm, as it lies in the book, before it becomes values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from rmapp.domain.assessment import Assessment, InnovationPoints, RiskFlag
    from rmapp.domain.claim import Claim
    from rmapp.domain.designation import DesignationHolding
    from rmapp.domain.financials import FinancialSnapshot
    from rmapp.domain.firm import Firm, Listing
    from rmapp.domain.funding import FundingEvent, FundingTotalClaim
    from rmapp.domain.intellectual_property import IpCountClaim, IpRight
    from rmapp.domain.ipo import IpoApplication, IpoEvent
    from rmapp.domain.money import Money
    from rmapp.domain.overseas import OverseasPresence
    from rmapp.domain.person import Person, Role
    from rmapp.domain.scorecard_items import Scorecard
    from rmapp.domain.signal import Signal
    from rmapp.domain.stage import StageEvent
    from rmapp.domain.stage_evidence import StageEvidence
    from rmapp.domain.supply_link import SupplyLink
    from rmapp.domain.technology import TechnologyStep
    from rmapp.services.lines.loan_flags import LoanFlag


@dataclass(slots=True)
class FirmFacts:
    """The rows of one firm in the order of writing, with today, rates and the scorecard in force.

    `convert` is the way from one currency to another; `loans` is what lines say of stops and caps by themselves;
    `charged` are ids of rights under a live charge; `group` the firms under the same control, with the firm,
    None where no owner and no holding is known.
    """

    firm: Firm
    today: date
    convert: Callable[[Money, str], Money | None]
    card: Scorecard
    names: tuple[str, ...] = ()
    stages: list[StageEvent] = field(default_factory=list)
    evidence: list[StageEvidence] = field(default_factory=list)
    steps: list[TechnologyStep] = field(default_factory=list)
    designations: list[DesignationHolding] = field(default_factory=list)
    rights: list[IpRight] = field(default_factory=list)
    counts: list[IpCountClaim] = field(default_factory=list)
    charged: frozenset[str] = frozenset()
    snapshots: list[FinancialSnapshot] = field(default_factory=list)
    rounds: list[FundingEvent] = field(default_factory=list)
    totals: list[FundingTotalClaim] = field(default_factory=list)
    overseas: list[OverseasPresence] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    signals: list[Signal] = field(default_factory=list)
    loans: tuple[LoanFlag, ...] = ()
    assessments: list[Assessment] = field(default_factory=list)
    flags: list[RiskFlag] = field(default_factory=list)
    points: list[InnovationPoints] = field(default_factory=list)
    applications: list[IpoApplication] = field(default_factory=list)
    ipo_events: list[IpoEvent] = field(default_factory=list)
    supply: list[SupplyLink] = field(default_factory=list)
    group: int | None = None

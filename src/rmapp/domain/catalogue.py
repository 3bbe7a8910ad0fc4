"""The list of everything the book remembers; storage makes a table of each entry."""

from __future__ import annotations

from rmapp.domain.assessment import Assessment, InnovationPoints, RiskFlag, ScorecardEdition, ThreeTests
from rmapp.domain.attachment import Attachment
from rmapp.domain.call_report import Answer, CallReport, Need
from rmapp.domain.claim import Claim
from rmapp.domain.collateral import Charge, Collateral, Guarantee, Valuation
from rmapp.domain.covenant import Covenant, CovenantTest, CovenantWaiver
from rmapp.domain.decision import ClassChange, QuestionRest, TouchSnooze
from rmapp.domain.designation import DesignationHolding
from rmapp.domain.entity import Entity
from rmapp.domain.facility import Drawdown, DrawingCondition, Facility, FxRate, LedgerEntry, Tranche
from rmapp.domain.financials import FinancialSnapshot
from rmapp.domain.firm import Firm, FirmName, Listing
from rmapp.domain.funding import FundingEvent, FundingTotalClaim
from rmapp.domain.intellectual_property import IpCountClaim, IpRight, PledgeCheck
from rmapp.domain.investment_link import InvestmentLink
from rmapp.domain.ipo import IpoAction, IpoApplication, IpoEvent
from rmapp.domain.line_status import LineStatusEvent
from rmapp.domain.market_rate import BaseRateQuote
from rmapp.domain.meeting import Addendum, Attendee, Meeting, MeetingFirm
from rmapp.domain.other_line import OtherLine
from rmapp.domain.overseas import OverseasPresence
from rmapp.domain.ownership import GroupLimit, OwnershipLink, SubLimit
from rmapp.domain.person import Person, Role
from rmapp.domain.product_decision import ProductDecision
from rmapp.domain.promise import Promise
from rmapp.domain.record import PaperRecord, SavedView, TableExport
from rmapp.domain.signal import Signal
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_evidence import StageDecision, StageEvidence, StageTask
from rmapp.domain.supply_link import SupplyLink
from rmapp.domain.technology import TechnologyStep

ENTITIES: tuple[type[Entity], ...] = (
    Firm,
    FirmName,
    Listing,
    OwnershipLink,
    GroupLimit,
    SubLimit,
    DesignationHolding,
    IpCountClaim,
    IpRight,
    PledgeCheck,
    FundingEvent,
    FundingTotalClaim,
    OverseasPresence,
    FinancialSnapshot,
    Claim,
    Person,
    Role,
    Meeting,
    MeetingFirm,
    Attendee,
    Addendum,
    CallReport,
    Answer,
    Need,
    Promise,
    Attachment,
    TouchSnooze,
    QuestionRest,
    ClassChange,
    Facility,
    Tranche,
    DrawingCondition,
    Drawdown,
    LedgerEntry,
    LineStatusEvent,
    Collateral,
    Valuation,
    Charge,
    Guarantee,
    Covenant,
    CovenantTest,
    CovenantWaiver,
    OtherLine,
    Signal,
    FxRate,
    BaseRateQuote,
    StageEvent,
    StageEvidence,
    StageDecision,
    StageTask,
    TechnologyStep,
    IpoApplication,
    IpoEvent,
    IpoAction,
    Assessment,
    RiskFlag,
    ScorecardEdition,
    ThreeTests,
    InnovationPoints,
    ProductDecision,
    SupplyLink,
    InvestmentLink,
    PaperRecord,
    TableExport,
    SavedView,
)

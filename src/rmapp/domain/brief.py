"""What a printed client brief says, as values: the internal brief and the smaller edition for the client.

The values hold facts (money, dates, codes, counts), not formatted text, so that one value prints in both
languages. What may leave the house stands in `MayLeave`; everything else is only in `ClientBrief`, and a
`ClientEdition` has no field that could carry it. Source: domain reference, 7.1 and 7.4.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from rmapp.domain.brief_credit import BriefCredit
from rmapp.domain.brief_fit import BriefFit
from rmapp.domain.brief_listing import BriefListing
from rmapp.domain.brief_score import BriefScore
from rmapp.domain.brief_technology import BriefTechnology
from rmapp.domain.brief_visit import BriefAim, BriefAsk, BriefSince
from rmapp.domain.entity import Value
from rmapp.domain.firm import Nature
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Influence
from rmapp.domain.promise import Side

LineUse = Literal["in_use", "approved", "proposed", "mentioned"]
"""Booked and drawable, approved but not in use, offered by us, or only talked about; never mixed."""

WaitsFor = Literal["", "condition", "valuation"]
"""What holds back an amount that waits; empty for both of them, for none, and where it is not known."""

FactCode = Literal[
    "outstanding",
    "free_to_draw",
    "next_maturity",
    "revenue",
    "net_profit",
    "operating_cash_flow",
    "cash",
    "runway_months",
    "rd_intensity",
    "debt_ratio",
    "headcount",
    "rd_headcount",
    "patents",
    "trademarks",
    "funding_total",
    "registered_capital",
    "established_on",
]

PointKind = Literal[
    "agenda",
    "overdue_promise",
    "unmet_condition",
    "line_maturing",
    "designation_expiring",
    "listing_window",
    "review_due",
    "statement_stale",
    "unknown_fact",
]


class Names(Value):
    """A name in English and Chinese; a language without a name is empty."""

    en: str = ""
    zh: str = ""

    def first(self, lang: str) -> str:
        """Return the name in a language, or in the other one."""
        return (self.zh or self.en) if lang.startswith("zh") else (self.en or self.zh)

    def second(self, lang: str) -> str:
        """Return the name in the other language, or nothing where there is only one."""
        other = self.en if lang.startswith("zh") else self.zh
        return other if other != self.first(lang) else ""


class Period(Value):
    """The period of a financial figure: a code of `period_type` and the period's last day."""

    type: str
    end: date


class BriefVisit(Value):
    """The visit a brief is printed for, in local time; the purpose is ours and stays in the house."""

    starts_at: datetime
    place: str = ""
    type: str = "field_visit"
    purpose: str = ""


class VisitSlot(Value):
    """When and where a visit takes place, as far as the client may read it."""

    starts_at: datetime
    place: str = ""


class BriefStage(Value):
    """One step of the lifecycle line; `entered` is None for a stage the firm did not pass or not yet."""

    code: str
    entered: PartialDate | None = None


class StageSignals(Value):
    """How many of the signals of the next stage the firm shows."""

    stage: str
    met: int
    total: int


class BriefDesignation(Value):
    """A designation that the firm holds, and until when."""

    code: str
    expires_on: PartialDate | None = None


class BriefPoint(Value):
    """One point to raise; `text` is what somebody typed, the rest explains it in either language.

    `code` is a designation, facility type or fact code, as the kind says; `days` counts days late or left.
    """

    kind: PointKind
    text: str = ""
    side: Side | None = None
    owner: str = ""
    code: str = ""
    on: PartialDate | None = None
    days: int | None = None
    money: Money | None = None
    period: Period | None = None


class BriefFact(Value):
    """One key figure with its provenance; without any value it prints as not disclosed.

    `of` is the whole that `money` is a part of, `change_bp` the change on the same period a year before,
    `stale` that the figure is older than its shelf life. Shares are in basis points.
    """

    code: FactCode
    period: Period | None = None
    money: Money | None = None
    of: Money | None = None
    ratio_bp: int | None = None
    change_bp: int | None = None
    count: int | None = None
    qualifier: str = "exact"
    on: PartialDate | None = None
    as_of: PartialDate | None = None
    source: str = ""
    stale: bool = False


class RevenueYear(Value):
    """One bar of the revenue chart; R&D intensity in basis points of revenue."""

    year: int
    revenue: Money | None = None
    rd_intensity_bp: int | None = None
    forecast: bool = False


class BriefRate(Value):
    """The price of a line: base code, spread and all-in rate in basis points a year."""

    base: str
    spread_bp: int | None = None
    all_in_bp: int | None = None


class BriefLine(Value):
    """One credit line and its amounts of today (domain reference, 3.4); `lender` is empty for our own bank.

    `drawn` is gross, `used` without cash margin, which is what counts against the limit.
    """

    facility_type: str
    use: LineUse
    secured_by: tuple[str, ...] = ()
    limit: Money | None = None
    limit_qualifier: str = "exact"
    drawn: Money | None = None
    used: Money | None = None
    waiting: Money | None = None
    free: Money | None = None
    rate: BriefRate | None = None
    matures_on: date | None = None
    lender: str = ""


class BriefExposure(Value):
    """All lines and the totals of those in use or approved; `rates_on` dates the exchange rates used.

    `waits_for` is what holds back all of `waiting`.
    """

    lines: tuple[BriefLine, ...] = ()
    limit: Money | None = None
    drawn: Money | None = None
    used: Money | None = None
    waiting: Money | None = None
    waits_for: WaitsFor = ""
    free: Money | None = None
    rates_on: date | None = None


class BriefPerson(Value):
    """Somebody to meet: names, role codes, title in words, influence and our remark."""

    names: Names
    roles: tuple[str, ...] = ()
    title: str = ""
    influence: Influence = "unknown"
    remark: str = ""
    last_met: date | None = None


class BriefRound(Value):
    """A funding round, or with the code `total` a reported sum of all rounds."""

    round: str
    on: PartialDate | None = None
    amount: Money | None = None
    qualifier: str = "exact"
    lead: str = ""


class BriefIpCount(Value):
    """A number of rights of one type and status, with its qualifier."""

    ip_type: str
    status: str | None = None
    count: int | None = None
    qualifier: str = "exact"
    as_of: PartialDate | None = None


class BriefNote(Value):
    """A held meeting: what it was for and what was said, as typed."""

    on: date
    type: str
    purpose: str = ""
    text: str = ""


class BriefPromise(Value):
    """An open promise, ours or theirs."""

    side: Side
    text: str
    owner: str = ""
    due_on: date


class ClientAction(Value):
    """What the client said they would do, and by when."""

    text: str
    due_on: date


class BriefClaim(Value):
    """A reported fact without a field of its own, as it was reported (domain reference, section 0)."""

    kind: str
    text: str = ""
    number: int | None = None
    share_bp: int | None = None
    answer: bool | None = None
    money: Money | None = None
    high: Money | None = None
    qualifier: str = "exact"
    period: str = ""
    since: PartialDate | None = None
    as_of: PartialDate | None = None
    source: str = ""


class BriefSource(Value):
    """A source of the facts in the brief, with its date and its citation in words."""

    source: str
    as_of: PartialDate | None = None
    citation: str = ""


class MayLeave(Value):
    """What both editions say; a field put here is printed for the client as well.

    `code` is the firm's code on paper.
    """

    names: Names
    code: str = ""
    legal_names: Names = Names()
    uscc: str = ""
    city: Names = Names()
    industry: str = ""
    nature: Nature = "client"
    confidentiality: str = "client_confidential"
    owner: str = ""
    as_of: date
    summary: str = ""
    stage: str | None = None
    stages: tuple[BriefStage, ...] = ()
    designations: tuple[BriefDesignation, ...] = ()
    facts: tuple[BriefFact, ...] = ()
    revenue: tuple[RevenueYear, ...] = ()
    forecast_on: date | None = None
    ip_counts: tuple[BriefIpCount, ...] = ()


class ClientBrief(MayLeave):
    """Everything the internal brief of one firm says on one day; `note_count` counts all notes on file."""

    tier: str | None = None
    visit: BriefVisit | None = None
    aim: BriefAim = BriefAim()
    since: BriefSince | None = None
    ask: BriefAsk = BriefAsk()
    signals: StageSignals | None = None
    technology: BriefTechnology | None = None
    score: BriefScore | None = None
    listing: BriefListing | None = None
    fit: BriefFit | None = None
    points: tuple[BriefPoint, ...] = ()
    exposure: BriefExposure = BriefExposure()
    credit: BriefCredit = BriefCredit()
    people: tuple[BriefPerson, ...] = ()
    funding: tuple[BriefRound, ...] = ()
    claims: tuple[BriefClaim, ...] = ()
    notes: tuple[BriefNote, ...] = ()
    note_count: int = 0
    promises: tuple[BriefPromise, ...] = ()
    sources: tuple[BriefSource, ...] = ()


class ClientEdition(MayLeave):
    """The brief as the client may keep it: roles without names, booked lines, their own actions."""

    visit: VisitSlot | None = None
    exposure: BriefExposure = BriefExposure()
    roles: tuple[str, ...] = ()
    actions: tuple[ClientAction, ...] = ()
    sources: tuple[BriefSource, ...] = ()


CREDIT_FACTS = frozenset({"outstanding", "free_to_draw", "next_maturity"})
"""The key figures that speak of the lines with us."""


def client_edition(brief: ClientBrief) -> ClientEdition:
    """Copy what may leave the house, and nothing else.

    Left out: tier, purpose, what we want, what is new, what we ask, signals, points, all of `BriefCredit`, names of
    people and remarks, funding, reported facts, notes, our promises, lines of other lenders or that are only
    offered or talked about, and citations of sources that are not public. Source: domain reference, 7.1 (column
    "Client copy") and 7.4.
    """
    shared = {name: getattr(brief, name) for name in MayLeave.model_fields}
    if _tells_of_others(brief.exposure):
        shared["facts"] = tuple(fact for fact in brief.facts if fact.code not in CREDIT_FACTS)
    booked = tuple(line for line in brief.exposure.lines if line.use in ("in_use", "approved") and not line.lender)
    return ClientEdition(
        **shared,
        visit=VisitSlot(starts_at=brief.visit.starts_at, place=brief.visit.place) if brief.visit else None,
        exposure=_own_exposure(brief.exposure, booked),
        roles=tuple(dict.fromkeys(role for person in brief.people for role in person.roles)),
        actions=tuple(
            ClientAction(text=promise.text, due_on=promise.due_on)
            for promise in brief.promises
            if promise.side == "theirs"
        ),
        sources=tuple(
            source if source.source == "public" else source.model_copy(update={"citation": ""})
            for source in brief.sources
        ),
    )


def _tells_of_others(exposure: BriefExposure) -> bool:
    """Tell whether another lender's line may be in the sums, which would tell that line."""
    return any(line.lender for line in exposure.lines)


def _own_exposure(exposure: BriefExposure, booked: tuple[BriefLine, ...]) -> BriefExposure:
    if _tells_of_others(exposure):
        return BriefExposure(lines=booked)
    return exposure.model_copy(update={"lines": booked})

"""Assessments of a firm by a scorecard, and what stops or caps a grade (domain reference, 5)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from rmapp.domain.entity import CodeOf, Entity, Value
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.provenance import Sourced

Confidence = Literal["high", "medium", "low"]
ScorecardStatus = Literal["draft", "active", "retired"]


class IndicatorScore(Value):
    """The score of one indicator, 0 to 5, with what it stands on; `score` is None where nothing is known.

    `raw` is what was scored as text that reads back: a number, an option's code, or empty for a judgement.
    `as_of` says how old the evidence is, `valid_until` the last day of its shelf life.
    """

    code: str
    score: int | None = Field(default=None, ge=0, le=5)
    raw: str = ""
    by_hand: bool = False
    evidence: str = ""
    comment: str = ""
    source: str = ""
    as_of: PartialDate | None = None
    confidence: Confidence = "medium"
    valid_until: date | None = None


class DimensionScore(Value):
    """The score of one dimension, 0 to 100, None where no indicator is known; `weight` is that of the profile."""

    code: str
    weight: int
    score: Decimal | None


class Assessment(Entity):
    """One firm held against one version of a scorecard on a day; it is never calculated anew (domain 5.4).

    `total` is 0 to 100 and unrounded, None with a hard stop or where nothing is known; `completeness` is the
    known share of all weight, 0 to 1. `grade` is the calculated one, `override` what a person set instead.
    `flags` are the codes of hard stops and caps that held on the day.
    """

    firm_id: str
    scorecard: str
    version: str
    profile: str
    as_of: date
    indicators: tuple[IndicatorScore, ...] = ()
    dimensions: tuple[DimensionScore, ...] = ()
    total: Decimal | None = None
    completeness: Decimal = Decimal(0)
    grade: str
    provisional: bool = False
    flags: tuple[str, ...] = ()
    override: str | None = None
    override_reason: str = ""
    approver: str = ""
    assessor: str = ""
    reviewer: str = ""
    note: str = ""
    valid_until: date | None = None


class RiskFlag(Sourced):
    """A hard stop or a cap on the grade (`hard_stop` of the scorecard file), until it is cleared (domain 5.3)."""

    firm_id: str
    flag: Annotated[str, CodeOf("hard_stop")]
    found_on: date
    evidence: str = ""
    cleared_on: date | None = None
    cleared_note: str = ""


class ScorecardEdition(Entity):
    """A version of a scorecard that this book took in as a file; `content` is its text and never changes.

    Of all editions that are active, the one whose days hold today is used; the days must not overlap.
    """

    code: str
    version: str
    status: ScorecardStatus = "draft"
    effective_from: date
    effective_to: date | None = None
    content: str
    sha256: str


class TestAnswer(Value):
    """The answer to one line of the three tests."""

    code: str
    answer: Literal["yes", "no", "unknown"] = "unknown"
    comment: str = ""


class ThreeTests(Sourced):
    """The three tests of a meeting: entrepreneur and team, industry, business model (domain 5.5)."""

    firm_id: str
    meeting_id: str | None = None
    answered_on: date
    answers: tuple[TestAnswer, ...] = ()
    note: str = ""


class InnovationPoints(Sourced):
    """The national innovation-points figures of a firm for a year: the three classes and the total."""

    firm_id: str
    year: int
    technology: Decimal | None = None
    growth: Decimal | None = None
    support: Decimal | None = None
    total: Decimal | None = None
    rank_text: str = ""

"""The fictional firms of the sample book as they stand in `resources/sample`, checked while they are read."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from rmapp import paths
from rmapp.domain.call_report import CreditFact, SiteSight
from rmapp.domain.entity import Value
from rmapp.domain.facility import DrawUse
from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.person import Influence
from rmapp.domain.promise import Side
from rmapp.errors import RmappError
from rmapp.i18n import _
from rmapp.services.sample_book.values import moved

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")


class SampleRole(Value):
    """A part somebody plays at the firm: of a new person (`name`), or of one of another firm (`person`)."""

    person: str
    name: str = ""
    latin: str = ""
    about: dict[str, Any] = Field(default_factory=dict)
    role: str = "other"
    title: str = ""
    influence: Influence = "unknown"
    controller: bool = False
    main: bool = False
    since: PartialDate | None = None
    until: PartialDate | None = None


class SampleStage(Value):
    """One stage move."""

    to: str
    on: PartialDate
    reason: str | None = None
    evidence: tuple[str, ...] = ()
    note: str = ""
    approver: str = ""


class SamplePromise(Value):
    """A promise; `done` is the day it was kept or, with `dropped`, given up; `first_due` that before it was moved."""

    side: Side
    text: str
    owner: str
    due: date
    done: date | None = None
    dropped: bool = False
    result: str = ""
    high: bool = False
    proof: str = ""
    first_due: date | None = None


class SampleAnswer(Value):
    """What was answered to a question of the ask-list."""

    asked: str
    answer: str
    means: str = "said"


class SampleReport(Value):
    """What a call report says beyond its note."""

    absent: str = ""
    sights: tuple[SiteSight, ...] = ()
    credit_facts: tuple[CreditFact, ...] = ()
    answers: tuple[SampleAnswer, ...] = ()
    team_change: str | None = None
    market_change: str | None = None
    judgement: str = ""
    next_on: date | None = None
    next_purpose: str = ""


class SampleNote(Value):
    """A meeting held or planned; `who` are people of the firm by key, `guests` names without a record."""

    on: str
    type: str = "office_meeting"
    status: str = "held"
    minutes: int | None = None
    who: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    colleagues: tuple[str, ...] = ()
    place: str = ""
    purpose: str = ""
    agenda: tuple[str, ...] = ()
    objective: str = ""
    key_question: str = ""
    decision_ready: str = ""
    questions: tuple[str, ...] = ()
    summary: str = ""
    discussion: str = ""
    sentiment: str | None = None
    also_about: tuple[str, ...] = ()
    promises: tuple[SamplePromise, ...] = ()
    addendum: str = ""
    purpose_kind: str | None = None
    report: SampleReport | None = None


class SampleRoutine(Value):
    """How often the firm was met besides: `count` notes, every so many days, the newest `newest` days ago."""

    count: int
    every: int
    newest: int
    who: tuple[str, ...]
    start: int = 0


class SampleDraw(Value):
    """A payout of a line, from its tranche (counted from 1, 0 for none), and what came back of it."""

    on: date
    amount: Money
    tranche: int = 0
    payee: str = ""
    purpose: str = ""
    due: date | None = None
    number: str = ""
    notional: Money | None = None
    factor_bp: int | None = None
    uses: tuple[DrawUse, ...] = ()
    first_check_on: date | None = None
    checked_on: date | None = None
    check_note: str = ""
    repaid: tuple[tuple[date, Money], ...] = ()


class SampleLine(Value):
    """A credit line: its terms are fields of `Facility`, its parts fields of the entity of that name.

    `limits` are the limits over time with the reason of each; without any the limit of the terms holds
    since the signing.
    """

    key: str = ""
    terms: dict[str, Any]
    limits: tuple[tuple[date, Money, str], ...] = ()
    tranches: tuple[dict[str, Any], ...] = ()
    conditions: tuple[dict[str, Any], ...] = ()
    draws: tuple[SampleDraw, ...] = ()
    entries: tuple[dict[str, Any], ...] = ()


class SampleFigures(Value):
    """Statements in millions: one row for each of the last full years, oldest first, and a forecast.

    `fields` names the columns; None is unknown. Part years are shares of the forecast and of last year.
    """

    fields: tuple[str, ...]
    years: tuple[tuple[float | None, ...], ...]
    forecast: tuple[float | None, ...] = ()
    headcount: int | None = None
    ccy: str = "CNY"


class SampleFirm(Value):
    """A fictional firm with everything the book knows about it; `records` holds entities by table name."""

    key: str
    names: dict[str, str]
    firm: dict[str, Any] = Field(default_factory=dict)
    people: tuple[SampleRole, ...] = ()
    stages: tuple[SampleStage, ...] = ()
    lines: tuple[SampleLine, ...] = ()
    figures: SampleFigures | None = None
    notes: tuple[SampleNote, ...] = ()
    routine: SampleRoutine | None = None
    promises: tuple[SamplePromise, ...] = ()
    records: dict[str, tuple[dict[str, Any], ...]] = Field(default_factory=dict)


class SampleSettlement(Value):
    """How the first failed test of a covenant was settled: cured on a day, or waived by somebody until a day."""

    covenant: str
    cured_on: date | None = None
    approver: str = ""
    until: date | None = None
    note: str


class SampleCredit(Value):
    """What is added to the credit of a fictional firm: more lines, and records that speak of lines.

    A line with the reference number `WC-0147` is linked to as `@WC_0147`.
    """

    firm: str
    lines: tuple[SampleLine, ...] = ()
    records: dict[str, tuple[dict[str, Any], ...]] = Field(default_factory=dict)
    settled: tuple[SampleSettlement, ...] = ()


class RoutineNote(Value):
    """A note that could be written about any firm, in one of the two languages."""

    type: str
    minutes: int
    text: str
    mood: str | None = None


class SampleFacts(Value):
    """What products, grade and boards ask of a fictional firm, by table."""

    firm: str
    records: dict[str, tuple[dict[str, Any], ...]] = Field(default_factory=dict)


def read_firms(today: date) -> tuple[SampleFirm, ...]:
    """Return all fictional firms with their days counted from today."""
    files = sorted((paths.resources() / "sample").glob("firms_*.json"))
    firms = TypeAdapter(tuple[SampleFirm, ...])
    return tuple(firm for file in files for firm in _read(file, firms, today))


def read_credit(today: date) -> tuple[SampleCredit, ...]:
    """Return what is added to the credit of the fictional firms, with its days counted from today."""
    return _read(paths.resources() / "sample" / "credit.json", TypeAdapter(tuple[SampleCredit, ...]), today)


def read_facts(today: date) -> tuple[SampleFacts, ...]:
    """Return what products, grade and boards ask of the fictional firms, with its days counted from today."""
    return _read(paths.resources() / "sample" / "facts.json", TypeAdapter(tuple[SampleFacts, ...]), today)


def read_links(today: date) -> tuple[SampleFacts, ...]:
    """Return the suppliers, dealers and linked investments of the fictional firms, with days counted from today."""
    return _read(paths.resources() / "sample" / "links.json", TypeAdapter(tuple[SampleFacts, ...]), today)


def read_routine_notes(today: date) -> tuple[RoutineNote, ...]:
    """Return the notes that are spread over the firms."""
    notes = TypeAdapter(tuple[RoutineNote, ...])
    return _read(paths.resources() / "sample" / "routine_notes.json", notes, today)


def _read(file: Path, kind: TypeAdapter[T], today: date) -> T:
    try:
        return kind.validate_python(moved(json.loads(file.read_text("utf-8")), today))
    except ValidationError as error:
        first = error.errors()[0]
        place = " / ".join(str(part) for part in first["loc"])
        sentence = _("The sample data are damaged: {file}, {place}: {problem}")
        raise RmappError(sentence.format(file=file.name, place=place, problem=first["msg"])) from error

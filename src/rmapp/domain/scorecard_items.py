"""What a scorecard is made of: dimensions, indicators with bands and options, grades, hard stops and caps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from pydantic import Field, field_validator

from rmapp.domain.reference_items import Coded, Item, Label

Kind = Literal["numeric", "choice", "judgement"]
Direction = Literal["higher", "lower"]

BEST = 5
"""The best score of an indicator; the worst is 0."""

STOP = "stop"
"""The effect of a flag that leaves no grade but the one of a hard stop."""

_CAP = "cap:"

_SHELF_MONTHS: Mapping[str, int] = MappingProxyType({"numeric": 15, "choice": 24, "judgement": 12})
"""How many months a score of a kind holds where its file does not say: ours. Yearly figures reach from one set of
accounts to the next, a choice moves seldom, a judgement is looked at again each year."""


class Band(Item):
    """A band of a numeric indicator: `gte` its lower end, or `lte` its upper end."""

    gte: Decimal | None = None
    lte: Decimal | None = None
    score: int = Field(ge=0, le=BEST)

    @property
    def edge(self) -> Decimal:
        """Return the value from which the band holds."""
        found = self.gte if self.gte is not None else self.lte
        if found is None:
            raise ValueError("a band has no edge")
        return found

    def holds(self, number: Decimal) -> bool:
        """Tell whether a number lies in the band, better bands left aside."""
        return number >= self.edge if self.gte is not None else number <= self.edge


class Option(Coded):
    """An answer to a choice with its score."""

    score: int = Field(ge=0, le=BEST)


class Indicator(Coded):
    """One of the things a firm is scored by.

    `field` names the value of the book that a numeric one reads; `unit` is years, ratio, count, level, months,
    days or "CNY major" (yuan). `anchors` say what a judged score means. `shelf_months` is how long a score holds.
    """

    kind: Kind
    weight: int = Field(gt=0)
    field: str = ""
    unit: str = ""
    bands: tuple[Band, ...] = ()
    direction: Direction = "higher"
    else_score: int = Field(default=0, ge=0, le=BEST)
    options: tuple[Option, ...] = ()
    anchors: Mapping[int, Label] = Field(default_factory=dict)
    comment_required: bool = False
    shelf_months: int = Field(default=0, ge=0)

    @field_validator("anchors", mode="before")
    @classmethod
    def _in_both_languages(cls, value: object) -> object:
        if not isinstance(value, dict):
            return value
        return {key: {"en": text, "zh": text} if isinstance(text, str) else text for key, text in value.items()}

    @property
    def shelf(self) -> int:
        """Return how many months a score holds from the day of its evidence."""
        return self.shelf_months or _SHELF_MONTHS[self.kind]

    def option(self, code: str) -> Option | None:
        """Return an option of a choice by its code."""
        return next((one for one in self.options if one.code == code), None)


class Dimension(Coded):
    """A group of indicators; `origin` says where it comes from."""

    origin: str = ""
    indicators: tuple[Indicator, ...]


class Grade(Coded):
    """A grade with the least total, 0 to 100, that earns it."""

    min: Decimal = Decimal(0)
    meaning: Label


class HardStop(Coded):
    """Something that stops a grade or caps it; `effect` is `stop` or `cap:` with the best grade left."""

    effect: str

    @property
    def is_stop(self) -> bool:
        """Tell whether no grade is left."""
        return self.effect == STOP

    @property
    def cap(self) -> str | None:
        """Return the best grade that is left."""
        return self.effect.removeprefix(_CAP) if self.effect.startswith(_CAP) else None


class Missing(Item):
    """What happens where too little is known: below `min_completeness` (0 to 1) a grade is provisional."""

    min_completeness: Decimal


class OverrideRule(Item):
    """How far a person may go from the calculated grade, in steps."""

    max_steps: int = 1


class Scorecard(Item):
    """A version of a scorecard; grades stand best first, and profiles give the dimensions their weights."""

    code: str
    version: str
    label: Label
    status: str = "active"
    effective_from: date
    effective_to: date | None = None
    dimensions: tuple[Dimension, ...]
    weight_profiles: Mapping[str, Mapping[str, int]]
    stage_to_profile: Mapping[str, str]
    missing_data: Missing
    grades: tuple[Grade, ...]
    grade_x: Grade
    hard_stops: tuple[HardStop, ...]
    override: OverrideRule = OverrideRule()
    review_months: Mapping[str, int]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Return all indicators in the order of the file."""
        return tuple(one for dimension in self.dimensions for one in dimension.indicators)

    @property
    def profiles(self) -> tuple[str, ...]:
        """Return the codes of the weight profiles."""
        return tuple(self.weight_profiles)

    def indicator(self, code: str) -> Indicator | None:
        """Return an indicator by its code."""
        return next((one for one in self.indicators if one.code == code), None)

    def dimension(self, code: str) -> Dimension | None:
        """Return a dimension by its code."""
        return next((one for one in self.dimensions if one.code == code), None)

    def dimension_of(self, indicator: str) -> Dimension | None:
        """Return the dimension that an indicator belongs to."""
        return next((one for one in self.dimensions if any(each.code == indicator for each in one.indicators)), None)

    def grade(self, code: str) -> Grade | None:
        """Return a grade by its code, that of a hard stop too."""
        return next((one for one in (*self.grades, self.grade_x) if one.code == code), None)

    def hard_stop(self, code: str) -> HardStop | None:
        """Return a hard stop or cap by its code."""
        return next((one for one in self.hard_stops if one.code == code), None)

    def place(self, grade: str) -> int | None:
        """Return the place of a grade, 0 the best; None for that of a hard stop and for a strange one."""
        return next((at for at, one in enumerate(self.grades) if one.code == grade), None)

"""Venues of a listing with their financial tests, and the steps towards them (domain reference, 2.4 and 2.5).

Reference data and not advice: a numeric test that is met does not mean that a firm qualifies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydantic import Field

from rmapp.domain import reference
from rmapp.domain.condition import Condition, FieldType, parse_condition
from rmapp.domain.reference_items import Coded, Item, Label
from rmapp.errors import InputError, RmappError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping


class Metric(Coded):
    """A figure that tests of boards look at; `unit` is its type."""

    unit: FieldType


class IpoStatus(Coded):
    """A step of an application; `track` is a_share, hkex or any."""

    track: str
    phase: str
    terminal: bool


class IpoWindow(Item):
    """How many months what a step brought stays good, the steps that use it in time, and the words for its end."""

    months: int = Field(ge=1, le=600)
    until: tuple[str, ...]
    lapses: Label


class IpoStep(Item):
    """How long a step usually takes until the next one, in days, and what it changes in the credit.

    A `setback` is off the usual way; a `window` is open from the step on.
    """

    status: str
    usual_days: int | None = Field(default=None, ge=0, le=3660)
    setback: bool = False
    window: IpoWindow | None = None
    credit: Label


@dataclass(frozen=True, slots=True)
class BoardTest:
    """One financial test of a board; any one of them is enough for its numbers. `name` is its number or its words."""

    code: str
    name: Label
    summary: Label
    condition: Condition
    verified: bool
    source: str


class ListingBoard(Coded):
    """A venue: the day of its rules, their last change, and its tests as the file has them."""

    exchange: str | None
    currency: str | None
    rule_date: date | None = None
    last_change: date | None = None
    change_note: str = ""
    raw_tests: tuple[dict[str, Any], ...] = Field(default=(), alias="tests")


class _Move(Item):
    status: str = Field(alias="from")
    to: tuple[str, ...]


@cache
def metrics() -> Mapping[str, Metric]:
    """Return the figures that tests look at."""
    return reference.coded(Metric, "listing_boards", "metrics")


@cache
def listing_boards() -> Mapping[str, ListingBoard]:
    """Return the venues in the order of their file."""
    return reference.coded(ListingBoard, "listing_boards", "boards")


@cache
def board_tests(board: str) -> tuple[BoardTest, ...]:
    """Return the tests of a board, none for one without shipped tests. Raises RmappError for a bad file."""
    types: dict[str, FieldType] = {code: metric.unit for code, metric in metrics().items()}
    try:
        return tuple(_test(board, raw, types) for raw in listing_boards()[board].raw_tests)
    except (InputError, KeyError, ValueError) as error:
        what = error.message if isinstance(error, InputError) else str(error)
        raise RmappError(
            _("The code list {name}.json cannot be used: {what}").format(name="listing_boards", what=what)
        ) from error


@cache
def boards_as_of() -> date:
    """Return the day up to which the rules of the boards were checked."""
    return date.fromisoformat(reference.file("listing_boards")["as_of"])


@cache
def disclaimer() -> Label:
    """Return the sentence that stands under every test, on screen and on paper."""
    return Label.model_validate(reference.file("listing_boards")["disclaimer"])


@cache
def ipo_statuses() -> Mapping[str, IpoStatus]:
    """Return the steps of an application in the order of their file."""
    return reference.coded(IpoStatus, "stages", "ipo_statuses")


@cache
def ipo_moves() -> Mapping[str, tuple[str, ...]]:
    """Return for each status the ones that may follow it."""
    return MappingProxyType({one.status: one.to for one in reference.read(_Move, "stages", "ipo_transitions")})


@cache
def ipo_steps() -> Mapping[str, IpoStep]:
    """Return for each status its usual length and what it changes in the credit."""
    found = reference.read(IpoStep, "lifecycle_lists", "ipo_steps")
    return MappingProxyType({one.status: one for one in found})


def _test(board: str, raw: Mapping[str, Any], types: Mapping[str, FieldType]) -> BoardTest:
    code = str(raw["test"])
    return BoardTest(
        code=code,
        name=Label.model_validate(raw.get("label") or {"en": code, "zh": code}),
        summary=Label.model_validate(raw["summary"]),
        condition=parse_condition(raw["conditions"], types, f"{board}.{code}"),
        verified=bool(raw["verified"]),
        source=str(raw["source"]),
    )

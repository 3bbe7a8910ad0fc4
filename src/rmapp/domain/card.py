"""What a list shows of a firm: plain tuples, made for painting thousands of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from rmapp.domain.money import Money
from rmapp.domain.query import Chip
from rmapp.domain.rhythm import TouchKind

NextKind = Literal["", "meeting", "ours", "theirs"]


class FirmCard(NamedTuple):
    """One row of a list; names stand in the current language.

    Money is in CNY and None where it is not known; `mixed` says that other currencies were converted.
    `stage_since` is ISO text, perhaps partial, and empty where unknown. The next action is the earliest
    open promise or planned meeting; `next_kind` says whose it is and is empty where there is none.
    `next_touch` is the day by the rhythm of contact, met every `touch_days`; `last_touch` the last meeting of
    substance (domain 4.4). `grade` is that of the newest assessment as it counts now, empty without one, `score` its
    total in tenths of a point.
    """

    id: str
    name: str
    second_name: str
    monogram: str
    stage: str | None
    stage_since: str
    tier: str | None
    status: str
    nature: str
    watch: str
    owner: str
    outstanding: Money | None
    limit: Money | None
    utilisation_bp: int | None
    mixed: bool
    next_kind: NextKind
    next_text: str
    next_on: date | None
    last_contact: date | None
    next_maturity: date | None
    region_code: str | None
    city: str
    industry: str | None
    designations: tuple[str, ...]
    last_touch: date | None
    next_touch: date | None
    touch_days: int
    touch_kind: TouchKind | None
    grade: str
    score: int | None
    scored_on: date | None


@dataclass(frozen=True, slots=True)
class ListTotals:
    """The number of firms in a list and the sums, in CNY, of what is known."""

    count: int
    outstanding: Money
    undrawn: Money


@dataclass(frozen=True, slots=True)
class EmptyHint:
    """A filter that keeps an empty list empty: without it `count` firms would be shown."""

    chip: Chip
    count: int

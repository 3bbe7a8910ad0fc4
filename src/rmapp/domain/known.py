"""What is known of one fact: its value, how exact it is, how old it is, and who said it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate

Plain = bool | int | Decimal | Money | str | date | frozenset[str]
Bound = Literal["exact", "at_least", "at_most", "range"]


@dataclass(frozen=True, slots=True)
class Known:
    """A known fact; what is not known has no `Known` at all, and is never zero.

    `value` is a bool, a whole number, a Decimal (ratios are fractions, 0.15 is 15 %), Money, a code, a day, or
    a set of codes. "More than 200" is 200 with the bound `at_least`; a range has its upper end in `high`.
    `qualifier` is the word it was reported with (`count_qualifier`), for people; rules look at the bound.
    `source` is a code of `info_source`, or empty for what the book itself works out (a stage, an age).
    """

    value: Plain
    bound: Bound = "exact"
    high: Money | Decimal | int | None = None
    as_of: PartialDate | None = None
    source: str = ""
    citation: str = ""
    qualifier: str = "exact"


Values = Mapping[str, Known]
"""The known facts of one firm by the code of their field; a code that is missing is unknown."""

NOTHING: Values = {}

"""What the list of credit lines shows of one line, and the sums of a list."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rmapp.domain.money import Money
from rmapp.domain.query import Chip


class LineRow(NamedTuple):
    """One credit line as a row; names stand in the current language.

    Amounts are in the line's own currency and None where they are not known; `free` is the same number as
    on the client's page. Price is in basis points a year. `use` is in_use, approved, proposed, mentioned or
    ended; `own` tells that the line is our own bank's; `securities` are codes of what secures it.
    """

    id: str
    firm_id: str
    firm_name: str
    second_name: str
    monogram: str
    facility_type: str
    reference_no: str
    use: str
    status: str
    ccy: str
    limit: Money | None
    limit_qualifier: str
    outstanding: Money | None
    utilisation_bp: int | None
    over_limit: bool
    free: Money | None
    price_bp: int | None
    maturity_on: date | None
    securities: tuple[str, ...]
    lender: str
    own: bool
    parent_id: str | None


class LineSums(NamedTuple):
    """The sums of one use, in CNY, of what is known; lines under an umbrella of the same list count in it.

    `limits_unknown` and `outstandings_unknown` tell of how many lines the amount, or its exchange rate, is
    not known. `own` False are lines of other lenders, which are never summed with ours.
    """

    use: str
    own: bool
    lines: int
    limit: Money
    limits_unknown: int
    outstanding: Money
    outstandings_unknown: int


class ListSums(NamedTuple):
    """All sums of a list: `rate_on` is the day of the oldest exchange rate in them, `stale` says it is old."""

    lines: int
    sums: tuple[LineSums, ...]
    rate_on: date | None
    stale: bool


class LineHint(NamedTuple):
    """A filter that keeps an empty list empty: without it that many `lines` would be shown."""

    chip: Chip
    lines: int

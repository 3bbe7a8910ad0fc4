"""A table that can leave the book: its columns with their kinds, and its rows as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate

Kind = Literal["text", "money", "number", "percent", "date"]
ExportValue = str | int | Decimal | date | PartialDate | Money | None


class ExportColumn(NamedTuple):
    """One column: its title and what its values are.

    Of kind `money` the values are Money and are written in units (yuan, dollars). With a `ccy` that
    currency stands in the head and all amounts have it; without one a second column names it row by row,
    unless `names_ccy` is False because another column does so for the whole row.
    Of kind `percent` the values are basis points. Unknown is None.
    """

    title: str
    kind: Kind = "text"
    ccy: str = ""
    names_ccy: bool = True


class ExportTable(NamedTuple):
    """A table; `notes` are sentences that belong to it, such as its filters and the day of its exchange rates."""

    title: str
    columns: Sequence[ExportColumn]
    rows: Iterable[Sequence[ExportValue]]
    notes: Sequence[str] = ()

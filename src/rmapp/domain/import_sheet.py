"""A table read from a file, before anybody knows what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

Cell = str | int | float | Decimal | date | time | bool | None
"""What a cell can hold; a moment is a `datetime`, which is a `date` too."""

Row = tuple[int, tuple[Cell, ...]]
"""A row with its number in the file, counted from 1 as spreadsheets do."""

SERIAL_BASE = date(1899, 12, 30)
"""Day 0 of the day numbers that spreadsheets keep for dates (1904-01-01 in old files of a Mac)."""


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """Something in the file that could not be read; `column` is None where the whole row is meant."""

    row: int
    column: str | None
    cause: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: titles, rows with content, and what could not be read.

    `header_row` is 0 where the file has no titles; columns then have made-up ones. Titles are unique.
    Every row has as many cells as there are columns. `preface` are the texts above the titles.
    """

    name: str
    header_row: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[ReadProblem, ...] = ()
    preface: tuple[str, ...] = ()
    serial_base: date = SERIAL_BASE

    def column(self, title: str) -> tuple[Cell, ...]:
        """Return the cells below a title."""
        at = self.columns.index(title)
        return tuple(cells[at] for _number, cells in self.rows)


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """What a file offers to read: a sheet's name, its rows as far as the file tells, and if it is hidden."""

    name: str
    rows: int | None
    hidden: bool = False

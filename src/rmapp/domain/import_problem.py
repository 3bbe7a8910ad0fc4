"""What is wrong with a cell or row of an imported table, and what can be done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from rmapp.domain.import_sheet import Cell

Severity = Literal["error", "look"]
About = Literal["cell", "match", "row"]


class Choice(NamedTuple):
    """One way out: the value to hand back, and its label in the current language."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One finding: an `error` keeps its row out, a `look` waits until somebody accepts it.

    `fix` is the value to put in the cell, None where the program has no proposal. `about` says what an
    answer changes: the cell, the match with the book (its choices are ids or `new`), or nothing but the
    acceptance of the row. `column` is None where the whole row is meant.
    """

    row: int
    column: str | None
    value: Cell
    cause: str
    severity: Severity = "error"
    fix: str | None = None
    choices: tuple[Choice, ...] = ()
    about: About = "cell"


class Finding(NamedTuple):
    """What reading one cell gave: a value, or what is wrong; a `look` has both."""

    value: object
    cause: str = ""
    severity: Severity = "error"
    fix: str | None = None
    choices: tuple[Choice, ...] = ()

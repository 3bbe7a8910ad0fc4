"""What an import would do, row by row, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rmapp.domain import reference
from rmapp.domain.entity import CodeOf, Entity
from rmapp.domain.import_fields import fields as known_fields
from rmapp.domain.money import Money, format_money
from rmapp.i18n import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rmapp.domain.import_fields import ImportKind
    from rmapp.domain.import_mapping import ColumnMap
    from rmapp.domain.import_problem import RowProblem
    from rmapp.domain.import_sheet import Cell, Sheet

Action = Literal["add", "update", "same", "look", "error"]
ACCEPT = "accept"
NEW = "new"
"""The answer to a match: this row is not what the book has."""


_COLUMNS = {"pinned_note": "remark", "degree": "education_level"}


class FieldChange(NamedTuple):
    """One field that an update sets, as texts to show."""

    label: str
    old: str
    new: str


class Edit(NamedTuple):
    """Fields of an entity in the book to be set."""

    entity: type[Entity]
    id: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row and what becomes of it: entities to add and edits to make.

    `target_id` is what an update changes, `matched_by` says in words how it was found.
    """

    row: int
    action: Action
    title: str = ""
    problems: tuple[RowProblem, ...] = ()
    target_id: str | None = None
    matched_by: str = ""
    changes: tuple[FieldChange, ...] = ()
    new: tuple[Entity, ...] = ()
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the user decided: corrected cells, matches by row, accepted findings, and all or nothing.

    `accept_looks` takes every finding that is only worth a look as it is proposed.
    """

    strict: bool = False
    accept_looks: bool = False
    fixes: Mapping[tuple[int, str], Cell] = field(default_factory=dict)
    decisions: Mapping[int, str] = field(default_factory=dict)
    accepted: frozenset[tuple[int, str | None]] = frozenset()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Everything an import would do; `mark` is the state of the book it was made for."""

    kind: ImportKind
    sheet: Sheet
    mapping: ColumnMap
    options: ImportOptions
    rows: tuple[PlannedRow, ...]
    mark: int

    def _of(self, *actions: Action) -> tuple[PlannedRow, ...]:
        return tuple(row for row in self.rows if row.action in actions)

    @property
    def adds(self) -> tuple[PlannedRow, ...]:
        """Return the rows that add something."""
        return self._of("add")

    @property
    def updates(self) -> tuple[PlannedRow, ...]:
        """Return the rows that change something in the book."""
        return self._of("update")

    @property
    def same(self) -> tuple[PlannedRow, ...]:
        """Return the rows that say what the book says already."""
        return self._of("same")

    @property
    def looks(self) -> tuple[PlannedRow, ...]:
        """Return the rows that wait until somebody has looked."""
        return self._of("look")

    @property
    def errors(self) -> tuple[PlannedRow, ...]:
        """Return the rows that cannot go in."""
        return self._of("error")

    @property
    def good(self) -> tuple[PlannedRow, ...]:
        """Return the rows that are written when the plan is applied."""
        return self._of("add", "update")

    @property
    def problems(self) -> tuple[RowProblem, ...]:
        """Return what is wrong with the rows that are left out, in the order of the file."""
        return tuple(problem for row in self._of("look", "error") for problem in row.problems)


def resolve(options: ImportOptions, problem: RowProblem, value: str | None = None) -> ImportOptions:
    """Return the options with an answer to a problem; without a value its proposal is taken."""
    answer = problem.fix if value is None else value
    if problem.about == "match":
        return replace(options, decisions={**options.decisions, problem.row: answer or NEW})
    if problem.about == "row" or problem.column is None or answer is None:
        return replace(options, accepted=options.accepted | {(problem.row, problem.column)})
    return replace(options, fixes={**options.fixes, (problem.row, problem.column): answer})


def resolve_all(options: ImportOptions, problems: Iterable[RowProblem]) -> ImportOptions:
    """Return the options with the proposal for every look; errors wait for a hand."""
    looks = [problem for problem in problems if problem.severity == "look"]
    cells = {
        (problem.row, problem.column): problem.fix
        for problem in looks
        if problem.about == "cell" and problem.column is not None
    }
    matches = {problem.row: problem.fix or NEW for problem in looks if problem.about == "match"}
    rows = {(problem.row, problem.column) for problem in looks if problem.about == "row"}
    return replace(
        options,
        fixes={**options.fixes, **cells},
        decisions={**options.decisions, **matches},
        accepted=options.accepted | rows,
    )


def open_problems(problems: Iterable[RowProblem], options: ImportOptions) -> tuple[RowProblem, ...]:
    """Return the problems that are not answered yet."""
    return tuple(
        problem
        for problem in problems
        if problem.severity == "error"
        or not (options.accept_looks or (problem.row, problem.column) in options.accepted)
    )


def action_of(problems: Iterable[RowProblem], good: Action) -> Action:
    """Return what becomes of a row with these open problems, and `good` where there are none."""
    severities = {problem.severity for problem in problems}
    return "error" if "error" in severities else "look" if severities else good


def show(value: object, codes: str = "") -> str:
    """Return a value as a text for the table of changes."""
    if value is None or value == "":
        return _("empty")
    if isinstance(value, Money):
        return format_money(value, "full")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, tuple):
        return listed(show(one, codes) for one in value)
    return reference.text(codes, str(value)) if codes else str(value)


def _codes_of(entity: Entity, name: str) -> str:
    marks = type(entity).model_fields[name].metadata
    return next((mark.name for mark in marks if isinstance(mark, CodeOf)), "")


def compare(
    entity: Entity, wanted: Mapping[str, object], kind: ImportKind
) -> tuple[tuple[Edit, ...], tuple[FieldChange, ...]]:
    """Return the edit that gives an entity these values, and its changes in words; both empty if none."""
    differing = {name: value for name, value in wanted.items() if getattr(entity, name) != value}
    if not differing:
        return (), ()
    labels = known_fields(kind)
    shown = {name: labels[_COLUMNS.get(name, name)].label for name in differing if _COLUMNS.get(name, name) in labels}
    changes = tuple(
        FieldChange(
            label,
            show(getattr(entity, name), _codes_of(entity, name)),
            show(differing[name], _codes_of(entity, name)),
        )
        for name, label in shown.items()
    )
    return (Edit(type(entity), entity.id, differing),), changes


def pick(values: Mapping[str, object], *names: str) -> dict[str, object]:
    """Return those of the named values that the row gives."""
    return {name: values[name] for name in names if name in values}

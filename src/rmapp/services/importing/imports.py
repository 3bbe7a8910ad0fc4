"""Tables of firms, people, meeting notes and credit lines brought into the book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from rmapp.domain.import_check import check_rows, missing_fields
from rmapp.domain.import_fields import fields, kind_names
from rmapp.domain.import_mapping import (
    Ambiguity,
    ColumnMap,
    ambiguities,
    guess_columns,
    guess_map,
)
from rmapp.errors import ImportRejected, InputError, RmappError, RuleError
from rmapp.exchange.bad_rows import write_rows
from rmapp.exchange.tables import read_table, sheets_in
from rmapp.i18n import _, ngettext
from rmapp.services.importing.facilities import FacilityPlanner
from rmapp.services.importing.firms import FirmPlanner
from rmapp.services.importing.meetings import MeetingPlanner
from rmapp.services.importing.people import PersonPlanner
from rmapp.services.importing.plan import ImportOptions, ImportPlan, resolve, resolve_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rmapp.domain.import_check import CheckedRow
    from rmapp.domain.import_fields import ImportKind
    from rmapp.domain.import_problem import RowProblem
    from rmapp.domain.import_sheet import Sheet
    from rmapp.services.importing.plan import PlannedRow
    from rmapp.storage.store import Store

__all__ = [
    "ImportCancelled",
    "ImportOptions",
    "ImportPlan",
    "ImportReport",
    "ambiguities",
    "answer",
    "apply_import",
    "fields",
    "guess_columns",
    "guess_map",
    "kind_names",
    "label",
    "missing_fields",
    "plan_import",
    "read_table",
    "resolve",
    "resolve_all",
    "save_bad_rows",
    "sheets_in",
]

_BLOCK = 500


class ImportCancelled(RmappError):
    """The user stopped an import; nothing was written."""


class _Planner(Protocol):
    def plan(self, rows: list[CheckedRow]) -> Iterator[PlannedRow]: ...


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; `left_out` says what is wrong with each row that did not go in."""

    kind: ImportKind
    sheet: Sheet
    added: int
    updated: int
    same: int
    left_out: tuple[RowProblem, ...]

    @property
    def rows_left_out(self) -> int:
        """Return how many rows did not go in."""
        return len({problem.row for problem in self.left_out})

    def sentence(self) -> str:
        """Return the outcome as one sentence."""
        return _("{added} added, {updated} updated, {same} unchanged, {left} left out.").format(
            added=self.added, updated=self.updated, same=self.same, left=self.rows_left_out
        )


def answer(mapping: ColumnMap, question: Ambiguity, value: str) -> ColumnMap:
    """Return the map with the answer to a question about a column."""
    use = mapping.columns[question.column].model_dump()
    use["unit" if question.about == "unit" else "dates"] = value
    columns = {**mapping.model_dump()["columns"], question.column: use}
    return ColumnMap.model_validate({"kind": mapping.kind, "columns": columns})


def _mark(store: Store) -> int:
    return int(store.rows("SELECT coalesce(max(rid), 0) FROM command")[0][0])


def plan_import(store: Store, sheet: Sheet, mapping: ColumnMap, options: ImportOptions | None = None) -> ImportPlan:
    """Return what importing the sheet would do; nothing is written.

    Errors: InputError where a needed field has no column, or a unit or order of dates is not known.
    """
    options = options or ImportOptions()
    checked = list(check_rows(sheet, mapping, store.clock.today(), options.fixes))
    columns = {use.field: title for title, use in mapping.columns.items() if title in sheet.columns}
    planners: Mapping[str, Callable[[Store, ImportOptions, Mapping[str, str]], _Planner]] = {
        "firms": FirmPlanner,
        "people": PersonPlanner,
        "meetings": MeetingPlanner,
        "facilities": FacilityPlanner,
    }
    rows = tuple(planners[mapping.kind](store, options, columns).plan(checked))
    return ImportPlan(mapping.kind, sheet, mapping, options, rows, _mark(store))


def label(plan: ImportPlan) -> str:
    """Return the name of the command that applies a plan, for the undo menu."""
    count = len(plan.good)
    return ngettext("Import {n} row", "Import {n} rows", count).format(n=count)


def apply_import(
    store: Store,
    plan: ImportPlan,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportReport:
    """Write the good rows of a plan, all or none, and report the others.

    `progress` is told how many rows of how many are done. Errors: ImportRejected (strict, and a row is
    left over), ImportCancelled, RuleError where the book has changed since the plan was made.
    """
    good = plan.good
    report = ImportReport(plan.kind, plan.sheet, len(plan.adds), len(plan.updates), len(plan.same), plan.problems)
    if plan.options.strict and report.left_out:
        sentence = ngettext(
            "{n} row cannot go in, so nothing was imported. Correct it and import the file again.",
            "{n} rows cannot go in, so nothing was imported. Correct them and import the file again.",
            report.rows_left_out,
        )
        raise ImportRejected(sentence.format(n=report.rows_left_out), report)
    if _mark(store) != plan.mark:
        raise RuleError(_("The book has changed since the rows were checked. Nothing was imported. Check them again."))
    for start in range(0, len(good), _BLOCK):
        if cancelled is not None and cancelled():
            raise ImportCancelled(_("The import was stopped. Nothing was written."))
        _write(store, good[start : start + _BLOCK])
        if progress is not None:
            progress(min(start + _BLOCK, len(good)), len(good))
    return report


def _write(store: Store, rows: Sequence[PlannedRow]) -> None:
    store.add_many(entity for row in rows for entity in row.new)
    for row in rows:
        for edit in row.edits:
            store.change(edit.entity, edit.id, **edit.fields)


def save_bad_rows(path: Path, source: ImportReport | ImportPlan) -> int:
    """Write the rows that were left out, with what is wrong, as a table of only themselves.

    Returns how many. Errors: InputError where the file cannot be written.
    """
    problems = source.left_out if isinstance(source, ImportReport) else source.problems
    try:
        return write_rows(path, source.sheet, problems)
    except OSError as error:
        sentence = _("The file {name} could not be written: {reason}.").format(
            name=path.name, reason=error.strerror or type(error).__name__
        )
        raise InputError({"file": sentence}) from error

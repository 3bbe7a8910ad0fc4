"""The rows of an imported table, each to values and to what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from rmapp.domain.import_cells import Reading, read_cell
from rmapp.domain.import_fields import ImportKind, fields
from rmapp.domain.import_mapping import ColumnMap, ambiguities
from rmapp.domain.import_problem import Choice, Finding, RowProblem
from rmapp.domain.import_rules import apply_rules
from rmapp.domain.import_sheet import Cell, ReadProblem, Row, Sheet
from rmapp.errors import InputError
from rmapp.i18n import _, listed

Fixes = Mapping[tuple[int, str], Cell]
"""Corrected cells by (row number, column title)."""

_TOTAL = re.compile(r"(?:合|总|小)\s*计|(?:sub|grand )?totals?|sum", re.IGNORECASE)
_REQUIRED: dict[ImportKind, tuple[tuple[str, ...], ...]] = {
    "firms": (("name", "name_en", "name_short"),),
    "people": (("name",), ("firm", "firm_uscc")),
    "meetings": (("firm", "firm_uscc"), ("starts_at",)),
    "facilities": (("firm", "firm_uscc"), ("facility_type",)),
}


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One row: its values by field (only what the file says) and its problems."""

    row: int
    values: Mapping[str, object]
    problems: tuple[RowProblem, ...] = ()

    @property
    def failed(self) -> bool:
        """Tell whether an error keeps the row out."""
        return any(problem.severity == "error" for problem in self.problems)


def missing_fields(mapping: ColumnMap) -> tuple[str, ...]:
    """Return, as sentences, which fields the table cannot do without and no column is matched to."""
    known, used = fields(mapping.kind), {use.field for use in mapping.columns.values()}
    return tuple(
        _("No column is matched to “{field}”.").format(field=known[group[0]].label)
        for group in _REQUIRED[mapping.kind]
        if not used.intersection(group)
    )


def refuse_open_questions(sheet: Sheet, mapping: ColumnMap) -> None:
    """Raise InputError where a column does not exist, a needed field has none, or a question is open."""
    absent = [title for title in mapping.columns if title not in sheet.columns]
    if absent:
        sentence = _("The table has no column {titles}.").format(titles=listed(f"“{title}”" for title in absent))
        raise InputError({"columns": sentence})
    missing = " ".join(missing_fields(mapping))
    problems = {"columns": missing} if missing else {}
    problems |= {question.column: question.question for question in ambiguities(sheet, mapping)}
    if problems:
        raise InputError(problems)


class RowChecker:
    """Checks rows of one sheet with one map of columns; made once, used for every row."""

    def __init__(self, sheet: Sheet, mapping: ColumnMap, today: date) -> None:
        known = fields(mapping.kind)
        self.kind = mapping.kind
        self._today = today
        self._required = [
            [field for field in group if any(use.field == field for use in mapping.columns.values())]
            for group in _REQUIRED[mapping.kind]
        ]
        readings = [
            (at, title, Reading(known[use.field], use, sheet.serial_base))
            for at, title in enumerate(sheet.columns)
            if (use := mapping.columns.get(title)) is not None and use.field in known
        ]
        # The currency of a row is read before its amounts.
        self._readings = sorted(readings, key=lambda item: item[2].field.code != "ccy")
        self.column_of = {reading.field.code: title for _at, title, reading in readings}
        self._needed = {self.column_of[group[0]] for group in self._required if len(group) == 1}
        self._read_problems: dict[int, list[ReadProblem]] = {}
        for problem in sheet.problems:
            self._read_problems.setdefault(problem.row, []).append(problem)

    def check(self, row: Row, fixes: Fixes) -> CheckedRow:
        """Return the values and problems of a row, with corrected cells in place of those of the file."""
        number, cells = row
        values: dict[str, object] = {}
        problems = [
            RowProblem(number, found.column, None, found.cause, about="row" if found.column is None else "cell")
            for found in self._read_problems.get(number, ())
            if found.column is None or (found.column in self.column_of.values() and (number, found.column) not in fixes)
        ]
        for at, title, reading in self._readings:
            cell = fixes.get((number, title), cells[at]) if fixes else cells[at]
            if cell is None or cell == "":
                continue
            ccy = values.get("ccy")
            finding = read_cell(cell, replace(reading, ccy=ccy) if isinstance(ccy, str) else reading)
            if finding.value is not None:
                values[reading.field.code] = finding.value
            if finding.cause:
                problems.append(self._problem(number, title, cells[at], finding))
        problems += self._check_needed(number, cells, values, problems)
        if not any(problem.severity == "error" for problem in problems):
            problems += apply_rules(self.kind, number, values, self.column_of, self._today)
        return CheckedRow(number, values, tuple(problems))

    def _problem(self, number: int, title: str, cell: Cell, finding: Finding) -> RowProblem:
        choices = finding.choices
        if finding.severity == "error" and title not in self._needed:
            choices = (*choices, Choice("", _("Leave empty")))
        return RowProblem(number, title, cell, finding.cause, finding.severity, finding.fix, choices)

    def _check_needed(
        self, number: int, cells: tuple[Cell, ...], values: dict[str, object], problems: list[RowProblem]
    ) -> Iterator[RowProblem]:
        first = next((cell for cell in cells if cell is not None), None)
        if isinstance(first, str) and _TOTAL.fullmatch(first):
            yield RowProblem(number, None, first, _("This looks like a row of totals"), about="row")
            return
        failed = {problem.column for problem in problems}
        for group in self._required:
            titles = [self.column_of[field] for field in group]
            if group and not any(field in values for field in group) and not failed.intersection(titles):
                yield RowProblem(number, titles[0], None, _("This must be filled in"))


def check_rows(sheet: Sheet, mapping: ColumnMap, today: date, fixes: Fixes) -> Iterator[CheckedRow]:
    """Yield every row of the sheet, checked on its own.

    Errors: InputError where a needed field has no column or a unit or order of dates is not known.
    """
    refuse_open_questions(sheet, mapping)
    checker = RowChecker(sheet, mapping, today)
    return (checker.check(row, fixes) for row in sheet.rows)

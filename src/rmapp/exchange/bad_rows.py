"""The rows that were not imported, written as a table of only themselves with what is wrong."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from rmapp.exchange.cell_safety import escape_text, show_controls
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet.worksheet import Worksheet

    from rmapp.domain.import_sheet import Cell, Sheet

_LONGEST = 32_767
_WRONG_TITLES = ("What is wrong", "问题说明")


class Wrong(Protocol):
    """What is wrong with one cell, or with a whole row where there is no column."""

    @property
    def row(self) -> int:
        """The number of the row in the file."""

    @property
    def column(self) -> str | None:
        """The title of the column."""

    @property
    def cause(self) -> str:
        """What is wrong, as a sentence."""


def is_wrong_column(title: str) -> bool:
    """Tell whether a title is that of the column which the program adds itself."""
    return title in (*_WRONG_TITLES, _("What is wrong"))


def _causes(errors: Iterable[Wrong]) -> Mapping[int, str]:
    by_row: dict[int, list[str]] = defaultdict(list)
    for error in errors:
        text = error.cause if error.column is None else f"{error.column}: {error.cause}"
        if text not in by_row[error.row]:
            by_row[error.row].append(text)
    return {row: "\n".join(texts) for row, texts in by_row.items()}


def _lines(sheet: Sheet, errors: Iterable[Wrong]) -> list[list[Cell]]:
    causes = _causes(errors)
    keep = [at for at, title in enumerate(sheet.columns) if not is_wrong_column(title)]
    lines: list[list[Cell]] = [[*(sheet.columns[at] for at in keep), _("What is wrong")]]
    lines += [[*(cells[at] for at in keep), causes[row]] for row, cells in sheet.rows if row in causes]
    return lines


def write_rows(path: Path, sheet: Sheet, errors: Iterable[Wrong]) -> int:
    """Write the rows named in `errors` and return how many; `.csv` writes text, all else a workbook.

    No cell can start a formula; characters a workbook cannot hold are replaced by U+FFFD, and texts are
    cut at 32,767 characters. Errors: OSError.
    """
    lines = _lines(sheet, errors)
    if path.suffix.lower() == ".csv":
        _write_csv(path, lines)
    else:
        _write_xlsx(path, lines)
    return len(lines) - 1


def _as_text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return escape_text(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, time):
        return value.isoformat("minutes")
    return str(value)


def _write_csv(path: Path, lines: list[list[Cell]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([_as_text(value) for value in line] for line in lines)
    # The mark makes spreadsheet programs read it as UTF-8.
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def _write_xlsx(path: Path, lines: list[list[Cell]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet(_("Rows to correct"))
    page.freeze_panes = "A2"
    for line in lines:
        page.append([_as_cell(page, value) for value in line])
    book.save(path)
    book.close()


def _as_cell(page: Worksheet, value: Cell) -> WriteOnlyCell | Cell:
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(page, show_controls(value)[:_LONGEST])
    # Without this openpyxl makes a formula of a text that starts with "=".
    cell.data_type = "s"
    return cell

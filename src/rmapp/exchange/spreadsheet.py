"""Excel workbooks (.xlsx): tables read as people make them."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from contextlib import contextmanager
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from rmapp.domain.import_sheet import SERIAL_BASE, Cell, Row, Sheet, SheetInfo
from rmapp.exchange.grid import collect, make_sheet, unreadable
from rmapp.exchange.workbook_package import (
    Box,
    check_package,
    damaged,
    has_formulas,
    merged_boxes,
    refuse_old_formats,
)
from rmapp.i18n import _, listed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MAC_BASE = date(1904, 1, 1)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
    EOFError,
    RuntimeError,
)


@contextmanager
def _opened(path: Path, *, values: bool) -> Iterator[Workbook]:
    import openpyxl

    try:
        # A stream, because openpyxl judges a path by its ending.
        with path.open("rb") as stream, warnings.catch_warnings():
            # openpyxl warns of parts it leaves out, such as pictures and data validation: we need none.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=values, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except _BROKEN as error:
        raise damaged() from error
    except OSError as error:
        raise unreadable(
            _("The file {name} could not be opened: {reason}. Nothing was imported.").format(
                name=path.name, reason=error.strerror or type(error).__name__
            )
        ) from error


def check_workbook(path: Path) -> None:
    """Refuse, each with a sentence, what is not a workbook that can be read safely."""
    with path.open("rb") as stream:
        head = stream.read(8)
        refuse_old_formats(head, head + stream.read(20_000_000))
    check_package(path)


def list_sheets(path: Path) -> list[SheetInfo]:
    """Return the sheets with cells, in their order. Errors: InputError with a sentence for the user."""
    check_workbook(path)
    with _opened(path, values=True) as book:
        return [
            SheetInfo(str(sheet.title), sheet.max_row, hidden=sheet.sheet_state != "visible")
            for sheet in book.worksheets
        ]


def _as_cell(value: object) -> Cell:
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.replace(microsecond=0)
    if value is None or isinstance(value, str | bool | int | float | date | time):
        return value
    return str(value)


def _fill_merged(rows: list[tuple[int, list[Cell]]], boxes: list[Box]) -> None:
    by_number = dict(rows)
    for top, left, bottom, right in boxes:
        first = by_number.get(top)
        value = first[left] if first is not None and left < len(first) else None
        if value is None:
            continue
        for number in range(top, bottom + 1):
            cells = by_number.get(number)
            if cells is None:
                continue
            cells += [None] * (right + 1 - len(cells))
            cells[left : right + 1] = [value] * (right + 1 - left)


def _read_rows(sheet: Worksheet) -> list[tuple[int, list[Cell]]]:
    sheet.reset_dimensions()
    rows = (
        (number, [_as_cell(value) for value in values])
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1)
    )
    return [(number, list(cells)) for number, cells in collect(rows)]


def _read_part(path: Path, part: str) -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read(part.lstrip("/"))


def _formulas(path: Path, name: str) -> Iterator[tuple[int, int]]:
    with _opened(path, values=False) as book:
        for number, cells in enumerate(book[name].iter_rows(values_only=True), start=1):
            for at, value in enumerate(cells):
                if isinstance(value, str) and value.startswith("="):
                    yield number, at


def _uncomputed(path: Path, name: str, rows: list[tuple[int, list[Cell]]]) -> list[tuple[int, int, str]]:
    """Return where a formula stands whose result the file does not hold."""
    cause = _("A formula whose result is not in the file. Open the file in a spreadsheet program and save it.")
    by_number = dict(rows)
    return [
        (number, at, cause)
        for number, at in _formulas(path, name)
        if at >= len(by_number.get(number, ())) or by_number[number][at] is None
    ]


def read_xlsx(path: Path, sheet: str | None = None) -> Sheet:
    """Return one sheet of a workbook: the named one, else the first visible one with rows.

    Merged cells all carry the value of the first; formulas give their stored result. Errors: InputError
    with a sentence for the user.
    """
    check_workbook(path)
    with _opened(path, values=True) as book:
        names = [str(one.title) for one in book.worksheets]
        if sheet is not None and sheet not in names:
            raise unreadable(
                _("The workbook has no sheet “{name}”. Its sheets: {names}.").format(name=sheet, names=listed(names))
            )
        visible = [one for one in book.worksheets if one.sheet_state == "visible"] or list(book.worksheets)
        wanted = [one for one in book.worksheets if one.title == sheet] if sheet is not None else visible
        rows: list[tuple[int, list[Cell]]] = []
        for chosen in wanted:
            rows = _read_rows(chosen)
            if len(rows) > 1:
                break
        if not rows:
            return make_sheet(path.name, [])
        name = str(chosen.title)
        base = _MAC_BASE if book.epoch.year == _MAC_BASE.year else SERIAL_BASE
        part = _read_part(path, chosen._worksheet_path)  # noqa: SLF001 - openpyxl tells it nowhere else
    _fill_merged(rows, merged_boxes(part))
    problems = _uncomputed(path, name, rows) if has_formulas(part) else []
    kept: list[Row] = [(number, tuple(cells)) for number, cells in rows]
    return make_sheet(name, kept, problems=problems, serial_base=base)

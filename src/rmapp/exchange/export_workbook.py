"""A table written as a workbook: numbers as numbers, dates as dates, and no text that could run as a formula."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.money import Money
from rmapp.domain.partial_date import PartialDate
from rmapp.exchange.cell_safety import show_controls
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet.worksheet import Worksheet

    from rmapp.domain.export_table import ExportColumn, ExportTable, ExportValue, Kind

_LONGEST = 32_767
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\\/*?:\[\]]")
_RISKY = re.compile(r"[\s'\"]*[=+\-@\t\r\n＝＋－＠]")
_LEAST_WIDTH, _MOST_WIDTH = 9, 56
_MEASURED = 200
_DATE, _PERCENT = "yyyy-mm-dd", "0.00%"

_Cell = str | int | Decimal | date | None


class WrittenTable(NamedTuple):
    """A workbook as bytes, and how many rows of the table it holds."""

    content: bytes
    rows: int


def write_table(table: ExportTable) -> WrittenTable:
    """Return a table as an XLSX file: a head that stays in sight, its rows, and its notes on a second sheet.

    Texts are cut at 32,767 characters; characters that a workbook cannot hold are replaced by U+FFFD.
    ValueError where an amount is in another currency than its column says.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet(_sheet_name(table.title))
    page.freeze_panes = "A2"
    heads = [head for column in table.columns for head in _heads(column)]
    rows = (_flat(table.columns, row) for row in table.rows)
    first = list(islice(rows, _MEASURED))
    _set_widths(page, heads, first)
    page.append([_text_cell(page, head, bold=True) for head in heads])
    kinds = [kind for column in table.columns for kind in _kinds(column)]
    count = 0
    for count, row in enumerate(chain(first, rows), start=1):  # noqa: B007 - how many there were
        page.append([_cell(page, kind, value) for kind, value in zip(kinds, row, strict=True)])
    if count:
        page.auto_filter.ref = f"A1:{_letter(len(heads))}{count + 1}"
    _write_notes(book.create_sheet(_("About this table")), table, count)
    target = io.BytesIO()
    book.save(target)
    book.close()
    return WrittenTable(target.getvalue(), count)


def _heads(column: ExportColumn) -> list[str]:
    if column.kind == "money" and column.ccy:
        return [_("{title} ({ccy})").format(title=column.title, ccy=column.ccy)]
    if _is_followed(column):
        return [column.title, _("Currency of {title}").format(title=column.title)]
    return [column.title]


def _kinds(column: ExportColumn) -> list[Kind]:
    return [column.kind, "text"] if _is_followed(column) else [column.kind]


def _is_followed(column: ExportColumn) -> bool:
    """Tell whether a column with the currency of each amount stands behind this one."""
    return column.kind == "money" and not column.ccy and column.names_ccy


def _flat(columns: Sequence[ExportColumn], row: Sequence[ExportValue]) -> list[ExportValue]:
    """Return the values of a row, each amount followed by its currency where no head names it."""
    flat: list[ExportValue] = []
    for column, value in zip(columns, row, strict=True):
        flat.append(value)
        ccy = value.ccy if isinstance(value, Money) else None
        if _is_followed(column):
            flat.append(ccy)
        elif column.ccy and ccy not in (None, column.ccy):
            message = f"{ccy} in a column of {column.ccy}"
            raise ValueError(message)
    return flat


def _cell(page: Worksheet, kind: Kind, value: ExportValue) -> WriteOnlyCell | None:
    if value is None:
        return None
    if isinstance(value, Money):
        digits = -int(value.amount.as_tuple().exponent)
        return _number_cell(page, value.amount, "#,##0" + ("." + "0" * digits if digits else ""))
    if isinstance(value, PartialDate):
        if value.precision != "day":
            return _text_cell(page, str(value))
        value = value.first_day()
    if isinstance(value, date):
        return _number_cell(page, value, _DATE)
    if isinstance(value, str):
        return _text_cell(page, value)
    if kind == "percent":
        return _number_cell(page, Decimal(value) / 10_000, _PERCENT)
    return _number_cell(page, value, "#,##0" if isinstance(value, int) else "#,##0.00######")


def _number_cell(page: Worksheet, value: int | Decimal | date, written: str) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(page, value)
    cell.number_format = written
    return cell


def _text_cell(page: Worksheet, text: str, *, bold: bool = False) -> WriteOnlyCell:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    cell = WriteOnlyCell(page, show_controls(text)[:_LONGEST])
    # Without this openpyxl makes a formula of a text that starts with "=", and an error of "#N/A".
    cell.data_type = "s"
    if _RISKY.match(text):
        cell.quotePrefix = True  # a spreadsheet keeps it as text also when somebody edits the cell
    if bold:
        cell.font = Font(bold=True)
    return cell


def _set_widths(page: Worksheet, heads: Sequence[str], rows: Sequence[Sequence[ExportValue]]) -> None:
    for at, head in enumerate(heads):
        texts: Iterator[str] = chain([head], (_shown(row[at]) for row in rows))
        wide = max(_columns(text) for text in texts) + 2
        page.column_dimensions[_letter(at + 1)].width = min(max(wide, _LEAST_WIDTH), _MOST_WIDTH)


def _shown(value: ExportValue) -> str:
    if isinstance(value, Money):
        return f"{value.amount:,}"
    return "" if value is None else str(value)


def _columns(text: str) -> int:
    """Return how wide a text is, in letters: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text[:_MOST_WIDTH])


def _write_notes(page: Worksheet, table: ExportTable, count: int) -> None:
    page.column_dimensions["A"].width = _MOST_WIDTH
    rows = _("Rows: {n}").format(n=count)
    for text in (table.title, rows, *table.notes):
        page.append([_text_cell(page, text, bold=text is table.title)])


def _sheet_name(title: str) -> str:
    """Return a title as a workbook allows it for a sheet; never empty."""
    name = _FORBIDDEN.sub(" ", show_controls(title)).strip().strip("'")[:_LONGEST_NAME].strip()
    return name or _("Table")


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))

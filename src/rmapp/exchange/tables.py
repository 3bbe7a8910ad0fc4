"""One way to read a table from a file, whatever its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.import_sheet import SheetInfo
from rmapp.exchange.csv_files import read_csv
from rmapp.exchange.grid import unreadable
from rmapp.exchange.spreadsheet import list_sheets, read_xlsx
from rmapp.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from rmapp.domain.import_sheet import Sheet

_PACKAGE = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")


def _is_workbook(path: Path) -> bool:
    """Tell by the first bytes, because names of files lie."""
    try:
        with path.open("rb") as stream:
            return stream.read(4) in _PACKAGE
    except OSError as error:
        raise unreadable(
            _("The file {name} could not be opened: {reason}. Nothing was imported.").format(
                name=path.name, reason=error.strerror or type(error).__name__
            )
        ) from error


def sheets_in(path: Path) -> list[SheetInfo]:
    """Return the tables that a file offers; a text file offers one. Errors: InputError."""
    return list_sheets(path) if _is_workbook(path) else [SheetInfo(path.name, None)]


def read_table(path: Path, sheet: str | None = None, encoding: str | None = None) -> Sheet:
    """Return a table of a .xlsx or CSV file; `sheet` matters for workbooks, `encoding` for text.

    Errors: InputError with a sentence for the user.
    """
    return read_xlsx(path, sheet) if _is_workbook(path) else read_csv(path, encoding)

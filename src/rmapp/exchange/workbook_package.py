"""The zip package of a workbook, looked at before it is read: its size, merged cells and formulas."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import TYPE_CHECKING

from rmapp.exchange.grid import unreadable
from rmapp.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

MAX_FILE_BYTES = 100_000_000
MAX_UNPACKED_BYTES = 600_000_000
MAX_PARTS = 3_000
MAX_RATIO = 200
_HEAD = 4_096
_RATIO_FROM = 10_000_000
MAX_MERGED_CELLS = 100_000
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")

Box = tuple[int, int, int, int]
"""A merged range: first row, first column, last row, last column; rows from 1, columns from 0."""


def damaged() -> Exception:
    """Return the error for a workbook whose parts cannot be read."""
    return unreadable(
        _(
            "The workbook is damaged or is not an Excel file. Nothing was imported. "
            "Open it in a spreadsheet program, save it anew as .xlsx and choose it again."
        )
    )


def refuse_old_formats(head: bytes, whole: bytes) -> None:
    """Refuse an old .xls file or a workbook with a password, each with its own sentence."""
    if not head.startswith(_OLE):
        return
    if _PROTECTED in whole:
        raise unreadable(_("The workbook is protected with a password. Nothing was imported. Save a copy without."))
    raise unreadable(
        _(
            "This is an old Excel file (.xls). Nothing was imported. "
            "Open it, save it as an Excel workbook (.xlsx) and choose that file."
        )
    )


def check_package(path: Path) -> None:
    """Refuse a package that is too large, has too many parts or unpacks to far more than it weighs."""
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _too_large()
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            if len(parts) <= MAX_PARTS and any(_declares_entities(package, part) for part in parts):
                raise damaged()
    except (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, EOFError) as error:
        raise damaged() from error
    total = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > _RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
    )
    if total > MAX_UNPACKED_BYTES or len(parts) > MAX_PARTS or swollen:
        raise _too_large()


def _declares_entities(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether a part brings its own document type: no spreadsheet program writes one."""
    with package.open(part) as stream:
        return b"<!DOCTYPE" in stream.read(_HEAD)


def _too_large() -> Exception:
    return unreadable(
        _("The workbook is too large to be read safely. Nothing was imported. Split it into smaller files.")
    )


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1


def merged_boxes(part: bytes) -> list[Box]:
    """Return the merged ranges of a sheet's XML. Errors: InputError where they cover too many cells."""
    boxes: list[Box] = []
    covered = 0
    for found in _MERGE.finditer(part, max(part.rfind(b"<mergeCells"), 0)):
        box = (int(found[2]), _column_index(found[1]), int(found[4]), _column_index(found[3]))
        covered += max(box[2] - box[0] + 1, 0) * max(box[3] - box[1] + 1, 0)
        if covered > MAX_MERGED_CELLS:
            raise unreadable(_("Too many cells of the sheet are merged. Nothing was imported. Undo the merging."))
        boxes.append(box)
    return boxes


def has_formulas(part: bytes) -> bool:
    """Tell whether a sheet's XML holds formulas."""
    return re.search(rb"<(?:\w+:)?f[\s/>]", part) is not None

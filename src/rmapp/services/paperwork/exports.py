"""Tables that leave the book as spreadsheets: written whole for the user alone, and noted in the export log."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from rmapp import i18n
from rmapp.domain.record import TableExport
from rmapp.errors import StorageError
from rmapp.i18n import _
from rmapp.services.paperwork.paper_terms import destroy_day
from rmapp.storage.private_file import file_errors, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from rmapp.domain.export_table import ExportColumn, ExportTable, ExportValue
    from rmapp.storage.store import Store

__all__ = ["ExportedTable", "export", "export_bytes", "export_table", "exports", "log_export"]


class ExportedTable(NamedTuple):
    """What was written: where, its title, how many rows, and the SHA-256 of the file."""

    path: Path
    title: str
    rows: int
    sha256: str


def export(path: Path, table: ExportTable) -> ExportedTable:
    """Write a table as an XLSX file that only the user can read; it leaves the encrypted book.

    The file is written in one step: where that fails an older file of that name stays as it was. Raises
    StorageError, DiskFull. Note it in the book with `log_export`.
    """
    from rmapp.exchange.export_workbook import write_table

    _require_file(path)
    written = write_table(table)
    return export_bytes(path, table.title, written.content, written.rows)


def export_bytes(path: Path, title: str, content: bytes, rows: int) -> ExportedTable:
    """Write a finished file of another kind, such as a calendar, as `export` does; `rows` counts what is in it."""
    _require_file(path)
    with file_errors():
        path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)
    return ExportedTable(path, title, rows, hashlib.sha256(content).hexdigest())


def _require_file(path: Path) -> None:
    if path.exists() and not path.is_file():
        # A device or a folder would be replaced by the file.
        raise StorageError(_("{path} is not a file. Choose another name.").format(path=path))


def export_table(
    path: Path,
    title: str,
    columns: Sequence[ExportColumn],
    rows: Iterable[Sequence[ExportValue]],
    notes: Sequence[str] = (),
) -> ExportedTable:
    """Write a table given by its parts, as `export` does."""
    from rmapp.domain.export_table import ExportTable

    return export(path, ExportTable(title, columns, rows, notes))


def log_export(
    store: Store,
    exported: ExportedTable,
    firm_id: str | None = None,
    *,
    confidentiality: str = "client_confidential",
    reason: str = "",
) -> TableExport:
    """Note that a table left the book: what, how many rows, the file's hash; the entry says who and when (8.4).

    `reason` says why something restricted was included; the book's term for internal paper when it has to be gone.
    """
    return store.add(
        TableExport(
            firm_id=firm_id,
            title=exported.title,
            row_count=exported.rows,
            language=i18n.current(),
            sha256=exported.sha256,
            confidentiality=confidentiality,
            reason=reason.strip(),
            destroy_by=destroy_day(store, "internal"),
        )
    )


def exports(store: Store) -> list[TableExport]:
    """Return what was exported, newest first."""
    return store.all(TableExport, order="created_at desc, rid desc")

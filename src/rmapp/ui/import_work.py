"""The parts of an import that may take seconds, each with a connection of its own in a worker thread.

Each takes the job's progress first, as every worker does, also where it has nothing to report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.services import books
from rmapp.services.importing import imports

if TYPE_CHECKING:
    from pathlib import Path

    from rmapp.domain.import_mapping import ColumnMap
    from rmapp.domain.import_sheet import Sheet
    from rmapp.services.importing.imports import ImportOptions, ImportPlan, ImportReport
    from rmapp.services.workspace import Change, Workspace
    from rmapp.ui.jobs import Progress


def read(_progress: Progress, path: Path, sheet: str | None) -> Sheet:
    """Read a table from a file."""
    return imports.read_table(path, sheet)


def plan(
    _progress: Progress, workspace: Workspace, sheet: Sheet, mapping: ColumnMap, options: ImportOptions
) -> ImportPlan:
    """Check every row against the book."""
    beside = workspace.another()
    try:
        return beside.ask(imports.plan_import, sheet, mapping, options)
    finally:
        beside.close()


def write(progress: Progress, workspace: Workspace, ready: ImportPlan) -> Change[ImportReport]:
    """Make a backup and write the good rows in one transaction."""
    beside = workspace.another()
    try:
        books.backup_now(beside)

        def tell(done: int, total: int) -> None:
            progress.report(done, total)

        def stopped() -> bool:
            return progress.cancelled

        done: Change[Any] = beside.do(imports.apply_import, ready, tell, stopped, label=imports.label(ready))
        return done
    finally:
        beside.close()

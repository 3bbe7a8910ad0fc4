"""“Export…” of any table: asks where, writes the spreadsheet beside the window, and notes it in the book."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from rmapp.errors import RmappError
from rmapp.i18n import _, ngettext
from rmapp.services.paperwork import exports
from rmapp.services.privacy.discretion import hide_restricted
from rmapp.ui import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from rmapp.domain.export_table import ExportTable, ExportValue
    from rmapp.services.paperwork.exports import ExportedTable
    from rmapp.services.workspace import Workspace
    from rmapp.ui.context import UiContext
    from rmapp.ui.jobs import Job, Progress

    Collect = Callable[[Workspace], ExportTable]

_REPORTED = 200
_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class TableExport(QObject):
    """The exports of one page; one at a time."""

    def __init__(self, page: QWidget, context: UiContext) -> None:
        super().__init__(page)
        self._page, self._context = page, context
        self._job: Job | None = None
        self._firm_id: str | None = None

    def is_running(self) -> bool:
        """Tell whether a table is being written."""
        return self._job is not None

    def ask(self, title: str, collect: Collect, *, firm_id: str | None = None) -> None:
        """Ask for a file and write what `collect` reads from the book, with a connection of its own."""
        if self._job is not None:
            self._context.tell(_("The last export is still being written."), tone="info")
            return
        target = choose_target(self._page, title)
        if target is None:
            return
        self._firm_id = firm_id
        self._job = self._context.start(_export, self._context.workspace, target, collect)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        self._context.tell(_("The table is being written."), tone="info")

    def _on_finished(self, exported: ExportedTable) -> None:
        self._job = None
        if not self._context.is_open:
            return
        note_export(self._context, exported, self._firm_id)

    def _on_failed(self, problem: BaseException) -> None:
        self._job = None
        if not isinstance(problem, RmappError):
            raise problem
        messages.show_error(self._page, problem.message)

    def _on_cancelled(self) -> None:
        self._job = None


def choose_target(parent: QWidget, title: str) -> Path | None:
    """Ask where to write a table. None = cancelled."""
    suggested = _NOT_IN_A_NAME.sub(" ", title).strip()[:80] + ".xlsx"
    target = messages.save_file(parent, _("Export the table"), suggested, _("Spreadsheets (*.xlsx)"))
    if target is None:
        return None
    return target if target.suffix.lower() == ".xlsx" else target.with_name(target.name + ".xlsx")


def export_now(parent: QWidget, context: UiContext, table: ExportTable, *, firm_id: str | None = None) -> None:
    """Ask for a file and write a small table at once, from the main thread."""
    target = choose_target(parent, table.title)
    if target is None:
        return
    try:
        exported = exports.export(target, table)
    except RmappError as problem:
        messages.show_error(parent, problem.message)
        return
    note_export(context, exported, firm_id)


def note_export(context: UiContext, exported: ExportedTable, firm_id: str | None = None) -> None:
    """Log an export in the book and say that it was written; a book for reading only keeps no log."""
    said = ngettext("{n} row written to {name}.", "{n} rows written to {name}.", exported.rows)
    text = said.format(n=exported.rows, name=exported.path.name)
    if context.read_only:
        context.tell(text)
        return
    context.do(exports.log_export, exported, firm_id, label=_("Table exported"), toast=text, undoable=False)


def _export(progress: Progress, workspace: Workspace, target: Path, collect: Collect) -> ExportedTable:
    beside = hide_restricted(workspace.another())
    try:
        table = collect(beside)
        return exports.export(target, table._replace(rows=_reported(progress, table.rows)))
    finally:
        beside.close()


def _reported(progress: Progress, rows: Iterable[Sequence[ExportValue]]) -> Iterator[Sequence[ExportValue]]:
    """Yield the rows; the lock of the book may stop the work every few hundred of them."""
    for done, row in enumerate(rows):
        if done % _REPORTED == 0:
            progress.report(done, 0)
        yield row

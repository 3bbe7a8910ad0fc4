"""Import of a spreadsheet in four steps: choose, match columns, check rows, finish."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from rmapp.errors import RmappError
from rmapp.i18n import _, ngettext
from rmapp.services.importing import imports
from rmapp.ui import import_work, metrics
from rmapp.ui.page import Page
from rmapp.ui.pages.import_check import CheckStep
from rmapp.ui.pages.import_choose import ChooseStep
from rmapp.ui.pages.import_finish import FinishStep
from rmapp.ui.pages.import_match import MatchStep
from rmapp.ui.pages.import_steps import StepLine
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from pathlib import Path

    from rmapp.domain.import_sheet import Sheet
    from rmapp.services.importing.imports import ImportOptions, ImportPlan, ImportReport
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext
    from rmapp.ui.jobs import Job

CHOOSE, MATCH, CHECK, FINISH = range(4)


class ImportPage(Page):
    """The four steps; nothing is written before the last one."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._sheet: Sheet | None = None
        self._plan: ImportPlan | None = None
        self._job: Job | None = None
        self._source = ""
        self._line = StepLine([_("Choose file"), _("Match columns"), _("Check rows"), _("Finish")])
        self._banner = Banner("danger", "")
        self._choose = ChooseStep()
        self._match = MatchStep()
        self._check = CheckStep()
        self._finish = FinishStep()
        self._steps = QStackedWidget()
        self._said = PlainLabel("", role="small", tone="secondary")
        self._progress = QProgressBar()
        self._cancel = Button(_("Cancel"), size="small")
        self._back = Button(_("Back"))
        self._next = Button(_("Next"), kind="primary", icon="arrow-right", key="Ctrl Enter")
        self._build()
        self._connect()
        self._show(CHOOSE)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        pad = metrics.space(5)
        column.setContentsMargins(pad, pad, pad, 0)
        column.setSpacing(metrics.space(4))
        column.addWidget(self._line)
        self._banner.hide()
        column.addWidget(self._banner)
        for step in (self._choose, self._match, self._check, self._finish):
            self._steps.addWidget(step)
        column.addWidget(self._steps, 1)
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, metrics.space(2), 0, metrics.space(3))
        row.addWidget(self._said)
        self._progress.setAccessibleName(_("Progress of the import"))
        self._progress.setMaximumWidth(260)
        row.addWidget(self._progress)
        row.addWidget(self._cancel)
        row.addStretch(1)
        row.addWidget(self._back)
        row.addWidget(self._next)
        column.addWidget(foot)

    def _connect(self) -> None:
        self._choose.file_chosen.connect(self._on_file_chosen)
        self._choose.sheet_chosen.connect(self._on_sheet_chosen)
        self._choose.kind_chosen.connect(self._on_kind_chosen)
        self._match.changed.connect(self._set_buttons)
        self._check.resolved.connect(self._on_resolved)
        self._check.report_wanted.connect(self._on_report_wanted)
        self._finish.report_wanted.connect(self._on_report_wanted)
        self._finish.clients_wanted.connect(self._on_clients_wanted)
        self._finish.another_wanted.connect(self._on_another_wanted)
        self._back.clicked.connect(self._on_back_clicked)
        self._next.clicked.connect(self.go_on)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.go_on)
        self._cancel.clicked.connect(self._on_cancel_clicked)

    def enter(self, **args: Any) -> None:
        """Begin with a kind where one is named."""
        if "kind" in args:
            self._choose.set_kind(str(args["kind"]))

    def title(self) -> str:
        """Return the page's name."""
        return _("Import")

    def primary_actions(self) -> list[str]:
        """Return nothing: the page's own button is the primary one."""
        return []

    def footer_text(self) -> str:
        """Return which file is read."""
        return self._source

    def may_leave(self) -> bool:
        """Stay while the book is being written."""
        return self._job is None

    def load(self, path: Path, sheet: str | None = None) -> None:
        """Read a file beside the window and go to the columns."""
        self._banner.hide()
        self._source = path.name
        self._run(import_work.read, path, sheet, then=self._on_read)

    def go_on(self) -> None:
        """Take the next step."""
        if not self._next.isEnabled():
            return
        step = self._steps.currentIndex()
        if step == CHOOSE and self._sheet is not None:
            self._show(MATCH)
        elif step == MATCH:
            self._make_plan(imports.ImportOptions())
        elif step == CHECK and self._plan is not None:
            self._run(import_work.write, self.context.workspace, self._plan, then=self._on_written)

    def print_page(self) -> None:
        """Do nothing: there is no page to print here."""

    def _on_file_chosen(self, path: object) -> None:
        self.load(path)  # type: ignore[arg-type]  # the signal carries the Path of the step

    def _on_sheet_chosen(self, name: str) -> None:
        path = self._choose.path()
        if path is not None:
            self.load(path, name)

    def _on_kind_chosen(self, kind: str) -> None:
        if self._sheet is not None:
            self._match.show_sheet(self._sheet, imports.guess_map(self._sheet, self._choose.kind()))

    def _on_read(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._choose.show_sheet(sheet)
        self._match.show_sheet(sheet, imports.guess_map(sheet, self._choose.kind()))
        rows = ngettext("{n} row", "{n} rows", len(sheet.rows)).format(n=len(sheet.rows))
        self._said.setText(_("{file}, {sheet}, {rows}").format(file=self._source, sheet=sheet.name, rows=rows))
        self._show(MATCH)

    def _make_plan(self, options: ImportOptions) -> None:
        if self._sheet is None:
            return
        self._run(
            import_work.plan, self.context.workspace, self._sheet, self._match.mapping(), options, then=self._on_planned
        )

    def _on_planned(self, plan: ImportPlan) -> None:
        self._plan = plan
        self._check.show_plan(plan)
        self._show(CHECK)

    def _on_resolved(self, options: object) -> None:
        self._make_plan(options)  # type: ignore[arg-type]  # the signal carries ImportOptions

    def _on_written(self, change: Change[ImportReport]) -> None:
        report = change.result
        self.context.adopt(change, report.sentence())
        self._finish.show_report(report)
        self._show(FINISH)

    def _on_report_wanted(self, source: object) -> None:
        from rmapp.ui import messages

        path = messages.save_file(self, _("Save the rows that were left out"), "", _("Spreadsheets (*.xlsx *.csv)"))
        if path is None:
            return
        try:
            count = imports.save_bad_rows(path, source)  # type: ignore[arg-type]  # a plan or a report
        except RmappError as problem:
            self._fail(problem)
            return
        self.context.tell(ngettext("{n} row saved", "{n} rows saved", count).format(n=count))

    def _on_clients_wanted(self) -> None:
        self.context.open_page("clients")

    def _on_another_wanted(self) -> None:
        self._sheet = self._plan = None
        self._choose.clear()
        self._show(CHOOSE)

    def _on_back_clicked(self) -> None:
        self._show(max(CHOOSE, self._steps.currentIndex() - 1))

    def _on_cancel_clicked(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _run(self, work: Any, *args: Any, then: Any) -> None:  # noqa: ANN401  # any worker and what takes its result
        if self._job is not None:
            return
        self._then = then
        self._job = self.context.start(work, *args)
        self._job.progressed.connect(self._on_progressed)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        self._progress.setRange(0, 0)
        self._set_buttons()

    def _on_progressed(self, done: int, total: int, text: str) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def _on_finished(self, result: object) -> None:
        self._job = None
        self._then(result)
        self._set_buttons()

    def _on_failed(self, problem: object) -> None:
        self._job = None
        self._set_buttons()
        if not isinstance(problem, RmappError):
            raise problem  # type: ignore[misc]  # a bug goes to the window's report
        self._fail(problem)

    def _on_cancelled(self) -> None:
        self._job = None
        self._set_buttons()
        self.context.tell(_("Cancelled. Nothing was written."), tone="info")

    def _fail(self, problem: RmappError) -> None:
        self._banner.set_text(problem.message)
        self._banner.show()

    def _show(self, step: int) -> None:
        self._banner.hide()
        self._steps.setCurrentIndex(step)
        self._line.set_current(step)
        self._set_buttons()
        self.chrome_changed.emit()

    def _set_buttons(self) -> None:
        step, busy = self._steps.currentIndex(), self._job is not None
        self._progress.setVisible(busy)
        self._cancel.setVisible(busy)
        self._back.setVisible(step in (MATCH, CHECK) and not busy)
        self._next.setVisible(step != FINISH)
        self._next.set_label(_("Next"))
        ready = not busy
        if step == CHOOSE:
            ready = ready and self._sheet is not None
        elif step == MATCH:
            ready = ready and self._match.is_ready()
        elif step == CHECK and self._plan is not None:
            good = len(self._plan.good)
            ready = ready and good > 0 and not self.context.read_only
            self._next.set_label(ngettext("Add {n} good row", "Add {n} good rows", good).format(n=good))
        self._next.setEnabled(ready)

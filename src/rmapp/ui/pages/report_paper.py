"""A call report before it is printed: its real pages, its language, and whether a restricted one may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from rmapp.errors import RmappError
from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.services.notes.meetings import view_meeting
from rmapp.services.paperwork import papers
from rmapp.services.paperwork.paper_terms import destroy_day
from rmapp.services.printing import call_report_paper
from rmapp.ui.page import Crumb, Page
from rmapp.ui.pages.paper_desk import PaperDesk
from rmapp.ui.pages.record import RecordOptionsPanel

if TYPE_CHECKING:
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext


class ReportPaperPage(Page):
    """The report of one meeting."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._meeting_id = ""
        self._firm_id = ""
        self._name = ""
        self._options = RecordOptionsPanel(
            _("Call report"), _("The seven points of the visit, the facts told and our judgement. For the house only.")
        )
        self._desk = PaperDesk(self._options)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._desk)
        self._options.changed.connect(self.refresh)
        self._desk.save_asked.connect(self._on_save_asked)
        self._desk.print_asked.connect(self.print_page)
        self._desk.left.connect(self._on_left)

    def enter(self, **args: Any) -> None:
        """Show the report of a meeting, or of the last one held with a client."""
        self._meeting_id = str(args.get("meeting_id") or "")
        if not self._meeting_id:
            self._firm_id = str(args["firm_id"])
            self._find()
        if self._meeting_id:
            self._firm_id = self.context.ask(view_meeting, self._meeting_id).meeting.firm_id
        self._name = self.context.ask(firms.display_name, self._firm_id)
        self.refresh()
        self.chrome_changed.emit()

    def _find(self) -> None:
        try:
            self._meeting_id = self.context.ask(call_report_paper.newest_report, self._firm_id)
        except RmappError as problem:
            self._desk.show_nothing()
            self._desk.show_problem(problem.message)

    def leave(self) -> None:
        """Let go of the pages."""
        self._desk.release()

    def title(self) -> str:
        """Return the page's name."""
        return _("Call report")

    def breadcrumb(self) -> list[Crumb]:
        """Return the way back to the client."""
        client = Crumb(self._name, "client", {"firm_id": self._firm_id})
        return [Crumb(_("Clients"), "clients"), client, Crumb(_("Call report"))]

    def current_firm(self) -> str | None:
        """Return the client of the report."""
        return self._firm_id or None

    def refresh(self) -> None:
        """Compile and render the report anew."""
        if not self._meeting_id:
            return
        chosen = self._options.chosen()
        try:
            report = self.context.ask(
                call_report_paper.compile_report, self._meeting_id, restricted=self._options.restricted.is_on()
            )
            options = self.context.ask(call_report_paper.report_options, chosen["language"])
            paper = call_report_paper.print_report(report, options.model_copy(update=chosen))
        except RmappError as problem:
            self._desk.show_problem(problem.message)
            return
        self._desk.show_paper(paper)
        self._desk.show_terms(self.context.ask(destroy_day, paper.edition))
        self.chrome_changed.emit()

    def on_changed(self, change: Change[Any]) -> None:
        """Make the report anew after facts changed; a paper that left changes none."""
        if set(change.touched) - {"paper_record"}:
            self.refresh()

    def print_page(self) -> None:
        """Ask for a printer and a page range, print, and note it in the timeline."""
        if self._options.restricted.may_leave():
            self._desk.print_paper()

    def _on_save_asked(self) -> None:
        if self._options.restricted.may_leave():
            self._desk.save_paper(_("{firm}, call report").format(firm=self._name))

    def _on_left(self, kind: str, pages: int) -> None:
        paper = self._desk.paper()
        if self.context.read_only or paper is None:
            return
        label = _("Call report printed") if kind == "printed" else _("Call report saved as PDF")
        reason = self._options.restricted.reason()
        noted = self._desk.custody()._asdict()
        self.context.do(papers.log_paper, paper, kind, pages, reason=reason, label=label, undoable=False, **noted)
        self.refresh()

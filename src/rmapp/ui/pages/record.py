"""A client's whole record before it is printed: its real pages, its language, and whether restricted things are in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from rmapp.domain.wording import format_size
from rmapp.errors import RmappError
from rmapp.i18n import _, current
from rmapp.services.clients import firms
from rmapp.services.paperwork import papers
from rmapp.services.paperwork.paper_terms import destroy_day
from rmapp.services.printing import firm_record
from rmapp.ui import metrics
from rmapp.ui.page import Crumb, Page
from rmapp.ui.pages.paper_desk import PaperDesk
from rmapp.ui.pages.restricted_choice import RestrictedChoice
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.segmented import Segmented
from rmapp.ui.widgets.switch import Switch

if TYPE_CHECKING:
    from rmapp.domain.brief_options import BriefLanguage, PaperOptions
    from rmapp.services.paperwork.papers import Paper
    from rmapp.services.workspace import Change, Workspace
    from rmapp.ui.context import UiContext
    from rmapp.ui.jobs import Job, Progress


class RecordPage(Page):
    """The record of one client; a long one is rendered beside the window."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._firm_id = ""
        self._name = ""
        self._job: Job | None = None
        self._asked_again = False
        self._options = RecordOptionsPanel(
            _("Whole record"),
            _("Everything the book says of this client, with every note in full. For the house only."),
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
        """Show the record of a client."""
        self._firm_id = str(args["firm_id"])
        self._name = self.context.ask(firms.display_name, self._firm_id)
        self._desk.show_nothing()
        self.refresh()
        self.chrome_changed.emit()

    def leave(self) -> None:
        """Let go of the pages."""
        self._desk.release()

    def title(self) -> str:
        """Return the page's name."""
        return _("Whole record")

    def breadcrumb(self) -> list[Crumb]:
        """Return the way back to the client."""
        client = Crumb(self._name, "client", {"firm_id": self._firm_id})
        return [Crumb(_("Clients"), "clients"), client, Crumb(_("Whole record"))]

    def footer_text(self) -> str:
        """Return the size of the file."""
        paper = self._desk.paper()
        if paper is None:
            return ""
        return _("PDF {size}, fonts embedded").format(size=format_size(len(paper.pdf)))

    def current_firm(self) -> str | None:
        """Return the client of the record."""
        return self._firm_id or None

    def refresh(self) -> None:
        """Compile and render the record anew; the one shown stays until then."""
        if not self._firm_id:
            return
        if self._job is not None:
            self._asked_again = True
            return
        self._desk.say(_("The record is being made."), "clock", "text_tertiary")
        self._job = self.context.start(
            _render, self.context.workspace, self._firm_id, self._options.chosen(), self._options.restricted.is_on()
        )
        self._job.finished.connect(self._on_made)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)

    def on_changed(self, change: Change[Any]) -> None:
        """Make the record anew after facts changed; a paper that left changes none."""
        if set(change.touched) - {"paper_record"}:
            self.refresh()

    def print_page(self) -> None:
        """Ask for a printer and a page range, print, and note it in the timeline."""
        if self._options.restricted.may_leave():
            self._desk.print_paper()

    def _on_save_asked(self) -> None:
        if self._options.restricted.may_leave():
            self._desk.save_paper(_("{firm}, whole record").format(firm=self._name))

    def _on_left(self, kind: str, pages: int) -> None:
        paper = self._desk.paper()
        if self.context.read_only or paper is None:
            return
        label = _("Record printed") if kind == "printed" else _("Record saved as PDF")
        reason = self._options.restricted.reason()
        noted = self._desk.custody()._asdict()
        self.context.do(papers.log_paper, paper, kind, pages, reason=reason, label=label, undoable=False, **noted)
        self.refresh()

    def _on_made(self, made: tuple[str, Paper]) -> None:
        self._job = None
        if not self.context.is_open:
            return
        firm_id, paper = made
        if firm_id != self._firm_id or self._asked_again:
            self._asked_again = False
            self.refresh()
            return
        if self.isVisible():
            self._desk.show_paper(paper)
            self._desk.show_terms(self.context.ask(destroy_day, paper.edition))
            self.chrome_changed.emit()

    def _on_failed(self, problem: BaseException) -> None:
        self._job = None
        if not isinstance(problem, RmappError):
            raise problem
        self._desk.show_problem(problem.message)

    def _on_cancelled(self) -> None:
        self._job = None


class RecordOptionsPanel(PageScroll):
    """The options of a paper for the house, such as a record; `changed` follows every choice."""

    changed = Signal()

    def __init__(self, title: str, about: str) -> None:
        super().__init__(surface="surface")
        self._language = Segmented([("en", "English"), ("zh_CN", "简体中文"), ("both", _("Both"))], name=_("Language"))
        # The paper speaks the language of the window until another one is chosen.
        self._language.set_code(current())
        self._watermark = Switch(_("Watermark with name and date"), checked=True)
        self._grey = Switch(_("Black and white"))
        self.restricted = RestrictedChoice()
        self._build(title, about)

    def _build(self, title: str, about: str) -> None:
        column = self.body
        column.setSpacing(metrics.space(3))
        column.addWidget(PlainLabel(title, role="subtitle", weight=600))
        column.addWidget(PlainLabel(about, tone="secondary", wrap=True))
        column.addWidget(PlainLabel(_("Language"), role="small", tone="secondary"))
        column.addWidget(self._language)
        for switch in (self._watermark, self._grey):
            row = QHBoxLayout()
            row.addWidget(PlainLabel(switch.accessibleName()))
            row.addStretch(1)
            row.addWidget(switch)
            column.addLayout(row)
        column.addWidget(self.restricted)
        column.addStretch(1)
        self._language.chosen.connect(self._on_changed)
        self._watermark.toggled.connect(self._on_changed)
        self._grey.toggled.connect(self._on_changed)
        self.restricted.changed.connect(self._on_changed)

    def chosen(self) -> dict[str, Any]:
        """Return the options as they are chosen."""
        return {
            "language": self._language.code(),
            "watermark": self._watermark.isChecked(),
            "black_and_white": self._grey.isChecked(),
        }

    def _on_changed(self) -> None:
        self.changed.emit()


def _render(
    _progress: Progress, workspace: Workspace, firm_id: str, chosen: dict[str, Any], restricted: bool
) -> tuple[str, Paper]:
    beside = workspace.another()
    try:
        record = beside.ask(firm_record.compile_record, firm_id, restricted=restricted)
        language = cast("BriefLanguage", chosen["language"])
        options: PaperOptions = beside.ask(firm_record.record_options, language).model_copy(update=chosen)
        return firm_id, firm_record.print_record(record, options)
    finally:
        beside.close()

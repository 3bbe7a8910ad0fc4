"""The visit pack before it is printed: the visits of a day or chosen firms, in order, as one paper."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from rmapp.domain.wording import format_date, format_size
from rmapp.errors import RmappError
from rmapp.i18n import _, current
from rmapp.services.clients import firms
from rmapp.services.paperwork import papers
from rmapp.services.paperwork.paper_terms import destroy_day
from rmapp.services.printing import visit_pack
from rmapp.ui.page import Page
from rmapp.ui.pages.paper_desk import PaperDesk
from rmapp.ui.pages.visit_pack_options import PackOptionsPanel
from rmapp.ui.pages.visit_pack_picks import PickPane
from rmapp.ui.pages.visit_pack_work import Order, make

if TYPE_CHECKING:
    from rmapp.domain.visit_pack import VisitPack
    from rmapp.services.paperwork.papers import Paper
    from rmapp.services.printing.visit_pack import PackPick
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext
    from rmapp.ui.jobs import Job


class VisitPackPage(Page):
    """Ticks, order, options and the pages of one pack; it is made beside the window."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._pack: VisitPack | None = None
        self._made_of: tuple[tuple[PackPick, ...], bool] = ((), False)
        self._job: Job | None = None
        self._print_when_made = False
        self._pane = PickPane(context)
        self._options = PackOptionsPanel()
        self._desk = PaperDesk(self._options, self._pane)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._desk)
        self._pane.changed.connect(self._make)
        self._options.changed.connect(self._make)
        self._desk.save_asked.connect(self._on_save_asked)
        self._desk.print_asked.connect(self.print_page)
        self._desk.left.connect(self._on_left)

    def enter(self, **args: Any) -> None:
        """Show the pack of a `day`, of `firm_ids`, or of the day that comes next; `print_now` prints it when made."""
        day = args.get("day")
        if isinstance(day, str):
            day = dt.date.fromisoformat(day)
        firm_ids = tuple(args.get("firm_ids", ()))
        if not firm_ids:
            self._pane.set_day(day or self.context.ask(visit_pack.pack_day))
        else:
            self._pane.set_firms([(one, self.context.ask(firms.display_name, one)) for one in firm_ids])
        self._print_when_made = bool(args.get("print_now"))
        self.refresh()
        self._pane.focus_list()
        self.chrome_changed.emit()

    def leave(self) -> None:
        """Stop the work under way and let go of the pages."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._desk.release()

    def title(self) -> str:
        """Return the page's name."""
        return _("Visit pack")

    def count(self) -> int | None:
        """Return how many firms are in the pack."""
        return len(self._pane.picks()) or None

    def footer_text(self) -> str:
        """Return the size of the file."""
        paper = self._desk.paper()
        if paper is None:
            return ""
        return _("PDF {size}, fonts embedded").format(size=format_size(len(paper.pdf)))

    def current_firm(self) -> str | None:
        """Return the firm that is selected in the list."""
        return self._pane.current_firm()

    def refresh(self) -> None:
        """Read the visits again and make the pack anew."""
        self._pack = None
        self._pane.refresh()
        self._make()

    def on_changed(self, change: Change[Any]) -> None:
        """Make it anew after facts changed; a paper that left changes none."""
        if set(change.touched) - {"paper_record"}:
            self.refresh()

    def print_page(self) -> None:
        """Ask for a printer, print on both sides, and note it at each firm; what is being made is printed then."""
        if self._job is not None:
            self._print_when_made = True
        elif self._options.restricted.may_leave():
            self._desk.print_paper(both_sides=self._options.is_duplex())

    def _make(self) -> None:
        """Begin to make the pack as it is now asked for; what was under way is of no use any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        picks, restricted = tuple(self._pane.picks()), self._options.restricted.is_on()
        if not picks:
            self._print_when_made = False
            self._desk.show_nothing()
            self._desk.say(_("Tick at least one firm for the pack."), "info", "text_tertiary")
            self.chrome_changed.emit()
            return
        known = self._pack if (picks, restricted) == self._made_of else None
        self._made_of = (picks, restricted)
        options = self._options.options(self.context.ask(visit_pack.new_options, current()))
        self._desk.say(_("Making the pack"), "refresh-cw", "text_tertiary")
        job = self.context.start(make, self.context.workspace, Order(picks, options, restricted), known)
        job.progressed.connect(self._on_progressed)
        job.finished.connect(self._on_made)
        job.failed.connect(self._on_failed)
        self._job = job
        self.chrome_changed.emit()

    def _on_progressed(self, done: int, total: int, text: str) -> None:
        if self.sender() is self._job:
            self._desk.say(text, "refresh-cw", "text_tertiary")

    def _on_made(self, made: tuple[VisitPack, Paper]) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        self._pack, paper = made
        self._desk.show_paper(paper)
        self._desk.show_terms(self.context.ask(destroy_day, paper.edition))
        self.chrome_changed.emit()
        if self._print_when_made:
            self._print_when_made = False
            self.print_page()

    def _on_failed(self, problem: BaseException) -> None:
        if self.sender() is not self._job:
            return
        self._job = None
        self._print_when_made = False
        if not isinstance(problem, RmappError):
            raise problem
        self._desk.show_nothing()
        self._desk.show_problem(problem.message)

    def _on_save_asked(self) -> None:
        if not self._options.restricted.may_leave():
            return
        day = self._pane.day()
        name = _("Visit pack, {date}").format(date=format_date(day, "iso")) if day else _("Visit pack")
        self._desk.save_paper(name)

    def _on_left(self, kind: str, pages: int) -> None:
        paper = self._desk.paper()
        if self.context.read_only or paper is None:
            return
        label = _("Visit pack printed") if kind == "printed" else _("Visit pack saved as PDF")
        reason = self._options.restricted.reason()
        noted = self._desk.custody()._asdict()
        self.context.do(papers.log_paper, paper, kind, pages, reason=reason, label=label, undoable=False, **noted)
        self._make()

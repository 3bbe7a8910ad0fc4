"""The brief before it is printed: the real pages in each of its variants, what is on them, and who may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from rmapp.domain.brief import client_edition
from rmapp.domain.brief_variants import LeaveBehind
from rmapp.domain.wording import format_size
from rmapp.errors import InputError, RmappError, RuleError
from rmapp.i18n import _, current
from rmapp.services.clients import firms
from rmapp.services.paperwork import papers
from rmapp.services.paperwork.paper_terms import destroy_day
from rmapp.services.printing import brief_variants, briefs, group_brief
from rmapp.services.privacy.leak_check import client_leaks
from rmapp.services.privacy.restricted_firms import refuse_for_client, refuse_restricted
from rmapp.ui.page import Crumb, Page
from rmapp.ui.pages.brief_options_panel import BriefOptionsPanel
from rmapp.ui.pages.leak_panel import LeakPanel
from rmapp.ui.pages.paper_desk import PaperDesk

if TYPE_CHECKING:
    from rmapp.domain.brief import ClientBrief, ClientEdition
    from rmapp.domain.brief_options import BriefOptions
    from rmapp.domain.brief_variants import VariantValue
    from rmapp.services.paperwork.papers import Paper
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext


class BriefPage(Page):
    """The brief of one client: thumbnails, pages, options."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._firm_id = ""
        self._name = ""
        self._value: ClientBrief | None = None
        self._for_client: ClientBrief | None = None
        self._restricted = False
        self._variants: dict[tuple[str, bool], VariantValue] = {}
        self._options = BriefOptionsPanel()
        self._leaks = LeakPanel(context)
        self._options.body.insertWidget(1, self._leaks)
        self._desk = PaperDesk(self._options)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._desk)
        self._options.changed.connect(self._on_options_changed)
        self._desk.save_asked.connect(self._on_save_asked)
        self._desk.print_asked.connect(self.print_page)
        self._desk.left.connect(self._on_left)

    def enter(self, **args: Any) -> None:
        """Show the brief of a client, for a planned visit and in a variant if they are named."""
        self._firm_id = str(args["firm_id"])
        self._name = self.context.ask(firms.display_name, self._firm_id)
        self._options.set_has_group(self.context.ask(group_brief.has_group, self._firm_id))
        self._options.set_visits(self.context.ask(briefs.visits, self._firm_id), args.get("meeting_id"))
        if "variant" in args:
            self._options.set_variant(args["variant"])
        self.refresh()
        self.chrome_changed.emit()

    def leave(self) -> None:
        """Let go of the pages."""
        self._desk.release()

    def title(self) -> str:
        """Return the page's name."""
        return _("Brief")

    def breadcrumb(self) -> list[Crumb]:
        """Return the way back to the client."""
        return [Crumb(_("Clients"), "clients"), Crumb(_("Brief for {name}").format(name=self._name))]

    def footer_text(self) -> str:
        """Return the size of the file."""
        paper = self._desk.paper()
        if paper is None:
            return ""
        return _("PDF {size}, fonts embedded").format(size=format_size(len(paper.pdf)))

    def current_firm(self) -> str | None:
        """Return the client of the brief."""
        return self._firm_id or None

    def state(self) -> dict[str, Any]:
        """Return where the pages are scrolled to."""
        return {"scroll": self._desk.view.verticalScrollBar().value()}

    def restore(self, state: dict[str, Any]) -> None:
        """Scroll back."""
        self._desk.view.verticalScrollBar().setValue(int(state.get("scroll", 0)))

    def refresh(self) -> None:
        """Compile the brief anew from the book and render it."""
        if not self._firm_id:
            return
        self._variants, self._value, self._for_client = {}, None, None
        self._restricted = self._options.lets_restricted_in()
        try:
            if not self._restricted:
                self.context.ask(refuse_restricted, {self._firm_id})
            self._value = self.context.ask(
                briefs.compile_brief, self._firm_id, self._options.meeting_id(), restricted=self._restricted
            )
        except RuleError as problem:
            self._desk.show_nothing()
            self._desk.show_problem(problem.message)
            return
        self._options.set_counts(self._value)
        self._render()

    def on_changed(self, change: Change[Any]) -> None:
        """Compile anew after facts changed; a paper that left changes none."""
        if set(change.touched) - {"paper_record"}:
            self.refresh()

    def print_page(self) -> None:
        """Ask for a printer and a page range, print, and note it in the timeline."""
        if self._options.may_leave() and self._leaks.may_leave():
            self._desk.print_paper()

    def _on_save_asked(self) -> None:
        if not (self._options.may_leave() and self._leaks.may_leave()):
            return
        name = self._name
        if self._options.variant() != "brief":
            name = f"{name}, {self._options.variant_name()}"
        self._desk.save_paper(name)

    def _on_left(self, kind: str, pages: int) -> None:
        paper = self._desk.paper()
        if self.context.read_only or paper is None:
            return
        label = _("Brief printed") if kind == "printed" else _("Brief saved as PDF")
        reason = self._options.restricted.reason() if self._restricted else self._leaks.reason()
        noted = self._desk.custody()._asdict()
        self.context.do(papers.log_paper, paper, kind, pages, reason=reason, label=label, undoable=False, **noted)
        self._render()

    def _on_options_changed(self, other_facts: bool) -> None:
        if other_facts or self._options.lets_restricted_in() != self._restricted:
            self.refresh()
        else:
            self._render()

    def _render(self) -> None:
        if self._value is None:
            return
        try:
            options = self._options.options(self.context.ask(briefs.new_options, current()))
            paper = self._made(self._value, options)
        except InputError:
            raise
        except RmappError as problem:
            self._desk.show_nothing()
            self._desk.show_problem(problem.message)
            return
        self._desk.show_paper(paper)
        recipient = self._name if paper.edition == "client" else None
        self._desk.show_terms(self.context.ask(destroy_day, paper.edition), recipient)
        self.chrome_changed.emit()

    def _made(self, value: ClientBrief, options: BriefOptions) -> Paper:
        if self._options.edition() == "internal":
            self._leaks.show_none()
        variant, visit = self._options.variant(), self._options.meeting_id()
        if variant == "group":
            group = self.context.ask(group_brief.compile_group, self._firm_id, restricted=self._restricted)
            return group_brief.print_group(group, self._firm_id, options)
        if variant == "brief":
            edition = self._options.edition()
            if edition == "client":
                value = self._read_for_client()
                self._check(client_edition(value))
            return briefs.print_brief(value, self._firm_id, options, edition)._replace(meeting_id=visit)
        key = (variant, self._options.with_agenda())
        if key not in self._variants:
            self._variants[key] = self.context.ask(
                brief_variants.compile_variant,
                self._firm_id,
                variant,
                visit,
                with_agenda=key[1],
                restricted=self._restricted,
            )
        made = self._variants[key]
        if isinstance(made, LeaveBehind):
            self._check(made)
        return brief_variants.print_variant(made, self._firm_id, options, visit)

    def _read_for_client(self) -> ClientBrief:
        """Return the brief as the client may read it, compiled once for the facts there are."""
        if self._for_client is None:
            self.context.ask(refuse_for_client, self._firm_id)
            self._for_client = self.context.ask(briefs.compile_for_client, self._firm_id, self._options.meeting_id())
        return self._for_client

    def _check(self, value: ClientEdition | LeaveBehind) -> None:
        """Show what a paper for the client would tell."""
        found = self.context.ask(client_leaks, self._firm_id, value, self._options.meeting_id())
        self._leaks.show_leaks(self._firm_id, found)

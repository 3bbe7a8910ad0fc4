"""The brief before it is printed: the real pages, what is on them, and who may read them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain.wording import format_size
from rmapp.errors import InputError, RmappError
from rmapp.i18n import _, current
from rmapp.services import briefs, firms, group_brief, papers
from rmapp.ui import messages, metrics
from rmapp.ui.page import Crumb, Page
from rmapp.ui.pages.brief_options_panel import BriefOptionsPanel
from rmapp.ui.pdf_pages import PdfPages
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.paper_view import PaperView, Thumbnails
from rmapp.ui.widgets.scroll import PageScroll

if TYPE_CHECKING:
    from rmapp.domain.brief import ClientBrief
    from rmapp.domain.brief_options import BriefOptions
    from rmapp.services.papers import Paper
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

_ZOOM_STEP = 1.2
_LEAST_ZOOM, _MOST_ZOOM = 0.4, 3.0


class BriefPage(Page):
    """The brief of one client: thumbnails, pages, options."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._firm_id = ""
        self._name = ""
        self._value: ClientBrief | None = None
        self._printed: Paper | None = None
        self._pages: PdfPages | None = None
        self._thumbs = Thumbnails()
        self._view = PaperView()
        self._options = BriefOptionsPanel()
        self._banner = Banner("danger", "")
        self._place = PlainLabel("", tone="secondary")
        self._freshness = PlainLabel("", tone="secondary")
        self._fresh_icon = IconLabel("circle-check", role="success")
        self._build()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._build_thumbs())
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._build_tools())
        self._banner.hide()
        middle.addWidget(self._banner)
        middle.addWidget(self._view, 1)
        row.addLayout(middle, 1)
        row.addWidget(self._build_panel())
        self._thumbs.chosen.connect(self._view.go_to)
        self._view.page_changed.connect(self._on_page_changed)
        self._options.changed.connect(self._render)

    def _build_thumbs(self) -> QWidget:
        scroll = PageScroll(surface="window", margin=4)
        scroll.setFixedWidth(132)
        scroll.body.addWidget(PlainLabel(_("Pages"), role="small", tone="secondary", weight=600))
        scroll.body.addWidget(self._thumbs, 1)
        return scroll

    def _build_tools(self) -> QWidget:
        bar = QWidget()
        bar.setFixedHeight(metrics.control() + 8)
        row = QHBoxLayout(bar)
        row.setContentsMargins(metrics.space(4), 0, metrics.space(4), 0)
        smaller = IconButton("zoom-out", _("Smaller pages"))
        fit = Button(_("Fit width"), kind="ghost", size="small")
        larger = IconButton("zoom-in", _("Larger pages"))
        smaller.clicked.connect(self._on_smaller_clicked)
        fit.clicked.connect(self._on_fit_clicked)
        larger.clicked.connect(self._on_larger_clicked)
        for part in (smaller, fit, larger):
            row.addWidget(part)
        row.addSpacing(metrics.space(4))
        row.addWidget(self._place)
        row.addStretch(1)
        row.addWidget(self._fresh_icon)
        row.addWidget(self._freshness)
        return bar

    def _build_panel(self) -> QWidget:
        side = QWidget()
        side.setProperty("surface", "surface")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(metrics.PREVIEW_NARROW)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._options, 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(metrics.space(5), 0, metrics.space(5), metrics.space(5))
        self._save = Button(_("Save PDF"), icon="download")
        self._print = Button(_("Print"), kind="primary", icon="printer", key="Ctrl P")
        self._save.clicked.connect(self._on_save_clicked)
        self._print.clicked.connect(self.print_page)
        buttons.addWidget(self._save)
        buttons.addWidget(self._print, 1)
        column.addLayout(buttons)
        return side

    def enter(self, **args: Any) -> None:
        """Show the brief of a client, for a planned visit if one is named."""
        self._firm_id = str(args["firm_id"])
        self._name = self.context.ask(firms.display_name, self._firm_id)
        self._options.set_has_group(self.context.ask(group_brief.has_group, self._firm_id))
        self._options.set_visits(self.context.ask(briefs.visits, self._firm_id), args.get("meeting_id"))
        self.refresh()
        self.chrome_changed.emit()

    def leave(self) -> None:
        """Let go of the pages."""
        if self._pages is not None:
            self._pages.close()
            self._pages = None

    def title(self) -> str:
        """Return the page's name."""
        return _("Brief")

    def breadcrumb(self) -> list[Crumb]:
        """Return the way back to the client."""
        return [Crumb(_("Clients"), "clients"), Crumb(_("Brief for {name}").format(name=self._name))]

    def footer_text(self) -> str:
        """Return the size of the file."""
        if self._printed is None:
            return ""
        return _("PDF {size}, fonts embedded").format(size=format_size(len(self._printed.pdf)))

    def current_firm(self) -> str | None:
        """Return the client of the brief."""
        return self._firm_id or None

    def state(self) -> dict[str, Any]:
        """Return where the pages are scrolled to."""
        return {"scroll": self._view.verticalScrollBar().value()}

    def restore(self, state: dict[str, Any]) -> None:
        """Scroll back."""
        self._view.verticalScrollBar().setValue(int(state.get("scroll", 0)))

    def refresh(self) -> None:
        """Compile the brief anew from the book and render it."""
        if not self._firm_id:
            return
        self._value = self.context.ask(briefs.compile_brief, self._firm_id, self._options.meeting_id())
        self._options.set_counts(self._value)
        self._render()

    def on_changed(self, change: Change[Any]) -> None:
        """Say that facts changed; the pages stay until they are asked for again."""
        if set(change.touched) - {"paper_record"}:
            self.refresh()

    def print_page(self) -> None:
        """Ask for a printer and a page range, print, and note it in the timeline."""
        if self._printed is None or self._pages is None:
            return
        printer = messages.choose_printer(self, len(self._pages))
        if printer is None:
            return
        from rmapp.ui.printing import print_pages

        try:
            count = print_pages(self._pages, printer, grey=self._printed.options.black_and_white)
        except RmappError as problem:
            messages.show_error(self, problem.message)
            return
        self._log("printed", count)

    def _on_save_clicked(self) -> None:
        if self._printed is None or self._pages is None:
            return
        name = _("{name}, group").format(name=self._name) if self._options.is_for_group() else self._name
        target = messages.save_file(self, _("Save PDF"), f"{name}.pdf", _("PDF files (*.pdf)"))
        if target is None:
            return
        try:
            papers.save_file(self._printed, Path(target))
        except RmappError as problem:
            messages.show_error(self, problem.message)
            return
        self._log("saved", len(self._pages))

    def _log(self, kind: str, pages: int) -> None:
        if self.context.read_only or self._printed is None:
            return
        label = _("Brief printed") if kind == "printed" else _("Brief saved as PDF")
        self.context.do(papers.log_paper, self._printed, kind, pages, label=label, undoable=False)
        self._render()

    def _render(self) -> None:
        if self._value is None:
            return
        try:
            options = self._options.options(self.context.ask(briefs.new_options, current()))
            self._printed = self._made(self._value, options)
        except InputError:
            raise
        except RmappError as problem:
            self._banner.set_text(problem.message)
            self._banner.show()
            return
        self._banner.hide()
        if self._pages is not None:
            self._pages.close()
        self._pages = PdfPages(self._printed.pdf)
        self._view.show_pages(self._pages)
        self._thumbs.show_pages(self._pages)
        moment = options.printed_at.strftime("%H:%M")
        self._freshness.setText(_("All facts current at {time}").format(time=moment))
        self._on_page_changed(0)
        self.chrome_changed.emit()

    def _made(self, value: ClientBrief, options: BriefOptions) -> Paper:
        if not self._options.is_for_group():
            return briefs.print_brief(value, self._firm_id, options, self._options.edition())
        group = self.context.ask(group_brief.compile_group, self._firm_id)
        return group_brief.print_group(group, self._firm_id, options)

    def _on_page_changed(self, index: int) -> None:
        if self._pages is None:
            return
        self._place.setText(_("Page {page} of {pages}").format(page=index + 1, pages=len(self._pages)))
        self._thumbs.mark(index)

    def _on_smaller_clicked(self) -> None:
        self._view.set_zoom(max(_LEAST_ZOOM, self._view.zoom() / _ZOOM_STEP))

    def _on_larger_clicked(self) -> None:
        self._view.set_zoom(min(_MOST_ZOOM, self._view.zoom() * _ZOOM_STEP))

    def _on_fit_clicked(self) -> None:
        self._view.set_zoom(0)

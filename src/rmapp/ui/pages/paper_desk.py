"""A paper before it leaves the book: thumbnails, its real pages, and Save and Print below a panel of options."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.errors import RmappError
from rmapp.i18n import _
from rmapp.services.paperwork import papers
from rmapp.ui import messages, metrics
from rmapp.ui.pages.paper_terms_line import PaperTermsLine
from rmapp.ui.pdf_pages import PdfPages
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.paper_view import PaperView, Thumbnails
from rmapp.ui.widgets.scroll import PageScroll

if TYPE_CHECKING:
    from datetime import date

    from rmapp.services.paperwork.papers import Paper
    from rmapp.ui.pages.paper_terms_line import Custody

_ZOOM_STEP = 1.2
_LEAST_ZOOM, _MOST_ZOOM = 0.4, 3.0


class PaperDesk(QWidget):
    """Shows a rendered paper and lets it out as a file or to a printer."""

    left = Signal(str, int)
    """The paper left the book: `saved` or `printed`, and how many pages; `custody` tells the rest of it."""
    save_asked = Signal()
    print_asked = Signal()

    def __init__(self, panel: QWidget, before: QWidget | None = None) -> None:
        super().__init__()
        self.view = PaperView()
        self._paper: Paper | None = None
        self._pages: PdfPages | None = None
        self._thumbs = Thumbnails()
        self._banner = Banner("danger", "")
        self._place = PlainLabel("", tone="secondary")
        self._freshness = PlainLabel("", tone="secondary")
        self._fresh_icon = IconLabel("circle-check", role="success")
        self._terms = PaperTermsLine()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        if before is not None:
            row.addWidget(before)
        row.addWidget(self._build_thumbs())
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._build_tools())
        self._banner.hide()
        middle.addWidget(self._banner)
        middle.addWidget(self.view, 1)
        row.addLayout(middle, 1)
        row.addWidget(self._build_side(panel))
        self._thumbs.chosen.connect(self.view.go_to)
        self.view.page_changed.connect(self._on_page_changed)

    def paper(self) -> Paper | None:
        """Return the paper that is shown."""
        return self._paper

    def page_count(self) -> int:
        """Return the number of pages shown."""
        return 0 if self._pages is None else len(self._pages)

    def show_paper(self, paper: Paper) -> None:
        """Show this paper in place of the one before."""
        self._banner.hide()
        before, self._pages = self._pages, PdfPages(paper.pdf)
        self._paper = paper
        self.view.show_pages(self._pages)
        self._thumbs.show_pages(self._pages)
        if before is not None:
            before.close()
        moment = paper.options.printed_at.strftime("%H:%M")
        self.say(_("All facts current at {time}").format(time=moment))
        self._save.setEnabled(True)
        self._print.setEnabled(True)
        self._on_page_changed(0)

    def show_terms(self, destroy_by: date | None, recipient: str | None = None) -> None:
        """Show what will be noted of the paper: its last day, and who gets it where that can be typed."""
        self._terms.show_terms(destroy_by, recipient)

    def custody(self) -> Custody:
        """Return what is noted of the paper that just left."""
        return self._terms.custody()

    def say(self, text: str, icon: str = "circle-check", role: str = "success") -> None:
        """Say above the pages how fresh they are."""
        self._freshness.setText(text)
        self._fresh_icon.setVisible(bool(text))
        self._fresh_icon.set_icon(icon, role)

    def show_problem(self, text: str) -> None:
        """Say above the pages why there is no newer paper."""
        self._banner.set_text(text)
        self._banner.show()

    def show_nothing(self) -> None:
        """Show no paper; nothing can be saved or printed."""
        self.release()
        self.view.show_nothing()
        self._thumbs.show_nothing()
        self._paper = None
        self._place.setText("")
        self.say("")
        self._save.setEnabled(False)
        self._print.setEnabled(False)

    def release(self) -> None:
        """Let go of the pages."""
        self.view.release()
        self._thumbs.release()
        if self._pages is not None:
            self._pages.close()
            self._pages = None

    def print_paper(self, *, both_sides: bool = False) -> None:
        """Ask for a printer and a page range, and print."""
        if self._paper is None or self._pages is None:
            return
        chosen = (self, len(self._pages), True) if both_sides else (self, len(self._pages))
        printer = messages.choose_printer(*chosen)
        if printer is None:
            return
        from rmapp.ui.printing import print_pages

        try:
            count = print_pages(self._pages, printer, grey=self._paper.options.black_and_white)
        except RmappError as problem:
            messages.show_error(self, problem.message)
            return
        self._terms.set_copies(printer.copyCount())
        self.left.emit("printed", count)

    def save_paper(self, name: str) -> None:
        """Ask where to write the file, and write it."""
        if self._paper is None or self._pages is None:
            return
        target = messages.save_file(self, _("Save PDF"), f"{name}.pdf", _("PDF files (*.pdf)"))
        if target is None:
            return
        try:
            papers.save_file(self._paper, Path(target))
        except RmappError as problem:
            messages.show_error(self, problem.message)
            return
        self._terms.set_copies(1)
        self.left.emit("saved", len(self._pages))

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

    def _build_side(self, panel: QWidget) -> QWidget:
        side = QWidget()
        side.setProperty("surface", "surface")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(metrics.PREVIEW_NARROW)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel, 1)
        column.addWidget(self._terms)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(metrics.space(5), 0, metrics.space(5), metrics.space(5))
        self._save = Button(_("Save PDF"), icon="download")
        self._print = Button(_("Print"), kind="primary", icon="printer", key="Ctrl P")
        self._save.clicked.connect(self.save_asked)
        self._print.clicked.connect(self.print_asked)
        buttons.addWidget(self._save)
        buttons.addWidget(self._print, 1)
        column.addLayout(buttons)
        return side

    def _on_page_changed(self, index: int) -> None:
        if self._pages is None:
            return
        self._place.setText(_("Page {page} of {pages}").format(page=index + 1, pages=len(self._pages)))
        self._thumbs.mark(index)

    def _on_smaller_clicked(self) -> None:
        self.view.set_zoom(max(_LEAST_ZOOM, self.view.zoom() / _ZOOM_STEP))

    def _on_larger_clicked(self) -> None:
        self.view.set_zoom(min(_MOST_ZOOM, self.view.zoom() * _ZOOM_STEP))

    def _on_fit_clicked(self) -> None:
        self.view.set_zoom(0)

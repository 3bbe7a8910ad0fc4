"""The inside viewer: a photo, or the pages of a PDF a few at a time; nothing is handed to another program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from rmapp.errors import RmappError
from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.pdf_pages import PdfPages
from rmapp.ui.widgets.attachment_thumb import title_of
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.empty_state import EmptyState
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.paper_view import PaperView
from rmapp.ui.widgets.picture_view import STEP, PictureView

if TYPE_CHECKING:
    from PySide6.QtCore import QSizeF

    from rmapp.domain.attachment import Attachment, StagedFile
    from rmapp.ui.context import UiContext

AT_ONCE = 12
"""Pages of a PDF that are painted together."""


class AttachmentView(QWidget):
    """Shows one file; `close_file` lets go of it."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._pages: PdfPages | None = None
        self._first = 0
        self._picture = PictureView()
        self._paper = PaperView()
        self._lost = EmptyState("file-warning", "")
        self._stack = QStackedWidget()
        for part in (self._picture, self._paper, self._lost):
            self._stack.addWidget(part)
        self._place = PlainLabel("", role="small", tone="tertiary")
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(2))
        column.addWidget(self._stack, 1)
        row = QHBoxLayout()
        row.setSpacing(metrics.space(1))
        self._before = IconButton("arrow-left", _("Pages before"))
        self._after = IconButton("arrow-right", _("Pages after"))
        self._smaller = IconButton("minus", _("Smaller"), key="-")
        self._larger = IconButton("plus", _("Larger"), key="+")
        self._fit = IconButton("maximize-2", _("Fit into the window"), key="0")
        self._before.clicked.connect(self._on_before_clicked)
        self._after.clicked.connect(self._on_after_clicked)
        self._smaller.clicked.connect(self._on_smaller_clicked)
        self._larger.clicked.connect(self._on_larger_clicked)
        self._fit.clicked.connect(self._on_fit_clicked)
        for part in (self._before, self._place, self._after):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self._smaller, self._larger, self._fit):
            row.addWidget(part)
        column.addLayout(row)

    def show_file(self, file: Attachment | StagedFile) -> None:
        """Read a file and show it, or say why it cannot be shown."""
        from rmapp.services.paperwork import attachments

        self.close_file()
        try:
            content = self._context.ask(attachments.content, file)
        except RmappError as problem:
            self._say_lost(problem.message)
            return
        if file.media_type == "application/pdf":
            self._pages = PdfPages(content)
            self._first = 0
            self._stack.setCurrentWidget(self._paper)
            self._show_pages()
            return
        image = QImage.fromData(content)
        if image.isNull():
            self._say_lost(_("This picture cannot be shown."))
            return
        self._stack.setCurrentWidget(self._picture)
        self._picture.show_image(image, title_of(file))
        self._show_tools(paging=False)

    def view(self) -> QWidget:
        """Return what shows the file, for the focus."""
        return self._stack.currentWidget() or self

    def close_file(self) -> None:
        """Let go of the file that is shown."""
        if self._pages is not None:
            self._pages.close()
            self._pages = None

    def _say_lost(self, sentence: str) -> None:
        self._lost.set_texts(_("The file cannot be shown"), sentence)
        self._stack.setCurrentWidget(self._lost)
        self._show_tools(paging=False, zooming=False)

    def _show_tools(self, *, paging: bool, zooming: bool = True) -> None:
        for part in (self._before, self._place, self._after):
            part.setVisible(paging)
        for part in (self._smaller, self._larger, self._fit):
            part.setVisible(zooming)

    def _show_pages(self) -> None:
        if self._pages is None:
            return
        total = len(self._pages)
        part = PagePart(self._pages, self._first, min(AT_ONCE, total - self._first))
        self._paper.show_pages(part)
        self._paper.verticalScrollBar().setValue(0)
        last = self._first + len(part)
        said = _("Pages {first}–{last} of {total}").format(first=self._first + 1, last=last, total=total)
        self._place.setText(said)
        self._before.setEnabled(self._first > 0)
        self._after.setEnabled(last < total)
        self._show_tools(paging=total > AT_ONCE)

    def _on_before_clicked(self) -> None:
        self._first = max(0, self._first - AT_ONCE)
        self._show_pages()

    def _on_after_clicked(self) -> None:
        self._first += AT_ONCE
        self._show_pages()

    def _on_smaller_clicked(self) -> None:
        self._zoom_by(1 / STEP)

    def _on_larger_clicked(self) -> None:
        self._zoom_by(STEP)

    def _on_fit_clicked(self) -> None:
        self._picture.set_zoom(0)
        self._paper.set_zoom(0)

    def _zoom_by(self, factor: float) -> None:
        if self._pages is None:
            self._picture.set_zoom(self._picture.zoom() * factor)
        else:
            self._paper.set_zoom(min(3.0, max(0.3, self._paper.zoom() * factor)))


class PagePart(PdfPages):
    """Some pages of an open PDF in a row, as if they were all of it; the whole one is closed elsewhere."""

    def __init__(self, whole: PdfPages, first: int, count: int) -> None:
        self._whole, self._first, self._count = whole, first, count

    def __len__(self) -> int:
        """Return how many pages the part has."""
        return self._count

    def size(self, index: int) -> QSizeF:
        """Return the size of a page in points."""
        return self._whole.size(self._first + index)

    def image(self, index: int, width: int, *, grey: bool = False) -> QImage:
        """Return a page as a picture."""
        return self._whole.image(self._first + index, width, grey=grey)

    def text(self, index: int) -> str:
        """Return the text of a page."""
        return self._whole.text(self._first + index)

    def close(self) -> None:
        """Leave the whole document open."""

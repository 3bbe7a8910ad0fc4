"""Attachments side by side as small pictures, which are made one at a time and never written to the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from rmapp.errors import RmappError
from rmapp.i18n import ngettext
from rmapp.ui import metrics
from rmapp.ui.pdf_pages import PdfPages
from rmapp.ui.widgets.attachment_thumb import HEIGHT, WIDTH, AttachmentThumb, key_of
from rmapp.ui.widgets.flow import FlowLayout
from rmapp.ui.widgets.labels import LinkLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.attachment import Attachment, StagedFile
    from rmapp.ui.context import UiContext

SHOWN = 60
"""How many are shown before the rest is asked for."""

_KEPT = 400
"""How many small pictures stay in memory."""


class AttachmentGrid(QWidget):
    """Shows what it is given, in that order; pictures come after the window is painted."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._flow = FlowLayout(self, gap=metrics.space(2))
        self._files: list[Attachment | StagedFile] = []
        self._thumbs: list[AttachmentThumb] = []
        self._missing: list[AttachmentThumb] = []
        self._pictures: dict[str, QPixmap] = {}
        self._more = LinkLabel("", self)
        self._more.clicked.connect(self._on_more_clicked)
        self._most = SHOWN
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._make_one)

    def show_files(self, files: Sequence[Attachment | StagedFile]) -> None:
        """Show these files; those that stay keep their place on the screen and the focus."""
        self._files = list(files)
        self._most = max(SHOWN, self._most if len(files) > SHOWN else 0)
        self._lay_out()

    def _lay_out(self) -> None:
        kept = {thumb.key: thumb for thumb in self._thumbs}
        before, self._thumbs = self._thumbs, []
        for file in self._files[: self._most]:
            held = kept.get(key_of(file))
            self._thumbs.append(held if held is not None and held.file == file else self._made(file))
        while self._flow.takeAt(0) is not None:
            pass
        for thumb in before:
            if thumb not in self._thumbs:
                thumb.hide()
                thumb.deleteLater()
        for thumb in self._thumbs:
            self._flow.addWidget(thumb)
        rest = len(self._files) - len(self._thumbs)
        self._more.set_label(ngettext("Show {n} more", "Show {n} more", rest).format(n=rest))
        self._more.setVisible(rest > 0)
        self._flow.addWidget(self._more)
        self._missing = [thumb for thumb in self._thumbs if thumb.file.sha256 not in self._pictures]
        self._timer.start()
        self.setVisible(bool(self._files))
        self.updateGeometry()

    def _made(self, file: Attachment | StagedFile) -> AttachmentThumb:
        thumb = AttachmentThumb(file)
        thumb.opened.connect(self.opened)
        thumb.removed.connect(self.removed)
        known = self._pictures.get(file.sha256)
        if known is not None:
            thumb.show_picture(known)
        return thumb

    def _on_more_clicked(self) -> None:
        self._most = len(self._files)
        self._lay_out()

    def thumbs(self) -> Sequence[AttachmentThumb]:
        """Return the shown files in order."""
        return self._thumbs

    def _make_one(self) -> None:
        if not self._missing or not self._context.is_open:
            self._timer.stop()
            return
        thumb = self._missing.pop(0)
        picture = self._picture_of(thumb.file)
        thumb.show_picture(picture)
        if picture is not None:
            if len(self._pictures) >= _KEPT:
                self._pictures.clear()
            self._pictures[thumb.file.sha256] = picture

    def _picture_of(self, file: Attachment | StagedFile) -> QPixmap | None:
        from rmapp.services.paperwork import attachments

        ratio = self.devicePixelRatioF()
        try:
            content = self._context.ask(attachments.content, file)
        except RmappError:
            return None
        if file.media_type == "application/pdf":
            picture = first_page(content, round(HEIGHT * ratio))
        else:
            picture = QPixmap()
            picture.loadFromData(attachments.thumbnail(content, round(WIDTH * ratio)) or b"")
        picture.setDevicePixelRatio(ratio)
        return picture


def first_page(content: bytes, height: int) -> QPixmap:
    """Return the first page of a PDF, `height` pixels high."""
    with PdfPages(content) as pages:
        size = pages.size(0)
        return QPixmap.fromImage(pages.image(0, max(1, round(size.width() * height / max(1.0, size.height())))))

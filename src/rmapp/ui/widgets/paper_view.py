"""Pages of paper on the screen: a column to scroll, and thumbnails to jump."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.ui.pdf_pages import PdfPages

_A4_RATIO = 297 / 210
_THUMB = 90
_MOST_PICTURES = 8
"""Pages that are kept as pictures: a page as wide as the window takes some megabytes."""


class PaperSheet(Painted):
    """One page of paper with its hairline; it is drawn when it is first seen, as a document may be long."""

    seen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._pages: PdfPages | None = None
        self._index = 0
        self._is_read = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_page(self, pages: PdfPages, index: int, width: int) -> None:
        """Show a page of a document, so many pixels wide."""
        size = pages.size(index)
        self._pages, self._index, self._image = pages, index, QImage()
        self._is_read = False
        self.setFixedSize(width, round(width * size.height() / size.width()))
        self.describe(_("Page {page} of {pages}").format(page=index + 1, pages=len(pages)))
        self.update()

    def forget(self, *, document: bool = False) -> None:
        """Drop the picture, and with `document` also where it came from."""
        self._image = QImage()
        if document:
            self._pages = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page."""
        if self._image.isNull() and self._pages is not None:
            ratio = self.devicePixelRatioF()
            self._image = self._pages.image(self._index, round(self.width() * ratio))
            self._image.setDevicePixelRatio(ratio)
            if not self._is_read:
                self.describe(self.accessibleName(), self._pages.text(self._index))
                self._is_read = True
            self.seen.emit(self._index)
        painter = QPainter(self)
        painter.drawImage(0, 0, self._image)
        paint.box(painter, QRectF(self.rect()), border=active().colour("border_default"), radius=0)
        painter.end()


class PaperView(QScrollArea):
    """All pages of a document below one another, at a width of the window or at a chosen zoom."""

    page_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setAccessibleName(_("Preview of the pages"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        ground = QWidget()
        ground.setProperty("surface", "window")
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._column = QVBoxLayout(ground)
        self._column.setSpacing(metrics.space(4))
        self._column.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setWidget(ground)
        self._sheets: list[PaperSheet] = []
        self._pages: PdfPages | None = None
        self._drawn: list[int] = []
        self._zoom = 0.0
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_pages(self, pages: PdfPages) -> None:
        """Show this document, at the place that was shown before."""
        self._pages = pages
        self._keep(len(pages))
        while len(self._sheets) < len(pages):
            sheet = PaperSheet()
            sheet.seen.connect(self._on_seen)
            self._sheets.append(sheet)
            self._column.addWidget(sheet)
        self._draw()

    def release(self) -> None:
        """Let go of the document; what was drawn goes too."""
        self._pages = None
        for sheet in self._sheets:
            sheet.forget(document=True)

    def show_nothing(self) -> None:
        """Show no page."""
        self.release()
        self._keep(0)

    def _keep(self, count: int) -> None:
        while len(self._sheets) > count:
            sheet = self._sheets.pop()
            self._column.removeWidget(sheet)
            sheet.deleteLater()

    def set_zoom(self, zoom: float) -> None:
        """Show paper at `zoom` times its size (1.0 = A4 as on the table); 0 fits the width."""
        self._zoom = zoom
        self._draw()

    def zoom(self) -> float:
        """Return the zoom that is shown now."""
        return self._width() / self._natural_width()

    def go_to(self, index: int) -> None:
        """Scroll to a page, counted from 0."""
        self.verticalScrollBar().setValue(self._sheets[index].y() - self._column.spacing())

    def resizeEvent(self, event: object) -> None:
        """Fit the width again."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self._zoom == 0:
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages with Page Up and Page Down, scroll with the arrows."""
        super().keyPressEvent(event)

    def _natural_width(self) -> float:
        return self.logicalDpiX() * 210 / 25.4

    def _width(self) -> int:
        if self._zoom:
            return round(self._natural_width() * self._zoom)
        room = self.viewport().width() - 2 * metrics.space(7)
        return max(240, min(room, 900))

    def _draw(self) -> None:
        if self._pages is None:
            return
        self._drawn = []
        width = self._width()
        for index, sheet in enumerate(self._sheets):
            sheet.show_page(self._pages, index, width)

    def _on_seen(self, index: int) -> None:
        """Keep the pictures of the pages seen last; the others are drawn again when they are seen again."""
        self._drawn = [*(one for one in self._drawn if one != index), index]
        if len(self._drawn) > _MOST_PICTURES:
            gone = self._drawn.pop(0)
            if gone < len(self._sheets):
                self._sheets[gone].forget()

    def _on_scrolled(self, value: int) -> None:
        middle = value + self.viewport().height() // 3
        shown = [index for index, sheet in enumerate(self._sheets) if sheet.y() <= middle]
        if shown:
            self.page_changed.emit(shown[-1])


class Thumbnails(QWidget):
    """Small pictures of the pages; the shown one is marked."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._thumbs: list[_Thumbnail] = []

    def show_pages(self, pages: PdfPages) -> None:
        """Show the pages of this document."""
        self.show_nothing()
        self._thumbs = [_Thumbnail(index, pages) for index in range(len(pages))]
        for thumb in self._thumbs:
            thumb.picked.connect(self.chosen)
            self._column.addWidget(thumb)
        self.mark(0)

    def show_nothing(self) -> None:
        """Show no page."""
        for thumb in self._thumbs:
            self._column.removeWidget(thumb)
            thumb.deleteLater()
        self._thumbs = []

    def release(self) -> None:
        """Let go of the document."""
        for thumb in self._thumbs:
            thumb.release()

    def mark(self, index: int) -> None:
        """Mark the page that is shown."""
        for place, thumb in enumerate(self._thumbs):
            thumb.setChecked(place == index)

    def pages(self) -> Sequence[QWidget]:
        """Return the pictures in order, for the tab order."""
        return self._thumbs


class _Thumbnail(PaintedButton):
    picked = Signal(int)

    def __init__(self, index: int, pages: PdfPages) -> None:
        super().__init__()
        self._index = index
        self._pages: PdfPages | None = pages
        self._image = QImage()
        self.setCheckable(True)
        self.setAccessibleName(_("Page {page} of {pages}").format(page=index + 1, pages=len(pages)))
        self.clicked.connect(self._on_clicked)

    def sizeHint(self) -> QSize:
        return QSize(_THUMB + 12, round(_THUMB * _A4_RATIO) + metrics.line("caption") + 14)

    def release(self) -> None:
        self._pages = None

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull() and self._pages is not None:
            self._image = self._pages.image(self._index, round(_THUMB * self.devicePixelRatioF()))
            self._image.setDevicePixelRatio(self.devicePixelRatioF())
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        if self.isChecked():
            paint.box(painter, QRectF(self.rect()), fill=theme.colour("bg_selected"), radius=metrics.radius("md"))
        size = self._image.deviceIndependentSize()
        page = QRectF((self.width() - size.width()) / 2, 5, size.width(), size.height())
        painter.drawImage(page.topLeft(), self._image)
        paint.box(painter, page, border=theme.colour("border_default"), radius=0)
        below = QRectF(0, page.bottom() + 3, self.width(), metrics.line("caption"))
        ink = theme.colour("accent_text" if self.isChecked() else "text_secondary")
        paint.text(painter, below, str(self._index + 1), fonts.font("caption"), ink, align=paint.CENTRE)
        painter.end()

    def _on_clicked(self) -> None:
        self.picked.emit(self._index)

"""The pages of a PDF as pictures, for the screen and for the printer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from types import TracebackType

POINTS_PER_INCH = 72


class PdfPages:
    """An open PDF; use it as a context manager or call `close`."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2

        self._document: Any = pypdfium2.PdfDocument(pdf)

    def __enter__(self) -> Self:
        """Return the open document."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the document."""
        self.close()

    def __len__(self) -> int:
        """Return the number of pages."""
        return len(self._document)

    def size(self, index: int) -> QSizeF:
        """Return the size of a page in points (1/72 inch)."""
        return QSizeF(*self._document.get_page_size(index))

    def image(self, index: int, width: int, *, grey: bool = False) -> QImage:
        """Return a page as a picture `width` pixels wide, on white paper."""
        page = self._document[index]
        try:
            bitmap = page.render(scale=width / page.get_width(), grayscale=grey, fill_color=(255, 255, 255, 255))
            layout = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_BGR888
            # The picture borrows the bitmap's memory, hence the copy.
            return QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, layout).copy()
        finally:
            page.close()

    def text(self, index: int) -> str:
        """Return the text of a page, for a screen reader."""
        page = self._document[index]
        try:
            words = page.get_textpage()
            try:
                return str(words.get_text_range())
            finally:
                words.close()
        finally:
            page.close()

    def close(self) -> None:
        """Let go of the document; harmless when done twice."""
        self._document.close()

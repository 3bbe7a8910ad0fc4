"""A PDF on paper: its pages painted at the printer's resolution, within the chosen range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from rmapp.errors import BriefError
from rmapp.i18n import _

if TYPE_CHECKING:
    from rmapp.ui.pdf_pages import PdfPages

_MOST_DPI = 600
"""A4 at this resolution is 100 MB of pixels in colour; more shows nothing more."""


def print_pages(pages: PdfPages, printer: QPrinter, *, grey: bool) -> int:
    """Paint the pages in the printer's range and return how many were sent. Raises BriefError."""
    numbers = _range(printer, len(pages))
    if not numbers:
        raise BriefError(_("The brief has {n} pages; none of them is in the range you chose.").format(n=len(pages)))
    printer.setResolution(min(printer.resolution(), _MOST_DPI))
    printer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    )
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        raise BriefError(_("The printer does not answer. Nothing was printed; save the PDF instead."))
    try:
        for place, number in enumerate(numbers):
            if place:
                printer.newPage()
            paper = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
            painter.drawImage(paper, pages.image(number, round(paper.width()), grey=grey))
    finally:
        painter.end()
    return len(numbers)


def _range(printer: QPrinter, count: int) -> range:
    if printer.printRange() != QPrinter.PrintRange.PageRange:
        return range(count)
    first = max(1, printer.fromPage())
    last = min(count, printer.toPage() or count)
    return range(first - 1, last)

"""PDFs from outside: counted and refused where they cannot be shown; kept byte for byte, as evidence has to be."""

from __future__ import annotations

from rmapp.i18n import _

MOST_PAGES = 500
_NEEDS_PASSWORD = 4
"""The engine's code for a document that opens with a password only."""


class PdfRefused(Exception):
    """A PDF that cannot be taken in; the text is a sentence for the user."""


def is_pdf(content: bytes) -> bool:
    """Tell whether a file says that it is a PDF; the mark may come a little later."""
    return b"%PDF-" in content[:1024]


def count_pages(content: bytes) -> int:
    """Return the number of pages. Raises `PdfRefused`.

    Call it on the main thread only: the engine that also shows the pages knows but one.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _NEEDS_PASSWORD:
            raise PdfRefused(
                _("This PDF opens with a password only. Save it without the password first; the book encrypts it.")
            ) from error
        raise PdfRefused(_("This PDF is damaged and cannot be read. Ask for it again.")) from error
    try:
        pages = len(document)
    finally:
        document.close()
    if not 0 < pages <= MOST_PAGES:
        raise PdfRefused(_("A PDF needs 1 to {most} pages; this one has {n}.").format(most=MOST_PAGES, n=pages))
    return pages

"""Reading finished pages back: their text, their fonts, their pixels."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

import pypdfium2


class Words(NamedTuple):
    """A piece of text with its place on the page, in points from the bottom left."""

    page: int
    left: float
    bottom: float
    right: float
    top: float
    text: str


def pages_text(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def squeezed(text: str) -> str:
    """Return a text without white space and in composed form, to compare across line breaks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def words(pdf: bytes) -> list[Words]:
    """Return the pieces of text of all pages."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            for at in range(text.count_rects()):
                box = text.get_rect(at)
                found.append(Words(number, *box, text.get_text_bounded(*box)))
    return found


def colours(pdf: bytes) -> set[tuple[int, ...]]:
    """Return the colours that the pages show."""
    found: set[tuple[int, ...]] = set()
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            image = page.render(scale=1, fill_color=(255, 255, 255, 255)).to_pil().convert("RGB")
            found |= {colour for _count, colour in image.getcolors(1 << 20)}
    return found


def base_fonts(pdf: bytes) -> set[str]:
    """Return the names of the fonts in the file."""
    return {name.decode() for name in re.findall(rb"/BaseFont\s*/([^\s/<>]+)", pdf)}

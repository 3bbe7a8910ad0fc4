"""The bundled fonts of the printed pages: for each character, a font that has it and its width.

Latin text takes Inter with figures of one width, Chinese text Noto Sans SC, rare characters of names its
fallback. Each file is read once per process, on first use; a page embeds only the characters it shows.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rmapp import paths
from rmapp.errors import BriefError
from rmapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

Weight = Literal["regular", "medium", "semibold"]

_LATIN: Mapping[Weight, str] = {
    "regular": "InterPaper-Regular",
    "medium": "InterPaper-Medium",
    "semibold": "InterPaper-SemiBold",
}
_HAN: Mapping[Weight, str] = {
    "regular": "NotoSansSC-Regular",
    "medium": "NotoSansSC-SemiBold",
    "semibold": "NotoSansSC-SemiBold",
}
_FALLBACK = "NotoSansSC-Fallback"

FIRST_FONT = _LATIN["regular"]
_CODE_SCALE = 0.72
_CODE_MARGIN = 0.2
_TO_UNICODE = "toUnicodeCMap:"
_LONG_CODE = re.compile(r"<([0-9A-F]{5,6})>")


class Glyph(NamedTuple):
    """One character as it will be printed; the width is in units of the font size.

    A character that no font has is printed as its code (`U+1F600`) in a small frame, with `scale` below 1.
    """

    text: str
    font: str
    width: float
    is_ideograph: bool = False
    scale: float = 1.0


class Typeface:
    """One weight in both scripts."""

    def __init__(self, weight: Weight) -> None:
        self._latin = _LATIN[weight]
        self._han = _HAN[weight]
        self._known: dict[tuple[str, bool], Glyph] = {}

    def glyph(self, char: str, *, beside_han: bool = False) -> Glyph:
        """Return how a character is printed; beside Chinese, punctuation takes the Chinese font."""
        key = (char, beside_han)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._look_up(char, beside_han=beside_han)
        return found

    def _look_up(self, char: str, *, beside_han: bool) -> Glyph:
        code = ord(char)
        order = (self._han, self._latin) if beside_han else (self._latin, self._han)
        for name in (*order, _FALLBACK):
            face = _face(name)
            if code in face.charToGlyph:
                return Glyph(char, name, face.getCharWidth(code) / 1000, is_ideograph(char))
        return self._code(f"U+{code:04X}")

    def _code(self, text: str) -> Glyph:
        width = sum(self.glyph(char).width for char in text) * _CODE_SCALE + _CODE_MARGIN
        return Glyph(text, self._latin, width, scale=_CODE_SCALE)


def is_ideograph(char: str) -> bool:
    """Tell whether a character is a Chinese one, not its punctuation."""
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"


@cache
def typeface(weight: Weight) -> Typeface:
    """Return a weight's fonts."""
    return Typeface(weight)


@cache
def _face(name: str) -> Any:  # noqa: ANN401 (reportlab has no types)
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError

    try:
        font = _font_type()(name, str(paths.resources() / "fonts" / f"{name}.ttf"), asciiReadable=False)
    except (OSError, TTFError) as error:
        sentence = _("The font {name} cannot be read, so no page was made. Your book is safe. Install rmapp again.")
        raise BriefError(sentence.format(name=name)) from error
    pdfmetrics.registerFont(font)
    return font.face


@cache
def _font_type() -> Any:  # noqa: ANN401 (reportlab has no types)
    from reportlab.pdfbase.ttfonts import TTFont

    class SelectableFont(TTFont):
        """A font whose rare characters can be selected: ReportLab writes codes above FFFF wrongly."""

        def addObjects(self, doc: Any) -> None:  # noqa: ANN401, N802 (ReportLab's method)
            super().addObjects(doc)
            for key, stream in doc.idToObject.items():
                if key.startswith(_TO_UNICODE):
                    stream.content = _LONG_CODE.sub(_as_utf16, stream.content)

    return SelectableFont


def _as_utf16(code: re.Match[str]) -> str:
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"

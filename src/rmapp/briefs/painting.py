"""Finished pages to the bytes of a PDF file: the only module that draws with ReportLab.

The file is the same for the same pages (`invariant`), its fonts are embedded subsets and its text can be
selected. It names the title and the program, nothing of the user or the machine (domain reference, 7.4).
"""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any, NamedTuple

from rmapp.briefs.drawing import BoxMark, CircleMark, Drawing, ImageMark, PathMark, PlacedDrawing, TextMark
from rmapp.briefs.fonts import FIRST_FONT, typeface
from rmapp.briefs.typesetting import Style, set_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.briefs.palette import Palette
    from rmapp.briefs.typesetting import Line

PAGE_WIDTH = 595.2756
PAGE_HEIGHT = 841.8898

_APPLICATION = "rmapp"
_WATERMARK_STYLE = Style(19, "semibold")
_WATERMARK_ANGLE = 32
_WATERMARK_STEP = (250.0, 118.0)
_HATCH_STEP = 2.6


class Page(NamedTuple):
    """One page and the text across its background, empty for none."""

    drawing: Drawing
    watermark: str = ""


def paint_pages(pages: Sequence[Page], palette: Palette, title: str, language: str) -> bytes:
    """Return a PDF file of A4 pages; `language` is the tag of the document, for example `zh-CN`."""
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.trustedSchemes = ["data"]
    rl_config.trustedHosts = None
    # Text wrapping of binary streams costs a tenth of the time and a quarter of the size.
    rl_config.useA85 = 0
    typeface("regular").glyph("0")
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 7),
        initialFontName=FIRST_FONT,
        lang=language,
    )
    canvas.setTitle(title)
    for name_it in (canvas.setAuthor, canvas.setCreator, canvas.setProducer):
        name_it(_APPLICATION)
    canvas.setSubject("")
    canvas.setKeywords("")
    painter = _Painter(canvas, palette)
    for page in pages:
        if page.watermark:
            painter.watermark(page.watermark)
        painter.drawing(page.drawing, 0.0, 0.0)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


class _Painter:
    def __init__(self, canvas: Any, palette: Palette) -> None:  # noqa: ANN401 (reportlab has no types)
        self._canvas = canvas
        self._palette = palette

    def drawing(self, drawing: Drawing, x: float, y: float) -> None:
        for mark in drawing.marks:
            match mark:
                case TextMark():
                    self._fill(mark.ink)
                    self._text(mark.line, x + mark.x, PAGE_HEIGHT - y - mark.y)
                case BoxMark():
                    self._box(mark, x + mark.x, PAGE_HEIGHT - y - mark.y - mark.height)
                case PathMark():
                    self._path(mark, x, y)
                case CircleMark():
                    self._pens(mark.fill, mark.stroke, mark.weight, None)
                    centre = (x + mark.x, PAGE_HEIGHT - y - mark.y)
                    self._canvas.circle(*centre, mark.radius, stroke=bool(mark.stroke), fill=bool(mark.fill))
                case ImageMark():
                    self._image(mark, x + mark.x, PAGE_HEIGHT - y - mark.y - mark.height)
                case PlacedDrawing():
                    self.drawing(mark.drawing, x + mark.x, y + mark.y)

    def watermark(self, text: str) -> None:
        line = set_line(text, _WATERMARK_STYLE)
        canvas = self._canvas
        canvas.saveState()
        self._fill("watermark")
        canvas.rotate(_WATERMARK_ANGLE)
        across, up = max(line.width + 40, _WATERMARK_STEP[0]), _WATERMARK_STEP[1]
        turn = math.radians(_WATERMARK_ANGLE)
        for row in range(-4, 10):
            for column in range(-1, 5):
                x = column * across - (row % 2) * across / 2
                y = row * up
                left = x * math.cos(turn) - y * math.sin(turn)
                low = x * math.sin(turn) + y * math.cos(turn)
                if -line.width < left < PAGE_WIDTH and -line.width < low < PAGE_HEIGHT:
                    self._text(line, x, y)
        canvas.restoreState()

    def _text(self, line: Line, x: float, y: float) -> None:
        canvas = self._canvas
        for run in line.runs:
            if run.code_width:
                self._code_frame(x + run.x, y, run.code_width, run.size)
            words = canvas.beginText(x + run.x + (run.code_width and run.size * 0.14), y)
            words.setFont(run.font, run.size)
            words.textOut(run.text)
            canvas.drawText(words)

    def _code_frame(self, x: float, y: float, width: float, size: float) -> None:
        canvas = self._canvas
        canvas.saveState()
        canvas.setLineWidth(0.4)
        canvas.setStrokeColorRGB(*self._palette.ink("border_strong"))
        canvas.roundRect(x + 0.3, y - size * 0.3, width - 0.6, size * 1.35, 1.0, stroke=1, fill=0)
        canvas.restoreState()

    def _box(self, mark: BoxMark, x: float, y: float) -> None:
        hatched = self._palette.hatched(mark.fill)
        fill = "white" if hatched else mark.fill
        self._pens(fill, mark.stroke, mark.weight, mark.dash)
        shape = (x, y, mark.width, mark.height)
        paint = {"stroke": bool(mark.stroke), "fill": bool(fill)}
        if mark.radius:
            self._canvas.roundRect(*shape, min(mark.radius, mark.width / 2, mark.height / 2), **paint)
        else:
            self._canvas.rect(*shape, **paint)
        if hatched:
            self._hatch(shape, mark.fill or "")

    def _hatch(self, shape: tuple[float, float, float, float], ink: str) -> None:
        x, y, width, height = shape
        canvas = self._canvas
        canvas.saveState()
        clip = canvas.beginPath()
        clip.rect(x, y, width, height)
        canvas.clipPath(clip, stroke=0, fill=0)
        self._pens(None, ink, 0.6, None)
        at = x - height
        while at < x + width:
            canvas.line(at, y, at + height, y + height)
            at += _HATCH_STEP
        canvas.rect(x, y, width, height, stroke=1, fill=0)
        canvas.restoreState()

    def _image(self, mark: ImageMark, x: float, y: float) -> None:
        from reportlab.lib.utils import ImageReader

        picture = ImageReader(io.BytesIO(mark.content))
        self._canvas.drawImage(picture, x, y, mark.width, mark.height)

    def _path(self, mark: PathMark, x: float, y: float) -> None:
        self._pens(mark.fill, mark.stroke, mark.weight, mark.dash)
        path = self._canvas.beginPath()
        first, *rest = mark.points
        path.moveTo(x + first[0], PAGE_HEIGHT - y - first[1])
        for point in rest:
            path.lineTo(x + point[0], PAGE_HEIGHT - y - point[1])
        if mark.fill:
            path.close()
        self._canvas.drawPath(path, stroke=bool(mark.stroke), fill=bool(mark.fill))

    def _pens(self, fill: str | None, stroke: str | None, weight: float, dash: tuple[float, float] | None) -> None:
        if fill:
            self._fill(fill)
        if stroke:
            self._canvas.setStrokeColorRGB(*self._palette.ink(stroke))
            self._canvas.setLineWidth(weight * self._palette.line_scale)
            self._canvas.setDash(*(([*dash],) if dash else ([],)))

    def _fill(self, ink: str) -> None:
        self._canvas.setFillColorRGB(*self._palette.ink(ink))

"""The bands of a scorecard's grades on a line from 0 to 100, with the score as a mark on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

_HIGH = 8.0
_GAP = 3.0
_MARK = 7.0
_PALE = 0.34


@dataclass(frozen=True)
class Band:
    """A grade: the code that is written below, the least score of it, and its tone (danger, warning, success)."""

    code: str
    least: float
    tone: str


class BandAxis(Painted):
    """The band of the grade that counts stands out; the mark is hollow while the score is provisional."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bands: tuple[Band, ...] = ()
        self._value: float | None = None
        self._current = ""
        self._is_hollow = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bands(self, bands: Sequence[Band]) -> None:
        """Show these bands, in any order."""
        self._bands = tuple(sorted(bands, key=_least))
        self.update()

    def set_value(
        self, value: float | None, current: str, *, name: str, sentence: str = "", hollow: bool = False
    ) -> None:
        """Mark a score of 0 to 100, None for none, and let the band with the code `current` stand out."""
        self._value, self._current, self._is_hollow = value, current, hollow
        self.describe(name, sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """Be a bar with a line of numbers below."""
        return QSize(240, round(2 * _MARK + 6) + metrics.line("caption"))

    def minimumSizeHint(self) -> QSize:
        """Stay readable."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bands, the numbers between them, and the mark."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme, middle = active(), _MARK + 1
        for index, band in enumerate(self._bands):
            left, right = self._x(band.least), self._x(self._most(index))
            inner = QRectF(
                left, middle - _HIGH / 2, right - left - (_GAP if index < len(self._bands) - 1 else 0), _HIGH
            )
            paint.box(painter, inner, fill=self._colour(band), radius=_HIGH / 2)
            self._paint_words(painter, band, left, right, first=index == 0)
        if self._value is not None:
            spot = QPointF(min(max(self._x(self._value), _MARK), self.width() - _MARK), middle)
            ground, ink = theme.colour("bg_surface"), theme.colour("text_primary")
            paint.circle(painter, spot, _MARK, fill=ground)
            paint.circle(painter, spot, _MARK - 1.5, fill=ground if self._is_hollow else ink, border=ink, width=2)
        painter.end()

    def _paint_words(self, painter: QPainter, band: Band, left: float, right: float, *, first: bool) -> None:
        theme, line = active(), metrics.line("caption")
        face = fonts.font("caption", numeric=True)
        top = 2 * _MARK + 5
        edge = f"{band.least:.0f}"
        wide = paint.text_width(edge, face)
        if not first:
            rect = QRectF(left - _GAP / 2 - wide / 2 - 1, top, wide + 2, line)
            paint.text(painter, rect, edge, face, theme.colour("text_tertiary"), align=paint.CENTRE, elide=False)
        is_current = band.code == self._current
        bold = fonts.font("caption", 600 if is_current else 400)
        if paint.text_width(band.code, bold) + wide + 8 <= right - left:
            ink = theme.colour("text_primary" if is_current else "text_tertiary")
            rect = QRectF(left, top, right - left, line)
            paint.text(painter, rect, band.code, bold, ink, align=paint.CENTRE, elide=False)

    def _most(self, index: int) -> float:
        return self._bands[index + 1].least if index + 1 < len(self._bands) else 100.0

    def _x(self, score: float) -> float:
        return self.width() * score / 100

    def _colour(self, band: Band) -> QColor:
        colour = active().colour(band.tone)
        if band.code != self._current:
            colour.setAlphaF(_PALE)
        return colour


def _least(band: Band) -> float:
    return band.least

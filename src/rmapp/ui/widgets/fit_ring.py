"""How well something fits, as a ring with its number: the sure part drawn full, the possible part pale."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.i18n import _
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.labels import plain
from rmapp.ui.widgets.painted import Painted

SIDE = 52
THICK = 5
_TURN = 16 * 360
_TOP = 16 * 90
_PALE = 0.3


class FitRing(Painted):
    """A ring of 100 points; `sure` of them are drawn in the accent, those up to `possible` in its pale tint.

    A ring that is not `active` is drawn in grey: the thing may not be offered.
    """

    def __init__(self, sure: int, possible: int, parent: QWidget | None = None, *, active: bool = True) -> None:
        super().__init__(parent)
        self._sure, self._possible, self._active = sure, max(sure, possible), active
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        said = _("{n} of 100 points").format(n=sure)
        if self._possible > sure:
            said = _("{n} of 100 points, up to {most} if what is unknown holds").format(n=sure, most=self._possible)
        self.describe(_("Fit"), said)
        self.setToolTip(plain(said))

    def sizeHint(self) -> QSize:
        """Be a square that grows with the text."""
        side = round(metrics.grown(SIDE, "body"))
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        """Never be cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, both arcs and the number."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        inner = QRectF(self.rect()).adjusted(THICK, THICK, -THICK, -THICK)
        _arc(painter, inner, 100, theme.colour("track"))
        if self._active:
            pale = theme.colour("accent")
            pale.setAlphaF(_PALE)
            _arc(painter, inner, self._possible, pale)
            _arc(painter, inner, self._sure, theme.colour("accent"))
        ink = theme.colour("text_primary" if self._active else "text_tertiary")
        face = fonts.font("section", 600, numeric=True)
        paint.text(painter, inner, str(self._sure), face, ink, align=paint.CENTRE, elide=False)
        painter.end()


def _arc(painter: QPainter, rect: QRectF, points: int, colour: QColor) -> None:
    """Draw so many points of 100, clockwise from the top."""
    if points <= 0:
        return
    pen = QPen(colour, THICK)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if points >= 100 else Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(rect, _TOP, -round(_TURN * points / 100))

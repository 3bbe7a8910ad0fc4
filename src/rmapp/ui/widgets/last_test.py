"""How a covenant stood the last time: the value, and below it a bar that fills as the threshold is used up."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from rmapp.domain.wording import format_percent
from rmapp.i18n import _
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.headroom import CLOSE, headroom_colour
from rmapp.ui.widgets.labels import plain
from rmapp.ui.widgets.painted import Painted

_BAR = 70


class LastTest(Painted):
    """`headroom_bp` is the distance to the threshold over the threshold; None where it is not known."""

    def __init__(self, value: str, headroom_bp: int | None) -> None:
        super().__init__()
        self._headroom = None if headroom_bp is None else headroom_bp / 10_000
        self._words = _("last {value}").format(value=value)
        room = "" if headroom_bp is None else _("headroom {share}").format(share=format_percent(headroom_bp))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.describe(self._words, room)
        self.setToolTip(plain(room))

    def sizeHint(self) -> QSize:
        """Take a line of words and the bar."""
        wide = max(_BAR, round(paint.text_width(self._words, fonts.font("small", numeric=True))) + 2)
        return QSize(wide, metrics.line("small") + 9)

    def minimumSizeHint(self) -> QSize:
        """Never cut the value."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw value and bar."""
        painter = QPainter(self)
        room = self._headroom
        role = "text_secondary"
        if room is not None:
            role = "danger_text" if room < 0 else "warning_text" if room < CLOSE else "success_text"
        place = QRectF(0, 0, self.width(), metrics.line("small"))
        face = fonts.font("small", numeric=True)
        paint.text(painter, place, self._words, face, active().colour(role), align=paint.RIGHT, elide=False)
        if room is not None:
            bar = QRectF(self.width() - _BAR, self.height() - 6, _BAR, 5)
            paint.bar(painter, bar, [(min(max(1.0 - room, 0.0), 1.0), headroom_colour(room))])
        painter.end()

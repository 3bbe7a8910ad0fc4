"""A button that looks like a search field and opens the palette."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.labels import literal

WIDTH = 300


class SearchBox(PaintedButton):
    """The opener of the palette with the cap of its key."""

    def __init__(self, placeholder: str, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._key = placeholder, key
        self.setText(literal(placeholder))
        self.setAccessibleName(placeholder)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Be as wide as the design at least."""
        words = paint.text_width(self._words, fonts.font("small"))
        wanted = words + metrics.icon() + paint.key_cap_width(self._key) + 48
        return QSize(max(WIDTH, round(wanted)), metrics.control())

    def minimumSizeHint(self) -> QSize:
        """Shrink before anything else in the top bar does."""
        return QSize(140, metrics.control())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw glass, words and key."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        border = theme.colour("border_strong" if self.is_hot() else "border_default")
        rect = QRectF(self.rect())
        paint.box(painter, rect, fill=theme.colour("bg_surface"), border=border, radius=metrics.radius("sm"))
        side, ink = metrics.icon(), theme.colour("text_tertiary")
        icons.paint(painter, "search", QRectF(10, (self.height() - side) / 2, side, side), ink)
        cap = paint.key_cap_width(self._key) if self._key else 0
        words = QRectF(10 + side + 8, 0, self.width() - side - cap - 36, self.height())
        paint.text(painter, words, self._words, fonts.font("small"), ink)
        if self._key:
            origin = QPointF(self.width() - cap - 8, self.height() / 2)
            fill, edge = theme.colour("bg_sunken"), theme.colour("border_default")
            paint.key_cap(painter, origin, self._key, fill=fill, border=edge, ink=ink)
        painter.end()

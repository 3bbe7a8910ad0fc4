"""A card that is one big button: a sign, a title, a sentence and its key."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_LINES = 2
"""Lines of the sentence at normal text size; larger text takes more."""


class ChoiceCard(QAbstractButton):
    """One way to go on; `main` is the one most people take."""

    def __init__(self, icon: str, title: str, text: str, *, key: str = "", main: bool = False) -> None:
        super().__init__()
        self._icon, self._title, self._text, self._key, self._main = icon, title, text, key, main
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Leave room for a title and two lines."""
        height = metrics.line("subtitle") + _lines() * (metrics.line("body") + 2) + 2 * metrics.space(4)
        return QSize(360, height)

    def event(self, event: QEvent) -> bool:
        """Take the new size of text."""
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.updateGeometry()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        theme = active()
        painter = QPainter(self)
        paint.smooth(painter)
        rect = QRectF(self.rect())
        fill = "accent_soft" if self._main else "bg_hover" if self.underMouse() else "bg_surface"
        edge = "accent" if self._main else "border_subtle"
        paint.box(painter, rect, fill=theme.colour(fill), border=theme.colour(edge), radius=metrics.radius("lg"))
        side = metrics.grown(44, "title")
        sign = QRectF(metrics.space(4), rect.center().y() - side / 2, side, side)
        ground = theme.colour("accent" if self._main else "bg_sunken")
        paint.box(painter, sign, fill=ground, radius=metrics.radius("md"))
        size = metrics.icon() + 4
        ink = theme.colour("text_on_accent" if self._main else "text_secondary")
        place = QRectF(sign.center().x() - size / 2, sign.center().y() - size / 2, size, size)
        icons.paint(painter, self._icon, place, ink)
        right = rect.right() - metrics.space(4)
        if self._key:
            right -= paint.key_cap_width(self._key)
            paint.key_cap(
                painter,
                QPointF(right, rect.center().y()),
                self._key,
                fill=theme.colour("bg_sunken"),
                border=theme.colour("border_default"),
                ink=theme.colour("text_secondary"),
            )
            right -= metrics.space(3)
        self._paint_words(
            painter,
            QRectF(
                sign.right() + metrics.space(3),
                rect.top() + metrics.space(4),
                right - sign.right() - metrics.space(3),
                rect.height(),
            ),
        )

    def _paint_words(self, painter: QPainter, place: QRectF) -> None:
        theme = active()
        line = metrics.line("subtitle")
        top = QRectF(place.left(), place.top(), place.width(), line)
        paint.text(painter, top, self._title, fonts.font("section"), theme.colour("text_primary"))
        below = QRectF(place.left(), top.bottom() + 2, place.width(), _lines() * (metrics.line("body") + 2))
        painter.setFont(fonts.font("body"))
        painter.setPen(theme.colour("text_secondary"))
        painter.drawText(below, Qt.TextFlag.TextWordWrap.value, self._text)


def _lines() -> int:
    return math.ceil(_LINES * active().text_factor)

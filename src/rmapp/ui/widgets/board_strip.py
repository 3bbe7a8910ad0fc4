"""A folded column of the lifecycle board: a narrow strip that still says what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy

from rmapp import i18n
from rmapp.i18n import _
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.labels import literal, plain

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFont, QPaintEvent

STRIP = 46


class BoardStrip(PaintedButton):
    """A press unfolds the column."""

    def __init__(self, stage: str, title: str) -> None:
        super().__init__()
        self._stage, self._title = stage, title
        self._count = self._amounts = ""
        self._is_marked = False
        self.setText(literal(title))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_sums(self, count: str, amounts: str, said: str) -> None:
        """Show how many firms the column has and what they owe; `said` puts it into a sentence."""
        self._count, self._amounts = count, amounts
        self.setAccessibleName(said)
        self.setAccessibleDescription(_("Shows the cards of this column"))
        self.setToolTip(plain(said))
        self.update()

    def set_marked(self, marked: bool) -> None:
        """Say whether a card is held over the strip."""
        self._is_marked = marked
        self.update()

    def sizeHint(self) -> QSize:
        """Be narrow, and as high as the board."""
        return QSize(metrics.grown(STRIP, "small"), metrics.control() * 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw arrows, count, name and sums, one under the other."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        middle, top = self.width() / 2, 22.0
        ink = theme.colour("accent_text" if self._is_marked or self.is_hot() else "text_secondary")
        side = metrics.icon() - 2
        painter.save()
        painter.translate(middle, top + side / 2)
        painter.rotate(90)
        icons.paint(painter, "chevrons-up-down", QRectF(-side / 2, -side / 2, side, side), ink)
        painter.restore()
        top += side + metrics.space(2)
        high = metrics.line("small")
        face = fonts.font("small", 600, numeric=True)
        primary = theme.colour("accent_text" if self._is_marked else "text_primary")
        paint.text(
            painter, QRectF(0, top, self.width(), high), self._count, face, primary, align=paint.CENTRE, elide=False
        )
        top += high + metrics.space(2)
        top = self._down(painter, top, self._title, fonts.font("body", 600), primary)
        self._down(painter, top + metrics.space(5), self._amounts, fonts.font("small"), theme.colour("text_secondary"))
        painter.end()

    def _down(self, painter: QPainter, top: float, words: str, face: QFont, ink: QColor) -> float:
        """Draw words downwards and return where they end; Chinese stands upright."""
        room = self.height() - top - metrics.space(2)
        if i18n.current() == "zh_CN" and not any(char.isascii() and char.isalnum() for char in words):
            high = QFontMetricsF(face).height()
            shown = words[: max(0, int(room // high))]
            for at, char in enumerate(shown):
                line = QRectF(0, top + at * high, self.width(), high)
                paint.text(painter, line, char, face, ink, align=paint.CENTRE, elide=False)
            return top + len(shown) * high
        words = QFontMetricsF(face).elidedText(words, Qt.TextElideMode.ElideRight, room)
        wide, high = paint.text_width(words, face), QFontMetricsF(face).height()
        painter.save()
        painter.translate(QPointF(self.width() / 2, top))
        painter.rotate(90)
        paint.text(painter, QRectF(0, -high / 2, wide + 1, high), words, face, ink, elide=False)
        painter.restore()
        return top + wide

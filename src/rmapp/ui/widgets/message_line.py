"""What is wrong, doubtful or understood: an icon, words, and after them a link that mends it."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel
from rmapp.ui.widgets.painted import Painted

SPARE = 4


class MessageLine(Painted):
    """Words wrap over the whole width; the link follows them, below them where there is no room beside.

    With `ends_right` a short message stands at the right edge, under a field that is there.
    """

    fixed = Signal()

    def __init__(self, parent: QWidget | None = None, *, ends_right: bool = False) -> None:
        super().__init__(parent)
        self._icon = ""
        self._ends_right = ends_right
        self._words = PlainLabel("", self, role="small", tone="tertiary", wrap=True)
        self._fix = LinkLabel("", self)
        self._fix.clicked.connect(self.fixed)
        self._has_fix = False
        # A layout keeps what is fixed at the height of its hint, one line, and the further lines would be cut.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def text(self) -> str:
        """Return the words."""
        return self._words.text()

    def tone(self) -> str:
        """Return the tone of the words."""
        return str(self._words.property("tone"))

    def show_text(self, text: str, tone: str, icon: str = "", fix: str = "") -> None:
        """Say something; an empty text takes the line away."""
        self._icon = icon
        self._words.setText(text)
        self._words.set_tone(tone)
        self._fix.set_label(fix)
        self._has_fix = bool(fix)
        self._fix.setVisible(self._has_fix)
        self.setVisible(bool(text))
        self._place()
        self.refresh()

    def link(self) -> LinkLabel:
        """Return the link, shown or not."""
        return self._fix

    def natural_width(self) -> int:
        """Return the width of the whole message in one line."""
        after = metrics.space(2) + self._fix.sizeHint().width() if self._has_fix else 0
        return self._indent() + self._words_width() + after

    def sizeHint(self) -> QSize:
        """Ask for one line, and no more width than a field has."""
        return QSize(min(self.natural_width(), 160), metrics.line("small"))

    def minimumSizeHint(self) -> QSize:
        """Let the field be as narrow as it likes."""
        fix = self._fix.sizeHint().width() if self._has_fix else 0
        return QSize(self._indent() + fix, metrics.line("small"))

    def hasHeightForWidth(self) -> bool:
        """Grow with the words."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the words and, where it does not fit beside them, of the link."""
        if self.natural_width() <= width:
            return self._fix.sizeHint().height() if self._has_fix else metrics.line("small")
        below = self._fix.sizeHint().height() if self._has_fix else 0
        return self._words_height(width - self._indent()) + below

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out words and link anew."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon before the first line."""
        if not self._icon:
            return
        painter = QPainter(self)
        side = metrics.icon() - 3
        corner = self._words.geometry().topLeft() - QPoint(self._indent(), 0)
        top = corner.y() + (metrics.line("small") - side) / 2
        icons.paint(painter, self._icon, QRectF(corner.x(), top, side, side), active().colour(self.tone()))
        painter.end()

    def refresh(self) -> None:
        """Measure and paint anew; called after theme, text size or language changed."""
        super().refresh()
        self._place()

    def _place(self) -> None:
        indent, line = self._indent(), metrics.line("small")
        link = self._fix.sizeHint()
        spare = self.width() - self.natural_width()
        if spare >= 0:
            left = indent + (spare if self._ends_right else 0)
            words = QRect(left, (link.height() - line) // 2 if self._has_fix else 0, self._words_width(), line)
            self._fix.setGeometry(QRect(QPoint(words.right() + 1 + metrics.space(2), 0), link))
        else:
            wide = max(self.width() - indent, 1)
            words = QRect(indent, 0, wide, self._words_height(wide))
            self._fix.setGeometry(QRect(QPoint(indent, words.bottom() + 1), link))
        self._words.setGeometry(words)

    def _indent(self) -> int:
        return metrics.icon() + 3 if self._icon else 0

    def _words_width(self) -> int:
        return math.ceil(paint.text_width(self.text(), fonts.font("small"))) + SPARE

    def _words_height(self, width: int) -> int:
        return max(self._words.heightForWidth(max(width, 1)), metrics.line("small"))

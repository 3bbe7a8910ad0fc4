"""The ground of the pages before a book is open: quiet lines, one card, the languages."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from rmapp import __version__
from rmapp.i18n import LANGUAGES
from rmapp.ui import metrics, paint
from rmapp.ui.app_mark import AppMark
from rmapp.ui.tokens import active
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel
from rmapp.ui.widths import widened

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from rmapp.ui.context import UiContext

CARD_WIDTH = 460
_LINES = 8
LANGUAGE_NAMES = {"en": "English", "zh_CN": "简体中文"}
"""A language is named in itself, whatever language the window speaks."""


class Door(QWidget):
    """Fill `card` (a column); `below` stands under it."""

    def __init__(self, context: UiContext, *, width: int = CARD_WIDTH) -> None:
        super().__init__()
        self.context = context
        self.setProperty("surface", "window")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        ground = QWidget()
        ground.setProperty("surface", "none")
        scroll.setWidget(ground)
        outer.addWidget(scroll, 1)
        column = QVBoxLayout(ground)
        column.addStretch(1)
        panel = _Panel()
        panel.setFixedWidth(widened(width))
        self.card = QVBoxLayout(panel)
        side = metrics.space(8)
        self.card.setContentsMargins(side, metrics.space(7), side, metrics.space(6))
        self.card.setSpacing(metrics.space(3))
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(panel)
        middle.addStretch(1)
        column.addLayout(middle)
        self.below = QHBoxLayout()
        self.below.setContentsMargins(0, metrics.space(2), 0, 0)
        column.addLayout(self.below)
        column.addStretch(1)
        outer.addLayout(self._build_foot())

    def add_heading(self, title: str, text: str) -> None:
        """Put the sign, a title and one sentence on top of the card."""
        self.card.addWidget(AppMark(52), 0, Qt.AlignmentFlag.AlignHCenter)
        self.card.addSpacing(metrics.space(2))
        for label in (PlainLabel(title, role="title", wrap=True), PlainLabel(text, tone="secondary", wrap=True)):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.card.addWidget(label)
        self.card.addSpacing(metrics.space(3))

    def holds_something(self) -> bool:
        """Tell whether making the page anew would lose what it shows."""
        return False

    def abandon(self) -> None:
        """Close what the page has opened; the window goes."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the quiet lines, rising as a client does."""
        theme = active()
        painter = QPainter(self)
        paint.smooth(painter)
        painter.fillRect(self.rect(), theme.colour("bg_window"))
        width, height = self.width(), self.height()
        for line in range(_LINES):
            colour = QColor(theme.colour("accent"))
            colour.setAlphaF(0.30 * (1 - line / _LINES))
            painter.setPen(QPen(colour, 1.2))
            painter.drawPath(_wave(width, height * (0.56 + 0.07 * line), height * 0.47))

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(metrics.space(6), 0, metrics.space(6), metrics.space(4))
        foot.setSpacing(metrics.space(4))
        foot.addWidget(PlainLabel(f"rmapp {__version__}", role="small", tone="tertiary"))
        foot.addStretch(1)
        for language in LANGUAGES:
            link = LinkLabel(LANGUAGE_NAMES[language])
            link.setObjectName(language)
            link.clicked.connect(self._on_language_clicked)
            foot.addWidget(link)
        return foot

    def _on_language_clicked(self) -> None:
        chosen = self.sender().objectName()
        for language in LANGUAGES:
            if language == chosen:
                self.context.use_language(language)


class _Panel(QFrame):
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = active()
        painter = QPainter(self)
        paint.smooth(painter)
        paint.box(
            painter,
            QRectF(self.rect()),
            fill=theme.colour("bg_surface"),
            border=theme.colour("border_default"),
            radius=metrics.radius("xl"),
        )


def _wave(width: float, base: float, rise: float) -> QPainterPath:
    path = QPainterPath(QPointF(0, base))
    steps = 60
    for step in range(1, steps + 1):
        share = step / steps
        height = rise * share**2.2 + rise * 0.05 * math.sin(share * 5.5 * math.pi)
        path.lineTo(QPointF(width * share, base - height))
    return path

"""Banners: a state of the whole page, with its cause and one action."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.labels import PlainLabel, literal
from rmapp.ui.widgets.painted import Painted

ICONS = {"info": "info", "warning": "triangle-alert", "danger": "octagon-alert", "success": "circle-check"}


class Banner(Painted):
    """One sentence in the tone info, warning, danger or success."""

    acted = Signal()

    def __init__(
        self, tone: str, text: str, parent: QWidget | None = None, *, action: str = "", icon: str = ""
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self._icon = IconLabel(icon or ICONS[tone], role=tone)
        self._words = PlainLabel(text, role="small", tone=tone, wrap=True)
        self._action = _Action(action, tone, self)
        self._action.clicked.connect(self.acted)
        self._action.setVisible(bool(action))
        # A fixed height would cut a sentence that wraps.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(metrics.space(3), 5, metrics.space(2), 5)
        row.setSpacing(metrics.space(2))
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._action)
        self.describe(text)

    def text(self) -> str:
        """Return the sentence."""
        return self._words.text()

    def set_text(self, text: str, action: str | None = None) -> None:
        """Change the sentence, and the action where given; an empty action takes it away."""
        self._words.setText(text)
        self.describe(text)
        if action is not None:
            self._action.set_label(action)
            self._action.setVisible(bool(action))

    def set_tone(self, tone: str, icon: str = "") -> None:
        """Change the tone."""
        self._tone = tone
        self._icon.set_icon(icon or ICONS[tone], tone)
        self._words.set_tone(tone)
        self._action.set_tone(tone)
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Be as high as a button, even with one line."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), max(hint.height(), metrics.control()))

    def sizeHint(self) -> QSize:
        """Be as high as a button, even with one line."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), metrics.control()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tinted ground."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        fill, border = theme.colour(f"{self._tone}_soft"), theme.colour(f"{self._tone}_border")
        paint.box(painter, QRectF(self.rect()), fill=fill, border=border, radius=metrics.radius("md"))
        painter.end()


class _Action(PaintedButton):
    def __init__(self, label: str, tone: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone, self._label = tone, ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_label(label)

    def set_label(self, label: str) -> None:
        self._label = label
        self.setText(literal(label))
        self.setAccessibleName(label)
        self.updateGeometry()

    def set_tone(self, tone: str) -> None:
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        width = paint.text_width(self._label, fonts.font("small", 500))
        return QSize(round(width) + 12, metrics.grown(22, "small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        if self.is_hot():
            fill = theme.colour(f"{self._tone}_border")
            paint.box(painter, QRectF(self.rect()), fill=fill, radius=metrics.radius("xs"))
        face, ink = fonts.font("small", 500), theme.colour(f"{self._tone}_text")
        paint.text(painter, QRectF(self.rect()), self._label, face, ink, align=paint.CENTRE, elide=False)
        painter.end()

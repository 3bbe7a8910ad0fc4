"""What an empty list says: one sentence and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmapp.ui import icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

SIDE = 32


class EmptyState(QWidget):
    """An icon, a title, a sentence and a few buttons, centred."""

    chosen = Signal(int)

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        parent: QWidget | None = None,
        *,
        actions: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(parent)
        self._title = PlainLabel(title, role="section")
        self._text = PlainLabel(text, role="small", tone="secondary", wrap=True)
        self._tile = _Tile(icon)
        self._buttons = QButtonGroup(self)
        self._buttons.idClicked.connect(self.chosen)
        self._row = QHBoxLayout()
        self._row.setSpacing(metrics.space(2))
        self._build()
        self.set_texts(title, text)
        self.set_actions(actions)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(metrics.space(4), metrics.space(3), metrics.space(4), metrics.space(3))
        column.setSpacing(metrics.space(1) + 2)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(1)
        column.addWidget(self._tile, 0, centre)
        column.addWidget(self._title, 0, centre)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._text)
        column.addLayout(self._row)
        column.addStretch(1)

    def set_texts(self, title: str, text: str = "") -> None:
        """Change title and sentence."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def set_actions(self, actions: Sequence[tuple[str, str]]) -> None:
        """Offer buttons, each with its label and kind; `chosen` tells which."""
        for button in self._buttons.buttons():
            self._buttons.removeButton(button)
            button.deleteLater()
        while self._row.count():
            self._row.takeAt(0)
        self._row.addStretch(1)
        for index, (label, kind) in enumerate(actions):
            button = Button(label, kind=kind)
            self._buttons.addButton(button, index)
            self._row.addWidget(button)
        self._row.addStretch(1)


class _Tile(Painted):
    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = round(SIDE * active().text_factor)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        rect = QRectF(self.rect())
        paint.box(painter, rect, fill=theme.colour("neutral_soft"), radius=metrics.radius("md"))
        inner = rect.adjusted(8, 8, -8, -8)
        icons.paint(painter, self._icon, inner, theme.colour("text_secondary"))
        painter.end()

"""A part of a form that is folded away until it is needed; its heading is a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.labels import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence


INDENT = 8
"""How far the words of the heading stand from its edge; forms with folded parts indent the others as much."""

_GAP = 6


class FoldHead(PaintedButton):
    """The title in the face of a section's heading, and an arrow after it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._is_open = False

    def set_open(self, shown: bool) -> None:
        """Point down, or to the right."""
        self._is_open = shown
        self.update()

    def sizeHint(self) -> QSize:
        """Take the room of title and arrow."""
        words = paint.text_width(self._title, fonts.font("section"))
        return QSize(round(words) + _GAP + metrics.icon() + 2 * INDENT, metrics.small_control())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, title and arrow."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        fill = theme.colour("bg_hover") if self.is_hot() or self.isDown() else None
        paint.box(painter, QRectF(self.rect()), fill=fill, radius=metrics.radius("sm"))
        face = fonts.font("section")
        words = paint.text_width(self._title, face)
        rect = QRectF(INDENT, 0, words + 1, self.height())
        paint.text(painter, rect, self._title, face, theme.colour("text_primary"), elide=False)
        side = metrics.icon()
        square = QRectF(rect.right() + _GAP, (self.height() - side) / 2, side, side)
        icons.paint(
            painter, "chevron-down" if self._is_open else "chevron-right", square, theme.colour("text_tertiary")
        )
        painter.end()


class FoldSection(QWidget):
    """Heading and body; the note beside the heading says in a few words what is inside."""

    folded = Signal()

    def __init__(self, title: str, parts: Sequence[QWidget]) -> None:
        super().__init__()
        self._title = title
        self.head = FoldHead(title)
        self.head.clicked.connect(self._on_clicked)
        self._note = ElidedLabel("", role="small", tone="secondary")
        self._body = QWidget()
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(INDENT, 0, 0, 0)
        inner.setSpacing(metrics.space(3))
        for part in parts:
            inner.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(2))
        row = QHBoxLayout()
        row.addWidget(self.head)
        row.addWidget(self._note, 1)
        column.addLayout(row)
        column.addWidget(self._body)
        self.set_open(False)

    def is_open(self) -> bool:
        """Tell whether the body is shown."""
        return not self._body.isHidden()

    def set_open(self, shown: bool) -> None:
        """Show the body, or fold it away."""
        self._body.setVisible(shown)
        self.head.set_open(shown)
        state = _("shown") if shown else _("folded")
        self.head.setAccessibleName(_("{title}, {state}").format(title=self._title, state=state))

    def set_note(self, note: str) -> None:
        """Say in a few words what is inside."""
        self._note.setText(note)

    def note(self) -> str:
        """Return what is said of the inside."""
        return self._note.text()

    def _on_clicked(self) -> None:
        self.set_open(not self.is_open())
        self.folded.emit()

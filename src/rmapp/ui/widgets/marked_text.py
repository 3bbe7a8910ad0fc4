"""A text of any length as it was typed, with the places marked where the words of a search stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy

from rmapp.ui import fonts, marks, metrics
from rmapp.ui.tokens import active
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.ui.marks import Place

_LINE_END = "\u2028"


class MarkedText(Painted):
    """Paragraphs that wrap; nothing in them is read as markup."""

    def __init__(
        self, text: str, places: Sequence[Place] = (), *, role: str = "body", ink: str = "text_primary"
    ) -> None:
        super().__init__()
        # Ends of line become the layout's own, one character each, so that places stay what they are.
        self._text = text.replace("\r", " ").replace("\n", _LINE_END)
        self._places, self._role, self._ink = tuple(places), role, ink
        self._laid: tuple[int, float, QTextLayout, int] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.describe(text)

    def sizeHint(self) -> QSize:
        """Want the width that the layout around it gives."""
        return QSize(200, metrics.line(self._role))

    def minimumSizeHint(self) -> QSize:
        """Shrink to a few words."""
        return QSize(60, metrics.line(self._role))

    def hasHeightForWidth(self) -> bool:
        """Say that the text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at a width."""
        return self._layout(width)[1]

    def refresh(self) -> None:
        """Lay out anew: the text size changed."""
        self._laid = None
        super().refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines with their marks; colours are read at each paint."""
        painter = QPainter(self)
        painter.setPen(active().colour(self._ink))
        layout = self._layout(self.width())[0]
        layout.draw(painter, QPointF(0, 0), marks.formats(self._text, self._places))
        painter.end()

    def _layout(self, width: int) -> tuple[QTextLayout, int]:
        factor = active().text_factor
        if self._laid is not None and self._laid[:2] == (width, factor):
            return self._laid[2], self._laid[3]
        layout = QTextLayout(self._text, fonts.font(self._role))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        # Bold letters are wider, so the marks belong to the layout too.
        layout.setFormats(marks.formats(self._text, self._places))
        high = metrics.line(self._role)
        y = 0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, y + (high - line.height()) / 2))
            y += high
        layout.endLayout()
        self._laid = (width, factor, layout, max(y, high))
        return layout, max(y, high)

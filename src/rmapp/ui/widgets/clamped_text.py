"""A paragraph of a few lines at most; what does not fit ends in an ellipsis and stands in the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.labels import plain
from rmapp.ui.widgets.painted import Painted


class ClampedText(Painted):
    """Text as typed in at most `lines` lines."""

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        lines: int = 2,
        role: str = "small",
        ink: str = "text_secondary",
    ) -> None:
        super().__init__(parent)
        self._text, self._lines, self._role, self._ink = " ".join(text.split()), lines, role, ink
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.describe(self._text)

    def sizeHint(self) -> QSize:
        """Want the width for all words on one line."""
        return QSize(round(paint.text_width(self._text, fonts.font(self._role))), metrics.line(self._role))

    def minimumSizeHint(self) -> QSize:
        """Shrink to a few words."""
        return QSize(60, metrics.line(self._role))

    def hasHeightForWidth(self) -> bool:
        """Say that the text wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines at a width."""
        return max(1, len(self._broken(width))) * metrics.line(self._role)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as a tooltip only when some is hidden."""
        super().resizeEvent(event)
        shown = self._broken(self.width())
        self.setToolTip(plain(self._text if shown and shown[-1].endswith("…") else ""))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        high = metrics.line(self._role)
        for number, words in enumerate(self._broken(self.width())):
            place = QRectF(0, number * high, self.width(), high)
            paint.text(painter, place, words, fonts.font(self._role), active().colour(self._ink), elide=False)
        painter.end()

    def _broken(self, width: int) -> list[str]:
        face = fonts.font(self._role)
        layout = QTextLayout(self._text, face)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[int] = []
        while len(starts) <= self._lines:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, 0))
            starts.append(line.textStart())
        layout.endLayout()
        words = [self._text[start:end] for start, end in zip(starts, [*starts[1:], len(self._text)], strict=True)]
        if len(words) <= self._lines:
            return words
        rest = self._text[starts[self._lines - 1] :]
        return [*words[: self._lines - 1], QFontMetricsF(face).elidedText(rest, Qt.TextElideMode.ElideRight, width)]

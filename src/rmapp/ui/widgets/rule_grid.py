"""Requirements in two columns, each with the mark of whether it is met; painted, because a list shows many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.labels import plain
from rmapp.ui.widgets.painted import Painted
from rmapp.ui.widgets.truth_mark import truth_look, truth_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.condition import Truth

COLUMNS = 2


class RuleGrid(Painted):
    """Pairs of truth and words, row by row; a word that is cut is told whole in the tooltip."""

    def __init__(self, rules: Sequence[tuple[Truth, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rules = rules
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Be as high as the rows."""
        rows = -(-len(self._rules) // COLUMNS)
        return QSize(0, round(rows * self._row_height()))

    def minimumSizeHint(self) -> QSize:
        """Give way in width only."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw each mark with its words."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme, face = active(), fonts.font("small")
        side, gap = metrics.icon(), metrics.space(2)
        for at, (truth, words) in enumerate(self._rules):
            place = self._place(at)
            icon, role = truth_look(truth)
            mark = QRectF(place.left(), place.center().y() - side / 2, side, side)
            icons.paint(painter, icon, mark, theme.colour(role))
            room = place.adjusted(side + gap, 0, 0, 0)
            paint.text(painter, room, words, face, theme.colour("text_secondary"))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tell a requirement and its mark in words."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            said = self._said(event.pos())
            if said:
                QToolTip.showText(event.globalPos(), plain(said), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _said(self, point: QPoint) -> str:
        for at, (truth, words) in enumerate(self._rules):
            if self._place(at).contains(point.toPointF()):
                return f"{words}\n{truth_word(truth)}"
        return ""

    def _place(self, at: int) -> QRectF:
        gap = metrics.space(5)
        width, height = (self.width() - gap * (COLUMNS - 1)) / COLUMNS, self._row_height()
        return QRectF((at % COLUMNS) * (width + gap), (at // COLUMNS) * height, width, height)

    def _row_height(self) -> float:
        return metrics.grown(_ROW, "small")


_ROW = 21

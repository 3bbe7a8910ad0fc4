"""Small columns of scores, 0 to 100, each with its number above and its name below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from rmapp.i18n import _
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.chart import Chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

_WIDE = 14.0


@dataclass(frozen=True)
class ScoreColumn:
    """A column: the name below it, the full name for the table, and the score; None where it is not known."""

    short: str
    label: str
    score: float | None


class ScoreColumns(Chart):
    """A column for each dimension of an assessment."""

    def __init__(self, parent: QWidget | None = None, *, height: int = 132) -> None:
        super().__init__(parent, height=height)
        self._columns: tuple[ScoreColumn, ...] = ()

    def set_columns(self, columns: Sequence[ScoreColumn], *, name: str) -> None:
        """Show these scores."""
        self._columns = tuple(columns)
        self._table = [(one.label, _("not known") if one.score is None else f"{one.score:.0f}") for one in columns]
        self.describe(name, "\n".join(" ".join(row) for row in self._table))
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the columns with their numbers and names."""
        if not self._columns:
            return
        painter = QPainter(self)
        paint.smooth(painter)
        theme, line = active(), metrics.line("caption")
        slot = self.width() / len(self._columns)
        top, bottom = line + 3.0, self.height() - line - 5.0
        face, bold = fonts.font("caption"), fonts.font("caption", 600, numeric=True)
        for index, one in enumerate(self._columns):
            left = index * slot
            bar = QRectF(left + slot / 2 - _WIDE / 2, top, _WIDE, bottom - top)
            paint.box(painter, bar, fill=theme.colour("track"), radius=4)
            if one.score is not None:
                high = max(bar.height() * one.score / 100, 4.0)
                full = QRectF(bar.left(), bar.bottom() - high, _WIDE, high)
                paint.box(painter, full, fill=theme.series(0), radius=4)
            number = "–" if one.score is None else f"{one.score:.0f}"
            ink = theme.colour("text_tertiary" if one.score is None else "text_primary")
            paint.text(painter, QRectF(left, 0, slot, line), number, bold, ink, align=paint.CENTRE, elide=False)
            words = QRectF(left + 1, self.height() - line, slot - 2, line)
            paint.text(painter, words, one.short, face, theme.colour("chart_axis"), align=paint.CENTRE)
        painter.end()

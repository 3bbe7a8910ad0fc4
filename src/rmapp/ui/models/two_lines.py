"""A cell of two lines: the first as the main one, the second small below it; with large text only the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPainter

    from rmapp.ui.models.column import Cell


def paint_two(painter: QPainter, cell: Cell, words: str, ink: QColor | None = None) -> None:
    """Draw a text of one or two lines: the first as the main one, the second small below it."""
    theme = active()
    first, _break, second = words.partition("\n")
    main = theme.colour("text_primary")
    if cell.compact or not second:
        paint.text(painter, cell.rect, first, fonts.font("body"), main)
        return
    upper, lower = two_lines(cell.rect)
    paint.text(painter, upper, first, fonts.font("body"), main)
    paint.text(painter, lower, second, fonts.font("small"), ink or theme.colour("text_tertiary"))


def two_lines(rect: QRectF) -> tuple[QRectF, QRectF]:
    """Return the places of two lines, together in the middle of the row."""
    first, second = metrics.line("body"), metrics.line("small")
    top = rect.top() + (rect.height() - first - second) / 2 + 1
    upper = QRectF(rect.left(), top, rect.width(), first)
    return upper, QRectF(rect.left(), top + first - 1, rect.width(), second)

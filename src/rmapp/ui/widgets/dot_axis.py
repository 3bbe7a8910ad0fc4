"""Dots on a line of days: where one falls says when, its size how much, its colour how soon."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from rmapp.domain.wording import format_month
from rmapp.i18n import _
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST, _MOST = 2.5, 7.0


@dataclass(frozen=True)
class Dot:
    """What happens on one day: how much, and the role of the colour of those that matter most."""

    on: date
    amount: float
    role: str = "text_tertiary"


class DotAxis(Painted):
    """The days from `first` to `last` with the beginnings of months; dots before `first` stand on it."""

    def __init__(self) -> None:
        super().__init__()
        self._first, self._last = date.min, date.min
        self._dots: tuple[Dot, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_dots(self, first: date, last: date, dots: Sequence[Dot], sentence: str) -> None:
        """Show some dots; `sentence` says the same in words."""
        self._first, self._last = first, last
        # The large ones are drawn first, so that no small one is hidden.
        self._dots = tuple(sorted(dots, key=lambda dot: -dot.amount))
        self.describe(_("By day"), sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """Take a line of months and a line of dots."""
        return QSize(200, metrics.line("caption") + 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, the months and the dots."""
        if self._last <= self._first:
            return
        painter = QPainter(self)
        paint.smooth(painter)
        middle = metrics.line("caption") + 11.0
        paint.hline(painter, 6, middle, self.width() - 12, active().colour("border_default"))
        self._paint_months(painter, middle)
        self._paint_dots(painter, middle + 0.5)
        painter.end()

    def _paint_months(self, painter: QPainter, middle: float) -> None:
        theme, face = active(), fonts.font("caption")
        free, months = 0.0, self._months()
        for index, day in enumerate(months):
            x = self._x(day)
            paint.vline(painter, x, middle - 5, 11, theme.colour("border_default"))
            words = format_month(day)
            wide = paint.text_width(words, face)
            # The first day gives way to a month that begins soon after it.
            crowded = index == 0 and len(months) > 1 and x + wide + 8 > self._x(months[1])
            if not crowded and x - 2 >= free and x - 2 + wide <= self.width():
                place = QRectF(x - 2, 0, wide + 1, metrics.line("caption"))
                paint.text(painter, place, words, face, theme.colour("text_tertiary"), elide=False)
                free = x + wide + 8

    def _paint_dots(self, painter: QPainter, middle: float) -> None:
        theme = active()
        most = max((dot.amount for dot in self._dots), default=0.0) or 1.0
        for dot in self._dots:
            # The eye compares areas.
            radius = _LEAST + (_MOST - _LEAST) * math.sqrt(dot.amount / most)
            paint.circle(painter, QPointF(self._x(dot.on), middle), radius + 1, fill=theme.colour("bg_surface"))
            paint.circle(painter, QPointF(self._x(dot.on), middle), radius, fill=theme.colour(dot.role))

    def _months(self) -> list[date]:
        """Return the first day and the beginnings of months after it."""
        found, day = [self._first], self._first.replace(day=1)
        while (day := (day + timedelta(days=32)).replace(day=1)) <= self._last:
            found.append(day)
        return found

    def _x(self, day: date) -> float:
        share = (day - self._first).days / (self._last - self._first).days
        return 8 + min(max(share, 0.0), 1.0) * (self.width() - 16)

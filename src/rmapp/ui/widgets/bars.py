"""Bars that carry their number: utilisation, what is drawn, health, stage and owners."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rmapp.i18n import _
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import Theme, active
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

SEGMENT_GAP = 4
HEALTH_SEGMENTS = 5
# The order in which owners take the chart colours; neighbours then differ most.
OWNER_SERIES = (0, 2, 3, 1)


@dataclass(frozen=True)
class Part:
    """A part of a whole: `text` is its value as written.

    `role` is drawn, waiting or free in a stacked bar, "other" for the rest in an owners bar.
    """

    label: str
    value: float
    text: str
    role: str = ""


class UtilisationBar(Painted):
    """A small bar with its percentage: amber from 85 %, red from 95 %."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fraction: float | None = None
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_value(self, fraction: float | None, text: str = "") -> None:
        """Show a fraction of the limit with its words; None where it is not known."""
        self._fraction, self._text = fraction, text
        self.describe(_("Utilisation"), text or _("not known"))
        self.refresh()

    def sizeHint(self) -> QSize:
        """Take the room of a bar and its number."""
        return QSize(round(60 + self._text_width()), metrics.line("small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bar and number."""
        painter = QPainter(self)
        theme = active()
        wide = self.width() - self._text_width()
        if self._fraction is not None:
            colour = paint.utilisation_colour(self._fraction)
            paint.bar(painter, QRectF(0, self.height() / 2 - 2.5, wide - 8, 5), [(self._fraction, colour)])
        late = self._fraction is not None and self._fraction >= 0.95
        ink = theme.colour("danger_text" if late else "text_secondary")
        rect = QRectF(wide, 0, self._text_width(), self.height())
        paint.text(painter, rect, self._text or "–", _number_face(), ink, align=paint.RIGHT, elide=False)
        painter.end()

    def _text_width(self) -> float:
        return max(paint.text_width(self._text, _number_face()), paint.text_width("100%", _number_face()))


class StackedBar(Painted):
    """What is drawn, what waits and what is free of a limit, with the numbers below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[Part] = []
        self._whole = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_parts(self, parts: Sequence[Part], whole: float | None = None) -> None:
        """Show parts of `whole`, which is their sum where it is not given."""
        self._parts = list(parts)
        self._whole = sum(part.value for part in parts) if whole is None else whole
        self.describe(_("Limit"), _told(parts))
        self.refresh()

    def sizeHint(self) -> QSize:
        """Be a bar with one line of numbers."""
        return QSize(240, 8 + 4 + metrics.line("small"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bar and numbers; the last part stands at the right."""
        painter = QPainter(self)
        theme = active()
        shown = [part for part in self._parts if part.role != "free"]
        pieces = [(part.value / self._whole, _part_colour(theme, part)) for part in shown] if self._whole else []
        paint.bar(painter, QRectF(0, 0, self.width(), 8), pieces)
        x, top, line = 0.0, 12.0, metrics.line("small")
        face = _number_face()
        for index, part in enumerate(self._parts):
            words = f"{part.label} {part.text}"
            ink = theme.colour({"waiting": "warning_text", "free": "text_primary"}.get(part.role, "text_secondary"))
            wide = paint.text_width(words, face)
            if index == len(self._parts) - 1 and index > 0:
                rect = QRectF(x, top, self.width() - x, line)
                paint.text(painter, rect, words, face, ink, align=paint.RIGHT)
            else:
                paint.text(painter, QRectF(x, top, wide + 1, line), words, face, ink, elide=False)
            x += wide + 10
        painter.end()


class HealthBar(Painted):
    """Five segments filled from the left, with a word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fraction = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_value(self, fraction: float, text: str) -> None:
        """Fill a fraction; `text` is said, and shown by the label beside it."""
        self._fraction = fraction
        self.describe(_("Relationship health"), text)
        self.update()

    def sizeHint(self) -> QSize:
        """Be one thin line."""
        return QSize(120, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the segments."""
        painter = QPainter(self)
        full = self._fraction * HEALTH_SEGMENTS
        for index, rect in enumerate(_segments(self.width(), self.height(), HEALTH_SEGMENTS)):
            paint.bar(painter, rect, [(min(max(full - index, 0), 1), active().colour("success"))])
        painter.end()


class StageBar(Painted):
    """Eight segments in the colours of the stages, filled up to the current one."""

    def __init__(self, position: int = 0, parent: QWidget | None = None, *, count: int = 8) -> None:
        super().__init__(parent)
        self._count = count
        self._position = position
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_position(position)

    def set_position(self, position: int) -> None:
        """Show a stage by its position from 1."""
        self._position = position
        told = _("Stage {position} of {count}").format(position=position, count=self._count)
        self.describe(_("Lifecycle"), told)
        self.update()

    def sizeHint(self) -> QSize:
        """Be one thin line."""
        return QSize(200, 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the segments."""
        painter = QPainter(self)
        theme = active()
        for index, rect in enumerate(_segments(self.width(), self.height(), self._count)):
            filled = [(1.0, theme.stage(index + 1).fill)] if index < self._position else []
            paint.bar(painter, rect, filled)
        painter.end()


class OwnersBar(Painted):
    """Who owns how much: one bar and a legend that wraps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[Part] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_parts(self, parts: Sequence[Part]) -> None:
        """Show shares; at most four have a colour of their own, give the rest the role "other"."""
        self._parts = list(parts)
        self.describe(_("Owners"), _told(parts))
        self.refresh()

    def sizeHint(self) -> QSize:
        """Be a bar with a line of legend."""
        return QSize(360, self.heightForWidth(max(self.width(), 200)))

    def hasHeightForWidth(self) -> bool:
        """Say that the legend wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of bar and legend at a width."""
        rows = 1 + max((row for row, _x, _part in self._legend(width)), default=0)
        return 18 + rows * (metrics.line("small") + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bar and legend."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        whole = sum(part.value for part in self._parts)
        x = 0.0
        for index, part in enumerate(self._parts):
            wide = part.value / whole * self.width() if whole else 0.0
            paint.box(painter, QRectF(x, 0, max(wide - 2, 1), 9), fill=self._colour(theme, index), radius=3)
            x += wide
        line = metrics.line("small") + 2
        for index, (row, left, part) in enumerate(self._legend(self.width())):
            top = 16 + row * line
            swatch = QRectF(left, top + line / 2 - 4.5, 9, 9)
            paint.box(painter, swatch, fill=self._colour(theme, index), radius=2.5)
            words = f"{part.label} {part.text}"
            rect = QRectF(left + 14, top, self.width() - left - 14, line)
            paint.text(painter, rect, words, fonts.font("small"), theme.colour("text_secondary"))
        painter.end()

    def _colour(self, theme: Theme, index: int) -> QColor:
        part = self._parts[index]
        if part.role == "other" or index >= len(OWNER_SERIES):
            return theme.series_other
        return theme.series(OWNER_SERIES[index])

    def _legend(self, width: int) -> list[tuple[int, float, Part]]:
        placed: list[tuple[int, float, Part]] = []
        row, x = 0, 0.0
        for part in self._parts:
            wide = 14 + paint.text_width(f"{part.label} {part.text}", fonts.font("small"))
            if x and x + wide > width:
                row, x = row + 1, 0.0
            placed.append((row, x, part))
            x += wide + 14
        return placed


def _segments(width: float, height: float, count: int) -> list[QRectF]:
    each = (width - SEGMENT_GAP * (count - 1)) / count
    return [QRectF(index * (each + SEGMENT_GAP), 0, each, height) for index in range(count)]


def _part_colour(theme: Theme, part: Part) -> QColor:
    return theme.series(1) if part.role == "waiting" else theme.series(0)


def _told(parts: Sequence[Part]) -> str:
    return "\n".join(f"{part.label} {part.text}" for part in parts)


def _number_face() -> QFont:
    return fonts.font("small", numeric=True)

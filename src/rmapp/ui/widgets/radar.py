"""The radar of an assessment: each dimension a spoke, now against last time and against firms of the same stage."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF

from rmapp.i18n import _
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.chart import Chart, legend_width, paint_legend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

FULL = 100.0
RINGS = (25.0, 50.0, 75.0, 100.0)
NUMBERED = (50.0, 100.0)
_GAP = 10
_LEAST_RADIUS = 48.0
_WIDEST_LABEL = 118
_FILL = 0.16
_NUMBERS_BELOW_UP_TO = 1.2
_HALF = 0.35
"""How far to the side a spoke must point, as a sine, before its label stands beside it and not above or below."""


@dataclass(frozen=True)
class Spoke:
    """A dimension with its scores, 0 to 100; None where nothing is known of it."""

    label: str
    now: float | None
    before: float | None = None
    peers: float | None = None


@dataclass(frozen=True)
class RadarNames:
    """What the legend calls the three outlines; an empty name says that there is no such outline."""

    now: str
    before: str = ""
    peers: str = ""


class Radar(Chart):
    """Spokes from the top clockwise, each with its number; a dimension of which nothing is known has a gap."""

    def __init__(self, parent: QWidget | None = None, *, height: int = 340) -> None:
        super().__init__(parent, height=height)
        self._spokes: tuple[Spoke, ...] = ()
        self._names = RadarNames("")

    def set_spokes(self, spokes: Sequence[Spoke], names: RadarNames, *, name: str) -> None:
        """Show these scores; the table has a row for each dimension and a column for each outline that is named."""
        self._spokes, self._names = tuple(spokes), names
        self._table = [(one.label, *_numbers(one, names)) for one in spokes]
        self.describe(name, "\n".join(_sentence(one, names) for one in spokes))
        self.refresh()

    def headers(self) -> tuple[str, ...]:
        """Return the heads of the table."""
        return (_("Dimension"), *(one for one in (self._names.now, self._names.before, self._names.peers) if one))

    def minimumSizeHint(self) -> QSize:
        """Leave room for the labels."""
        return QSize(300, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw rings, outlines, labels and the legend."""
        if not self._spokes:
            return
        painter = QPainter(self)
        paint.smooth(painter)
        place = self._place(self._legend_height())
        self._paint_rings(painter, place)
        self._paint_outlines(painter, place)
        for index, spoke in enumerate(self._spokes):
            self._paint_label(painter, place, index, spoke)
        self._paint_legend(painter)
        painter.end()

    # Where things lie

    def _place(self, legend: float) -> tuple[QPointF, float]:
        """Return the centre and the radius that leave room for every label."""
        width, height = float(self.width()), self.height() - legend
        radius = height
        for index, spoke in enumerate(self._spokes):
            across, down = self._direction(index)
            lines, wide = self._label(spoke, across)
            high = _lines_of(lines) * metrics.line("small")
            if abs(across) > _HALF:
                radius = min(radius, (width / 2 - wide - _GAP - 2) / abs(across))
            if abs(down) > _HALF:
                above = high if abs(across) <= _HALF else high / 2
                radius = min(radius, (height / 2 - above - _GAP) / abs(down))
        return QPointF(width / 2, height / 2), max(radius, _LEAST_RADIUS)

    def _direction(self, index: int) -> tuple[float, float]:
        angle = 2 * math.pi * index / len(self._spokes)
        return math.sin(angle), -math.cos(angle)

    def _point(self, place: tuple[QPointF, float], index: int, value: float) -> QPointF:
        centre, radius = place
        across, down = self._direction(index)
        far = radius * min(max(value, 0.0), FULL) / FULL
        return QPointF(centre.x() + across * far, centre.y() + down * far)

    def _label(self, spoke: Spoke, across: float) -> tuple[list[str], float]:
        # Above and below the rings there is the whole width.
        room = metrics.grown(_WIDEST_LABEL, lines=2) if abs(across) > _HALF else self.width() - 2 * _GAP
        lines = _wrapped(spoke.label, room)
        number = paint.text_width(_shown(spoke.now), fonts.font("small", 600, numeric=True))
        if _is_large():
            return [*lines[:-1], f"{lines[-1]} {_shown(spoke.now)}"], _widest(lines) + number + 5
        return lines, max(_widest(lines), number) + 1

    # What is drawn

    def _paint_rings(self, painter: QPainter, place: tuple[QPointF, float]) -> None:
        theme = active()
        grid, count = theme.colour("chart_grid"), len(self._spokes)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ring in RINGS:
            painter.setPen(QPen(theme.colour("border_default") if ring == FULL else grid, 1))
            painter.drawPolygon(QPolygonF([self._point(place, index, ring) for index in range(count)]))
        painter.setPen(QPen(grid, 1))
        for index in range(count):
            painter.drawLine(place[0], self._point(place, index, FULL))

    def _paint_outlines(self, painter: QPainter, place: tuple[QPointF, float]) -> None:
        theme, half = active(), metrics.line("caption") / 2
        now = [one.now for one in self._spokes]
        self._fill(painter, place, now, theme.series(0))
        if self._names.peers:
            pen = _pen(theme.series(2), 1.8, [1.0, 2.2], round_caps=True)
            self._outline(painter, place, [one.peers for one in self._spokes], pen)
        if self._names.before:
            pen = _pen(theme.colour("text_secondary"), 1.4, [4.5, 3.0])
            self._outline(painter, place, [one.before for one in self._spokes], pen)
        self._outline(painter, place, now, _pen(theme.series(0), 2))
        for index, value in enumerate(now):
            if value is not None:
                spot = self._point(place, index, value)
                paint.circle(painter, spot, 4, fill=theme.series(0), border=theme.colour("bg_surface"), width=1.4)
        for ring in NUMBERED:
            at = self._point(place, 0, ring)
            words = QRectF(at.x() + 4, at.y() - half + (half if ring == FULL else 0), 40, 2 * half)
            face = fonts.font("caption", numeric=True)
            paint.text(painter, words, f"{ring:.0f}", face, theme.colour("chart_axis"), elide=False)

    def _fill(
        self, painter: QPainter, place: tuple[QPointF, float], values: Sequence[float | None], colour: QColor
    ) -> None:
        tint = QColor(colour)
        tint.setAlphaF(_FILL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        # One shape, or the edges between its parts would show; a gap goes through the centre.
        shape = QPolygonF()
        for index, (one, other) in enumerate(self._pairs(values)):
            ends = [] if one is None or other is None else [(index, one), ((index + 1) % len(values), other)]
            for at, value in ends:
                shape.append(self._point(place, at, value))
            if not ends:
                shape.append(place[0])
        painter.drawPolygon(shape)

    def _outline(
        self, painter: QPainter, place: tuple[QPointF, float], values: Sequence[float | None], pen: QPen
    ) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        if all(value is not None for value in values):
            spots = [self._point(place, index, value or 0.0) for index, value in enumerate(values)]
            painter.drawPolygon(QPolygonF(spots))
            return
        for index, (one, other) in enumerate(self._pairs(values)):
            if one is not None and other is not None:
                end = self._point(place, (index + 1) % len(values), other)
                painter.drawLine(self._point(place, index, one), end)

    def _pairs(self, values: Sequence[float | None]) -> list[tuple[float | None, float | None]]:
        return [(value, values[(index + 1) % len(values)]) for index, value in enumerate(values)]

    def _paint_label(self, painter: QPainter, place: tuple[QPointF, float], index: int, spoke: Spoke) -> None:
        theme, line = active(), metrics.line("small")
        across, down = self._direction(index)
        lines, wide = self._label(spoke, across)
        high = _lines_of(lines) * line
        spot = self._point(place, index, FULL)
        align = paint.CENTRE if abs(across) <= _HALF else paint.LEFT if across > 0 else paint.RIGHT
        left = {paint.CENTRE: spot.x() - wide / 2, paint.LEFT: spot.x() + _GAP}.get(align, spot.x() - _GAP - wide)
        top = spot.y() - high / 2
        if align == paint.CENTRE:
            top = spot.y() - high - _GAP / 2 if down < 0 else spot.y() + _GAP / 2
        for number, words in enumerate(lines):
            rect = QRectF(left, top + number * line, wide, line)
            paint.text(painter, rect, words, fonts.font("small"), theme.colour("text_secondary"), align=align)
        if _is_large():
            return
        rect = QRectF(left, top + len(lines) * line, wide, line)
        face = fonts.font("small", 600, numeric=True)
        ink = theme.colour("text_tertiary" if spoke.now is None else "text_primary")
        paint.text(painter, rect, _shown(spoke.now), face, ink, align=align, elide=False)

    def _legend(self) -> list[tuple[str, QColor, str]]:
        theme = active()
        entries = (
            ("box", theme.series(0), self._names.now),
            ("dash", theme.colour("text_secondary"), self._names.before),
            ("dots", theme.series(2), self._names.peers),
        )
        return [entry for entry in entries if entry[2]]

    def _legend_height(self) -> float:
        return metrics.line("small") + 10.0 if self._legend() else 0.0

    def _paint_legend(self, painter: QPainter) -> None:
        entries = self._legend()
        painter.save()
        left = max((self.width() - legend_width(entries)) / 2, 0.0)
        painter.translate(left, self.height() - metrics.line("small") - 1)
        paint_legend(painter, entries)
        painter.restore()


def _is_large() -> bool:
    """Tell whether the numbers stand in the line of their labels, for lack of room."""
    return active().text_factor > _NUMBERS_BELOW_UP_TO


def _lines_of(lines: Sequence[str]) -> int:
    return len(lines) if _is_large() else len(lines) + 1


def _pen(colour: QColor, width: float, dashes: Sequence[float] = (), *, round_caps: bool = False) -> QPen:
    pen = QPen(colour, width)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashes:
        pen.setDashPattern(list(dashes))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap if round_caps else Qt.PenCapStyle.FlatCap)
    return pen


def _wrapped(label: str, room: float) -> list[str]:
    """Return a label in one line, or in two of about the same width where it is long and has a space."""
    if _widest([label]) <= room or " " not in label:
        return [label]
    words = label.split(" ")
    breaks = [[" ".join(words[:at]), " ".join(words[at:])] for at in range(1, len(words))]
    return min(breaks, key=_widest)


def _widest(lines: Sequence[str]) -> float:
    return max(paint.text_width(line, fonts.font("small")) for line in lines)


def _shown(value: float | None) -> str:
    return _("not known") if value is None else f"{value:.0f}"


def _numbers(spoke: Spoke, names: RadarNames) -> list[str]:
    values = ((names.now, spoke.now), (names.before, spoke.before), (names.peers, spoke.peers))
    return [_shown(value) for name, value in values if name]


def _sentence(spoke: Spoke, names: RadarNames) -> str:
    said = [f"{spoke.label} {_shown(spoke.now)}"]
    pairs = ((names.before, spoke.before), (names.peers, spoke.peers))
    said += [f"{name} {_shown(value)}" for name, value in pairs if name]
    return " · ".join(said)

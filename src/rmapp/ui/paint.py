"""Strokes that painted widgets and delegates share; all text is drawn as typed, never as markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle

from rmapp.ui import fonts, icons, metrics
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QStyleOptionViewItem

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter
ONE_LINE = Qt.TextFlag.TextSingleLine.value | Qt.TextFlag.TextDontClip.value
CHIP_PADDING = 8
DOT = 6


def smooth(painter: QPainter) -> None:
    """Switch on the render hints that all painted widgets use."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)


def text_width(text: str, font: QFont) -> float:
    """Return the width of one line of text."""
    return QFontMetricsF(font).horizontalAdvance(text)


def text(
    painter: QPainter,
    rect: QRectF,
    words: str,
    font: QFont,
    colour: QColor,
    *,
    align: Qt.AlignmentFlag = LEFT,
    elide: bool = True,
) -> None:
    """Draw one line, vertically centred, cut with an ellipsis where it does not fit."""
    if elide:
        words = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width() + 0.5)
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, (align | Qt.AlignmentFlag.AlignVCenter).value | ONE_LINE, words)


def box(
    painter: QPainter,
    rect: QRectF,
    *,
    fill: QColor | None = None,
    border: QColor | None = None,
    radius: float = 8,
    width: float = 1,
) -> None:
    """Draw a rounded rectangle with a border inside its edge."""
    painter.setBrush(QBrush(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(border, width) if border is not None else QPen(Qt.PenStyle.NoPen))
    inset = width / 2 if border is not None else 0
    inner = rect.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(inner, radius, radius)


def hline(painter: QPainter, x: float, y: float, width: float, colour: QColor) -> None:
    """Draw a horizontal hairline by filling, so that it stays sharp at any scale."""
    painter.fillRect(QRectF(x, y, width, 1), colour)


def vline(painter: QPainter, x: float, y: float, height: float, colour: QColor) -> None:
    """Draw a vertical hairline by filling."""
    painter.fillRect(QRectF(x, y, 1, height), colour)


def dashed(painter: QPainter, start: QPointF, end: QPointF, colour: QColor, width: float = 1.4) -> None:
    """Draw a dashed line: plans, limits and forecasts."""
    pen = QPen(colour, width)
    pen.setDashPattern([4.5, 3.0])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QLineF(start, end))


def chip_width(words: str, *, icon: str = "", dot: bool = False, font: QFont | None = None) -> float:
    """Return the width that a chip needs."""
    extra = 0.0
    if icon:
        extra = metrics.icon() - 3 + 4
    elif dot:
        extra = _dot() + 4
    return text_width(words, font or fonts.font("caption", 500)) + 2 * CHIP_PADDING + extra


def chip(
    painter: QPainter,
    origin: QPointF,
    words: str,
    fill: QColor,
    ink: QColor,
    *,
    icon: str = "",
    dot: QColor | None = None,
    font: QFont | None = None,
) -> float:
    """Draw a chip with its left edge and vertical centre at `origin`; return its width."""
    face = font or fonts.font("caption", 500)
    width = chip_width(words, icon=icon, dot=dot is not None, font=face)
    height = metrics.chip()
    rect = QRectF(origin.x(), origin.y() - height / 2, width, height)
    smooth(painter)
    box(painter, rect, fill=fill, radius=height / 2)
    x = rect.left() + CHIP_PADDING
    if icon:
        side = metrics.icon() - 3
        icons.paint(painter, icon, QRectF(x, origin.y() - side / 2, side, side), ink)
        x += side + 4
    elif dot is not None:
        radius = _dot() / 2
        circle(painter, QPointF(x + radius, origin.y()), radius, fill=dot)
        x += 2 * radius + 4
    text(painter, QRectF(x, rect.top(), rect.right() - x, height), words, face, ink, elide=False)
    return width


def stage_chip(painter: QPainter, origin: QPointF, code: str, label: str) -> float:
    """Draw the chip of a lifecycle stage; return its width."""
    colours = active().stage(code)
    return chip(painter, origin, label, colours.soft, colours.text, dot=colours.fill)


def tier_chip(painter: QPainter, centre: QPointF, tier: str) -> None:
    """Draw the small square of a tier letter as tables show it; A stands out."""
    theme = active()
    side = metrics.grown(19, "caption")
    rect = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
    top = tier == "A"
    fill = theme.colour("accent_soft" if top else "bg_surface")
    smooth(painter)
    box(painter, rect, fill=fill, border=theme.colour("border_default"), radius=metrics.radius("xs"))
    ink = theme.colour("accent_text" if top else "text_secondary")
    text(painter, rect, tier, fonts.font("caption", 600), ink, align=CENTRE, elide=False)


def monogram(painter: QPainter, rect: QRectF, words: str, *, round_: bool = False) -> None:
    """Draw the first character of a name on a tint that stays the same for the same name."""
    ground, ink = active().monogram(words)
    side = rect.height()
    smooth(painter)
    box(painter, rect, fill=ground, radius=side / 2 if round_ else side * 0.2)
    face = fonts.font("body", 600)
    face.setPointSizeF(face.pointSizeF() * side * 0.44 / fonts.pixels("body"))
    text(painter, rect, words.strip()[:1].upper(), face, ink, align=CENTRE, elide=False)


def circle(
    painter: QPainter,
    centre: QPointF,
    radius: float,
    *,
    fill: QColor | None = None,
    border: QColor | None = None,
    width: float = 1.5,
) -> None:
    """Draw a dot or a ring."""
    painter.setBrush(QBrush(fill) if fill is not None else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(border, width) if border is not None else QPen(Qt.PenStyle.NoPen))
    painter.drawEllipse(centre, radius, radius)


def tick(painter: QPainter, rect: QRectF, colour: QColor, width: float = 1.7) -> None:
    """Draw a check mark into a small square; bolder than a line icon of that size would be."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    shares = ((0.18, 0.55), (0.40, 0.76), (0.83, 0.28))
    painter.drawPolyline([QPointF(rect.left() + x * rect.width(), rect.top() + y * rect.height()) for x, y in shares])


def bar(painter: QPainter, rect: QRectF, parts: Sequence[tuple[float, QColor]], track: QColor | None = None) -> None:
    """Draw a bar of segments, each a fraction of the whole width, with rounded ends."""
    smooth(painter)
    radius = rect.height() / 2
    outline = QPainterPath()
    outline.addRoundedRect(rect, radius, radius)
    painter.fillPath(outline, track if track is not None else active().colour("track"))
    painter.save()
    painter.setClipPath(outline)
    x = rect.left()
    for fraction, colour in parts:
        width = max(0.0, min(fraction, 1.0)) * rect.width()
        painter.fillRect(QRectF(x, rect.top(), width, rect.height()), colour)
        x += width
    painter.restore()


def utilisation_colour(fraction: float) -> QColor:
    """Return the colour of a utilisation bar: amber from 85 %, red from 95 %."""
    theme = active()
    if fraction >= 0.95:
        return theme.colour("danger")
    return theme.series(1) if fraction >= 0.85 else theme.series(0)


def key_cap_width(key: str) -> float:
    """Return the width of a key cap."""
    return max(text_width(key, _cap_font()) + 10, metrics.grown(18, "caption"))


def key_cap(painter: QPainter, origin: QPointF, key: str, *, fill: QColor, border: QColor, ink: QColor) -> float:
    """Draw the cap of a key with its left edge and vertical centre at `origin`; return its width."""
    width, height = key_cap_width(key), metrics.grown(18, "caption")
    rect = QRectF(origin.x(), origin.y() - height / 2, width, height)
    smooth(painter)
    box(painter, rect, fill=fill, border=border, radius=metrics.radius("xs"))
    text(painter, rect, key, _cap_font(), ink, align=CENTRE, elide=False)
    return width


def row_background(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Fill a row of a table or list by its state and close it with a hairline."""
    theme = active()
    rect = QRectF(option.rect)
    state = option.state
    role = ""
    if state & QStyle.StateFlag.State_Selected:
        role = "bg_selected" if state & QStyle.StateFlag.State_Active else "bg_selected_inactive"
    elif state & QStyle.StateFlag.State_MouseOver:
        role = "bg_hover"
    if role:
        painter.fillRect(rect, theme.colour(role))
    hline(painter, rect.left(), rect.bottom() - 1, rect.width(), theme.colour("divider"))


def selection_edge(painter: QPainter, rect: QRectF) -> None:
    """Mark the selected row with an accent edge on its left."""
    painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height() - 1), active().colour("accent"))


def sparkline(painter: QPainter, rect: QRectF, values: Sequence[float], colour: QColor) -> None:
    """Draw a small line through values from oldest to newest, the last one with a dot."""
    if len(values) < 2:
        return
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = rect.width() / (len(values) - 1)
    points = [
        QPointF(rect.left() + index * step, rect.bottom() - (value - low) / span * rect.height())
        for index, value in enumerate(values)
    ]
    smooth(painter)
    painter.setPen(QPen(colour, 1.6))
    painter.drawPolyline(points)
    circle(painter, points[-1], 2.5, fill=colour)


def _dot() -> float:
    return DOT * active().text_factor


def _cap_font() -> QFont:
    face = fonts.font("caption", 500)
    face.setPointSizeF(face.pointSizeF() * 0.92)
    return face

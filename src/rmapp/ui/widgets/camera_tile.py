"""A picture outside the book that can be ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap

from rmapp.i18n import listed
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.labels import plain

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, HEIGHT = 152, 112


class CameraTile(PaintedButton):
    """Space or a click ticks it; the tick is a mark, not only a colour."""

    def __init__(self, path: Path, moment: str) -> None:
        super().__init__()
        self.path = path
        self._moment = moment
        self._picture: QPixmap | None = None
        self.setCheckable(True)
        self.setAccessibleName(listed([path.name, moment]))
        self.setToolTip(plain(path.name))

    def show_picture(self, picture: QPixmap) -> None:
        """Show the small picture; an empty one means that it cannot be read here."""
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        """Take the room of the picture and a line."""
        return QSize(WIDTH, HEIGHT + metrics.line("caption") + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, its moment, and the tick."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        frame = QRectF(0, 0, WIDTH, HEIGHT)
        border = theme.colour("accent" if self.isChecked() else "border_default" if self.is_hot() else "border_subtle")
        paint.box(painter, frame, fill=theme.colour("bg_sunken"), radius=metrics.radius("sm"))
        if self._picture is not None and not self._picture.isNull():
            size = self._picture.deviceIndependentSize()
            scale = min((WIDTH - 4) / size.width(), (HEIGHT - 4) / size.height(), 1.0)
            wide, high = size.width() * scale, size.height() * scale
            place = QRectF((WIDTH - wide) / 2, (HEIGHT - high) / 2, wide, high)
            painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))
        else:
            name = "file-x" if self._picture is not None else "eye"
            side = metrics.icon() * 2
            square = QRectF((WIDTH - side) / 2, (HEIGHT - side) / 2, side, side)
            icons.paint(painter, name, square, theme.colour("text_tertiary"))
        paint.box(painter, frame, border=border, radius=metrics.radius("sm"), width=2 if self.isChecked() else 1)
        if self.isChecked():
            side = metrics.icon() + 6
            disc = QRectF(WIDTH - side - 6, 6, side, side)
            paint.circle(painter, disc.center(), side / 2, fill=theme.colour("accent"))
            icons.paint(painter, "check", disc.adjusted(3, 3, -3, -3), theme.colour("text_on_accent"))
        under = QRectF(2, HEIGHT + 2, WIDTH - 4, metrics.line("caption"))
        paint.text(painter, under, self._moment, fonts.font("caption"), theme.colour("text_secondary"))
        painter.end()

"""Line icons tinted at load and kept by name, colour, size and device pixel ratio."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from rmapp import paths
from rmapp.ui.tokens import active

RATIOS = (1.0, 2.0)


def paint(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draw an icon centred into a square of the rectangle's smaller side."""
    side = min(rect.width(), rect.height())
    ratio = painter.device().devicePixelRatioF()
    square = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    painter.drawImage(square, _image(name, colour.rgba(), side, ratio))


def pixmap(name: str, role: str = "text_secondary", size: float = 16, ratio: float = 1.0) -> QPixmap:
    """Return an icon in the colour of a role; raises KeyError for an unknown name."""
    return QPixmap.fromImage(_image(name, active().colour(role).rgba(), size, ratio))


def icon(name: str, role: str = "text_secondary", size: int = 16) -> QIcon:
    """Return an icon for native menus and actions; make it anew after a theme change."""
    made = QIcon()
    for ratio in RATIOS:
        made.addPixmap(pixmap(name, role, size, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, "text_disabled", size, ratio), QIcon.Mode.Disabled)
    return made


def app_icon() -> QIcon:
    """Return the icon of the program."""
    drawing = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        image = _blank(QSize(side, side))
        _draw(image, (paths.resources() / "icons" / "rmapp.svg").read_bytes())
        drawing.addPixmap(QPixmap.fromImage(image))
    return drawing


def paint_app_icon(painter: QPainter, rect: QRectF) -> None:
    """Draw the icon of the program into a square."""
    QSvgRenderer(QByteArray((paths.resources() / "icons" / "rmapp.svg").read_bytes())).render(painter, rect)


def clear() -> None:
    """Forget all tinted icons, after the theme has changed."""
    _image.cache_clear()


def cached() -> int:
    """Return how many tinted icons are kept."""
    return _image.cache_info().currsize


# Images, not pixmaps: a pixmap that outlives the application object crashes on exit.
@lru_cache(maxsize=1024)
def _image(name: str, rgba: int, size: float, ratio: float) -> QImage:
    side = max(1, round(size * ratio))
    image = _blank(QSize(side, side))
    colour = QColor.fromRgba(rgba)
    drawing = _drawing(name).replace("currentColor", colour.name())
    _draw(image, drawing.encode(), colour.alphaF())
    image.setDevicePixelRatio(ratio)
    return image


@cache
def _drawing(name: str) -> str:
    path = paths.resources() / "icons" / f"{name}.svg"
    if not path.is_file():
        raise KeyError(name)
    return path.read_text(encoding="utf-8")


def _blank(size: QSize) -> QImage:
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


def _draw(image: QImage, drawing: bytes, opacity: float = 1.0) -> None:
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(opacity)
    QSvgRenderer(QByteArray(drawing)).render(painter)
    painter.end()

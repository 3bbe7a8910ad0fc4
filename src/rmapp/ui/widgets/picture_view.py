"""A photo on the screen: as large as fits, or larger and moved with the mouse or the arrows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from rmapp.i18n import _
from rmapp.ui.widgets.painted import Painted

STEP = 1.25
LEAST, MOST = 0.05, 4.0


class PictureView(QScrollArea):
    """Shows one picture; + and - change its size, 0 fits it into the window again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Picture"))
        self._picture = _Picture()
        self._picture.setProperty("surface", "window")
        self.setWidget(self._picture)
        self._zoom = 0.0
        self._held: QPoint | None = None

    def show_image(self, image: QImage, name: str) -> None:
        """Show a picture as large as fits; `name` is what a screen reader says."""
        self._picture.set_image(image)
        self.setAccessibleDescription(name)
        self._zoom = 0.0
        self._fit()

    def zoom(self) -> float:
        """Return how many pixels of the screen a pixel of the picture takes."""
        return self._zoom or self._fitting()

    def set_zoom(self, zoom: float) -> None:
        """Show the picture at a size; 0 fits it into the window."""
        self._zoom = 0.0 if zoom == 0 else min(MOST, max(LEAST, zoom))
        self._fit()

    def larger(self) -> None:
        """Show it larger by a step."""
        self.set_zoom(self.zoom() * STEP)

    def smaller(self) -> None:
        """Show it smaller by a step."""
        self.set_zoom(self.zoom() / STEP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Change the size with + - 0; the arrows scroll."""
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.larger()
        elif event.key() == Qt.Key.Key_Minus:
            self.smaller()
        elif event.key() == Qt.Key.Key_0:
            self.set_zoom(0)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the size with Ctrl and the wheel."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom() * (STEP if event.angleDelta().y() > 0 else 1 / STEP))
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hold the picture."""
        self._held = event.position().toPoint()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture with the mouse."""
        if self._held is None:
            return
        now = event.position().toPoint()
        moved = now - self._held
        self._held = now
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the picture."""
        self._held = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change between what fits and the picture's own size."""
        self.set_zoom(0 if self._zoom else 1.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture again."""
        super().resizeEvent(event)
        self._fit()

    def _fitting(self) -> float:
        size = self._picture.image_size()
        if size.isEmpty():
            return 1.0
        room = self.maximumViewportSize()
        return min(room.width() / size.width(), room.height() / size.height(), 1.0)

    def _fit(self) -> None:
        size = self._picture.image_size()
        zoom = self.zoom()
        self._picture.resize(max(1, int(size.width() * zoom)), max(1, int(size.height() * zoom)))


class _Picture(Painted):
    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()

    def set_image(self, image: QImage) -> None:
        self._image = image
        self.update()

    def image_size(self) -> QSize:
        return self._image.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._image)
        painter.end()

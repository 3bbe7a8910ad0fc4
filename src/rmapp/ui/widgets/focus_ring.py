"""The one focus ring of a window, shown only after the Tab key was used."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from rmapp.ui import metrics, paint
from rmapp.ui.tokens import active

# They show the focus by themselves: a coloured border, or the current row.
SELF_SHOWING = (QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QAbstractItemView)
GAP = 2
WIDTH = 2
MOVING = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show)


class FocusRing(QWidget):
    """A transparent overlay that follows the focus; one for each top-level window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._held: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the focused widget when it or its page moves."""
        if event.type() in MOVING:
            self._follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        paint.smooth(painter)
        radius = metrics.radius("md")
        paint.box(painter, QRectF(self.rect()), border=active().colour("focus_ring"), radius=radius, width=WIDTH)
        painter.end()

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._let_go()
        window = self.parentWidget()
        if now is None or window is None or now.window() is not window:
            return
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
        if isinstance(now, SELF_SHOWING) or not window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange):
            return
        self._held = now
        step: QWidget | None = now
        while step is not None and step is not window:
            step.installEventFilter(self)
            self._watched.append(step)
            step = step.parentWidget()
        now.destroyed.connect(self._on_destroyed)
        self._follow()

    def _let_go(self) -> None:
        # A page that goes away takes the focus from its fields when parts of it are gone already.
        for widget in filter(shiboken6.isValid, self._watched):
            widget.removeEventFilter(self)
        self._watched = []
        if self._held is not None and shiboken6.isValid(self._held):
            self._held.destroyed.disconnect(self._on_destroyed)
        self._held = None
        self.hide()

    def _on_destroyed(self) -> None:
        self._held, self._watched = None, []
        self.hide()

    def _follow(self) -> None:
        window = self.parentWidget()
        if window is None or self._held is None or not self._held.isVisible():
            self.hide()
            return
        origin = self._held.mapTo(window, QPoint(0, 0))
        grow = GAP + WIDTH
        self.setGeometry(QRect(origin, self._held.size()).adjusted(-grow, -grow, grow, grow))
        self.show()
        self.raise_()

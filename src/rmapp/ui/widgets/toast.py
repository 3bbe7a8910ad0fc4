"""Toasts: what was just done, for six seconds, with Undo where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.chips import KeyCap
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN_MS = 6000
BOTTOM = 44
ICONS = {
    "success": "circle-check",
    "info": "info",
    "warning": "triangle-alert",
    "danger": "circle-alert",
}


class ToastHost(QObject):
    """Shows one toast at a time at the bottom centre of a window."""

    acted = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._toast: _Toast | None = None
        window.installEventFilter(self)

    def show_message(
        self,
        text: str,
        *,
        action: str = "",
        key: str = "",
        tone: str = "success",
        on_action: Callable[[], object] | None = None,
    ) -> None:
        """Show a message in place of the one before; `on_action` runs when its action is chosen."""
        self.hide_message()
        toast = _Toast(self._window, text, action=action, key=key, tone=tone)
        toast.acted.connect(self.acted)
        if on_action is not None:
            toast.acted.connect(on_action)
        toast.gone.connect(self._on_gone)
        self._toast = toast
        toast.place()
        toast.show()
        toast.raise_()

    def hide_message(self) -> None:
        """Take the message away."""
        if self._toast is not None:
            self._toast.leave()

    def text(self) -> str:
        """Return the message on screen; empty when there is none."""
        return "" if self._toast is None else self._toast.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the toast at the bottom when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self._toast is not None:
            self._toast.place()
        return False

    def _on_gone(self) -> None:
        self._toast = None


class _Toast(QWidget):
    acted = Signal()
    gone = Signal()

    def __init__(self, window: QWidget, text: str, *, action: str, key: str, tone: str) -> None:
        super().__init__(window)
        self._window = window
        self._words = PlainLabel(text, weight=500)
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(metrics.space(2))
        row.addWidget(IconLabel(ICONS[tone], role=tone))
        row.addWidget(self._words)
        if action:
            row.addSpacing(metrics.space(2))
            link = LinkLabel(action, role="body")
            link.clicked.connect(self._on_acted)
            row.addWidget(link)
            if key:
                row.addWidget(KeyCap(key))
        row.addSpacing(metrics.space(2))
        closer = IconButton("x", _("Close"), size=26)
        closer.clicked.connect(self.leave)
        row.addWidget(closer)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.leave)
        self._timer.start(SHOWN_MS)
        QApplication.instance().focusChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]

    def text(self) -> str:
        return self._words.text()

    def place(self) -> None:
        room = self._window.size()
        size = self.sizeHint()
        wide = min(size.width(), room.width() - 32)
        high = max(size.height(), metrics.grown(40))
        self.setGeometry((room.width() - wide) // 2, room.height() - high - BOTTOM, wide, high)

    def leave(self) -> None:
        self._timer.stop()
        self.hide()
        self.gone.emit()
        self.deleteLater()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start(SHOWN_MS)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        fill, border = theme.colour("bg_raised"), theme.colour("border_default")
        paint.box(painter, QRectF(self.rect()), fill=fill, border=border, radius=metrics.radius("lg"))
        painter.end()

    def _on_acted(self) -> None:
        self.acted.emit()
        self.leave()

    def _on_focus_changed(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now):
            self._timer.stop()
        elif not self._timer.isActive() and not self.underMouse():
            self._timer.start(SHOWN_MS)

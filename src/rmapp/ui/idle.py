"""Tells when nobody has used the window for a while, or when the laptop slept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

if TYPE_CHECKING:
    from rmapp.domain.clock import Clock
    from rmapp.settings import Settings

_TICK = 5_000
_SLEPT = 60.0
_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """Watches the windows that have the focus, not each widget, so that painting is never slowed."""

    idled = Signal(bool)
    """Carries whether it was the laptop that slept."""

    def __init__(self, clock: Clock, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._settings = settings
        self._used = self._ticked = self._now()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self.check)
        application = QGuiApplication.instance()
        application.focusWindowChanged.connect(self._on_window_changed)  # type: ignore[union-attr]

    def start(self) -> None:
        """Begin to watch; the settings say how many minutes without use are idle."""
        self._used = self._ticked = self._now()
        self._timer.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    def check(self) -> None:
        """Emit `idled` when the time is over, or when the clock jumped because the laptop slept."""
        now = self._now()
        slept = now - self._ticked > _SLEPT
        self._ticked = now
        if self._timer.isActive() and (slept or now - self._used >= self._settings.lock_minutes * 60.0):
            self.stop()
            self.idled.emit(slept)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note each use."""
        if event.type() in _ACTIVITY:
            self._used = self._now()
        return False

    def _now(self) -> float:
        # The clock on the wall, for a monotonic one stands still while the laptop sleeps.
        return self._clock.now().timestamp()

    def _on_window_changed(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

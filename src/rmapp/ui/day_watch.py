"""Tells that a new day has begun while the window was open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from rmapp.domain.clock import Clock

_TICK = 60_000
"""Milliseconds; a timer for midnight itself would be late by as long as the laptop slept."""


class DayWatch(QObject):
    """Looks at the calendar once a minute while it runs."""

    day_began = Signal()

    def __init__(self, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._day = clock.today()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self.check)

    def start(self) -> None:
        """Begin to watch from this day on."""
        self._day = self._clock.today()
        self._timer.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()

    def check(self) -> None:
        """Emit `day_began` once when the day is another than before."""
        today = self._clock.today()
        if self._timer.isActive() and today != self._day:
            self._day = today
            self.day_began.emit()

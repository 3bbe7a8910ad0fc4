"""Tells when the book is due its daily look: soon after it was opened, and when a new day has begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from rmapp.domain.clock import Clock

_TICK = 60_000
"""Milliseconds; a timer for midnight itself would be late by as long as the laptop slept."""


_FIRST = 500
"""Milliseconds; the list is painted before the rules read the whole book."""


class DayWatch(QObject):
    """Looks at the calendar once a minute while it runs; the day on which it was started counts as begun."""

    day_began = Signal()

    def __init__(self, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._day = clock.today()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self.check)
        self._first = QTimer(self, singleShot=True, interval=_FIRST)
        self._first.timeout.connect(self.day_began)

    def start(self) -> None:
        """Begin to watch from this day on."""
        self._day = self._clock.today()
        self._timer.start()
        self._first.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._timer.stop()
        self._first.stop()

    def check(self) -> None:
        """Emit `day_began` once when the day is another than before."""
        today = self._clock.today()
        if self._timer.isActive() and today != self._day:
            self._day = today
            self.day_began.emit()

"""Shows reminders as notifications of the system, from this device alone; with the book locked they name nobody."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from rmapp.domain.reminder import QuietHours, due_reminders
from rmapp.i18n import _
from rmapp.ui import tray

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rmapp.domain.clock import Clock
    from rmapp.domain.reminder import Reminder
    from rmapp.settings import Settings
    from rmapp.ui.context import UiContext

_TICK = 30_000


class ReminderWatch(QObject):
    """Asks the open book what is due; while it is locked it knows the day's times and no names.

    Where the system has no tray, the window's own toast says it.
    """

    asked_for = Signal()
    """The user clicked a reminder."""

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._settings: Settings = context.settings
        self._clock: Clock = context.clock
        self._known: tuple[Reminder, ...] = ()
        self._told: set[str] = set()
        self._tray: tray.Tray | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK)
        self._timer.timeout.connect(self.check)

    def start(self) -> None:
        """Begin to remind; a book is open."""
        self._timer.start()

    def stop(self) -> None:
        """Remind no longer and forget the day: another book is opened, or the program ends."""
        self._timer.stop()
        self._known = ()
        if self._tray is not None:
            self._tray.hide()

    def forget_names(self) -> None:
        """Keep the times of the day's reminders and nothing that names a client: the book is locked."""
        self._known = tuple(one if one.kind == "morning" else _nameless(one) for one in self._known)

    def check(self) -> None:
        """Show what is due."""
        if not self._settings.reminders:
            return
        if self._context.is_open:
            # Reads the code lists, which the window does not need before it is painted.
            from rmapp.services.visits import reminders

            self._known = self._context.ask(reminders.todays_reminders, self._settings.reminder_minutes)
        now = self._clock.now().astimezone().replace(tzinfo=None)
        found = due_reminders(self._known, now, self._told_on(now), quiet_hours(self._settings))
        if found:
            self._told |= {one.key for one in found}
            self._note_morning(found)
            self._show(found)

    def _told_on(self, now: datetime) -> set[str]:
        """Return what was told; the morning's line also when it was told before the program was started anew."""
        morning = f"morning:{self._settings.reminded_on}"
        return self._told | {morning} if self._settings.reminded_on == now.date().isoformat() else self._told

    def _note_morning(self, found: Iterable[Reminder]) -> None:
        for one in found:
            if one.kind == "morning":
                self._settings.reminded_on = one.at.date().isoformat()
                self._context.save_settings()

    def _show(self, found: Iterable[Reminder]) -> None:
        may_name = self._settings.reminder_names and self._context.is_open
        text = "\n".join(one.named if may_name else one.text for one in found)
        if not tray.is_there():
            self._context.tell(text.replace("\n", " · "), tone="info")
            return
        if self._tray is None:
            self._tray = tray.Tray(self)
            self._tray.asked_for.connect(self.asked_for)
        self._tray.show_text(text)


def quiet_hours(settings: Settings) -> QuietHours:
    """Return the quiet hours of a device; times that cannot be read mean no quiet."""
    try:
        return QuietHours(time.fromisoformat(settings.quiet_from), time.fromisoformat(settings.quiet_to))
    except ValueError:
        return QuietHours(time(0), time(0))


def _nameless(reminder: Reminder) -> Reminder:
    """Return what may be said while the book is locked: that there is something, and when."""
    if reminder.kind == "visit":
        clock = reminder.key.rpartition("T")[2][:5]
        text = _("You have a visit at {time}. Unlock the book to see it.").format(time=clock)
    else:
        text = _("Visits are without a report. Unlock the book to see them.")
    return reminder._replace(text=text, named=text)

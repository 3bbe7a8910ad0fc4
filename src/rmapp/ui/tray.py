"""Notifications of the system: the one place that knows whether there is a tray."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from rmapp.i18n import _
from rmapp.ui import icons
from rmapp.ui.widgets.labels import plain

_SHOWN_FOR = 10_000


def is_there() -> bool:
    """Tell whether the system shows notifications for us."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class Tray(QObject):
    """The program's icon in the tray; it stands there from the first notification on."""

    asked_for = Signal()
    """The user clicked a notification or the icon."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._icon = QSystemTrayIcon(icons.app_icon(), self)
        self._icon.setToolTip(plain("rmapp"))
        self._icon.messageClicked.connect(self.asked_for)
        self._icon.activated.connect(self._on_activated)

    def show_text(self, text: str) -> None:
        """Show a notification."""
        self._icon.show()
        self._icon.showMessage(_("Reminder"), text, icons.app_icon(), _SHOWN_FOR)

    def hide(self) -> None:
        """Take the icon away."""
        self._icon.hide()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.asked_for.emit()

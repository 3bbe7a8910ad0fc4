"""Puts the window back where it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray

from rmapp.ui import metrics

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.settings import Settings

_FIRST_SIZE = (1440, 900)


def restore(window: QWidget, settings: Settings) -> None:
    """Give the window its last place and size, or a first one that fits the screen."""
    window.setMinimumSize(*metrics.WINDOW_MINIMUM)
    if settings.window and window.restoreGeometry(QByteArray.fromBase64(settings.window.encode("ascii", "ignore"))):
        return
    room = window.screen().availableSize()
    width, height = _FIRST_SIZE
    window.resize(min(width, room.width()), min(height, room.height()))


def remember(window: QWidget, settings: Settings) -> None:
    """Note the window's place and size in the settings."""
    settings.window = bytes(window.saveGeometry().toBase64().data()).decode("ascii")

"""The recovery key on paper or in a file that its owner puts away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from rmapp.i18n import _
from rmapp.ui import fonts, messages
from rmapp.ui.owner_file import write_text

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget


def key_sheet(key: str) -> str:
    """Return the text that goes with the key."""
    return _(
        "Recovery key of an rmapp client book\n\n{key}\n\nWho has this key and the book can read everything in it. "
        "Keep it away from the laptop. To use it, choose “Use recovery key” where the passphrase is asked."
    ).format(key=key)


def save_key(target: Path, key: str) -> None:
    """Write the key into a file that only its owner may read; raises OSError."""
    write_text(target, key_sheet(key) + "\n")


def print_key(parent: QWidget, key: str) -> bool:
    """Ask for a printer and print the key; False = cancelled."""
    printer = messages.choose_printer(parent)
    if printer is None:
        return False
    painter = QPainter(printer)
    page = QRectF(printer.pageLayout().paintRectPixels(printer.resolution()))
    page.moveTo(0, 0)
    face = QFont(fonts.families())
    face.setPointSizeF(12)
    painter.setFont(face)
    painter.drawText(page, Qt.TextFlag.TextWordWrap.value, key_sheet(key))
    painter.end()
    return True

"""The base of widgets that paint themselves: they follow theme, text size and language."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

REFRESHING = (QEvent.Type.ApplicationFontChange, QEvent.Type.StyleChange, QEvent.Type.LanguageChange)


class Painted(QWidget):
    """A widget with its own paint event; `describe` tells a screen reader what it shows."""

    def describe(self, name: str, description: str = "") -> None:
        """Set the accessible name and the sentence with the numbers."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)

    def refresh(self) -> None:
        """Measure and paint anew; called after theme, text size or language changed."""
        self.updateGeometry()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme, text size and language."""
        super().changeEvent(event)
        if event.type() in REFRESHING:
            self.refresh()


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property and let the style sheet see it, on this widget only."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()

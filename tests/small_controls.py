"""How tests drive small controls: put them on a page, listen, type, count what is painted."""

from __future__ import annotations

from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication


def put(page, *widgets):
    for widget in widgets:
        page.layout().addWidget(widget)
    QApplication.processEvents()
    return widgets[0]


def commit(widget, text):
    """Type as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def heard(signal):
    events = []
    signal.connect(lambda *args: events.append(args))
    return events


def ink(widget):
    """Return how many pixels differ from the corner."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    corner = image.pixel(0, 0)
    return sum(image.pixel(x, y) != corner for x in range(image.width()) for y in range(0, image.height(), 2))

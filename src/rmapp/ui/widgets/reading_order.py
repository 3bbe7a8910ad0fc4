"""The controls of a part of the window in the order they are read, which is that of their layouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from rmapp.ui.widgets.message_line import MessageLine

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout


def reading_order(root: QWidget) -> list[QWidget]:
    """Return the descendants that Tab stops at, hidden ones too."""
    found: list[QWidget] = []
    _walk_widget(root, found)
    return found


def _walk_widget(widget: QWidget, found: list[QWidget]) -> None:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        found.append(widget)
    inner = widget.widget() if isinstance(widget, QScrollArea) else None
    if inner is not None:
        _walk_widget(inner, found)
    if isinstance(widget, MessageLine):
        found.append(widget.link())
    layout = widget.layout()
    if layout is not None:
        _walk_layout(layout, found)


def _walk_layout(layout: QLayout, found: list[QWidget]) -> None:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            _walk_widget(widget, found)
        elif inner is not None:
            _walk_layout(inner, found)

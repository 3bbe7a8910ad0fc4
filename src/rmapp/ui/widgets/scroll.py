"""A page that scrolls, with text no wider than is good to read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from rmapp.ui import metrics


class PageScroll(QScrollArea):
    """A scrolling page; fill `body`."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        max_width: int = metrics.READING,
        surface: str = "canvas",
        margin: int = 5,
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = QWidget()
        ground.setProperty("surface", surface)
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QWidget(ground)
        column.setMaximumWidth(max_width)
        beside = QHBoxLayout(ground)
        pad = metrics.space(margin)
        beside.setContentsMargins(pad, pad, pad, pad)
        beside.addWidget(column, 1)
        beside.addStretch(0)
        self.body = QVBoxLayout(column)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(metrics.space(4))
        self.setWidget(ground)

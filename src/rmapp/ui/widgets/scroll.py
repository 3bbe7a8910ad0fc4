"""A page that scrolls, with text no wider than is good to read."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from rmapp.ui import metrics


class PageScroll(QScrollArea):
    """A scrolling page; fill `body`. `leading` is the margin at the left where it is another one than around."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        max_width: int = metrics.READING,
        surface: str = "canvas",
        margin: int = 5,
        leading: int | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground = _Ground()
        ground.setProperty("surface", surface)
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QWidget(ground)
        column.setMaximumWidth(max_width)
        beside = QHBoxLayout(ground)
        pad = metrics.space(margin)
        beside.setContentsMargins(pad if leading is None else metrics.space(leading), pad, pad, pad)
        beside.addWidget(column, 1)
        beside.addStretch(0)
        self.body = QVBoxLayout(column)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(metrics.space(4))
        self.setWidget(ground)


class _Ground(QWidget):
    """The ground of the page: as high as its text is at the width it has.

    The least height that a layout names is that of wrapped text at its narrowest, which leaves an empty screen below.
    """

    def minimumSizeHint(self) -> QSize:
        """Leave the height to the width."""
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.hasHeightForWidth() else least

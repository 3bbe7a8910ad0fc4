"""Where the preview stands: beside the list, or over it in a narrow window or with large text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame

from rmapp.ui import metrics
from rmapp.ui.tokens import active

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHBoxLayout, QWidget

_OVER_BELOW = 1280
_NARROW_BELOW = 1440
_WIDE_FROM = 1920
_WIDE = 440
_OVER_FROM_TEXT = 1.5


class DockedPane(QFrame):
    """A pane that a dock places."""

    def place_over(self, page: QWidget, width: int) -> None:
        """Stand over the right side of a page."""
        self.setParent(page)
        self.move(QPoint(page.width() - width, 0))
        self.resize(width, page.height())
        self.raise_()


class PreviewDock:
    """Beside the list the preview is there until it is hidden; over it, it comes only when asked for."""

    def __init__(self, page: QWidget, row: QHBoxLayout, pane: DockedPane) -> None:
        self._page, self._row, self._pane = page, row, pane
        self._wanted_beside, self._wanted_over = True, False
        self._over = False
        row.addWidget(pane)

    def is_over(self) -> bool:
        """Tell whether the preview covers the list when it is shown."""
        return self._over

    def is_wanted(self) -> bool:
        """Tell whether the preview is shown."""
        return self._wanted_over if self._over else self._wanted_beside

    def set_wanted(self, wanted: bool) -> None:
        """Show or hide the preview."""
        if self._over:
            self._wanted_over = wanted
        else:
            self._wanted_beside = wanted
        self._place()

    def fit(self) -> None:
        """Follow the size of the window."""
        window = self._page.window().width()
        over = window < _OVER_BELOW or active().text_factor >= _OVER_FROM_TEXT
        if over != self._over:
            self._over = over
            if over:
                self._row.removeWidget(self._pane)
            else:
                self._row.addWidget(self._pane)
        self._place()

    def _place(self) -> None:
        width = self._width()
        self._pane.setVisible(self.is_wanted())
        self._pane.setFixedWidth(width)
        if self._over:
            self._pane.place_over(self._page, width)

    def _width(self) -> int:
        window = self._page.window().width()
        if window >= _WIDE_FROM:
            wanted = _WIDE
        else:
            wanted = metrics.PREVIEW_NARROW if window < _NARROW_BELOW else metrics.PREVIEW
        return round(wanted * (1 + (active().text_factor - 1) / 2))

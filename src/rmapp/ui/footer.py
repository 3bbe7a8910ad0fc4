"""The line at the bottom: what the page sums up, and what kind of book this is."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from rmapp.ui import metrics
from rmapp.ui.widgets.cards import Divider, IconLabel
from rmapp.ui.widgets.labels import ElidedLabel


class Footer(QFrame):
    """Two texts on one line, the left of the page and the right of the book."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "window")
        self.fit()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Divider())
        row = QHBoxLayout()
        row.setContentsMargins(metrics.space(6), 0, metrics.space(5), 0)
        row.setSpacing(metrics.space(2))
        self._left = ElidedLabel("", role="small", tone="secondary")
        self._right = ElidedLabel("", role="caption", tone="tertiary")
        self._sign = IconLabel("info", role="text_tertiary")
        row.addWidget(self._left, 1)
        row.addWidget(self._sign)
        row.addWidget(self._right)
        column.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.set_book_line("")

    def fit(self) -> None:
        """Take the height that the size of text needs."""
        self.setFixedHeight(metrics.grown(28, "small"))

    def set_page_line(self, text: str) -> None:
        """Show the page's own text at the left."""
        self._left.setText(text)

    def set_book_line(self, text: str) -> None:
        """Show at the right that the book is a sample or unprotected; empty shows nothing."""
        self._right.setText(text)
        self._right.setVisible(bool(text))
        self._sign.setVisible(bool(text))

    def texts(self) -> tuple[str, str]:
        """Return both texts as they are shown."""
        return self._left.text(), self._right.text()

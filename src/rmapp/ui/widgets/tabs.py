"""Underlined tabs, each with a count where there is something to count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.labels import literal, plain
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = 7
PADDING = 2
BETWEEN = 22
SHORTEST = 52


class TabBar(Painted):
    """A row of tabs; the arrow keys move between them."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.describe(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_clicked)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(BETWEEN)
        self._row.addStretch(1)
        self._tabs: dict[str, _Tab] = {}

    def set_tabs(self, tabs: Sequence[tuple[str, str, int | None]]) -> None:
        """Show these codes, labels and counts; keeps the chosen one where it is still there."""
        held = self.code()
        for tab in self._tabs.values():
            self._group.removeButton(tab)
            self._row.removeWidget(tab)
            tab.deleteLater()
        self._tabs = {}
        for index, (code, label, count) in enumerate(tabs):
            tab = _Tab(label, count, self)
            self._tabs[code] = tab
            self._group.addButton(tab, index)
            self._row.insertWidget(index, tab)
        if self._tabs:
            self.set_code(held if held in self._tabs else next(iter(self._tabs)))

    def code(self) -> str:
        """Return the code of the chosen tab; empty when there is none."""
        return next((code for code, tab in self._tabs.items() if tab.isChecked()), "")

    def codes(self) -> list[str]:
        """Return the codes in their order."""
        return list(self._tabs)

    def set_code(self, code: str) -> None:
        """Choose a tab without a signal."""
        self._tabs[code].setChecked(True)

    def set_count(self, code: str, count: int | None) -> None:
        """Change the count of a tab."""
        self._tabs[code].set_count(count)

    def step(self, by: int) -> None:
        """Go to the next tab, or the one before, round the end."""
        codes = self.codes()
        self._tabs[codes[(codes.index(self.code()) + by) % len(codes)]].click()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line below the tabs."""
        painter = QPainter(self)
        paint.hline(painter, 0, self.height() - 1, self.width(), active().colour("border_subtle"))
        painter.end()

    def _on_clicked(self, index: int) -> None:
        self.chosen.emit(self.codes()[index])


class _Tab(PaintedButton):
    def __init__(self, label: str, count: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._label, self._count = label, count
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setText(literal(label))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_count(count)

    def set_count(self, count: int | None) -> None:
        self._count = count
        self.setAccessibleName(self._label if count is None else f"{self._label} {count}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        # Room for the bold form, so that choosing a tab moves nothing.
        width = paint.text_width(self._label, fonts.font("body", 600)) + 2 * PADDING
        if self._count is not None:
            width += GAP + paint.text_width(str(self._count), fonts.font("small"))
        return QSize(round(width) + 1, metrics.grown(38))

    def minimumSizeHint(self) -> QSize:
        """Allow it to shrink to a few characters; the tooltip then has the whole label."""
        return QSize(min(metrics.grown(SHORTEST), self.sizeHint().width()), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(plain(self._label) if self.width() < self.sizeHint().width() else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        chosen = self.isChecked()
        face = fonts.font("body", 600 if chosen else 400)
        ink = theme.colour("text_primary" if chosen or self.is_hot() else "text_secondary")
        counting = 0.0 if self._count is None else GAP + paint.text_width(str(self._count), fonts.font("small"))
        room = self.width() - 2 * PADDING - counting
        body = QRectF(PADDING, 0, min(paint.text_width(self._label, face) + 1, room), self.height() - 2)
        paint.text(painter, body, self._label, face, ink)
        if self._count is not None:
            counted = QRectF(body.right() - 1 + GAP, 0, self.width(), self.height() - 2)
            paint.text(
                painter, counted, str(self._count), fonts.font("small"), theme.colour("text_tertiary"), elide=False
            )
        if chosen:
            line = QRectF(0, self.height() - 2.5, self.width(), 2.5)
            paint.box(painter, line, fill=theme.colour("accent"), radius=1.2)
        painter.end()

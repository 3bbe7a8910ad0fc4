"""A choice of a few, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from rmapp.ui import fonts, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.labels import literal
from rmapp.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from collections.abc import Sequence


class Segmented(Painted):
    """One of a few options; the arrow keys move between them."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], parent: QWidget | None = None, *, name: str) -> None:
        super().__init__(parent)
        self.describe(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(0)
        self._codes: list[str] = []
        self._group.idClicked.connect(self._on_clicked)
        self.set_options(options)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer these codes and labels; the first is chosen."""
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        self._codes = [code for code, _label in options]
        for index, (_code, label) in enumerate(options):
            button = _Segment(label, self)
            self._group.addButton(button, index)
            self._row.addWidget(button)
        if self._codes:
            self._button(0).setChecked(True)

    def code(self) -> str:
        """Return the code of the chosen option."""
        return self._codes[self._group.checkedId()]

    def set_code(self, code: str) -> None:
        """Choose an option without a signal."""
        self._button(self._codes.index(code)).setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tray."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        fill, border = theme.colour("bg_sunken"), theme.colour("border_subtle")
        paint.box(painter, QRectF(self.rect()), fill=fill, border=border, radius=metrics.radius("md"))
        painter.end()

    def _button(self, index: int) -> QAbstractButton:
        return self._group.button(index)

    def _on_clicked(self, index: int) -> None:
        self.chosen.emit(self._codes[index])


class _Segment(PaintedButton):
    def __init__(self, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = label
        self.setText(literal(label))
        self.setAccessibleName(label)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        width = paint.text_width(self._label, fonts.font("small", 500))
        return QSize(round(width + 22), metrics.control() - 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        ink = "text_secondary"
        if self.isChecked():
            fill, border = theme.colour("bg_raised"), theme.colour("border_default")
            paint.box(painter, QRectF(self.rect()), fill=fill, border=border, radius=metrics.radius("sm"))
            ink = "text_primary"
        elif self.is_hot():
            ink = "text_primary"
        face = fonts.font("small", 500)
        colour = theme.colour(ink if self.isEnabled() else "text_disabled")
        paint.text(painter, QRectF(self.rect()), self._label, face, colour, align=paint.CENTRE, elide=False)
        painter.end()

"""The small window of a filter: tick what to show, and the list follows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import LineEdit
from rmapp.ui.widgets.focus_ring import FocusRing
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.ui.filters import Filter

_SEARCHED_FROM = 12
_ROWS = 9
_WIDTH, _WIDEST = 240, 460
_BAR = 14


class FilterPopup(QFrame):
    """Choices of one filter; a click outside, Esc or Enter closes it."""

    chosen = Signal(object)
    """Carries the codes, each time the choice changes."""

    def __init__(self, parent: QWidget, filter_: Filter, codes: Sequence[str]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(filter_.name)
        self._filter = filter_
        self._boxes: dict[str, CheckBox] = {}
        self._ring = FocusRing(self)
        self._options = filter_.options()
        self._search = LineEdit(name=_("Find in this list"), icon="search", placeholder=_("Find"))
        self._search.setVisible(len(self._options) >= _SEARCHED_FROM)
        self._search.textChanged.connect(self._on_search_changed)
        self._build(frozenset(codes))

    def show_below(self, anchor: QWidget) -> None:
        """Open under a widget, with the focus on the first choice."""
        self.adjustSize()
        place = anchor.mapToGlobal(QPoint(0, anchor.height() + 4))
        room = anchor.screen().availableGeometry()
        self.move(min(place.x(), room.right() - self.width()), min(place.y(), room.bottom() - self.height()))
        by_keys = anchor.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        self.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, by_keys)
        self.show()
        first = self._search if self._search.isVisibleTo(self) else next(iter(self._boxes.values()))
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrow keys; Enter closes, after a search it first ticks what was found."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._search.hasFocus() and self._search.text().strip():
                self._tick_first()
            self.close()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = QPainter(self)
        theme = active()
        fill, border = theme.colour("bg_raised"), theme.colour("border_default")
        paint.box(painter, QRectF(self.rect()), fill=fill, border=border, radius=0)
        painter.end()

    def _build(self, codes: frozenset[str]) -> None:
        column = QVBoxLayout(self)
        pad = metrics.space(3)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(metrics.space(2))
        column.addWidget(PlainLabel(self._filter.name, role="small", tone="tertiary", weight=500))
        column.addWidget(self._search)
        column.addWidget(self._build_choices(codes))
        foot = QHBoxLayout()
        clear = Button(_("Clear"), kind="ghost", size="small")
        clear.clicked.connect(self._on_clear_clicked)
        done = Button(_("Done"), kind="soft", size="small")
        done.clicked.connect(self.close)
        foot.addWidget(clear)
        foot.addStretch(1)
        foot.addWidget(done)
        column.addLayout(foot)

    def _build_choices(self, codes: frozenset[str]) -> QWidget:
        holder = QWidget()
        holder.setProperty("surface", "none")
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(2, 2, 2, 2)
        inner.setSpacing(metrics.space(1))
        for code, label in self._options:
            box = CheckBox(label, checked=code in codes)
            box.setObjectName(code)
            box.clicked.connect(self._on_box_clicked)
            inner.addWidget(box)
            self._boxes[code] = box
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(holder)
        scroll.setFixedWidth(min(max(_WIDTH, holder.sizeHint().width() + _BAR), _WIDEST))
        rows = min(len(self._boxes), _ROWS)
        scroll.setFixedHeight(rows * (next(iter(self._boxes.values())).sizeHint().height() + metrics.space(1)) + 6)
        return scroll

    def _on_box_clicked(self, checked: bool) -> None:
        if checked and self._filter.kind != "any":
            for code, box in self._boxes.items():
                box.setChecked(code == self.sender().objectName())
        self._tell()

    def _tick_first(self) -> None:
        box = next((each for each in self._boxes.values() if each.isVisible()), None)
        if box is not None and not box.isChecked():
            box.click()

    def _on_clear_clicked(self) -> None:
        for box in self._boxes.values():
            box.setChecked(False)
        self._tell()

    def _on_search_changed(self, text: str) -> None:
        needle = text.strip().casefold()
        for box in self._boxes.values():
            box.setVisible(needle in box.accessibleName().casefold())

    def _tell(self) -> None:
        self.chosen.emit(tuple(code for code, box in self._boxes.items() if box.isChecked()))

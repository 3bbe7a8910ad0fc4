"""Inputs with their label above and one line below: a hint, what was understood, or what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from rmapp.i18n import _
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.labels import PlainLabel, plain
from rmapp.ui.widgets.message_line import MessageLine
from rmapp.ui.widgets.painted import REFRESHING, restyle
from rmapp.ui.widgets.retired_code import index_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import SignalInstance

ICON_GAP = 8


class LineEdit(QLineEdit):
    """A field of one line, with an icon at its left and a unit or a lock at its right."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str,
        icon: str = "",
        suffix: str = "",
        placeholder: str = "",
        numeric: bool = False,
        password: bool = False,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._suffix, self._numeric = icon, suffix, numeric
        self._eye: IconButton | None = None
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        if numeric:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if password:
            self._build_eye()
        self._measure()

    def _build_eye(self) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._eye = IconButton("eye", _("Show what is typed"), self, size=26, checkable=True)
        self._eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._eye.setCursor(Qt.CursorShape.ArrowCursor)
        self._eye.toggled.connect(self._on_eye_toggled)

    def set_state(self, state: str) -> None:
        """Look as usual (""), wrong ("error") or doubtful ("warning")."""
        restyle(self, "state", state)

    def set_locked(self, locked: bool) -> None:
        """Show a lock and take no input."""
        self.setReadOnly(locked)
        self._measure()
        self.update()

    def set_suffix(self, suffix: str) -> None:
        """Change the unit at the right."""
        self._suffix = suffix
        self._measure()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text size."""
        super().changeEvent(event)
        if event.type() in REFRESHING:
            self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the eye at the right edge."""
        super().resizeEvent(event)
        if self._eye is not None:
            self._eye.resize(self._eye.sizeHint())
            self._eye.move(self.width() - self._eye.width() - 4, (self.height() - self._eye.height()) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon, unit and lock over the native field."""
        super().paintEvent(event)
        theme = active()
        painter = QPainter(self)
        side = metrics.icon()
        top = (self.height() - side) / 2
        ink = theme.colour("text_tertiary" if self.isEnabled() else "text_disabled")
        if self._icon_name:
            icons.paint(painter, self._icon_name, QRectF(10, top, side, side), ink)
        right = self.width() - 10.0
        if self.isReadOnly():
            icons.paint(painter, "lock", QRectF(right - side, top, side, side), ink)
        elif self._suffix:
            rect = QRectF(0, 0, right, self.height())
            paint.text(painter, rect, self._suffix, fonts.font("small"), ink, align=paint.RIGHT, elide=False)
        painter.end()

    def _measure(self) -> None:
        self.setFont(fonts.font(numeric=self._numeric))
        left = metrics.icon() + ICON_GAP if self._icon_name else 0
        right = 0.0
        if self.isReadOnly() or self._eye is not None:
            right = metrics.icon() + ICON_GAP
        elif self._suffix:
            right = paint.text_width(self._suffix, fonts.font("small")) + ICON_GAP
        self.setTextMargins(left, 0, round(right), 0)

    def _on_eye_toggled(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        if self._eye is not None:
            self._eye.set_icon_name("eye-off" if shown else "eye")


class TextArea(QPlainTextEdit):
    """A field of several lines that takes plain text only."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, name: str, placeholder: str = "", lines: int = 4) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.textChanged.connect(self.changed)
        self._measure()

    def text(self) -> str:
        """Return what is written."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Write a text in place of what was there; Ctrl+Z does not bring that back."""
        self.setPlainText(text)

    def set_state(self, state: str) -> None:
        """Look as usual (""), wrong ("error") or doubtful ("warning")."""
        restyle(self, "state", state)

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        self.setReadOnly(locked)

    def sizeHint(self) -> QSize:
        """Be as high as the wanted lines."""
        return QSize(280, self._lines * metrics.line() + 18)

    def minimumSizeHint(self) -> QSize:
        """Never be lower than the wanted lines."""
        return QSize(120, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in REFRESHING:
            self._measure()

    def _measure(self) -> None:
        self.setFont(fonts.font())
        self.updateGeometry()


class Choice(QComboBox):
    """One of a list of codes, each with its label."""

    changed = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
        *,
        name: str,
        empty: str | None = None,
    ) -> None:
        super().__init__(parent)
        self._empty = empty
        self.setAccessibleName(name)
        self.setMaxVisibleItems(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.set_options(options)
        self.currentIndexChanged.connect(self._on_index_changed)

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer these codes and labels; keeps the chosen code where it is still offered."""
        held = self.code()
        blocked = self.blockSignals(True)
        self.clear()
        if self._empty is not None:
            self.addItem(self._empty, None)
        for code, label in options:
            self.addItem(label, code)
        self.setCurrentIndex(max(self.findData(held), 0))
        self.blockSignals(blocked)

    def code(self) -> str | None:
        """Return the chosen code; None when nothing is chosen."""
        return cast("str | None", self.currentData())

    def set_code(self, code: str | None) -> None:
        """Choose a code, a retired one too; an unknown one chooses the empty entry, or the first."""
        self.setCurrentIndex(index_of(self, code))

    def set_state(self, state: str) -> None:
        """Look as usual (""), wrong ("error") or doubtful ("warning")."""
        restyle(self, "state", state)

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        self.setEnabled(not locked)

    def showPopup(self) -> None:
        """Make the list wide enough for its longest label."""
        bar = self.view().verticalScrollBar().sizeHint().width() if self.count() > self.maxVisibleItems() else 0
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + bar + 8)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, so that scrolling changes no value."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, its label cut with an ellipsis where it does not fit, and the arrow."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        if not self.isEditable():
            room = self.label_room()
            option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        side = metrics.icon() - 2
        square = QRectF(self.width() - side - 9, (self.height() - side) / 2, side, side)
        icons.paint(painter, "chevron-down", square, active().colour("text_tertiary"))
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Offer the whole label as a tooltip where some of it is hidden."""
        if event.type() == QEvent.Type.ToolTip:
            is_cut = self.fontMetrics().horizontalAdvance(self.currentText()) > self.label_room()
            self.setToolTip(plain(self.currentText()) if is_cut else "")
        return super().event(event)

    def label_room(self) -> int:
        """Return the width that the label has."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        box, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        return self.style().subControlRect(box, option, part, self).width()

    def _on_index_changed(self, _index: int) -> None:
        self.changed.emit(self.code() or "")


@runtime_checkable
class Speaking(Protocol):
    """A control that says what it understood, or what is wrong."""

    echoed: SignalInstance
    failed: SignalInstance


class Field(QWidget):
    """A control with its label above and one line below it."""

    fix_chosen = Signal()

    def __init__(
        self, label: str, control: QWidget, parent: QWidget | None = None, *, hint: str = "", required: bool = False
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._hint = hint
        self._label = PlainLabel(label, role="small", weight=500, tone="secondary")
        self._below = MessageLine(self)
        self._below.fixed.connect(self._on_fixed)
        self._apart: MessageLine | None = None
        if not control.accessibleName():
            control.setAccessibleName(label)
        if required:
            control.setAccessibleDescription(_("Needed"))
        self._build()
        self.clear()
        if isinstance(control, Speaking):
            control.echoed.connect(self.set_echo)
            control.failed.connect(self.set_error)
        self.setFocusProxy(control)

    def _build(self) -> None:
        self._top = QHBoxLayout()
        self._top.setSpacing(metrics.space(2))
        self._top.addWidget(self._label)
        self._top.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(1))
        column.addLayout(self._top)
        column.addWidget(self.control)
        column.addWidget(self._below)
        column.addStretch(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def label(self) -> str:
        """Return the words of the label."""
        return self._label.text()

    def set_label(self, label: str) -> None:
        """Change the words of the label."""
        self._label.setText(label)
        self.control.setAccessibleName(label)

    def set_note(self, note: str) -> None:
        """Show a few words at the right of the label."""
        self._top.addWidget(PlainLabel(note, role="small", tone="tertiary"))

    def set_error(self, text: str, fix: str = "") -> None:
        """Say what is wrong, with words of a link that mends it; emits `fix_chosen`."""
        self._say(text, "danger", "circle-alert", "error", fix)

    def set_warning(self, text: str, fix: str = "") -> None:
        """Say what is doubtful; it does not stop saving."""
        self._say(text, "warning", "triangle-alert", "warning", fix)

    def set_echo(self, text: str) -> None:
        """Show what was understood; an empty text brings back the hint."""
        self._say(text or self._hint, "tertiary", "", "", "")

    def set_hint(self, hint: str) -> None:
        """Change the hint, and show it."""
        self._hint = hint
        self.clear()

    def take_message(self, line: MessageLine) -> None:
        """Say what is wrong or doubtful in a line that stands where it has room; the hint stays below."""
        self._apart = line
        line.fixed.connect(self._on_fixed)
        line.hide()

    def link(self) -> QWidget:
        """Return the link that mends what is wrong, shown or not."""
        return (self._apart or self._below).link()

    def clear(self) -> None:
        """Go back to the hint."""
        self.set_echo("")

    def message(self) -> str:
        """Return what is said about the control."""
        return self._said().text()

    def has_error(self) -> bool:
        """Whether an error is shown."""
        return self._said().tone() == "danger" and bool(self.message())

    def set_locked(self, locked: bool) -> None:
        """Take no input, and show so."""
        setter = getattr(self.control, "set_locked", None)
        if setter is None:
            self.control.setEnabled(not locked)
        else:
            setter(locked)

    def _on_fixed(self) -> None:
        # The link that was chosen goes away, and the focus would go to a far place.
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fix_chosen.emit()

    def _said(self) -> MessageLine:
        return self._apart if self._apart is not None and self._apart.text() else self._below

    def _say(self, text: str, tone: str, icon: str, state: str, fix: str) -> None:
        line = self._apart if self._apart is not None and state else self._below
        for each in filter(None, (self._below, self._apart)):
            each.show_text(*((text, tone, icon, fix) if each is line else ("", tone)))
        setter = getattr(self.control, "set_state", None)
        if setter is not None:
            setter(state)
        if state:
            self.control.setAccessibleDescription(text)

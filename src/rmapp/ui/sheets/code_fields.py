"""Two fields for codes: one found by typing among many, and several out of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QRectF, QSize, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
)

from rmapp.domain import reference
from rmapp.domain.code_search import fitting_codes
from rmapp.i18n import _, listed
from rmapp.ui import fonts, icons, metrics, paint
from rmapp.ui.filters import Filter
from rmapp.ui.tokens import active
from rmapp.ui.widgets.buttons import PaintedButton
from rmapp.ui.widgets.fields import Choice
from rmapp.ui.widgets.filter_popup import FilterPopup
from rmapp.ui.widgets.labels import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QFocusEvent, QHideEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

Group = tuple[str, list[tuple[str, str]]]


class SearchChoice(Choice):
    """One code of a long list in groups: open it, or type any words of the name in either language, or the code.

    What fits no entry, or several, stays as it was typed and is told by `unknown_text`.
    """

    def __init__(self, listed: str, groups: Sequence[Group], *, name: str) -> None:
        super().__init__(name=name)
        self._listed = listed
        self._labels: dict[str, str] = {}
        self._told = ""
        field = QLineEdit()
        self.setLineEdit(field)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._fill(groups)
        field.setProperty("bare", True)
        field.setAccessibleName(name)
        self._found = QStringListModel(self)
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        popup = _Offers(field)
        popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        completer.setPopup(popup)
        popup.setItemDelegate(_Rows(popup))
        self.setCompleter(completer)
        completer.activated.connect(self._on_completed)
        field.textEdited.connect(self._on_text_edited)
        field.returnPressed.connect(self.settle)
        self.currentIndexChanged.connect(self._show_beginning)

    def _fill(self, groups: Sequence[Group]) -> None:
        blocked = self.blockSignals(True)
        for title, options in groups:
            self.addItem(title)
            model = self.model()
            if isinstance(model, QStandardItemModel):
                model.item(self.count() - 1).setEnabled(False)
            for code, label in options:
                self.addItem(label, code)
                self._labels[code] = label
        self.setCurrentIndex(1)
        self.blockSignals(blocked)

    def set_code(self, code: str | None) -> None:
        """Choose a code, a retired one too; an unknown one changes nothing."""
        if code and self.findData(code) < 0 and code in reference.labels(self._listed):
            self._labels[code] = reference.text(self._listed, code)
            self.addItem(self._labels[code], code)
        index = self.findData(code) if code is not None else -1
        if index >= 0:
            self.setCurrentIndex(index)
            self.setEditText(self.itemText(index))
            self._show_beginning()

    def set_typed(self, text: str) -> None:
        """Show a code as chosen, or a text as typed."""
        if text in reference.labels(self._listed):
            self.set_code(text)
        else:
            self.setEditText(text)

    def fitting(self) -> tuple[str, ...]:
        """Return the names of the entries that fit what is typed."""
        return tuple(self._labels[code] for code in self._codes())

    def unknown_text(self) -> str:
        """Return what is typed without naming one entry; empty where it does."""
        typed = self.currentText().strip()
        is_known = typed == self.itemText(self.currentIndex()) or len(self._codes()) == 1
        return "" if is_known else typed or " "

    def settle(self) -> None:
        """Take the one entry that is meant; anything else stays as it is typed."""
        codes = self._codes()
        if self.currentText().strip() == self.itemText(self.currentIndex()):
            self.setEditText(self.itemText(self.currentIndex()))
        elif len(codes) == 1:
            self.set_code(codes[0])
        self._show_beginning()
        if self.unknown_text() != self._told:
            self._told = self.unknown_text()
            self.changed.emit(self.code() or "")

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the words, so that typing replaces them; the beginning stays in sight."""
        super().focusInEvent(event)
        field = self.lineEdit()
        is_back = event.reason() == Qt.FocusReason.PopupFocusReason
        if field is not None and not is_back:
            field.setSelection(len(field.text()), -len(field.text()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed; the list that opens while typing leaves it open."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.settle()

    def _codes(self) -> tuple[str, ...]:
        typed = self.currentText().strip()
        named = tuple(code for code, label in self._labels.items() if label.casefold() == typed.casefold())
        return named or tuple(code for code in fitting_codes(self._listed, typed) if code in self._labels)

    def _on_text_edited(self, _text: str) -> None:
        self._found.setStringList(list(self.fitting()))

    def _on_completed(self, label: str) -> None:
        self.set_code(next(code for code, one in self._labels.items() if one == label))
        QTimer.singleShot(0, self, self._show_beginning)  # the field writes the name itself once more

    def _show_beginning(self) -> None:
        field = self.lineEdit()
        if field is not None:
            field.setCursorPosition(0)


class _Offers(QListView):
    """The list that opens while typing; the window is active again when it goes."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__()
        self._field = field

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the window back what this list took: without it no field of the window can get the focus."""
        super().hideEvent(event)
        if QApplication.activeWindow() is self:
            self._give_back()

    def event(self, event: QEvent) -> bool:
        """Give the window back also where this list is made active only after it went."""
        if event.type() == QEvent.Type.WindowActivate and not self.isVisible():
            self._give_back()
        return super().event(event)

    def _give_back(self) -> None:
        if shiboken6.isValid(self._field):
            self._field.activateWindow()


class _Rows(QStyledItemDelegate):
    """Rows of the list that opens while typing, as high as those of the list behind the arrow."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), metrics.row_compact())


class ManyChoice(PaintedButton):
    """Several codes of a list, in the look of a field; opens a list to tick."""

    changed = Signal()

    def __init__(self, options: Sequence[tuple[str, str]], *, name: str) -> None:
        super().__init__()
        self._options = tuple(options)
        self._name = name
        self._codes: tuple[str, ...] = ()
        self._locked = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.clicked.connect(self._on_clicked)

    def codes(self) -> tuple[str, ...]:
        """Return the chosen codes in the order of the list."""
        return self._codes

    def set_codes(self, codes: Sequence[str]) -> None:
        """Choose codes without a signal."""
        order = [code for code, _label in self._options]
        self._codes = tuple(sorted(codes, key=lambda code: order.index(code) if code in order else len(order)))
        self.setAccessibleDescription(self._words())
        self.setToolTip(plain(self._words()))
        self.update()

    def set_state(self, state: str) -> None:
        """Look as usual (""), wrong ("error") or doubtful ("warning")."""
        self.setProperty("state", state)
        self.update()

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        self._locked = locked
        self.setEnabled(not locked)

    def sizeHint(self) -> QSize:
        """Be as high as a field."""
        return QSize(150, metrics.control())

    def minimumSizeHint(self) -> QSize:
        """Allow it to shrink; words are then cut."""
        return QSize(80, metrics.control())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field."""
        painter = QPainter(self)
        paint.smooth(painter)
        theme = active()
        state = str(self.property("state") or "")
        roles = {"error": "danger", "warning": "warning"}
        focus = "focus_ring" if self.hasFocus() else "border_strong" if self.is_hot() else "border_default"
        border = theme.colour(roles.get(state, focus))
        fill = theme.colour("bg_surface" if self.isEnabled() else "bg_sunken")
        width = 2 if state or self.hasFocus() else 1
        paint.box(painter, QRectF(self.rect()), fill=fill, border=border, radius=metrics.radius("sm"), width=width)
        side = metrics.icon() - 2
        right = self.width() - side - 9
        square = QRectF(right, (self.height() - side) / 2, side, side)
        icons.paint(painter, "chevron-down", square, theme.colour("text_tertiary"))
        ink = theme.colour("text_primary" if self._codes else "text_tertiary")
        rect = QRectF(10, 0, right - 16, self.height())
        paint.text(painter, rect, self._words() or _("Choose"), fonts.font(), ink)
        painter.end()

    def _listed(self) -> tuple[tuple[str, str], ...]:
        """Return what can be ticked: the offered codes, and retired ones that are chosen."""
        offered = dict(self._options)
        held = ((code, reference.text_beside(code, offered) or code) for code in self._codes if code not in offered)
        return (*self._options, *held)

    def _words(self) -> str:
        labels = dict(self._listed())
        return listed(labels[code] for code in self._codes)

    def _on_clicked(self) -> None:
        popup = FilterPopup(self, Filter("", self._name, "any", self._listed), self._codes)
        popup.chosen.connect(self._on_chosen)
        popup.show_below(self)

    def _on_chosen(self, codes: tuple[str, ...]) -> None:
        self.set_codes(codes)
        self.changed.emit()

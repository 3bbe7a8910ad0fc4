"""Rows of fields under a heading: Enter adds a row, Ctrl Backspace takes one away."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.ui import fonts, metrics, paint
from rmapp.ui.sheets.typed_fields import Typed, change_of, is_blank, put, typed
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.message_line import MessageLine
from rmapp.ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

GAP = 8
NUMBER = 18
AROUND = 67
"""What padding and arrow of a choice take beside its label."""

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class RowColumn:
    """A column of rows: `width` 0 shares what is left, by `share`; numbers have their head at the right."""

    name: str
    title: str
    width: int = 0
    is_number: bool = False
    share: int = 1


class EditorRow(QWidget):
    """One row: its number, its controls, a way to remove it, and a line for what is wrong."""

    changed = Signal(str)
    add_asked = Signal()
    remove_asked = Signal()
    fix_chosen = Signal()

    def __init__(self, columns: Sequence[RowColumn], controls: dict[str, QWidget], remove_name: str) -> None:
        super().__init__()
        self.controls = controls
        self.kept: dict[str, str] = {}
        self._number = PlainLabel("", tone="tertiary", numeric=True)
        self._number.setFixedWidth(NUMBER)
        self.remover = IconButton("trash-2", remove_name, size=26)
        self.remover.clicked.connect(self.remove_asked)
        self._message = MessageLine()
        self._message.fixed.connect(self.fix_chosen)
        self._build(columns)
        for name, control in controls.items():
            control.setProperty("column", name)
            control.installEventFilter(self)
            change_of(control).connect(self._on_control_changed)

    def _build(self, columns: Sequence[RowColumn]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(1))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._number)
        for spec in columns:
            control = self.controls.get(spec.name) or self.make_extra(spec.name)
            if spec.width:
                control.setFixedWidth(spec.width)
            else:
                control.setSizePolicy(QSizePolicy.Policy.Ignored, control.sizePolicy().verticalPolicy())
            row.addWidget(control, 0 if spec.width else spec.share)
        row.addWidget(self.remover)
        column.addLayout(row)
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(NUMBER + GAP, 0, 0, metrics.space(1))
        below.addWidget(self._message)
        column.addWidget(self._below)
        self._below.hide()

    def make_extra(self, name: str) -> QWidget:
        """Return the widget of a column that is not typed."""
        raise KeyError(name)

    def set_number(self, number: int) -> None:
        """Show the place of the row; its fields carry it in their names."""
        self._number.setText(str(number))
        for control in self.controls.values():
            title = str(control.property("title"))
            control.setAccessibleName(_("{field}, row {n}").format(field=title, n=number))

    def values(self) -> dict[str, Typed]:
        """Return what is typed, and what the row carries along."""
        return {name: typed(control) for name, control in self.controls.items()} | self.kept

    def set_values(self, values: dict[str, Typed]) -> None:
        """Fill the row."""
        for name, control in self.controls.items():
            put(control, values.get(name))
        self.kept = {name: str(value) for name, value in values.items() if name not in self.controls and value}

    def is_blank(self) -> bool:
        """Tell whether nothing was typed into the row."""
        return not self.kept and all(is_blank(control) for control in self.controls.values())

    def say(self, text: str, fix: str = "", *, warning: bool = False) -> None:
        """Show what is wrong or doubtful below the row; an empty text takes it away."""
        tone, icon = ("warning", "triangle-alert") if warning else ("danger", "circle-alert")
        self._message.show_text(text, tone, icon, fix)
        self._below.setVisible(bool(text))

    def link(self) -> QWidget:
        """Return the link that mends what is wrong, shown or not."""
        return self._message.link()

    def set_state(self, name: str, state: str) -> None:
        """Give a control the look of an error or a warning."""
        setter = getattr(self.controls.get(name), "set_state", None)
        if setter is not None:
            setter(state)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Add a row on Enter, take it away on Ctrl Backspace."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in ENTER and event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            ):
                self.add_asked.emit()
                return True
            if event.key() == Qt.Key.Key_Backspace and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                self.remove_asked.emit()
                return True
        return False

    def _on_control_changed(self) -> None:
        self.changed.emit(str(self.sender().property("column")))


class RowEditor(QWidget):
    """All rows of one kind."""

    changed = Signal(str)
    """Carries the path of the field, such as `tranches.1.amount`; that of a whole row ends after its number."""
    removed = Signal(int)
    fix_chosen = Signal(int)

    def __init__(self, code: str, title: str, add_label: str, columns: Sequence[RowColumn]) -> None:
        super().__init__()
        self._code = code
        self.columns = tuple(columns)
        self.rows: list[EditorRow] = []
        self.is_locked = False
        self._ccy = "CNY"
        self._note = PlainLabel("", role="small", tone="secondary", numeric=True)
        self._adder = Button(add_label, kind="ghost", icon="plus", size="small")
        self._adder.clicked.connect(self._on_add_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(2))
        head = QHBoxLayout()
        head.addWidget(PlainLabel(title, role="section"))
        head.addWidget(self._note)
        head.addStretch(1)
        head.addWidget(self._adder)
        column.addLayout(head)
        self._heads = QWidget()
        self._heads.setLayout(self._build_heads())
        column.addWidget(self._heads)
        self._list = QVBoxLayout()
        self._list.setSpacing(metrics.space(2))
        column.addLayout(self._list)
        self._heads.hide()

    @abstractmethod
    def make_row(self) -> EditorRow:
        """Return an empty row."""

    def snapshot(self) -> list[dict[str, Typed]]:
        """Return what is typed in all rows."""
        return [row.values() for row in self.rows]

    def fill(self, rows: Sequence[dict[str, Typed]]) -> None:
        """Show these rows in place of those before."""
        while len(self.rows) > len(rows):
            self._drop(len(self.rows) - 1)
        while len(self.rows) < len(rows):
            self._insert(len(self.rows))
        for row, values in zip(self.rows, rows, strict=True):
            row.set_values(values)

    def set_note(self, note: str, tone: str = "secondary") -> None:
        """Show a few words beside the heading."""
        self._note.setText(note)
        self._note.set_tone(tone)

    def set_ccy(self, ccy: str) -> None:
        """Take amounts in this currency where the text names none."""
        self._ccy = ccy
        for control in self.controls():
            if isinstance(control, MoneyEdit):
                control.set_ccy(ccy)
                control.set_suffix("")

    def amount_field(self, name: str) -> MoneyEdit:
        """Return a field for an amount in the line's currency, which stands in the terms and not here."""
        field = MoneyEdit(name=name, ccy=self._ccy)
        field.set_suffix("")
        return field

    def stops(self) -> Iterator[QWidget]:
        """Return what Tab stops at, in the order of reading."""
        yield self._adder
        for row in self.rows:
            yield from row.controls.values()
            yield row.remover
            yield row.link()

    def add(self, place: int | None = None) -> EditorRow:
        """Add an empty row with the focus on its first field."""
        at = len(self.rows) if place is None else place
        row = self._insert(at)
        self.changed.emit(f"{self._code}.{at}")
        next(iter(row.controls.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        return row

    def remove(self, place: int) -> None:
        """Take a row away; the focus goes to its neighbour."""
        self._drop(place)
        self.removed.emit(place)
        self.changed.emit(f"{self._code}.{place}")
        if self.rows:
            near = self.rows[min(place, len(self.rows) - 1)]
            next(iter(near.controls.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._adder.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        self.is_locked = locked
        self._adder.setVisible(not locked)
        for row in self.rows:
            row.remover.setVisible(not locked)
            for control in row.controls.values():
                setter = getattr(control, "set_locked", None)
                if setter is not None:
                    setter(locked)

    def controls(self) -> Iterator[QWidget]:
        """Return all fields."""
        for row in self.rows:
            yield from row.controls.values()

    def _insert(self, place: int) -> EditorRow:
        row = self.make_row()
        row.changed.connect(self._on_row_changed)
        row.add_asked.connect(self._on_row_add)
        row.remove_asked.connect(self._on_row_remove)
        row.fix_chosen.connect(self._on_row_fix)
        self.rows.insert(place, row)
        self._list.insertWidget(place, row)
        self._renumber()
        return row

    def _drop(self, place: int) -> None:
        row = self.rows.pop(place)
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._renumber()

    def _renumber(self) -> None:
        self._heads.setVisible(bool(self.rows))
        for number, row in enumerate(self.rows, start=1):
            row.set_number(number)

    def _build_heads(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addSpacing(NUMBER + GAP)
        for spec in self.columns:
            label = PlainLabel(spec.title, role="small", tone="secondary")
            if spec.is_number:
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if spec.width:
                label.setFixedWidth(spec.width)
            else:
                label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            row.addWidget(label, 0 if spec.width else spec.share)
        row.addSpacing(26 + GAP)
        return row

    def _place(self, row: QObject) -> int:
        return next(place for place, one in enumerate(self.rows) if one is row)

    def _on_add_clicked(self) -> None:
        self.add()

    def _on_row_changed(self, name: str) -> None:
        self.changed.emit(f"{self._code}.{self._place(self.sender())}.{name}")

    def _on_row_add(self) -> None:
        if not self.is_locked:
            self.add(self._place(self.sender()) + 1)

    def _on_row_remove(self) -> None:
        if not self.is_locked:
            self.remove(self._place(self.sender()))

    def _on_row_fix(self) -> None:
        self.fix_chosen.emit(self._place(self.sender()))


def titled(control: QWidget, title: str) -> QWidget:
    """Return a control of a row with the title of its column."""
    control.setProperty("title", title)
    return control


def date_width() -> int:
    """Return the width of a date field in a row."""
    words = paint.text_width(format_date(date(2028, 12, 28)), fonts.font())
    return round(words) + metrics.icon() + 34


def amount_width() -> int:
    """Return the width of an amount field in a row."""
    return round(paint.text_width("1,000,000,000", fonts.font(numeric=True))) + 28


def choice_width(labels: Iterable[str]) -> int:
    """Return the width of a choice in a row that shows the longest of its labels."""
    return round(max(paint.text_width(label, fonts.font()) for label in labels)) + AROUND

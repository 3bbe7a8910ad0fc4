"""What stands in the controls of a form, as plain values: to keep a draft and to undo typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.errors import InputError
from rmapp.ui.sheets.code_fields import ManyChoice, SearchChoice
from rmapp.ui.widgets.fields import Choice, LineEdit, TextArea
from rmapp.ui.widgets.money_edit import MoneyEdit
from rmapp.ui.widgets.pick_field import PickField
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QWidget

Typed = str | bool | list[str] | None


def typed(control: QWidget) -> Typed:
    """Return what is typed or chosen in a control, readable or not."""
    if isinstance(control, ManyChoice):
        return list(control.codes())
    if isinstance(control, SearchChoice):
        return control.unknown_text() or control.code()
    if isinstance(control, Choice):
        return control.code()
    if isinstance(control, CheckBox):
        return control.isChecked()
    if isinstance(control, PickField):
        return control.key()
    if isinstance(control, LineEdit | TextArea):
        return control.text()
    raise TypeError(type(control))


def put(control: QWidget, value: Typed) -> None:
    """Put back what `typed` returned, without a signal of the form."""
    blocked = control.blockSignals(True)
    try:
        if isinstance(control, ManyChoice):
            control.set_codes(value if isinstance(value, list) else [])
        elif isinstance(control, SearchChoice):
            control.set_typed(str(value or ""))
        elif isinstance(control, Choice):
            control.set_code(value if isinstance(value, str) else None)
        elif isinstance(control, CheckBox):
            control.setChecked(bool(value))
        elif isinstance(control, TextArea):
            control.set_text(str(value or ""))
        elif isinstance(control, PickField):
            control.set_key(value if isinstance(value, str) and value else None)
        elif isinstance(control, LineEdit):
            _write(control, str(value or ""))
    finally:
        control.blockSignals(blocked)


def change_of(control: QWidget) -> SignalInstance:
    """Return the signal that tells of typing in a control."""
    if isinstance(control, CheckBox):
        return control.toggled
    if isinstance(control, ManyChoice | Choice | TextArea | PickField):
        return control.changed
    if isinstance(control, LineEdit):
        return control.textEdited
    raise TypeError(type(control))


def is_blank(control: QWidget) -> bool:
    """Tell whether nothing is typed or chosen."""
    return not typed(control)


def _write(control: LineEdit, text: str) -> None:
    control.setText(text)
    control.setCursorPosition(0)
    if isinstance(control, MoneyEdit):
        try:
            control.set_money(control.money())
        except InputError:
            control.setText(text)

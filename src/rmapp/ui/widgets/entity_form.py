"""A form made from a list of field descriptions: fill it, read it, show what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice, Field, LineEdit, TextArea
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.money_edit import MoneyEdit
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

NUMBERS = {"integer", "decimal", "percent"}


@dataclass(frozen=True)
class FieldSpec:
    """One field of a form.

    `kind`: text, multiline, money, date (of the future where the year is open), past_date, partial_date,
    choice, integer, decimal, percent (the number before the sign, as Decimal) or check.
    """

    name: str
    label: str
    kind: str = "text"
    options: Sequence[tuple[str, str]] = ()
    required: bool = False
    hint: str = ""
    span: int = 1
    placeholder: str = ""
    ccy: str = "CNY"
    locked: bool = False


class EntityForm(QWidget):
    """Fields in a grid; values are None where nothing is entered.

    `today` is what typed days such as `fri` and `+10` count from; without it the system's clock says.
    """

    changed = Signal()

    def __init__(
        self, specs: Sequence[FieldSpec], parent: QWidget | None = None, *, columns: int = 2, today: date | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._specs = {spec.name: spec for spec in specs}
        self._fields: dict[str, Field] = {}
        self._filled: dict[str, object] = {}
        self._rest = PlainLabel("", role="small", tone="danger", wrap=True)
        self._rest.hide()
        self._build(columns)
        self._filled = self._snapshot()

    def _build(self, columns: int) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(metrics.space(3))
        grid.setVerticalSpacing(metrics.space(3))
        row = at = 0
        for spec in self._specs.values():
            span = min(spec.span, columns)
            if at + span > columns:
                row, at = row + 1, 0
            field = self._build_field(spec)
            self._fields[spec.name] = field
            grid.addWidget(field, row, at, 1, span, Qt.AlignmentFlag.AlignTop)
            at += span
        for index in range(columns):
            grid.setColumnStretch(index, 1)
        column.addLayout(grid)
        column.addWidget(self._rest)

    def _build_field(self, spec: FieldSpec) -> Field:
        control = _build_control(spec, self._today)
        label = "" if isinstance(control, CheckBox) else spec.label
        field = Field(label, control, hint=spec.hint, required=spec.required)
        if isinstance(control, CheckBox):
            control.toggled.connect(self._on_changed)
        elif isinstance(control, LineEdit) and not isinstance(control, MoneyEdit | DateEdit):
            control.textEdited.connect(self._on_changed)
        else:
            control.changed.connect(self._on_changed)
        field.set_locked(spec.locked)
        return field

    def values(self) -> dict[str, object]:
        """Return what is entered; raises InputError, and shows it, where something cannot be read."""
        read: dict[str, object] = {}
        errors: dict[str, str] = {}
        for spec in self._specs.values():
            try:
                read[spec.name] = _read(spec, self._fields[spec.name].control)
            except InputError as error:
                errors[spec.name] = error.message
                continue
            if spec.required and read[spec.name] is None:
                errors[spec.name] = _("This is needed.")
        if errors:
            self.show_errors(errors)
            raise InputError(errors)
        return read

    def readable(self) -> dict[str, object]:
        """Return what can be read now, in silence: fields with a slip in them are left out."""
        read: dict[str, object] = {}
        for spec in self._specs.values():
            try:
                read[spec.name] = _read(spec, self._fields[spec.name].control)
            except InputError:
                continue
        return read

    def set_values(self, values: Mapping[str, object]) -> None:
        """Fill the fields that are named; this is then the state that counts as unchanged."""
        for name, value in values.items():
            if name in self._fields:
                _write(self._fields[name].control, value)
        self._filled = self._snapshot()

    def restore(self, values: Mapping[str, object]) -> None:
        """Fill the fields that are named with what was typed before: it still counts as a change."""
        for name, value in values.items():
            if name in self._fields:
                _write(self._fields[name].control, value)

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Show each sentence at its field and focus the first; sentences of no field stand below."""
        self.clear_errors()
        for name, field in self._fields.items():
            if name in errors:
                field.set_error(errors[name])
        others = [sentence for name, sentence in errors.items() if name not in self._fields]
        self._rest.setText("\n".join(others))
        self._rest.setVisible(bool(others))
        first = next((field for name, field in self._fields.items() if name in errors), None)
        if first is not None:
            first.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_errors(self) -> None:
        """Take all messages away."""
        for field in self._fields.values():
            if field.has_error():
                field.clear()
        self._rest.hide()

    def field(self, name: str) -> Field:
        """Return a field by its name."""
        return self._fields[name]

    def control(self, name: str) -> QWidget:
        """Return the control of a field."""
        return self._fields[name].control

    def set_read_only(self, locked: bool) -> None:
        """Take no input in any field."""
        for name, field in self._fields.items():
            field.set_locked(locked or self._specs[name].locked)

    def is_changed(self) -> bool:
        """Whether anything differs from what was filled in."""
        return self._snapshot() != self._filled

    def _snapshot(self) -> dict[str, object]:
        return {name: _raw(field.control) for name, field in self._fields.items()}

    def _on_changed(self) -> None:
        self.changed.emit()


_Control = LineEdit | MoneyEdit | DateEdit | TextArea | Choice | CheckBox


def _build_control(spec: FieldSpec, today: date | None) -> _Control:
    if spec.kind == "multiline":
        return TextArea(name=spec.label, placeholder=spec.placeholder)
    if spec.kind == "money":
        return MoneyEdit(name=spec.label, ccy=spec.ccy)
    if spec.kind in ("date", "past_date", "partial_date"):
        return DateEdit(name=spec.label, future=spec.kind == "date", partial=spec.kind == "partial_date", today=today)
    if spec.kind == "choice":
        return Choice(spec.options, name=spec.label, empty=None if spec.required else "")
    if spec.kind == "check":
        return CheckBox(spec.label)
    suffix = "%" if spec.kind == "percent" else ""
    return LineEdit(name=spec.label, placeholder=spec.placeholder, numeric=spec.kind in NUMBERS, suffix=suffix)


def _read(spec: FieldSpec, control: QWidget) -> object:
    if isinstance(control, MoneyEdit):
        return control.money()
    if isinstance(control, DateEdit):
        return control.date()
    if isinstance(control, Choice):
        return control.code()
    if isinstance(control, CheckBox):
        return control.isChecked()
    text = _raw(control)
    if not isinstance(text, str) or not text.strip():
        return None
    return _number(spec, text) if spec.kind in NUMBERS else text.strip()


def _number(spec: FieldSpec, text: str) -> int | Decimal:
    digits = text.strip().rstrip("%％").replace(",", "").replace("，", "").replace(" ", "")
    try:
        number = Decimal(digits)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise InputError({spec.name: _("Write a number, for example 12.5.")})
    if spec.kind != "integer":
        return number
    if number != number.to_integral_value():
        raise InputError({spec.name: _("Write a whole number, without a fraction.")})
    return int(number)


def _write(control: QWidget, value: object) -> None:
    # The values of a form come from an entity whose fields have the types that the specs name.
    if isinstance(control, MoneyEdit):
        control.set_money(value)  # type: ignore[arg-type]
    elif isinstance(control, DateEdit):
        control.set_date(value)  # type: ignore[arg-type]
    elif isinstance(control, Choice):
        control.set_code(None if value is None else str(value))
    elif isinstance(control, CheckBox):
        control.setChecked(bool(value))
    elif isinstance(control, TextArea):
        control.set_text("" if value is None else str(value))
    elif isinstance(control, LineEdit):
        written = f"{value:f}" if isinstance(value, Decimal) else str(value)
        control.setText("" if value is None else written)


def _raw(control: QWidget) -> object:
    if isinstance(control, Choice):
        return control.code()
    if isinstance(control, CheckBox):
        return control.isChecked()
    return control.text() if isinstance(control, LineEdit | TextArea) else None

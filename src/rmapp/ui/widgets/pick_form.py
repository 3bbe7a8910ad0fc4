"""A form in which some fields find one thing among many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.fields import Choice, Field, LineEdit, TextArea
from rmapp.ui.widgets.money_edit import MoneyEdit
from rmapp.ui.widgets.pick_field import PickField
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from rmapp.ui.widgets.pick_field import PickSource


class PickForm(EntityForm):
    """An `EntityForm`; the fields named in `picks` hold the key of what is picked from their source."""

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        picks: Mapping[str, PickSource] | None = None,
        parent: QWidget | None = None,
        *,
        columns: int = 2,
        today: date | None = None,
    ) -> None:
        self._picks = dict(picks or {})
        super().__init__(specs, parent, columns=columns, today=today)

    def values(self) -> dict[str, object]:
        """Return what is entered; raises InputError, and shows it, for words that name nothing."""
        read = super().values()
        errors: dict[str, str] = {}
        for name in self._picks:
            if self.pick(name).unknown_text():
                errors[name] = _("Nothing of this name is found. Choose from the list, or empty the field.")
            read[name] = self.pick(name).key()
        if errors:
            self.show_errors(errors)
            raise InputError(errors)
        return read

    def set_values(self, values: Mapping[str, object]) -> None:
        """Fill the fields that are named."""
        for name in self._picks.keys() & values.keys():
            held = values[name]
            self.pick(name).set_key(str(held) if held else None)
        super().set_values({name: value for name, value in values.items() if name not in self._picks})

    def names(self) -> tuple[str, ...]:
        """Return the names of the fields."""
        return tuple(self._specs)

    def peek(self) -> dict[str, object]:
        """Return what can be read so far, None for the rest; shows no error, for looking while it is typed."""
        read: dict[str, object] = {}
        for name in self._specs:
            try:
                read[name] = _look_at(self.control(name))
            except InputError:
                read[name] = None
        return read

    def pick(self, name: str) -> PickField:
        """Return a field that picks."""
        control = self.control(name)
        if not isinstance(control, PickField):
            raise KeyError(name)
        return control

    def _build_field(self, spec: FieldSpec) -> Field:
        source = self._picks.get(spec.name)
        if source is None:
            return super()._build_field(spec)
        control = PickField(source, name=spec.label, placeholder=spec.placeholder)
        control.changed.connect(self._on_changed)
        field = Field(spec.label, control, hint=spec.hint, required=spec.required)
        field.set_locked(spec.locked)
        return field


def _look_at(control: QWidget) -> object:
    if isinstance(control, PickField):
        return control.key()
    if isinstance(control, MoneyEdit):
        return control.money()
    if isinstance(control, DateEdit):
        return control.date()
    if isinstance(control, Choice):
        return control.code()
    if isinstance(control, CheckBox):
        return control.isChecked()
    return control.text().strip() or None if isinstance(control, LineEdit | TextArea) else None

"""A form in which some fields find one thing among many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.fields import Field
from rmapp.ui.widgets.pick_field import PickField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from rmapp.ui.widgets.pick_field import PickSource


class PickForm(EntityForm):
    """An `EntityForm`; the fields named in `picks` hold the key of what is picked from their source."""

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        picks: Mapping[str, PickSource],
        parent: QWidget | None = None,
        *,
        columns: int = 2,
    ) -> None:
        self._picks = dict(picks)
        super().__init__(specs, parent, columns=columns)

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

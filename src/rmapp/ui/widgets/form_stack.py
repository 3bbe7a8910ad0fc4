"""Several forms below each other, each under its heading, that are filled, read and corrected as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.errors import InputError
from rmapp.ui import metrics
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.ui.widgets.fields import Field
    from rmapp.ui.widgets.pick_form import PickForm


class FormStack(QWidget):
    """Forms with headings; an empty heading takes no room."""

    changed = Signal()

    def __init__(self, sections: Sequence[tuple[str, PickForm]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._forms = [form for _title, form in sections]
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(metrics.space(3))
        for title, form in sections:
            if title:
                self._column.addSpacing(metrics.space(1))
                self._column.addWidget(PlainLabel(title, role="section"))
            self._column.addWidget(form)
            form.changed.connect(self.changed)

    def put_below(self, form: PickForm, widget: QWidget) -> None:
        """Put a widget directly below one of the forms."""
        self._column.insertWidget(self._column.indexOf(form) + 1, widget)

    def names(self) -> list[str]:
        """Return the names of all fields."""
        return [name for form in self._forms for name in form.names()]

    def field(self, name: str) -> Field:
        """Return a field by its name."""
        return self._form(name).field(name)

    def control(self, name: str) -> QWidget:
        """Return the control of a field."""
        return self._form(name).control(name)

    def values(self) -> dict[str, object]:
        """Return what is entered; raises InputError, and shows it, where something cannot be read."""
        read: dict[str, object] = {}
        errors: dict[str, str] = {}
        for form in self._forms:
            try:
                read |= form.values()
            except InputError as problem:
                errors |= problem.fields
        if errors:
            self.show_errors(errors)
            raise InputError(errors)
        return read

    def peek(self) -> dict[str, object]:
        """Return what can be read so far, without showing an error."""
        return {name: value for form in self._forms for name, value in form.peek().items()}

    def set_values(self, values: Mapping[str, object]) -> None:
        """Fill the fields that are named; this then counts as unchanged."""
        for form in self._forms:
            form.set_values(values)

    def show_errors(self, errors: Mapping[str, str]) -> list[str]:
        """Show each sentence at its field and focus the first; return the sentences of no field."""
        for form in reversed(self._forms):
            form.clear_errors()
            mine = {name: text for name, text in errors.items() if name in form.names()}
            if mine:
                form.show_errors(mine)
        names = self.names()
        return [text for name, text in errors.items() if name not in names]

    def is_changed(self) -> bool:
        """Tell whether anything differs from what was filled in."""
        return any(form.is_changed() for form in self._forms)

    def set_read_only(self, locked: bool) -> None:
        """Take no input in any field."""
        for form in self._forms:
            form.set_read_only(locked)

    def _form(self, name: str) -> PickForm:
        return next(form for form in self._forms if name in form.names())

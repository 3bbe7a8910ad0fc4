"""A side sheet made of entity forms: it reads them all, writes once, and shows what is wrong beside the fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.labels import heading
from rmapp.ui.widgets.pick_form import PickForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.pick_field import PickSource


class EntitySheet(FormSheet):
    """Fill it with `add_form`; a subclass says in `write` what is done with the values.

    In a book that is open for reading only it is a view: the fields are locked and nothing can be saved.
    """

    def __init__(
        self,
        window: QWidget,
        context: UiContext,
        title: str,
        *,
        subtitle: str = "",
        width: int = metrics.SHEET,
        removes: str = "",
    ) -> None:
        super().__init__(window, title, save=_("Save"), subtitle=subtitle, width=width)
        self.context = context
        self._forms: list[tuple[EntityForm, set[str]]] = []
        if context.read_only:
            self.say(_("This book is open for reading only; nothing can be changed now."), "warning")
            self.saver.setEnabled(False)
        elif removes:
            remove = Button(removes, kind="danger", icon="trash-2")
            remove.clicked.connect(self._on_remove_clicked)
            self.add_left(remove)

    def add_form(
        self,
        specs: Sequence[FieldSpec],
        *,
        title: str = "",
        columns: int = 2,
        picks: Mapping[str, PickSource] | None = None,
    ) -> EntityForm:
        """Add a form below the others, under a heading of its own where one is given.

        The fields named in `picks` find one thing among many.
        """
        if title:
            self.page.addWidget(heading(title))
        today = self.context.clock.today()
        form = (
            PickForm(specs, picks, columns=columns, today=today)
            if picks
            else EntityForm(specs, columns=columns, today=today)
        )
        form.set_read_only(self.context.read_only)
        self._forms.append((form, {spec.name for spec in specs}))
        self.page.addWidget(form)
        return form

    def drop_forms(self) -> None:
        """Take all forms away."""
        for form, _names in self._forms:
            self.page.removeWidget(form)
            form.hide()
            form.deleteLater()
        self._forms = []

    def first_field(self) -> QWidget | None:
        """Return the field that has the focus first; None leaves it to the sheet."""
        return None

    def save(self) -> None:
        """Write the values and close; where that is refused the sheet stays."""
        try:
            change = self.write(self._values())
        except InputError as error:
            self._show_errors(error.fields)
            return
        if change is not None:
            self.finish()

    def is_changed(self) -> bool:
        """Tell whether something was typed that would be lost."""
        return not self.context.read_only and any(form.is_changed() for form, _names in self._forms)

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Do it through the context; None means that an error was shown."""
        raise NotImplementedError

    def remove(self) -> Change[Any] | None:
        """Take away what the sheet shows; only called where the sheet was given words for it."""
        raise NotImplementedError

    def _values(self) -> dict[str, Any]:
        read: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for form, _names in self._forms:
            if not form.isVisibleTo(self):
                continue
            form.clear_errors()
            try:
                read |= form.values()
            except InputError as error:
                problems |= error.fields
        if problems:
            raise InputError(problems)
        return read

    def _show_errors(self, fields: dict[str, str]) -> None:
        first: QWidget | None = None
        known = {name for _form, names in self._forms for name in names}
        for form, names in self._forms:
            own = {name: words for name, words in fields.items() if name in names}
            if own:
                form.show_errors(own)
                first = first or form.control(next(iter(own)))
        self.say("\n".join(words for name, words in fields.items() if name not in known))
        if first is not None:
            first.setFocus()
            self.show_widget(first)

    def _on_remove_clicked(self) -> None:
        if self.remove() is not None:
            self.finish()

"""The firms that a person belongs to, and a way to add one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.wording import format_partial
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients import people
from rmapp.ui import metrics
from rmapp.ui.tabs.rows import RowButton, clear
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import Field
from rmapp.ui.widgets.firm_picker import FirmPicker
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from rmapp.services.clients.people import PersonPage, RoleAtFirm
    from rmapp.ui.context import UiContext


class PersonRoles(QWidget):
    """Lists the other firms of one person; another one is written at once, and Undo takes it back."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._person_id = self._firm_id = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(2))
        column.addWidget(PlainLabel(_("In other firms"), role="section"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        self._picker = FirmPicker(context, name=_("Another firm of this person"))
        self._field = Field(_("Another firm of this person"), self._picker)
        self._adder = Button(_("Add"), icon="plus")
        self._adder.setAccessibleName(_("Add this person to the firm"))
        self._adder.clicked.connect(self._on_add_clicked)
        line = QHBoxLayout()
        line.addWidget(self._field, 1)
        beside = QVBoxLayout()
        beside.addSpacing(metrics.line("small") + metrics.space(1))
        beside.addWidget(self._adder)
        beside.addStretch(1)
        line.addLayout(beside)
        column.addLayout(line)
        self._field.set_locked(context.read_only)
        self._adder.setEnabled(not context.read_only)

    def show_person(self, page: PersonPage, firm_id: str) -> None:
        """List the roles of a person outside this firm."""
        self._person_id, self._firm_id = page.person.id, firm_id
        clear(self._rows)
        for one in page.roles:
            if one.firm_id != firm_id:
                row = RowButton(one.firm_name, _said(one), icon="building-2", opens=one.firm_id)
                row.clicked.connect(self._on_row_clicked)
                self._rows.addWidget(row)
        self.show()

    def _on_row_clicked(self) -> None:
        self._context.open_client(str(self.sender().objectName()), "people")

    def _on_add_clicked(self) -> None:
        other = self._picker.firm_id()
        if other is None:
            self._field.set_error(_("Choose a client of the book."))
            return
        try:
            self._context.do(people.add_role, self._person_id, other, label=_("Added a role in another firm"))
        except InputError as problem:
            self._field.set_error(problem.message)
            return
        self._picker.set_firm(None)
        self.show_person(self._context.ask(people.person_page, self._person_id), self._firm_id)


def _said(one: RoleAtFirm) -> str:
    until = _("until {date}").format(date=format_partial(one.role.valid_to)) if one.role.valid_to else ""
    title = one.role.title or reference.text("person_role", one.role.role)
    return " · ".join(part for part in (title, until) if part)

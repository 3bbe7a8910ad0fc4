"""The sheet of a limit that the firms of a group share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.ownership import GroupLimit
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services import firms, group_limits
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.sheets.form_values import fields_of, options, values_of
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.pick_form import PickForm

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.sheet import Sheet


def open_group_limit(window: QWidget, context: UiContext, firm_id: str, limit: GroupLimit | None = None) -> Sheet:
    """Open the sheet for a limit of the book or a new one; `firm_id` is the top firm of the group."""
    sheet = GroupLimitSheet(window, context, firm_id, limit)
    sheet.open(sheet.first_field())
    return sheet


class GroupLimitSheet(FormSheet):
    """One shared limit; how it is split among the firms may stay unknown."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, limit: GroupLimit | None) -> None:
        name = context.ask(firms.display_name, firm_id)
        super().__init__(window, _("Group limit"), subtitle=name, save=_("Save"))
        self._context, self._firm_id, self._before = context, firm_id, limit
        self._form = PickForm(_specs(), today=context.clock.today())
        self.page.addWidget(self._form)
        self.page.addStretch(1)
        self._form.set_values({"status": "active"} if limit is None else values_of(limit))
        self._form.set_read_only(context.read_only)
        self.saver.setEnabled(not context.read_only)
        if limit is not None:
            remove = Button(_("Remove"), kind="ghost", icon="trash-2")
            remove.clicked.connect(self._on_remove_clicked)
            remove.setEnabled(not context.read_only)
            self.add_left(remove)

    def first_field(self) -> QWidget:
        """Return the field the cursor starts in."""
        return self._form.control("limit")

    def is_changed(self) -> bool:
        """Tell whether something was typed."""
        return self._form.is_changed()

    def save(self) -> None:
        """Write the limit and close; errors stand beside their fields."""
        try:
            fields = fields_of(GroupLimit, self._form.values())
            done = self._context.do(_write, self._firm_id, self._before, fields, label=_("Group limit saved"))
        except InputError as problem:
            self._form.show_errors(problem.fields)
            return
        if done is not None:
            self.finish()

    def _on_remove_clicked(self) -> None:
        if self._before is None:
            return
        label = _("Removed a group limit")
        if self._context.do(group_limits.remove_group_limit, self._before.id, label=label) is not None:
            self.finish()


def _specs() -> list[FieldSpec]:
    return [
        FieldSpec("limit", _("Limit"), "money", hint=_("Empty where it is not known")),
        FieldSpec("lender", _("Lender"), hint=_("Empty for this bank")),
        FieldSpec("borrowers", _("Who may draw"), span=2, placeholder=_("for example: five subsidiaries")),
        FieldSpec("security", _("Security")),
        FieldSpec("purpose", _("Purpose")),
        FieldSpec("valid_from", _("From"), "past_date"),
        FieldSpec("valid_to", _("Until"), "date"),
        FieldSpec("status", _("Status"), "choice", options("line_status"), required=True),
        FieldSpec("source", _("Source"), "choice", options("info_source"), required=True),
        FieldSpec("as_of", _("As of"), "partial_date"),
        FieldSpec("citation", _("Where it is written")),
        FieldSpec("note", _("Note"), "multiline", span=2),
    ]


def _write(store: Any, firm_id: str, before: GroupLimit | None, fields: dict[str, Any]) -> GroupLimit:  # noqa: ANN401 - screens do not know the storage room
    if before is None:
        return group_limits.add_group_limit(store, GroupLimit(firm_id=firm_id, **fields))
    return group_limits.change_group_limit(store, before.id, **fields)

"""The sheet of something the bank itself does along an application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.ipo import IpoAction
from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.services.stages import ipo
from rmapp.ui.ipo_words import action_name
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.fact_forms import codes, from_fact, to_fields
from rmapp.ui.sheets.rule_words import told_in_sheet
from rmapp.ui.widgets.entity_form import FieldSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 520


def open_ipo_action(
    window: QWidget, context: UiContext, application_id: str = "", action_id: str = ""
) -> IpoActionSheet:
    """Open the sheet of a new action along an application, or of one that is in the book."""
    action = context.ask(ipo.action_of, action_id) if action_id else None
    sheet = IpoActionSheet(window, context, action.ipo_application_id if action else application_id, action)
    sheet.open(sheet.first_field())
    return sheet


class IpoActionSheet(EntitySheet):
    """What, how far, who and until when."""

    def __init__(self, window: QWidget, context: UiContext, application_id: str, action: IpoAction | None) -> None:
        title = _("What we do for the listing") if action else _("Add something we do for the listing")
        firm_id = context.ask(ipo.application_of, application_id).firm_id
        name = context.ask(firms.display_name, firm_id)
        super().__init__(window, context, title, subtitle=name, width=WIDTH, removes=_("Remove") if action else "")
        self._application_id, self._action = application_id, action
        self._form = self.add_form(_specs())
        self._form.set_values(from_fact(action, _specs()) if action else {"kind": "advisory", "status": "planned"})
        self.page.addStretch(1)

    def first_field(self) -> QWidget | None:
        """Return the field to begin with."""
        return self._form.control("kind" if self._action is None else "status")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Add or change it."""
        fields = to_fields(IpoAction, values)
        if self._action is not None:
            label = _("{action} changed").format(action=action_name(self._action))
            return self.context.do(told_in_sheet, ipo.change_action, self._action.id, label=label, **fields)
        kind = fields.pop("kind")
        label = _("Added to what we do for the listing")
        return self.context.do(told_in_sheet, ipo.add_action, self._application_id, kind, label=label, **fields)

    def remove(self) -> Change[Any] | None:
        """Take it out of the book."""
        assert self._action is not None  # noqa: S101 - only an action in the book can be removed
        label = _("{action} removed").format(action=action_name(self._action))
        return self.context.do(ipo.remove_action, self._action.id, label=label)


def _specs() -> tuple[FieldSpec, ...]:
    return (
        FieldSpec("kind", _("What"), "choice", codes("ipo_action"), required=True, span=2),
        FieldSpec("status", _("State"), "choice", codes("ipo_action_status"), required=True),
        FieldSpec("owner", _("Who does it")),
        FieldSpec("due_on", _("Due"), "date"),
        FieldSpec("done_on", _("Done on"), "past_date", hint=_("Counts once the state is “done”")),
        FieldSpec("note", _("Remark"), "multiline", span=2),
    )

"""The small sheets of the page Today: letting a touch wait, and giving all late follow-ups a new day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.wording import format_date, format_number
from rmapp.i18n import _, ngettext
from rmapp.services.clients import rhythm
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.visits import today
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.widgets.entity_form import FieldSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 520


def open_snooze(window: QWidget, context: UiContext, firm_id: str) -> EntitySheet:
    """Open the sheet that lets the next touch of a firm wait."""
    sheet = SnoozeSheet(window, context, firm_id)
    sheet.open(sheet.first_field())
    return sheet


def open_reschedule(window: QWidget, context: UiContext) -> EntitySheet:
    """Open the sheet that gives every late follow-up a new day."""
    sheet = RescheduleSheet(window, context)
    sheet.open(sheet.first_field())
    return sheet


class SnoozeSheet(EntitySheet):
    """Until when the touch waits, and why."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str) -> None:
        name = context.ask(firm_names, [firm_id]).get(firm_id, "")
        touch = context.ask(rhythm.next_touch, firm_id)
        title = _("Let {firm} wait").format(firm=name)
        super().__init__(window, context, title, subtitle=touch.reason if touch else "", width=WIDTH)
        self._firm_id, self._name = firm_id, name
        self._form = self.add_form(
            (
                FieldSpec("until", _("Until"), "date", required=True, placeholder=_("fri, 18 Dec, +10"), span=2),
                FieldSpec("reason", _("Why it may wait"), "multiline", required=True, span=2),
            )
        )
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field to begin with."""
        return self._form.control("until")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Let it wait."""
        label = _("{firm} waits until {date}").format(firm=self._name, date=format_date(values["until"]))
        return self.context.do(rhythm.snooze_touch, self._firm_id, values["until"], values["reason"] or "", label=label)


class RescheduleSheet(EntitySheet):
    """One new day for all that is late."""

    def __init__(self, window: QWidget, context: UiContext) -> None:
        self._late = context.ask(today.follow_ups, 1).late
        said = ngettext(
            "{n} late follow-up gets a new day. One undo brings the old day back.",
            "{n} late follow-ups get a new day. One undo brings the old days back.",
            self._late,
        )
        super().__init__(
            window, context, _("Reschedule all"), subtitle=said.format(n=format_number(self._late)), width=WIDTH
        )
        self._form = self.add_form((FieldSpec("due_on", _("New day"), "date", required=True, span=2),))
        self._form.set_values({"due_on": context.ask(today.next_working_day)})
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field to begin with."""
        return self._form.control("due_on")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Move them all in one step."""
        said = ngettext("{n} follow-up moved to {date}", "{n} follow-ups moved to {date}", self._late)
        label = said.format(n=format_number(self._late), date=format_date(values["due_on"]))
        return self.context.do(today.reschedule_late, values["due_on"], label=label)

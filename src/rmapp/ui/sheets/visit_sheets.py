"""Small sheets of a planned visit: another time for it, or why it did not take place."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from rmapp.i18n import _
from rmapp.services.visits import visit_plan
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.typed_moment import moment
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.fields import LineEdit

WIDTH = 480


def open_move(window: QWidget, context: UiContext, meeting_id: str, title: str = "") -> EntitySheet:
    """Open the sheet that gives a visit another time; `title` says whose visit it is."""
    sheet = MoveSheet(window, context, meeting_id, title)
    sheet.open(sheet.first_field())
    return sheet


def open_call_off(
    window: QWidget, context: UiContext, meeting_id: str, title: str = "", step: str = "cancel"
) -> EntitySheet:
    """Open the sheet that calls a visit off; `step` is cancel or no_show."""
    sheet = CallOffSheet(window, context, meeting_id, title, step)
    sheet.open(sheet.first_field())
    return sheet


class MoveSheet(EntitySheet):
    """Day, from and to."""

    def __init__(self, window: QWidget, context: UiContext, meeting_id: str, title: str) -> None:
        super().__init__(window, context, _("Move the visit"), subtitle=title, width=WIDTH)
        self._meeting_id = meeting_id
        meeting = context.ask(visit_plan.planned_visit, meeting_id).meeting
        self._form = self.add_form(
            (
                FieldSpec("starts_at", _("Day"), "date", required=True, span=2),
                FieldSpec("from", _("From"), placeholder="09:30"),
                FieldSpec("ends_at", _("To"), placeholder="10:30", hint=_("Empty: as long as before")),
            )
        )
        self._form.set_values(
            {
                "starts_at": date.fromisoformat(meeting.starts_at[:10]),
                "from": meeting.starts_at[11:16] or None,
                "ends_at": None,
            }
        )
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field of the day, marked so that typing replaces it."""
        day = cast("LineEdit", self._form.control("starts_at"))
        day.selectAll()
        return day

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Move the visit."""
        day: date = values["starts_at"]
        starts = moment(day, values["from"] or "", "from")
        ends = moment(day, values["ends_at"], "ends_at") if values["ends_at"] else None
        return self.context.do(visit_plan.move_visit, self._meeting_id, starts, ends, label=_("Visit moved"))


class CallOffSheet(EntitySheet):
    """Cancelled or missed, and why."""

    def __init__(self, window: QWidget, context: UiContext, meeting_id: str, title: str, step: str) -> None:
        super().__init__(window, context, _("The visit does not take place"), subtitle=title, width=WIDTH)
        self._meeting_id = meeting_id
        self._steps = Segmented(
            [("cancel", _("Cancelled")), ("no_show", _("Nobody came"))], name=_("What happened to it")
        )
        self._steps.setEnabled(not context.read_only)
        self._steps.set_code(step)
        self.page.addWidget(self._steps)
        self._form = self.add_form((FieldSpec("reason", _("Why, if known"), "multiline", span=2),))
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field of the reason."""
        return self._form.control("reason")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Call the visit off."""
        reason = values["reason"] or ""
        if self._steps.code() == "no_show":
            return self.context.do(visit_plan.miss_visit, self._meeting_id, reason, label=_("Nobody came"))
        return self.context.do(visit_plan.cancel_visit, self._meeting_id, reason, label=_("Visit cancelled"))

"""One line of a stage's task list: its words, whose it is, and in how many days it is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.i18n import _
from rmapp.services.stages import stage_tasks
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.chips import short_stage_label
from rmapp.ui.widgets.entity_form import FieldSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 520
_USUAL_DAYS = 30


def open_stage_task(window: QWidget, context: UiContext, stage: str, code: str = "") -> EntitySheet:
    """Open a line of a stage's list, or a new one."""
    sheet = StageTaskSheet(window, context, stage, code)
    sheet.open(sheet.first_field())
    return sheet


class StageTaskSheet(EntitySheet):
    """A shipped line can be worded anew, switched off, and brought back as it was."""

    def __init__(self, window: QWidget, context: UiContext, stage: str, code: str) -> None:
        lines = context.ask(stage_tasks.stage_tasks, stage)
        self._line = next((line for line in lines if line.code == code), None)
        self._stage, self._code = stage, code
        removes = ""
        if self._line is not None and self._line.own:
            removes = _("Back to the shipped words") if self._line.shipped else _("Remove")
        title = _("Task") if self._line is not None else _("Add a task")
        super().__init__(window, context, title, subtitle=short_stage_label(stage), width=WIDTH, removes=removes)
        sides = [("ours", _("We do it")), ("theirs", _("The client does it"))]
        self._form = self.add_form(
            (
                FieldSpec("text", _("What is to be done"), "text", required=True, span=2),
                FieldSpec("side", _("Who does it"), "choice", options=sides, required=True),
                FieldSpec("due_days", _("Due after, days"), "integer", required=True),
            )
        )
        line = self._line
        self._form.set_values(
            {
                "text": line.text if line else "",
                "side": line.side if line else "ours",
                "due_days": line.due_days if line else _USUAL_DAYS,
            }
        )
        if line is not None and not context.read_only:
            switch = Button(_("Offer no longer") if line.active else _("Offer again"), kind="ghost")
            switch.clicked.connect(self._on_switch_clicked)
            self.add_left(switch)
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field to begin with."""
        return self._form.control("text")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Write the line."""
        fields = (values["side"], values["text"] or "", values["due_days"])
        return self.context.do(
            stage_tasks.save_task, self._stage, self._code, *fields, label=_("Task of the stage changed")
        )

    def remove(self) -> Change[Any] | None:
        """Bring the shipped words back, or take an added line away."""
        return self.context.do(
            stage_tasks.restore_task, self._stage, self._code, label=_("Task of the stage brought back")
        )

    def _on_switch_clicked(self) -> None:
        if self._line is None:
            return
        wanted = not self._line.active
        label = _("Task is offered again") if wanted else _("Task is offered no longer")
        done = self.context.do(stage_tasks.switch_task, self._stage, self._code, active=wanted, label=label)
        if done is not None:
            self.finish()

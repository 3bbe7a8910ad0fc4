"""The card of the settings with the task lists of the stages: each line can be worded anew, switched off or added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.i18n import _, ngettext
from rmapp.services.stages import stage_tasks
from rmapp.ui.tabs.rows import EmptyLine, RowButton, clear
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.chips import stage_label
from rmapp.ui.widgets.fields import Choice

if TYPE_CHECKING:
    from rmapp.domain.stage_task_list import TaskLine
    from rmapp.ui.context import UiContext


class StageTasksCard(Card):
    """One stage at a time; a click on a line opens it."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(_("Tasks by stage"), icon="list-checks", note=_("offered when a client enters the stage"))
        self._context = context
        self._choice = Choice([(code, stage_label(code)) for code in reference.stages()], name=_("Stage"))
        self._choice.changed.connect(self._on_stage_chosen)
        add = IconButton("plus", _("Add a task"), size=26)
        add.setEnabled(not context.read_only)
        add.clicked.connect(self._on_add_clicked)
        self.set_tools(self._choice)
        self.set_tools(add)
        self.refresh()

    def refresh(self) -> None:
        """Show the lines of the chosen stage as they are now."""
        clear(self.body)
        lines = self._context.ask(stage_tasks.stage_tasks, self._stage())
        for line in lines:
            row = RowButton(line.text, _about(line), right=_state(line), opens=line.code)
            row.clicked.connect(self._on_line_clicked)
            self.add(row)
        if not lines:
            self.add(EmptyLine(_("This stage has no tasks.")))

    def _stage(self) -> str:
        return self._choice.code() or next(iter(reference.stages()))

    def _on_stage_chosen(self, _code: str) -> None:
        self.refresh()

    def _on_add_clicked(self) -> None:
        self._context.open_sheet("stage_task", stage=self._stage())

    def _on_line_clicked(self) -> None:
        self._context.open_sheet("stage_task", stage=self._stage(), code=self.sender().objectName())


def _about(line: TaskLine) -> str:
    days = ngettext("due after {n} day", "due after {n} days", line.due_days).format(n=line.due_days)
    who = _("we do") if line.side == "ours" else _("the client does")
    return _("{who}, {days}").format(who=who, days=days)


def _state(line: TaskLine) -> str:
    if not line.active:
        return _("not offered")
    return _("own words") if line.own else ""

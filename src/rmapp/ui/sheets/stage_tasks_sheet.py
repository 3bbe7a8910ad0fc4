"""What is usually done when a stage is entered: ticked lines become promises of ours and of the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from rmapp.domain.partial_date import PartialDate
from rmapp.errors import InputError
from rmapp.i18n import _, ngettext
from rmapp.services.clients import firms, people
from rmapp.services.clients.promises import PromiseDraft
from rmapp.services.stages import stage_tasks
from rmapp.services.visits import today
from rmapp.ui import metrics
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.widgets.chips import short_stage_label
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Field, LineEdit
from rmapp.ui.widgets.labels import PlainLabel, heading
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from rmapp.services.stages.stage_tasks import OfferedTask
    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.sheet import Sheet

WIDTH = 640


def open_stage_tasks(window: QWidget, context: UiContext, firm_id: str, stage: str) -> Sheet:
    """Open the tasks of a stage for a firm."""
    sheet = StageTasksSheet(window, context, firm_id, stage)
    sheet.open(sheet.first_field())
    return sheet


class StageTasksSheet(FormSheet):
    """The bank's tasks and the client's; owner and day can be changed before they are taken.

    The owners begin with the user and with the client's main contact.
    """

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, stage: str) -> None:
        name = context.ask(firms.display_name, firm_id)
        title = _("Tasks for {stage}").format(stage=short_stage_label(stage))
        super().__init__(window, title, subtitle=name, save=_("Take over"), width=WIDTH)
        self._context, self._firm_id = context, firm_id
        self._lines: list[_TaskFields] = []
        contacts = context.ask(people.people, firm_id)
        self._owners = {
            "ours": context.ask(today.user_name),
            "theirs": contacts[0].person.name if contacts else "",
        }
        intro = _("Ticked lines become commitments. Nothing is written for the others; the list is edited in Settings.")
        self.page.addWidget(PlainLabel(intro, tone="secondary", wrap=True))
        offered = context.ask(stage_tasks.offered_tasks, firm_id, stage)
        for side, words in (("ours", _("We do")), ("theirs", _("The client does"))):
            own = [one for one in offered if one.line.side == side]
            if own:
                self.page.addWidget(heading(words))
            for one in own:
                self._add(one)
        if not offered:
            self.page.addWidget(PlainLabel(_("No task is offered for this stage."), tone="tertiary"))
        self.page.addStretch(1)
        self.saver.setEnabled(bool(offered) and not context.read_only)
        if context.read_only:
            self.say(_("This book is open for reading only; nothing can be changed now."), "warning")

    def _add(self, one: OfferedTask) -> None:
        fields = _TaskFields(one, self._owners[one.line.side], self._context.clock.today())
        fields.set_locked(self._context.read_only)
        self.page.addWidget(fields.box)
        self.page.addLayout(fields.row)
        self._lines.append(fields)

    def first_field(self) -> QWidget | None:
        """Return the first box to tick."""
        return self._lines[0].box if self._lines else None

    def is_changed(self) -> bool:
        """Tell whether something was typed that would be lost."""
        return any(line.is_changed() for line in self._lines)

    def save(self) -> None:
        """Write the ticked lines, or say beside one what is wrong."""
        taken = [line for line in self._lines if line.box.isChecked()]
        try:
            drafts = [line.draft() for line in taken]
        except InputError:
            return
        if not drafts:
            self.finish()
            return
        label = ngettext("{n} commitment added", "{n} commitments added", len(drafts)).format(n=len(drafts))
        try:
            done = self._context.do(stage_tasks.take_tasks, self._firm_id, drafts, label=label)
        except InputError as problem:
            found = [(*place.partition(".")[::2], words) for place, words in problem.fields.items()]
            for at, field, words in reversed(found):
                taken[int(at)].say(field, words)
                taken[int(at)].go_to(field)
            return
        if done is not None:
            self.finish()


class _TaskFields:
    """One task: its tick, what is to be done, by whom and until when."""

    def __init__(self, one: OfferedTask, owner: str, today_: date) -> None:
        text = one.line.text
        self._side = one.line.side
        said = _("{task} (open already)").format(task=text) if one.open else text
        self.box = CheckBox(said, checked=not one.open, elides=True)
        self._owner = LineEdit(name=_("Who does “{task}”").format(task=text))
        self._owner.setText(owner)
        self._day = DateEdit(name=_("Until when “{task}”").format(task=text), today=today_)
        self._day.set_date(one.due_on)
        self._text = text
        self._given = owner, one.due_on
        self._fields = {"owner": Field(_("Who does it"), self._owner), "due_on": Field(_("Until"), self._day)}
        self.row = QHBoxLayout()
        self.row.setContentsMargins(metrics.icon() + metrics.space(2), 0, 0, metrics.space(2))
        self.row.setSpacing(metrics.space(3))
        for field in self._fields.values():
            self.row.addWidget(field, 1)

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        for control in (self.box, self._owner, self._day):
            control.setEnabled(not locked)

    def is_changed(self) -> bool:
        """Tell whether owner or day were typed."""
        try:
            return (self._owner.text(), self._day.date()) != self._given
        except InputError:
            return True

    def draft(self) -> PromiseDraft:
        """Return the promise. Raises InputError after saying beside the day what is wrong."""
        for field in self._fields.values():
            field.clear()
        try:
            held = self._day.date()
        except InputError as problem:
            self.say("due_on", problem.message)
            self.go_to("due_on")
            raise
        due_on = held.last_day() if isinstance(held, PartialDate) else held
        return PromiseDraft(side=self._side, text=self._text, owner=self._owner.text(), due_on=due_on)

    def say(self, field: str, words: str) -> None:
        """Show what is wrong beside a field."""
        self._field(field).set_error(words)

    def go_to(self, field: str) -> None:
        """Put the cursor into a field."""
        self._field(field).control.setFocus(Qt.FocusReason.OtherFocusReason)

    def _field(self, name: str) -> Field:
        return self._fields[name if name in self._fields else "owner"]

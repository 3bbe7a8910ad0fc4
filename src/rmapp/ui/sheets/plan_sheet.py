"""The sheet of a planned visit: prefilled from the book, kept as a draft while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from rmapp.domain import reference
from rmapp.domain.entity import new_id
from rmapp.domain.question_wording import question_text
from rmapp.errors import InputError
from rmapp.i18n import _, listed
from rmapp.services.clients import people
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.visits import visit_plan
from rmapp.services.visits.ask_list import ask_list
from rmapp.services.visits.week_agenda import agenda_visits
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.sheets.plan_fields import PlanFields
from rmapp.ui.widgets.person_picker import Candidate
from rmapp.ui.widgets.visit_buttons import VisitButtons

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.visits.visit_plan import PlannedVisit
    from rmapp.ui.context import UiContext

DRAFT_MS = 400
_KIND = "visit_plan"
_MOST_ASKED = 5


def open_plan(
    window: QWidget,
    context: UiContext,
    firm_id: str | None = None,
    meeting_id: str | None = None,
    day: str = "",
    firm_ids: tuple[str, ...] = (),
) -> PlanSheet:
    """Open the sheet of a new visit to a client, or to several, perhaps on a day; or of a visit that is planned."""
    chosen = firm_ids or ((firm_id,) if firm_id else ())
    sheet = PlanSheet(window, context, chosen, meeting_id, day)
    sheet.open(sheet.first_field())
    return sheet


class PlanSheet(FormSheet):
    """A visit to plan, or a plan to change; what was called off is planned again by saving it."""

    keeps_own_draft = True

    def __init__(
        self, window: QWidget, context: UiContext, firm_ids: tuple[str, ...], meeting_id: str | None, day: str
    ) -> None:
        title = _("Plan a visit") if meeting_id is None else _("Change the plan of a visit")
        super().__init__(window, title, save=_("Save the plan"))
        self._context = context
        self._meeting_id = meeting_id
        self._draft_firm = firm_ids[0] if firm_ids else None
        self._draft_id = new_id()
        self._is_done = False
        self._fields = PlanFields(context)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep_draft)
        self._buttons = VisitButtons(context, of_plan=True)
        self._buttons.hide()
        self._buttons.chosen.connect(self._on_left)
        self.page.addWidget(self._buttons)
        self.page.addWidget(self._fields)
        self.page.addStretch(1)
        self._fill(firm_ids, day)
        self._kept = self._fields.raw()
        self._fields.changed.connect(self._on_edited)
        self._fields.firms_changed.connect(self._on_firms_changed)
        context.closing.connect(self.keep_draft)

    def first_field(self) -> QWidget:
        """Return the field the cursor starts in: the day, or the clients where none is chosen."""
        return self._fields.day if self._fields.firms.firm_ids() else self._fields.firms

    def save(self) -> None:
        """Write the plan into the book and close; errors stand beside their fields."""
        try:
            draft = self._fields.draft()
            if self._meeting_id is None:
                label = _("Visit planned")
                change = self._context.do(visit_plan.plan_visit, draft, self._draft_id, label=label)
            else:
                label = _("Plan changed")
                change = self._context.do(visit_plan.change_visit, self._meeting_id, draft, self._draft_id, label=label)
        except InputError as problem:
            self.say(self._fields.show_errors(problem.fields))
            return
        if change is not None:
            self._is_done = True
            self._timer.stop()
            self._context.drafts.forget(self._draft_id)
            self.finish()

    def is_changed(self) -> bool:
        """Tell whether something typed is not even kept as a draft."""
        self._timer.stop()
        return not self.keep_draft()

    def keep_draft(self) -> bool:
        """Write what is typed into the book as a draft; False if that was not possible."""
        raw = self._fields.raw()
        if self._is_done or self._context.read_only or raw == self._kept:
            return True
        body = raw | {"meeting_id": self._meeting_id}
        problem = self._context.drafts.keep(self._context.workspace, self._draft_id, _KIND, self._draft_firm, body)
        if problem is not None:
            self.say(_("Could not write, kept in memory"))
            return False
        self._kept = raw
        return True

    def _fill(self, firm_ids: tuple[str, ...], day: str) -> None:
        plan = None
        if self._meeting_id is not None:
            plan = self._context.ask(visit_plan.planned_visit, self._meeting_id)
            self._fields.set_draft(plan.draft)
            self._draft_firm = plan.meeting.firm_id
            self._buttons.set_visit(next(iter(self._context.ask(agenda_visits, [self._meeting_id])), None))
        else:
            self._fields.set_draft(self._context.ask(visit_plan.prefill, firm_ids, day))
        kept = self._context.drafts.newest(self._context.workspace, _KIND, self._draft_firm, self._meeting_id)
        if kept is not None:
            self._draft_id = kept.id
            self._fields.set_raw(kept.body)
        self._follow_firms()
        self._say_state(plan, resumed=kept is not None)

    def _say_state(self, plan: PlannedVisit | None, *, resumed: bool) -> None:
        if self._context.read_only:
            self.saver.setEnabled(False)
            self.say(_("This book is open for reading only; nothing can be changed now."), "warning")
        elif plan is not None and not plan.is_open:
            self.saver.setEnabled(False)
            self.say(_("This visit was held. Change its note instead."), "warning")
        elif plan is not None and plan.meeting.status != "planned":
            status = reference.text("meeting_status", plan.meeting.status)
            self.say(_("State of this visit: {status}. Saving plans it again.").format(status=status), "warning")
        elif resumed:
            self.say(_("This is what you typed before and did not save."), "info")

    def _follow_firms(self) -> None:
        """Offer the people of the clients, and show what the printed sheet will ask."""
        ids = self._fields.firms.firm_ids()
        found = [one for firm_id in ids for one in self._context.ask(people.people, firm_id)]
        self._fields.set_people(
            [
                Candidate(
                    one.person.id,
                    one.person.called(),
                    one.role.title or reference.text("person_role", one.role.role),
                    one.person.name if one.person.called() != one.person.name else one.person.name_latin,
                )
                for one in found
            ]
        )
        asked = self._context.ask(ask_list, ids[0], most=_MOST_ASKED) if ids else ()
        self._fields.show_asked([question_text(question) for question in asked])
        names = self._context.ask(firm_names, ids)
        subtitle = listed(names[one] for one in ids if one in names)
        self.set_title(_("Plan a visit") if self._meeting_id is None else _("Change the plan of a visit"), subtitle)

    def _on_firms_changed(self) -> None:
        if self._meeting_id is None and not self._context.read_only:
            self._take_prefill()
        self._follow_firms()

    def _take_prefill(self) -> None:
        """Fill what is still as the book proposed it for the clients before; what was typed stays."""
        ids = self._fields.firms.firm_ids()
        typed = self._fields.raw()
        if typed["areas"] == self._kept["areas"] and typed["people"] == self._kept["people"]:
            fresh = self._context.ask(visit_plan.prefill, ids)
            self._fields.take_proposal(fresh)
            self._kept = self._fields.raw() | {"firms": self._kept["firms"]}

    def _on_left(self) -> None:
        """Close before something else is done with the visit; what was typed stays as a draft."""
        self.dismiss()

    def _on_edited(self) -> None:
        self._timer.start(DRAFT_MS)

"""What can be done with one planned visit: plan, report, brief, move, call off; the same wherever it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.flow import FlowLayout

if TYPE_CHECKING:
    from rmapp.services.visits.week_agenda import AgendaVisit
    from rmapp.ui.context import UiContext


class VisitButtons(QWidget):
    """Buttons for the visit that is set; those that do not apply to its state are not shown.

    On the plan itself, `of_plan`, no button leads to it and no key is named.
    """

    chosen = Signal()
    """A button is about to lead somewhere else."""

    def __init__(self, context: UiContext, *, of_plan: bool = False) -> None:
        super().__init__()
        self._context = context
        self._of_plan = of_plan
        self._visit: AgendaVisit | None = None
        self._report = Button(_("Write the report"), icon="square-pen", size="small")
        self._brief = Button(_("Brief"), icon="file-text", size="small")
        self._plan = Button(_("Change the plan"), icon="pencil", size="small", key="Enter")
        self._move = Button(_("Move the visit"), icon="calendar-clock", size="small", key="" if of_plan else "W")
        self._cancel = Button(_("Cancel the visit"), icon="circle-slash", size="small", key="" if of_plan else "Del")
        self._missed = Button(_("Nobody came"), icon="circle-x", size="small")
        row = FlowLayout(self, gap=metrics.space(2))
        row.setContentsMargins(0, 0, 0, 0)
        for button, action in (
            (self._report, self.report),
            (self._brief, self.brief),
            (self._plan, self.plan),
            (self._move, self.move_visit),
            (self._cancel, self.cancel),
            (self._missed, self.miss),
        ):
            button.clicked.connect(action)
            row.addWidget(button)

    def set_visit(self, visit: AgendaVisit | None) -> None:
        """Show the buttons for a visit; none without one."""
        self._visit = visit
        self.setVisible(visit is not None)
        if visit is None:
            return
        is_open = visit.status != "held"
        is_planned = visit.status == "planned"
        begun = visit.on <= self._context.clock.today()
        self._report.set_label(_("Write the report") if is_open else _("Open the note"))
        for button, shown in (
            (self._report, begun and (is_planned or not is_open)),
            (self._brief, True),
            (self._plan, is_open and not self._of_plan),
            (self._move, is_open),
            (self._cancel, is_planned),
            (self._missed, is_planned and begun),
        ):
            button.setVisible(shown)
        for button in (self._move, self._cancel, self._missed):
            button.setEnabled(not self._context.read_only)

    def report(self) -> None:
        """Open the report of the visit, or its note where it was held."""
        visit = self._visit
        if visit is None:
            return
        self.chosen.emit()
        if visit.status != "held" and self._context.offers("page:call_report"):
            self._context.open_page("call_report", meeting_id=visit.meeting_id)
        else:
            self._context.open_sheet("note", meeting_id=visit.meeting_id)

    def brief(self) -> None:
        """Show the brief for the visit."""
        visit = self._visit
        if visit is not None:
            self.chosen.emit()
            is_coming = visit.status == "planned" and visit.on >= self._context.clock.today()
            meeting_id = visit.meeting_id if is_coming and not visit.is_restricted else None
            self._context.open_page("brief", firm_id=visit.firm_id, meeting_id=meeting_id)

    def plan(self) -> None:
        """Open the plan of the visit, or the note of one that was held."""
        visit = self._visit
        if visit is None:
            return
        if visit.status == "held":
            self._context.open_sheet("note", meeting_id=visit.meeting_id)
        else:
            self._context.open_sheet("plan", meeting_id=visit.meeting_id)

    def move_visit(self) -> None:
        """Ask for another time."""
        if self._can_change():
            self.chosen.emit()
            self._context.open_sheet("visit_move", meeting_id=self._id(), title=self._name())

    def cancel(self) -> None:
        """Ask why it is called off."""
        if self._can_change():
            self.chosen.emit()
            self._context.open_sheet("visit_call_off", meeting_id=self._id(), title=self._name())

    def miss(self) -> None:
        """Ask why nobody came."""
        if self._can_change():
            self.chosen.emit()
            self._context.open_sheet("visit_call_off", meeting_id=self._id(), title=self._name(), step="no_show")

    def _can_change(self) -> bool:
        return self._visit is not None and self._visit.status != "held" and not self._context.read_only

    def _id(self) -> str:
        return self._visit.meeting_id if self._visit is not None else ""

    def _name(self) -> str:
        return self._visit.name if self._visit is not None else ""

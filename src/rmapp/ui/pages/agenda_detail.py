"""One visit of the agenda in full: when, whom, why, what to raise, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.i18n import _, listed
from rmapp.services.printing.agenda_paper import visit_lines
from rmapp.services.visits.visit_plan import planned_visit
from rmapp.ui import metrics
from rmapp.ui.pages.agenda_rows import when_text
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel, heading
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.visit_buttons import VisitButtons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from rmapp.domain.meeting import Meeting
    from rmapp.services.visits.week_agenda import AgendaVisit
    from rmapp.ui.context import UiContext


class AgendaDetail(PageScroll):
    """The selected visit, or a sentence where there is none."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(surface="surface", margin=5)
        self._context = context
        self._visit: AgendaVisit | None = None
        self.setFixedWidth(metrics.PREVIEW_NARROW)
        self.setAccessibleName(_("The selected visit"))
        self.buttons = VisitButtons(context)
        self._parts: list[QWidget] = []
        self._client = LinkLabel("")
        self._client.clicked.connect(self._on_client_clicked)
        self.body.addWidget(self._client)
        self.body.addWidget(self.buttons)
        self.body.addStretch(1)

    def show_visit(self, visit: AgendaVisit | None) -> None:
        """Show a visit."""
        self._visit = visit
        for part in self._parts:
            self.body.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        self.buttons.set_visit(visit)
        self._client.setVisible(visit is not None)
        if visit is None:
            self._add(PlainLabel(_("Select a visit to see its plan."), tone="tertiary", wrap=True), at=0)
            return
        self._client.set_label(_("Open {name}").format(name=visit.name))
        meeting = self._context.ask(planned_visit, visit.meeting_id).meeting
        self._add(PlainLabel(listed((visit.name, *visit.other_names)), role="subtitle", weight=600, wrap=True), at=0)
        self._add(PlainLabel(when_text(visit, self._context.clock.today()), tone="secondary", wrap=True), at=1)
        self._add(PlainLabel(_state(visit), role="small", tone="tertiary", wrap=True), at=2)
        for title, texts in _sections(visit, meeting):
            shown = [text for text in texts if text]
            if shown:
                self._add(heading(title))
                for text in shown:
                    self._add(PlainLabel(text, wrap=True, selectable=True))

    def _add(self, part: QWidget, at: int | None = None) -> None:
        self._parts.append(part)
        self.body.insertWidget(self.body.count() - 1 if at is None else at, part)

    def _on_client_clicked(self) -> None:
        if self._visit is not None:
            self._context.open_client(self._visit.firm_id)


def _state(visit: AgendaVisit) -> str:
    status = reference.text("meeting_status", visit.status)
    return " · ".join((status, reference.text("confidentiality", visit.confidentiality)))


def _sections(visit: AgendaVisit, meeting: Meeting) -> list[tuple[str, Sequence[str]]]:
    what, where, _who = visit_lines(visit)
    is_off = visit.status in ("cancelled", "no_show")
    return [
        (_("Why it was called off"), [meeting.summary if is_off else ""]),
        (_("What for"), [what]),
        (_("What we want from it"), [meeting.objective]),
        (_("The one question that matters"), [meeting.key_question]),
        (_("What we can decide on the spot"), [meeting.decision_ready]),
        (_("Agenda"), meeting.agenda),
        (_("Questions of your own"), meeting.questions),
        (_("Where"), [where]),
        (_("Who takes part"), [listed(visit.people), listed(visit.ours)]),
    ]

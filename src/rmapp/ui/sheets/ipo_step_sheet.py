"""The sheet of one step of an application: which one, when, and what it changes in the credit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain import ipo_rules, reference
from rmapp.domain.ipo import IpoEvent
from rmapp.domain.listing_boards import ipo_steps
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.wording import format_days
from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.services.stages import ipo
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.fact_forms import from_fact, source_specs, to_fields
from rmapp.ui.sheets.rule_words import told_in_sheet
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.stages.ipo import IpoView
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.fields import Choice

WIDTH = 560


def open_ipo_step(window: QWidget, context: UiContext, application_id: str = "", event_id: str = "") -> IpoStepSheet:
    """Open the sheet of a new step of an application, or of one that was recorded."""
    event = context.ask(ipo.step_of, event_id) if event_id else None
    view = context.ask(ipo.application_view, event.ipo_application_id if event else application_id)
    sheet = IpoStepSheet(window, context, view, event)
    sheet.open(sheet.first_field())
    return sheet


class IpoStepSheet(EntitySheet):
    """A new step offers what may follow the newest one, and every step for one of earlier; the book checks."""

    def __init__(self, window: QWidget, context: UiContext, view: IpoView, event: IpoEvent | None) -> None:
        title = _("Correct a step") if event else _("Record a step")
        name = context.ask(firms.display_name, view.application.firm_id)
        super().__init__(
            window, context, title, subtitle=name, width=WIDTH, removes=_("Take the step back") if event else ""
        )
        self._view, self._event = view, event
        self._form = self.add_form(self._specs())
        self._credit = PlainLabel("", role="small", tone="secondary", wrap=True)
        self.page.addWidget(self._credit)
        self._origin = self.add_form(source_specs(), title=_("Source"))
        self._fill()
        self._status().changed.connect(self._on_status_changed)
        self.page.addStretch(1)

    def first_field(self) -> QWidget | None:
        """Return the field to begin with."""
        return self._form.control("status" if self._event is None else "reached_on")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Record or correct the step."""
        fields = to_fields(IpoEvent, values)
        status = str(fields["status"])
        if status != ipo_rules.INQUIRY:
            fields["round"] = None
        step = reference.text("ipo_status", status)
        if self._event is not None:
            label = _("Step corrected: {step}").format(step=step)
            return self.context.do(told_in_sheet, ipo.correct_step, self._event.id, label=label, **fields)
        label = _("Step recorded: {step}").format(step=step)
        fields.pop("status")
        on = fields.pop("reached_on")
        application_id = self._view.application.id
        return self.context.do(told_in_sheet, ipo.reach_step, application_id, status, on, label=label, **fields)

    def remove(self) -> Change[Any] | None:
        """Take the step back."""
        assert self._event is not None  # noqa: S101 - only a recorded step can be taken back
        return self.context.do(ipo.remove_step, self._event.id, label=_("Step taken back"))

    def _specs(self) -> tuple[FieldSpec, ...]:
        return (
            FieldSpec("status", _("Step"), "choice", self._statuses(), required=True, span=2),
            FieldSpec(
                "reached_on", _("Reached on"), "partial_date", required=True, hint=_("A year or a month will do")
            ),
            FieldSpec("round", _("Round of the inquiry"), "integer"),
            FieldSpec("note", _("Remark"), "multiline", span=2),
        )

    def _statuses(self) -> list[tuple[str, str]]:
        """Return what may follow first, then the steps of earlier, which go in between."""
        track = self._view.application.track
        first = self._view.possible if self._event is None else (self._event.status,)
        others = [code for code in ipo_rules.steps_of(track) if code not in first]
        return [(code, reference.text("ipo_status", code)) for code in (*first, *others)]

    def _fill(self) -> None:
        if self._event is not None:
            self._form.set_values(from_fact(self._event, self._specs()))
            self._origin.set_values(from_fact(self._event, source_specs()))
        else:
            coming = self._view.next.status if self._view.next else next(iter(self._view.possible), None)
            today = PartialDate.of(self.context.clock.today())
            self._form.set_values({"status": coming, "reached_on": today})
            self._origin.set_values({"source": "client_statement"})
        self._on_status_changed(self._status().code() or "")

    def _on_status_changed(self, code: str) -> None:
        is_inquiry = code == ipo_rules.INQUIRY
        self._form.field("round").setVisible(is_inquiry)
        if is_inquiry and self._event is None:
            self._form.field("round").set_hint(_("Empty: round {n}").format(n=ipo_rules.next_round(self._view.events)))
        step = ipo_steps().get(code)
        said = [step.credit.text()] if step else []
        if step and step.usual_days is not None:
            said.append(_("Usually {days} until the next step.").format(days=format_days(step.usual_days)))
        self._credit.setText("\n".join(said))

    def _status(self) -> Choice:
        return self._form.control("status")  # type: ignore[return-value]  # the form made it a choice

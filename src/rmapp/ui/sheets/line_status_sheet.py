"""Moving a line to its next status: only steps that are possible, and just the fields that a step still lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from rmapp.domain import reference
from rmapp.domain.facility import Security, UseOfProceeds
from rmapp.domain.facility_checks import date_label
from rmapp.domain.pricing_text import parse_pricing, write_pricing
from rmapp.i18n import _
from rmapp.services.lines.line_views import facility_view
from rmapp.services.origination import line_status
from rmapp.services.origination.line_status import MET, STEP_DAY, WAIVED
from rmapp.ui import metrics
from rmapp.ui.sheets.line_sheet import LineSheet
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.fields import Choice, Field
from rmapp.ui.widgets.reading_order import reading_order
from rmapp.ui.widgets.scroll import PageScroll

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from rmapp.domain.facility import Facility
    from rmapp.services.origination.line_status import Step
    from rmapp.ui.context import UiContext


_MOST = 100
"""The share of the sheet that the fields take, beside the room that is left over."""


def open_line_status(window: QWidget, context: UiContext, facility_id: str, to: str = "") -> LineSheet:
    """Open the sheet with the statuses a line may move to; `to` is chosen where it is one of them."""
    sheet = LineStatusSheet(window, context, facility_id, to)
    sheet.open(sheet.target if sheet.target.isEnabled() else None)
    return sheet


class LineStatusSheet(LineSheet):
    """One choice, and below it the day of the step and what the chosen status still lacks."""

    def __init__(self, window: QWidget, context: UiContext, facility_id: str, to: str = "") -> None:
        view = context.ask(facility_view, facility_id)
        self._facility: Facility = view.facility
        self._conditions = {one.id: one.text for one in view.conditions}
        subtitle = " · ".join(filter(None, (view.name, self._facility.reference_no)))
        super().__init__(window, context, _("Change status"), subtitle=subtitle, save=_("Change"))
        # A line may have more conditions than the sheet is high.
        self._scroll = PageScroll(surface="raised", margin=0)
        self._scroll.body.addWidget(self.form)
        self._scroll.body.addStretch(1)
        self.body.insertWidget(2, self._scroll, _MOST)
        found = context.ask(line_status.next_steps, facility_id)
        self._steps = {step.to: step for step in found if step.is_possible}
        self._hindered = [step for step in found if not step.is_possible]
        named = [(code, reference.text("line_status", code)) for code in self._steps]
        self.target = Choice(named, name=_("New status"))
        self.target.setEnabled(bool(named))
        self.target.changed.connect(self._ask_for)
        self.body.insertWidget(1, Field(_("New status"), self.target))
        self.set_possible(bool(named) and not context.read_only)
        first = to if to in self._steps else next(iter(self._steps), "")
        self.target.set_code(first)
        self._ask_for(first)

    def set_fields(self, specs: Sequence[FieldSpec], values: dict[str, object]) -> None:
        """Ask for these fields in place of those before."""
        form = EntityForm(specs, columns=2, today=self.context.clock.today())
        self._scroll.body.replaceWidget(self.form, form)
        self.form.hide()
        self.form.deleteLater()
        self.form = form
        form.set_values(values)

    def write(self, values: dict[str, Any]) -> object | None:
        """Change the status and what goes with it."""
        to = self.target.code() or ""
        label = _("Line is now “{status}”").format(status=reference.text("line_status", to))
        fields = {name: value for name, value in self._fields(values).items() if value is not None}
        return self.context.do(line_status.set_status, self._facility.id, to, label=label, **fields)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go on, and show the field that has the focus then."""
        moved = super().focusNextPrevChild(forward)
        self._show_focus()
        return moved

    def save(self) -> None:
        """Write and close, or show the first field with a message."""
        super().save()
        self._show_focus()

    def _show_focus(self) -> None:
        held = QApplication.focusWidget()
        if held is not None and self._scroll.isAncestorOf(held):
            self._scroll.ensureWidgetVisible(held, 0, metrics.space(6))

    def _tab_stops(self) -> list[QWidget]:
        # Fields come and go, and Qt's own order is that of their making.
        return [stop for stop in reading_order(self.panel) if stop.isVisible() and stop.isEnabled()]

    def _fields(self, values: dict[str, Any]) -> dict[str, Any]:
        fields = dict(values)
        if "pricing" in fields:
            fields["pricing"] = parse_pricing(fields["pricing"] or "", self._facility.pricing)
        if fields.get("use_of_proceeds"):
            fields["use_of_proceeds"] = (UseOfProceeds(code=fields["use_of_proceeds"]),)
        if fields.get("security"):
            fields["security"] = (Security(type=fields["security"]),)
        return fields

    def _ask_for(self, to: str) -> None:
        step = self._steps.get(to)
        now = (_("Status now"), reference.text("line_status", self._facility.status))
        self.set_facts([now], "\n".join(filter(None, (step.advice if step else "", *self._reasons()))))
        if step is None:
            self.set_fields([], {})
            return
        names = _asked(step)
        values = {name: self._value(name) for name in names} | {"on": self._day(to)}
        specs = [self._spec(name, step) for name in names]
        day = FieldSpec("on", _("Day of the step"), "past_date", required=True)
        note = FieldSpec("note", _("Note"), required="note" in step.missing, span=2)
        self.set_fields([day, *specs, note], values)

    def _reasons(self) -> list[str]:
        pattern = _("Not yet “{status}”: {reason}")
        return [
            pattern.format(status=reference.text("line_status", step.to), reason=step.hindrance)
            for step in self._hindered
        ]

    def _day(self, to: str) -> date:
        today = self.context.clock.today()
        known: date | None = getattr(self._facility, STEP_DAY[to]) if to in STEP_DAY else None
        # Asking again after information came in is a step of its own day.
        is_new = known is None or known > today or self._facility.status == "info_requested"
        return today if is_new or known is None else known

    def _value(self, name: str) -> object:
        if name.startswith((MET, WAIVED)):
            return None
        held = getattr(self._facility, name)
        if name == "pricing":
            return write_pricing(held)
        return None if name in ("use_of_proceeds", "security") else held

    def _spec(self, name: str, step: Step) -> FieldSpec:
        if name.startswith(MET):
            said = _("Met on: {condition}").format(condition=self._conditions.get(name.removeprefix(MET), ""))
            return FieldSpec(name, said, "past_date", span=2)
        if name.startswith(WAIVED):
            return FieldSpec(name, _("Or why this condition is waived"), span=2)
        needed = name in step.missing
        if name.endswith(("_on", "_from", "_to")):
            return FieldSpec(name, date_label(name), "date", required=needed)
        if name in ("use_of_proceeds", "security"):
            listed = "security_type" if name == "security" else name
            options = [(code, label.text()) for code, label in reference.choices(listed).items()]
            return FieldSpec(name, _field_label(name), "choice", options=options, span=2)
        kind = {"limit": "money", "tenor_months": "integer"}.get(name, "text")
        span = 2 if name in ("status_reason", "exception_note") else 1
        return FieldSpec(name, _field_label(name), kind, required=needed, ccy=self._facility.ccy, span=span)


def _asked(step: Step) -> list[str]:
    """Return the fields to ask for: what is missing, without the day and the note, which are always asked."""
    own = (STEP_DAY.get(step.to), "note")
    asked = []
    for name in step.missing:
        if name not in own:
            asked.append(name)
        if name.startswith(MET):
            asked.append(WAIVED + name.removeprefix(MET))
    return asked


def _field_label(name: str) -> str:
    return {
        "limit": _("Limit"),
        "tenor_months": _("Tenor in months"),
        "pricing": _("Rate"),
        "security": _("Security"),
        "approver": _("Approved by"),
        "contract_no": _("Contract number"),
        "status_reason": _("Reason"),
        "exception_note": _("Why it goes to approval all the same"),
        "use_of_proceeds": _("Use of proceeds"),
    }[name]

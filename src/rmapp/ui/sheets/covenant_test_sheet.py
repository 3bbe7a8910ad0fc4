"""The sheet that records a test of a covenant: proposed from the statement of its day, confirmed by a person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rmapp.domain import covenant_rules as rules
from rmapp.domain.covenant_wording import covenant_text, metric_text, state_text, threshold_text, value_text
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.lines import covenants
from rmapp.ui import metrics
from rmapp.ui.covenant_wording import headroom_text, statement_text
from rmapp.ui.sheets.covenant_fields import is_money, number_of, shown_value, unit_suffix
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.cards import Fact
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.fields import Choice, LineEdit
from rmapp.ui.widgets.flow_box import FlowBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.covenant import Covenant
    from rmapp.domain.covenant_rules import Reading
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 560


def open_covenant_test(
    window: QWidget, context: UiContext, covenant_id: str, test_on: date | None = None
) -> CovenantTestSheet:
    """Open the test of the next period of a covenant, or of the period that ended on a day."""
    sheet = CovenantTestSheet(window, context, covenant_id, test_on)
    sheet.open(sheet.first_field())
    return sheet


class CovenantTestSheet(EntitySheet):
    """The value comes from a statement and can be typed over; the result follows it until a person chooses one."""

    def __init__(self, window: QWidget, context: UiContext, covenant_id: str, test_on: date | None) -> None:
        self._proposed = context.ask(covenants.propose_test, covenant_id, test_on)
        self._covenant: Covenant = self._proposed.covenant
        super().__init__(window, context, _("Record a test"), subtitle=covenant_text(self._covenant), width=WIDTH)
        self._is_figure = self._covenant.type == "financial"
        self._followed: str = self._proposed.result
        self._agreed, self._room = Fact(_("Agreed"), role="section"), Fact(_("Headroom"), role="section")
        self._due = Fact(_("Proof due"), role="section")
        strip = FlowBox(gap=metrics.space(6))
        strip.set_widgets((self._agreed, self._room, self._due) if self._is_figure else (self._due,))
        self.page.addWidget(strip)
        self._source = Banner("info", "")
        self.page.addWidget(self._source)
        self._again = Banner("warning", _("This period has been tested already. The new test counts in its place."))
        self.page.addWidget(self._again)
        self._form: EntityForm = self.add_form(self._specs())
        self._fill_in()
        self._form.changed.connect(self._on_changed)
        self.page.addStretch(1)
        self._show()

    def first_field(self) -> QWidget:
        """Begin with what has to be typed."""
        return self._form.control("value" if self._is_figure else "received_on")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Add the test."""
        day: date = values["test_on"]
        value = number_of(values.get("value"))
        snapshot = self._proposed.reading.snapshot
        is_from_statement = day == self._proposed.test_on and value == self._proposed.reading.value
        return self.context.do(
            covenants.record_test,
            self._covenant.id,
            day,
            value=value,
            result=values["result"],
            snapshot_id=snapshot.id if snapshot is not None and is_from_statement else None,
            received_on=values["received_on"],
            note=values["note"] or "",
            label=_("Covenant test recorded: {state}").format(state=state_text(values["result"])),
        )

    def _specs(self) -> list[FieldSpec]:
        results = [(code, state_text(code)) for code in ("passed", "failed", "not_tested")]
        specs = [FieldSpec("test_on", _("Period ended on"), "past_date", required=True)]
        if self._is_figure:
            kind = "money" if is_money(self._covenant.metric) else "decimal"
            specs.append(FieldSpec("value", _("Value"), kind, ccy=self._covenant.ccy))
        specs += [
            FieldSpec("received_on", _("Proof received on"), "past_date"),
            FieldSpec("result", _("Result"), "choice", results, required=True),
            FieldSpec("note", _("Note"), "multiline", span=2),
        ]
        return specs

    def _fill_in(self) -> None:
        reading = self._proposed.reading
        received = reading.snapshot.received_on if reading.snapshot is not None else None
        values = {"test_on": self._proposed.test_on, "received_on": received, "result": self._proposed.result}
        self._form.set_values(values | self._shown())
        control = self._form.control("value") if self._is_figure else None
        if isinstance(control, LineEdit) and not is_money(self._covenant.metric):
            control.set_suffix(unit_suffix(self._covenant.metric))

    def _on_changed(self) -> None:
        typed = self._form.readable()
        day = typed.get("test_on")
        if isinstance(day, date) and day != self._proposed.test_on:
            self._proposed = self.context.ask(covenants.propose_test, self._covenant.id, day)
            blocked = self._form.blockSignals(True)
            self._form.set_values(self._shown())
            self._form.blockSignals(blocked)
        self._show()

    def _shown(self) -> dict[str, object]:
        """Return the proposed value as its field shows it."""
        return {"value": shown_value(self._covenant, self._proposed.reading.value)} if self._is_figure else {}

    def _show(self) -> None:
        proposed = self._proposed
        due = "–" if proposed.due_on is None else format_date(proposed.due_on)
        grace = "" if proposed.grace_to is None else _("grace to {day}").format(day=format_date(proposed.grace_to))
        self._due.set_value(due)
        self._due.set_note(grace)
        self._source.set_text(self._origin())
        self._again.setVisible(proposed.is_again)
        if not self._is_figure:
            return
        reading = self._typed_reading()
        room = rules.headroom_bp(self._covenant.operator, reading.value, self._covenant.threshold)
        self._agreed.set_value(threshold_text(self._covenant))
        self._agreed.set_note(metric_text(self._covenant))
        self._room.set_value(
            headroom_text(room, unlimited=reading.unlimited), "danger" if room is not None and room < 0 else "primary"
        )
        result = rules.result_of(self._covenant, reading)
        self._room.set_note(_("proposed: {state}").format(state=state_text(result)))
        self._follow(result)

    def _follow(self, result: str) -> None:
        """Let the result follow the value as long as no other one was chosen by hand."""
        control = self._form.control("result")
        if isinstance(control, Choice) and control.code() == self._followed:
            blocked = control.blockSignals(True)
            control.set_code(result)
            control.blockSignals(blocked)
            self._followed = result

    def _typed_reading(self) -> Reading:
        value = number_of(self._form.readable().get("value"))
        if value is None and self._proposed.reading.unlimited:
            return self._proposed.reading
        return rules.Reading(value)

    def _origin(self) -> str:
        if not self._is_figure:
            return _("A person says whether it was delivered or kept; nothing is read from statements.")
        reading = self._proposed.reading
        if reading.snapshot is None:
            return _("No statement of this day says the figure. Type it, or choose “Not tested”.")
        return _("{value} in the statement {statement}").format(
            value=value_text(self._covenant, reading.value, unlimited=reading.unlimited),
            statement=statement_text(reading.snapshot),
        )

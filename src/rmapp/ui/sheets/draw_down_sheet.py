"""Recording a draw-down: which line and tranche, how much of what is free, when, to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.money import format_money
from rmapp.i18n import _
from rmapp.services import facilities, firms
from rmapp.services.credit import firm_credit
from rmapp.ui import line_wording
from rmapp.ui.sheets.line_sheet import LineSheet
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.fields import Choice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.line_views import FacilityView
    from rmapp.ui.context import UiContext


def open_draw_down(window: QWidget, context: UiContext, firm_id: str, facility_id: str | None = None) -> LineSheet:
    """Open the sheet for a line, or for the firm's line with most to draw."""
    sheet = DrawDownSheet(window, context, firm_id, facility_id)
    sheet.open(sheet.first_field())
    return sheet


class DrawDownSheet(LineSheet):
    """Says what is free beside the amount; more than that is refused with the reason."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, facility_id: str | None) -> None:
        name = context.ask(firms.display_name, firm_id)
        super().__init__(window, context, _("Record draw-down"), subtitle=name, save=_("Record"))
        lines = [view for view in context.ask(firm_credit, firm_id).lines if view.facility.status == "active"]
        self._views = {view.facility.id: view for view in lines}
        if not self._views:
            self.set_facts([], _("This client has no active line. Only an active line can be drawn."))
            self.set_possible(possible=False)
            return
        chosen = facility_id if facility_id in self._views else max(lines, key=_room).facility.id
        self._ask_for(str(chosen))

    def first_field(self) -> QWidget | None:
        """Return the field to begin with."""
        return self.form.control("amount") if self._views else None

    def write(self, values: dict[str, Any]) -> object | None:
        """Record the draw-down."""
        values["tranche_id"] = values.get("tranche_id") or None
        values |= {name: values[name] or "" for name in ("payee", "purpose")}
        draw = facilities.DrawInput(**values)
        label = _("Draw-down of {amount} recorded").format(amount=format_money(draw.amount))
        return self.context.do(facilities.record_draw, draw, label=label)

    def _ask_for(self, facility_id: str) -> None:
        view = self._views[facility_id]
        tranches = [
            (one.id, f"{number} · {one.purpose}" if one.purpose else str(number))
            for number, one in enumerate(view.tranches, start=1)
        ]
        lines = [(one.facility.id, _line_label(one)) for one in self._views.values()]
        specs = [FieldSpec("facility_id", _("Credit line"), "choice", options=lines, required=True, span=2)]
        if tranches:
            specs.append(FieldSpec("tranche_id", _("Tranche"), "choice", options=tranches, required=True, span=2))
        specs += [
            FieldSpec("amount", _("Amount"), "money", required=True, ccy=view.facility.ccy),
            FieldSpec("on", _("Paid out on"), "past_date", required=True),
            FieldSpec("payee", _("Paid to")),
            FieldSpec("purpose", _("Purpose")),
            FieldSpec("due_on", _("Due back on"), "date"),
        ]
        ready = next((one.id for one in view.tranches if _is_open(view, one.id)), None)
        values: dict[str, object] = {
            "facility_id": facility_id,
            "on": self.context.clock.today(),
            "due_on": view.facility.maturity_on,
        }
        if tranches:
            values["tranche_id"] = ready or tranches[0][0]
        self.set_fields(specs, values)
        for name in ("facility_id", "tranche_id"):
            if name == "facility_id" or tranches:
                control = self.form.control(name)
                if isinstance(control, Choice):
                    control.changed.connect(self._on_line_chosen if name == "facility_id" else self._on_tranche_chosen)
        self._show_room()

    def _show_room(self) -> None:
        view, tranche_id = self._chosen()
        free = view.available_for(tranche_id)
        facts = [
            (_("Free to draw"), line_wording.amount(view.amounts.available)),
            (_("Outstanding"), line_wording.amount(view.amounts.outstanding)),
            (_("Limit"), line_wording.limit_text(view.facility)),
        ]
        why = ""
        if free is not None and free.is_zero:
            why = _("Nothing can be drawn now: {why}").format(why=view.why_not_more(tranche_id))
        self.set_facts(facts, why)
        self.form.field("amount").set_hint(_("{amount} free to draw").format(amount=line_wording.amount(free)))

    def _chosen(self) -> tuple[FacilityView, str | None]:
        line, tranche = self.form.control("facility_id"), None
        view = self._views[line.code() or ""] if isinstance(line, Choice) else next(iter(self._views.values()))
        if view.tranches:
            tranche = self.form.control("tranche_id")
        return view, tranche.code() if isinstance(tranche, Choice) else None

    def _on_line_chosen(self, facility_id: str) -> None:
        self._ask_for(facility_id)
        self.form.control("facility_id").setFocus()

    def _on_tranche_chosen(self, _tranche_id: str) -> None:
        self._show_room()


def _line_label(view: FacilityView) -> str:
    said = [view.name, view.facility.reference_no, line_wording.limit_text(view.facility)]
    return " · ".join(filter(None, said))


def _is_open(view: FacilityView, tranche_id: str) -> bool:
    free = view.available_for(tranche_id)
    return free is not None and free.minor > 0


def _room(view: FacilityView) -> int:
    return view.amounts.available.minor if view.amounts.available else 0

"""Recording a draw-down: which line and tranche, how much of what is free, when, to whom."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rmapp.domain import draw_units
from rmapp.domain.exposure import is_umbrella
from rmapp.domain.facility_draft import OWN_SOURCE
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.services.limits.exposure import effective_available
from rmapp.services.lines.credit import firm_credit
from rmapp.services.origination import draws
from rmapp.ui import line_wording
from rmapp.ui.sheets.field_reader import FieldReader
from rmapp.ui.sheets.line_sheet import LineSheet
from rmapp.ui.sheets.use_rows import UseRows
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.fields import Choice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.limits.limit_use import EffectiveAvailable
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.ui.context import UiContext

WIDTH = 840


def open_draw_down(window: QWidget, context: UiContext, firm_id: str, facility_id: str | None = None) -> LineSheet:
    """Open the sheet for a line, or for the firm's line with most to draw."""
    sheet = DrawDownSheet(window, context, firm_id, facility_id)
    sheet.open(sheet.first_field())
    return sheet


def open_draw_check(window: QWidget, context: UiContext, drawdown_id: str) -> LineSheet:
    """Open the sheet that records what a check of the use of the money found."""
    sheet = DrawCheckSheet(window, context, drawdown_id)
    sheet.open(sheet.form.control("note"))
    return sheet


class DrawDownSheet(LineSheet):
    """Says what is free beside the amount; more than that is refused with the reason."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, facility_id: str | None) -> None:
        name = context.ask(firms.display_name, firm_id)
        super().__init__(window, context, _("Record draw-down"), subtitle=name, save=_("Record"), width=WIDTH)
        lines = [view for view in context.ask(firm_credit, firm_id).lines if _can_be_drawn(view)]
        self._asked = ""
        self._effective: dict[str, EffectiveAvailable] = {}
        self.uses = UseRows()
        self.body.insertWidget(self.body.count() - 1, self.uses)
        self.uses.changed.connect(self._on_typed)
        self._views = {view.facility.id: view for view in lines}
        if not self._views:
            self.set_facts([], _("This client has no active line. Only an active line can be drawn."))
            self.set_possible(possible=False)
            return
        chosen = facility_id if facility_id in self._views else max(lines, key=_room).facility.id
        self._ask_for(str(chosen))

    def first_field(self) -> QWidget | None:
        """Return the field to begin with."""
        if not self._views:
            return None
        return self.form.control("notional" if self._is_contract() else "amount")

    def write(self, values: dict[str, Any]) -> object | None:
        """Record the draw-down."""
        view, _tranche = self._chosen()
        values["tranche_id"] = values.get("tranche_id") or None
        values |= {name: values.get(name) or "" for name in ("payee", "purpose", "instrument_no")}
        if self._is_contract():
            values["factor_bp"] = _bp(values.pop("factor", None))
            values["amount"] = draw_units.risk_of(values["notional"], values["factor_bp"])
        draw = draws.DrawInput(**values, uses=self.uses.uses())
        unit = draw_units.draw_unit(view.facility.facility_type)
        label = _("Draw-down of {amount} recorded") if unit == "drawdown" else _("{amount} issued and recorded")
        return self.context.do(draws.record_draw, draw, label=label.format(amount=format_money(draw.amount)))

    def _ask_for(self, facility_id: str) -> None:
        self._asked = facility_id
        view = self._views[facility_id]
        tranches = [
            (one.id, f"{number} · {one.purpose}" if one.purpose else str(number))
            for number, one in enumerate(view.tranches, start=1)
        ]
        lines = [(one.facility.id, _line_label(one)) for one in self._views.values()]
        specs = [FieldSpec("facility_id", _("Credit line"), "choice", options=lines, required=True, span=2)]
        if tranches:
            specs.append(FieldSpec("tranche_id", _("Tranche"), "choice", options=tranches, required=True, span=2))
        specs += self._unit_specs(view)
        ready = next((one.id for one in view.tranches if _is_open(view, one.id)), None)
        today = self.context.clock.today() if view.facility.source == OWN_SOURCE else None
        values: dict[str, object] = {
            "facility_id": facility_id,
            "on": today,
            "due_on": view.facility.maturity_on,
            "first_check_on": draws.default_check_on(view.facility.facility_type, today) if today else None,
            "factor": Decimal(_factor_bp(view)) / 100,
        }
        values = {name: value for name, value in values.items() if any(spec.name == name for spec in specs)}
        if tranches:
            values["tranche_id"] = ready or tranches[0][0]
        self.set_fields(specs, values)
        for name in ("facility_id", "tranche_id"):
            if name == "facility_id" or tranches:
                control = self.form.control(name)
                if isinstance(control, Choice):
                    control.changed.connect(self._on_line_chosen if name == "facility_id" else self._on_tranche_chosen)
        self.form.changed.connect(self._on_typed)
        self.uses.setVisible(not draw_units.is_contingent(view.facility.facility_type))
        self.uses.set_ccy(view.facility.ccy)
        self._show_room()

    def _unit_specs(self, view: FacilityView) -> list[FieldSpec]:
        """Return the fields of what is drawn: money, an instrument with its margin, or a contract."""
        ccy, kind = view.facility.ccy, view.facility.facility_type
        payee = FieldSpec("payee", _("Paid to"))
        if draw_units.is_contract(kind):
            return [
                FieldSpec("notional", _("Notional"), "money", required=True, ccy=ccy),
                FieldSpec("factor", _("Risk of the notional"), "percent", required=True),
                FieldSpec("on", _("Dealt on"), "past_date", required=True),
                FieldSpec("due_on", _("Settled on"), "date"),
                FieldSpec("instrument_no", _("Contract number")),
                FieldSpec("purpose", _("Purpose")),
            ]
        if draw_units.is_contingent(kind):
            return [
                FieldSpec("amount", _("Face amount"), "money", required=True, ccy=ccy),
                FieldSpec("margin", _("Cash margin"), "money", ccy=ccy),
                FieldSpec("on", _("Issued on"), "past_date", required=True),
                FieldSpec("due_on", _("Ends on"), "date"),
                FieldSpec("instrument_no", _("Number")),
                FieldSpec("payee", _("Beneficiary")),
                FieldSpec("purpose", _("Purpose"), span=2),
            ]
        return [
            FieldSpec("amount", _("Amount"), "money", required=True, ccy=ccy),
            FieldSpec("on", _("Paid out on"), "past_date", required=view.facility.source == OWN_SOURCE),
            payee,
            FieldSpec("purpose", _("Purpose")),
            FieldSpec("due_on", _("Due back on"), "date"),
            FieldSpec("first_check_on", _("First check of the use"), "date"),
        ]

    def _is_contract(self) -> bool:
        return draw_units.is_contract(self._chosen()[0].facility.facility_type)

    def _above(self, view: FacilityView) -> EffectiveAvailable:
        line = view.facility.id
        if line not in self._effective:
            self._effective[line] = self.context.ask(effective_available, line)
        return self._effective[line]

    def _on_typed(self) -> None:
        """Follow what is typed: the risk of a contract, and what the uses leave of the amount."""
        if self._chosen()[0].facility.id != self._asked:
            return  # another line was chosen just now; its fields come next
        reader = FieldReader()
        if not self._is_contract():
            self.uses.show_sum(reader.money("amount", self.form.control("amount")))
            return
        notional = reader.money("notional", self.form.control("notional"))
        factor = reader.share("factor", self.form.control("factor"))
        risk = ""
        if notional is not None and factor is not None:
            amount = format_money(draw_units.risk_of(notional, factor))
            risk = _("risk {amount} of the limit").format(amount=amount)
        self.form.field("factor").set_echo(risk)

    def _show_room(self) -> None:
        view, tranche_id = self._chosen()
        above = self._above(view)
        free = draws.free_to_draw(view, above, tranche_id)
        facts = [
            (_("Free to draw"), line_wording.amount(view.amounts.available)),
            (_("Outstanding"), line_wording.amount(view.amounts.outstanding)),
            (_("Limit"), line_wording.limit_text(view.facility)),
        ]
        if free is not None and free != view.available_for(tranche_id):
            facts.insert(1, (_("Under all limits"), line_wording.amount(free)))
        why = ""
        if free is not None and free.is_zero:
            why = _("Nothing can be drawn now: {why}").format(why=draws.limited_by(view, above, tranche_id))
        elif free is not None and free != view.available_for(tranche_id):
            why = _("What limits it: {why}").format(why=draws.limited_by(view, above, tranche_id))
        self.set_facts(facts, why)
        first = "notional" if self._is_contract() else "amount"
        self.form.field(first).set_hint(_("{amount} free to draw").format(amount=line_wording.amount(free)))

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


def _can_be_drawn(view: FacilityView) -> bool:
    return view.facility.status == "active" and not is_umbrella(view.facility.facility_type)


def _factor_bp(view: FacilityView) -> int:
    return draw_units.risk_factor_bp(view.facility.facility_type, view.facility.exposure_factor_bp)


def _bp(percent: object) -> int:
    return int(percent * 100) if isinstance(percent, Decimal) else 0


class DrawCheckSheet(LineSheet):
    """What was found is added to what earlier checks found."""

    def __init__(self, window: QWidget, context: UiContext, drawdown_id: str) -> None:
        self._draw = context.ask(draws.draw_of, drawdown_id)
        amount = format_money(self._draw.amount)
        super().__init__(window, context, _("Check of the use of money"), subtitle=amount, save=_("Record"))
        planned = self._draw.first_check_on
        self.set_facts([(_("Draw-down"), amount)], self._draw.check_note)
        specs = [
            FieldSpec("note", _("What was found"), "multiline", required=True, span=2),
            FieldSpec("on", _("Checked on"), "past_date", required=True),
            FieldSpec("next_on", _("Check again on"), "date"),
        ]
        self.set_fields(specs, {"on": context.clock.today()})
        if planned is not None:
            self.form.field("on").set_hint(_("planned for {date}").format(date=format_date(planned)))

    def write(self, values: dict[str, Any]) -> object | None:
        """Write down what was found."""
        label = _("Check of the use recorded")
        return self.context.do(
            draws.record_check, self._draw.id, values["on"], values["note"] or "", values["next_on"], label=label
        )

"""Recording a repayment of principal or the release of what was issued, and taking a ledger entry back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rmapp.domain import draw_units, reference
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _
from rmapp.services.lines.line_views import facility_view
from rmapp.services.origination import facilities
from rmapp.ui import line_wording
from rmapp.ui.sheets.line_sheet import LineSheet
from rmapp.ui.widgets.entity_form import FieldSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.facility import Drawdown
    from rmapp.ui.context import UiContext


def open_repayment(window: QWidget, context: UiContext, facility_id: str) -> LineSheet:
    """Open the sheet for a repayment under a line."""
    sheet = RepaymentSheet(window, context, facility_id)
    sheet.open(sheet.form.control("amount"))
    return sheet


def open_reversal(window: QWidget, context: UiContext, entry_id: str) -> LineSheet:
    """Open the sheet that takes a ledger entry back."""
    sheet = ReversalSheet(window, context, entry_id)
    sheet.open(sheet.form.control("note"))
    return sheet


class RepaymentSheet(LineSheet):
    """Not more than is outstanding can be repaid, or released where it was issued and not paid out."""

    def __init__(self, window: QWidget, context: UiContext, facility_id: str) -> None:
        self._view = context.ask(facility_view, facility_id)
        facility = self._view.facility
        subtitle = " · ".join(filter(None, (self._view.name, facility.reference_no)))
        self._is_release = draw_units.is_contingent(facility.facility_type)
        title = _("Record release") if self._is_release else _("Record repayment")
        super().__init__(window, context, title, subtitle=subtitle, save=_("Record"))
        outstanding = self._view.amounts.outstanding
        self.set_facts([(_("Outstanding"), line_wording.amount(outstanding))])
        specs = [
            FieldSpec("amount", _("Amount"), "money", required=True, ccy=facility.ccy),
            FieldSpec("on", _("Released on") if self._is_release else _("Received on"), "past_date", required=True),
        ]
        owing = sorted((one for one in self._view.draws if self._view.owed_of(one).minor > 0), key=_due_first)
        draws = [(draw.id, _draw_label(draw)) for draw in owing]
        if draws:
            which = _("Releases what was issued") if self._is_release else _("Repays the draw-down")
            specs.append(FieldSpec("drawdown_id", which, "choice", options=draws, span=2))
        specs.append(FieldSpec("note", _("Note"), span=2))
        # A repayment of no draw-down would leave the tranche as drawn as before.
        self.set_fields(specs, {"on": context.clock.today()} | ({"drawdown_id": draws[0][0]} if draws else {}))
        if outstanding is not None:
            self.form.field("amount").set_hint(
                _("{amount} outstanding").format(amount=line_wording.amount(outstanding))
            )

    def write(self, values: dict[str, Any]) -> object | None:
        """Enter the repayment or the release."""
        sentence = _("Release of {amount} recorded") if self._is_release else _("Repayment of {amount} recorded")
        label = sentence.format(amount=format_money(values["amount"]))
        return self.context.do(
            facilities.record_repayment,
            self._view.facility.id,
            values["amount"],
            values["on"],
            values.get("drawdown_id") or None,
            values["note"] or "",
            label=label,
        )


class ReversalSheet(LineSheet):
    """The entry stays in the ledger; a correction that names it takes it out of the balance."""

    def __init__(self, window: QWidget, context: UiContext, entry_id: str) -> None:
        self._entry = context.ask(facilities.ledger_entry, entry_id)
        kind = reference.text("tx_kind", self._entry.kind)
        day = format_partial(self._entry.value_on) if self._entry.value_on else _("day not known")
        super().__init__(window, context, _("Take an entry back"), subtitle=f"{kind} · {day}", save=_("Take back"))
        why = _("The entry stays in the ledger, struck through; a correction takes it out of the balance.")
        self.set_facts([(kind, format_money(self._entry.amount, "full"))], why)
        self.set_fields([FieldSpec("note", _("Reason"), required=True, span=2)], {})

    def write(self, values: dict[str, Any]) -> object | None:
        """Add the correction."""
        label = _("Entry taken back: {reason}").format(reason=values["note"])
        return self.context.do(facilities.reverse_entry, self._entry.id, values["note"], label=label)


def _due_first(draw: Drawdown) -> tuple[date, date]:
    return draw.due_on or date.max, draw.disbursed_on or date.max


def _draw_label(draw: Drawdown) -> str:
    day = format_date(draw.disbursed_on) if draw.disbursed_on else _("day not known")
    return " · ".join(filter(None, (day, format_money(draw.amount), draw.payee, draw.purpose)))

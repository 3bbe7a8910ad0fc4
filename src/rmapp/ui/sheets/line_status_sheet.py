"""Moving a line to its next status: the sheet asks for just what that status still needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain import reference
from rmapp.domain.facility import Security, UseOfProceeds
from rmapp.domain.facility_checks import date_label
from rmapp.domain.pricing_text import parse_pricing, write_pricing
from rmapp.i18n import _
from rmapp.services import line_status
from rmapp.services.line_views import facility_view
from rmapp.ui.sheets.line_sheet import LineSheet
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.fields import Choice, Field

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.facility import Facility
    from rmapp.ui.context import UiContext

_ALSO = {"approved": ("approved_on",)}
_DAYS_OF_TODAY = frozenset({"submitted_on", "approved_on", "signed_on", "available_from"})


def open_line_status(window: QWidget, context: UiContext, facility_id: str) -> LineSheet:
    """Open the sheet with the statuses a line may move to."""
    sheet = LineStatusSheet(window, context, facility_id)
    sheet.open(sheet.target)
    return sheet


class LineStatusSheet(LineSheet):
    """One choice, and below it the fields of the chosen status."""

    def __init__(self, window: QWidget, context: UiContext, facility_id: str) -> None:
        view = context.ask(facility_view, facility_id)
        self._facility: Facility = view.facility
        subtitle = " · ".join(filter(None, (view.name, self._facility.reference_no)))
        super().__init__(window, context, _("Change status"), subtitle=subtitle, save=_("Change"))
        moves = reference.line_moves()[self._facility.status]
        self.target = Choice([(code, reference.text("line_status", code)) for code in moves], name=_("New status"))
        self.target.changed.connect(self._ask_for)
        self.body.insertWidget(1, Field(_("New status"), self.target))
        self.set_facts([(_("Status now"), reference.text("line_status", self._facility.status))])
        self.set_possible(bool(moves))
        if moves:
            self._ask_for(moves[0])

    def write(self, values: dict[str, Any]) -> object | None:
        """Change the status and what goes with it."""
        to = self.target.code() or ""
        label = _("Line is now “{status}”").format(status=reference.text("line_status", to))
        fields = {name: value for name, value in self._fields(values).items() if value is not None}
        return self.context.do(line_status.set_status, self._facility.id, to, label=label, **fields)

    def _fields(self, values: dict[str, Any]) -> dict[str, Any]:
        fields = dict(values)
        if "pricing" in fields:
            fields["pricing"] = parse_pricing(fields["pricing"] or "", self._facility.pricing)
        if "use_of_proceeds" in fields:
            code, known = fields["use_of_proceeds"], self._facility.use_of_proceeds
            fields["use_of_proceeds"] = known if known and known[0].code == code else (UseOfProceeds(code=code),)
        if "security" in fields:
            code, kept = fields["security"], self._facility.security
            fields["security"] = kept if kept and kept[0].type == code else (Security(type=code),)
        return fields

    def _ask_for(self, to: str) -> None:
        names = (*line_status.STATUS_NEEDS.get(to, ()), *_ALSO.get(to, ()))
        values = {name: self._value(name) for name in names}
        self.set_fields([self._spec(name) for name in names], values)

    def _value(self, name: str) -> object:
        held = getattr(self._facility, name)
        if name == "pricing":
            return write_pricing(held)
        if name == "use_of_proceeds":
            return held[0].code if held else None
        if name == "security":
            return held[0].type if held else None
        if held is None and name in _DAYS_OF_TODAY:
            return self.context.clock.today()
        return held

    def _spec(self, name: str) -> FieldSpec:
        needed = name in line_status.STATUS_NEEDS.get(self.target.code() or "", ())
        if name.endswith(("_on", "_from", "_to")):
            return FieldSpec(name, date_label(name), "date", required=needed)
        if name in ("use_of_proceeds", "security"):
            listed = "security_type" if name == "security" else name
            options = [(code, label.text()) for code, label in reference.choices(listed).items()]
            return FieldSpec(name, _field_label(name), "choice", options=options, required=needed, span=2)
        kind = {"limit": "money", "tenor_months": "integer"}.get(name, "text")
        return FieldSpec(name, _field_label(name), kind, required=needed, ccy=self._facility.ccy)


def _field_label(name: str) -> str:
    return {
        "limit": _("Limit"),
        "tenor_months": _("Tenor in months"),
        "pricing": _("Rate"),
        "security": _("Security"),
        "approver": _("Approved by"),
        "contract_no": _("Contract number"),
        "status_reason": _("Reason"),
        "use_of_proceeds": _("Use of proceeds"),
    }[name]

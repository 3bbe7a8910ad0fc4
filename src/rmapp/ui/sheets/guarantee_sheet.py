"""The sheet of a guarantee: a firm or person of the book or somebody else, for the whole line or an amount."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.collateral import Guarantee
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.collateral import collateral_register, security
from rmapp.services.lines.line_views import facility_view
from rmapp.ui.sheets import security_fields
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.sheets.form_values import fields_of, values_of
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.pick_form import PickForm
from rmapp.ui.widgets.pick_sources import Clients, People

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.ui.context import UiContext

_WHO = {"firm": "guarantor_firm", "person": "guarantor_person", "outsider": "guarantor_name"}
_USUAL = {"firm": "guarantee_corporate", "person": "guarantee_personal"}


def open_guarantee(window: QWidget, context: UiContext, facility_id: str, guarantee_id: str = "") -> GuaranteeSheet:
    """Open a guarantee for a line, or a new one."""
    sheet = GuaranteeSheet(window, context, facility_id, guarantee_id)
    sheet.open(sheet.first_field())
    return sheet


class GuaranteeSheet(FormSheet):
    """The kind of guarantee follows who gives it until it is chosen."""

    def __init__(self, window: QWidget, context: UiContext, facility_id: str, guarantee_id: str) -> None:
        line = context.ask(facility_view, facility_id).facility
        title = _("Guarantee") if guarantee_id else _("Add a guarantor")
        super().__init__(window, title, subtitle=line.reference_no, save=_("Save"))
        self._context, self._facility_id = context, facility_id
        given = context.ask(security.line_security, facility_id).guarantees
        self._held = next((one.guarantee for one in given if one.guarantee.id == guarantee_id), None)
        self._form = PickForm(
            security_fields.guarantee_specs(line.ccy),
            {"guarantor_firm": Clients(context), "guarantor_person": People(context)},
            today=context.clock.today(),
        )
        self._who = "firm"
        self.page.addWidget(self._form)
        self.page.addStretch(1)
        if self._held is not None:
            self._fill(self._held)
        self._fit()
        self._form.changed.connect(self._on_changed)
        if context.read_only:
            self._form.set_read_only(True)
            self.saver.setEnabled(False)

    def _fill(self, held: Guarantee) -> None:
        values = values_of(held, "guarantor_kind", "type", "amount", "valid_from", "valid_to", "note")
        values["share"] = security_fields.percent_of(held.share_bp)
        values["guarantor_name"] = held.guarantor_name if held.guarantor_kind == "outsider" else None
        if held.guarantor_id:
            values[_WHO[held.guarantor_kind]] = held.guarantor_id
        self._form.set_values(values)
        self._who = held.guarantor_kind
        if not self._context.read_only:
            remove = Button(_("Remove"), kind="danger", icon="trash-2")
            remove.clicked.connect(self._on_remove_clicked)
            self.add_left(remove)

    def first_field(self) -> QWidget:
        """Return the field of who guarantees."""
        return self._form.control(_WHO[self._who])

    def is_changed(self) -> bool:
        """Tell whether something was typed."""
        return not self._context.read_only and self._form.is_changed()

    def save(self) -> None:
        """Write the guarantee and close."""
        try:
            done = self._write(self._form.values())
        except InputError as problem:
            names = {"guarantor_id": _WHO[self._who], "share_bp": "share"}
            self._form.show_errors({names.get(name, name): words for name, words in problem.fields.items()})
            return
        if done is not None:
            self.finish()

    def _write(self, values: dict[str, Any]) -> object | None:
        fields = fields_of(Guarantee, values) | {"share_bp": security_fields.basis_points(values, "share")}
        key = values.get(_WHO[self._who])
        fields["guarantor_id"] = "" if self._who == "outsider" else key or ""
        if self._who != "outsider":
            fields["guarantor_name"] = ""
        if self._held is not None:
            label = _("Guarantee changed")
            return self._context.do(collateral_register.change_guarantee, self._held.id, label=label, **fields)
        guarantee = Guarantee(facility_id=self._facility_id, **fields)
        return self._context.do(collateral_register.add_guarantee, guarantee, label=_("Guarantee added"))

    def _fit(self) -> None:
        """Show the field of the guarantor that belongs to its kind."""
        for code, name in _WHO.items():
            self._form.field(name).setVisible(code == self._who)

    def _on_changed(self) -> None:
        kind = str(self._form.peek()["guarantor_kind"])
        if kind == self._who:
            return
        self._who = kind
        self._fit()
        control = self._form.control("type")
        if kind in _USUAL and hasattr(control, "set_code"):
            control.set_code(_USUAL[kind])

    def _on_remove_clicked(self) -> None:
        if self._held is None:
            return
        label = _("Guarantee removed")
        if self._context.do(collateral_register.remove_guarantee, self._held.id, label=label) is not None:
            self.finish()

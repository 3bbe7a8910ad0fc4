"""The sheet of a charge: rank, registration and end, what it secures, and the day it was given back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.collateral import Charge
from rmapp.i18n import _
from rmapp.services.collateral import collateral_register, patents, security
from rmapp.ui import security_wording
from rmapp.ui.sheets import security_fields
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.form_values import fields_of, values_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

_SHOWN = ("registration_no", "ranking", "registered_on", "registered_to", "secured", "ended_on")


def open_charge(window: QWidget, context: UiContext, charge_id: str) -> ChargeSheet:
    """Open a charge of the register."""
    sheet = ChargeSheet(window, context, charge_id)
    sheet.open(sheet.first_field())
    return sheet


class ChargeSheet(EntitySheet):
    """A charge is given back by its day and then stays in the history; one entered by mistake is removed."""

    def __init__(self, window: QWidget, context: UiContext, charge_id: str) -> None:
        found = context.ask(security.charge_of, charge_id)
        self._charge: Charge = found.charge
        name = security_wording.thing_name(found.thing)
        line = found.line.reference_no
        subtitle = _("{thing}, for {line}").format(thing=name, line=line) if line else name
        super().__init__(window, context, _("Charge"), subtitle=subtitle, removes=_("Entered by mistake"))
        self._form = self.add_form(security_fields.charge_specs(found.line.ccy, is_new=False))
        self._form.set_values({**values_of(self._charge, *_SHOWN), "charge_note": self._charge.note})
        self.page.addStretch(1)
        doubts = context.ask(patents.charge_warnings, found.thing.collateral.id, found.line.id)
        if doubts and not context.read_only:
            self.say("\n".join(doubts), "warning")

    def first_field(self) -> QWidget | None:
        """Return the registration number."""
        return self._form.control("registration_no")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Change the charge, or give the thing back."""
        fields = fields_of(Charge, values) | {"note": values["charge_note"] or ""}
        released = fields["ended_on"] is not None and self._charge.ended_on is None
        label = _("Charge given back") if released else _("Charge changed")
        return self.context.do(collateral_register.change_charge, self._charge.id, label=label, **fields)

    def remove(self) -> Change[Any] | None:
        """Take out a charge that was entered by mistake."""
        label = _("Charge removed")
        return self.context.do(collateral_register.remove_charge, self._charge.id, label=label)

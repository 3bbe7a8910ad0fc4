"""The sheet of the valuations of a thing: its history, newest first, and a new one below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.domain.collateral import Valuation
from rmapp.domain.money import format_compact
from rmapp.domain.security_rules import has_lapsed, valid_to
from rmapp.domain.wording import format_date
from rmapp.errors import InputError
from rmapp.i18n import _, pgettext
from rmapp.services.collateral import collateral_register, security
from rmapp.ui import security_wording
from rmapp.ui.sheets import security_fields
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.fact_forms import USUAL_VALUES, origin_specs
from rmapp.ui.sheets.form_values import fields_of
from rmapp.ui.tabs.line_table import Column, LineTable
from rmapp.ui.tabs.rows import clear
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.labels import PlainLabel, heading

if TYPE_CHECKING:
    from rmapp.services.lines.lendable import Thing
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext


def open_valuation(window: QWidget, context: UiContext, collateral_id: str) -> ValuationSheet:
    """Open the valuations of a thing with the fields of a new one."""
    sheet = ValuationSheet(window, context, collateral_id)
    sheet.open(sheet.first_field())
    return sheet


class ValuationSheet(EntitySheet):
    """Valuations are added and stay; only one that was entered by mistake is taken out."""

    def __init__(self, window: QWidget, context: UiContext, collateral_id: str) -> None:
        thing: Thing = context.ask(security.thing_view, collateral_id).thing
        super().__init__(window, context, _("Valuations"), subtitle=security_wording.thing_name(thing))
        self._collateral_id = collateral_id
        self._history = QVBoxLayout()
        self.page.addWidget(heading(_("New valuation")))
        self._form = self.add_form(security_fields.value_specs())
        self.add_form(origin_specs()).set_values({"source": "third_party", **USUAL_VALUES})
        self.page.addWidget(heading(_("History")))
        self.page.addLayout(self._history)
        self.page.addStretch(1)
        self._show_history(thing)

    def first_field(self) -> QWidget | None:
        """Return the value."""
        return self._form.control("value")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Add the valuation."""
        missing = {name: _("This is needed.") for name in ("value", "valued_on") if values[name] is None}
        if missing:
            raise InputError(missing)
        valuation = Valuation(collateral_id=self._collateral_id, **fields_of(Valuation, values))
        return self.context.do(collateral_register.add_valuation, valuation, label=_("Valuation added"))

    def _show_history(self, thing: Thing) -> None:
        clear(self._history)
        if not thing.valuations:
            self._history.addWidget(PlainLabel(_("It was never valued."), tone="tertiary"))
            return
        table = LineTable(
            (
                Column(_("Day")),
                Column(pgettext("collateral", "Value"), is_number=True),
                Column(_("Valuer"), share=1),
                Column(_("Holds until"), is_number=True),
                Column("", is_number=True),
            )
        )
        for one in thing.valuations:
            is_newest = one is thing.valuation
            table.add_row(
                (
                    format_date(one.valued_on),
                    format_compact(one.value),
                    one.valuer,
                    self._held(one) if is_newest else "",
                    self._removal(one, thing),
                ),
                tone="primary" if is_newest else "secondary",
            )
        self._history.addWidget(table)

    def _held(self, valuation: Valuation) -> QWidget | str:
        if has_lapsed(valuation, self.context.clock.today()):
            return Chip(_("Lapsed"), tone="warning")
        return format_date(valid_to(valuation))

    def _removal(self, valuation: Valuation, thing: Thing) -> QWidget | str:
        of_record = thing.right is not None and valuation.id == thing.right.id
        if of_record or self.context.read_only:
            return ""
        words = _("Remove the valuation of {date}, entered by mistake")
        button = IconButton("trash-2", words.format(date=format_date(valuation.valued_on)), size=26)
        button.setObjectName(valuation.id)
        button.clicked.connect(self._on_removal_clicked)
        return button

    def _on_removal_clicked(self) -> None:
        label = _("Valuation removed")
        done = self.context.do(collateral_register.remove_valuation, self.sender().objectName(), label=label)
        if done is not None:
            self._show_history(self.context.ask(security.thing_view, self._collateral_id).thing)
            self._form.control("value").setFocus()

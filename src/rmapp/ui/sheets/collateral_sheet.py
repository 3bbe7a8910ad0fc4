"""The sheet of a thing that secures credit: a right of the firm, a thing of the register, or one described here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.collateral import Charge, Collateral, Valuation
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.collateral import collateral_register, patents, security
from rmapp.services.lines.line_views import facility_view
from rmapp.ui import security_wording
from rmapp.ui.sheets import security_fields
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.fact_forms import source_specs
from rmapp.ui.sheets.form_values import fields_of, values_of
from rmapp.ui.widgets.fields import Choice, Field

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.facility import Facility
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.entity_form import EntityForm

_RIGHT, _THING = "right:", "thing:"
_NAMES = {"lendable_bp": "lendable", "facility_id": "what", "ip_right_id": "what", "collateral_id": "what"}


def open_collateral(
    window: QWidget, context: UiContext, firm_id: str, collateral_id: str = "", facility_id: str = ""
) -> CollateralSheet:
    """Open a thing of the register, or a new one of a firm, for a line where one is given."""
    sheet = CollateralSheet(window, context, firm_id, collateral_id, facility_id)
    sheet.open(sheet.first_field())
    return sheet


class CollateralSheet(EntitySheet):
    """A new thing may be valued and charged in the same step."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, collateral_id: str, facility_id: str) -> None:
        self._line: Facility | None = context.ask(facility_view, facility_id).facility if facility_id else None
        self._held = context.ask(security.thing_view, collateral_id).thing.collateral if collateral_id else None
        title = _("Collateral") if self._held is not None else _("Add collateral")
        subtitle = self._line.reference_no if self._line is not None else ""
        removes = _("Remove") if self._held is not None else ""
        super().__init__(window, context, title, subtitle=subtitle, removes=removes)
        self._firm_id = firm_id
        self._what = Choice(self._options(), name=_("What secures it"))
        self._what_field = Field(_("What secures it"), self._what)
        self._build_page()
        self._fit()

    def _options(self) -> list[tuple[str, str]]:
        """Return the firm's rights and things that can be taken, those first that are not in use."""
        if self._held is not None:
            return []
        desk = self.context.ask(patents.patent_desk, self._firm_id)
        known = self.context.ask(security.firm_register, self._firm_id).things
        own = self._line.id if self._line is not None else ""
        things = [one for one in known if own and own not in {charge.facility_id for charge, _l, _m in one.charges}]
        return [
            ("", _("Something else, described below")),
            *((_RIGHT + view.right.id, self._right_words(view)) for view in desk if view.collateral is None),
            *((_THING + one.thing.collateral.id, security_wording.thing_name(one.thing)) for one in things),
        ]

    def _right_words(self, view: patents.PatentView) -> str:
        said = _("{right} ({pledge})")
        return said.format(right=view.name, pledge=security_wording.pledge_chip(view)[1])

    def _build_page(self) -> None:
        if self._held is None:
            self._what.changed.connect(self._on_what_chosen)
            self.page.addWidget(self._what_field)
        self._thing: EntityForm = self.add_form(security_fields.thing_specs())
        self._terms: EntityForm = self.add_form(security_fields.terms_specs())
        self._source: EntityForm = self.add_form(source_specs())
        if self._held is None:
            self._terms.set_values({"confidentiality": Collateral.model_fields["confidentiality"].default})
            self._source.set_values({"source": "bank_system"})
            self._value = self.add_form(security_fields.value_specs(), title=_("What it is worth"))
            if self._line is not None:
                title = _("Its charge for this line")
                self._charge = self.add_form(security_fields.charge_specs(self._line.ccy, is_new=True), title=title)
                self._charge.set_values({"ranking": 1})
        else:
            self._fill(self._held)
        self.page.addStretch(1)

    def _fill(self, held: Collateral) -> None:
        self._thing.set_values(values_of(held, "type", "owner", "description"))
        terms = values_of(held, "insured_to", "confidentiality", "note")
        self._terms.set_values({**terms, "lendable": security_fields.percent_of(held.lendable_bp)})
        self._source.set_values(values_of(held, "source", "as_of", "citation"))

    def first_field(self) -> QWidget | None:
        """Return the choice of what it is, or the first field of a thing of the register."""
        return self._what if self._held is None else self._terms.control("lendable")

    def is_changed(self) -> bool:
        """Tell whether something was typed or chosen."""
        return super().is_changed() or (not self.context.read_only and bool(self._what.code()))

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Write the thing, and in the same step its first value and its charge."""
        try:
            return self._write(values)
        except InputError as problem:
            fields = {_NAMES.get(name, name): words for name, words in problem.fields.items()}
            if "what" in fields:
                self._what_field.set_error(fields["what"])
            raise InputError(fields) from problem

    def remove(self) -> Change[Any] | None:
        """Take the thing out of the register."""
        if self._held is None:
            return None
        label = _("Collateral removed")
        return self.context.do(collateral_register.remove_collateral, self._held.id, label=label)

    def _write(self, values: dict[str, Any]) -> Change[Any] | None:
        fields = fields_of(Collateral, values)
        if "lendable" in values:
            fields["lendable_bp"] = security_fields.basis_points(values, "lendable")
        if self._held is not None:
            label = _("Collateral changed")
            return self.context.do(collateral_register.change_collateral, self._held.id, label=label, **fields)
        chosen = self._what.code() or ""
        if chosen.startswith(_THING):
            thing: Collateral | str = chosen.removeprefix(_THING)
        else:
            right_id = chosen.removeprefix(_RIGHT) or None
            known = {"type": "pledge_ip", "description": ""} if right_id is not None else {}
            thing = Collateral(**{**fields, **known}, firm_id=self._firm_id, ip_right_id=right_id)
        charge = None
        if self._line is not None:
            charge = Charge(collateral_id="", facility_id=self._line.id, **_charge_fields(values))
        label = _("Collateral added")
        return self.context.do(collateral_register.secure, thing, charge, self._valuation(values), label=label)

    def _valuation(self, values: dict[str, Any]) -> Valuation | None:
        if values.get("value") is None:
            return None
        if values["valued_on"] is None:
            raise InputError({"valued_on": _("Say on which day it was worth that.")})
        return Valuation(collateral_id="", **fields_of(Valuation, values))

    def _fit(self) -> None:
        """Show the fields that belong to what is chosen."""
        chosen = self._what.code() or ""
        is_right = chosen.startswith(_RIGHT) or (self._held is not None and self._held.ip_right_id is not None)
        is_known = chosen.startswith(_THING)
        self._thing.setVisible(not is_right and not is_known)
        self._terms.setVisible(not is_known)
        self._source.setVisible(not is_known)

    def _on_what_chosen(self, chosen: str) -> None:
        self._what_field.clear()
        self._fit()
        said: tuple[str, ...] = ()
        if self._line is not None and chosen.startswith(_RIGHT):
            said = self.context.ask(patents.right_warnings, chosen.removeprefix(_RIGHT), self._line.id)
        elif self._line is not None and chosen.startswith(_THING):
            said = self.context.ask(patents.charge_warnings, chosen.removeprefix(_THING), self._line.id)
        self.say("\n".join(said), "warning")


def _charge_fields(values: dict[str, Any]) -> dict[str, Any]:
    names = ("registration_no", "ranking", "registered_on", "registered_to", "secured")
    return fields_of(Charge, {name: values[name] for name in names})

"""The sheet of a covenant: what has to be true, how often it is tested, and by when it is proved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rmapp.domain.covenant import Covenant
from rmapp.domain.covenant_wording import covenant_sentence, value_text
from rmapp.domain.money import Money
from rmapp.i18n import _, pgettext
from rmapp.services.lines import covenants
from rmapp.services.lines.line_views import facility_view
from rmapp.ui.covenant_wording import statement_text
from rmapp.ui.sheets.covenant_fields import is_money, shown_value, unit_suffix
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.form_values import fields_of, options, values_of
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.fields import LineEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 600
_OF_FIGURES = ("metric", "operator", "threshold", "amount")
_OF_PERIODS = ("first_test_on", "days_to_deliver", "grace_days")


def open_covenant(window: QWidget, context: UiContext, facility_id: str = "", covenant_id: str = "") -> CovenantSheet:
    """Open the sheet of a new covenant of a line, or of a stored one."""
    covenant = context.ask(covenants.covenant_view, covenant_id).covenant if covenant_id else None
    sheet = CovenantSheet(window, context, covenant.facility_id if covenant else facility_id, covenant)
    sheet.open(sheet.first_field())
    return sheet


class CovenantSheet(EntitySheet):
    """The sentence above the fields says the covenant as it stands; the newest known value helps to choose."""

    def __init__(self, window: QWidget, context: UiContext, facility_id: str, covenant: Covenant | None) -> None:
        line = context.ask(facility_view, facility_id)
        super().__init__(
            window,
            context,
            _("Add a covenant") if covenant is None else _("Covenant"),
            subtitle=" · ".join(filter(None, (line.name, line.facility.reference_no))),
            width=WIDTH,
            removes=_("Remove") if covenant is not None else "",
        )
        self._facility_id, self._before = facility_id, covenant
        self._ccy = covenant.ccy if covenant is not None else line.facility.ccy
        self._said = Banner("info", "", icon="scale")
        self.page.addWidget(self._said)
        self._form = self.add_form(_specs(self._ccy, is_new=covenant is None))
        self._form.set_values(self._first_values() if covenant is None else _shown(covenant))
        self._form.changed.connect(self._on_changed)
        self.page.addStretch(1)
        self._on_changed()

    def first_field(self) -> QWidget:
        """Begin with what is tested."""
        is_figure = self._form.readable().get("type") == "financial"
        return self._form.control("metric" if is_figure else "name")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Add or change the covenant."""
        fields = self._fields(values)
        if self._before is None:
            covenant = Covenant(facility_id=self._facility_id, **fields)
            return self.context.do(covenants.add_covenant, covenant, label=_("Covenant added"))
        return self.context.do(covenants.change_covenant, self._before.id, label=_("Covenant changed"), **fields)

    def remove(self) -> Change[Any] | None:
        """Take the covenant out of the book."""
        if self._before is None:
            return None
        return self.context.do(covenants.remove_covenant, self._before.id, label=_("Covenant removed"))

    def _first_values(self) -> dict[str, object]:
        year_end = date(self.context.clock.today().year, 12, 31)
        first = {"type": "financial", "metric": "debt_ratio", "operator": "<=", "frequency": "annual"}
        return {**first, "first_test_on": year_end, "days_to_deliver": 120, "grace_days": 15}

    def _fields(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the fields of the covenant; amounts of money become numbers in their currency."""
        read = dict(values)
        amount: Money | None = read.pop("amount", None)
        if is_money(read.get("metric")):
            read["threshold"] = None if amount is None else amount.amount
            read["ccy"] = self._ccy if amount is None else amount.ccy
        return fields_of(Covenant, read)

    def _on_changed(self) -> None:
        typed = Covenant(facility_id=self._facility_id, **self._fields(self._form.readable()))
        is_figure = typed.type == "financial"
        is_amount = is_money(typed.metric)
        for name in _OF_FIGURES:
            self._form.field(name).setVisible(is_figure)
        self._form.field("threshold").setVisible(is_figure and not is_amount)
        self._form.field("amount").setVisible(is_figure and is_amount)
        self._form.field("name").setVisible(not is_figure or typed.metric == "other")
        for name in _OF_PERIODS:
            self._form.field(name).setVisible(typed.frequency != "event")
        control = self._form.control("threshold")
        if isinstance(control, LineEdit):
            control.set_suffix(unit_suffix(typed.metric))
        self._said.set_text(covenant_sentence(typed))
        self._show_known(typed, "amount" if is_amount else "threshold")

    def _show_known(self, typed: Covenant, name: str) -> None:
        reading = self.context.ask(covenants.known_value, typed)
        words = _("No statement in the book says this figure.")
        if reading.snapshot is not None:
            words = _("Last known: {value} ({statement})").format(
                value=value_text(typed, reading.value, unlimited=reading.unlimited),
                statement=statement_text(reading.snapshot),
            )
        if not self._form.field(name).has_error():
            self._form.field(name).set_hint(words)


def _specs(ccy: str, *, is_new: bool) -> list[FieldSpec]:
    operators = (
        ("<=", _("at most (≤)")),
        ("<", _("below (<)")),
        (">=", _("at least (≥)")),
        (">", _("above (>)")),
    )
    specs = [
        FieldSpec("type", _("Kind of covenant"), "choice", options("covenant_type"), required=True, span=2),
        FieldSpec("name", _("What is to be delivered, done or tested"), span=2),
        FieldSpec("metric", _("Figure"), "choice", options("covenant_metric"), required=True),
        FieldSpec("operator", pgettext("covenant", "Is"), "choice", operators, required=True),
        FieldSpec("threshold", _("Threshold"), "decimal", span=2),
        FieldSpec("amount", _("Threshold amount"), "money", span=2, ccy=ccy),
        FieldSpec("frequency", pgettext("covenant", "Tested"), "choice", options("frequency"), required=True),
        FieldSpec("first_test_on", _("First period ends on"), "date"),
        FieldSpec("days_to_deliver", _("Days to deliver"), "integer", required=True),
        FieldSpec("grace_days", _("Days of grace"), "integer", required=True),
        FieldSpec("consequence", _("Consequence of a breach"), span=2),
        FieldSpec("note", _("Note"), span=2),
    ]
    if not is_new:
        specs.append(FieldSpec("active", _("In force"), "check", span=2))
    return specs


def _shown(covenant: Covenant) -> dict[str, object]:
    values = values_of(covenant)
    shown = shown_value(covenant, covenant.threshold)
    amount = isinstance(shown, Money)
    return values | {"threshold": None if amount else shown, "amount": shown if amount else None}

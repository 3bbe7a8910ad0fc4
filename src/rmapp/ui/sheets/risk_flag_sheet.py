"""Raising a hard stop or a cap on the grade of a firm, with what shows it, and clearing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain import reference
from rmapp.domain.wording import format_date
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.services.scoring import flags
from rmapp.ui.grade_bands import effect_words
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.fact_forms import USUAL_VALUES, codes, origin_specs
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.assessment import RiskFlag
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 560


def open_risk_flag(window: QWidget, context: UiContext, firm_id: str = "", flag_id: str = "") -> EntitySheet:
    """Open the sheet of a new flag of a firm, or the one that clears a flag."""
    sheet: EntitySheet
    if flag_id:
        sheet = ClearFlagSheet(window, context, context.ask(flags.flag_of, flag_id))
    else:
        sheet = RaiseFlagSheet(window, context, firm_id)
    sheet.open(sheet.first_field())
    return sheet


class RaiseFlagSheet(EntitySheet):
    """What was found, when, and who says so; what it does to the grade is said as it is chosen."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str) -> None:
        name = context.ask(firms.display_name, firm_id)
        super().__init__(window, context, _("Raise a hard stop or a cap"), subtitle=name, width=WIDTH)
        self._firm_id = firm_id
        self._form = self.add_form(
            (
                FieldSpec("flag", _("Hard stop or cap"), "choice", options=codes("hard_stop"), span=2),
                FieldSpec("found_on", _("Found on"), "past_date", required=True),
                FieldSpec("evidence", _("What shows it"), "multiline", required=True, span=2),
            )
        )
        self._form.set_values({"found_on": context.clock.today()})
        self._effect = PlainLabel("", role="small", tone="secondary", wrap=True)
        self.page.addWidget(self._effect)
        self.add_form(origin_specs()).set_values(USUAL_VALUES)
        self._form.control("flag").changed.connect(self._on_flag_chosen)  # type: ignore[attr-defined]
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field to begin with."""
        return self._form.control("flag")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Raise the flag."""
        if values["flag"] is None:
            raise InputError({"flag": _("Choose what was found.")})
        fields = {**values, "citation": values["citation"] or ""}
        named = reference.text("hard_stop", values["flag"])
        label = _("Flag raised: {flag}").format(flag=named)
        return self.context.do(flags.raise_flag, self._firm_id, fields.pop("flag"), label=label, **fields)

    def _on_flag_chosen(self, code: str) -> None:
        self._effect.setText(effect_words(code))


class ClearFlagSheet(EntitySheet):
    """The flag as it stands, and why it no longer holds."""

    def __init__(self, window: QWidget, context: UiContext, flag: RiskFlag) -> None:
        named = reference.text("hard_stop", flag.flag)
        super().__init__(window, context, _("Clear the flag"), subtitle=named, width=WIDTH)
        self._flag = flag
        since = _("Found on {date}").format(date=format_date(flag.found_on))
        self.page.addWidget(PlainLabel(since, role="small", tone="secondary"))
        if flag.evidence:
            self.page.addWidget(PlainLabel(flag.evidence, wrap=True, selectable=True))
        self._form = self.add_form(
            (
                FieldSpec("cleared_on", _("Cleared on"), "past_date", required=True),
                FieldSpec("cleared_note", _("Why it no longer holds"), "multiline", required=True, span=2),
            )
        )
        self._form.set_values({"cleared_on": context.clock.today()})
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field to begin with."""
        return self._form.control("cleared_note")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Clear the flag."""
        label = _("Flag cleared: {flag}").format(flag=reference.text("hard_stop", self._flag.flag))
        note, on = values["cleared_note"], values["cleared_on"]
        return self.context.do(flags.clear_flag, self._flag.id, note, on=on, label=label)

"""The tranches of a line as they are typed: purpose, amount, condition before draw-down, days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rmapp.domain import draw_units
from rmapp.domain.facility_draft import TrancheDraft
from rmapp.i18n import _
from rmapp.ui.sheets.row_editor import EditorRow, RowColumn, RowEditor, amount_width, date_width, titled
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import LineEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.ui.sheets.field_reader import FieldReader
    from rmapp.ui.sheets.typed_fields import Typed

BLANK = 3


class TrancheRows(RowEditor):
    """Planned parts of the line."""

    def __init__(self, today: date) -> None:
        self._today = today
        columns = (
            RowColumn("purpose", _("Purpose")),
            RowColumn("amount", _("Amount"), amount_width(), is_number=True),
            RowColumn("condition", _("Condition before draw-down")),
            RowColumn("condition_due_on", _("Condition due"), date_width()),
            RowColumn("planned_on", _("Planned draw"), date_width()),
        )
        super().__init__("tranches", _("Tranches"), _("Add tranche"), columns)

    def make_row(self) -> EditorRow:
        """Return an empty tranche."""
        controls: dict[str, QWidget] = {}
        for spec in self.columns:
            controls[spec.name] = titled(self._control(spec), spec.title)
        return EditorRow(self.columns, controls, _("Remove this tranche"))

    def offer(self, facility_type: str) -> None:
        """Offer empty rows where money is paid out in parts, unless something is typed; bills are draws at once."""
        if all(row.is_blank() for row in self.rows):
            count = BLANK if draw_units.draw_unit(facility_type) == draw_units.MONEY else 0
            self.fill([{} for _blank in range(count)])

    def read(self, reader: FieldReader) -> tuple[list[TrancheDraft], list[int]]:
        """Return the tranches, and for each the place of its row; empty rows are left out."""
        drafts, places = [], []
        for place, row in enumerate(self.rows):
            if row.is_blank():
                continue
            path, controls = f"tranches.{place}", row.controls
            met_on = row.kept.get("condition_met_on")
            drafts.append(
                TrancheDraft(
                    id=row.kept.get("id", ""),
                    purpose=reader.text(controls["purpose"]),
                    amount=reader.money(f"{path}.amount", controls["amount"]),
                    condition=reader.text(controls["condition"]),
                    condition_due_on=reader.day(f"{path}.condition_due_on", controls["condition_due_on"]),
                    planned_on=reader.day(f"{path}.planned_on", controls["planned_on"]),
                    condition_met_on=date.fromisoformat(met_on) if met_on else None,
                )
            )
            places.append(place)
        return drafts, places

    def _control(self, spec: RowColumn) -> QWidget:
        if spec.name == "amount":
            return self.amount_field(spec.title)
        if spec.name.endswith("_on"):
            return DateEdit(name=spec.title, today=self._today)
        return LineEdit(name=spec.title)


def tranche_values(draft: TrancheDraft) -> dict[str, Typed]:
    """Return a tranche as its row shows it."""
    from rmapp.domain.wording import format_date

    met_on = draft.condition_met_on
    return {
        "id": draft.id,
        "purpose": draft.purpose,
        "amount": "" if draft.amount is None else f"{draft.amount.amount:f}",
        "condition": draft.condition,
        "condition_due_on": format_date(draft.condition_due_on) if draft.condition_due_on else "",
        "planned_on": format_date(draft.planned_on) if draft.planned_on else "",
        "condition_met_on": met_on.isoformat() if met_on else "",
    }

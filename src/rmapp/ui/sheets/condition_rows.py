"""The conditions before the first draw-down of a line as they are typed: what, by when, met or waived."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rmapp.domain.facility_draft import ConditionDraft
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.ui.sheets.row_editor import EditorRow, RowColumn, RowEditor, date_width, titled
from rmapp.ui.sheets.typed_fields import typed
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import LineEdit
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.ui.sheets.field_reader import FieldReader
    from rmapp.ui.sheets.typed_fields import Typed


class ConditionRow(EditorRow):
    """A row that is blank without words, whether or not its tick is set."""

    def is_blank(self) -> bool:
        """Tell whether nothing was typed into the row."""
        words = [one.text() for one in self.controls.values() if isinstance(one, LineEdit)]
        return not self.kept and not any(text.strip() for text in words)


class ConditionRows(RowEditor):
    """A blocking condition makes nothing available until it is met or waived."""

    def __init__(self, today: date) -> None:
        self._today = today
        columns = (
            RowColumn("text", _("Condition")),
            RowColumn("due_on", _("Due"), date_width()),
            RowColumn("met_on", _("Met on"), date_width()),
            RowColumn("waived_reason", _("Waived because")),
            RowColumn("blocking", _("Blocks"), 84),
        )
        super().__init__("conditions", _("Conditions before drawing"), _("Add condition"), columns)

    def make_row(self) -> EditorRow:
        """Return an empty condition that blocks."""
        titles = {spec.name: spec.title for spec in self.columns}
        controls: dict[str, QWidget] = {
            "text": titled(LineEdit(name=titles["text"]), titles["text"]),
            "due_on": titled(DateEdit(name=titles["due_on"], today=self._today), titles["due_on"]),
            "met_on": titled(DateEdit(name=titles["met_on"], future=False, today=self._today), titles["met_on"]),
            "waived_reason": titled(LineEdit(name=titles["waived_reason"]), titles["waived_reason"]),
            "blocking": titled(CheckBox(_("blocks"), checked=True), _("Blocks drawing")),
        }
        return ConditionRow(self.columns, controls, _("Remove this condition"))

    def read(self, reader: FieldReader) -> tuple[list[ConditionDraft], list[int]]:
        """Return the conditions, and for each the place of its row; empty rows are left out."""
        drafts, places = [], []
        for place, row in enumerate(self.rows):
            if row.is_blank():
                continue
            path, controls = f"conditions.{place}", row.controls
            waived_on = row.kept.get("waived_on")
            drafts.append(
                ConditionDraft(
                    id=row.kept.get("id", ""),
                    text=reader.text(controls["text"]),
                    due_on=reader.day(f"{path}.due_on", controls["due_on"]),
                    met_on=reader.day(f"{path}.met_on", controls["met_on"]),
                    blocking=bool(typed(controls["blocking"])),
                    waived_on=date.fromisoformat(waived_on) if waived_on else None,
                    waived_reason=reader.text(controls["waived_reason"]),
                )
            )
            places.append(place)
        return drafts, places


def condition_values(draft: ConditionDraft) -> dict[str, Typed]:
    """Return a condition as its row shows it."""
    return {
        "id": draft.id,
        "text": draft.text,
        "due_on": format_date(draft.due_on) if draft.due_on else "",
        "met_on": format_date(draft.met_on) if draft.met_on else "",
        "waived_on": draft.waived_on.isoformat() if draft.waived_on else "",
        "waived_reason": draft.waived_reason,
        "blocking": draft.blocking,
    }

"""The covenants of a line as they are typed: figure, sign, threshold, how often, and what the newest statement says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, get_args

from rmapp.domain import reference
from rmapp.domain.covenant import Covenant, Operator
from rmapp.domain.covenant_rules import holds
from rmapp.domain.covenant_wording import short_number, value_text
from rmapp.domain.facility_draft import CovenantDraft
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.ui.sheets.row_editor import EditorRow, RowColumn, RowEditor, choice_width, date_width, titled
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice, LineEdit
from rmapp.ui.widgets.labels import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from PySide6.QtWidgets import QWidget

    from rmapp.ui.sheets.field_reader import FieldReader
    from rmapp.ui.sheets.typed_fields import Typed

_OTHER = "type:"
_SIGNS = {"<=": "≤", "<": "<", ">=": "≥", ">": ">"}
_KEPT = ("days_to_deliver", "grace_days", "name")


class CovenantRow(EditorRow):
    """A row that also says what the newest statement has."""

    def make_extra(self, name: str) -> QWidget:
        """Return the label of the last value."""
        self.last = ElidedLabel("", tone="secondary", numeric=True)
        return self.last


class CovenantRows(RowEditor):
    """Figures that are tested, and what has to be delivered or done."""

    def __init__(self, today: date, figures: Mapping[str, Decimal | None]) -> None:
        self._today, self._figures = today, figures
        often = [one.text() for one in reference.choices("frequency").values()]
        columns = (
            RowColumn("what", _("Covenant")),
            RowColumn("operator", _("Is"), choice_width(_SIGNS.values())),
            RowColumn("threshold", _("Threshold or words")),
            RowColumn("frequency", _("Tested"), choice_width(often)),
            RowColumn("first_test_on", _("First period ends"), date_width()),
            RowColumn("last", _("Last"), 84),
        )
        super().__init__("covenants", _("Covenants"), _("Add covenant"), columns)

    def make_row(self) -> EditorRow:
        """Return a covenant that is tested each year on its last day."""
        titles = {spec.name: spec.title for spec in self.columns}
        what = Choice(_options(), name=titles["what"])
        sign = Choice([(code, _SIGNS[code]) for code in get_args(Operator)], name=_("Comparison"))
        often = Choice([(code, one.text()) for code, one in reference.choices("frequency").items()], name=_("Tested"))
        for choice in (what, sign, often):
            choice.setMinimumContentsLength(1)
        controls: dict[str, QWidget] = {
            "what": titled(what, titles["what"]),
            "operator": titled(sign, _("Comparison")),
            "threshold": titled(LineEdit(name=titles["threshold"]), titles["threshold"]),
            "frequency": titled(often, titles["frequency"]),
            "first_test_on": titled(DateEdit(name=titles["first_test_on"], today=self._today), titles["first_test_on"]),
        }
        row = CovenantRow(self.columns, controls, _("Remove this covenant"))
        often.set_code("annual")
        first = controls["first_test_on"]
        if isinstance(first, DateEdit):
            first.set_date(date(self._today.year, 12, 31))
        return row

    def read(self, reader: FieldReader, ccy: str) -> tuple[list[CovenantDraft], list[int]]:
        """Return the covenants, and for each the place of its row."""
        drafts, places = [], []
        for place, row in enumerate(self.rows):
            path, controls = f"covenants.{place}", row.controls
            what = reader.code(controls["what"]) or ""
            is_figure = not what.startswith(_OTHER)
            controls["operator"].setEnabled(is_figure and not self.is_locked)
            words = reader.text(controls["threshold"])
            kept = {name: row.kept[name] for name in _KEPT if name in row.kept}
            days = {name: int(value) for name, value in kept.items() if name != "name"}
            sign = reader.code(controls["operator"])
            draft = CovenantDraft(
                id=row.kept.get("id", ""),
                type="financial" if is_figure else what.removeprefix(_OTHER),
                name=kept.get("name", "") if is_figure else words,
                metric=what if is_figure else None,
                operator=next((one for one in get_args(Operator) if one == sign), "<="),
                threshold=reader.number(f"{path}.threshold", controls["threshold"]) if is_figure else None,
                frequency=reader.code(controls["frequency"]) or "annual",
                first_test_on=reader.day(f"{path}.first_test_on", controls["first_test_on"]),
                **days,
            )
            self._show_last(row, draft, ccy)
            drafts.append(draft)
            places.append(place)
        return drafts, places

    def _show_last(self, row: EditorRow, draft: CovenantDraft, ccy: str) -> None:
        if not isinstance(row, CovenantRow):
            return
        value = self._figures.get(draft.metric or "")
        if value is None:
            row.last.setText("")
            return
        row.last.setText(value_text(Covenant(facility_id="", metric=draft.metric, ccy=ccy), value))
        is_kept = draft.threshold is None or holds(draft.operator, value, draft.threshold)
        row.last.set_tone("secondary" if is_kept else "danger")


def covenant_values(draft: CovenantDraft) -> dict[str, Typed]:
    """Return a covenant as its row shows it."""
    is_figure = draft.type == "financial"
    return {
        "id": draft.id,
        "what": draft.metric or "" if is_figure else f"{_OTHER}{draft.type}",
        "operator": draft.operator,
        "threshold": _written(draft) if is_figure else draft.name,
        "frequency": draft.frequency,
        "first_test_on": format_date(draft.first_test_on) if draft.first_test_on else "",
        "days_to_deliver": str(draft.days_to_deliver),
        "grace_days": str(draft.grace_days),
        "name": draft.name if is_figure else "",
    }


def _written(draft: CovenantDraft) -> str:
    return "" if draft.threshold is None else short_number(draft.threshold)


def _options() -> list[tuple[str, str]]:
    figures = [(code, one.text()) for code, one in reference.choices("covenant_metric").items() if code != "other"]
    others = [
        (f"{_OTHER}{code}", one.text())
        for code, one in reference.choices("covenant_type").items()
        if code != "financial"
    ]
    return [*figures, *others]

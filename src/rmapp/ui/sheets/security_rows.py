"""The collateral of a line as it is typed: what is pledged or mortgaged, how much it secures, its registration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.facility_draft import ChargeDraft
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.ui import line_wording
from rmapp.ui.sheets.row_editor import EditorRow, RowColumn, RowEditor, amount_width, date_width, titled
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from rmapp.services.collateral.line_collateral import ThingChoice
    from rmapp.ui.sheets.field_reader import FieldReader
    from rmapp.ui.sheets.typed_fields import Typed

_RIGHT = "right:"


class ChargeRow(EditorRow):
    """A row that also says what its thing carries for the line."""

    def make_extra(self, name: str) -> QWidget:
        """Return the label of what is carried."""
        self.carries = PlainLabel("", tone="secondary", numeric=True)
        return self.carries


class ChargeRows(RowEditor):
    """Charges on things of the register, or on rights that come into it."""

    def __init__(self, today: date, things: Sequence[ThingChoice]) -> None:
        self._today = today
        self._things = {one.key: one for one in things}
        columns = (
            RowColumn("thing", _("Collateral")),
            RowColumn("secured", _("Secures at most"), amount_width(), is_number=True),
            RowColumn("registered_on", _("Registered"), date_width()),
            RowColumn("registered_to", _("Registered until"), date_width()),
            RowColumn("carries", _("Carries"), 92),
        )
        super().__init__("charges", _("Collateral"), _("Add collateral"), columns)

    def make_row(self) -> EditorRow:
        """Return an empty charge."""
        titles = {spec.name: spec.title for spec in self.columns}
        thing = Choice(self._options(), name=_("Collateral"), empty=_("Choose"))
        thing.setMinimumContentsLength(8)
        controls: dict[str, QWidget] = {
            "thing": titled(thing, titles["thing"]),
            "secured": titled(self.amount_field(titles["secured"]), titles["secured"]),
            "registered_on": titled(
                DateEdit(name=titles["registered_on"], future=False, today=self._today), titles["registered_on"]
            ),
            "registered_to": titled(DateEdit(name=titles["registered_to"], today=self._today), titles["registered_to"]),
        }
        return ChargeRow(self.columns, controls, _("Remove this collateral"))

    def read(self, reader: FieldReader) -> tuple[list[ChargeDraft], list[int]]:
        """Return the charges, and for each the place of its row; empty rows are left out."""
        drafts, places = [], []
        for place, row in enumerate(self.rows):
            key = reader.code(row.controls["thing"]) or ""
            carries = self._things.get(key)
            if isinstance(row, ChargeRow):
                row.carries.setText(line_wording.in_unit(carries.room) if carries and carries.room else "")
            if row.is_blank():
                continue
            path, controls = f"charges.{place}", row.controls
            drafts.append(
                ChargeDraft(
                    id=row.kept.get("id", ""),
                    collateral_id="" if key.startswith(_RIGHT) else key,
                    ip_right_id=key.removeprefix(_RIGHT) if key.startswith(_RIGHT) else "",
                    type=carries.type if carries else row.kept.get("type", ""),
                    secured=reader.money(f"{path}.secured", controls["secured"]),
                    registration_no=row.kept.get("registration_no", ""),
                    registered_on=reader.day(f"{path}.registered_on", controls["registered_on"]),
                    registered_to=reader.day(f"{path}.registered_to", controls["registered_to"]),
                )
            )
            places.append(place)
        return drafts, places

    def _options(self) -> list[tuple[str, str]]:
        return [(one.key, f"{one.name} · {reference.text('security_type', one.type)}") for one in self._things.values()]


def charge_values(draft: ChargeDraft) -> dict[str, Typed]:
    """Return a charge as its row shows it."""
    return {
        "id": draft.id,
        "thing": draft.collateral_id or (f"{_RIGHT}{draft.ip_right_id}" if draft.ip_right_id else ""),
        "type": draft.type,
        "secured": "" if draft.secured is None else f"{draft.secured.amount:f}",
        "registration_no": draft.registration_no,
        "registered_on": format_date(draft.registered_on) if draft.registered_on else "",
        "registered_to": format_date(draft.registered_to) if draft.registered_to else "",
    }


def unsecured_words(is_unsecured: bool) -> str:
    """Return what the section says while it has no row."""
    return _("None: this line is unsecured") if is_unsecured else _("None in the register")

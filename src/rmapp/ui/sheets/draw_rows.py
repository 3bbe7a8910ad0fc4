"""The draw-downs of a line as they are typed: tranche, day, amount, payee, purpose, and what is left after."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from rmapp.domain.facility_draft import DrawDraft
from rmapp.domain.money import Money, format_money
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.ui.sheets.row_editor import EditorRow, RowColumn, RowEditor, amount_width, choice_width, date_width, titled
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice, LineEdit
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from rmapp.ui.sheets.field_reader import FieldReader
    from rmapp.ui.sheets.typed_fields import Typed

NO_TRANCHE = "0"


class DrawRow(EditorRow):
    """A row that also says what is left of its tranche, or of the line."""

    def make_extra(self, name: str) -> QWidget:
        """Return the label of the amount that is left."""
        self.left = PlainLabel("", tone="secondary", numeric=True)
        self.left.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return self.left

    def is_blank(self) -> bool:
        """Tell whether nothing but the tranche was entered."""
        typed_in = [control for name, control in self.controls.items() if name != "tranche"]
        return not self.kept and not any(isinstance(one, LineEdit) and one.text().strip() for one in typed_in)


class DrawRows(RowEditor):
    """Money that was paid out."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._tranches = 0
        columns = (
            RowColumn("tranche", _("Tr"), choice_width(["88"])),
            RowColumn("disbursed_on", _("Date"), date_width()),
            RowColumn("amount", _("Amount"), amount_width(), is_number=True),
            RowColumn("payee", _("Paid to")),
            RowColumn("purpose", _("Purpose")),
            RowColumn("left", _("Available after"), amount_width(), is_number=True),
        )
        super().__init__("draws", _("Draw-downs"), _("Add draw-down"), columns)

    def make_row(self) -> EditorRow:
        """Return an empty draw-down."""
        tranche = Choice(self._options(), name=_("Tranche"))
        tranche.setMinimumContentsLength(1)
        titles = {spec.name: spec.title for spec in self.columns}
        controls = {
            "tranche": titled(tranche, _("Tranche of the draw-down")),
            "disbursed_on": titled(
                DateEdit(name=titles["disbursed_on"], future=False, today=self._today), _("Paid out on")
            ),
            "amount": titled(self.amount_field(titles["amount"]), _("Amount paid out")),
            "payee": titled(LineEdit(name=titles["payee"]), titles["payee"]),
            "purpose": titled(LineEdit(name=titles["purpose"]), _("Purpose of the draw-down")),
        }
        return DrawRow(self.columns, controls, _("Remove this draw-down"))

    def set_tranches(self, count: int) -> None:
        """Offer as many tranches as the line has."""
        self._tranches = count
        for row in self.rows:
            choice = row.controls["tranche"]
            if isinstance(choice, Choice):
                choice.set_options(self._options())

    def drop_tranche(self, place: int) -> None:
        """Follow the removal of a tranche: draws of it have none, those of later ones move up."""
        for row in self.rows:
            choice = row.controls["tranche"]
            number = int(choice.code() or NO_TRANCHE) if isinstance(choice, Choice) else 0
            if isinstance(choice, Choice) and number > place:
                blocked = choice.blockSignals(True)
                choice.set_code(str(number - 1) if number > place + 1 else NO_TRANCHE)
                choice.blockSignals(blocked)

    def read(self, reader: FieldReader, tranche_places: Sequence[int]) -> tuple[list[DrawDraft], list[int]]:
        """Return the draw-downs, and for each the place of its row; empty rows are left out."""
        drafts, places = [], []
        for place, row in enumerate(self.rows):
            if row.is_blank():
                continue
            path, controls = f"draws.{place}", row.controls
            number = int(reader.code(controls["tranche"]) or NO_TRANCHE)
            due_on = row.kept.get("due_on")
            drafts.append(
                DrawDraft(
                    id=row.kept.get("id", ""),
                    tranche=tranche_places.index(number - 1) + 1 if number - 1 in tranche_places else 0,
                    disbursed_on=reader.day(f"{path}.disbursed_on", controls["disbursed_on"]),
                    amount=reader.money(f"{path}.amount", controls["amount"]),
                    payee=reader.text(controls["payee"]),
                    purpose=reader.text(controls["purpose"]),
                    due_on=date.fromisoformat(due_on) if due_on else None,
                )
            )
            places.append(place)
        return drafts, places

    def show_left(self, places: Sequence[int], left: Sequence[Money | None]) -> None:
        """Show what is left after each draw-down."""
        known = dict(zip(places, left, strict=True))
        for place, row in enumerate(self.rows):
            money = known.get(place)
            if isinstance(row, DrawRow):
                row.left.setText("–" if money is None else format_money(money, "table").removesuffix(".00"))
                row.left.set_tone("danger" if money is not None and money.minor < 0 else "secondary")

    def _options(self) -> list[tuple[str, str]]:
        return [(NO_TRANCHE, "–"), *((str(number), str(number)) for number in range(1, self._tranches + 1))]


def draw_values(draft: DrawDraft) -> dict[str, Typed]:
    """Return a draw-down as its row shows it."""
    return {
        "id": draft.id,
        "tranche": str(draft.tranche),
        "disbursed_on": format_date(draft.disbursed_on) if draft.disbursed_on else "",
        "amount": "" if draft.amount is None else f"{draft.amount.amount:f}",
        "payee": draft.payee,
        "purpose": draft.purpose,
        "due_on": draft.due_on.isoformat() if draft.due_on else "",
    }

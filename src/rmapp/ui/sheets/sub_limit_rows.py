"""The parts of a group limit as they are typed: a firm of the group or a kind of credit, and its amount."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.ownership import SubLimit
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.ui.sheets.row_editor import EditorRow, RowColumn, RowEditor, amount_width, titled
from rmapp.ui.widgets.fields import Choice
from rmapp.ui.widgets.money_edit import MoneyEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from rmapp.domain.money import Money

FIRM, FAMILY = "firm:", "family:"


class TypedPart(NamedTuple):
    """A part as typed: the row it stands in, the part, and what cannot be read of it."""

    place: int
    part: SubLimit
    unreadable: str


class SubLimitRows(RowEditor):
    """`names` are what a part can be for: codes of firms and families with their labels."""

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        self._names = list(names)
        columns = (
            RowColumn("part", _("Part for")),
            RowColumn("limit", _("May use"), amount_width(), is_number=True),
        )
        super().__init__("parts", _("Parts of the limit"), _("Add part"), columns)

    def make_row(self) -> EditorRow:
        """Return an empty part."""
        part = Choice(self._names, name=_("Part for"), empty=_("Choose a firm or a kind of credit"))
        controls: dict[str, QWidget] = {
            "part": titled(part, _("Part for")),
            "limit": titled(self.amount_field(_("May use")), _("May use")),
        }
        return EditorRow(self.columns, controls, _("Remove this part"))

    def show_parts(self, parts: Sequence[SubLimit]) -> None:
        """Fill the rows."""
        self.fill([{"part": code_of(part), "id": part.id} for part in parts])
        for row, part in zip(self.rows, parts, strict=True):
            _amount(row).set_money(part.limit)

    def parts(self) -> list[TypedPart]:
        """Return what is typed; rows without any word are left out."""
        found = []
        for place, row in enumerate(self.rows):
            if row.is_blank():
                continue
            limit, unreadable = _read(row)
            code = _choice(row).code() or ""
            part = SubLimit(
                group_limit_id="",
                firm_id=code.removeprefix(FIRM) if code.startswith(FIRM) else None,
                family=code.removeprefix(FAMILY) if code.startswith(FAMILY) else None,
                limit=limit,
            )
            stored = row.kept.get("id", "")
            found.append(TypedPart(place, part.model_copy(update={"id": stored}) if stored else part, unreadable))
        return found

    def say_at(self, place: int, sentence: str) -> None:
        """Show what is wrong with a row; an empty sentence takes it away."""
        self.rows[place].say(sentence)
        self.rows[place].set_state("limit", "error" if sentence else "")

    def clear_said(self) -> None:
        """Take all sentences away."""
        for place in range(len(self.rows)):
            self.say_at(place, "")


def code_of(part: SubLimit) -> str:
    """Return what a part is for as a code of the rows."""
    return f"{FIRM}{part.firm_id}" if part.firm_id else f"{FAMILY}{part.family or ''}"


def _choice(row: EditorRow) -> Choice:
    control = row.controls["part"]
    if not isinstance(control, Choice):
        raise TypeError(type(control))
    return control


def _amount(row: EditorRow) -> MoneyEdit:
    control = row.controls["limit"]
    if not isinstance(control, MoneyEdit):
        raise TypeError(type(control))
    return control


def _read(row: EditorRow) -> tuple[Money | None, str]:
    try:
        return _amount(row).money(), ""
    except InputError as error:
        return None, error.message

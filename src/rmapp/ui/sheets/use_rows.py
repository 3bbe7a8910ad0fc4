"""What a draw-down pays for as it is typed: purpose, amount, payee and what shows that it did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.facility import DrawUse
from rmapp.domain.money import Money, format_money, total
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.ui.sheets.field_reader import FieldReader
from rmapp.ui.sheets.row_editor import EditorRow, RowColumn, RowEditor, amount_width, titled
from rmapp.ui.widgets.fields import Choice, LineEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class UseRow(EditorRow):
    """A row that is blank without amount and words."""

    def is_blank(self) -> bool:
        """Tell whether nothing but the purpose was entered."""
        words = [one.text() for one in self.controls.values() if isinstance(one, LineEdit)]
        return not any(text.strip() for text in words)


class UseRows(RowEditor):
    """The parts of a draw-down; their sum is held to its amount."""

    def __init__(self) -> None:
        columns = (
            RowColumn("code", _("Pays for"), share=3),
            RowColumn("amount", _("Amount of the part"), amount_width(), is_number=True),
            RowColumn("payee", _("Payee"), share=2),
            RowColumn("evidence", _("Evidence"), share=2),
        )
        super().__init__("uses", _("Use of the money"), _("Add use"), columns)

    def make_row(self) -> EditorRow:
        """Return an empty part."""
        titles = {spec.name: spec.title for spec in self.columns}
        code = Choice(
            [(code, one.text()) for code, one in reference.choices("use_of_proceeds").items()], name=titles["code"]
        )
        code.setMinimumContentsLength(1)
        controls: dict[str, QWidget] = {
            "code": titled(code, titles["code"]),
            "amount": titled(self.amount_field(titles["amount"]), titles["amount"]),
            "payee": titled(LineEdit(name=titles["payee"]), titles["payee"]),
            "evidence": titled(LineEdit(name=titles["evidence"]), titles["evidence"]),
        }
        return UseRow(self.columns, controls, _("Remove this use"))

    def uses(self) -> tuple[DrawUse, ...]:
        """Return the parts; empty rows are left out. Raises InputError beside an amount that cannot be read."""
        reader = FieldReader()
        found = []
        for place, row in enumerate(self.rows):
            row.say("")
            if row.is_blank():
                continue
            count = len(reader.problems)
            found.append(
                DrawUse(
                    code=reader.code(row.controls["code"]) or "general",
                    amount=reader.money(f"uses.{place}.amount", row.controls["amount"]),
                    payee=reader.text(row.controls["payee"]),
                    evidence=reader.text(row.controls["evidence"]),
                )
            )
            if len(reader.problems) > count:
                row.say(reader.problems[-1].message)
        if reader.problems:
            raise InputError({"uses": reader.problems[0].message})
        return tuple(found)

    def show_sum(self, whole: Money | None) -> None:
        """Say how much of the draw-down the parts explain."""
        try:
            known = [one.amount for one in self.uses() if one.amount is not None and one.amount.ccy == self._ccy]
        except InputError:
            return
        if not known:
            self.set_note("")
            return
        spent = total(known, self._ccy)
        if whole is None or whole.ccy != self._ccy:
            self.set_note(_("Sum {amount}").format(amount=format_money(spent)))
        elif spent == whole:
            self.set_note(_("all of it"), "success")
        else:
            rest = whole - spent
            words = _("{amount} left") if rest.minor > 0 else _("{amount} too much")
            self.set_note(words.format(amount=format_money(abs(rest))), "secondary" if rest.minor > 0 else "danger")

"""Fees and the repayment schedule of a line as they are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.domain.facility import Fee, ScheduledPayment
from rmapp.domain.problem import Problem
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.ui.sheets.field_reader import share_text
from rmapp.ui.sheets.row_editor import EditorRow, RowColumn, RowEditor, amount_width, date_width, titled
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice, LineEdit

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from rmapp.ui.sheets.field_reader import FieldReader
    from rmapp.ui.sheets.typed_fields import Typed


class FeeRow(EditorRow):
    """A row that is blank without rate, amount and words."""

    def is_blank(self) -> bool:
        """Tell whether nothing but the kind was entered."""
        words = [one.text() for one in self.controls.values() if isinstance(one, LineEdit)]
        return not any(text.strip() for text in words)


class FeeRows(RowEditor):
    """Each fee is a rate or an amount."""

    def __init__(self) -> None:
        columns = (
            RowColumn("kind", _("Fee")),
            RowColumn("rate_bp", _("Rate"), 90, is_number=True),
            RowColumn("amount", _("Fee amount"), amount_width(), is_number=True),
            RowColumn("when", _("When")),
        )
        super().__init__("fees", _("Fees"), _("Add fee"), columns)

    def make_row(self) -> EditorRow:
        """Return an empty fee."""
        titles = {spec.name: spec.title for spec in self.columns}
        kind = Choice([(code, one.text()) for code, one in reference.choices("fee_kind").items()], name=titles["kind"])
        kind.setMinimumContentsLength(1)
        controls: dict[str, QWidget] = {
            "kind": titled(kind, titles["kind"]),
            "rate_bp": titled(LineEdit(name=_("Rate of the fee")), _("Rate of the fee")),
            "amount": titled(self.amount_field(titles["amount"]), titles["amount"]),
            "when": titled(LineEdit(name=titles["when"]), titles["when"]),
        }
        return FeeRow(self.columns, controls, _("Remove this fee"))

    def read(self, reader: FieldReader) -> tuple[list[Fee], list[int]]:
        """Return the fees, and for each the place of its row; empty rows are left out."""
        fees, places = [], []
        for place, row in enumerate(self.rows):
            if row.is_blank():
                continue
            path, controls = f"fees.{place}", row.controls
            fees.append(
                Fee(
                    kind=reader.code(controls["kind"]) or "other",
                    rate_bp=reader.share(f"{path}.rate_bp", controls["rate_bp"]),
                    amount=reader.money(f"{path}.amount", controls["amount"]),
                    when=reader.text(controls["when"]),
                )
            )
            places.append(place)
        return fees, places


class ScheduleRows(RowEditor):
    """Days on which principal is due; the sum is held to what was drawn."""

    def __init__(self, today: date) -> None:
        self._today = today
        columns = (
            RowColumn("due_on", _("Payment due"), date_width()),
            RowColumn("principal", _("Principal"), amount_width(), is_number=True),
        )
        super().__init__("schedule", _("Repayment schedule"), _("Add payment"), columns)

    def make_row(self) -> EditorRow:
        """Return an empty payment."""
        titles = {spec.name: spec.title for spec in self.columns}
        controls: dict[str, QWidget] = {
            "due_on": titled(DateEdit(name=titles["due_on"], today=self._today), titles["due_on"]),
            "principal": titled(self.amount_field(titles["principal"]), titles["principal"]),
        }
        return EditorRow(self.columns, controls, _("Remove this payment"))

    def read(self, reader: FieldReader) -> tuple[list[ScheduledPayment], list[int]]:
        """Return the payments, and for each the place of its row; empty rows are left out."""
        payments, places = [], []
        for place, row in enumerate(self.rows):
            if row.is_blank():
                continue
            path, controls = f"schedule.{place}", row.controls
            count = len(reader.problems)
            due_on = reader.day(f"{path}.due_on", controls["due_on"])
            principal = reader.money(f"{path}.principal", controls["principal"])
            if due_on is None or principal is None:
                if len(reader.problems) == count:
                    field = "due_on" if due_on is None else "principal"
                    reader.problems.append(Problem(f"{path}.{field}", _("Write day and amount of this payment.")))
                continue
            payments.append(ScheduledPayment(due_on=due_on, principal=principal))
            places.append(place)
        return payments, places


def fee_values(fee: Fee) -> dict[str, Typed]:
    """Return a fee as its row shows it."""
    return {
        "kind": fee.kind,
        "rate_bp": share_text(fee.rate_bp),
        "amount": "" if fee.amount is None else f"{fee.amount.amount:f}",
        "when": fee.when,
    }


def payment_values(payment: ScheduledPayment) -> dict[str, Typed]:
    """Return a payment as its row shows it."""
    return {"due_on": format_date(payment.due_on), "principal": f"{payment.principal.amount:f}"}

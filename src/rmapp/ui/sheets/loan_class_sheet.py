"""Entering the class of a line as it was decided, beside the one that its overdue days imply at least."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain import reference
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.lines import classification
from rmapp.services.lines.line_views import facility_view
from rmapp.ui.loan_class_wording import minimum_text, overdue_text
from rmapp.ui.sheets.line_sheet import LineSheet
from rmapp.ui.widgets.entity_form import FieldSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.ui.context import UiContext


def open_loan_class(window: QWidget, context: UiContext, facility_id: str) -> LineSheet:
    """Open the sheet for the class of a line."""
    sheet = LoanClassSheet(window, context, facility_id)
    sheet.open(sheet.form.control("loan_class"))
    return sheet


class LoanClassSheet(LineSheet):
    """Class, day, source, and since when something is late; a class better than implied is warned about."""

    def __init__(self, window: QWidget, context: UiContext, facility_id: str) -> None:
        view = context.ask(facility_view, facility_id)
        facility = view.facility
        subtitle = " · ".join(filter(None, (view.name, facility.reference_no)))
        super().__init__(window, context, _("Classify"), subtitle=subtitle, save=_("Save"))
        self._facility_id = facility_id
        implied = context.ask(classification.implied_class, facility_id)
        self.set_facts(
            [(_("Overdue"), overdue_text(implied)), (_("Implied at least"), minimum_text(implied))],
            implied.warning or _("The class is decided by people; nothing is set by itself."),
        )
        classes = [(code, label.text()) for code, label in reference.choices("loan_class").items()]
        late = _("The first day on which interest or a fee is late; principal is read from the ledger.")
        self.set_fields(
            [
                FieldSpec("loan_class", _("Class"), "choice", options=classes),
                FieldSpec("loan_class_on", _("Decided on"), "past_date", required=True),
                FieldSpec("loan_class_source", _("Decided by, or source"), span=2),
                FieldSpec("overdue_since", _("Interest or fee late since"), "past_date", span=2, hint=late),
            ],
            {
                "loan_class": facility.loan_class,
                "loan_class_on": context.clock.today(),
                "loan_class_source": facility.loan_class_source,
                "overdue_since": facility.overdue_since,
            },
        )
        if facility.loan_class_on is not None:
            words = _("Now: {loan_class}, {date}").format(
                loan_class=reference.text("loan_class", facility.loan_class or ""),
                date=format_date(facility.loan_class_on),
            )
            self.form.field("loan_class").set_hint(words)
        self.set_possible(not context.read_only)

    def write(self, values: dict[str, Any]) -> object | None:
        """Write the class."""
        entered = values["loan_class"] or ""
        return self.context.do(
            classification.set_class,
            self._facility_id,
            entered,
            values["loan_class_on"],
            values["loan_class_source"] or "",
            overdue_since=values["overdue_since"],
            label=_("Class entered: {loan_class}").format(loan_class=reference.text("loan_class", entered)),
        )

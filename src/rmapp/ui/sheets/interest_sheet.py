"""The interest of a line over a period, always shown as an estimate."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.date_entry import add_months
from rmapp.domain.money import format_money
from rmapp.domain.wording import format_date, format_rate
from rmapp.errors import InputError
from rmapp.i18n import _, listed
from rmapp.services.lines.interest import InterestEstimate, estimate, estimate_label
from rmapp.services.lines.line_views import facility_view
from rmapp.ui import metrics
from rmapp.ui.tabs.line_table import Column, LineTable
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import Fact
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from rmapp.domain.money import Money
    from rmapp.ui.context import UiContext

_QUARTER = 3


def open_interest(window: QWidget, context: UiContext, facility_id: str) -> InterestSheet:
    """Open the estimate for a line."""
    sheet = InterestSheet(window, context, facility_id)
    sheet.open(sheet.form.control("first"))
    return sheet


class InterestSheet(Sheet):
    """Reckons anew on each change of the period."""

    def __init__(self, window: QWidget, context: UiContext, facility_id: str) -> None:
        view = context.ask(facility_view, facility_id)
        subtitle = listed(filter(None, (view.name, view.facility.reference_no)))
        title = _("Interest, {estimate}").format(estimate=estimate_label())
        super().__init__(window, title, subtitle=subtitle, width=640)
        self._context, self._facility_id = context, facility_id
        today = context.clock.today()
        specs = [
            FieldSpec("first", _("First day, which counts"), "date", required=True),
            FieldSpec("end", _("Last day, which does not count"), "date", required=True),
        ]
        self.form = EntityForm(specs, today=today)
        self.form.set_values({"first": add_months(today, -_QUARTER), "end": today})
        self.form.changed.connect(self._show)
        self.total = Fact(_("Interest, {estimate}").format(estimate=estimate_label()), "", role="subtitle")
        self._result = QWidget()
        self.body.addWidget(self.form)
        self.body.addWidget(self.total)
        self.body.addWidget(self._result)
        self.body.addWidget(
            Banner("info", _("This is an estimate. What the bank's own system reckons counts, not this."))
        )
        self.body.addStretch(1)
        close = Button(_("Close"), key="Esc")
        close.clicked.connect(self.dismiss)
        self.add_right(close)
        self._show()

    def _show(self) -> None:
        first, end = self._days()
        if first is None or end is None:
            return
        try:
            found = self._context.ask(estimate, self._facility_id, first, end)
        except InputError as problem:
            self.form.show_errors(problem.fields)
            return
        self.total.set_value(_amount(found.total))
        self._replace(found)

    def _days(self) -> tuple[date | None, date | None]:
        try:
            values = self.form.values()
        except InputError:
            return None, None
        first, end = values["first"], values["end"]
        return (first if isinstance(first, date) else None, end if isinstance(end, date) else None)

    def _replace(self, found: InterestEstimate) -> None:
        result = QWidget()
        column = QVBoxLayout(result)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(2))
        for label, money in (
            (_("Interest at the contract rate"), found.interest),
            (_("Late interest on top"), found.late),
            (_("Commitment fee"), found.commitment_fee),
        ):
            column.addWidget(PlainLabel(_sum(label, money), numeric=True, selectable=True))
        count = reference.text("day_count", found.day_count)
        column.addWidget(PlainLabel(_("Day count: {count}").format(count=count), role="small", tone="secondary"))
        if found.note:
            column.addWidget(PlainLabel(found.note, role="small", tone="secondary", wrap=True))
        if found.parts:
            column.addWidget(_parts(found))
        self.body.replaceWidget(self._result, result)
        self._result.hide()
        self._result.deleteLater()
        self._result = result


def _parts(found: InterestEstimate) -> LineTable:
    columns = (
        Column(_("From"), share=1),
        Column(_("To"), share=1),
        Column(_("Days"), is_number=True),
        Column(_("Principal"), is_number=True),
        Column(_("Rate"), is_number=True),
        Column(_("Interest"), is_number=True),
    )
    table = LineTable(columns)
    for one in found.parts:
        table.add_row(
            (
                format_date(one.first),
                format_date(one.end),
                str(one.days),
                format_money(one.principal, "table"),
                format_rate(one.rate_bp),
                format_money(one.amount, "table"),
            )
        )
    return table


def _sum(label: str, money: Money | None) -> str:
    return _("{label}: {amount}").format(label=label, amount=_amount(money))


def _amount(money: Money | None) -> str:
    return _("not known") if money is None else format_money(money, "full")

"""The sheet of rates: what is known today, and a new exchange rate or base rate with its day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.wording import format_date, format_days_ago, format_rate
from rmapp.errors import InputError
from rmapp.i18n import _, pgettext
from rmapp.services.lines import rate_tables, rates
from rmapp.ui import metrics
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.tabs.export_button import Exportable, ExportButton
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.labels import PlainLabel, heading
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from decimal import Decimal

    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

FX, BASE = "fx", "base"


def open_rates(window: QWidget, context: UiContext, shown: str = FX) -> RateSheet:
    """Open the sheet at exchange rates or, with `base`, at base rates."""
    sheet = RateSheet(window, context, shown)
    sheet.open(sheet.first_field())
    return sheet


class RateSheet(EntitySheet):
    """Rates are never overwritten by later ones: each has its day."""

    def __init__(self, window: QWidget, context: UiContext, kind: str) -> None:
        super().__init__(window, context, _("Rates"))
        self._kinds = Segmented([(FX, _("Exchange rate")), (BASE, _("Base rate"))], name=_("Kind of rate"))
        self._kinds.chosen.connect(self._show_kind)
        self.page.addWidget(self._kinds)
        today = context.clock.today()
        money = _codes("currency")
        self._by_kind: dict[str, EntityForm] = {
            FX: self.add_form(
                (
                    FieldSpec("base", _("One unit of"), "choice", options=money, required=True),
                    FieldSpec("quote", _("Is worth, in"), "choice", options=money, required=True),
                    FieldSpec(
                        "rate", pgettext("exchange rate", "Rate"), "decimal", required=True, placeholder=_("7.0796")
                    ),
                    FieldSpec("on", _("Day"), "past_date", required=True),
                    FieldSpec("source", _("Source"), span=2),
                )
            ),
            BASE: self.add_form(
                (
                    FieldSpec("base_rate", _("Base rate"), "choice", options=_bases(), required=True),
                    FieldSpec("percent", _("Percent a year"), "percent", required=True, placeholder=_("3.00")),
                    FieldSpec("on_day", _("Valid from"), "past_date", required=True),
                    FieldSpec("source_text", _("Source")),
                )
            ),
        }
        self._by_kind[FX].set_values({"base": "USD", "quote": "CNY", "on": today})
        self._by_kind[BASE].set_values({"base_rate": "lpr_1y", "on_day": today})
        self._known = {FX: self._fx_table(), BASE: self._base_table()}
        for table in self._known.values():
            self.page.addWidget(table)
        self.page.addStretch(1)
        self._kinds.set_code(kind)
        self._show_kind(kind)

    def first_field(self) -> QWidget:
        """Return the field of the rate itself."""
        return self._by_kind[self._kinds.code()].control("rate" if self._kinds.code() == FX else "percent")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Note the rate."""
        if self._kinds.code() == FX:
            return self.context.do(
                rates.add_fx_rate,
                values["base"],
                values["quote"],
                values["rate"],
                values["on"],
                values["source"] or "",
                label=_("Exchange rate noted"),
            )
        try:
            return self.context.do(
                rates.add_base_rate,
                values["base_rate"],
                _basis_points(values["percent"]),
                values["on_day"],
                values["source_text"] or "",
                label=_("Base rate noted"),
            )
        except InputError as error:
            names = {"base": "base_rate", "rate_bp": "percent", "on": "on_day"}
            raise InputError({names.get(field, field): words for field, words in error.fields.items()}) from error

    def _show_kind(self, kind: str) -> None:
        for code, form in self._by_kind.items():
            form.setVisible(code == kind)
            self._known[code].setVisible(code == kind)

    def _fx_table(self) -> QWidget:
        today = self.context.clock.today()
        rows = []
        for latest in self.context.ask(rates.latest_fx_rates):
            rate = latest.rate
            age = format_days_ago(rate.on, today)
            said = _("{date}, {age}, old").format(date=format_date(rate.on), age=age) if latest.stale else ""
            rows.append(
                (
                    _("1 {base} in {quote}").format(base=rate.base, quote=rate.quote),
                    f"{rate.rate:f}",
                    said or _("{date}, {age}").format(date=format_date(rate.on), age=age),
                    "warning" if latest.stale else "tertiary",
                )
            )
        return _table(
            _("Newest rates"),
            rows,
            _("No exchange rate yet. Without one, sums in other currencies are not known."),
            ExportButton(
                self.context, _("Export the exchange rates"), [Exportable(_("Exchange rates"), rate_tables.fx_table)]
            ),
        )

    def _base_table(self) -> QWidget:
        rows = []
        for known in self.context.ask(rates.latest_base_rates):
            since = _("since {date}").format(date=format_date(known.on)) if known.on else _("of the built-in table")
            name = reference.text("rate_base", known.base)
            rows.append((name, format_rate(known.rate_bp) if known.rate_bp is not None else "", since, "tertiary"))
        tables = [Exportable(_("Base rates"), rate_tables.base_rates_table)]
        export = ExportButton(self.context, _("Export the base rates"), tables)
        return _table(_("Base rates of today"), rows, _("No base rate is known."), export)


def _table(title: str, rows: list[tuple[str, str, str, str]], empty: str, export: QWidget) -> QWidget:
    """Return the rates that are known as a small table of name, number and day, with the button that exports them."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, metrics.space(3), 0, 0)
    grid.setHorizontalSpacing(metrics.space(4))
    grid.setColumnStretch(2, 1)
    grid.addWidget(heading(title), 0, 0, 1, 2)
    grid.addWidget(export, 0, 2, Qt.AlignmentFlag.AlignRight)
    export.setVisible(bool(rows))
    for place, (name, number, day, tone) in enumerate(rows, start=1):
        grid.addWidget(PlainLabel(name), place, 0)
        grid.addWidget(PlainLabel(number, numeric=True, weight=500), place, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(PlainLabel(day, role="small", tone=tone), place, 2)
    if not rows:
        grid.addWidget(PlainLabel(empty, tone="tertiary", wrap=True), 1, 0, 1, 3)
    return holder


def _codes(name: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (code, _("{code}, {name}").format(code=code, name=label.text()))
        for code, label in reference.choices(name).items()
    )


def _bases() -> tuple[tuple[str, str], ...]:
    return tuple((code, label.text()) for code, label in reference.choices("rate_base").items() if code != "fixed")


def _basis_points(percent: Decimal) -> int:
    points = percent * 100
    if points != points.to_integral_value():
        raise InputError({"rate_bp": _("At most two digits after the point.")})
    return int(points)

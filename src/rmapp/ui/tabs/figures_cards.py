"""The cards of a firm's figures: revenue with the R&D ratio, operating cash flow, and the table of all periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain.money import format_in_unit
from rmapp.domain.wording import format_partial, format_percent
from rmapp.i18n import _, ngettext
from rmapp.services.clients.figures import figures
from rmapp.ui.line_wording import number_in_unit, unit, unit_name
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.tabs.figures_model import MOST_PARTS, MOST_YEARS, short_title
from rmapp.ui.tabs.figures_table import FiguresTable
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.column_chart import Column as Bar
from rmapp.ui.widgets.column_chart import ColumnChart
from rmapp.ui.widgets.labels import LinkLabel

if TYPE_CHECKING:
    from rmapp.domain.money import Money
    from rmapp.services.clients.figures import Column, Figures
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext

HEIGHT = 230
MOST_BARS = 6
_WRITTEN_WHOLE = 50


class RevenueCard(ClientCard):
    """Revenue of the years as columns, forecasts dashed, R&D of revenue as a line."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Revenue and R&D ratio"))

    def fill(self, header: FirmHeader) -> None:
        """Draw the chart."""
        found = self.context.ask(figures, header.firm.id)
        columns = [one for one in (*found.years, *found.forecasts) if one.snapshot.revenue is not None][-MOST_BARS:]
        self.set_note(_forecast_note(found))
        if not columns:
            self.say_empty(_("The revenue of no full year is known."), _("Add figures"))
            return
        ratios = [one.derived.rd_intensity for one in columns]
        chart = ColumnChart(height=HEIGHT)
        chart.set_columns(
            [_bar(one, one.snapshot.revenue) for one in columns],
            line=[float(ratio * 100) if ratio is not None else None for ratio in ratios],
            line_text=[format_percent(ratio) if ratio is not None else "" for ratio in ratios],
            legend=(_("Revenue, {unit}").format(unit=unit_name("CNY")), _("R&D of revenue")),
            name=_("Revenue and R&D ratio"),
        )
        self.add(chart)

    def add_one(self) -> None:
        """Open the sheet of a new period."""
        self.context.open_sheet("snapshot", firm_id=self.firm_id)


class CashFlowCard(ClientCard):
    """Operating cash flow of the part-years, or of the years where those are not known."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Operating cash flow"))

    def fill(self, header: FirmHeader) -> None:
        """Draw the chart."""
        found = self.context.ask(figures, header.firm.id)
        parts = [one for one in found.parts if one.snapshot.operating_cash_flow is not None]
        years = [one for one in found.years if one.snapshot.operating_cash_flow is not None]
        columns = (parts if len(parts) > len(years) else years)[-2 * MOST_BARS :]
        self.set_note(unit_name("CNY") if columns else "")
        if not columns:
            self.say_empty(_("The operating cash flow is not known."), _("Add figures"))
            return
        chart = ColumnChart(height=HEIGHT)
        chart.set_columns(
            [_bar(one, one.snapshot.operating_cash_flow) for one in columns], name=_("Operating cash flow")
        )
        self.add(chart)

    def add_one(self) -> None:
        """Open the sheet of a new period."""
        self.context.open_sheet("snapshot", firm_id=self.firm_id)


class FiguresCard(ClientCard):
    """All periods as a table; a column opens its period."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Key figures, {unit}").format(unit=unit_name("CNY")), adds=_("Add figures"))
        self._is_whole = False
        self._paste = Button(_("Paste from a spreadsheet"), kind="ghost", icon="clipboard-paste", size="small")
        self._paste.setEnabled(not context.read_only)
        self._paste.clicked.connect(self._on_paste_clicked)
        self.set_tools(self._paste)

    def fill(self, header: FirmHeader) -> None:
        """Show the table, with what looks wrong above it."""
        found = self.context.ask(figures, header.firm.id)
        restated = ngettext("{n} period restated", "{n} periods restated", found.superseded)
        self.set_note(restated.format(n=found.superseded) if found.superseded else "")
        if not (found.years or found.parts or found.forecasts):
            self.say_empty(_("No figures of this client are recorded yet."), _("Add figures"))
            return
        for warning in found.warnings:
            self.add(Banner("warning", warning))
        table = FiguresTable()
        table.show_figures(found, whole=self._is_whole)
        table.period_opened.connect(self._on_period_opened)
        self.add(table)
        if not self._is_whole and (len(found.years) > MOST_YEARS or len(found.parts) > MOST_PARTS):
            more = LinkLabel(_("Show all periods"))
            more.clicked.connect(self._on_more_clicked)
            self.add(more)
        self._shown = found, table

    def add_one(self) -> None:
        """Open the sheet of a new period."""
        self.context.open_sheet("snapshot", firm_id=self.firm_id)

    def _on_paste_clicked(self) -> None:
        self.context.open_sheet("snapshot", firm_id=self.firm_id, paste=True)

    def _on_period_opened(self, snapshot_id: str) -> None:
        self.context.open_sheet("snapshot", firm_id=self.firm_id, snapshot_id=snapshot_id)

    def _on_more_clicked(self) -> None:
        self._is_whole = True
        found, table = self._shown
        table.show_figures(found, whole=True)
        link = self.sender()
        if isinstance(link, LinkLabel):
            link.hide()


def _bar(column: Column, money: Money | None) -> Bar:
    if money is None:
        return Bar(short_title(column), None, "")
    value = number_in_unit(money)
    written = format_in_unit(money, unit(), 0 if abs(value) >= _WRITTEN_WHOLE else 1)
    return Bar(short_title(column), value, written, forecast=column.snapshot.forecast)


def _forecast_note(found: Figures) -> str:
    if not found.forecasts:
        return ""
    last = found.forecasts[-1]
    if last.snapshot.as_of is None:
        return _("{period}: forecast").format(period=short_title(last))
    said = _("{period}: forecast of {date}")
    return said.format(period=short_title(last), date=format_partial(last.snapshot.as_of, "short"))

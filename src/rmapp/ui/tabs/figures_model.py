"""The table of a firm's figures: one column for each period, one row for each figure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from rmapp.domain import financial_figures as rules
from rmapp.domain import reference
from rmapp.domain.money import Money, format_money
from rmapp.domain.wording import format_count, format_number, format_percent, qualify
from rmapp.i18n import _
from rmapp.ui.line_wording import in_unit
from rmapp.ui.tabs.rows import source_line
from rmapp.ui.widgets.labels import plain

if TYPE_CHECKING:
    from rmapp.domain.financials import FinancialSnapshot
    from rmapp.services.clients.figures import Column, Figures

Index = QModelIndex | QPersistentModelIndex
FORECAST = Qt.ItemDataRole.UserRole
STRONG = Qt.ItemDataRole.UserRole + 1
RISES = Qt.ItemDataRole.UserRole + 2
DASH = "–"
MOST_YEARS = 5
MOST_PARTS = 4


class Line(NamedTuple):
    """A row of the table: an amount, a ratio, days or months, or words; `always` also where nothing is known."""

    name: str
    label: str
    kind: str
    always: bool = False


def lines() -> tuple[Line, ...]:
    """Return the rows in the order of a statement, each ratio below the figures it comes from."""
    return (
        Line("revenue", _("Revenue"), "money", always=True),
        Line("growth", _("Growth of revenue"), "growth", always=True),
        Line("product_revenue", _("Product revenue"), "money"),
        Line("export_revenue", _("Export revenue"), "money"),
        Line("gross_margin", _("Gross margin"), "share", always=True),
        Line("rd_expense", _("R&D spend"), "money", always=True),
        Line("rd_intensity", _("R&D of revenue"), "share"),
        Line("operating_profit", _("Operating profit"), "money"),
        Line("net_profit", _("Net profit"), "money", always=True),
        Line("operating_cash_flow", _("Operating cash flow"), "money"),
        Line("capex", _("Capital spending"), "money"),
        Line("cash", _("Cash"), "money"),
        Line("runway_months", _("Runway, months"), "months"),
        Line("receivable_days", _("Receivable days"), "days"),
        Line("total_assets", _("Total assets"), "money"),
        Line("interest_bearing_debt", _("Interest-bearing debt"), "money"),
        Line("debt_ratio", _("Debt / assets"), "share", always=True),
        Line("headcount", _("Staff"), "count"),
        Line("rd_headcount", _("R&D staff"), "count"),
        Line("audit", _("State"), "words", always=True),
        Line("source", _("Source"), "words", always=True),
    )


def short_title(column: Column) -> str:
    """Return a period as short as a column is wide: 2024, 2025 H1, 2025 Q1–3, 2026e."""
    snapshot = column.snapshot
    part = {
        "h1": _("{year} H1"),
        "h2": _("{year} H2"),
        "q1": _("{year} Q1"),
        "q2": _("{year} Q2"),
        "q3": _("{year} Q3"),
        "q4": _("{year} Q4"),
        "ytd9": _("{year} Q1–3"),
        "ttm": _("12 m to {month}/{year}"),
    }.get(snapshot.period_type, "{year}")
    title = part.format(year=snapshot.period_end.year, month=snapshot.period_end.month)
    return _("{period}e").format(period=title) if snapshot.forecast else title


class FiguresModel(QAbstractTableModel):
    """Columns: the names of the figures, the periods from the oldest on, forecasts, and the change in a year."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._figures: Figures | None = None
        self._columns: tuple[Column, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._facts: list[FinancialSnapshot] = []

    def show_figures(self, figures: Figures, *, whole: bool = False) -> None:
        """Show the newest periods, or with `whole` all of them."""
        self.beginResetModel()
        self._figures = figures
        years = figures.years if whole else figures.years[-MOST_YEARS:]
        parts = figures.parts if whole else figures.parts[-MOST_PARTS:]
        self._columns = (*years, *parts, *figures.forecasts)
        self._facts = [column.snapshot for column in (*figures.years, *figures.parts)]
        self._lines = tuple(line for line in lines() if line.always or self._knows(line))
        self.endResetModel()

    def snapshot(self, column: int) -> FinancialSnapshot | None:
        """Return the snapshot that a column of the table shows."""
        return self._columns[column - 1].snapshot if 1 <= column <= len(self._columns) else None

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of figures."""
        return len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        """Return names, periods and the change."""
        return len(self._columns) + 2 if self._columns else 0

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the period above a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == 0 else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole and 1 <= section <= len(self._columns):
            return plain(self._columns[section - 1].title)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == 0:
            return ""
        if section > len(self._columns):
            return _("Year on year")
        return short_title(self._columns[section - 1])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a figure as text, its tooltip, and how it looks."""
        line, at = self._lines[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, at)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain(self._tip(line, at))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line, at)
        if role == FORECAST:
            shown = self.snapshot(at)
            return shown is not None and shown.forecast
        if role == STRONG:
            latest = self._figures.latest if self._figures else None
            shown = self.snapshot(at)
            return latest is not None and shown is not None and shown.id == latest.snapshot.id
        if role == RISES:
            return at > len(self._columns) and line.kind == "money" and self._change(line) > 0
        return None

    def _knows(self, line: Line) -> bool:
        return any(self._value(line, column) is not None for column in self._columns)

    def _value(self, line: Line, column: Column) -> object:
        if line.name == "growth":
            return rules.yearly_growth("revenue", column.snapshot, self._facts)
        if line.kind in ("share", "days", "months"):
            return getattr(column.derived, line.name)
        if line.kind == "words":
            return _audit(column) if line.name == "audit" else reference.text("info_source", column.snapshot.source)
        return getattr(column.snapshot, line.name)

    def _text(self, line: Line, at: int) -> str:
        if at == 0:
            return line.label
        if at > len(self._columns):
            return self._change_text(line)
        column = self._columns[at - 1]
        value = self._value(line, column)
        if value is None:
            return DASH
        qualifier = column.snapshot.qualifiers.get(line.name, "exact")
        return _written(line, value, qualifier)

    def _tip(self, line: Line, at: int) -> str:
        if at == 0 or at > len(self._columns):
            return ""
        column = self._columns[at - 1]
        value = self._value(line, column)
        if value is None:
            return _("{figure} for {period} is not known").format(figure=line.label, period=column.title)
        if isinstance(value, Money):
            return format_money(value, "full")
        return source_line(column.snapshot) if line.name == "source" else ""

    def _spoken(self, line: Line, at: int) -> str:
        title = str(self.headerData(at, Qt.Orientation.Horizontal) or "")
        return line.label if at == 0 else f"{line.label}, {title}, {self._text(line, at)}"

    def _change(self, line: Line) -> Decimal:
        changes = self._figures.changes if self._figures else {}
        return changes.get(line.name, Decimal(0))

    def _change_text(self, line: Line) -> str:
        changes = self._figures.changes if self._figures else {}
        change = changes.get(line.name)
        if change is None:
            return ""
        if line.kind == "money":
            return _signed(format_percent(change, 0), change)
        if line.kind == "share":
            return _signed(format_number(change * 100, 1), change)
        return _signed(format_number(change), change)


def _written(line: Line, value: object, qualifier: str) -> str:
    if isinstance(value, str):
        return _("earns cash") if value == rules.CASH_GENERATIVE else value
    if isinstance(value, Money):
        return qualify(in_unit(value), qualifier)
    if isinstance(value, int):
        return format_count(value, qualifier)
    if not isinstance(value, Decimal):
        return DASH
    if line.kind in ("share", "growth"):
        return format_percent(value)
    return format_number(value, 1 if line.kind == "months" else 0)


def _signed(written: str, change: Decimal) -> str:
    return f"+{written}" if change > 0 else written


def _audit(column: Column) -> str:
    if column.snapshot.forecast:
        return _("forecast")
    if column.snapshot.audited is None:
        return _("not known")
    return _("audited") if column.snapshot.audited else _("unaudited")

"""What follows from the figures being typed: ratios, runway, and what looks wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.domain import financial_figures as rules
from rmapp.domain.wording import format_number, format_percent
from rmapp.i18n import _, sentences
from rmapp.services.clients.figures import check_snapshot
from rmapp.ui import metrics
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.cards import Fact
from rmapp.ui.widgets.flow_box import FlowBox

if TYPE_CHECKING:
    from decimal import Decimal

    from rmapp.domain.financials import FinancialSnapshot

DASH = "–"


class SnapshotResult(QWidget):
    """A strip of derived figures, and a banner where something does not add up."""

    def __init__(self) -> None:
        super().__init__()
        self._facts = {
            "rd": Fact(_("R&D of revenue"), role="section"),
            "margin": Fact(_("Gross margin"), role="section"),
            "debt": Fact(_("Debt / assets"), role="section"),
            "days": Fact(_("Receivable days"), role="section"),
            "runway": Fact(_("Runway"), role="section"),
        }
        self._strip = FlowBox(gap=metrics.space(5))
        self._strip.set_widgets(self._facts.values())
        self._warning = Banner("warning", "")
        self._warning.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, metrics.space(1), 0, metrics.space(1))
        column.addWidget(self._strip)
        column.addWidget(self._warning)

    def show_snapshot(self, snapshot: FinancialSnapshot) -> None:
        """Show what follows from these figures."""
        days = rules.receivable_days(snapshot)
        said = {
            "rd": _share(rules.rd_intensity(snapshot)),
            "margin": _share(rules.gross_margin(snapshot)),
            "debt": _share(rules.debt_ratio(snapshot)),
            "days": DASH if days is None else format_number(days),
            "runway": _runway(rules.runway_months(snapshot)),
        }
        for name, words in said.items():
            self._facts[name].set_value(words, "tertiary" if words == DASH else "primary")
        warnings = check_snapshot(snapshot)
        self._warning.set_text(sentences(warnings))
        self._warning.setVisible(bool(warnings))


def _share(ratio: Decimal | None) -> str:
    return DASH if ratio is None else format_percent(ratio)


def _runway(months: Decimal | str | None) -> str:
    if months is None:
        return DASH
    if isinstance(months, str):
        return _("earns cash")
    return _("{n} months").format(n=format_number(months, 1))

"""The figures of the selected line in a row; each can say how it was computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rmapp.domain.wording import format_percent
from rmapp.i18n import _, pgettext
from rmapp.services.limits.explain import LineNumber, explain_line
from rmapp.services.lines.line_views import is_counted
from rmapp.ui import line_wording, metrics
from rmapp.ui.tabs.explained import Figure, show_sums
from rmapp.ui.tabs.limit_words import bound_sentence, free_sentence, is_held_above
from rmapp.ui.widgets.flow_box import FlowBox
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from rmapp.domain.money import Money
    from rmapp.services.limits.exposure import EffectiveAvailable, LineExposure
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.ui.context import UiContext

NUMBERS: tuple[LineNumber, ...] = ("outstanding", "waiting", "free", "effective", "utilisation", "use", "exposure")
_WHOLE_BP = 10_000


class LineFigures(QWidget):
    """Outstanding, waiting, free, what the limits above leave, utilisation, use and exposure of one line."""

    def __init__(
        self,
        context: UiContext,
        view: FacilityView,
        effective: EffectiveAvailable | None = None,
        risk: LineExposure | None = None,
    ) -> None:
        super().__init__()
        self._context, self._view, self._effective, self._risk = context, view, effective, risk
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(1))
        self._row = FlowBox(gap=metrics.space(5))
        column.addWidget(self._row)
        if is_counted(view.facility.status):
            self._row.set_widgets(self._figures())
        else:
            self._row.hide()
        sentence = self._sentence()
        # Without a figure or a sentence it would leave a gap.
        if not sentence and self._row.isHidden():
            self.hide()
        if sentence:
            tone = "warning" if is_held_above(view, effective) else "secondary"
            column.addWidget(PlainLabel(sentence, role="small", tone=tone, wrap=True))

    def show_sums(self) -> None:
        """Show how the figures were computed, beginning with what can be drawn."""
        asked = [(explain_line, (self._view.facility.id, what)) for what in NUMBERS]
        show_sums(self._context, self, asked, NUMBERS.index("effective"))

    def _figures(self) -> list[QWidget]:
        amounts = self._view.amounts
        made = [self._money(_("Outstanding"), amounts.outstanding, "outstanding")]
        if amounts.waiting is None or not amounts.waiting.is_zero:
            made.append(self._money(_("Waiting"), amounts.waiting, "waiting", tone="warning"))
        made.append(self._money(_("Free to draw"), amounts.available, "free", tone="accent"))
        if is_held_above(self._view, self._effective) and self._effective is not None:
            made.append(self._money(_("Can be drawn"), self._effective.amount, "effective", tone="warning"))
        made.append(self._utilisation())
        if self._risk is not None and self._risk.counts:
            made.append(self._money(_("Use of limits"), self._risk.use, "use"))
            made.append(self._money(pgettext("risk", "Exposure"), self._risk.exposure, "exposure"))
        return made

    def _money(self, label: str, money: Money | None, what: LineNumber, *, tone: str = "primary") -> QWidget:
        return self._figure(label, line_wording.amount(money), what, tone if money is not None else "secondary")

    def _utilisation(self) -> QWidget:
        share = self._view.amounts.utilisation_bp
        if share is None:
            return self._figure(_("Utilisation"), _("not known"), "utilisation", "secondary")
        written = format_percent(share)
        if share <= _WHOLE_BP:
            return self._figure(_("Utilisation"), written, "utilisation", "primary")
        over = _("{share}, over the limit").format(share=written)
        return self._figure(_("Utilisation"), over, "utilisation", "danger")

    def _figure(self, label: str, words: str, what: LineNumber, tone: str) -> QWidget:
        slot = QWidget()
        column = QVBoxLayout(slot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        left = Qt.AlignmentFlag.AlignLeft
        column.addWidget(PlainLabel(label, role="small", tone="tertiary"), 0, left)
        figure = Figure(self._context, label, words, explain_line, self._view.facility.id, what, tone=tone, weight=600)
        column.addWidget(figure, 0, left)
        return slot

    def _sentence(self) -> str:
        if self._effective is None or self._view.facility.status != "active":
            return ""
        if is_held_above(self._view, self._effective):
            return free_sentence(self._view, self._effective)
        if self._view.amounts.available is not None and self._view.amounts.available.is_zero:
            return _("Nothing can be drawn: {why}").format(why=self._view.why_not_more(None))
        return bound_sentence(self._effective)

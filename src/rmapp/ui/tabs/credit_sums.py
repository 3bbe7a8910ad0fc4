"""What the lines of a client come to together, and what "free to draw" means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from rmapp.domain.wording import format_date
from rmapp.i18n import _, listed, pgettext
from rmapp.services.limits.explain import explain_firm
from rmapp.ui import line_wording
from rmapp.ui.tabs.explained import Figure
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.cards import Card, Divider
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from rmapp.domain.money import Money
    from rmapp.services.limits.explain_sums import FirmNumber
    from rmapp.services.limits.exposure import FirmExposure
    from rmapp.services.lines.credit import FirmCredit
    from rmapp.ui.context import UiContext


class FreeNote(Banner):
    """What "free to draw" means; it keeps the room of its lines in a narrow column."""

    def __init__(self, width: int) -> None:
        said = _("Free = limit − drawn − what a condition or the collateral value holds back. Computed as you type.")
        super().__init__("info", said)
        self._wide = width
        self.refresh()

    def refresh(self) -> None:
        """Be as high as the wrapped words, also after the text size changed."""
        super().refresh()
        self.setFixedHeight(max(self.heightForWidth(self._wide), self.sizeHint().height()))


class TogetherCard(Card):
    """What the lines in use or approved come to, in CNY; each figure says how it was computed."""

    def __init__(self, context: UiContext, firm_id: str, credit: FirmCredit, exposure: FirmExposure) -> None:
        super().__init__("")
        self._context, self._firm_id = context, firm_id
        self._add_row(_("Total limit"), credit.limit, "limit")
        self._add_row(_("Outstanding"), credit.outstanding, "outstanding")
        if credit.margin is not None and not credit.margin.is_zero:
            self._add_row(_("Covered by cash margin"), credit.margin, "margin", weight=400)
        if credit.over is not None and not credit.over.is_zero:
            self._add_row(_("Over the limit"), credit.over, "over", tone="danger")
        if not _is_nothing(credit.waiting_for_condition):
            self._add_row(
                _("Waiting for a condition"), credit.waiting_for_condition, "waiting_for_condition", tone="warning"
            )
        if not _is_nothing(credit.waiting_for_value):
            self._add_row(_("Waiting for a valuation"), credit.waiting_for_value, "waiting_for_value", tone="warning")
        if credit.shut is not None and not credit.shut.is_zero:
            self._add_row(_("Repaid for good, or not open"), credit.shut, "shut", weight=400)
        if credit.unplaced is not None and not credit.unplaced.is_zero:
            self._add_row(_("Room that no line can draw"), credit.unplaced, "unplaced", weight=400)
        self.add(Divider())
        self._add_row(_("Free to draw today"), credit.free, "free", tone="accent", label_tone="primary")
        if not credit.reported_by:
            self.add(Divider())
            self._add_row(_("Use of limits"), exposure.use, "use", weight=400)
            self._add_row(pgettext("risk", "Exposure"), exposure.exposure, "exposure", weight=400)
        for words in self._notes(credit):
            self.add(PlainLabel(words, role="small", tone="tertiary", wrap=True))

    def _add_row(
        self,
        label: str,
        money: Money | None,
        what: FirmNumber,
        *,
        tone: str = "primary",
        label_tone: str = "secondary",
        weight: int = 600,
    ) -> None:
        row = QHBoxLayout()
        row.addWidget(PlainLabel(label, tone=label_tone))
        row.addStretch(1)
        words = line_wording.amount(money)
        tone = tone if money is not None else "secondary"
        row.addWidget(Figure(self._context, label, words, explain_firm, self._firm_id, what, tone=tone, weight=weight))
        self.add(row)

    def _notes(self, credit: FirmCredit) -> list[str]:
        said = []
        if credit.reported_by:
            said.append(_("Lines of other lenders: {names}").format(names=listed(credit.reported_by)))
        if credit.rates_on is not None:
            words = _("Foreign currency at the rates of {date}").format(date=format_date(credit.rates_on))
            said.append(_("{sentence}, which are old").format(sentence=words) if credit.stale else words)
        return said


def _is_nothing(money: Money | None) -> bool:
    return money is not None and money.is_zero

"""Makes the repayment schedule of a line from its method: how often, and the button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmapp.domain.repayment_schedule import GENERATED, Instalment, instalments
from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.fields import Choice
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.facility_draft import FacilityDraft
    from rmapp.domain.money import Money


class ScheduleMaker(QWidget):
    """`asked` is sent when the schedule is to be made."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        name = _("A payment every")
        options = [("1", _("month")), ("3", _("quarter")), ("6", _("half year")), ("12", _("year"))]
        self.every = Choice(options, name=name)
        self.make = Button(_("Make the schedule"), icon="calculator", size="small")
        self.make.clicked.connect(self.asked)
        self._why = PlainLabel("", role="small", tone="secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(2))
        row.addWidget(PlainLabel(name, tone="secondary"))
        row.addWidget(self.every)
        row.addWidget(self.make)
        row.addWidget(self._why, 1)

    def stops(self) -> list[QWidget]:
        """Return what Tab stops at."""
        return [self.every, self.make]

    def made(
        self, draft: FacilityDraft, amount: Money | None, rate_bp: int | None, today: date
    ) -> tuple[Instalment, ...]:
        """Return the payments, and say why there are none where something is missing."""
        self._why.setText("")
        if draft.repayment_method not in GENERATED:
            self._why.setText(_("Choose a method other than a typed schedule."))
            return ()
        if amount is None or draft.maturity_on is None:
            self._why.setText(_("Amount and day of maturity are needed first."))
            return ()
        price = draft.pricing
        found = instalments(
            draft.repayment_method,
            amount,
            min((one.disbursed_on for one in draft.draws if one.disbursed_on), default=draft.signed_on or today),
            draft.maturity_on,
            rate_bp=rate_bp,
            every_months=int(self.every.code() or 1),
            day_count=price.day_count if price else "act_360",
        )
        if not found:
            self._why.setText(_("An annuity needs a known rate, and the line has to end after it begins."))
        return found

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        self.setVisible(not locked)

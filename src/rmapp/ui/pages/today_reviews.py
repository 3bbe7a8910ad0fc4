"""The card of Today about assessments that are to be made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.i18n import _
from rmapp.services import scoring
from rmapp.ui.due_words import due
from rmapp.ui.pages.today_part import TodayCard
from rmapp.ui.tabs.rows import RowButton

if TYPE_CHECKING:
    from rmapp.services.scoring import Reviews
    from rmapp.ui.context import UiContext


class ReviewsCard(TodayCard["Reviews"]):
    """The first assessments that are due again; a click opens the client at its assessment."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Assessments due again"), icon="target")
        self.hide()

    def read(self) -> Reviews:
        """Return what is due within 30 days or late."""
        return self.context.ask(scoring.reviews_due)

    def fill(self, found: Reviews) -> None:
        """List the first ones; without any the card is not there."""
        self.setVisible(bool(found.reviews))
        if not found.reviews:
            return
        self.set_count(found.total)
        for one in found.reviews:
            grade = _("Grade {grade}").format(grade=one.grade) if one.grade else ""
            when = due(one.on, self.context.clock.today()).text
            row = RowButton(one.firm_name, " · ".join(part for part in (grade, when) if part), opens=one.firm_id)
            row.clicked.connect(self._on_clicked)
            self.add(row)

    def _on_clicked(self) -> None:
        self.context.open_client(self.sender().objectName(), "assessment")

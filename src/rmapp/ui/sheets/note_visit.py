"""The switch of a note that closes a planned visit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.services.visits.visit_closing import NO_VISIT
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from rmapp.services.notes.meetings import MeetingDraft


class VisitSwitch(CheckBox):
    """Says that the note is about a visit that was planned; `plan` is that visit as held."""

    def __init__(self, plan: MeetingDraft, words: str) -> None:
        super().__init__(words, checked=True)
        self.plan = plan

    def heed_kind(self, kind: str) -> None:
        """Take a call or a message for something else than the visit that was planned."""
        if kind in NO_VISIT and kind != self.plan.type:
            self.setChecked(False)

    def kind_of(self, kind: str) -> str:
        """Return the kind of the note: the planned one, but a visit can turn out to be a call."""
        return kind if kind in NO_VISIT else self.plan.type

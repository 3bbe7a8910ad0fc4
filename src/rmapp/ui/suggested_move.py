"""A stage move that the facts propose, as one line: what, why, and the two answers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.services.stages import stage_proposals
from rmapp.ui import metrics
from rmapp.ui.stage_task_offer import offer_tasks
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.chips import short_stage_label
from rmapp.ui.widgets.labels import ElidedLabel

if TYPE_CHECKING:
    from rmapp.services.stages.stage_proposals import Proposal
    from rmapp.ui.context import UiContext


def accept_move(context: UiContext, proposal: Proposal) -> None:
    """Move the firm at once, with Undo in the toast, and offer the tasks of a stage that it has reached.

    Where something has to be chosen first the sheet asks.
    """
    if not proposal.at_once:
        context.open_sheet("stage_move", firm_id=proposal.firm_id, stage=proposal.to)
        return
    label = _("Moved to {stage}").format(stage=short_stage_label(proposal.to))
    done = context.do(stage_proposals.accept, proposal.firm_id, proposal.to, label=label)
    if done is not None and not proposal.is_back:
        offer_tasks(context, proposal.firm_id, proposal.to)


def put_off_move(context: UiContext, proposal: Proposal) -> None:
    """Ask why not yet, and until when."""
    context.open_sheet("stage_not_yet", firm_id=proposal.firm_id, stage=proposal.to)


def move_words(proposal: Proposal) -> str:
    """Return from where to where, in short names."""
    to = short_stage_label(proposal.to)
    if proposal.from_stage is None:
        return _("No stage yet → {to}").format(to=to)
    return _("{stage} → {to}").format(stage=short_stage_label(proposal.from_stage), to=to)


class Answers(QWidget):
    """The buttons Accept and Not yet."""

    accepted = Signal()
    put_off = Signal()

    def __init__(self, *, locked: bool) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(metrics.space(2))
        self._accept = Button(_("Accept"), kind="soft", size="small")
        self._later = Button(_("Not yet"), kind="ghost", size="small")
        self._accept.clicked.connect(self.accepted)
        self._later.clicked.connect(self.put_off)
        for button in (self._accept, self._later):
            button.setEnabled(not locked)
            row.addWidget(button)

    def name_for(self, firm: str, move: str) -> None:
        """Say to a screen reader of what the buttons are."""
        self._accept.setAccessibleName(_("Accept for {firm}: {move}").format(firm=firm, move=move))
        self._later.setAccessibleName(_("Not yet for {firm}: {move}").format(firm=firm, move=move))


class SuggestedLine(QWidget):
    """A proposal in one line under the stages of a client; without one it is not there."""

    accepted = Signal(object)
    put_off = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._proposal: Proposal | None = None
        self._words = ElidedLabel("", role="small", tone="secondary")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(metrics.space(2))
        self._row.addWidget(IconLabel("lightbulb"))
        self._row.addWidget(self._words)
        self._answers: Answers | None = None
        self.hide()

    def proposal(self) -> Proposal | None:
        """Return what is shown."""
        return self._proposal

    def show_proposal(self, proposal: Proposal | None, *, locked: bool) -> None:
        """Show a proposal; None takes the line away."""
        self._proposal = proposal
        if proposal is None:
            return
        if self._answers is None:
            self._answers = Answers(locked=locked)
            self._answers.accepted.connect(self._on_accepted)
            self._answers.put_off.connect(self._on_put_off)
            self._row.addWidget(self._answers)
            self._row.addStretch(1)
        said = _("Suggested: {move}. {why}").format(move=move_words(proposal), why=proposal.words())
        self._words.setText(said)
        self._answers.name_for(proposal.firm_name, move_words(proposal))

    def _on_accepted(self) -> None:
        self.accepted.emit(self._proposal)

    def _on_put_off(self) -> None:
        self.put_off.emit(self._proposal)

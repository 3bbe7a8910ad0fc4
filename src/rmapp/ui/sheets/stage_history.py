"""The moves a firm made through its lifecycle, newest first, each with a way to correct it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.classes import RESTRICTED
from rmapp.domain.wording import format_partial
from rmapp.i18n import _, listed
from rmapp.ui import metrics
from rmapp.ui.tabs.rows import clear
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import Divider
from rmapp.ui.widgets.chips import StageChip, short_stage_label
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.stage import StageEvent


class StageHistory(QWidget):
    """Says which move is to be corrected, by its id."""

    correct_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(metrics.space(2))

    def set_events(self, events: Sequence[StageEvent], *, locked: bool) -> None:
        """List the moves; `locked` ones cannot be corrected."""
        clear(self._column)
        self._column.addWidget(PlainLabel(_("Moves so far"), role="section"))
        if not events:
            self._column.addWidget(PlainLabel(_("No move is recorded yet."), tone="tertiary"))
        for event in reversed(events):
            self._column.addWidget(Divider())
            self._column.addWidget(self._row(event, locked=locked))

    def _row(self, event: StageEvent, *, locked: bool) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(metrics.space(3))
        when = PlainLabel(format_partial(event.effective_on), role="small", tone="secondary", numeric=True)
        when.setMinimumWidth(metrics.grown(86, "small"))
        line.addWidget(when)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(StageChip(event.to_stage))
        if said := _said(event):
            words.addWidget(PlainLabel(said, role="small", tone="tertiary", wrap=True))
        line.addLayout(words, 1)
        if not locked:
            correct = Button(_("Correct"), kind="ghost", size="small", icon="pencil")
            stage = short_stage_label(event.to_stage)
            correct.setAccessibleName(_("Correct the move to {stage}").format(stage=stage))
            correct.setObjectName(event.id)
            correct.clicked.connect(self._on_correct_clicked)
            line.addWidget(correct)
        return row

    def _on_correct_clicked(self) -> None:
        self.correct_asked.emit(self.sender().objectName())


def _said(event: StageEvent) -> str:
    came = _("from {stage}").format(stage=short_stage_label(event.from_stage)) if event.from_stage else ""
    reason = reference.text("transition_reason", event.reason) if event.reason else ""
    approved = _("approved by {name}").format(name=event.approver) if event.approver else ""
    names = listed(reference.text("evidence", code) for code in event.evidence)
    shown = _("evidence: {names}").format(names=names) if names else ""
    secrecy = reference.text("confidentiality", RESTRICTED) if event.confidentiality == RESTRICTED else ""
    parts = (secrecy, came, reason, shown, approved, event.recorded_by, event.note)
    return " · ".join(part for part in parts if part)

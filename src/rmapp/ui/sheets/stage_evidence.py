"""The evidence that usually shows a lifecycle stage, to tick, with what the book knows of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.tabs.rows import clear
from rmapp.ui.widgets.buttons import IconButton
from rmapp.ui.widgets.chips import Chip, StatusChip
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rmapp.services.stages.stage_signals import Signal as StageSignal


class EvidenceList(QWidget):
    """One box to tick for each kind of evidence; what the book shows is ticked already.

    With `records` each has a button beside it that asks to write down what was seen.
    """

    changed = Signal()
    record_asked = Signal(str, str)
    """The kind of evidence, and the row that a person recorded of it, empty for none."""

    def __init__(self, *, records: bool = False) -> None:
        super().__init__()
        self._records = records
        self._boxes: dict[str, CheckBox] = {}
        self._signals: dict[str, StageSignal] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(metrics.space(1))
        self._is_locked = False

    def set_signals(self, signals: Sequence[StageSignal], ticked: Collection[str] | None = None) -> None:
        """List the evidence; `ticked` None ticks what the book shows."""
        clear(self._column)
        self._boxes, self._signals = {}, {signal.code: signal for signal in signals}
        for signal in signals:
            is_ticked = signal.met is True if ticked is None else signal.code in ticked
            box = CheckBox(signal.label, checked=is_ticked, elides=True)
            box.setEnabled(not self._is_locked)
            box.toggled.connect(self.changed)
            self._boxes[signal.code] = box
            self._column.addWidget(_row(box, signal, self._recorder(signal)))
        if not signals:
            self._column.addWidget(PlainLabel(_("No evidence is listed for this stage."), tone="tertiary"))

    def refresh(self, signals: Sequence[StageSignal]) -> None:
        """List the same evidence as it is known now: what has been met since is ticked, the rest stays as it is."""
        before = {signal.code for signal in self._signals.values() if signal.met is True}
        now = {signal.code for signal in signals if signal.met is True}
        self.set_signals(signals, {*self.ticked(), *(now - before)} - (before - now))

    def ticked(self) -> tuple[str, ...]:
        """Return the codes of what is ticked."""
        return tuple(code for code, box in self._boxes.items() if box.isChecked())

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        self._is_locked = locked
        for box in self._boxes.values():
            box.setEnabled(not locked)

    def _recorder(self, signal: StageSignal) -> IconButton | None:
        if not self._records or self._is_locked:
            return None
        words = _("Record what was seen: {evidence}") if signal.row is None else _("Change what was seen: {evidence}")
        icon = "plus" if signal.row is None else "pencil"
        button = IconButton(icon, words.format(evidence=signal.label), size=24)
        button.setObjectName(signal.code)
        button.clicked.connect(self._on_record_clicked)
        return button

    def _on_record_clicked(self) -> None:
        code = str(self.sender().objectName())
        row = self._signals[code].row
        self.record_asked.emit(code, row.id if row is not None else "")


def _row(box: CheckBox, signal: StageSignal, recorder: IconButton | None) -> QWidget:
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 2, 0, 2)
    column.setSpacing(0)
    line = QHBoxLayout()
    line.setSpacing(metrics.space(2))
    line.addWidget(box)
    line.addStretch(1)
    line.addWidget(_state(signal))
    if recorder is not None:
        line.addWidget(recorder)
    column.addLayout(line)
    if signal.why:
        why = PlainLabel(signal.why, role="small", tone="tertiary", wrap=True)
        why.setContentsMargins(metrics.icon() + metrics.space(2), 0, 0, 0)
        column.addWidget(why)
    box.setAccessibleDescription("\n".join(part for part in (_state(signal).text(), signal.why) if part))
    return row


def _state(signal: StageSignal) -> Chip:
    if signal.by_hand:
        return Chip(_("ticked before"), tone="info")
    if signal.met is None:
        return Chip(_("not known"))
    return StatusChip("pass", _("met")) if signal.met else Chip(_("not met"))

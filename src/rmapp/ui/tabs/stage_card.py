"""What speaks for the next stage of a firm: each kind of evidence met, not met or not known, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain.wording import format_date, format_days, format_partial
from rmapp.i18n import _, clauses, ngettext
from rmapp.services.stages import lifecycle, stage_proposals
from rmapp.ui import metrics
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.tabs.rows import source_line
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.chips import Chip, short_stage_label, stage_label
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel
from rmapp.ui.widgets.truth_mark import truth_mark, truth_word

if TYPE_CHECKING:
    from rmapp.domain.stage_evidence import StageDecision, StageEvidence
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.services.stages.lifecycle import StageStrip
    from rmapp.services.stages.stage_signals import Signal
    from rmapp.ui.context import UiContext


class StageCard(ClientCard):
    """Evidence is recorded and the move made from here; a firm that has ended keeps its stage."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Next stage"), icon="signpost", adds=_("Record evidence for a stage"))
        self._signals: dict[str, Signal] = {}

    def fill(self, header: FirmHeader) -> None:
        """Show the evidence of the next stage."""
        strip = self.context.ask(lifecycle.stage_strip, header.firm.id)
        self.setVisible(not strip.frozen)
        self._signals = {signal.code: signal for signal in strip.signals}
        self.add(PlainLabel(_now(strip), tone="secondary", wrap=True))
        if strip.next_stage is not None:
            self.add(self._next(strip))
        for signal in strip.signals:
            self.add(self._row(signal))
        self._add_put_off(self.context.ask(stage_proposals.put_off, header.firm.id))
        if not self.context.read_only:
            self.add(side_by_side(*self._buttons(strip)))

    def add_one(self) -> None:
        """Open the sheet that records evidence."""
        self.context.open_sheet("stage_evidence", firm_id=self.firm_id)

    def _next(self, strip: StageStrip) -> QWidget:
        n = strip.needed
        usual = ngettext("{n} usually suffices", "{n} usually suffice", n).format(n=n)
        met = _("{met} of {all} met").format(met=strip.met, all=len(strip.signals))
        tone = "success" if strip.met >= n else "neutral"
        name = PlainLabel(stage_label(strip.next_stage or ""), weight=600, wrap=True)
        return side_by_side(name, Chip(clauses((met, usual)), tone=tone), stretch=name)

    def _buttons(self, strip: StageStrip) -> list[QWidget]:
        """Return the buttons for the move to the next stage and for the tasks of the present one."""
        buttons: list[QWidget] = []
        if strip.next_stage is not None:
            words = _("Move to {stage}…").format(stage=short_stage_label(strip.next_stage))
            mover = Button(words, size="small", icon="signpost")
            mover.setObjectName(strip.next_stage)
            mover.clicked.connect(self._on_move_clicked)
            buttons.append(mover)
        if strip.current is not None:
            words = _("Tasks for {stage}…").format(stage=short_stage_label(strip.current))
            tasks = Button(words, kind="ghost", size="small", icon="list-checks")
            tasks.setObjectName(strip.current)
            tasks.clicked.connect(self._on_tasks_clicked)
            buttons.append(tasks)
        return buttons

    def _add_put_off(self, said: StageDecision | None) -> None:
        """Say why the move is not suggested though its evidence is met."""
        if said is None:
            return
        day, stage = format_date(said.decided_on), short_stage_label(said.to_stage)
        words = _("On {date} the move to {stage} was put off: {reason}").format(
            date=day, stage=stage, reason=said.reason
        )
        until = _("ask again on {date}").format(date=format_date(said.until)) if said.until is not None else ""
        self.add(PlainLabel(clauses((words, until)), role="small", tone="secondary", wrap=True, selectable=True))
        if not self.context.read_only:
            again = LinkLabel(_("Suggest it again now"))
            again.setObjectName(said.id)
            again.clicked.connect(self._on_again_clicked)
            self.add(side_by_side(again))

    def _row(self, signal: Signal) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(metrics.space(2))
        line.addWidget(truth_mark(signal.met), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(signal.label, wrap=True))
        words.addWidget(PlainLabel(_why(signal), role="small", tone="tertiary", wrap=True, selectable=True))
        if signal.row is not None:
            self._add_links(words, signal, signal.row)
        line.addLayout(words, 1)
        line.addWidget(self._recorder(signal), 0, Qt.AlignmentFlag.AlignTop)
        row.setAccessibleName(_("{label}: {value}").format(label=signal.label, value=truth_word(signal.met)))
        row.setAccessibleDescription(_why(signal))
        return row

    def _add_links(self, words: QVBoxLayout, signal: Signal, row: StageEvidence) -> None:
        for there, text, opener in (
            (row.meeting_id, _("Open the note"), self._on_note_clicked),
            (row.attachment_id, _("Open the file"), self._on_file_clicked),
        ):
            if there:
                link = LinkLabel(text)
                link.setObjectName(there)
                link.setAccessibleDescription(signal.label)
                link.clicked.connect(opener)
                words.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _recorder(self, signal: Signal) -> IconButton:
        words = _("Record what was seen: {evidence}") if signal.row is None else _("Change what was seen: {evidence}")
        icon = "plus" if signal.row is None else "pencil"
        button = IconButton(icon, words.format(evidence=signal.label), size=24)
        button.setObjectName(signal.code)
        button.setEnabled(signal.row is not None or not self.context.read_only)
        button.clicked.connect(self._on_record_clicked)
        return button

    def _on_record_clicked(self) -> None:
        code = self.row_key()
        row = self._signals[code].row
        row_id = row.id if row is not None else ""
        self.context.open_sheet("stage_evidence", firm_id=self.firm_id, evidence=code, evidence_id=row_id)

    def _on_again_clicked(self) -> None:
        self.context.do(stage_proposals.ask_again, self.row_key(), label=_("Suggested again"))

    def _on_note_clicked(self) -> None:
        self.context.open_sheet("note", meeting_id=self.row_key())

    def _on_file_clicked(self) -> None:
        self.context.open_sheet("attachment", attachment_id=self.row_key())

    def _on_tasks_clicked(self) -> None:
        self.context.open_sheet("stage_tasks", firm_id=self.firm_id, stage=self.row_key())

    def _on_move_clicked(self) -> None:
        self.context.open_sheet("stage_move", firm_id=self.firm_id, stage=self.row_key())


def side_by_side(*widgets: QWidget, stretch: QWidget | None = None) -> QWidget:
    """Return widgets in a row; the one to `stretch` takes the room, else what is left stays free."""
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(metrics.space(2))
    for widget in widgets:
        line.addWidget(widget, 1 if widget is stretch else 0)
    if stretch is None:
        line.addStretch(1)
    return row


def _now(strip: StageStrip) -> str:
    if strip.current is None:
        return _("No stage is recorded yet.")
    stage = stage_label(strip.current)
    last = _("no stage follows") if strip.next_stage is None else ""
    if strip.since is None or strip.days is None:
        return clauses((stage, last))
    said = _("{stage} since {date}").format(stage=stage, date=format_partial(strip.since))
    return clauses((said, _("in this stage for {days}").format(days=format_days(strip.days)), last))


def _why(signal: Signal) -> str:
    """Return what decided, and who recorded it."""
    if not signal.why:
        return _("nothing recorded")
    if signal.row is None:
        return signal.why
    by = signal.row.created_by
    return clauses((signal.why, source_line(signal.row), by and _("recorded by {name}").format(name=by)))

"""The sheet that moves a client to another lifecycle stage, with evidence and, where it is needed, a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from rmapp.domain import reference
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.wording import format_partial
from rmapp.errors import InputError, RuleError
from rmapp.i18n import _, ngettext
from rmapp.services.clients import firms
from rmapp.services.stages import lifecycle
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.sheets.stage_evidence import EvidenceList
from rmapp.ui.sheets.stage_history import StageHistory
from rmapp.ui.stage_task_offer import offer_tasks
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.chips import short_stage_label, stage_label
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.fields import Choice
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.stage import StageEvent
    from rmapp.domain.stage_rules import Placing
    from rmapp.services.stages.lifecycle import Move, MovePreview
    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.sheet import Sheet


def open_stage_move(window: QWidget, context: UiContext, firm_id: str, stage: str | None = None) -> Sheet:
    """Open the sheet; `stage` is the one to propose, else the next one is."""
    sheet = StageMoveSheet(window, context, firm_id, stage)
    sheet.open(sheet.first_field())
    return sheet


class StageMoveSheet(FormSheet):
    """Tries each choice against the rules while it is made; the book is written by its button only."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, stage: str | None) -> None:
        name = context.ask(firms.display_name, firm_id)
        super().__init__(window, _("Move stage"), subtitle=name, save=_("Move"))
        self._context, self._firm_id = context, firm_id
        self._strip = context.ask(lifecycle.stage_strip, firm_id)
        self._moves = context.ask(lifecycle.moves, firm_id)
        self._correcting: StageEvent | None = None
        self._shown_to, self._is_late = "", False
        self._now = PlainLabel("", tone="secondary", wrap=True)
        self._form = EntityForm(self._specs(), today=context.clock.today())
        self._evidence = EvidenceList(records=not context.read_only and not self._strip.frozen)
        self._usual = PlainLabel("", role="small", tone="tertiary", wrap=True)
        self._warning = Banner("warning", "")
        self._rest = EntityForm(
            [
                FieldSpec("note", _("Note"), "multiline", span=2),
                FieldSpec("approver", _("Approved by"), hint=_("Empty where nobody had to approve")),
            ]
        )
        self._then = CheckBox(_("Then show the tasks of this stage"), checked=True)
        self._history = StageHistory()
        self._build_page()
        self._start(stage)
        self._connect()

    def _specs(self) -> list[FieldSpec]:
        return [
            FieldSpec("to_stage", _("To stage"), "choice", self._targets(), required=True, span=2),
            FieldSpec("effective_on", _("Since"), "partial_date", required=True, hint=_("A year or a month will do")),
            FieldSpec("reason", _("Reason"), "choice"),
        ]

    def _targets(self) -> list[tuple[str, str]]:
        """Return the stages to choose from: where the rules allow none, all of them, each with what they say."""
        allowed = [(move.to, _target(move)) for move in self._moves]
        return allowed or [(code, stage_label(code)) for code in reference.stages()]

    def _build_page(self) -> None:
        self.page.addWidget(self._now)
        self.page.addWidget(self._form)
        self.page.addWidget(PlainLabel(_("Evidence"), role="section"))
        self.page.addWidget(self._usual)
        self.page.addWidget(self._evidence)
        self.page.addWidget(self._warning)
        self._warning.hide()
        self.page.addWidget(self._rest)
        self.page.addWidget(self._then)
        self.page.addWidget(self._history)
        self.page.addStretch(1)

    def _start(self, stage: str | None) -> None:
        strip = self._strip
        self._now.setText(_now(strip))
        offered = [code for code, _words in self._targets()]
        wanted = stage if stage in offered else strip.next_stage if strip.next_stage in offered else offered[0]
        today = PartialDate.of(self._context.clock.today())
        self._form.set_values({"to_stage": wanted, "effective_on": today})
        locked = strip.frozen or self._context.read_only
        self._history.set_events(self._context.ask(lifecycle.history, self._firm_id), locked=locked)
        self._try()
        if strip.frozen:
            self.say(_("This firm has ended, so its stage stays as it was."), "info")
        elif self._context.read_only:
            self.say(_("This book is open for reading only; nothing can be changed now."), "warning")
        elif stage is not None and stage not in offered:
            refused = self._context.ask(lifecycle.preview_move, self._firm_id, stage).problems
            self.say(refused.get("", ""), "warning")
        if locked:
            self._form.set_read_only(True)
            self._rest.set_read_only(True)
            self._evidence.set_locked(True)
            self._then.hide()
            self.saver.setEnabled(False)

    def _connect(self) -> None:
        self._form.changed.connect(self._try)
        self._evidence.changed.connect(self._try)
        self._evidence.record_asked.connect(self._on_record_asked)
        self._context.changed.connect(self._on_book_changed)
        self._history.correct_asked.connect(self._on_correct_asked)

    def first_field(self) -> QWidget:
        """Return the field the cursor starts in."""
        return self._form.control("to_stage")

    def is_changed(self) -> bool:
        """Tell whether something was chosen or typed."""
        return not self._strip.frozen and (self._form.is_changed() or self._rest.is_changed())

    def save(self) -> None:
        """Write the move, or the correction, and close; what is wrong stands beside its field."""
        try:
            fields = {**self._form.values(), **self._rest.values(), "evidence": self._evidence.ticked()}
            for text in ("note", "approver"):
                fields[text] = fields[text] or ""
            fields["reason"] = self._reason()
            done = self._context.do(
                _write, self._firm_id, self._correcting, fields, label=self._label(str(fields["to_stage"]))
            )
        except InputError as problem:
            self.say(problem.fields.get("", ""))
            self._form.show_errors({name: text for name, text in problem.fields.items() if name})
            return
        if done is not None:
            self.finish()
            if self._then.isChecked() and not self._then.isHidden():
                offer_tasks(self._context, self._firm_id, str(fields["to_stage"]))

    def _label(self, to: str) -> str:
        stage = short_stage_label(to)
        if self._correcting is not None:
            return _("Corrected the move to {stage}").format(stage=stage)
        return _("Moved to {stage}").format(stage=stage)

    def _try(self) -> None:
        """Show what the rules say of the move as it is chosen now."""
        self._fit_targets()
        to = self._choice("to_stage").code() or ""
        preview = self._context.ask(
            lifecycle.preview_move,
            self._firm_id,
            to,
            self._day(),
            self._reason(),
            self._ticked(to),
            instead_of=self._correcting.id if self._correcting is not None else None,
        )
        is_late = self._correcting is None and self._placing().following is not None
        if (to, is_late) != (self._shown_to, self._is_late):
            self._shown_to, self._is_late = to, is_late
            self._show_target(to)
            self._fit_reasons(preview)
            self._try()
            return
        self._fit_reasons(preview)
        self._say_problem(preview)
        if "effective_on" in preview.problems:
            self._form.field("effective_on").set_error(preview.problems["effective_on"])
        self._warning.set_text("\n".join(preview.warnings))
        self._warning.setVisible(bool(preview.warnings))

    def _say_problem(self, preview: MovePreview) -> None:
        """Say why the move cannot be made, else what it does to the history."""
        problem = preview.problems.get("", "")
        if self._strip.frozen:
            self.say(_("This firm has ended, so its stage stays as it was."), "info")
        elif problem:
            self.say(problem, "danger")
        elif self._correcting is not None:
            said = _("The move to {stage} of {date} is replaced by what you write here; the history keeps both.")
            date = format_partial(self._correcting.effective_on)
            self.say(said.format(stage=short_stage_label(self._correcting.to_stage), date=date), "info")
        else:
            self._say_placing(self._placing())

    def _say_placing(self, placing: Placing) -> None:
        """Say where in the history a move of an earlier day goes; nothing of one after all others."""
        if placing.following is None:
            self.say("")
            return
        later = short_stage_label(placing.following.to_stage)
        if not self._context.ask(lifecycle.moves, self._firm_id, self._day()):
            said = _("On that day no stage fits in before the later move to {later}. Correct that move first.")
            self.say(said.format(later=later), "danger")
        elif placing.from_stage is None:
            said = _("This goes before all moves so far; the move to {later} then starts from it.")
            self.say(said.format(later=later), "info")
        else:
            said = _("On that day the firm was in {stage}; the later move to {later} then starts from the new stage.")
            self.say(said.format(stage=short_stage_label(placing.from_stage), later=later), "info")

    def _fit_targets(self) -> None:
        """Offer the stages that the firm could enter on the chosen day."""
        if self._correcting is not None or self._strip.frozen:
            return
        moves = self._context.ask(lifecycle.moves, self._firm_id, self._day())
        if moves != self._moves and moves:
            self._moves = moves
            self._choice("to_stage").set_options(self._targets())

    def _show_target(self, to: str) -> None:
        """Show the evidence of another target."""
        stage = reference.stages()[to]
        found = self._context.ask(lifecycle.evidence_for, self._firm_id, to)
        # What is known today says nothing about a day before the moves since.
        self._evidence.set_signals(found, () if self._is_late else None)
        usual = ngettext(
            "{n} of these usually shows this stage.", "{n} of these usually show this stage.", stage.min_evidence
        )
        self._usual.setText(usual.format(n=stage.min_evidence))
        if self._correcting is None:
            self.saver.set_label(_("Move to {stage}").format(stage=short_stage_label(to)))

    def _fit_reasons(self, preview: MovePreview) -> None:
        """Offer the reasons that fit, and the tasks of a stage that is the newest; another day may ask for others."""
        codes = preview.reasons or tuple(reference.labels("transition_reason"))
        self._choice("reason").set_options([(code, reference.text("transition_reason", code)) for code in codes])
        self._form.field("reason").setVisible(preview.reason_required or self._correcting is not None)
        self._form.field("reason").set_hint(_("Needed for this move") if preview.reason_required else "")
        self._then.setVisible(self._correcting is None and not self._is_late and preview.kind != "back")

    def _reason(self) -> str | None:
        """Return the chosen reason; a move that needs none is shown none to choose."""
        return None if self._form.field("reason").isHidden() else self._choice("reason").code()

    def _ticked(self, to: str) -> tuple[str, ...]:
        return self._evidence.ticked() if to == self._shown_to else ()

    def _day(self) -> PartialDate | None:
        control = self._form.control("effective_on")
        try:
            held = control.date()  # type: ignore[attr-defined]  # the form made it a DateEdit
        except InputError:
            return None
        return held if isinstance(held, PartialDate) else None

    def _placing(self) -> Placing:
        return self._context.ask(lifecycle.place, self._firm_id, self._day())

    def _choice(self, name: str) -> Choice:
        control = self._form.control(name)
        assert isinstance(control, Choice)  # noqa: S101 - the form made it so
        return control

    def _on_record_asked(self, code: str, row_id: str) -> None:
        self._context.open_sheet("stage_evidence", firm_id=self._firm_id, evidence=code, evidence_id=row_id)

    def _on_book_changed(self, change: Any) -> None:  # noqa: ANN401 - a change of any result
        """Show what was recorded meanwhile; what was ticked or unticked by hand stays so."""
        if "stage_evidence" not in change.touched or not self._shown_to or not self._context.is_open:
            return
        found = self._context.ask(lifecycle.evidence_for, self._firm_id, self._shown_to)
        self._evidence.refresh(found)
        self._try()

    def _on_correct_asked(self, event_id: str) -> None:
        events = {event.id: event for event in self._context.ask(lifecycle.history, self._firm_id)}
        event = events[event_id]
        self._correcting = event
        self._then.hide()
        stages = [(code, stage_label(code)) for code in reference.stages()]
        self._choice("to_stage").set_options(stages)
        self._shown_to = ""
        self._form.set_values({"to_stage": event.to_stage, "effective_on": event.effective_on})
        self._rest.set_values({"note": event.note, "approver": event.approver})
        self._try()
        self._form.set_values({"reason": event.reason})
        signals = self._context.ask(lifecycle.evidence_for, self._firm_id, event.to_stage)
        self._evidence.set_signals(signals, event.evidence)
        self._try()
        self.set_title(_("Correct a move"), self._context.ask(firms.display_name, self._firm_id))
        self.saver.set_label(_("Save the correction"))
        self._form.control("to_stage").setFocus(Qt.FocusReason.OtherFocusReason)
        self.show_widget(self._form)


def _write(store: Any, firm_id: str, before: StageEvent | None, fields: dict[str, Any]) -> StageEvent:  # noqa: ANN401 - screens do not know the storage room
    try:
        if before is not None:
            return lifecycle.correct_stage(store, before.id, **fields)
        chosen = dict(fields)
        return lifecycle.move_stage(store, firm_id, chosen.pop("to_stage"), chosen.pop("effective_on"), **chosen)
    except RuleError as error:
        raise InputError({"": error.message}) from error


def _target(move: Move) -> str:
    words = {
        "first": _("{stage}"),
        "forward": _("{stage}: the next stage"),
        "skip": _("{stage}: passes over a stage"),
        "back": _("{stage}: back"),
    }
    return words[move.kind].format(stage=stage_label(move.to))


def _now(strip: lifecycle.StageStrip) -> str:
    if strip.current is None:
        return _("No stage is recorded yet. Choose the one the firm is in now.")
    if strip.since is None:
        return _("Now: {stage}").format(stage=stage_label(strip.current))
    said = _("Now: {stage}, since {date}")
    return said.format(stage=stage_label(strip.current), date=format_partial(strip.since))

"""The third screen of a call report: promises, judgement apart from the facts, what comes next, the record."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from rmapp.domain.wording import format_date
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients import rhythm
from rmapp.services.clients.promises import PromiseDraft
from rmapp.services.stages import lifecycle
from rmapp.services.visits import call_report
from rmapp.ui.pages.call_report_promises import EarlierPromises
from rmapp.ui.pages.call_report_screen import ReportScreen, side_by_side
from rmapp.ui.sheets.form_values import options
from rmapp.ui.sheets.stage_evidence import EvidenceList
from rmapp.ui.sheets.stage_offers import StageOffers
from rmapp.ui.widgets.attachment_strip import AttachmentStrip
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.chips import stage_label
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice, LineEdit, TextArea
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.promise_rows import PromiseRows
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.domain.attachment import StagedFile
    from rmapp.services.notes.call_report_draft import CallReportDraft
    from rmapp.ui.context import UiContext

_CHANGES = ("team_change", "technology_change", "market_change")


class ClosingScreen(ReportScreen):
    """Parts 8 to 11."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        today = context.clock.today()
        self._firm_id = ""
        self._earlier = EarlierPromises(self.numbered("earlier"), today)
        self.promises = PromiseRows(today, context.workspace.store.actor)
        self._relation = Choice(options("sentiment"), name=self.title_of("relation"), empty=_("not noted"))
        self._changes = {
            code: Choice(options("judged_change"), name=self.title_of(code), empty=_("not noted")) for code in _CHANGES
        }
        self._judgement = TextArea(name=self.title_of("judgement"), lines=3)
        self._stage = Choice(name=self.title_of("stage"), empty=_("No move proposed"))
        self._reason = LineEdit(name=_("Why this stage"))
        self._evidence = EvidenceList()
        self._offers = StageOffers(context)
        self._told = ""
        self._move = Button(_("Move the stage now"), icon="signpost", size="small")
        self._next = DateEdit(name=self.title_of("next_on"), today=today)
        self._none = LineEdit(name=_("Reason for no next touch"))
        self._purpose = LineEdit(name=self.title_of("next_purpose"))
        self._preparation = TextArea(name=self.title_of("next_preparation"), lines=2)
        self._author = PlainLabel("", tone="secondary")
        self._copy = LineEdit(name=self.title_of("copy_no"))
        self.files = AttachmentStrip(context)
        self._destroyed = CheckBox(self.title_of("destroyed"))
        self._build()

    def _build(self) -> None:
        promises = self.add_section("promises")
        promises.add(self._earlier)
        self.mark("earlier", self._earlier)
        self._earlier.changed.connect(self._on_changed)
        promises.add(PlainLabel(f"{self.numbered('they_promise')}\n{self.numbered('we_promise')}", role="small"))
        promises.add(self.promises)
        for code in ("they_promise", "we_promise"):
            self.mark(code, self.promises)
        self.promises.changed.connect(self._on_changed)
        self._build_judgement()
        self._build_next()
        self._build_record()
        self.body.addStretch(1)

    def _build_judgement(self) -> None:
        judgement = self.add_section("judgement")
        judgement.add(Banner("info", _("What we think stands here and nowhere else. No paper for a client prints it.")))
        judgement.add(
            side_by_side(
                self.item("relation", self._relation), *(self.item(code, one) for code, one in self._changes.items())
            )
        )
        judgement.add(self.item("judgement", self._judgement))
        judgement.add(side_by_side(self.item("stage", self._stage), self.item("stage", self._reason, also=True)))
        judgement.add(self._evidence)
        judgement.add(side_by_side(self._move, QWidget(), shares=(0, 1)))
        judgement.add(self._offers)
        self._offers.changed.connect(self._on_changed)
        self._judgement.changed.connect(self._read_words)
        self._evidence.changed.connect(self._on_changed)
        self._stage.changed.connect(self._show_evidence)
        self._move.clicked.connect(self._on_move_clicked)

    def _build_next(self) -> None:
        following = self.add_section("next")
        following.add(
            side_by_side(
                self.item("next_on", self._next),
                self.item("next_on", self._none, also=True),
                self.item("next_purpose", self._purpose),
                shares=(3, 4, 5),
            )
        )
        following.add(self.item("next_preparation", self._preparation, hint=_("One line each; it becomes the agenda.")))

    def _build_record(self) -> None:
        record = self.add_section("record")
        record.add(self._author)
        self.mark("author", self._copy)
        record.add(self.item("copy_no", self._copy, hint=_("Printed at the foot of the sheet")))
        record.add(PlainLabel(self.numbered("scan"), role="small", weight=500, tone="secondary"))
        record.add(self.files)
        self.mark("scan", self.files)
        self.files.changed.connect(self._on_changed)
        record.add(self._destroyed)
        self.keep("destroyed", self._destroyed)
        self.mark("destroyed", self._destroyed)

    def show_draft(self, draft: CallReportDraft) -> None:
        """Fill the screen from the book."""
        self._firm_id = draft.meeting.firm_id
        self.promises.set_promises(draft.meeting.promises)
        self._relation.set_code(draft.meeting.sentiment)
        for code, choice in self._changes.items():
            choice.set_code(getattr(draft, code))
        self._judgement.set_text(draft.judgement)
        moves = self.context.ask(lifecycle.moves, self._firm_id)
        self._stage.set_options([(move.to, stage_label(move.to)) for move in moves])
        self._stage.set_code(draft.stage_proposed)
        self._reason.setText(draft.stage_reason)
        self._show_evidence()
        if draft.stage_proposed:
            self._list_evidence(draft.stage_evidence)
        self._next.set_date(draft.next_on)
        self._none.setText(draft.no_next_reason)
        self._purpose.setText(draft.next_purpose)
        self._preparation.set_text(draft.next_preparation)
        self._copy.setText(draft.copy_no)
        self._destroyed.setChecked(draft.copies_destroyed)
        actor, day = self.context.workspace.store.actor, format_date(self.context.clock.today())
        self._author.setText(f"{self.numbered('author')}: " + _("{name}, {date}").format(name=actor, date=day))
        self._propose_next(draft.meeting.starts_at)

    def set_meeting(self, firm_id: str, meeting_id: str | None) -> None:
        """Show the open promises and the files of a meeting."""
        self._earlier.set_promises(self.context.ask(call_report.earlier_promises, firm_id, meeting_id))
        self.files.set_target(firm_id, meeting_id)
        self._offers.set_firm(firm_id)

    def read_words(self, text: str) -> None:
        """Offer what the text of the other screens says about the next stages, beside that of the judgement."""
        self._told = text
        self._read_words()
        self._offers.look()

    def _read_words(self) -> None:
        self._offers.set_text(f"{self._told}\n{self._judgement.text()}")

    def staged(self) -> tuple[StagedFile, ...]:
        """Return the files that wait to be attached."""
        return self.files.pending()

    def _propose_next(self, starts_at: str) -> None:
        """Say when the rhythm of the client wants the next touch."""
        touch = self.context.ask(rhythm.next_touch, self._firm_id)
        if touch is None:
            self._fields["next_on"].set_hint("")
            return
        day = date.fromisoformat(starts_at[:10]) + timedelta(days=touch.interval_days)
        self._fields["next_on"].set_hint(_("The rhythm of this client: by {date}").format(date=format_date(day)))

    def fill(self, draft: CallReportDraft) -> CallReportDraft:
        """Return the draft with what is typed here. Raises InputError by the codes of items."""
        try:
            next_on = self._next.date()
        except InputError as error:
            raise InputError({"next_on": error.message}) from error
        note = draft.meeting.model_copy(
            update={"promises": self.promises.promises(), "sentiment": self._relation.code()}
        )
        stage = self._stage.code()
        return draft.model_copy(
            update={
                "meeting": note,
                "ticks": self._earlier.read(),
                **{code: choice.code() for code, choice in self._changes.items()},
                "judgement": self._judgement.text().strip(),
                "stage_proposed": stage,
                "stage_reason": self._reason.text().strip() if stage else "",
                "stage_evidence": self._evidence.ticked() if stage else (),
                "next_on": next_on if isinstance(next_on, date) else None,
                "no_next_reason": self._none.text().strip(),
                "next_purpose": self._purpose.text().strip(),
                "next_preparation": self._preparation.text().strip(),
                "copy_no": self._copy.text().strip(),
                "copies_destroyed": self._destroyed.isChecked(),
                "said": self._offers.ticked(),
            }
        )

    def take_typed(self) -> bool:
        """Take in a promise that is still being typed; False where it cannot be read."""
        return self.promises.add_typed()

    def raw(self) -> dict[str, Any]:
        """Return everything as typed, JSON-like."""
        return super().raw() | {
            "ticks": self._earlier.raw(),
            "promises": [one.model_dump(mode="json") for one in self.promises.promises()],
            "typed": self.promises.typed(),
            "evidence": list(self._evidence.ticked()),
            "said": list(self._offers.ticked()),
            "files": self.files.raw(),
        }

    def set_raw(self, body: Mapping[str, Any]) -> None:
        """Show again what a draft kept."""
        super().set_raw(body)
        self._earlier.set_raw(body.get("ticks", {}))
        self.promises.set_promises([PromiseDraft.model_validate(one) for one in body.get("promises", ())])
        self.promises.set_typed(str(body.get("typed", "")))
        self._list_evidence(tuple(str(code) for code in body.get("evidence", ())))
        self._offers.set_ticked(str(code) for code in body.get("said", ()))
        self.files.set_raw(body.get("files", ()))

    def is_blank(self) -> bool:
        """Tell whether nothing has been written that the book does not know."""
        raw = self.raw()
        parts = ("ticks", "promises", "typed", "judgement", "next_on", "next_on_", "next_purpose", "files", "stage")
        return not any(raw.get(name) for name in parts)

    def show_error(self, code: str, text: str) -> None:
        """Say at rows what is wrong with them."""
        if code == "earlier":
            self._earlier.set_error(text)
        else:
            self.promises.set_error(text)

    def clear_errors(self) -> None:
        """Take all messages away."""
        super().clear_errors()
        self._earlier.set_error("")

    def go_to(self, code: str) -> None:
        """Put the focus on an item."""
        first = self._earlier.first() if code == "earlier" else None
        if first is not None:
            first.setFocus()
            self.ensureWidgetVisible(first)
            return
        super().go_to(code)

    def _show_evidence(self) -> None:
        self._list_evidence(None)

    def _list_evidence(self, ticked: tuple[str, ...] | None) -> None:
        stage = self._stage.code()
        self._evidence.setVisible(stage is not None)
        self._move.setVisible(stage is not None and not self.context.read_only)
        if stage is not None:
            self._evidence.set_signals(self.context.ask(lifecycle.evidence_for, self._firm_id, stage), ticked)

    def _on_move_clicked(self) -> None:
        self.context.open_sheet("stage_move", firm_id=self._firm_id, stage=self._stage.code())

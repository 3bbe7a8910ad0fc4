"""The fields of a meeting note, in the order of a call report."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain.classes import USUAL, strictest
from rmapp.domain.meeting import SUMMARY_LIMIT
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients.promises import PromiseDraft
from rmapp.services.notes.meetings import AttendeeDraft, MeetingDraft
from rmapp.ui import metrics
from rmapp.ui.sheets.form_values import options
from rmapp.ui.sheets.note_kinds import NoteKinds
from rmapp.ui.sheets.note_visit import VisitSwitch
from rmapp.ui.sheets.typed_moment import moment
from rmapp.ui.widgets.attachment_strip import AttachmentStrip
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice, Field, LineEdit, TextArea
from rmapp.ui.widgets.firm_picker import FirmPicker
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.note_area import NoteArea
from rmapp.ui.widgets.person_picker import Candidate, PersonPicker
from rmapp.ui.widgets.promise_rows import PromiseRows
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rmapp.ui.context import UiContext


class NoteFields(QWidget):
    """All that can be typed about a meeting; `changed` follows every change by hand."""

    changed = Signal()
    firm_changed = Signal(object)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        today = context.clock.today()
        self._user = context.workspace.store.actor
        self._clock = context.clock
        self._stored: MeetingDraft | None = None
        self._closes: VisitSwitch | None = None
        self.firm = FirmPicker(context, name=_("Client"))
        self.kinds = NoteKinds()
        self._status = Segmented([("held", _("Held")), ("planned", _("Planned"))], name=_("Held or planned"))
        self._day = DateEdit(name=_("Day"), future=False, today=today)
        self._from = LineEdit(name=_("From"), placeholder="09:30")
        self._to = LineEdit(name=_("To"), placeholder="10:30")
        self._place = LineEdit(name=_("Where"), icon="map-pin")
        self._purpose = LineEdit(name=_("Purpose of the meeting"))
        self._people = PersonPicker(_("People of the client"))
        self.discussion = NoteArea(name=_("Discussion"), lines=7)
        self._summary = TextArea(name=_("Gist"), lines=2)
        self._promises = PromiseRows(today, self._user)
        self._agenda_lines: tuple[str, ...] = ()
        self._agenda = PlainLabel("", tone="secondary", wrap=True)
        self._agenda.hide()
        self.files = AttachmentStrip(context)
        self._sentiment = Choice(options("sentiment"), name=_("Relationship"), empty=_("not noted"))
        self._class = Choice(options("confidentiality"), name=_("Confidentiality"))
        self._class.set_code(USUAL)
        self._fields: dict[str, Field] = {}
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, metrics.space(2), metrics.space(4))
        column.setSpacing(metrics.space(3))
        self._fields = {
            "firm": Field(_("Client"), self.firm),
            "starts_at": Field(_("Day"), self._day),
            "from": Field(_("From"), self._from),
            "ends_at": Field(_("To"), self._to),
            "place": Field(_("Where"), self._place),
            "people": Field(_("People of the client"), self._people),
            "discussion": Field(_("Discussion"), self.discussion),
            "summary": Field(_("Gist for the brief"), self._summary),
            "purpose": Field(_("Purpose of the meeting"), self._purpose),
            "type": Field(_("Other kind"), self.kinds.other),
            "sentiment": Field(_("Relationship, internal only"), self._sentiment),
            "confidentiality": Field(_("Confidentiality"), self._class),
        }
        self._fields["discussion"].set_note(_("@ person  # topic  / commitment"))
        for part in (self.kinds, self._status, self._fields["firm"]):
            column.addWidget(part)
        self._status.hide()
        when = QHBoxLayout()
        when.setSpacing(metrics.space(3))
        # A Chinese date in full is the longest.
        when.addWidget(self._fields["starts_at"], 10)
        when.addWidget(self._fields["from"], 5)
        when.addWidget(self._fields["ends_at"], 5)
        when.addWidget(self._fields["place"], 10)
        column.addLayout(when)
        self._above_people = QVBoxLayout()
        self._above_people.addWidget(self._agenda)
        column.addLayout(self._above_people)
        column.addWidget(self._fields["people"])
        column.addWidget(self._fields["discussion"])
        column.addWidget(self._promises)
        column.addWidget(PlainLabel(_("Photos and files"), role="small", weight=500, tone="secondary"))
        column.addWidget(self.files)
        column.addWidget(self._fields["summary"])
        for pair in (("purpose", "type"), ("sentiment", "confidentiality")):
            last = QHBoxLayout()
            last.setSpacing(metrics.space(3))
            for name in pair:
                last.addWidget(self._fields[name], 1)
            column.addLayout(last)

    def _connect(self) -> None:
        for line in (self._from, self._to, self._place, self._purpose):
            line.textEdited.connect(self._on_edited)
        for part in (self.kinds, self._day, self._people, self.discussion, self._promises, self.files):
            part.changed.connect(self.changed)
        self._summary.changed.connect(self._on_summary_changed)
        for choice in (self._sentiment, self._class):
            choice.changed.connect(self._on_edited)
        self._status.chosen.connect(self._on_status_chosen)
        self.files.watch(self.discussion)
        self.discussion.line_read.connect(self._on_line_read)
        self.discussion.promised.connect(self._on_promised)
        self.firm.changed.connect(self._on_firm_changed)
        self.kinds.changed.connect(self._on_kind_changed)

    def show_agenda(self, lines: Sequence[str]) -> None:
        """Show what was to be talked about, above the text; it is kept with the note."""
        self._agenda_lines = tuple(lines)
        self._agenda.setText("\n".join((_("Agenda"), *(f"· {line}" for line in lines))))
        self._agenda.setVisible(bool(lines))

    def fix_firm(self) -> None:
        """Do not ask for the client: it is known."""
        self._fields["firm"].hide()

    def start(self, now: datetime) -> None:
        """Begin a new note: today, this hour."""
        self._day.set_date(now.date())
        self._from.setText(now.strftime("%H:%M"))

    def offer_visit(self, plan: MeetingDraft, words: str) -> None:
        """Let this new note close a planned visit, which it does unless the user says no; `plan` is it as held."""
        self._closes = VisitSwitch(plan, words)
        self._above_people.insertWidget(0, self._closes)
        self._take_plan(plan)
        self._closes.toggled.connect(self._on_closes_toggled)

    def withdraw_visit(self) -> None:
        """Offer no visit any more: the note is about another client; what came from the plan goes with it."""
        if self._closes is None:
            return
        self._leave_plan(self._closes.plan)
        self._closes.deleteLater()
        self._closes = None

    def closes_visit(self) -> bool:
        """Tell whether the note is about the planned visit that was offered."""
        return self._closes is not None and self._closes.isChecked()

    def _take_plan(self, plan: MeetingDraft) -> None:
        self._stored = plan
        self.kinds.set_code(plan.type)
        self._show_times(plan)
        for edit, text in ((self._place, plan.place), (self._purpose, plan.purpose)):
            edit.setText(edit.text() or text)
        if not self._people.people():
            self._people.set_people(_theirs(plan))
        self._class.set_code(strictest([plan.confidentiality, self._class.code() or USUAL]))
        self.show_agenda(plan.agenda)

    def _leave_plan(self, plan: MeetingDraft) -> None:
        """Take out again what came from the plan and was not changed: the note is about something else."""
        self._stored = None
        self.show_agenda(())
        self._to.clear()
        for edit, text in ((self._place, plan.place), (self._purpose, plan.purpose)):
            edit.setText("" if edit.text() == text else edit.text())
        if [one.name for one in self._people.people()] == [one.name for one in _theirs(plan)]:
            self._people.set_people([])
        self.start(self._clock.now().astimezone())

    def set_topics(self, find: Callable[[], Sequence[str]]) -> None:
        """Offer topics after `#`, asked for when the first one is typed."""
        self.discussion.set_topics(find)

    def set_people(self, people: Sequence[Candidate]) -> None:
        """Offer the people of the client."""
        self._people.set_candidates(people)
        self.discussion.set_names({one.name: one.also for one in people})
        self._promises.set_client_owner(people[0].name if people else "")

    def is_blank(self) -> bool:
        """Tell whether nothing has been written yet."""
        return not (
            self.discussion.text().strip()
            or self._summary.text().strip()
            or self._purpose.text().strip()
            or self._people.people()
            or self._promises.promises()
            or self._promises.typed().strip()
            or self.files.pending()
        )

    def take_typed(self) -> bool:
        """Take in a commitment that is still being typed; False where it cannot be read."""
        return self._promises.add_typed()

    def draft(self, firm_id: str) -> MeetingDraft:
        """Return the note as typed. Raises InputError for day and times that cannot be read."""
        day = self._day.date()
        if not isinstance(day, date):
            raise InputError({"starts_at": _("Write the day of the meeting, for example today or 17 Dec.")})
        starts = moment(day, self._from.text(), "from")
        ends = moment(day, self._to.text(), "ends_at") if self._to.text().strip() else None
        planned = self._status.code() == "planned"
        lines = tuple(line.strip() for line in self.discussion.text().splitlines() if line.strip())
        before = self._stored or MeetingDraft(firm_id=firm_id, starts_at=starts)
        typed = {
            "firm_id": firm_id,
            "type": self.kinds.code(),
            "status": self._status.code(),
            "starts_at": starts,
            "ends_at": ends,
            "place": self._place.text().strip(),
            "purpose": self._purpose.text().strip(),
            "agenda": lines if planned else self._agenda_lines,
            "summary": self._summary.text().strip(),
            "discussion": "" if planned else self.discussion.text().strip(),
            "sentiment": self._sentiment.code(),
            "confidentiality": self._class.code() or USUAL,
            "attendees": self._attendees(before),
            "promises": self._promises.promises(),
        }
        return before.model_copy(update=typed)

    def _attendees(self, before: MeetingDraft) -> tuple[AttendeeDraft, ...]:
        """Return who was there: those of the client as picked here, all others as they were."""
        known = {one.person_id or one.name: one for one in before.attendees if one.side == "theirs"}
        theirs = (
            known.get(one.id or one.name) or AttendeeDraft(person_id=one.id or None, name=one.name, role_text=one.title)
            for one in self._people.people()
        )
        return (*theirs, *(one for one in before.attendees if one.side != "theirs"))

    def set_draft(self, draft: MeetingDraft) -> None:
        """Show a note of the book; what it holds beyond these fields stays as it is."""
        self._stored = draft
        self.kinds.set_code(draft.type)
        self._status.set_code("planned" if draft.status == "planned" else "held")
        self._status.setVisible(draft.status == "planned")
        self.show_agenda(draft.agenda if draft.status != "planned" else ())
        self._on_status_chosen(self._status.code(), quiet=True)
        self._show_times(draft)
        self._place.setText(draft.place)
        self._purpose.setText(draft.purpose)
        self._people.set_people(_theirs(draft))
        self.discussion.set_text("\n".join(draft.agenda) if draft.status == "planned" else draft.discussion)
        self._summary.set_text(draft.summary)
        self._sentiment.set_code(draft.sentiment)
        self._class.set_code(draft.confidentiality)
        self._promises.set_promises(draft.promises)

    def _show_times(self, draft: MeetingDraft) -> None:
        start = datetime.fromisoformat(draft.starts_at)
        self._day.set_date(start.date())
        self._from.setText(start.strftime("%H:%M") if "T" in draft.starts_at else "")
        self._to.setText(datetime.fromisoformat(draft.ends_at).strftime("%H:%M") if draft.ends_at else "")

    def raw(self) -> dict[str, Any]:
        """Return everything as typed, JSON-like, for a draft."""
        day = self._day.text()
        return {
            "kind": self.kinds.code(),
            "status": self._status.code(),
            "day": day,
            "from": self._from.text(),
            "to": self._to.text(),
            "place": self._place.text(),
            "purpose": self._purpose.text(),
            "agenda": list(self._agenda_lines),
            "people": [list(one) for one in self._people.people()],
            "discussion": self.discussion.text(),
            "summary": self._summary.text(),
            "sentiment": self._sentiment.code(),
            "class": self._class.code(),
            "promises": [one.model_dump(mode="json") for one in self._promises.promises()],
            "typed": self._promises.typed(),
            "files": self.files.raw(),
            "closes": self.closes_visit(),
        }

    def text(self) -> str:
        """Return what is typed for a file outside the book: who, gist, discussion and commitments."""
        people = _(", ").join(one.name for one in self._people.people())
        promises = [one.text for one in self._promises.promises()]
        parts = [self._day.text(), people, self._purpose.text(), self._summary.text(), self.discussion.text()]
        return "\n\n".join(part for part in (*parts, *promises, self._promises.typed()) if part) + "\n"

    def set_raw(self, body: Mapping[str, Any]) -> None:
        """Show a draft again as it was typed."""
        if self._closes is not None:
            self._closes.setChecked(bool(body.get("closes", True)))
        self.kinds.set_code(str(body["kind"]))
        self._status.set_code(str(body["status"]))
        self._on_status_chosen(self._status.code(), quiet=True)
        for edit, key in (
            (self._day, "day"),
            (self._from, "from"),
            (self._to, "to"),
            (self._place, "place"),
            (self._purpose, "purpose"),
        ):
            edit.setText(str(body[key]))
        self.show_agenda([str(line) for line in body.get("agenda", ())])
        self._people.set_people([Candidate(*one) for one in body["people"]])
        self.discussion.set_text(str(body["discussion"]))
        self._summary.set_text(str(body["summary"]))
        self._sentiment.set_code(cast("str | None", body["sentiment"]))
        self._class.set_code(str(body.get("class") or USUAL))
        self._promises.set_promises([PromiseDraft.model_validate(one) for one in body["promises"]])
        self._promises.set_typed(str(body["typed"]))
        self.files.set_raw(body.get("files", ()))

    def show_errors(self, problems: Mapping[str, str]) -> None:
        """Say beside each field what is wrong and go to the first one."""
        for field in self._fields.values():
            field.clear()
        if "promises" in problems:
            self._promises.set_error(problems["promises"])
        shown = [name for name in self._fields if name in problems]
        for name in shown:
            self._fields[name].set_error(problems[name])
        if shown:
            self._fields[shown[0]].control.setFocus()

    def _on_status_chosen(self, code: str, *, quiet: bool = False) -> None:
        planned = code == "planned"
        self._fields["discussion"].set_label(_("Agenda, one point a line") if planned else _("Discussion"))
        for name in ("summary", "sentiment"):
            self._fields[name].setVisible(not planned)
        self._promises.setVisible(not planned)
        if not quiet:
            self.changed.emit()

    def _on_closes_toggled(self, closes: bool) -> None:
        if self._closes is None:
            return
        kind, plan = self._closes.kind_of(self.kinds.code()), self._closes.plan
        if closes:
            self._take_plan(plan)
            self.kinds.set_code(kind)
        else:
            self._leave_plan(plan)
        self.changed.emit()

    def _on_kind_changed(self) -> None:
        if self._closes is not None:
            self._closes.heed_kind(self.kinds.code())

    def _on_promised(self, line: str) -> None:
        try:
            self._promises.add_line(line)
        except InputError as problem:
            self.discussion.take_back(line)
            self._fields["discussion"].set_error(problem.message)
            return
        self._fields["discussion"].set_echo(_("Added to the commitments: {text}").format(text=line))

    def _on_line_read(self, line: str) -> None:
        self._fields["discussion"].set_echo(self._promises.reading(line) if line else "")

    def _on_summary_changed(self) -> None:
        left = SUMMARY_LIMIT - len(self._summary.text())
        self._fields["summary"].set_echo(_("{n} characters left").format(n=left) if left < SUMMARY_LIMIT else "")
        self.changed.emit()

    def _on_edited(self, _text: str) -> None:
        self.changed.emit()

    def _on_firm_changed(self) -> None:
        self.firm_changed.emit(self.firm.firm_id())


def _theirs(draft: MeetingDraft) -> list[Candidate]:
    return [Candidate(one.person_id or "", one.name, one.role_text) for one in draft.attendees if one.side == "theirs"]

"""The first screen of a call report: header, who was there, and the gist in two sentences."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rmapp.domain.gist import join_gist, split_gist
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.services.notes.call_report_draft import GIST_LIMIT
from rmapp.services.notes.meetings import AttendeeDraft
from rmapp.ui.pages.call_report_rows import NewPeopleRows
from rmapp.ui.pages.call_report_screen import ReportScreen, side_by_side
from rmapp.ui.sheets.form_values import options
from rmapp.ui.sheets.typed_moment import moment
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice, LineEdit
from rmapp.ui.widgets.firms_field import FirmsField
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.person_picker import Candidate, PersonPicker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.services.notes.call_report_draft import CallReportDraft
    from rmapp.services.notes.meetings import MeetingDraft
    from rmapp.ui.context import UiContext


class HeaderScreen(ReportScreen):
    """Parts 1 to 3, all of them needed."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._firm = PlainLabel("", weight=600)
        self._firms = PlainLabel(self.numbered("firms"), role="small", weight=500, tone="secondary")
        self._others = FirmsField(context, name=_("Further clients"))
        self._day = DateEdit(name=_("Day"), future=False, today=context.clock.today())
        self._from = LineEdit(name=_("From"), placeholder="09:30")
        self._to = LineEdit(name=_("To"), placeholder="10:30")
        self._place = LineEdit(name=self.title_of("place"), icon="map-pin")
        self._type = Choice(options("meeting_type"), name=_("Kind of meeting"))
        self._kind = Choice(options("visit_purpose"), name=self.title_of("purpose"), empty=_("Choose …"))
        self._purpose = LineEdit(name=_("Purpose in words"))
        self._class = Choice(options("confidentiality"), name=self.title_of("class"))
        self._theirs = PersonPicker(self.title_of("theirs"))
        self._ours = PersonPicker(self.title_of("ours"))
        self._absent = LineEdit(name=self.title_of("absent"))
        self._new = NewPeopleRows(self.numbered("new_people"))
        self._gist = LineEdit(name=self.title_of("gist"))
        self._outcome = LineEdit(name=self.title_of("outcome"))
        self._known: tuple[AttendeeDraft, ...] = ()
        self._build()

    def _build(self) -> None:
        header = self.add_section("header")
        clients = side_by_side(self._firm, self._others, shares=(4, 10))
        header.add(self._firms)
        header.add(clients)
        self.mark("firms", self._others)
        self._others.changed.connect(self._on_changed)
        when = self.item("when", self._day)
        header.add(
            side_by_side(
                when,
                self.item("when", self._from, also=True),
                self.item("when", self._to, also=True),
                self.item("place", self._place),
                self.item("place", self._type, also=True),
                shares=(4, 2, 2, 5, 4),
            )
        )
        header.add(
            side_by_side(
                self.item("purpose", self._kind),
                self.item("purpose", self._purpose, also=True),
                self.item("class", self._class),
                shares=(4, 6, 4),
            )
        )
        present = self.add_section("present")
        present.add(side_by_side(self.item("theirs", self._theirs), self.item("ours", self._ours)))
        present.add(self.item("absent", self._absent))
        present.add(self._new)
        self.keep("new_people", self._new)
        self.mark("new_people", next(self._new.stops()))
        gist = self.add_section("gist")
        gist.add(self.item("gist", self._gist, hint=_("Timelines and briefs show it.")))
        gist.add(self.item("outcome", self._outcome))
        for line in (self._gist, self._outcome):
            line.textEdited.connect(self._count_gist)
        self.body.addStretch(1)

    def set_people(self, people: Sequence[Candidate]) -> None:
        """Offer the people of the client."""
        self._theirs.set_candidates(people)

    def show_draft(self, draft: CallReportDraft) -> None:
        """Fill the screen from the book."""
        note = draft.meeting
        start = datetime.fromisoformat(note.starts_at)
        self._firm.setText(self.context.ask(firms.display_name, note.firm_id))
        self._others.set_firms(note.other_firm_ids)
        self._day.set_date(start.date())
        self._from.setText(start.strftime("%H:%M") if "T" in note.starts_at else "")
        self._to.setText(datetime.fromisoformat(note.ends_at).strftime("%H:%M") if note.ends_at else "")
        self._place.setText(note.place)
        self._type.set_code(note.type)
        self._kind.set_code(note.purpose_kind)
        self._purpose.setText(note.purpose)
        self._class.set_code(note.confidentiality)
        self._known = note.attendees
        self._theirs.set_people([_candidate(one) for one in note.attendees if one.side == "theirs"])
        ours = [_candidate(one) for one in note.attendees if one.side == "ours"]
        self._ours.set_people(ours or [Candidate("", self.context.workspace.store.actor)])
        self._absent.setText(draft.absent)
        self._new.fill([])
        happened, follows = split_gist(note.summary)
        self._gist.setText(happened)
        self._outcome.setText(follows)
        self._count_gist()

    def fill(self, draft: CallReportDraft) -> CallReportDraft:
        """Return the draft with what is typed here. Raises InputError for the day and the times."""
        return draft.model_copy(
            update={
                "meeting": self._meeting(draft.meeting),
                "absent": self._absent.text().strip(),
                "new_people": self._new.read(),
            }
        )

    def _meeting(self, note: MeetingDraft) -> MeetingDraft:
        try:
            day = self._day.date()
        except InputError as error:
            raise InputError({"when": error.message}) from error
        if not isinstance(day, date):
            raise InputError({"when": _("Write the day of the meeting, for example today or 17 Dec.")})
        ends = moment(day, self._to.text(), "when") if self._to.text().strip() else None
        changed = {
            "starts_at": moment(day, self._from.text(), "when"),
            "ends_at": ends,
            "place": self._place.text().strip(),
            "type": self._type.code(),
            "purpose_kind": self._kind.code(),
            "purpose": self._purpose.text().strip(),
            "confidentiality": self._class.code(),
            "other_firm_ids": self._others.firm_ids(),
            "attendees": self._attendees(),
            "summary": join_gist(self._gist.text(), self._outcome.text()),
        }
        return note.model_copy(update=changed)

    def _attendees(self) -> tuple[AttendeeDraft, ...]:
        """Return who was there; who stays keeps the part they played."""
        known = {(str(one.side), one.person_id or one.name): one for one in self._known}
        found = []
        for side, picker in (("theirs", self._theirs), ("ours", self._ours)):
            for one in picker.people():
                new = AttendeeDraft.model_validate(
                    {"side": side, "person_id": one.id or None, "name": one.name, "role_text": one.title}
                )
                found.append(known.get((side, one.id or one.name), new))
        return (*found, *(one for one in self._known if one.side == "third_party"))

    def raw(self) -> dict[str, Any]:
        """Return everything as typed, JSON-like."""
        return super().raw() | {"firms": list(self._others.firm_ids())}

    def set_raw(self, body: Mapping[str, Any]) -> None:
        """Show again what a draft kept."""
        super().set_raw(body)
        self._others.set_firms([str(one) for one in body.get("firms", ())])
        self._count_gist()

    def gist(self) -> str:
        """Return the gist as it is typed."""
        return self._gist.text()

    def first(self) -> str:
        """Return the first item that is needed and empty, else the gist."""
        if self._kind.code() is None and not self._purpose.text().strip():
            return "purpose"
        return "gist" if self._theirs.people() else "theirs"

    def is_blank(self) -> bool:
        """Tell whether nothing has been written that the book does not know."""
        return not (self._gist.text().strip() or self._outcome.text().strip() or self._absent.text().strip())

    def _count_gist(self) -> None:
        left = GIST_LIMIT - len(join_gist(self._gist.text(), self._outcome.text()))
        self._fields["outcome"].set_echo(_("{n} characters left").format(n=left) if left < GIST_LIMIT else "")


def _candidate(one: AttendeeDraft) -> Candidate:
    return Candidate(one.person_id or "", one.name, one.role_text)

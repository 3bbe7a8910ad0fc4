"""The fields of a planned visit: whom, when, why, what to raise, who takes part."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.time_zones import HOME_ZONE
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.clients.firm_names import firm_names
from rmapp.services.notes.meetings import AttendeeDraft
from rmapp.services.visits.visit_plan import VisitPlanDraft
from rmapp.ui import metrics
from rmapp.ui.sheets.typed_moment import moment
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice, Field, LineEdit, TextArea
from rmapp.ui.widgets.firms_field import FirmsField
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.person_picker import Candidate, PersonPicker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rmapp.ui.context import UiContext

_LINES = {"agenda": 6, "questions": 2, "ours": 2}
_ONE_LINE = ("place", "purpose", "objective", "key_question", "decision_ready", "online_link", "time_zone")


class PlanFields(QWidget):
    """All that can be typed about a planned visit; `changed` follows every change by hand."""

    changed = Signal()
    firms_changed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.firms = FirmsField(context, name=_("Clients"))
        self._day = DateEdit(name=_("Day"), future=True, today=context.clock.today())
        self._from = LineEdit(name=_("From"), placeholder="09:30")
        self._to = LineEdit(name=_("To"), placeholder="10:30")
        self._people = PersonPicker(_("People of the client"))
        self._choices = {
            "type": Choice(_labels("meeting_type"), name=_("Kind of meeting")),
            "purpose_kind": Choice(_labels("visit_purpose"), name=_("Why we go"), empty=_("not chosen")),
            "confidentiality": Choice(_labels("confidentiality"), name=_("Confidentiality")),
        }
        titles = _titles()
        icons = {"place": "map-pin", "online_link": "link"}
        self._texts = {name: LineEdit(name=titles[name], icon=icons.get(name, "")) for name in _ONE_LINE}
        self._areas = {name: TextArea(name=titles[name], lines=lines) for name, lines in _LINES.items()}
        self._asked = PlainLabel("", role="small", tone="tertiary", wrap=True)
        self._kept: dict[str, AttendeeDraft] = {}
        self._fields: dict[str, Field] = {}
        self._build(titles)
        self._connect()

    def _build(self, titles: Mapping[str, str]) -> None:
        fields = {
            "firms": Field(_("Clients"), self.firms, required=True),
            "starts_at": Field(_("Day"), self._day, required=True),
            "from": Field(_("From"), self._from),
            "ends_at": Field(_("To"), self._to),
            "people": Field(_("People of the client"), self._people),
        }
        fields |= {name: Field(box.accessibleName(), box) for name, box in self._choices.items()}
        fields |= {name: Field(titles[name], box) for name, box in (*self._texts.items(), *self._areas.items())}
        fields["firms"].set_hint(_("Several may take part; the first is the main one."))
        fields["agenda"].set_hint(_("One line each. It may be shown to the client."))
        fields["ours"].set_hint(_("One line each: name, a colon, and what they take on."))
        self._fields = fields
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, metrics.space(2), metrics.space(4))
        column.setSpacing(metrics.space(3))
        column.addWidget(fields["firms"])
        # A Chinese date in full is the longest.
        column.addLayout(_row(fields, ("starts_at", 10), ("from", 5), ("ends_at", 5), ("type", 10)))
        column.addWidget(fields["place"])
        column.addLayout(_row(fields, ("purpose_kind", 1), ("purpose", 2)))
        for name in ("people", "ours", "objective", "key_question", "decision_ready", "agenda", "questions"):
            column.addWidget(fields[name])
        column.addWidget(self._asked)
        column.addLayout(_row(fields, ("online_link", 3), ("time_zone", 2)))
        column.addWidget(fields["confidentiality"])

    def _connect(self) -> None:
        for line in (self._from, self._to, *self._texts.values()):
            line.textEdited.connect(self._on_edited)
        self._day.changed.connect(self.changed)
        self._people.changed.connect(self.changed)
        for area in self._areas.values():
            area.changed.connect(self.changed)
        for box in self._choices.values():
            box.changed.connect(self._on_edited)
        self.firms.changed.connect(self._on_firms_changed)

    @property
    def day(self) -> DateEdit:
        """Return the field of the day."""
        return self._day

    def set_people(self, people: Sequence[Candidate]) -> None:
        """Offer the people of the clients."""
        self._people.set_candidates(people)

    def show_asked(self, questions: Sequence[str]) -> None:
        """Show which questions the printed sheet asks anyway."""
        lines = [f"{number}. {text}" for number, text in enumerate(questions, 1)]
        self._asked.setText("\n".join((_("The sheet asks anyway:"), *lines)) if lines else "")
        self._asked.setVisible(bool(lines))

    def set_draft(self, draft: VisitPlanDraft) -> None:
        """Show a plan."""
        self.firms.set_firms(draft.firm_ids)
        if draft.starts_at:
            self._day.set_date(date.fromisoformat(draft.starts_at[:10]))
        self._from.setText(draft.starts_at[11:16])
        self._to.setText((draft.ends_at or "")[11:16])
        for name, line in self._texts.items():
            line.setText(str(getattr(draft, name)))
        for name, box in self._choices.items():
            box.set_code(getattr(draft, name))
        self._areas["agenda"].set_text("\n".join(draft.agenda))
        self._areas["questions"].set_text("\n".join(draft.questions))
        theirs = [one for one in draft.people if one.side == "theirs"]
        self._kept = {one.person_id or one.name: one for one in draft.people}
        self._people.set_people([Candidate(one.person_id or "", one.name, one.role_text) for one in theirs])
        ours = [one for one in draft.people if one.side == "ours"]
        self._areas["ours"].set_text("\n".join(f"{one.name}: {one.covers}" if one.covers else one.name for one in ours))

    def take_proposal(self, draft: VisitPlanDraft) -> None:
        """Show the agenda, the people and the place that the book proposes; all else stays."""
        kept = self._day.text(), self._from.text(), self._to.text()
        typed = {name: line.text() for name, line in self._texts.items()}
        codes = {name: box.code() for name, box in self._choices.items()}
        self.set_draft(draft)
        for edit, text in zip((self._day, self._from, self._to), kept, strict=True):
            edit.setText(text)
        for name, line in self._texts.items():
            line.setText(typed[name] or (draft.place if name == "place" else typed[name]))
        for name, box in self._choices.items():
            box.set_code(codes[name])

    def draft(self) -> VisitPlanDraft:
        """Return the plan as typed. Raises InputError for day and times that cannot be read."""
        day = self._day.date()
        if not isinstance(day, date):
            raise InputError({"starts_at": _("Write the day of the visit, for example fri or 17 Dec.")})
        begins, ends = self._from.text().strip(), self._to.text().strip()
        return VisitPlanDraft.model_validate(
            {
                "firm_ids": self.firms.firm_ids(),
                "starts_at": moment(day, begins, "from"),
                "ends_at": moment(day, ends, "ends_at") if ends else None,
                **{name: line.text().strip() for name, line in self._texts.items()},
                **{name: box.code() for name, box in self._choices.items()},
                "time_zone": self._texts["time_zone"].text().strip() or HOME_ZONE,
                "agenda": self._lines("agenda"),
                "questions": self._lines("questions"),
                "people": (*self._theirs(), *self._ours(), *self._others()),
            }
        )

    def raw(self) -> dict[str, Any]:
        """Return everything as typed, JSON-like, for a draft."""
        return {
            "firms": list(self.firms.firm_ids()),
            "day": self._day.text(),
            "from": self._from.text(),
            "to": self._to.text(),
            "texts": {name: line.text() for name, line in self._texts.items()},
            "areas": {name: area.text() for name, area in self._areas.items()},
            "choices": {name: box.code() for name, box in self._choices.items()},
            "people": [list(one) for one in self._people.people()],
            "kept": [one.model_dump(mode="json") for one in self._kept.values()],
        }

    def set_raw(self, body: Mapping[str, Any]) -> None:
        """Show a draft again as it was typed."""
        known = self._context.ask(firm_names, [str(one) for one in body["firms"]])
        self.firms.set_firms(one for one in map(str, body["firms"]) if one in known)
        for edit, key in ((self._day, "day"), (self._from, "from"), (self._to, "to")):
            edit.setText(str(body[key]))
        for name, line in self._texts.items():
            line.setText(str(body["texts"].get(name, "")))
        for name, area in self._areas.items():
            area.set_text(str(body["areas"].get(name, "")))
        for name, box in self._choices.items():
            box.set_code(body["choices"].get(name))
        kept = [AttendeeDraft.model_validate(one) for one in body["kept"]]
        self._kept = {one.person_id or one.name: one for one in kept}
        self._people.set_people([Candidate(*one) for one in body["people"]])

    def show_errors(self, errors: Mapping[str, str]) -> str:
        """Show each sentence at its field and focus the first; return what belongs to no field."""
        for name, field in self._fields.items():
            field.clear() if name not in errors else field.set_error(errors[name])
        first = next((field for name, field in self._fields.items() if name in errors), None)
        if first is not None:
            first.control.setFocus()
        return "\n".join(sentence for name, sentence in errors.items() if name not in self._fields)

    def _lines(self, name: str) -> tuple[str, ...]:
        return tuple(line.strip() for line in self._areas[name].text().splitlines() if line.strip())

    def _theirs(self) -> list[AttendeeDraft]:
        return [
            self._kept.get(one.id or one.name)
            or AttendeeDraft(person_id=one.id or None, name=one.name, role_text=one.title)
            for one in self._people.people()
        ]

    def _ours(self) -> list[AttendeeDraft]:
        found = []
        for line in self._lines("ours"):
            name, _colon, covers = line.replace("：", ":", 1).partition(":")
            if name.strip():
                found.append(AttendeeDraft(side="ours", name=name.strip(), covers=covers.strip()))
        return found

    def _others(self) -> list[AttendeeDraft]:
        return [one for one in self._kept.values() if one.side == "third_party"]

    def _on_edited(self, _text: str) -> None:
        self.changed.emit()

    def _on_firms_changed(self) -> None:
        self.firms_changed.emit()
        self.changed.emit()


def _titles() -> dict[str, str]:
    return {
        "place": _("Where"),
        "purpose": _("Purpose in words"),
        "objective": _("What we want from it"),
        "key_question": _("The one question that matters"),
        "decision_ready": _("What we can decide on the spot"),
        "agenda": _("Agenda"),
        "questions": _("Questions of your own"),
        "ours": _("From our side"),
        "online_link": _("Link for a call"),
        "time_zone": _("Time zone"),
    }


def _labels(codes: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, label.text()) for code, label in reference.choices(codes).items())


def _row(fields: Mapping[str, Field], *parts: tuple[str, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(metrics.space(3))
    for name, weight in parts:
        row.addWidget(fields[name], weight)
    return row

"""The sheet of evidence for a stage: what was seen, when, and the note or file that shows it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from rmapp.domain import reference
from rmapp.domain.note_content import note_title
from rmapp.domain.stage_evidence import StageEvidence
from rmapp.domain.wording import format_date
from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.services.stages import lifecycle, stage_evidence
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.fact_forms import USUAL_VALUES, codes, from_fact, origin_specs, to_fields
from rmapp.ui.sheets.form_values import NO, YES, answer_code, answer_of
from rmapp.ui.widgets.attachment_strip import AttachmentStrip
from rmapp.ui.widgets.attachment_thumb import title_of
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.meeting import Meeting
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 600


def open_stage_evidence(
    window: QWidget, context: UiContext, firm_id: str, evidence: str = "", evidence_id: str = ""
) -> EntitySheet:
    """Open new evidence of a firm, of a kind where one is given, or a stored row."""
    row = context.ask(stage_evidence.evidence_of, evidence_id) if evidence_id else None
    sheet = StageEvidenceSheet(window, context, firm_id, evidence, row)
    sheet.open(sheet.first_field())
    return sheet


class StageEvidenceSheet(EntitySheet):
    """A new row or one of the book; the newest of a kind counts."""

    def __init__(
        self, window: QWidget, context: UiContext, firm_id: str, evidence: str, row: StageEvidence | None
    ) -> None:
        title = _("Evidence for a stage") if row is not None else _("Record evidence for a stage")
        removes = _("Remove") if row is not None else ""
        name = context.ask(firms.display_name, firm_id)
        super().__init__(window, context, title, subtitle=name, width=WIDTH, removes=removes)
        self._firm_id, self._row, self._given = firm_id, row, evidence
        specs = self._specs()
        self._form = self.add_form(specs)
        self._files = AttachmentStrip(context)
        self._files.set_target(firm_id)
        self.page.addWidget(PlainLabel(_("Photos and files that show it"), role="small", weight=500, tone="secondary"))
        self.page.addWidget(self._files)
        origin = self.add_form(origin_specs())
        if row is None:
            self._form.set_values({"evidence": evidence or None, "met": YES, "seen_on": context.clock.today()})
            origin.set_values({**USUAL_VALUES, "source": "own_observation"})
        else:
            stored = from_fact(row, tuple(spec for spec in specs if spec.name != "met"))
            self._form.set_values({**stored, "met": answer_code(row.met)})
            origin.set_values(from_fact(row, origin_specs()))
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the kind of evidence, or what was seen where the kind is given."""
        return self._form.control("note" if self._given or self._row is not None else "evidence")

    def is_changed(self) -> bool:
        """Tell whether something was typed, or a file waits."""
        return super().is_changed() or bool(self._files.pending())

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Record or change the evidence."""
        fields = to_fields(StageEvidence, {**values, "met": answer_of(values["met"])})
        named = reference.text("evidence", fields["evidence"])
        files = self._files.pending()
        if self._row is not None:
            label = _("Evidence changed: {evidence}").format(evidence=named)
            return self.context.do(stage_evidence.change_evidence, self._row.id, files=files, label=label, **fields)
        label = _("Evidence recorded: {evidence}").format(evidence=named)
        return self.context.do(stage_evidence.record_evidence, self._firm_id, files=files, label=label, **fields)

    def remove(self) -> Change[Any] | None:
        """Take the row out of the book."""
        if self._row is None:
            return None
        label = _("Evidence removed: {evidence}").format(evidence=reference.text("evidence", self._row.evidence))
        return self.context.do(stage_evidence.remove_evidence, self._row.id, label=label)

    def _specs(self) -> tuple[FieldSpec, ...]:
        found = self.context.ask(stage_evidence.links, self._firm_id)
        notes = [(one.id, _note_label(one)) for one in found.notes]
        files = [(one.id, title_of(one)) for one in found.files]
        said = [(YES, _("It is there")), (NO, _("It is not there"))]
        return (
            FieldSpec("evidence", _("Evidence"), "choice", self._kinds(), required=True, span=2),
            FieldSpec("met", _("What was seen"), "choice", said, required=True),
            FieldSpec("seen_on", _("Seen on"), "past_date", required=True),
            FieldSpec("note", _("What shows it"), "multiline", span=2),
            FieldSpec("meeting_id", _("Written down in the note"), "choice", notes),
            FieldSpec("attachment_id", _("File that shows it"), "choice", files),
        )

    def _kinds(self) -> list[tuple[str, str]]:
        """Return all kinds of evidence; those of the next stage come first."""
        following = self.context.ask(lifecycle.stage_strip, self._firm_id).next_stage
        first = reference.stages()[following].entry_evidence if following else ()
        return sorted(codes("evidence"), key=lambda one: one[0] not in first)


def _note_label(note: Meeting) -> str:
    day = format_date(date.fromisoformat(note.starts_at[:10]))
    return _("{date}: {title}").format(date=day, title=note_title(note))

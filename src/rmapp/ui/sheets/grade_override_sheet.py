"""Setting the grade of a firm by hand: at most as far as the scorecard allows, with a reason and an approver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.scoring import format_score
from rmapp.i18n import _, ngettext
from rmapp.services import scoring
from rmapp.services.clients import firms
from rmapp.ui.score_words import shown_grade
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.services.scoring import AssessmentView
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 520


def open_grade_override(window: QWidget, context: UiContext, firm_id: str) -> GradeOverrideSheet | None:
    """Open the sheet for the newest assessment; None where there is none."""
    view = context.ask(scoring.latest, firm_id)
    if view is None:
        return None
    sheet = GradeOverrideSheet(window, context, firm_id, view)
    sheet.open(sheet.first_field())
    return sheet


class GradeOverrideSheet(EntitySheet):
    """What was calculated stays in the assessment; both are shown from then on."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, view: AssessmentView) -> None:
        name = context.ask(firms.display_name, firm_id)
        super().__init__(window, context, _("Set the grade by hand"), subtitle=name, width=WIDTH)
        self._firm_id, now = firm_id, scoring.standing(view)
        calculated = view.card.grade(now.grade)
        said = _("Calculated: {score} of 100, {grade}. What was calculated is kept and shown beside.")
        label = calculated.label.text() if calculated else now.grade
        self.page.addWidget(
            PlainLabel(said.format(score=format_score(now.total), grade=label), tone="secondary", wrap=True)
        )
        steps = view.card.override.max_steps
        limit = ngettext(
            "At most {n} grade up or down; no hard stop and no cap can be lifted.",
            "At most {n} grades up or down; no hard stop and no cap can be lifted.",
            steps,
        ).format(n=steps)
        self.page.addWidget(PlainLabel(limit, role="small", tone="tertiary", wrap=True))
        codes = context.ask(scoring.override_choices, firm_id)
        options = [(code, grade.label.text()) for code in codes if (grade := view.card.grade(code))]
        self._form = self.add_form(
            (
                FieldSpec("grade", _("Grade"), "choice", options=options, required=True),
                FieldSpec("approver", _("Approved by"), required=True),
                FieldSpec("reason", _("Reason"), "multiline", required=True, span=2),
            )
        )
        if now.override and now.override in codes:
            fields = {"grade": shown_grade(now), "approver": now.approver, "reason": now.override_reason}
            self._form.set_values(fields)
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Return the field to begin with."""
        return self._form.control("grade")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Keep the grade."""
        label = _("Grade set by hand: {grade}").format(grade=values["grade"])
        return self.context.do(scoring.override_grade, self._firm_id, label=label, **values)

"""The sheet that scores a firm: all indicators by dimension at the left, what they come to at the right."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout

from rmapp.domain.scoring import format_score, result_words
from rmapp.domain.wording import format_percent
from rmapp.errors import InputError
from rmapp.i18n import _, listed
from rmapp.services import scoring
from rmapp.services.clients import firms
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.sheets.score_result import ScoreResult
from rmapp.ui.sheets.score_rows import DimensionRows, IndicatorRow
from rmapp.ui.tokens import active
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.entity_form import EntityForm, FieldSpec
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.assessment import IndicatorScore
    from rmapp.services.scoring import AssessmentDraft
    from rmapp.ui.context import UiContext

WIDTH = 1120
BESIDE_UP_TO = 1.5
"""The size of text up to which there is room for the result beside the form."""


def open_score(window: QWidget, context: UiContext, firm_id: str, indicator: str = "") -> ScoreSheet:
    """Open the sheet that scores a firm, with the cursor at an indicator where one is given."""
    sheet = ScoreSheet(window, context, firm_id)
    sheet.open(sheet.first_field(indicator))
    return sheet


class ScoreSheet(FormSheet):
    """Each change is calculated at once; the book is written by the button only, as a new assessment."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str) -> None:
        name = context.ask(firms.display_name, firm_id)
        super().__init__(window, _("Score the firm"), subtitle=name, save=_("Save the scores"), width=WIDTH)
        self._context, self._firm_id = context, firm_id
        self._start = context.ask(scoring.start_assessment, firm_id)
        self._card = self._start.card
        today = context.clock.today()
        self._head = EntityForm(self._head_specs(), columns=3, today=today)
        draft = self._start.draft
        self._head.set_values({"profile": draft.profile, "as_of": draft.as_of, "reviewer": draft.reviewer})
        held = {one.code: one for one in draft.indicators}
        self._parts = [DimensionRows(one, held, today) for one in self._card.dimensions]
        self._ending = EntityForm([FieldSpec("note", _("Note"), "multiline", span=2)])
        self._result = ScoreResult(self._card)
        self._lay_out()
        self._connect()
        self._lock()
        self._show()

    # Building

    def _head_specs(self) -> list[FieldSpec]:
        names = {"early": _("Early stage"), "growth": _("Growth stage"), "mature": _("Mature stage")}
        profiles = [(code, names.get(code, code)) for code in self._card.profiles]
        return [
            FieldSpec("profile", _("Weights of"), "choice", profiles, required=True),
            FieldSpec("as_of", _("Scored on"), "past_date", required=True),
            FieldSpec("reviewer", _("Reviewed by"), hint=_("Empty where nobody reviewed it")),
        ]

    def _lay_out(self) -> None:
        self.body.removeWidget(self._scroll)
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(0)
        if active().text_factor > BESIDE_UP_TO:
            row.setDirection(QBoxLayout.Direction.TopToBottom)
            self._result.stand_below()
        row.addWidget(self._scroll, 1)
        row.addWidget(self._result)
        self.body.addLayout(row, 1)
        label = _("{card}, version {version}").format(card=self._card.label.text(), version=self._card.version)
        self.page.addWidget(PlainLabel(label, role="small", tone="tertiary", wrap=True))
        if self._start.stale:
            said = _("Older than its shelf life, please look at it again: {names}")
            names = [one.label.text() for one in self._card.indicators if one.code in self._start.stale]
            self.page.addWidget(Banner("info", said.format(names=listed(names))))
        self.page.addWidget(self._head)
        for part in self._parts:
            self.page.addWidget(part)
        self.page.addWidget(self._ending)
        self.page.addStretch(1)

    def _connect(self) -> None:
        self._head.changed.connect(self._show)
        for part in self._parts:
            part.changed.connect(self._on_row_changed)

    def _lock(self) -> None:
        if not self._context.read_only:
            return
        self.say(_("This book is open for reading only; nothing can be changed now."), "warning")
        self._head.set_read_only(True)
        self._ending.set_read_only(True)
        for row in self._rows().values():
            row.set_locked(True)
        self.saver.setEnabled(False)

    def first_field(self, indicator: str = "") -> QWidget:
        """Return the field of an indicator, else that of the first one of which nothing is known."""
        rows = self._rows()
        if indicator in rows:
            return rows[indicator].value
        known = {one.code for one in self._start.draft.indicators if one.score is not None}
        return next((row.value for code, row in rows.items() if code not in known), next(iter(rows.values())).value)

    # What the form sheet asks

    def is_changed(self) -> bool:
        """Tell whether something was typed or chosen."""
        forms = (self._head, self._ending)
        return any(form.is_changed() for form in forms) or any(row.is_changed() for row in self._rows().values())

    def save(self) -> None:
        """Write the assessment and close; what is wrong stands beside its row."""
        if self._context.read_only:
            return
        try:
            draft = self._draft(self._read_all())
            done = self._context.do(scoring.save_assessment, draft, label=self._label(draft))
        except InputError as problem:
            self._show_errors(problem.fields)
            return
        if done is not None:
            self.finish()

    def _label(self, draft: AssessmentDraft) -> str:
        result = self._context.ask(scoring.try_assessment, draft)
        return _("Scored: {score}").format(score=result_words(result))

    # Reading

    def _rows(self) -> dict[str, IndicatorRow]:
        return {code: row for part in self._parts for code, row in part.rows.items()}

    def _read_all(self) -> tuple[IndicatorScore, ...]:
        """Return all scores; raises InputError, by indicator, for what cannot be read."""
        read, problems = [], {}
        for code, row in self._rows().items():
            try:
                read.append(row.read())
            except InputError as problem:
                problems[code] = "\n".join(problem.fields.values())
        if problems:
            raise InputError(problems)
        return tuple(read)

    def _readable(self) -> tuple[IndicatorScore, ...]:
        """Return the scores that can be read now, in silence."""
        read = []
        for row in self._rows().values():
            try:
                read.append(row.read())
            except InputError:
                continue
        return tuple(read)

    def _draft(self, scores: tuple[IndicatorScore, ...]) -> AssessmentDraft:
        head, ending = self._head.values(), self._ending.values()
        return self._start.draft.model_copy(
            update={
                "profile": head["profile"],
                "as_of": head["as_of"],
                "reviewer": head["reviewer"] or "",
                "note": ending["note"] or "",
                "indicators": scores,
            }
        )

    # Showing

    def _show(self) -> None:
        """Calculate what stands in the fields now."""
        scores = self._readable()
        head = self._head.readable()
        draft = self._start.draft.model_copy(
            update={"indicators": scores, "profile": head.get("profile") or self._start.draft.profile}
        )
        result = self._context.ask(scoring.try_assessment, draft)
        by_code = {one.code: one.score for one in scores}
        for code, row in self._rows().items():
            row.show_score(by_code.get(code))
        found = {one.code: one for one in result.dimensions}
        for part in self._parts:
            one = found[part.dimension.code]
            share = format_percent(Decimal(one.weight) / 100, 0)
            part.show_result(format_score(one.score), _("weight {share}").format(share=share))
        self._result.show_result(result)
        self._result.show_needed([row.indicator.label.text() for row in self._rows().values() if row.needs_comment()])

    def _show_errors(self, problems: dict[str, str]) -> None:
        rows = self._rows()
        first: IndicatorRow | None = None
        for code, row in rows.items():
            said = problems.get(code, "")
            row.say(said)
            if said and first is None:
                first = row
        head = {name: said for name, said in problems.items() if name in ("profile", "as_of", "reviewer")}
        if head:
            self._head.show_errors(head)
        self.say("\n".join(said for name, said in problems.items() if name not in rows and name not in head))
        if first is not None:
            first.value.setFocus()
            self.show_widget(first)

    def _on_row_changed(self, code: str) -> None:
        row = self._rows().get(code)
        if row is not None:
            row.say("")
        self._show()

    def _on_focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Scroll along as Tab moves through the rows."""
        if now is None or not self.is_open():
            return
        row = next((one for one in self._rows().values() if one.isAncestorOf(now)), None)
        if row is not None:
            self.show_widget(row)

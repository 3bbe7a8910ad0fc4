"""The second screen of a call report: what was said, seen and needed. Only facts; what we think comes later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.call_report import CreditFact, SiteSight
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.sheet_items import NEED_LINES, QUESTION_LINES
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.notes.call_report_draft import AnswerDraft
from rmapp.ui import metrics
from rmapp.ui.pages.call_report_rows import NeedRows, WarningRows
from rmapp.ui.pages.call_report_screen import ReportScreen, side_by_side
from rmapp.ui.sheets.form_values import options
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice, LineEdit
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.note_area import NoteArea

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rmapp.services.notes.call_report_draft import CallReportDraft
    from rmapp.ui.context import UiContext


class FactsScreen(ReportScreen):
    """Parts 4 to 7."""

    promised = Signal(str)
    """Carries a line of the discussion that says whose promise it is."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context)
        self._asked: tuple[AnswerDraft, ...] = ()
        self._questions: list[_QuestionFields] = []
        self.discussion = NoteArea(name=self.title_of("discussion"), lines=4)
        self._warnings = WarningRows(self.numbered("warnings"))
        self._needs = NeedRows(_("7.1 to 7.3"))
        self._build()

    def _build(self) -> None:
        discussed = self.add_section("discussed", _("answers with a source; they can become facts of the book"))
        for place in range(1, QUESTION_LINES + 1):
            question = _QuestionFields(self, f"question_{place}")
            self._questions.append(question)
            discussed.add(question)
        field = self.item("discussion", self.discussion)
        field.set_note(_("@ person  # topic  / commitment"))
        discussed.add(field)
        self.discussion.promised.connect(self.promised)
        site = self.add_section("site")
        site.add(self._lines("sight", "site_sight"))
        credit = self.add_section("credit")
        credit.add(self._lines("credit", "credit_topic"))
        credit.add(self._warnings)
        self.keep("warnings", self._warnings)
        self.mark("warnings", next(self._warnings.stops()))
        needs = self.add_section("needs")
        needs.add(self._needs)
        self.keep("needs", self._needs)
        for place in range(1, NEED_LINES + 1):
            self.mark(f"need_{place}", next(self._needs.stops()))
        self.body.addStretch(1)

    def _lines(self, prefix: str, name: str) -> QWidget:
        """Return a line for each code of a list, in two columns that are read from left to right."""
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(metrics.space(3))
        grid.setVerticalSpacing(metrics.space(2))
        for place, code in enumerate(reference.choices(name)):
            item = f"{prefix}_{code}"
            grid.addWidget(self.item(item, LineEdit(name=self.title_of(item))), place // 2, place % 2)
        return holder

    def show_draft(self, draft: CallReportDraft) -> None:
        """Fill the screen from the book."""
        self._show_questions(draft.answers)
        for question, answer in zip(self._questions, draft.answers, strict=False):
            question.show_answer(answer)
        self.discussion.set_text(draft.meeting.discussion)
        seen = {f"sight_{one.sight}": one.text for one in draft.sights}
        seen |= {f"credit_{one.topic}": one.text for one in draft.credit_facts}
        for name, control in self._controls.items():
            if name.startswith(("sight_", "credit_")) and isinstance(control, LineEdit):
                control.setText(seen.get(name, ""))
        self._warnings.fill([{"code": one.code, "evidence": one.evidence} for one in draft.warnings])
        self._needs.show_needs(draft.needs)

    def _show_questions(self, asked: tuple[AnswerDraft, ...]) -> None:
        self._asked = asked
        for place, question in enumerate(self._questions):
            question.set_question(asked[place] if place < len(asked) else None)

    def fill(self, draft: CallReportDraft) -> CallReportDraft:
        """Return the draft with what is typed here. Raises InputError by the codes of items."""
        problems: dict[str, str] = {}
        answers = []
        for place, (question, asked) in enumerate(zip(self._questions, self._asked, strict=False), start=1):
            try:
                answers.append(question.read(asked))
            except InputError as error:
                problems[f"question_{place}"] = error.message
        read: dict[str, Any] = {"answers": tuple(answers)}
        for name, rows in (("needs", self._needs), ("warnings", self._warnings)):
            try:
                read[name] = rows.read()
            except InputError as error:
                problems |= error.fields
        if problems:
            raise InputError(problems)
        read["sights"] = tuple(SiteSight(sight=code, text=text) for code, text in self._written("sight_"))
        read["credit_facts"] = tuple(CreditFact(topic=code, text=text) for code, text in self._written("credit_"))
        note = draft.meeting.model_copy(update={"discussion": self.discussion.text().strip()})
        return draft.model_copy(update={**read, "meeting": note})

    def _written(self, prefix: str) -> list[tuple[str, str]]:
        lines = ((name, control) for name, control in self._controls.items() if name.startswith(prefix))
        texts = ((name, control.text().strip()) for name, control in lines if isinstance(control, LineEdit))
        return [(name.removeprefix(prefix), text) for name, text in texts if text]

    def raw(self) -> dict[str, Any]:
        """Return everything as typed, with the questions it answers."""
        return super().raw() | {"asked": [one.model_dump(mode="json") for one in self._asked]}

    def set_raw(self, body: Mapping[str, Any]) -> None:
        """Show again what a draft kept, with the questions as they were asked then."""
        if "asked" in body:
            self._show_questions(tuple(AnswerDraft.model_validate(one) for one in body["asked"]))
        super().set_raw(body)

    def is_blank(self) -> bool:
        """Tell whether nothing has been written."""
        rows = [*self._warnings.rows, *self._needs.rows]
        lines = [control for control in self._controls.values() if isinstance(control, LineEdit)]
        return not (self.discussion.text().strip() or rows or any(line.text().strip() for line in lines))

    def go_to(self, code: str) -> None:
        """Put the focus on an item; a need that has no row yet gets one."""
        if code.startswith("need_"):
            place = int(code.removeprefix("need_"))
            while len(self._needs.rows) < place:
                self._needs.add()
            row = self._needs.rows[place - 1]
            ground = self.widget()
            layout = ground.layout() if ground is not None else None
            if layout is not None:
                layout.activate()  # a new row has no place yet
            next(iter(row.controls.values())).setFocus()
            self.ensureWidgetVisible(row, 0, metrics.space(8))
            return
        super().go_to(code)

    def say_reading(self, text: str) -> None:
        """Say below the discussion what Enter would make of its line."""
        self._fields["discussion"].set_echo(text)

    def clear_errors(self) -> None:
        """Take all messages away."""
        super().clear_errors()
        for row in self._needs.rows:
            row.say("")
        self._warnings.set_note("")
        for question in self._questions:
            question.set_error("")

    def show_error(self, code: str, text: str) -> None:
        """Say at rows what is wrong with them."""
        if code.startswith("question_"):
            self._questions[int(code.removeprefix("question_")) - 1].set_error(text)
        elif code == "warnings":
            self._warnings.set_note(text, "danger")
        else:
            self._needs.rows[int(code.removeprefix("need_")) - 1].say(text)


class _QuestionFields(QWidget):
    """One question of the ask-list: the answer, how we know it, and as of when."""

    def __init__(self, screen: ReportScreen, code: str) -> None:
        super().__init__()
        self._number = screen.numbered(code).partition(" ")[0]
        self._asked = PlainLabel("", role="small", weight=500, tone="secondary", wrap=True)
        self._answer = LineEdit(name=screen.title_of(code))
        self._means = Choice(options("answer_source"), name=_("How we know"))
        self._as_of = DateEdit(name=_("As of"), future=False, partial=True, today=screen.context.clock.today())
        self._as_of.setPlaceholderText(_("as of, if another day"))
        self._below = PlainLabel("", role="small", tone="tertiary", wrap=True)
        self._why = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(1))
        column.addWidget(self._asked)
        column.addLayout(side_by_side(self._answer, self._means, self._as_of, shares=(8, 3, 3)))
        column.addWidget(self._below)
        for name, control in ((code, self._answer), (f"{code}_means", self._means), (f"{code}_as_of", self._as_of)):
            screen.keep(name, control)
        screen.mark(code, self._answer)

    def set_question(self, asked: AnswerDraft | None) -> None:
        """Ask this question; a line without one is not shown."""
        self.setVisible(asked is not None)
        self._answer.clear()
        self._means.set_code("said")
        self._as_of.set_date(None)
        if asked is not None:
            question = f"{self._number}  {asked.asked}"
            self._asked.setText(question)
            self._answer.setAccessibleName(question)
            why = _("Depends on it: {what}").format(what=asked.why) if asked.why else ""
            self._why = why if asked.is_open else _("Not open in the book any more since the sheet was printed.")
            self.set_error("")

    def set_error(self, text: str) -> None:
        """Say what is wrong; an empty text brings back what depends on the answer."""
        self._below.setText(text or self._why)
        self._below.set_tone("danger" if text else "tertiary")
        self._below.setVisible(bool(text or self._why))

    def show_answer(self, answer: AnswerDraft) -> None:
        """Show what is answered already."""
        self._answer.setText(answer.answer)
        self._means.set_code(answer.means)
        self._as_of.set_date(answer.answered_as_of)

    def read(self, asked: AnswerDraft) -> AnswerDraft:
        """Return the answer. Raises InputError for a day that cannot be read."""
        as_of = self._as_of.date()
        return asked.model_copy(
            update={
                "answer": self._answer.text().strip(),
                "means": self._means.code() or "said",
                "answered_as_of": as_of if isinstance(as_of, PartialDate) else None,
            }
        )

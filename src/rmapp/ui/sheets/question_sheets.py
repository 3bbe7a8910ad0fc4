"""The sheets of a question: its answer, which is written to the book by saving it, and its rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rmapp.domain.partial_date import PartialDate
from rmapp.domain.question_target import value_kind
from rmapp.domain.question_wording import code_text, question_text, why_text
from rmapp.errors import NotFoundError
from rmapp.i18n import _
from rmapp.services.visits import answers
from rmapp.services.visits.ask_list import ask_list, rest_question
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.form_values import options
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.domain.question import Question
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 560
_FORM_KINDS = {
    "date": "date",
    "partial_date": "partial_date",
    "money": "money",
    "number": "integer",
    "percent": "percent",
    "yes_no": "choice",
    "text": "text",
}


def open_answer(window: QWidget, context: UiContext, firm_id: str, question: str) -> EntitySheet:
    """Open the answer to a question of a firm's ask-list."""
    sheet = AnswerSheet(window, context, firm_id, _asked(context, firm_id, question))
    sheet.open(sheet.first_field())
    return sheet


def open_question_rest(window: QWidget, context: UiContext, firm_id: str, question: str) -> EntitySheet:
    """Open the sheet that puts a question to rest."""
    sheet = RestSheet(window, context, firm_id, _asked(context, firm_id, question))
    sheet.open(sheet.first_field())
    return sheet


def _asked(context: UiContext, firm_id: str, key: str) -> Question:
    for question in context.ask(ask_list, firm_id):
        if question.key == key:
            return question
    raise NotFoundError(_("This question is not asked any more."))


class AnswerSheet(EntitySheet):
    """What was answered, how we know, and the value that goes into the book where the question has a field."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, question: Question) -> None:
        super().__init__(window, context, _("Answer"), subtitle=code_text(question.key), width=WIDTH)
        self._firm_id, self._question = firm_id, question
        self.page.addWidget(PlainLabel(question_text(question), weight=500, wrap=True))
        if question.also:
            self.page.addWidget(Banner("info", _("This answers for one of them; the others are asked again.")))
        specs = [
            FieldSpec("means", _("How do we know?"), "choice", options=options("answer_source"), required=True),
            FieldSpec("as_of", _("As of"), "partial_date", required=True),
        ]
        if question.target:
            kind = _FORM_KINDS[value_kind(question.target)]
            words = _("Saving writes it to the book, with source and date.")
            answers_ = (("yes", _("yes")), ("no", _("no"))) if kind == "choice" else ()
            specs.insert(0, FieldSpec("value", _("Value for the book"), kind, answers_, span=2, hint=words))
        specs.append(FieldSpec("answer", _("In words"), "multiline", span=2, required=not question.target))
        if not question.target:
            self.page.addWidget(
                Banner("info", _("This question has no field in the book; the answer is kept as said."))
            )
        self._form = self.add_form(specs)
        self._form.set_values({"means": "said", "as_of": PartialDate.of(context.clock.today())})
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Begin with the value, or the words where there is none."""
        return self._form.control("value" if self._question.target else "answer")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Keep the answer and write its value."""
        given = answers.GivenAnswer(
            question=self._question.key,
            asked=question_text(self._question, counted=False),
            answer=values["answer"] or "",
            value=answers.value_text(values.get("value")),
            means=values["means"],
            as_of=values["as_of"],
        )
        label = _("Answer written to the book") if given.value else _("Answer kept")
        return self.context.do(answers.answer_question, self._firm_id, given, label=label)


class RestSheet(EntitySheet):
    """Until when a question is not asked, and why."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, question: Question) -> None:
        super().__init__(window, context, _("Do not ask for now"), subtitle=code_text(question.key), width=WIDTH)
        self._firm_id, self._key = firm_id, question.key
        self.page.addWidget(PlainLabel(question_text(question), weight=500, wrap=True))
        if why := why_text(question):
            self.page.addWidget(Banner("info", _("What depends on it: {why}.").format(why=why)))
        self._form = self.add_form(
            (
                FieldSpec("until", _("Ask again from"), "date", hint=_("Empty: never again"), span=2),
                FieldSpec("reason", _("Reason"), "multiline", required=True, span=2),
            )
        )
        self.page.addStretch(1)

    def first_field(self) -> QWidget:
        """Begin with the day."""
        return self._form.control("until")

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Put it to rest."""
        label = _("Question put to rest")
        return self.context.do(
            rest_question, self._firm_id, self._key, values["until"], values["reason"] or "", label=label
        )

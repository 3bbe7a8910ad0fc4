"""The card of the questions to ask: what is unknown, too old or told in two ways, the heaviest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain.question_wording import code_text, question_text, why_text
from rmapp.domain.wording import format_date
from rmapp.i18n import _, ngettext
from rmapp.services.visits import answers
from rmapp.services.visits.ask_list import ask_list, resting, wake_question
from rmapp.ui import metrics
from rmapp.ui.tabs.card import ClientCard, count_words
from rmapp.ui.widgets.buttons import Button, IconButton
from rmapp.ui.widgets.cards import IconLabel
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.call_report import Answer
    from rmapp.domain.decision import QuestionRest
    from rmapp.domain.question import Question
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext

_FIRST = 3
_ICONS = {"empty": "circle-help", "stale": "file-clock", "contradictory": "scale", "own": "message-circle"}


class AskCard(ClientCard):
    """Three questions at first; each can be answered or put to rest, and one at rest can be asked again."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Ask"), icon="circle-help")
        self._rest: Sequence[Question] = ()
        self._resting: Sequence[QuestionRest] = ()
        self._given: dict[str, Answer] = {}
        self._more = LinkLabel("")
        self._asleep = LinkLabel("")

    def fill(self, header: FirmHeader) -> None:
        """List the questions."""
        found = self.context.ask(ask_list, header.firm.id)
        self._given = self.context.ask(answers.unwritten, header.firm.id)
        self._resting = self.context.ask(resting, header.firm.id)
        self.set_count(len(found) or None)
        self.set_note(_("what most depends on comes first") if found else "")
        if not found:
            self.say_empty(_("Nothing is unknown, too old or told in two ways."))
        for question in found[:_FIRST]:
            self.add(self._row(question))
        self._rest = found[_FIRST:]
        if self._rest:
            self._more = LinkLabel(count_words(len(self._rest)))
            self._more.clicked.connect(self._on_more_clicked)
            self.add(self._more)
        if self._resting:
            words = ngettext("{n} question at rest", "{n} questions at rest", len(self._resting))
            self._asleep = LinkLabel(words.format(n=len(self._resting)))
            self._asleep.clicked.connect(self._on_asleep_clicked)
            self.add(self._asleep)

    def _row(self, question: Question) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        line.setSpacing(metrics.space(2))
        mark = IconLabel(_ICONS[question.kind], role="text_secondary")
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        text = question_text(question)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(text, weight=500, wrap=True))
        words.addWidget(PlainLabel(self._below(question), role="small", tone="secondary", wrap=True))
        line.addLayout(words, 1)
        given = self._given.get(question.key)
        if given is not None:
            write = Button(_("Write to the book"), size="small")
            write.setObjectName(given.id)
            write.setEnabled(not self.context.read_only)
            write.setAccessibleDescription(text)
            write.clicked.connect(self._on_write_clicked)
            line.addWidget(write, 0, Qt.AlignmentFlag.AlignVCenter)
        for icon, name, slot in (
            ("pen-line", _("Answer: {question}"), self._on_answer_clicked),
            ("moon", _("Not for now: {question}"), self._on_rest_clicked),
        ):
            button = IconButton(icon, name.format(question=text), size=26)
            button.setObjectName(question.key)
            button.setEnabled(not self.context.read_only)
            button.clicked.connect(slot)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.setAccessibleName(text)
        return row

    def _below(self, question: Question) -> str:
        """Return what depends on a question, or the answer that waits to be written to the book."""
        given = self._given.get(question.key)
        if given is not None:
            return _("Answered: {answer}. Not in the book yet.").format(answer=given.value)
        return why_text(question)

    def _rest_row(self, rest: QuestionRest) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 2, 0, 2)
        words = QVBoxLayout()
        words.setSpacing(0)
        name = code_text(rest.question)
        words.addWidget(PlainLabel(name, tone="secondary", wrap=True))
        until = _("until {date}").format(date=format_date(rest.until)) if rest.until else _("for good")
        said = _("{reason}, {until}").format(reason=rest.reason, until=until)
        words.addWidget(PlainLabel(said, role="small", tone="tertiary", wrap=True))
        line.addLayout(words, 1)
        again = IconButton("bell", _("Ask again: {question}").format(question=name), size=26)
        again.setObjectName(rest.id)
        again.setEnabled(not self.context.read_only)
        again.clicked.connect(self._on_wake_clicked)
        line.addWidget(again, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _on_answer_clicked(self) -> None:
        self.context.open_sheet("answer", firm_id=self.firm_id, question=self.row_key())

    def _on_rest_clicked(self) -> None:
        self.context.open_sheet("question_rest", firm_id=self.firm_id, question=self.row_key())

    def _on_write_clicked(self) -> None:
        self.context.do(answers.write_back, self.row_key(), label=_("Answer written to the book"))

    def _on_wake_clicked(self) -> None:
        self.context.do(wake_question, self.row_key(), label=_("Question is asked again"))

    def _on_more_clicked(self) -> None:
        self._more.hide()
        place = self.body.indexOf(self._more)
        for at, question in enumerate(self._rest):
            self.body.insertWidget(place + at, self._row(question))
        self._rest = ()

    def _on_asleep_clicked(self) -> None:
        self._asleep.hide()
        place = self.body.indexOf(self._asleep)
        for at, rest in enumerate(self._resting):
            self.body.insertWidget(place + at, self._rest_row(rest))
        self._resting = ()

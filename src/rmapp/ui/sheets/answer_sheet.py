"""Answers of a visit before they become facts: each is shown, can be corrected, and is written when confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rmapp.domain import reference
from rmapp.errors import InputError
from rmapp.i18n import _, ngettext
from rmapp.services.clients import firms
from rmapp.services.notes.meetings import view_meeting
from rmapp.services.visits.answer_confirmation import AnswerToConfirm, answers_to_confirm, write_answers
from rmapp.ui import metrics
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.widgets.fields import Field, LineEdit
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.switch import CheckBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.sheet import Sheet


def open_answers(window: QWidget, context: UiContext, meeting_id: str) -> Sheet:
    """Open the sheet for the answers of a report that no fact has got yet."""
    sheet = AnswerSheet(window, context, meeting_id)
    sheet.open(sheet.first_field())
    return sheet


class AnswerSheet(FormSheet):
    """What is left out stays an answer of the report and can be confirmed later."""

    def __init__(self, window: QWidget, context: UiContext, meeting_id: str) -> None:
        firm_id = context.ask(view_meeting, meeting_id).meeting.firm_id
        name = context.ask(firms.display_name, firm_id)
        super().__init__(window, _("Write answers to the book"), subtitle=name, save=_("Write to the book"))
        self._context = context
        self._rows: dict[str, tuple[CheckBox, LineEdit, Field]] = {}
        self._filled: list[str] = []
        intro = _("Ticked answers become facts, with their source and date. The others stay in the call report.")
        self.page.addWidget(PlainLabel(intro, tone="secondary", wrap=True))
        for one in context.ask(answers_to_confirm, meeting_id):
            self._add(one)
        self._filled = [edit.text() for _box, edit, _field in self._rows.values()]
        self.page.addStretch(1)

    def _add(self, one: AnswerToConfirm) -> None:
        answer = one.answer
        box = CheckBox(answer.asked, checked=bool(answer.value))
        means = reference.text("answer_source", answer.means)
        self.page.addWidget(box)
        said = _("{answer} ({means})").format(answer=answer.answer, means=means)
        self.page.addWidget(PlainLabel(said, role="small", tone="secondary", wrap=True))
        edit = LineEdit(name=_("Value for “{question}”").format(question=answer.asked))
        edit.setText(answer.value)
        field = Field(_("Value for the book"), edit, hint=_form(one.kind))
        field.setContentsMargins(metrics.icon() + metrics.space(2), 0, 0, 0)
        self.page.addWidget(field)
        self._rows[answer.id] = (box, edit, field)
        edit.textEdited.connect(self._on_edited)

    def first_field(self) -> QWidget | None:
        """Return the first box to tick."""
        return next((box for box, _edit, _field in self._rows.values()), None)

    def is_changed(self) -> bool:
        """Tell whether a value was typed that would be lost."""
        return self._filled != [edit.text() for _box, edit, _field in self._rows.values()]

    def save(self) -> None:
        """Write what is ticked, or say beside the value why it is refused."""
        values = {id: edit.text() for id, (box, edit, _field) in self._rows.items() if box.isChecked()}
        for _box, _edit, field in self._rows.values():
            field.clear()
        if not values:
            self.finish()
            return
        count = len(values)
        label = ngettext("{n} answer written to the book", "{n} answers written to the book", count).format(n=count)
        try:
            done = self._context.do(write_answers, values, label=label)
        except InputError as problem:
            for id, text in problem.fields.items():
                if id in self._rows:
                    self._rows[id][2].set_error(text)
            return
        if done is not None:
            self.finish()

    def _on_edited(self, _text: str) -> None:
        for box, edit, _field in self._rows.values():
            if edit is self.sender():
                box.setChecked(bool(edit.text().strip()))


def _form(kind: str) -> str:
    """Return how a value of this kind is typed."""
    return {
        "date": _("A day, for example 17 Dec 2026"),
        "partial_date": _("A day, a month or a year"),
        "money": _("An amount, for example 12m or 1.2亿"),
        "number": _("A whole number"),
        "percent": _("A percentage, for example 35%"),
        "yes_no": _("Yes or no"),
    }.get(kind, "")

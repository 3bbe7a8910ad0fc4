"""The sheet of the three tests of a meeting: team, industry and business model (domain reference, 5.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmapp.domain.assessment import TestAnswer
from rmapp.i18n import _
from rmapp.services.clients import firms
from rmapp.services.scoring import three_tests
from rmapp.ui import metrics
from rmapp.ui.paper_print import print_three_tests
from rmapp.ui.sheets.entity_sheet import EntitySheet
from rmapp.ui.sheets.typed_fields import Typed, typed
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.entity_form import FieldSpec
from rmapp.ui.widgets.fields import Choice, LineEdit
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from rmapp.domain.assessment import ThreeTests
    from rmapp.services.workspace import Change
    from rmapp.ui.context import UiContext

WIDTH = 760
_ANSWER = 140


def open_three_tests(window: QWidget, context: UiContext, firm_id: str, tests_id: str = "") -> ThreeTestsSheet:
    """Open a new checklist of a firm, or a stored one."""
    stored = context.ask(three_tests.tests_of, tests_id) if tests_id else None
    sheet = ThreeTestsSheet(window, context, firm_id, stored)
    sheet.open(sheet.first_field())
    return sheet


class ThreeTestsSheet(EntitySheet):
    """Fifteen questions, each yes, no or unknown, with room for a comment."""

    def __init__(self, window: QWidget, context: UiContext, firm_id: str, stored: ThreeTests | None) -> None:
        name = context.ask(firms.display_name, firm_id)
        removes = _("Remove") if stored is not None else ""
        super().__init__(window, context, _("Three tests"), subtitle=name, width=WIDTH, removes=removes)
        self._firm_id, self._stored = firm_id, stored
        held = {one.code: one for one in stored.answers} if stored is not None else {}
        self._head = self.add_form((FieldSpec("answered_on", _("Answered on"), "past_date", required=True),))
        self._rows: dict[str, _QuestionRow] = {}
        for test in three_tests.tests():
            self.page.addWidget(PlainLabel(test.label.text(), role="section"))
            for line in test.lines:
                row = _QuestionRow(line.label.text(), held.get(line.code))
                row.set_locked(context.read_only)
                self._rows[line.code] = row
                self.page.addWidget(row)
        self._ending = self.add_form((FieldSpec("note", _("Note"), "multiline", span=2),))
        self._head.set_values({"answered_on": stored.answered_on if stored else context.clock.today()})
        self._ending.set_values({"note": stored.note if stored else ""})
        self.page.addStretch(1)
        if stored is not None:
            printer = Button(_("Print to file"), icon="printer")
            printer.clicked.connect(self._on_print_clicked)
            self.add_left(printer)

    def first_field(self) -> QWidget:
        """Begin with the first question."""
        return next(iter(self._rows.values())).answer

    def is_changed(self) -> bool:
        """Tell whether something was typed or chosen."""
        return super().is_changed() or any(row.is_changed() for row in self._rows.values())

    def write(self, values: dict[str, Any]) -> Change[Any] | None:
        """Keep the answers; a question that nobody answered stays unknown."""
        answers = tuple(row.read(code) for code, row in self._rows.items())
        fields = {"answered_on": values["answered_on"], "note": values["note"] or "", "answers": answers}
        if self._stored is not None:
            return self.context.do(three_tests.change_tests, self._stored.id, label=_("Three tests changed"), **fields)
        return self.context.do(three_tests.add_tests, self._firm_id, label=_("Three tests kept"), **fields)

    def remove(self) -> Change[Any] | None:
        """Take the checklist out of the book."""
        if self._stored is None:
            return None
        return self.context.do(three_tests.remove_tests, self._stored.id, label=_("Three tests removed"))

    def _on_print_clicked(self) -> None:
        if self._stored is not None:
            print_three_tests(self.window(), self.context, self._firm_id, self._stored.id)


class _QuestionRow(QWidget):
    """A question, its answer and a comment."""

    def __init__(self, question: str, held: TestAnswer | None) -> None:
        super().__init__()
        self.answer = Choice(
            [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))],
            name=_("{question}: answer").format(question=question),
        )
        self.answer.set_code(held.answer if held else "unknown")
        self.comment = LineEdit(name=_("{question}: comment").format(question=question), placeholder=_("Comment"))
        self.comment.setText(held.comment if held else "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(1))
        column.addWidget(PlainLabel(question, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(metrics.space(2))
        self.answer.setFixedWidth(metrics.grown(_ANSWER))
        self.comment.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(self.answer)
        row.addWidget(self.comment, 1)
        column.addLayout(row)
        self._opening = self._typed()

    def read(self, code: str) -> TestAnswer:
        """Return the answer as it stands."""
        return TestAnswer.model_validate(
            {"code": code, "answer": self.answer.code() or "unknown", "comment": self.comment.text().strip()}
        )

    def is_changed(self) -> bool:
        return self._typed() != self._opening

    def set_locked(self, locked: bool) -> None:
        self.answer.setEnabled(not locked)
        self.comment.set_locked(locked)

    def _typed(self) -> list[Typed]:
        return [typed(self.answer), typed(self.comment)]

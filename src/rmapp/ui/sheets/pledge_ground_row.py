"""One ground of refusal in the checklist: its words, its answer, and the evidence of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain.wording import format_date
from rmapp.i18n import _, pgettext
from rmapp.ui import metrics
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.fields import Field, LineEdit
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from rmapp.domain.pledge_grounds import Answer, GroundAnswer

_KEYS = {Qt.Key.Key_1: "clear", Qt.Key.Key_2: "obstacle", Qt.Key.Key_3: "unknown"}


class GroundRow(QWidget):
    """An obstacle that the data show is only told; its link leads to the data."""

    answered = Signal()
    left = Signal()
    """The ground was answered by a key; the next one takes over."""
    mended = Signal()

    def __init__(self, number: int, held: GroundAnswer, *, read_only: bool) -> None:
        super().__init__()
        self.ground = held.ground
        self._held, self._read_only = held, read_only
        self.choice = _Choice(list(_answers().items()), name=held.label)
        self.choice.set_code(held.answer)
        self.choice.chosen.connect(self._on_chosen)
        words = _("Evidence: {ground}").format(ground=held.label)
        self._evidence = LineEdit(name=words, placeholder=self._expected())
        self._evidence.setText("" if held.is_told_by_data else held.evidence)
        self._field = Field(_("Evidence"), self._evidence)
        self._build(number)

    def _build(self, number: int) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, metrics.space(1), 0, metrics.space(1))
        column.setSpacing(metrics.space(1))
        head = QHBoxLayout()
        head.setSpacing(metrics.space(3))
        title = _("{number}. {ground}").format(number=number, ground=self._held.label)
        head.addWidget(PlainLabel(title, weight=500, wrap=True), 1)
        column.addLayout(head)
        if not self.may_answer():
            words = _answers()[self._held.answer]
            tone = {"clear": "success", "obstacle": "danger", "unknown": "neutral"}[self._held.answer]
            head.addWidget(Chip(words, tone=tone), 0, Qt.AlignmentFlag.AlignTop)
        else:
            head.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignTop)
        for said in self._sentences():
            column.addWidget(PlainLabel(said, role="small", tone="secondary", wrap=True))
        if self.may_answer():
            column.addWidget(self._field)
            self._fit()
        elif self._is_obstacle_of_data() and not self._read_only:
            mend = LinkLabel(_("Mend the record of the right"))
            mend.clicked.connect(self.mended)
            column.addWidget(mend)

    def may_answer(self) -> bool:
        """Tell whether a person answers this ground."""
        return not self._read_only and not self._is_obstacle_of_data()

    def answer(self) -> Answer:
        """Return the answer as it stands in the row."""
        return cast("Answer", self.choice.code()) if self.may_answer() else self._held.answer

    def evidence(self) -> str:
        """Return what was written as evidence."""
        return self._evidence.text().strip()

    def is_changed(self) -> bool:
        """Tell whether answer or evidence differ from what the book has."""
        if not self.may_answer():
            return False
        known = "" if self._held.is_told_by_data else self._held.evidence
        return self.answer() != self._held.answer or self.evidence() != known

    def lacks_evidence(self) -> bool:
        """Tell whether the answer names an obstacle without saying what it is."""
        return self.answer() == "obstacle" and not self.evidence()

    def show_error(self, text: str) -> None:
        """Say what is wrong with the evidence; an empty text takes it away."""
        if text:
            self._field.set_error(text)
        else:
            self._field.clear()

    def focus_evidence(self) -> None:
        """Put the cursor into the evidence."""
        self._evidence.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with 1, 2 or 3 while the choice has the focus."""
        code = _KEYS.get(Qt.Key(event.key()))
        if code is None or not self.may_answer() or event.modifiers() not in _PLAIN:
            super().keyPressEvent(event)
            return
        self.choice.set_code(code)
        self._on_chosen(code)
        if self.lacks_evidence():
            self.focus_evidence()
        else:
            self.left.emit()

    def _is_obstacle_of_data(self) -> bool:
        return self._held.is_told_by_data and self._held.answer == "obstacle"

    def _sentences(self) -> list[str]:
        said = []
        if self._held.is_told_by_data:
            said.append(_("From the book: {evidence}").format(evidence=self._held.evidence))
        elif self._held.on is not None:
            said.append(_("Answered on {date}.").format(date=format_date(self._held.on)))
        if self._held.hint and self._held.answer == "unknown":
            said.append(self._held.hint)
        if self._held.is_soft:
            said.append(_("Does not hinder once the parties know of it and still ask for the registration."))
        return said

    def _expected(self) -> str:
        return _("extract of the register, contract, letter …")

    def _fit(self) -> None:
        """Ask for evidence where a person answers, and not where the book does."""
        self._field.setVisible(not self._held.is_told_by_data or self.answer() != self._held.answer)

    def _on_chosen(self, _code: str) -> None:
        self._fit()
        self.answered.emit()


def _answers() -> dict[str, str]:
    return {
        "clear": pgettext("ground of refusal", "Clear"),
        "obstacle": pgettext("ground of refusal", "In the way"),
        "unknown": pgettext("ground of refusal", "Open"),
    }


_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class _Choice(Segmented):
    def stop(self) -> QWidget:
        """Return what takes the focus: the chosen answer."""
        return self._group.checkedButton() or self

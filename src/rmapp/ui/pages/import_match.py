"""Step 2 of the import: which column means what, and the questions only a person can answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from rmapp.domain.import_fields import fields
from rmapp.domain.import_mapping import ColumnMap, ColumnUse, unit_choices
from rmapp.i18n import _, sentences
from rmapp.services.importing import imports
from rmapp.ui import metrics
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.fields import Choice
from rmapp.ui.widgets.labels import ElidedLabel, PlainLabel
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from rmapp.domain.import_mapping import Ambiguity
    from rmapp.domain.import_sheet import Sheet

_EXAMPLES = 3


class MatchStep(QWidget):
    """One row for each column: its title, examples, and what it means."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._mapping: ColumnMap | None = None
        self._missing = Banner("warning", "")
        self._questions = QVBoxLayout()
        self._table = Card(_("Columns"))
        self._rows: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scroll = PageScroll(margin=0)
        scroll.body.addWidget(self._missing)
        scroll.body.addLayout(self._questions)
        scroll.body.addWidget(self._table)
        scroll.body.addStretch(1)
        column.addWidget(scroll)

    def mapping(self) -> ColumnMap:
        """Return the meaning of the columns as it stands; only after `show_sheet`."""
        if self._mapping is None:
            raise RuntimeError("no sheet is shown")
        return self._mapping

    def is_ready(self) -> bool:
        """Tell whether every needed column is there and every question is answered."""
        if self._sheet is None or self._mapping is None:
            return False
        return not imports.missing_fields(self._mapping) and not imports.ambiguities(self._sheet, self._mapping)

    def show_sheet(self, sheet: Sheet, mapping: ColumnMap) -> None:
        """Show the columns of a table with what they probably mean."""
        self._sheet, self._mapping = sheet, mapping
        self._fill()
        self._show_state()

    def _fill(self) -> None:
        if self._sheet is None or self._mapping is None:
            return
        if self._rows is not None:
            self._rows.deleteLater()
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(metrics.space(2))
        grid.setHorizontalSpacing(metrics.space(4))
        for at, head in enumerate((_("In the file"), _("Examples"), _("Means"), _("Unit"))):
            grid.addWidget(PlainLabel(head, role="small", tone="tertiary"), 0, at)
        known = fields(self._mapping.kind)
        options = [(code, field.label) for code, field in known.items()]
        for row, title in enumerate(self._sheet.columns, start=1):
            use = self._mapping.columns.get(title)
            cells = [str(cell) for cell in self._sheet.column(title) if cell is not None][:_EXAMPLES]
            grid.addWidget(ElidedLabel(title, weight=500), row, 0)
            grid.addWidget(ElidedLabel(" · ".join(cells), tone="secondary"), row, 1)
            means = Choice(options, name=_("Meaning of “{column}”").format(column=title), empty=_("not read"))
            means.set_code(use.field if use else None)
            means.setProperty("column", title)
            means.changed.connect(self._on_field_chosen)
            grid.addWidget(means, row, 2)
            if use is not None and known[use.field].kind == "money":
                grid.addWidget(self._build_unit(title, use), row, 3)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        grid.setColumnStretch(3, 1)
        self._table.add(self._rows)

    def _build_unit(self, title: str, use: ColumnUse) -> Choice:
        unit = Choice(unit_choices(), name=_("Unit of “{column}”").format(column=title), empty=_("choose"))
        unit.set_code(use.unit)
        unit.setProperty("column", title)
        unit.changed.connect(self._on_unit_chosen)
        return unit

    def _show_state(self) -> None:
        if self._sheet is None or self._mapping is None:
            return
        missing = imports.missing_fields(self._mapping)
        self._missing.set_text(sentences(missing))
        self._missing.setVisible(bool(missing))
        while self._questions.count():
            item = self._questions.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        for question in imports.ambiguities(self._sheet, self._mapping):
            self._questions.addWidget(self._build_question(question))
        self.changed.emit()

    def _build_question(self, question: Ambiguity) -> QWidget:
        card = Card(question.question, icon="circle-help")
        card.add(PlainLabel(" · ".join(question.examples), tone="secondary"))
        answers = Segmented([("", _("not answered")), *question.choices], name=question.question)
        answers.setProperty("question", question)
        answers.chosen.connect(self._on_answered)
        card.add(answers)
        return card

    def _on_field_chosen(self, code: str) -> None:
        title = str(self.sender().property("column"))
        self._mapping = self.mapping().with_use(title, ColumnUse(field=code) if code else None)
        self._fill()
        self._show_state()

    def _on_unit_chosen(self, unit: str) -> None:
        title = str(self.sender().property("column"))
        use = self.mapping().columns[title]
        self._mapping = self.mapping().with_use(title, use.model_copy(update={"unit": unit or None}))
        self._show_state()

    def _on_answered(self, value: str) -> None:
        question: Ambiguity = self.sender().property("question")
        if value:
            self._mapping = imports.answer(self.mapping(), question, value)
            self._fill()
            self._show_state()

"""Step 3 of the import: how many rows are good, and each row that needs a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from rmapp.i18n import _, ngettext
from rmapp.services.importing import imports
from rmapp.ui import metrics
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import Card, IconLabel
from rmapp.ui.widgets.chips import Chip, CountBadge
from rmapp.ui.widgets.fields import Choice, LineEdit
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.scroll import PageScroll
from rmapp.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from rmapp.domain.import_problem import RowProblem
    from rmapp.services.importing.imports import ImportPlan

_SHOWN = 40
_CELL = 24
_EDITOR = 210


class CheckStep(QWidget):
    """The result of the check; `resolved` carries new options after each answer."""

    resolved = Signal(object)
    report_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: ImportPlan | None = None
        self._limit = _SHOWN
        self._tiles = QHBoxLayout()
        self._promise = Banner("success", "", icon="shield-check")
        self._badge = CountBadge(0)
        self._filter = Segmented([("all", _("All"))], name=_("Which rows"))
        self._report = Button(_("Save error report"), kind="ghost", icon="file-spreadsheet")
        self._accept = Button(_("Accept all suggestions"), icon="check-check")
        self._card = Card()
        self._rows: QWidget | None = None
        self._more = Button(_("Show more rows"), kind="ghost")
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics.space(3))
        self._tiles.setSpacing(metrics.space(3))
        column.addLayout(self._tiles)
        column.addWidget(self._promise)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Rows that need you"), role="section"))
        head.addWidget(self._badge)
        head.addWidget(self._filter)
        head.addStretch(1)
        head.addWidget(self._report)
        head.addWidget(self._accept)
        column.addLayout(head)
        scroll = PageScroll(margin=0)
        scroll.body.addWidget(self._card)
        scroll.body.addWidget(self._more)
        scroll.body.addStretch(1)
        column.addWidget(scroll, 1)
        self._filter.chosen.connect(self._on_filter_chosen)
        self._report.clicked.connect(self._on_report_clicked)
        self._accept.clicked.connect(self._on_accept_clicked)
        self._more.clicked.connect(self._on_more_clicked)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show what the import would do."""
        self._plan = plan
        self._show_tiles(plan)
        good = len(plan.good)
        self._promise.set_text(
            ngettext(
                "Nothing has been written yet. {n} good row goes in; a backup is made first.",
                "Nothing has been written yet. {n} good rows go in together or not at all; a backup is made first.",
                good,
            ).format(n=good)
        )
        held = self._filter.code()
        self._filter.set_options(
            [
                ("all", _("All")),
                ("error", _("Cannot be read {n}").format(n=len(plan.errors))),
                ("look", _("Need a look {n}").format(n=len(plan.looks))),
            ]
        )
        self._filter.set_code(held)
        self._badge.set_count(len(plan.errors) + len(plan.looks))
        self._report.setVisible(bool(plan.errors or plan.looks))
        self._accept.setVisible(bool(plan.looks))
        self._fill()

    def _show_tiles(self, plan: ImportPlan) -> None:
        while self._tiles.count():
            item = self._tiles.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        tiles = (
            ("circle-check", "success", len(plan.adds), _("ready to add")),
            ("refresh-cw", "info", len(plan.updates), _("update existing")),
            ("triangle-alert", "warning", len(plan.looks), _("need a look")),
            ("circle-x", "danger", len(plan.errors), _("cannot be read")),
        )
        for icon, tone, count, text in tiles:
            card = Card()
            row = QHBoxLayout()
            row.addWidget(IconLabel(icon, role=tone))
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(PlainLabel(f"{count:,}", role="title"))
            words.addWidget(PlainLabel(text, role="small", tone="secondary"))
            row.addLayout(words, 1)
            card.add(row)
            card.setAccessibleName(f"{count:,} {text}")
            self._tiles.addWidget(card, 1)

    def _problems(self) -> list[RowProblem]:
        if self._plan is None:
            return []
        wanted = self._filter.code()
        return [one for one in self._plan.problems if wanted in ("all", one.severity)]

    def _fill(self) -> None:
        if self._rows is not None:
            self._rows.deleteLater()
        self._rows = QWidget()
        grid = QGridLayout(self._rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(metrics.space(4))
        grid.setVerticalSpacing(metrics.space(2))
        for at, head in enumerate((_("Row"), _("Column"), _("In the file"), "", _("What is wrong"), _("Fix"), "")):
            grid.addWidget(PlainLabel(head, role="small", tone="tertiary"), 0, at)
        problems = self._problems()
        for line, problem in enumerate(problems[: self._limit], start=1):
            self._add_row(grid, line, problem)
        grid.setColumnStretch(4, 1)
        self._card.add(self._rows)
        left = len(problems) - self._limit
        self._more.setVisible(left > 0)
        self._more.set_label(ngettext("{n} more row below", "{n} more rows below", max(left, 0)).format(n=left))
        self._card.set_collapsed_text("" if problems else _("Every row is good."))

    def _add_row(self, grid: QGridLayout, line: int, problem: RowProblem) -> None:
        grid.addWidget(PlainLabel(str(problem.row), tone="secondary", numeric=True), line, 0)
        grid.addWidget(PlainLabel(problem.column or _("whole row")), line, 1)
        value = _("empty") if problem.value is None else str(problem.value)
        grid.addWidget(Chip(value if len(value) <= _CELL else value[: _CELL - 1] + "…"), line, 2)
        wrong = problem.severity == "error"
        grid.addWidget(
            IconLabel("circle-x" if wrong else "triangle-alert", role="danger" if wrong else "warning"), line, 3
        )
        grid.addWidget(PlainLabel(problem.cause, wrap=True), line, 4)
        editor = self._build_editor(problem)
        if editor is not None:
            editor.setMinimumWidth(_EDITOR)
            grid.addWidget(editor, line, 5)
        elif wrong:
            # Such a row can only be left out; there is nothing to put in its place.
            return
        apply = Button(_("Apply") if wrong else _("Accept"), kind="soft", size="small")
        apply.setAccessibleName(_("Accept the fix of row {row}").format(row=problem.row))
        apply.setProperty("problem", problem)
        apply.setProperty("editor", editor)
        apply.clicked.connect(self._on_apply_clicked)
        grid.addWidget(apply, line, 6)

    def _build_editor(self, problem: RowProblem) -> LineEdit | Choice | None:
        name = _("Fix of row {row}, {column}").format(row=problem.row, column=problem.column or _("whole row"))
        if problem.choices:
            choice = Choice([(one.value, one.label) for one in problem.choices], name=name)
            choice.set_code(problem.fix)
            return choice
        if problem.about != "cell":
            return None
        line = LineEdit(name=name, placeholder=_("type a value"))
        line.setText(problem.fix or "")
        return line

    def _on_apply_clicked(self) -> None:
        problem: RowProblem = self.sender().property("problem")
        editor = self.sender().property("editor")
        value = editor.code() if isinstance(editor, Choice) else editor.text() if editor is not None else None
        if self._plan is not None:
            self.resolved.emit(imports.resolve(self._plan.options, problem, value or None))

    def _on_accept_clicked(self) -> None:
        if self._plan is not None:
            self.resolved.emit(imports.resolve_all(self._plan.options, self._plan.problems))

    def _on_report_clicked(self) -> None:
        self.report_wanted.emit(self._plan)

    def _on_filter_chosen(self, code: str) -> None:
        self._limit = _SHOWN
        self._fill()

    def _on_more_clicked(self) -> None:
        self._limit += _SHOWN
        self._fill()

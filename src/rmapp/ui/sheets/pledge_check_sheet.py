"""The sheet of the twelve grounds on which a pledge of a right is refused, answered with evidence by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from rmapp.domain.intellectual_property import PledgeCheck
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.services.collateral import patents
from rmapp.ui import security_wording
from rmapp.ui.sheets.form_sheet import FormSheet
from rmapp.ui.sheets.pledge_ground_row import GroundRow
from rmapp.ui.widgets.cards import Divider
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Field
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    import datetime as dt

    from PySide6.QtWidgets import QWidget

    from rmapp.services.collateral.patents import PatentView
    from rmapp.ui.context import UiContext


def open_pledge_check(window: QWidget, context: UiContext, right_id: str) -> PledgeCheckSheet:
    """Open the checklist of a right."""
    sheet = PledgeCheckSheet(window, context, right_id)
    sheet.open(sheet.first_field())
    return sheet


class PledgeCheckSheet(FormSheet):
    """What the book's own data tell is answered already; 1, 2 and 3 answer the ground in focus and go on."""

    def __init__(self, window: QWidget, context: UiContext, right_id: str) -> None:
        self._view: PatentView = context.ask(patents.patent_view, right_id)
        super().__init__(window, _("Grounds of refusal"), subtitle=self._view.name, save=_("Save"))
        self._context = context
        self._progress = PlainLabel("", role="subtitle", weight=600)
        self._day = DateEdit(name=_("Looked at on"), future=False, today=context.clock.today())
        self._day.set_date(context.clock.today())
        self._day_field = Field(_("Looked at on"), self._day)
        self._rows = [
            GroundRow(number, answer, read_only=context.read_only)
            for number, answer in enumerate(self._view.grounds, start=1)
        ]
        self._build_page()
        self._count()

    def _build_page(self) -> None:
        self.page.addWidget(self._progress)
        said = _("1 clear, 2 in the way, 3 open: the key answers the ground in focus and goes to the next.")
        self.page.addWidget(PlainLabel(said, role="small", tone="tertiary", wrap=True))
        self.page.addWidget(self._day_field)
        for place, row in enumerate(self._rows):
            if place:
                self.page.addWidget(Divider())
            row.answered.connect(self._count)
            row.left.connect(self._on_row_left)
            row.mended.connect(self._on_mend_asked)
            self.page.addWidget(row)
        self.page.addStretch(1)
        if self._context.read_only:
            self._day_field.set_locked(True)
            self.saver.setEnabled(False)

    def first_field(self) -> QWidget | None:
        """Return the first ground that is open, else the first that can be answered."""
        rows = [row for row in self._rows if row.may_answer()]
        waiting = [row for row in rows if row.answer() == "unknown"]
        return next((row.choice.stop() for row in waiting or rows), None)

    def is_changed(self) -> bool:
        """Tell whether an answer or its evidence was changed."""
        return not self._context.read_only and any(row.is_changed() for row in self._rows)

    def save(self) -> None:
        """Write the answers that were changed, as one step."""
        changed = [row for row in self._rows if row.is_changed()]
        for row in self._rows:
            row.show_error("")
        if not changed:
            self.finish()
            return
        try:
            day = self._read_day()
            done = self._context.do(
                patents.record_checks, [self._check(row, day) for row in changed], label=_("Grounds of refusal checked")
            )
        except InputError as problem:
            self._show(problem, changed)
            return
        if done is not None:
            self.finish()

    def _read_day(self) -> dt.date:
        try:
            day = self._day.date()
        except InputError as problem:
            raise InputError({"checked_on": problem.message}) from problem
        if day is None:
            raise InputError({"checked_on": _("This is needed.")})
        return day  # type: ignore[return-value] # only a partial field gives less than a day

    def _check(self, row: GroundRow, day: dt.date) -> PledgeCheck:
        return PledgeCheck(
            ip_right_id=self._view.right.id,
            ground=row.ground,
            answer=row.answer(),
            evidence=row.evidence(),
            checked_on=day,
        )

    def _show(self, problem: InputError, changed: list[GroundRow]) -> None:
        if "checked_on" in problem.fields:
            self._day_field.set_error(problem.fields["checked_on"])
            self._day.setFocus()
            return
        for row in changed:
            if row.lacks_evidence():
                row.show_error(problem.message)
                row.focus_evidence()
                self.show_widget(row)
                return
        self.say(problem.message)

    def _count(self) -> None:
        clear = sum(row.answer() == "clear" for row in self._rows)
        self._progress.setText(security_wording.progress(clear, len(self._rows)))

    def _on_row_left(self) -> None:
        rows = [row for row in self._rows if row.may_answer()]
        place = next(index for index, row in enumerate(rows) if row is self.sender())
        if place + 1 < len(rows):
            rows[place + 1].choice.stop().setFocus(Qt.FocusReason.TabFocusReason)
            self.show_widget(rows[place + 1])
        else:
            self.saver.setFocus()

    def _on_mend_asked(self) -> None:
        right = self._view.right
        if self.is_changed():
            self.say(_("Save what you answered first; then mend the record of the right."), "warning")
            return
        self.finish()
        self._context.open_sheet("fact", firm_id=right.firm_id, fact_kind="ip_right", fact_id=right.id)

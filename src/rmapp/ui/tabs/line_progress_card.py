"""How far a line has come: its steps with their days, the approval clock, the entered beside the implied class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _, listed
from rmapp.services.origination.line_progress import line_progress
from rmapp.ui import metrics
from rmapp.ui.loan_class_wording import clock_text, entered_text, minimum_text, overdue_text, target_state
from rmapp.ui.tabs.rows import clear
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.buttons import Button
from rmapp.ui.widgets.cards import Card, Divider, Fact, IconLabel
from rmapp.ui.widgets.chips import StatusChip
from rmapp.ui.widgets.flow_box import FlowBox
from rmapp.ui.widgets.labels import PlainLabel, plain

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from rmapp.domain.approval_clock import ApprovalClock
    from rmapp.services.lines.line_views import FacilityView
    from rmapp.services.origination.line_progress import LineProgress, ProgressStep
    from rmapp.ui.context import UiContext

_MARKS = {
    "done": ("circle-check", "success", "primary"),
    "now": ("circle-dot", "accent", "primary"),
    "ahead": ("circle", "text_tertiary", "tertiary"),
}
_CLASSED = ("in_use", "approved", "ended")


class LineProgressCard(Card):
    """One line; the buttons open the sheets that move it on and classify it."""

    def __init__(self, context: UiContext, view: FacilityView) -> None:
        super().__init__(_("Status and class"), icon="flag")
        self._context = context
        self._view = view
        self._advised = ""
        self._show()

    def _show(self) -> None:
        clear(self.body)
        found = self._context.ask(line_progress, self._view.facility.id)
        if found.steps and not self._context.read_only:
            move = Button(_("Change status"), kind="ghost", icon="arrow-right", size="small")
            move.clicked.connect(self._on_move_clicked)
            self.set_tools(move)
        self.body.setSpacing(metrics.space(3))
        self.add(_path(found.path))
        self._add_advice(found)
        if found.clock is not None:
            self.add(Divider())
            self._add_clock(found.clock)
        if self._view.use in _CLASSED:
            self.add(Divider())
            self._add_class(found)

    def _add_advice(self, found: LineProgress) -> None:
        step = next((one for one in found.steps if one.advice and one.is_possible), None)
        if step is None:
            return
        self._advised = step.to
        to = reference.text("line_status", step.to)
        action = "" if self._context.read_only else _("Move to “{status}”").format(status=to)
        banner = Banner("warning", step.advice, action=action)
        banner.acted.connect(self._on_advice_taken)
        self.add(banner)

    def _add_clock(self, clock: ApprovalClock) -> None:
        state, words = target_state(clock)
        row = FlowBox()
        row.set_widgets([StatusChip(state, words)])
        self.add(PlainLabel(clock_text(clock), wrap=True, selectable=True))
        self.add(row)
        if clock.warning:
            self.add(Banner("warning", clock.warning))

    def _add_class(self, found: LineProgress) -> None:
        implied = found.implied
        row = QHBoxLayout()
        row.setSpacing(metrics.space(6))
        row.addWidget(Fact(_("Class entered"), entered_text(self._view.facility), role="body"))
        row.addWidget(Fact(_("Implied at least"), minimum_text(implied), role="body"))
        row.addWidget(Fact(_("Overdue"), overdue_text(implied), role="body"))
        row.addStretch(1)
        if not self._context.read_only:
            enter = Button(_("Classify"), kind="ghost", icon="pencil", size="small")
            enter.clicked.connect(self._on_class_clicked)
            row.addWidget(enter, 0, Qt.AlignmentFlag.AlignTop)
        self.add(row)
        if implied.warning:
            self.add(Banner("danger", implied.warning))

    def _on_move_clicked(self) -> None:
        self._context.open_sheet("line_status", facility_id=self._view.facility.id)

    def _on_advice_taken(self) -> None:
        self._context.open_sheet("line_status", facility_id=self._view.facility.id, to=self._advised)

    def _on_class_clicked(self) -> None:
        self._context.open_sheet("loan_class", facility_id=self._view.facility.id)


def _path(steps: tuple[ProgressStep, ...]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(metrics.space(2))
    for step in steps:
        row.addWidget(_StepMark(step), 1, Qt.AlignmentFlag.AlignTop)
    return row


class _DayLabel(PlainLabel):
    """A day; where it has no room its month, and the whole day in the tooltip."""

    def __init__(self, day: date | None) -> None:
        self._whole = format_date(day) if day is not None else ""
        # In Chinese the long form is the narrower one.
        self._close = format_date(day, "long") if day is not None else ""
        self._short = format_partial(PartialDate.of(day.year, day.month)) if day is not None else ""
        super().__init__(self._whole, role="small", tone="tertiary", numeric=True)

    def minimumSizeHint(self) -> QSize:
        """Allow it to shrink to the month."""
        return QSize(self._width(self._short), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Want room for the whole day."""
        return QSize(self._width(self._whole), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write as much as there is room for."""
        super().resizeEvent(event)
        fitting = [text for text in (self._whole, self._close) if self.width() >= self._width(text)]
        self.setText(fitting[0] if fitting else self._short)
        self.setToolTip("" if fitting else plain(self._whole))

    def _width(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + 1 if text else 0


class _StepMark(QWidget):
    """A mark, the name of a status, and its day below."""

    def __init__(self, step: ProgressStep) -> None:
        super().__init__()
        icon, role, tone = _MARKS[step.state]
        name = reference.text("line_status", step.status)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(IconLabel(icon, role=role))
        column.addWidget(
            PlainLabel(name, role="small", tone=tone, weight=600 if step.state == "now" else 400, wrap=True)
        )
        column.addWidget(_DayLabel(step.on))
        if step.note:
            column.addWidget(PlainLabel(step.note, role="small", tone="tertiary", wrap=True))
        said = format_date(step.on) if step.on is not None else ""
        states = {"done": _("done"), "now": _("now"), "ahead": _("ahead")}
        self.setAccessibleName(listed([name, states[step.state], *filter(None, (said, step.note))]))

"""The story of a line in one plot: limit and drawn balance over the years, each step of the limit labelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent

from rmapp.domain.money import format_compact
from rmapp.domain.wording import format_date, format_partial
from rmapp.i18n import _, listed, sentences
from rmapp.services.lines.line_story import LineStory, line_story
from rmapp.ui import fonts, line_wording, metrics, paint
from rmapp.ui.tokens import active
from rmapp.ui.widgets.balance_chart import BalanceChart
from rmapp.ui.widgets.chart_card import ChartCard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from rmapp.services.lines.line_story import LimitStep
    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.chart import Axis

HEIGHT = 150
MOST_ROWS = 6
_GAP = 10


class LineStoryChart(BalanceChart):
    """Limit and balance as steps; above the plot stands each change of the limit with its time and reason."""

    def __init__(self, story: LineStory, today: date) -> None:
        self._steps = [step for step in story.steps if step.on is not None]
        super().__init__(height=HEIGHT + round(self._band()))
        self._axis_now: Axis | None = None
        self.set_data(
            outstanding=[(day, line_wording.number_in_unit(money)) for day, money in story.balance],
            limit=[(day, line_wording.number_in_unit(money)) for day, money in story.limits],
            today=today,
            unit=line_wording.unit_name(story.ccy),
            describe=described(story),
        )
        self._table = [
            *((_when(step), _("Limit"), format_compact(step.limit), step.reason) for step in story.steps),
            *((format_date(day), _("Balance"), format_compact(money), "") for day, money in story.balance),
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the plot, then the labels of the steps."""
        super().paintEvent(event)
        if self._axis_now is None or not self._steps:
            return
        painter = QPainter(self)
        paint.smooth(painter)
        self._paint_steps_labels(painter, self._axis_now)
        painter.end()

    def _paint_legend(self, painter: QPainter) -> float:
        return super()._paint_legend(painter) + self._band()

    def _axis(self, top: float) -> Axis:
        self._axis_now = super()._axis(top)
        return self._axis_now

    def _band(self) -> float:
        return min(len(self._steps), MOST_ROWS) * metrics.line("caption")

    def _paint_steps_labels(self, painter: QPainter, axis: Axis) -> None:
        """Put each label into the first row where it meets no other one, with a line down to its step."""
        face, line = fonts.font("caption", numeric=True), metrics.line("caption")
        theme = active()
        rows = min(len(self._steps), MOST_ROWS)
        band_top = metrics.line("small") + 8.0
        free = [0.0] * rows
        for step in self._steps:
            words = listed(filter(None, (step.label, step.reason)))
            x = self._x(axis, step.on.first_day()) if step.on else axis.plot.left()
            wide = min(paint.text_width(words, face) + 2, self.width() * 0.6)
            left = max(0.0, min(x + 4, self.width() - wide))
            row = next((at for at in range(rows) if free[at] <= left), rows - 1)
            free[row] = left + wide + _GAP
            top = band_top + row * line
            paint.dashed(
                painter, QPointF(x, top + line), QPointF(x, axis.plot.bottom()), theme.colour("border_default")
            )
            rect = QRectF(left, top, wide, line)
            paint.text(painter, rect, words, face, theme.colour("text_secondary"))


class LineStoryCard(ChartCard):
    """Shows how the limits of some lines grew and why, with the balance; the same as a table."""

    def __init__(self, context: UiContext, facility_ids: Sequence[str], parent: QWidget | None = None) -> None:
        story = context.ask(line_story, list(facility_ids))
        self.story = story
        headers = (_("From"), _("What"), _("Amount"), _("Reason"))
        note = ""
        if story.rate_on is not None:
            note = _("in {ccy}, rates of {date}").format(ccy=story.ccy, date=format_date(story.rate_on))
        chart = LineStoryChart(story, context.clock.today())
        super().__init__(_("Story of the line"), chart, parent, headers=headers, note=note, icon="trending-up")


def described(story: LineStory) -> str:
    """Return the story in words, for those who do not see the picture."""
    said = [_said(step) for step in story.steps]
    if story.balance:
        said.append(_("Drawn today: {amount}.").format(amount=format_compact(story.balance[-1][1])))
    if story.is_partial:
        said.append(_("Not every movement is known."))
    return sentences(said)


def _said(step: LimitStep) -> str:
    if step.before is None:
        words = _("Limit {amount} ({when}).").format(amount=format_compact(step.limit), when=_when(step))
    else:
        words = _("Limit from {before} to {amount} ({when}).").format(
            before=format_compact(step.before), amount=format_compact(step.limit), when=_when(step)
        )
    return f"{words} {step.reason}".strip()


def _when(step: LimitStep) -> str:
    return format_partial(step.on) if step.on else _("day not known")

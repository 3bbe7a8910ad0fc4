"""The assessment on the overview: the score, how it moved, and a small column for each dimension."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from rmapp.domain.scoring import format_score
from rmapp.i18n import _
from rmapp.services import scoring
from rmapp.ui import metrics
from rmapp.ui.grade_bands import aid_words
from rmapp.ui.score_words import change_chip, column_name, grade_name, score_lines, short_label, shown_grade
from rmapp.ui.tabs.card import ClientCard
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.labels import LinkLabel, PlainLabel
from rmapp.ui.widgets.score_columns import ScoreColumn, ScoreColumns

if TYPE_CHECKING:
    from rmapp.domain.assessment import Assessment
    from rmapp.domain.scorecard_items import Scorecard
    from rmapp.services.clients.firms import FirmHeader
    from rmapp.ui.context import UiContext
    from rmapp.ui.widgets.score_row import ScoreLine


class AssessmentCard(ClientCard):
    """The newest assessment in short; a link leads to the tab."""

    tab_requested = Signal(str)

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, _("Assessment"), icon="target")
        link = LinkLabel(_("All dimensions"))
        link.clicked.connect(self._on_tab_asked)
        self.set_tools(link)

    def fill(self, header: FirmHeader) -> None:
        """Show the score, or the button that scores."""
        view = self.context.ask(scoring.latest, header.firm.id)
        self.set_note("")
        if view is None:
            self.say_empty(_("This client has not been scored yet."), _("Score the firm"))
            return
        card, now = view.card, scoring.standing(view)
        before = self.context.ask(scoring.previous, header.firm.id)
        self.set_note(_strongest(card, now))
        self.add(_head(card, now, change_chip(now, before.assessment if before else None)))
        columns = ScoreColumns()
        columns.set_columns(_columns(card, now), name=_("Assessment by dimension"))
        self.add(columns)
        self.add(PlainLabel(aid_words(), role="caption", tone="tertiary", wrap=True))

    def add_one(self) -> None:
        """Open the sheet that scores."""
        self.context.open_sheet("score", firm_id=self.firm_id)

    def _on_tab_asked(self) -> None:
        self.tab_requested.emit("assessment")


def _head(card: Scorecard, now: Assessment, moved: Chip | None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(metrics.space(2))
    has_total = now.total is not None
    row.addWidget(PlainLabel(format_score(now.total) if has_total else shown_grade(now), role="title", numeric=True))
    words = _("of 100, {grade}").format(grade=grade_name(card, now)) if has_total else grade_name(card, now)
    row.addWidget(PlainLabel(words, tone="tertiary"), 0, Qt.AlignmentFlag.AlignBottom)
    row.addStretch(1)
    if now.provisional:
        row.addWidget(Chip(_("provisional"), tone="info"))
    if moved is not None:
        row.addWidget(moved)
    return row


def _columns(card: Scorecard, now: Assessment) -> list[ScoreColumn]:
    found = []
    for one in now.dimensions:
        dimension = card.dimension(one.code)
        label = short_label(dimension.label.text()) if dimension else one.code
        score = None if one.score is None else float(one.score)
        found.append(ScoreColumn(column_name(one.code, label), label, score))
    return found


def _strongest(card: Scorecard, now: Assessment) -> str:
    known = [line for line in score_lines(card, now, None) if line.score is not None]
    if not known:
        return ""
    best = max(known, key=_score)
    return _("strongest: {dimension}").format(dimension=column_name(best.code, best.label))


def _score(line: ScoreLine) -> float:
    return line.score or 0.0

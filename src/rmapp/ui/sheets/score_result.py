"""The right side of the score sheet: what the scores typed so far come to, and what is still needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.scoring import format_score, grade_text
from rmapp.domain.wording import format_percent
from rmapp.i18n import _, listed, ngettext
from rmapp.ui import metrics
from rmapp.ui.grade_bands import aid_words, bands
from rmapp.ui.tokens import active
from rmapp.ui.widgets.band_axis import BandAxis
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.cards import Divider
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rmapp.domain.scorecard_items import Scorecard
    from rmapp.domain.scoring import Result

WIDTH = 276
_GROWTH = 0.65
_LOW = 132
_NAMED = 3


class ScoreResult(QFrame):
    """Total, grade, completeness and the dimensions; they follow each key."""

    def __init__(self, card: Scorecard) -> None:
        super().__init__()
        self._card = card
        self.setProperty("surface", "sunken")
        self.setFixedWidth(round(WIDTH * active().text_factor ** _GROWTH))
        self._chip = Chip("")
        self._total = PlainLabel("", role="display", numeric=True)
        self._of = PlainLabel(_("of 100"), tone="tertiary")
        self._grade = PlainLabel("", weight=600, wrap=True)
        self._meaning = PlainLabel("", role="small", tone="secondary", wrap=True)
        self._axis = BandAxis()
        self._axis.set_bands(bands(card))
        self._known = PlainLabel("", role="small", tone="secondary", wrap=True)
        self._flags = Banner("danger", "")
        self._needed = Banner("warning", "")
        self._rows = {one.code: PlainLabel("", numeric=True, weight=600) for one in card.dimensions}
        self._build()

    def stand_below(self) -> None:
        """Take the whole width and little height, for large text under the form."""
        self.setMinimumWidth(0)
        self.setMaximumWidth(self.maximumHeight())
        self.setFixedHeight(metrics.grown(_LOW, lines=4))

    def _build(self) -> None:
        inner = QWidget()
        inner.setProperty("surface", "sunken")
        column = QVBoxLayout(inner)
        column.setContentsMargins(metrics.space(5), metrics.space(4), metrics.space(5), metrics.space(4))
        column.setSpacing(metrics.space(2))
        head = QHBoxLayout()
        head.addWidget(PlainLabel(_("Live result"), weight=600))
        head.addStretch(1)
        head.addWidget(self._chip)
        column.addLayout(head)
        numbers = QHBoxLayout()
        numbers.addWidget(self._total)
        numbers.addWidget(self._of)
        numbers.addStretch(1)
        column.addLayout(numbers)
        for part in (self._grade, self._meaning, self._axis, self._known, self._flags, self._needed, Divider()):
            column.addWidget(part)
        for one in self._card.dimensions:
            row = QHBoxLayout()
            row.addWidget(PlainLabel(one.label.text(), role="small", tone="secondary", wrap=True), 1)
            row.addWidget(self._rows[one.code])
            column.addLayout(row)
        column.addWidget(Divider())
        column.addWidget(PlainLabel(aid_words(), role="small", tone="tertiary", wrap=True))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_result(self, result: Result) -> None:
        """Show what the scores come to."""
        grade = self._card.grade(result.grade)
        self._total.setText(format_score(result.total))
        self._of.setVisible(result.total is not None)
        self._grade.setText(grade.label.text() if grade else _("No grade: nothing is known yet"))
        self._meaning.setText(grade.meaning.text() if grade else "")
        self._meaning.setVisible(grade is not None)
        self._chip.setVisible(result.provisional and grade is not None)
        self._chip.set_text(_("provisional {grade}").format(grade=grade_text(result.grade, provisional=True)), "info")
        self._known.setText(_known(result, self._card))
        total = None if result.total is None else float(result.total)
        said = f"{format_score(result.total)} {self._grade.text()}"
        self._axis.set_value(total, result.grade, name=_("Score"), sentence=said, hollow=result.provisional)
        for one in result.dimensions:
            self._rows[one.code].setText(format_score(one.score))
            self._rows[one.code].set_tone("tertiary" if one.score is None else "primary")
        self._flags.set_tone("danger" if result.stops else "warning")
        self._flags.set_text(_flag_words(result))
        self._flags.setVisible(bool(result.stops or result.caps))

    def show_needed(self, labels: Sequence[str]) -> None:
        """Say for which judgements a comment is missing."""
        said = ""
        if labels:
            many = ngettext("{n} judgement needs a comment", "{n} judgements need a comment", len(labels))
            named = listed(labels[:_NAMED])
            said = _("{what}: {names}").format(what=many.format(n=len(labels)), names=named)
        self._needed.set_text(said)
        self._needed.setVisible(bool(said))


def _known(result: Result, card: Scorecard) -> str:
    share = format_percent(result.completeness)
    if not result.provisional:
        return _("{share} of all weight is known.").format(share=share)
    least = format_percent(card.missing_data.min_completeness, 0)
    said = _("{share} of all weight is known; below {least} the grade is provisional.")
    return said.format(share=share, least=least)


def _flag_words(result: Result) -> str:
    named = [reference.text("hard_stop", code) for code in (*result.stops, *result.caps)]
    pattern = _("No score with a hard stop: {flags}") if result.stops else _("The grade is capped: {flags}")
    return pattern.format(flags=listed(named)) if named else ""

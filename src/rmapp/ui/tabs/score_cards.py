"""The cards of an assessment: the radar, the score with its band, and the table of dimensions that unfolds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rmapp.domain import reference
from rmapp.domain.scoring import format_score, grade_text
from rmapp.domain.wording import format_date, format_percent
from rmapp.i18n import _, listed, ngettext
from rmapp.ui import metrics
from rmapp.ui.grade_bands import bands, grade_tone
from rmapp.ui.indicator_words import confidences, source_words, value_words
from rmapp.ui.score_words import (
    change_chip,
    is_comparable,
    month_words,
    profile_name,
    score_lines,
    short_label,
    shown_grade,
)
from rmapp.ui.tabs.rows import clear
from rmapp.ui.widgets.band_axis import BandAxis
from rmapp.ui.widgets.banner import Banner
from rmapp.ui.widgets.cards import Card
from rmapp.ui.widgets.chart_card import ChartCard
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.labels import PlainLabel, plain
from rmapp.ui.widgets.radar import Radar, RadarNames, Spoke
from rmapp.ui.widgets.score_row import ScoreHead, ScoreRow, ScoreSteps

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.assessment import Assessment, IndicatorScore
    from rmapp.domain.scorecard_items import Indicator, Scorecard
    from rmapp.services.scoring import PeerScores


@dataclass(frozen=True)
class Scores:
    """What the cards of an assessment show: the newest one, the one before, and what stops or caps its grade now."""

    card: Scorecard
    now: Assessment
    before: Assessment | None
    flags: tuple[str, ...]
    today: date


class RadarCard(ChartCard):
    """Now against last time, and against firms of the same stage where that was asked for."""

    def __init__(self) -> None:
        super().__init__(_("Scorecard"), Radar(), icon="target")

    def show_scores(self, scores: Scores, peers: PeerScores | None) -> None:
        """Draw the outlines that there are."""
        radar = self.chart
        assert isinstance(radar, Radar)  # noqa: S101 - made so above
        card, now, before = scores.card, scores.now, scores.before
        compared = before if before is not None and is_comparable(now, before) else None
        earlier = {one.code: one.score for one in compared.dimensions} if compared else {}
        medians = peers.dimensions if peers is not None else {}
        spokes = [
            Spoke(
                short_label(found.label.text()) if (found := card.dimension(one.code)) else one.code,
                _float(one.score),
                _float(earlier.get(one.code)),
                _float(medians.get(one.code)),
            )
            for one in now.dimensions
        ]
        others = ""
        if peers is not None:
            others = ngettext("{n} other firm", "{n} other firms", peers.firms).format(n=peers.firms)
        names = RadarNames(format_date(now.as_of), format_date(compared.as_of) if compared else "", others)
        radar.set_spokes(spokes, names, name=_("Scorecard"))
        self.set_headers(radar.headers())
        self.set_note(_("weights: {profile}").format(profile=profile_name(now.profile)))


class ScoreCard(Card):
    """The total, the grade and what it means, how it moved, and who scored it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Score"))
        self._total = PlainLabel("", role="display", numeric=True)
        self._of = PlainLabel(_("of 100"), tone="tertiary")
        self._grade = PlainLabel("", weight=600, wrap=True)
        self._moved: Chip | None = None
        self._state = Chip("", tone="info")
        self._by = PlainLabel("", role="small", tone="tertiary")
        self._axis = BandAxis()
        self._known = PlainLabel("", role="small", tone="tertiary", wrap=True)
        self._break = PlainLabel("", role="small", tone="secondary", wrap=True)
        self._flags = Banner("danger", "")
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        left = QVBoxLayout()
        left.setSpacing(0)
        numbers = QHBoxLayout()
        numbers.setSpacing(metrics.space(2))
        numbers.addWidget(self._total)
        numbers.addWidget(self._of, 0, Qt.AlignmentFlag.AlignBottom)
        numbers.addStretch(1)
        left.addLayout(numbers)
        left.addWidget(self._grade)
        row.addLayout(left, 1)
        right = self._right = QVBoxLayout()
        right.setSpacing(metrics.space(2))
        for part in (self._state, self._by):
            right.addWidget(part, 0, Qt.AlignmentFlag.AlignRight)
        right.addStretch(1)
        row.addLayout(right)
        self.add(row)
        self.add(self._axis)
        for words in (self._known, self._break):
            self.add(words)
        self.add(self._flags)

    def show_scores(self, scores: Scores) -> None:
        """Show an assessment."""
        self._show_grade(scores.card, scores.now)
        self._show_moved(change_chip(scores.now, scores.before))
        self._show_state(scores.now)
        self._by.setText(_by(scores.now))
        self._known.setText(_known(scores))
        is_broken = scores.before is not None and not is_comparable(scores.now, scores.before)
        said = _("The last time was scored with another version, so the two are not compared.")
        self._break.setText(said if is_broken else "")
        self._break.setVisible(is_broken)
        flagged, tone = _flagged(scores)
        self._flags.set_tone(tone)
        self._flags.set_text(flagged)
        self._flags.setVisible(bool(flagged))

    def _show_grade(self, card: Scorecard, now: Assessment) -> None:
        code = shown_grade(now)
        grade = card.grade(code)
        self._total.setText(format_score(now.total) if now.total is not None else code or "–")
        self._of.setVisible(now.total is not None)
        said = _("Nothing is known yet")
        if grade is not None:
            said = _("{grade}: {meaning}").format(grade=grade.label.text(), meaning=grade.meaning.text())
        self._grade.setText(said)
        tone = grade_tone(card, code)
        self._grade.set_tone("primary" if tone == "neutral" else tone)
        self._axis.set_bands(bands(card))
        total = None if now.total is None else float(now.total)
        sentence = f"{self._total.text()} {said}"
        self._axis.set_value(total, code, name=_("Score"), sentence=sentence, hollow=now.provisional)

    def _show_moved(self, chip: Chip | None) -> None:
        if self._moved is not None:
            self._right.removeWidget(self._moved)
            self._moved.hide()
            self._moved.deleteLater()
        self._moved = chip
        if chip is not None:
            self._right.insertWidget(0, chip, 0, Qt.AlignmentFlag.AlignRight)

    def _show_state(self, now: Assessment) -> None:
        why = ""
        if now.override:
            was = grade_text(now.grade, provisional=now.provisional)
            self._state.set_text(_("set by a person, calculated {grade}").format(grade=was), "info")
            why = _("{reason} Approved by {approver}.").format(reason=now.override_reason, approver=now.approver)
        elif now.provisional:
            shown = grade_text(shown_grade(now), provisional=True)
            self._state.set_text(_("provisional {grade}").format(grade=shown), "info")
        self._state.setToolTip(plain(why))
        self._state.setVisible(bool(now.override) or now.provisional)


class DimensionCard(Card):
    """A row for each dimension; unfolded it shows its indicators with source, age and confidence."""

    score_asked = Signal(str)
    """Carries the code of the indicator that should be scored again."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Dimension and evidence"))
        self._rows: dict[str, ScoreRow] = {}
        self._parts: dict[str, QWidget] = {}
        self._scores: Scores | None = None
        self._open: set[str] = set()
        self.body.setSpacing(0)

    def show_scores(self, scores: Scores) -> None:
        """List the dimensions; those that were unfolded stay so."""
        self._scores = scores
        clear(self.body)
        self._rows, self._parts = {}, {}
        before = scores.before
        compared = before is not None and is_comparable(scores.now, before)
        name = _("Score, mark = {date}").format(date=month_words(before)) if before and compared else _("Score")
        head = ScoreHead()
        head.set_names(name, with_change=compared)
        self.add(head)
        for line in score_lines(scores.card, scores.now, before):
            row = ScoreRow(line)
            row.clicked.connect(self._on_row_clicked)
            self._rows[line.code] = row
            self.add(row)
            holder = QWidget()
            QVBoxLayout(holder).setContentsMargins(metrics.space(2), metrics.space(1), 0, metrics.space(2))
            holder.hide()
            self._parts[line.code] = holder
            self.add(holder)
            if line.code in self._open:
                self._set_open(line.code, shown=True)

    def opened(self) -> list[str]:
        """Return the codes of the dimensions that are unfolded."""
        return sorted(self._open)

    def open_these(self, codes: list[str]) -> None:
        """Unfold these dimensions."""
        for code in codes:
            if code in self._rows:
                self._set_open(code, shown=True)

    def _on_row_clicked(self) -> None:
        code = next(code for code, row in self._rows.items() if row is self.sender())
        self._set_open(code, shown=self._parts[code].isHidden())

    def _set_open(self, code: str, *, shown: bool) -> None:
        holder, scores = self._parts[code], self._scores
        layout = holder.layout()
        if shown and layout is not None and layout.count() == 0 and scores is not None:
            dimension = scores.card.dimension(code)
            held = {one.code: one for one in scores.now.indicators}
            for indicator in dimension.indicators if dimension else ():
                layout.addWidget(_IndicatorLine(indicator, held.get(indicator.code), scores.today))
        holder.setVisible(shown)
        self._rows[code].set_open(shown)
        (self._open.add if shown else self._open.discard)(code)


class _IndicatorLine(QWidget):
    """An indicator with its value, its score and what it stands on."""

    def __init__(self, indicator: Indicator, score: IndicatorScore | None, today: date) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(0)
        label = short_label(indicator.label.text())
        head = QHBoxLayout()
        head.setSpacing(metrics.space(2))
        head.addWidget(PlainLabel(label, role="small", wrap=True), 1)
        value = value_words(indicator, score.raw, score.score) if score and indicator.kind != "judgement" else ""
        if value:
            head.addWidget(PlainLabel(value, role="small", weight=500))
        is_stale = score is not None and score.score is not None and _is_past(score, today)
        if is_stale:
            head.addWidget(Chip(_("look again"), tone="warning", icon="clock"))
        head.addWidget(ScoreSteps(score.score if score else None, name=label))
        column.addLayout(head)
        said = _foot(score)
        if said:
            column.addWidget(PlainLabel(said, role="caption", tone="tertiary", wrap=True))
        steps = ScoreSteps(score.score if score else None, name=label).accessibleDescription()
        self.setAccessibleName(listed(part for part in (label, value, steps, said) if part))


def _foot(score: IndicatorScore | None) -> str:
    if score is None or score.score is None:
        return ""
    sure = dict(confidences())[score.confidence]
    return " · ".join(part for part in (score.comment or score.evidence, source_words(score), sure) if part)


def _is_past(score: IndicatorScore, today: date) -> bool:
    return score.valid_until is not None and score.valid_until < today


def _by(now: Assessment) -> str:
    day = format_date(now.as_of)
    return _("Scored by {name}, {date}").format(name=now.assessor, date=day) if now.assessor else day


def _known(scores: Scores) -> str:
    now = scores.now
    said = _("{share} of all weight is known.").format(share=format_percent(now.completeness))
    if now.provisional:
        least = format_percent(scores.card.missing_data.min_completeness, 0)
        said = _("{share} of all weight is known; below {least} the grade is provisional.").format(
            share=format_percent(now.completeness), least=least
        )
    if now.valid_until is None:
        return said
    due = format_date(now.valid_until)
    late = now.valid_until < scores.today
    pattern = _("A new one was due on {date}.") if late else _("Look again by {date}.")
    return _("{known} {due}").format(known=said, due=pattern.format(date=due))


def _flagged(scores: Scores) -> tuple[str, str]:
    """Return what hard stops and caps do to the grade, and the tone in which it is said."""
    rules = {code: rule for code in scores.flags if (rule := scores.card.hard_stop(code)) is not None}
    stops = [code for code, rule in rules.items() if rule.is_stop]
    named = listed(reference.text("hard_stop", code) for code in stops or rules)
    if stops:
        return _("A hard stop holds, no score counts: {flags}").format(flags=named), "danger"
    return (_("The grade is capped: {flags}").format(flags=named) if named else ""), "warning"


def _float(score: object) -> float | None:
    return None if score is None else float(score)  # type: ignore[arg-type]  # a Decimal

"""The rows of the score sheet: each indicator with its value, what shows it, how old and how sure that is."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rmapp.domain.assessment import IndicatorScore
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.wording import format_percent
from rmapp.errors import InputError
from rmapp.i18n import _
from rmapp.ui import metrics
from rmapp.ui.indicator_words import anchor_words, confidences, source_words
from rmapp.ui.sheets.row_editor import date_width
from rmapp.ui.sheets.score_values import put_value, read_value, value_control
from rmapp.ui.sheets.typed_fields import Typed, change_of, typed
from rmapp.ui.widgets.date_edit import DateEdit
from rmapp.ui.widgets.fields import Choice, LineEdit
from rmapp.ui.widgets.labels import PlainLabel
from rmapp.ui.widgets.message_line import MessageLine
from rmapp.ui.widgets.score_row import ScoreSteps

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.scorecard_items import Dimension, Indicator

_VALUE = 236
_SURE = 128
_GAP = 8


class IndicatorRow(QWidget):
    """One indicator; what the book knows stands in it already, and typing over it makes the score one by hand."""

    changed = Signal()

    def __init__(self, indicator: Indicator, score: IndicatorScore, today: date) -> None:
        super().__init__()
        self.indicator = indicator
        self._filled = score
        label = indicator.label.text()
        self.value = value_control(indicator, _("{indicator}: value").format(indicator=label))
        needed = indicator.comment_required
        pattern = _("{indicator}: comment") if needed else _("{indicator}: what shows it")
        self.words = LineEdit(
            name=pattern.format(indicator=label),
            placeholder=_("Why (needed)") if needed else _("What shows it"),
        )
        self.as_of = DateEdit(name=_("{indicator}: as of").format(indicator=label), partial=True, today=today)
        self.sure = Choice(confidences(), name=_("{indicator}: confidence").format(indicator=label))
        self.steps = ScoreSteps(score.score, name=label)
        self._source = PlainLabel("", role="caption", tone="tertiary", wrap=True)
        self._message = MessageLine()
        self._message.hide()
        self._build(label)
        self._fill(score)
        self._opening = self._typed()
        for control in self.controls():
            change_of(control).connect(self._on_changed)

    def _build(self, label: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, metrics.space(1))
        column.setSpacing(metrics.space(1))
        head = QHBoxLayout()
        head.setSpacing(metrics.space(2))
        head.addWidget(PlainLabel(label, weight=500))
        share = format_percent(Decimal(self.indicator.weight) / 100, 0)
        head.addWidget(PlainLabel(_("weight {share}").format(share=share), role="small", tone="tertiary"))
        head.addStretch(1)
        head.addWidget(self.steps)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        self.value.setFixedWidth(metrics.grown(_VALUE))
        self.as_of.setFixedWidth(date_width())
        self.sure.setFixedWidth(metrics.grown(_SURE))
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for control in (self.value, self.words, self.as_of, self.sure):
            row.addWidget(control, 1 if control is self.words else 0)
        column.addLayout(row)
        column.addWidget(self._message)
        if self.indicator.anchors:
            column.addWidget(PlainLabel(anchor_words(self.indicator), role="caption", tone="secondary", wrap=True))
        column.addWidget(self._source)

    def _fill(self, score: IndicatorScore) -> None:
        put_value(self.indicator, self.value, score.raw, score.score)
        self.words.setText(score.comment if self.indicator.comment_required else score.evidence)
        self.words.setCursorPosition(0)
        self.as_of.set_date(score.as_of)
        self.sure.set_code(score.confidence)
        self._source.setText(source_words(score))
        self._source.setVisible(bool(self._source.text()))

    def controls(self) -> tuple[QWidget, ...]:
        """Return the fields in the order of Tab."""
        return (self.value, self.words, self.as_of, self.sure)

    def read(self) -> IndicatorScore:
        """Return the score as it is typed; raises InputError under `value` or `as_of` for what cannot be read."""
        try:
            raw, score = read_value(self.indicator, self.value)
        except InputError as problem:
            raise InputError({"value": problem.message}) from problem
        try:
            as_of = self.as_of.date()
        except InputError as problem:
            raise InputError({"as_of": problem.message}) from problem
        words = self.words.text().strip()
        is_judged = self.indicator.comment_required
        touched = (raw, score) != (self._filled.raw, self._filled.score)
        if not touched and not self.is_changed():
            return self._filled
        return self._filled.model_copy(
            update={
                "score": score,
                "raw": raw,
                "by_hand": touched or self._filled.by_hand,
                "evidence": self._filled.evidence if is_judged else words,
                "comment": words if is_judged else self._filled.comment,
                "source": "" if touched else self._filled.source,
                "as_of": as_of if isinstance(as_of, PartialDate) else None,
                "confidence": self.sure.code() or "medium",
                # It counts anew from the new evidence.
                "valid_until": None,
            }
        )

    def is_changed(self) -> bool:
        """Tell whether something was typed or chosen."""
        return self._typed() != self._opening

    def needs_comment(self) -> bool:
        """Tell whether a judged score has no comment yet."""
        is_judged = self.indicator.comment_required and isinstance(self.value, Choice) and bool(self.value.code())
        return is_judged and not self.words.text().strip()

    def show_score(self, score: int | None) -> None:
        """Show what the value comes to."""
        self.steps.set_score(score)

    def say(self, text: str) -> None:
        """Show what is wrong below the fields; an empty text takes it away."""
        self._message.show_text(text, "danger", "circle-alert")
        for control in (self.value, self.words):
            setter = getattr(control, "set_state", None)
            if setter is not None:
                setter("error" if text else "")

    def set_locked(self, locked: bool) -> None:
        """Take no input."""
        for control in self.controls():
            setter = getattr(control, "set_locked", None)
            if setter is not None:
                setter(locked)
            else:
                control.setEnabled(not locked)

    def _typed(self) -> list[Typed]:
        return [typed(control) for control in self.controls()]

    def _on_changed(self) -> None:
        self.changed.emit()


class DimensionRows(QWidget):
    """The indicators of one dimension under its name, its weight and what they come to."""

    changed = Signal(str)

    def __init__(self, dimension: Dimension, scores: dict[str, IndicatorScore], today: date) -> None:
        super().__init__()
        self.dimension = dimension
        self.rows = {
            one.code: IndicatorRow(one, scores.get(one.code, IndicatorScore(code=one.code)), today)
            for one in dimension.indicators
        }
        self._score = PlainLabel("", role="section", numeric=True)
        self._weight = PlainLabel("", role="small", tone="secondary")
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, metrics.space(2), 0, metrics.space(2))
        column.setSpacing(metrics.space(2))
        head = QHBoxLayout()
        head.setSpacing(metrics.space(2))
        head.addWidget(PlainLabel(self.dimension.label.text(), role="section"))
        head.addWidget(self._weight)
        head.addStretch(1)
        head.addWidget(self._score)
        column.addLayout(head)
        column.addLayout(_heads())
        for row in self.rows.values():
            row.changed.connect(self._on_row_changed)
            column.addWidget(row)

    def show_result(self, score: str, weight: str) -> None:
        """Show what the dimension comes to, and its weight in the profile."""
        self._score.setText(score)
        self._weight.setText(weight)

    def _on_row_changed(self) -> None:
        code = next((code for code, row in self.rows.items() if row is self.sender()), "")
        self.changed.emit(code)


def _heads() -> QGridLayout:
    """Return the heads over the fields of a dimension."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(_GAP)
    widths = (metrics.grown(_VALUE), 0, date_width(), metrics.grown(_SURE))
    names = (_("Value"), _("What shows it, or why"), _("As of"), _("Confidence"))
    for column, (name, width) in enumerate(zip(names, widths, strict=True)):
        label = PlainLabel(name, role="caption", tone="tertiary")
        if width:
            label.setFixedWidth(width)
        grid.addWidget(label, 0, column)
        grid.setColumnStretch(column, 0 if width else 1)
    return grid

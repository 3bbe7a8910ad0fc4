"""An assessment in words and rows: its grade, what each dimension stands on, and what changed since last time."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from rmapp.domain.partial_date import PartialDate
from rmapp.domain.scoring import grade_text
from rmapp.domain.wording import format_number, format_partial, format_percent
from rmapp.i18n import _, listed, pgettext
from rmapp.ui.indicator_words import value_words
from rmapp.ui.widgets.chips import Chip
from rmapp.ui.widgets.score_row import ScoreLine, score_sentence

if TYPE_CHECKING:
    from rmapp.domain.assessment import Assessment, IndicatorScore
    from rmapp.domain.scorecard_items import Dimension, Indicator, Scorecard

_NAMED = 2
_WORDS_OF_COMMENT = 48
_LEVEL = "level"
"""How the English name of an indicator ends whose value would say the word once more."""

_TENTH = Decimal("0.1")


def shown_grade(assessment: Assessment) -> str:
    """Return the code of the grade that counts: what a person set, else what was calculated."""
    return assessment.override or assessment.grade


def grade_name(card: Scorecard, assessment: Assessment) -> str:
    """Return the name of the grade that counts; empty where nothing is known."""
    code = shown_grade(assessment)
    grade = card.grade(code)
    return code if grade is None else grade.label.text()


def grade_chip(assessment: Assessment) -> str:
    """Return the short form of the grade: `T2`, provisional `T3p`, set by a person `T2*`."""
    code = grade_text(shown_grade(assessment), provisional=assessment.provisional)
    return f"{code}*" if assessment.override else code


def is_comparable(now: Assessment, before: Assessment | None) -> bool:
    """Tell whether two assessments may be compared: only equal versions are (domain reference, 5.4)."""
    return before is not None and (now.scorecard, now.version) == (before.scorecard, before.version)


def whole(score: Decimal | None) -> int | None:
    """Return a score as it is shown without decimals."""
    return None if score is None else int(score.quantize(Decimal(1), ROUND_HALF_UP))


def total_change(now: Assessment, before: Assessment | None) -> Decimal | None:
    """Return how the total moved as it is shown, in tenths; None where there is nothing to compare."""
    if before is None or not is_comparable(now, before) or now.total is None or before.total is None:
        return None
    return now.total.quantize(_TENTH, ROUND_HALF_UP) - before.total.quantize(_TENTH, ROUND_HALF_UP)


def score_lines(card: Scorecard, now: Assessment, before: Assessment | None) -> list[ScoreLine]:
    """Return a row for each dimension, against the last time where that may be compared."""
    earlier = {one.code: one.score for one in before.dimensions} if before and is_comparable(now, before) else {}
    scores = {one.code: one for one in now.indicators}
    lines = []
    for one in now.dimensions:
        dimension = card.dimension(one.code)
        was, is_now = whole(earlier.get(one.code)), whole(one.score)
        line = ScoreLine(
            code=one.code,
            label=short_label(dimension.label.text()) if dimension else one.code,
            evidence=evidence_words(dimension, scores) if dimension else "",
            weight=format_percent(Decimal(one.weight) / 100, 0),
            score=is_now,
            before=was,
            change=None if was is None or is_now is None else is_now - was,
        )
        lines.append(_spoken(line))
    return lines


def evidence_words(dimension: Dimension, scores: dict[str, IndicatorScore]) -> str:
    """Return what a dimension stands on: its heaviest known indicators with their values, judgements last."""
    heavy = sorted(dimension.indicators, key=_rank, reverse=True)
    said = [words for one in heavy if one.code in scores and (words := _evidence(one, scores[one.code]))]
    return listed(said[:_NAMED]) if said else _("Nothing is known of it yet")


def month_words(before: Assessment) -> str:
    """Return the month of an assessment, where there is no room for the day."""
    return format_partial(PartialDate.of(before.as_of.year, before.as_of.month))


def change_chip(now: Assessment, before: Assessment | None) -> Chip | None:
    """Return the chip that says how the total moved since the last time; None where nothing may be compared."""
    moved = total_change(now, before)
    if moved is None or before is None:
        return None
    points = f"{'+' if moved > 0 else ''}{format_number(moved, 1)}"
    words = _("{points} since {date}").format(points=points, date=month_words(before))
    return Chip(words, tone="success" if moved > 0 else "neutral")


def short_label(label: str) -> str:
    """Return the name of a dimension without what it says in brackets."""
    return re.split(r"\s*[(（]", label)[0]


def column_name(code: str, label: str) -> str:
    """Return the name of a dimension in a word, for narrow columns."""
    names = {
        "qualifications": _("Firm"),
        "team": _("Team"),
        "rd_investment": _("R&D"),
        "ip_technology": pgettext("a dimension in a word", "IP"),
        "market_industry": _("Market"),
        "business_model": _("Model"),
        "growth_capital": _("Growth"),
        "social_value": _("Social"),
    }
    return names.get(code, short_label(label))


def profile_name(code: str) -> str:
    """Return the name of a weight profile."""
    names = {"early": _("early stage"), "growth": _("growth stage"), "mature": _("mature stage")}
    return names.get(code, code)


def _spoken(line: ScoreLine) -> ScoreLine:
    return replace(line, sentence=score_sentence(line))


def _evidence(indicator: Indicator, score: IndicatorScore) -> str:
    if score.score is None:
        return ""
    if indicator.kind == "judgement":
        words = score.comment.strip()
        return words if len(words) <= _WORDS_OF_COMMENT else f"{words[:_WORDS_OF_COMMENT].rstrip()}…"
    value = value_words(indicator, score.raw, score.score)
    if indicator.kind == "choice":
        return value
    name = re.split(r"[,，]", short_label(indicator.label.text()))[0]
    if name.endswith(_LEVEL):
        value = score.raw
    return _("{indicator} {value}").format(indicator=name, value=value)


def _rank(indicator: Indicator) -> tuple[bool, int]:
    return indicator.kind != "judgement", indicator.weight

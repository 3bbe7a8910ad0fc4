"""The pure calculation of an assessment: scores of indicators to dimensions, total, completeness and grade.

Source: domain reference, 5.2 to 5.4. Nothing is rounded before it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING

from rmapp.domain.assessment import DimensionScore
from rmapp.domain.money import Money
from rmapp.domain.scorecard_items import BEST
from rmapp.domain.wording import format_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rmapp.domain.assessment import Assessment
    from rmapp.domain.known import Known
    from rmapp.domain.scorecard_items import Dimension, Indicator, Scorecard

_HUNDRED = 100
_YUAN = "CNY"
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Result:
    """What the scores of a firm come to.

    `total` is 0 to 100 and unrounded, None with a hard stop or where no indicator is known; `completeness` is
    0 to 1. `grade` has caps in it and is empty where nothing is known; `uncapped` is the grade without them.
    `stops` and `caps` are the codes of the flags that work.
    """

    dimensions: tuple[DimensionScore, ...]
    total: Decimal | None
    completeness: Decimal
    grade: str
    provisional: bool
    uncapped: str = ""
    stops: tuple[str, ...] = ()
    caps: tuple[str, ...] = ()


def calculate(card: Scorecard, profile: str, scores: Mapping[str, int | None], flags: Iterable[str] = ()) -> Result:
    """Return what scores come to; a missing or None score is unknown and its weight goes to the others.

    `flags` are codes of hard stops and caps that hold. KeyError for a profile that the scorecard does not have.
    """
    weights = card.weight_profiles[profile]
    exact = {one.code: _dimension(one, scores) for one in card.dimensions}
    dimensions = tuple(
        DimensionScore(code=code, weight=weights[code], score=None if score is None else as_decimal(score))
        for code, score in exact.items()
    )
    total = _total(exact, weights)
    known = completeness(card, profile, scores)
    stops, caps = _effects(card, flags)
    if stops:
        return Result(dimensions, None, known, card.grade_x.code, provisional=False, stops=stops, caps=caps)
    if total is None:
        return Result(dimensions, None, known, "", provisional=True, caps=caps)
    uncapped = next(one.code for one in card.grades if total >= Fraction(one.min))
    return Result(
        dimensions,
        as_decimal(total),
        known,
        capped(card, uncapped, caps),
        provisional=known < card.missing_data.min_completeness,
        uncapped=uncapped,
        caps=caps,
    )


def completeness(card: Scorecard, profile: str, scores: Mapping[str, int | None]) -> Decimal:
    """Return the known share of all weight, 0 to 1."""
    weights = card.weight_profiles[profile]
    known = sum(weights[one.code] * known_share(one, scores) for one in card.dimensions)
    return as_decimal(Fraction(known) / sum(weights.values()))


def known_share(dimension: Dimension, scores: Mapping[str, int | None]) -> Fraction:
    """Return the share of a dimension's weight whose indicators are known."""
    known = sum(one.weight for one in dimension.indicators if scores.get(one.code) is not None)
    return Fraction(known, sum(one.weight for one in dimension.indicators))


def capped(card: Scorecard, grade: str, flags: Iterable[str]) -> str:
    """Return the grade that these flags leave: that of a hard stop, or the best one that no cap forbids."""
    stops, caps = _effects(card, flags)
    if stops:
        return card.grade_x.code
    places = [
        card.place(grade),
        *(card.place(rule.cap) for code in caps if (rule := card.hard_stop(code)) and rule.cap),
    ]
    lowest = max((place for place in places if place is not None), default=None)
    return grade if lowest is None or card.place(grade) is None else card.grades[lowest].code


def override_choices(card: Scorecard, grade: str) -> tuple[str, ...]:
    """Return the grades that a person may set instead of a calculated one; none can lift a hard stop."""
    at = card.place(grade)
    if at is None:
        return ()
    steps = card.override.max_steps
    return tuple(one.code for to, one in enumerate(card.grades) if to != at and abs(to - at) <= steps)


def numeric_score(indicator: Indicator, number: Decimal) -> int:
    """Return the score of a number: that of the first band that holds."""
    return next((band.score for band in indicator.bands if band.holds(number)), indicator.else_score)


def raw_score(indicator: Indicator, raw: str) -> int | None:
    """Return the score that bands or options give to what was scored; None for a judgement and for what fits none."""
    if indicator.kind == "choice":
        option = indicator.option(raw)
        return None if option is None else option.score
    if indicator.kind == "judgement":
        return None
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return None
    return numeric_score(indicator, number) if number.is_finite() else None


def known_score(indicator: Indicator, known: Known, convert: Callable[[Money, str], Money | None]) -> int | None:
    """Return the score of what is known of a numeric indicator's field; None where it does not decide.

    What is known by one end only is scored as if it were no better than that end; where it could be worse than
    all that was said ("at most 200" patents), there is no score.
    """
    number = as_number(indicator, known.value, convert)
    if number is None:
        return None
    score = numeric_score(indicator, number)
    if known.bound == "range":
        other = None if known.high is None else as_number(indicator, known.high, convert)
        return None if other is None else min(score, numeric_score(indicator, other))
    open_to_worse = "at_most" if indicator.direction == "higher" else "at_least"
    if known.bound == open_to_worse and score > indicator.else_score:
        return None
    return score


def as_number(indicator: Indicator, value: object, convert: Callable[[Money, str], Money | None]) -> Decimal | None:
    """Return a value as the number that the bands look at: money in yuan, None for what is no number."""
    if isinstance(value, Money):
        yuan = value if value.ccy == _YUAN else convert(value, _YUAN)
        return None if yuan is None else Decimal(yuan.minor) / _HUNDRED
    if isinstance(value, bool):
        return Decimal(value) if not indicator.unit else None
    return Decimal(value) if isinstance(value, int | Decimal) else None


def as_decimal(exact: Fraction) -> Decimal:
    """Return an exact number as a decimal of 28 digits."""
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def tenths(total: Decimal) -> int:
    """Return a total in tenths of a point, half up."""
    return int((total * 10).to_integral_value(ROUND_HALF_UP))


def format_score(score: Decimal | None) -> str:
    """Return a total or a dimension's score with one decimal; a dash where it is not known."""
    return "–" if score is None else format_number(score.quantize(_TENTH, ROUND_HALF_UP), 1)


def grade_text(grade: str, *, provisional: bool) -> str:
    """Return a grade as it is shown: a provisional one carries a p."""
    return f"{grade}p" if provisional and grade else grade


def score_words(assessment: Assessment) -> str:
    """Return total and calculated grade of an assessment as both languages write them, such as 78.1 T2."""
    grade = grade_text(assessment.grade, provisional=assessment.provisional)
    return grade if assessment.total is None else " ".join((format_score(assessment.total), grade)).strip()


def result_words(result: Result) -> str:
    """Return what scores come to as both languages write it: total and grade, or the grade alone under a stop."""
    grade = grade_text(result.grade, provisional=result.provisional)
    return grade if result.total is None else " ".join((format_score(result.total), grade)).strip()


def standing_grade(card: Scorecard, grade: str, override: str | None, flags: Iterable[str]) -> str:
    """Return the grade that counts: the one set by hand, else the calculated one, under stops and caps that hold."""
    held = tuple(flags)
    calculated = capped(card, grade, held)
    return calculated if not override or calculated == card.grade_x.code else capped(card, override, held)


def _dimension(dimension: Dimension, scores: Mapping[str, int | None]) -> Fraction | None:
    known = [(one.weight, score) for one in dimension.indicators if (score := scores.get(one.code)) is not None]
    if not known:
        return None
    weight = sum(each for each, _score in known)
    return Fraction(sum(each * score for each, score in known) * _HUNDRED, weight * BEST)


def _total(exact: Mapping[str, Fraction | None], weights: Mapping[str, int]) -> Fraction | None:
    known = [(weights[code], score) for code, score in exact.items() if score is not None]
    weight = sum(each for each, _score in known)
    return sum((each * score for each, score in known), Fraction(0)) / weight if weight else None


def _effects(card: Scorecard, flags: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    rules = [rule for code in dict.fromkeys(flags) if (rule := card.hard_stop(code))]
    stops = tuple(one.code for one in rules if one.is_stop)
    return stops, tuple(one.code for one in rules if not one.is_stop)

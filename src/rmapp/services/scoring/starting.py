"""A new assessment before anything is typed: what the book knows, and scores of last time that still hold."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from rmapp.domain.assessment import IndicatorScore
from rmapp.domain.scoring import as_number, known_score, numeric_score, raw_score
from rmapp.domain.stage import StageEvent
from rmapp.domain.stage_rules import current_stage
from rmapp.services.firm_values import converter, firm_values
from rmapp.services.scoring.assessments import AssessmentDraft, latest
from rmapp.services.scoring.scorecards import active_scorecard

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from rmapp.domain.known import Known, Values
    from rmapp.domain.money import Money
    from rmapp.domain.scorecard_items import Indicator, Scorecard
    from rmapp.storage.store import Store

    Convert = Callable[[Money, str], Money | None]

_FOUR = Decimal("0.0001")

_CHOICES = {"founder_record": "founder_record", "talent_programme": "talent_level"}
"""Choices whose options are the codes that people are described by."""

_DESIGNATIONS = (
    ("champion", ("single_champion",)),
    ("little_giant", ("little_giant",)),
    ("srdi_or_gazelle", ("srdi_sme", "gazelle", "quasi_unicorn")),
    ("hnte", ("hnte",)),
    ("base", ("tech_sme", "innovative_sme")),
)
"""The options of the highest designation with the designations that they stand for, best first."""


class ScoringForm(NamedTuple):
    """What a sheet begins with; `stale` are the codes of scores of last time that are past their shelf life."""

    card: Scorecard
    draft: AssessmentDraft
    stale: tuple[str, ...]


def start_assessment(store: Store, firm_id: str) -> ScoringForm:
    """Return a draft for today, filled in as far as something is known."""
    today = store.clock.today()
    card = active_scorecard(store, today)
    values, convert = firm_values(store, firm_id), converter(store)
    view = latest(store, firm_id)
    held = {one.code: one for one in view.assessment.indicators if one.score is not None} if view else {}
    stale = tuple(code for code, one in held.items() if one.valid_until is not None and one.valid_until < today)
    scores = tuple(
        _filled(one, values, convert) or _kept(one, held.get(one.code), today) or IndicatorScore(code=one.code)
        for one in card.indicators
    )
    known = {one.code for one in scores if one.score is not None}
    draft = AssessmentDraft(
        firm_id=firm_id,
        scorecard=card.code,
        version=card.version,
        profile=_profile(store, firm_id, card),
        as_of=today,
        indicators=scores,
    )
    return ScoringForm(card, draft, tuple(code for code in stale if code not in known))


def _filled(indicator: Indicator, values: Values, convert: Convert) -> IndicatorScore | None:
    if indicator.kind == "numeric":
        known = values.get(indicator.field)
        score = None if known is None else known_score(indicator, known, convert)
        number = None if known is None else _worse_end(indicator, known, convert)
        return None if score is None or known is None or number is None else _score(indicator, score, number, known)
    code, known = _option(indicator, values)
    option = indicator.option(code)
    return None if option is None or known is None else _score(indicator, option.score, code, known)


def _option(indicator: Indicator, values: Values) -> tuple[str, Known | None]:
    if indicator.code == "top_designation":
        known = values.get("designations_active")
        held = known.value if known is not None and isinstance(known.value, frozenset) else frozenset()
        best = next((option for option, codes in _DESIGNATIONS if held & set(codes)), "none")
        return best, known
    known = values.get(_CHOICES.get(indicator.code, ""))
    return (str(known.value), known) if known is not None else ("", None)


def _score(indicator: Indicator, score: int, raw: Decimal | str, known: Known) -> IndicatorScore:
    return IndicatorScore(
        code=indicator.code,
        score=score,
        raw=_text(indicator, raw) if isinstance(raw, Decimal) else raw,
        evidence=known.citation,
        source=known.source,
        as_of=known.as_of,
        confidence="high" if known.bound == "exact" else "medium",
    )


def _worse_end(indicator: Indicator, known: Known, convert: Convert) -> Decimal | None:
    """Return the number that is scored: of a range the end that scores less."""
    number = as_number(indicator, known.value, convert)
    high = None if known.high is None or known.bound != "range" else as_number(indicator, known.high, convert)
    if number is None or high is None:
        return number
    return high if numeric_score(indicator, high) < numeric_score(indicator, number) else number


def _text(indicator: Indicator, number: Decimal) -> str:
    """Return a number as a person would type it: of a computed one four decimals are enough, unless a band says no."""
    rounded = number.quantize(_FOUR, ROUND_HALF_UP)
    kept = rounded if numeric_score(indicator, rounded) == numeric_score(indicator, number) else number
    return f"{kept.normalize():f}"


def _kept(indicator: Indicator, held: IndicatorScore | None, today: date) -> IndicatorScore | None:
    """Return the score of last time while it is within its shelf life; bands and options of today apply to it."""
    if held is None or held.valid_until is None or held.valid_until < today:
        return None
    if indicator.kind == "judgement":
        return held
    follows = raw_score(indicator, held.raw)
    if held.score == follows or (held.by_hand and held.comment.strip()):
        return held
    return None if follows is None else held.model_copy(update={"score": follows})


def _profile(store: Store, firm_id: str, card: Scorecard) -> str:
    stage = current_stage(store.all(StageEvent, firm_id=firm_id))
    return card.stage_to_profile.get(stage or "", card.profiles[0])

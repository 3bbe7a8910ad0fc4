"""Assessments of fictional firms for the sample book: one firm was scored twice, some others of its stage once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from rmapp import paths
from rmapp.domain.assessment import IndicatorScore
from rmapp.domain.entity import Value
from rmapp.domain.partial_date import PartialDate
from rmapp.domain.scoring import numeric_score
from rmapp.services.scoring import save_assessment, start_assessment

if TYPE_CHECKING:
    from datetime import date

    from rmapp.domain.scorecard_items import Indicator
    from rmapp.storage.store import Store

_DAYS_OLD = 45
"""How many days before an assessment its evidence is from."""


class SampleScores(Value):
    """One assessment: raw texts, or a judged score with its comment; `from_book` adds what the book knows."""

    firm: str
    days_ago: int
    from_book: bool = False
    scores: dict[str, str | tuple[int, str]]


def write_scores(store: Store, ids: dict[str, str]) -> None:
    """Write the assessments of `scores.json` in the order of their days."""
    text = (paths.resources() / "sample" / "scores.json").read_text("utf-8")
    for sample in TypeAdapter(tuple[SampleScores, ...]).validate_json(text):
        _write(store, ids[sample.firm], sample)


def _write(store: Store, firm_id: str, sample: SampleScores) -> None:
    form = start_assessment(store, firm_id)
    on = store.clock.today() - timedelta(days=sample.days_ago)
    known = {one.code: one for one in form.draft.indicators if sample.from_book}
    scores = tuple(
        _score(one, sample.scores[one.code], on)
        if one.code in sample.scores
        else known.get(one.code, IndicatorScore(code=one.code))
        for one in form.card.indicators
    )
    save_assessment(store, form.draft.model_copy(update={"as_of": on, "indicators": scores}))


def _score(indicator: Indicator, given: str | tuple[int, str], on: date) -> IndicatorScore:
    raw, comment = ("", given[1]) if isinstance(given, tuple) else (given, "")
    score: int | None
    if isinstance(given, tuple):
        score = given[0]
    elif indicator.kind == "choice":
        option = indicator.option(raw)
        score = None if option is None else option.score
    else:
        score = numeric_score(indicator, Decimal(raw))
    day = on - timedelta(days=_DAYS_OLD)
    return IndicatorScore(
        code=indicator.code,
        score=score,
        raw=raw,
        by_hand=True,
        comment=comment,
        source="client_statement",
        as_of=PartialDate.of(day.year, day.month),
    )
